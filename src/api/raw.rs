//! Calls written by hand, and the one that does nothing.

use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};

use super::call::{Call, Tries};
use super::client::Client;
use super::error::Error;

/// An answer as it came, whatever its status.
#[derive(Clone)]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Names in small letters and values of its headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// What the answer means as an error; `None` for success. A 207 is told as one.
    pub error: Option<Error>,
}

impl RawAnswer {
    /// The body as JSON, if it is some.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RawAnswer {
    /// Without headers and body, which may hold anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Makes any call of the API: a method such as `GET`, and a path with its query such as
    /// `/v1/files?limit=1`, percent-encoded where needed. Paths below `/api/` go to the upload host.
    /// Reads are tried again after an unclear answer, other calls are not.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what is no method or no path, and [`Error::Transport`] where there was no
    /// answer. An answer that isn't success is no error here: see [`RawAnswer::error`].
    pub async fn raw(
        &self,
        method: &str,
        path_and_query: &str,
        body: Option<&Value>,
    ) -> Result<RawAnswer, Error> {
        let call = self.written_call(method, path_and_query, body)?;
        let mut tries = Tries::new();
        loop {
            let answer = self.raw_once(&call, tries.number).await;
            let error = match &answer {
                Ok(answer) => answer.error.clone(),
                Err(error) => Some(error.clone()),
            };
            let Some(error) = error else { return answer };
            if self.before_again(&call, error, &mut tries).await.is_err() {
                return answer;
            }
        }
    }

    async fn raw_once(&self, call: &Call, attempt: u32) -> Result<RawAnswer, Error> {
        let received = self.attempt(call, attempt).await?;
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = received.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let (status, body) = (received.status, received.bytes.clone());
        Ok(RawAnswer { status, headers, body, error: self.judge(call, received).err() })
    }

    fn written_call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Call, Error> {
        let url = self.written(path)?;
        let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())
            .map_err(|_| Error::Setup(format!("`{method}` is no method, such as GET")))?;
        let call = match body {
            Some(body) => Call::write(method.clone(), url, body)?,
            None if method == Method::GET => Call::get(url),
            None => Call::bare(method.clone(), url),
        };
        Ok(if method == Method::GET { Call { class: super::Class::Read, ..call.idempotent() } } else { call })
    }

    /// The call of the API that does nothing (imagekit-api.md 2.13): shows that the key is good for
    /// writing.
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn dummy(&self) -> Result<(), Error> {
        let url = self.api(&["v1", "dummy", "test"])?;
        self.done(Call::write(Method::POST, url, &json!({}))?.idempotent()).await
    }
}
