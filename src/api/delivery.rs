//! Files and pictures from the URL endpoint.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use tokio::time::timeout;
use url::Url;

use super::call::{Call, Class, Tries};
use super::client::Client;
use super::error::{Answer, Error, Kind};
use super::send::{IDLE, is_success, rate_limit, read, request_id, timed_out};

/// From sending to the last byte of a picture.
const TOTAL: Duration = Duration::from_secs(120);
/// The longest error that is read.
const LONGEST_ERROR: usize = 64 << 10;

impl Client {
    /// Fetches a file or picture of at most `limit` bytes. The URL is complete, signature included;
    /// no `Authorization` header goes with it.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what is no http(s) URL, [`Error::TooLarge`] above the limit, and those
    /// of any call.
    pub async fn fetch(&self, url: &str, limit: usize) -> Result<Bytes, Error> {
        let call = Call { class: Class::Delivery, total: TOTAL, ..Call::get(deliverable(url)?) };
        let mut tries = Tries::new();
        loop {
            match self.fetch_once(&call, limit).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => self.before_again(&call, error, &mut tries).await?,
            }
        }
    }

    async fn fetch_once(&self, call: &Call, limit: usize) -> Result<Bytes, Error> {
        let _place = self.admit(call.class).await?;
        let fetching = async {
            let response = self.open_url(&call.url, HeaderMap::new()).await?;
            if response.content_length().is_some_and(|length| length > limit as u64) {
                return Err(Error::TooLarge { limit });
            }
            read(response, limit).await
        };
        timeout(call.total, fetching).await.unwrap_or_else(|_| Err(timed_out()))
    }

    /// Asks for a URL; answers when the head of a successful answer is here.
    pub(super) async fn open_url(&self, url: &Url, headers: HeaderMap) -> Result<reqwest::Response, Error> {
        let request = self.inner.open.get(url.clone()).headers(headers);
        let response = timeout(IDLE, request.send()).await.map_err(|_| timed_out())??;
        let status = response.status().as_u16();
        if is_success(status) {
            return Ok(response);
        }
        let request_id = request_id(response.headers()).map(str::to_owned);
        let rate = rate_limit(response.headers());
        let body = read(response, LONGEST_ERROR).await.unwrap_or_default();
        let mut answer = Answer::read(status, rate, request_id, &body, self.inner.inspector.secrets());
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

/// The URL of something that can be fetched.
pub(super) fn deliverable(url: &str) -> Result<Url, Error> {
    let url = Url::parse(url).map_err(|error| Error::Setup(format!("this is no URL: {error}")))?;
    if matches!(url.scheme(), "https" | "http") {
        Ok(url)
    } else {
        Err(Error::Setup(format!("a file can't be fetched by {}", url.scheme())))
    }
}
