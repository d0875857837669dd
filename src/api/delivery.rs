//! Files and pictures from the URL endpoint.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;
use url::Url;

use super::call::{self, Call, Class};
use super::client::{Client, IDLE, header, rate_limit, read, timed_out};
use super::error::{Answer, Error, Kind};

/// From sending to the last byte of a picture.
const TOTAL: Duration = Duration::from_secs(120);

impl Client {
    /// Fetches a file or picture of at most `limit` bytes. The URL is complete, signature included;
    /// no `Authorization` header goes with it.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what is no http(s) URL, [`Error::TooLarge`] above the limit, and those
    /// of any call.
    pub async fn fetch(&self, url: &str, limit: usize) -> Result<Bytes, Error> {
        let url = Url::parse(url).map_err(|error| Error::Setup(format!("this is no URL: {error}")))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Error::Setup(format!("a picture can't be fetched by {}", url.scheme())));
        }
        let call = Call { class: Class::Delivery, total: TOTAL, ..Call::get(url) };
        let mut delays = call::delays();
        loop {
            match self.fetch_once(&call, limit).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => self.before_again(&call, error, &mut delays).await?,
            }
        }
    }

    async fn fetch_once(&self, call: &Call, limit: usize) -> Result<Bytes, Error> {
        let _place = self.admit(call.class).await?;
        timeout(call.total, self.download(&call.url, limit)).await.unwrap_or_else(|_| Err(timed_out()))
    }

    async fn download(&self, url: &Url, limit: usize) -> Result<Bytes, Error> {
        let response =
            timeout(IDLE, self.inner.open.get(url.clone()).send()).await.map_err(|_| timed_out())??;
        let status = response.status().as_u16();
        if (200..300).contains(&status) {
            if response.content_length().is_some_and(|length| length > limit as u64) {
                return Err(Error::TooLarge { limit });
            }
            return read(response, limit).await;
        }
        let request_id = header(response.headers(), "x-ik-requestid").map(str::to_owned);
        let rate = rate_limit(response.headers());
        let body = read(response, 64 << 10).await.unwrap_or_default();
        let mut answer = Answer::read(status, rate, request_id, &body, &[]);
        match answer.kind {
            Kind::Unauthorized => answer.kind = Kind::Unsigned,
            Kind::TooManyRequests(rate) => {
                self.inner.governor.refused(Class::Delivery, rate);
            }
            _ => {}
        }
        Err(Error::Answer(Box::new(answer)))
    }
}
