//! Calls of webhooks, signed in both ways that receivers know (imagekit-api.md 2.15).

use std::fmt::Write;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use backon::{ExponentialBuilder, Retryable};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use reqwest::redirect::Policy;
use sha2::Sha256;
use tokio::sync::Semaphore;
use url::Url;

use super::AppState;
use crate::model::Secret;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Calls under way at the same time.
const CALLS: usize = 8;
/// A call is tried once and then, a second and five seconds later, again.
const RETRIES: ExponentialBuilder =
    ExponentialBuilder::new().with_min_delay(Duration::from_secs(1)).with_factor(5.0).with_max_times(2);

/// What calls webhooks.
#[derive(Debug)]
pub(super) struct Webhooks {
    /// The key for those that a request names, which have none of their own.
    secret: Secret,
    client: OnceLock<reqwest::Client>,
    room: Semaphore,
}

/// Why a receiver did not take a call.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// It can't be reached, takes too long, or answers with another status than 2xx.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// It sends elsewhere, where the body would not be sent again.
    #[error("it answers with a redirect ({0})")]
    Redirect(reqwest::StatusCode),
}

impl Webhooks {
    pub(super) fn new(secret: Secret) -> Self {
        Self { secret, client: OnceLock::new(), room: Semaphore::new(CALLS) }
    }

    fn client(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // An error says that one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none()).build()?;
        Ok(self.client.get_or_init(|| client))
    }

    async fn send(&self, url: &Url, body: &str, headers: HeaderMap) -> Result<(), CallError> {
        let answer = self.client()?.post(url.clone()).headers(headers).body(body.to_owned()).send().await?;
        let status = answer.error_for_status()?.status();
        if status.is_redirection() { Err(CallError::Redirect(status)) } else { Ok(()) }
    }
}

/// Whether a webhook may have this address: it is one of http or https.
pub(super) fn address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

impl AppState {
    /// Calls a webhook, again where it fails; `key` is the receiver's own, if it has one.
    ///
    /// # Errors
    /// Why the last try failed.
    pub(super) async fn call_webhook(
        &self,
        url: &Url,
        body: &str,
        key: Option<&Secret>,
    ) -> Result<(), CallError> {
        let (webhooks, id) = (&self.webhooks, format!("msg_{}", uuid::Uuid::new_v4().simple()));
        let key = key.unwrap_or(&webhooks.secret);
        // It is never closed.
        let _room = webhooks.room.acquire().await;
        (|| webhooks.send(url, body, signed(key, &id, self.store.now(), body))).retry(RETRIES).await
    }
}

/// The headers of a call: those of Standard Webhooks, and the older one of the service.
fn signed(key: &Secret, id: &str, at: Timestamp, body: &str) -> HeaderMap {
    let (seconds, milliseconds) = (at.as_second(), at.as_millisecond());
    let new = STANDARD.encode(mac(key, &format!("{id}.{seconds}.{body}")));
    let old = hex(&mac(key, &format!("{milliseconds}.{body}")));
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (HeaderName::from_static("webhook-id"), id.to_owned()),
        (HeaderName::from_static("webhook-timestamp"), seconds.to_string()),
        (HeaderName::from_static("webhook-signature"), format!("v1,{new}")),
        (HeaderName::from_static("x-ik-signature"), format!("t={milliseconds},v1={old}")),
    ];
    // Digits, letters and signs of ASCII always are a value.
    headers.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::try_from(value).ok()?))).collect()
}

/// HMAC-SHA256 by the whole secret as it is written, `whsec_` included.
fn mac(key: &Secret, message: &str) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes()).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a `String` can't fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_service() {
        let key = Secret::new("whsec_test");
        let headers = signed(&key, "msg_1", Timestamp::from_second(1_700_000_000).unwrap(), r#"{"id":"1"}"#);
        assert_eq!(headers["webhook-id"], "msg_1");
        assert_eq!(headers["webhook-timestamp"], "1700000000");
        assert_eq!(headers["webhook-signature"], "v1,XTQCqVergJTHgBNQHtAD1eShtqVzOLhyL61l9mS1a3E=");
        let at = Timestamp::from_millisecond(1_655_788_406_333).unwrap();
        let old = &signed(&key, "msg_1", at, r#"{"id":"1"}"#)["x-ik-signature"];
        assert_eq!(
            old,
            "t=1655788406333,v1=073e5e119b7e3256d6ba3047310cad609d579f08b530fa606fc009516652e4b5"
        );
    }

    #[test]
    fn only_the_web_is_called() {
        assert!(address("http://127.0.0.1:9/hook").is_some() && address("https://example.com").is_some());
        for wrong in ["ftp://example.com", "file:///etc/passwd", "example.com", "", "javascript:alert(1)"] {
            assert!(address(wrong).is_none(), "{wrong}");
        }
    }
}
