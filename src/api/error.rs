//! What can go wrong with a call, and how a person is told.

mod class;

use std::fmt;
use std::time::Duration;

pub use class::{ErrorClass, KeyState};
use thiserror::Error;

use super::redact::{self, Secrets};
use super::wire::ErrorBody;
use crate::model::{AssetId, Report};

/// Ids of missing files that a report names.
const MISSING_SHOWN: usize = 10;

/// Why a call did not succeed.
#[derive(Clone, Debug, Error)]
pub enum Error {
    /// The service answered, but not with success.
    #[error("{0}")]
    Answer(Box<Answer>),
    /// No answer, or only a part of one.
    #[error("{kind}: {why}")]
    Transport {
        /// How far the call came.
        kind: Transport,
        /// The cause in plain words, without the URL.
        why: String,
    },
    /// An answer of success whose body isn't what the API promises.
    #[error("the answer is not what the API promises: {why}")]
    NotJson {
        /// The HTTP status.
        status: u16,
        /// The `x-ik-requestId`.
        request_id: Option<String>,
        /// Where the body stops making sense.
        why: String,
    },
    /// The body is larger than the caller allows.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// A file that was to be uploaded can't be read.
    #[error("{path}: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// A download can't be written.
    #[error("{path}: {why}")]
    Unwritable {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// The account's hosts or keys can't be used, or an address can't be asked.
    #[error("{0}")]
    Setup(String),
    /// The call was not sent, because whoever owns the run stopped it.
    #[error("stopped before it was sent")]
    Stopped,
    /// The call was not sent, because it would change a library that is open to be read only.
    #[error("the library is open to be read only: nothing was sent")]
    ReadOnly,
}

/// How far a call without an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// No connection: nothing was sent.
    Connect,
    /// No answer in time: it may have been carried out.
    TimedOut,
    /// The connection broke: it may have been carried out.
    Cut,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::TimedOut => "no answer in time",
            Self::Cut => "the connection broke",
        })
    }
}

/// An answer that isn't success (imagekit-api.md 1.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What kind of refusal it is.
    pub kind: Kind,
    /// The HTTP status.
    pub status: u16,
    /// The service's message; empty where the body had none.
    pub message: String,
    /// The service's constant word of help; empty where the body had none.
    pub help: String,
    /// The machine-readable reason, such as `SOURCE_FILE_MISSING`.
    pub reason: Option<String>,
    /// The `x-ik-requestId`.
    pub request_id: Option<String>,
    /// Ids that don't exist; because of them nothing at all was done (imagekit-api.md 2.1.3).
    pub missing: Vec<AssetId>,
    /// What failed in a call about many, or field by field in a call about one.
    pub errors: Vec<ItemError>,
}

/// One part of an answer that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemError {
    /// The id of a file, or the name of a field.
    pub subject: String,
    /// Why.
    pub error: String,
}

/// Kinds of refusal, by status.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// 400.
    BadRequest,
    /// 401: the key is missing.
    Unauthorized,
    /// 401 of delivery: the file is private and the URL's signature missing, wrong or expired.
    Unsigned,
    /// 403: the key is wrong, expired or may not do this; or a quota is used up.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 423: a job is running on the folder.
    Locked,
    /// 429.
    TooManyRequests(RateLimit),
    /// 5xx.
    InternalServer,
    /// 207: a part succeeded.
    PartialSuccess,
    /// Anything else.
    Unknown,
}

/// What a 429 says about the limit (imagekit-api.md 1.7); a header that was missing is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed in the interval.
    pub limit: Option<u32>,
    /// How long to wait before the next call.
    pub reset: Option<Duration>,
    /// The length of the interval.
    pub interval: Option<Duration>,
}

/// Limits over a longer time are quotas, such as that on purges: waiting for them makes no sense.
const LONGEST_INTERVAL: Duration = Duration::from_secs(15 * 60);

impl RateLimit {
    /// Whether this is a quota of days or months and not a pace.
    pub fn is_quota(&self) -> bool {
        [self.interval, self.reset].into_iter().flatten().any(|time| time > LONGEST_INTERVAL)
    }

    /// The limit in words: `the service allows 5 calls a second`.
    pub fn in_words(&self) -> String {
        match (self.limit, self.interval) {
            (Some(limit), Some(interval)) if interval == Duration::from_secs(1) => {
                format!("the service allows {limit} calls a second")
            }
            (Some(limit), Some(interval)) => {
                format!("the service allows {limit} calls in {}", in_words(interval))
            }
            _ => "the service asks for fewer calls".to_owned(),
        }
    }
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        s if s % 86_400 == 0 => format!("{} days", s / 86_400),
        s if s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() {
            write!(f, "the service answered with status {}", self.status)
        } else {
            f.write_str(&self.message)
        }
    }
}

impl Answer {
    /// Reads an answer that isn't success; `secrets` are taken out of what it says.
    pub(crate) fn read(
        status: u16,
        rate: RateLimit,
        request_id: Option<String>,
        body: &[u8],
        secrets: &Secrets,
    ) -> Self {
        let body: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
        let clean = |text: Option<String>| secrets.clean(&text.unwrap_or_default());
        let clean_item = |item: ItemError| ItemError {
            subject: secrets.clean(&item.subject),
            error: secrets.clean(&item.error),
        };
        Self {
            kind: Kind::of(status, rate),
            status,
            message: clean(body.message),
            help: clean(body.help),
            reason: body.reason.map(|reason| secrets.clean(&reason)),
            request_id,
            missing: body.missing.iter().map(|id| AssetId::new(&secrets.clean(id))).collect(),
            errors: body.errors.into_iter().map(clean_item).collect(),
        }
    }
}

impl Kind {
    fn of(status: u16, rate: RateLimit) -> Self {
        match status {
            207 => Self::PartialSuccess,
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            423 => Self::Locked,
            429 => Self::TooManyRequests(rate),
            500..=599 => Self::InternalServer,
            _ => Self::Unknown,
        }
    }
}

impl Error {
    /// The answer, where the service gave one.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// The kind of refusal, where the service gave an answer.
    pub fn kind(&self) -> Option<&Kind> {
        self.answer().map(|answer| &answer.kind)
    }

    /// Whether the object of the call doesn't exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self.kind(), Some(Kind::NotFound))
    }

    /// Whether the call certainly was not carried out, and may be when asked again later.
    pub fn is_postponed(&self) -> bool {
        matches!(self.kind(), Some(Kind::TooManyRequests(_) | Kind::Locked))
            || matches!(self, Self::Transport { kind: Transport::Connect, .. })
    }

    /// Whether nobody can say from this alone if the call was carried out: a time-out, a broken
    /// connection, a 5xx, or an answer that makes no sense.
    pub fn is_unclear(&self) -> bool {
        matches!(self.kind(), Some(Kind::InternalServer))
            || matches!(
                self,
                Self::NotJson { .. } | Self::Transport { kind: Transport::TimedOut | Transport::Cut, .. }
            )
    }

    /// Tells a person: `what` failed (`Could not list /products`), why, and what to do next.
    ///
    /// Texts of the service are raw: see [`crate::model::text::harmless`] before they are shown.
    pub fn report(&self, what: &str) -> Report {
        let (status, request_id) = match self {
            Self::Answer(answer) => (Some(answer.status), answer.request_id.clone()),
            Self::NotJson { status, request_id, .. } => (Some(*status), request_id.clone()),
            _ => (None, None),
        };
        Report {
            what: redact::without_signatures(what).into_owned(),
            why: self.why(),
            next: self.next().to_owned(),
            status,
            request_id,
        }
    }

    fn why(&self) -> String {
        let mut why = self.to_string();
        if let Self::Answer(answer) = self {
            if let Some(reason) = answer.reason.as_deref().filter(|_| answer.message.is_empty()) {
                why = format!("{why} ({reason})");
            }
            for ItemError { subject, error } in &answer.errors {
                why.push_str(&format!("\n{subject}: {error}"));
            }
            for id in answer.missing.iter().take(MISSING_SHOWN) {
                why.push_str(&format!("\n{id} is missing"));
            }
            match answer.missing.len().saturating_sub(MISSING_SHOWN) {
                0 => {}
                more => why.push_str(&format!("\nand {more} more are missing")),
            }
        }
        why
    }

    fn next(&self) -> &'static str {
        match self {
            Self::Answer(answer) => answer.key_state().map_or(answer.kind.next(), KeyState::next),
            Self::Transport { kind: Transport::Connect, .. } => {
                "Check the network, and the host if you set IMAGEKIT_API_HOST"
            }
            Self::Transport { .. } => "Check the network and try again",
            Self::NotJson { .. } => "Check that the host is an ImageKit API, or try again later",
            Self::Unreadable { .. } => "Check the file and its permissions",
            Self::Unwritable { .. } => "Check the folder, its permissions, and the space on the disk",
            Self::Setup(_) => "Check the account's hosts and keys",
            Self::ReadOnly => "Open it without --read-only, or take read_only out of its profile",
            Self::TooLarge { .. } | Self::Stopped => "",
        }
    }
}

impl Kind {
    fn next(&self) -> &'static str {
        match self {
            Self::Unauthorized => "Give the account's private key",
            Self::Unsigned => "Check the URL endpoint, and that the private key is this account's",
            Self::Forbidden => "Check that the key may do this, and that no quota is used up",
            Self::NotFound => "It may have been moved or deleted meanwhile: refresh and look",
            Self::Conflict => "Choose another name",
            Self::Locked => "A job is running on this folder: try again when it has ended",
            Self::TooManyRequests(limit) if limit.is_quota() => {
                "The quota is used up: wait until it begins anew, or ask ImageKit for a larger one"
            }
            Self::TooManyRequests(_) => "Wait a little and try again",
            Self::InternalServer => {
                "Try again later; if it stays so, quote the request id to ImageKit's support"
            }
            Self::PartialSuccess => "Look at what failed and try that again",
            Self::BadRequest => "Change what the message speaks of, and try again",
            Self::Unknown => "",
        }
    }
}

impl From<reqwest::Error> for Error {
    /// Sorts a failure of transport by what can be known of the call; the URL is left out.
    fn from(error: reqwest::Error) -> Self {
        let kind = if error.is_connect() {
            Transport::Connect
        } else if error.is_timeout() {
            Transport::TimedOut
        } else {
            Transport::Cut
        };
        if error.is_builder() {
            return Self::Setup(innermost(&error.without_url()));
        }
        Self::Transport { kind, why: innermost(&error.without_url()) }
    }
}

/// The innermost cause: `Connection refused (os error 111)` rather than `error sending request`.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    redact::without_signatures(&cause.to_string()).into_owned()
}

#[cfg(test)]
mod tests;
