//! One call: what it asks, how long it may take, and what may be done when it fails.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use reqwest::Method;
use serde::Serialize;
use url::Url;

use super::error::{Error, Kind};

/// Classes of calls, each with a rate of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Lists, details, status.
    Read,
    /// Everything that changes the library, uploads apart.
    Write,
    /// Uploads, which the service doesn't count.
    Upload,
    /// Files and pictures from the URL endpoint.
    Delivery,
}

/// Whether calls of a run may be sent: see [`super::Client::with_flow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Flow {
    /// They may.
    #[default]
    Go,
    /// They wait.
    Pause,
    /// They end with [`Error::Stopped`].
    Stop,
}

/// A call to the management API.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) class: Class,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether carrying it out twice is the same as once.
    pub(crate) idempotent: bool,
    /// Whether 207 is an answer and not an error.
    pub(crate) partial: bool,
    /// From sending to the last byte of the answer.
    pub(crate) total: Duration,
}

impl Call {
    /// A read.
    pub(crate) fn get(url: Url) -> Self {
        Self {
            class: Class::Read,
            method: Method::GET,
            url,
            body: None,
            idempotent: true,
            partial: false,
            total: Duration::from_secs(60),
        }
    }

    /// A write with a JSON body, or none.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] if the body can't be written as JSON.
    pub(crate) fn write(method: Method, url: Url, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body).map_err(|error| Error::Setup(error.to_string()))?;
        Ok(Self {
            class: Class::Write,
            method,
            body: Some(body).filter(|body| body != b"null"),
            idempotent: false,
            total: Duration::from_secs(120),
            ..Self::get(url)
        })
    }

    /// Carrying it out twice is the same as once.
    pub(crate) fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    /// 207 is an answer.
    pub(crate) fn partial(self) -> Self {
        Self { partial: true, ..self }
    }

    /// Whether the same call may be sent again after this error.
    pub(crate) fn may_repeat(&self, error: &Error) -> bool {
        error.is_postponed() || (self.idempotent && error.is_unclear())
    }
}

/// The delays between tries: 0.2 s and growing, with jitter, so many that a short trouble passes.
pub(crate) fn delays() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(8))
        .with_max_times(5)
        .with_jitter()
        .build()
}

/// Whether the governor already knows when to go on after this error.
pub(crate) fn is_held_back(error: &Error) -> bool {
    matches!(error.kind(), Some(Kind::TooManyRequests(_)))
}
