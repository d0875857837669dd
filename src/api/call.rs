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
    /// Whether it removes what has an id: where it is missing at the second try, the first did it.
    pub(crate) removal: bool,
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
            removal: false,
            partial: false,
            total: Duration::from_secs(60),
        }
    }

    /// A write without a body.
    pub(crate) fn bare(method: Method, url: Url) -> Self {
        Self {
            class: Class::Write,
            method,
            idempotent: false,
            total: Duration::from_secs(120),
            ..Self::get(url)
        }
    }

    /// A write with a JSON body.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] if the body can't be written as JSON.
    pub(crate) fn write(method: Method, url: Url, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body).map_err(|error| Error::Setup(error.to_string()))?;
        Ok(Self { body: Some(body), ..Self::bare(method, url) })
    }

    /// A delete of what has an id that is never given again.
    pub(crate) fn remove(url: Url) -> Self {
        Self { removal: true, ..Self::bare(Method::DELETE, url).idempotent() }
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
    fn may_repeat(&self, error: &Error) -> bool {
        error.is_postponed() || (self.idempotent && error.is_unclear())
    }
}

/// The tries of one call: 0.2 s apart and growing, with jitter, so many that a short trouble passes.
pub(crate) struct Tries {
    delays: ExponentialBackoff,
    /// Which try the next one is, from 1.
    pub(crate) number: u32,
    /// Whether an earlier one may have been carried out.
    pub(crate) unclear: bool,
}

impl Tries {
    pub(crate) fn new() -> Self {
        let delays = ExponentialBuilder::new()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(8))
            .with_max_times(5)
            .with_jitter()
            .build();
        Self { delays, number: 1, unclear: false }
    }

    /// Takes the next try after an error; answers with how long to wait for it.
    ///
    /// # Errors
    ///
    /// The same error, when trying again makes no sense or isn't safe.
    pub(crate) fn next(&mut self, call: &Call, error: Error) -> Result<Duration, Error> {
        self.unclear |= error.is_unclear();
        if !call.may_repeat(&error) {
            return Err(error);
        }
        let Some(delay) = self.delays.next() else { return Err(error) };
        self.number = self.number.saturating_add(1);
        tracing::debug!(path = call.url.path(), %error, attempt = self.number, "trying again");
        // After a 429 the governor knows when to go on.
        let held_back = matches!(error.kind(), Some(Kind::TooManyRequests(_)));
        Ok(if held_back { Duration::ZERO } else { delay })
    }
}
