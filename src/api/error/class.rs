//! Errors sorted into classes, and what an answer says of the key.

use super::{Answer, Error, Kind};

/// Classes of errors: those of the official SDKs, `423 Locked` as one of its own, and what never
/// became an answer (imagekit-api.md 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// 400: a parameter is missing or wrong.
    BadRequest,
    /// 401: no key, or of delivery no valid signature.
    Unauthorized,
    /// 403: the key is wrong, expired or may not do this; or a quota is used up.
    Forbidden,
    /// 404.
    NotFound,
    /// 409: the name is taken.
    Conflict,
    /// 423: a job is running on the folder.
    Locked,
    /// 429, after all waits.
    TooManyRequests,
    /// 5xx.
    InternalServer,
    /// 207: a part succeeded.
    PartialSuccess,
    /// Another status, or an answer that makes no sense.
    Unknown,
    /// No connection, no answer in time, or a connection that broke.
    NoAnswer,
    /// Something on this machine: a file, a folder, a setting.
    Local,
    /// Not sent, because the run was stopped.
    Stopped,
}

/// What a refusal says of the private key (imagekit-api.md 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyState {
    /// 401: the request had none.
    Missing,
    /// 403: no account has this key.
    Wrong,
    /// 403: it was valid once.
    Expired,
    /// 403: the account, and with it the key, is switched off.
    Disabled,
}

impl Error {
    /// The class of the error.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Answer(answer) => answer.kind.class(),
            Self::NotJson { .. } => ErrorClass::Unknown,
            Self::Transport { .. } => ErrorClass::NoAnswer,
            Self::TooLarge { .. }
            | Self::Unreadable { .. }
            | Self::Unwritable { .. }
            | Self::Setup(_)
            | Self::ReadOnly => ErrorClass::Local,
            Self::Stopped => ErrorClass::Stopped,
        }
    }
}

impl Kind {
    fn class(&self) -> ErrorClass {
        match self {
            Self::BadRequest => ErrorClass::BadRequest,
            Self::Unauthorized | Self::Unsigned => ErrorClass::Unauthorized,
            Self::Forbidden => ErrorClass::Forbidden,
            Self::NotFound => ErrorClass::NotFound,
            Self::Conflict => ErrorClass::Conflict,
            Self::Locked => ErrorClass::Locked,
            Self::TooManyRequests(_) => ErrorClass::TooManyRequests,
            Self::InternalServer => ErrorClass::InternalServer,
            Self::PartialSuccess => ErrorClass::PartialSuccess,
            Self::Unknown => ErrorClass::Unknown,
        }
    }
}

impl Answer {
    /// What the answer says of the key. A 403 has only its text to tell a wrong key from an expired
    /// one; where the text is none of the documented ones, as with a used-up quota, this is `None`.
    pub fn key_state(&self) -> Option<KeyState> {
        match self.kind {
            Kind::Unauthorized => Some(KeyState::Missing),
            Kind::Forbidden => {
                let message = self.message.to_ascii_lowercase();
                let states = [
                    ("cannot be authenticated", KeyState::Wrong),
                    ("expired", KeyState::Expired),
                    ("account is disabled", KeyState::Disabled),
                ];
                states.into_iter().find(|(text, _)| message.contains(text)).map(|(_, state)| state)
            }
            _ => None,
        }
    }
}

impl KeyState {
    pub(super) fn next(self) -> &'static str {
        match self {
            Self::Missing => "Give the account's private key: `ikt login`, or IMAGEKIT_PRIVATE_KEY",
            Self::Wrong => "Check that the private key is right, and that it may do this",
            Self::Expired => "Make a new pair of keys in ImageKit's dashboard, then `ikt login`",
            Self::Disabled => "Look at the account's state in ImageKit's dashboard",
        }
    }
}
