//! Answers: JSON as the service writes it, and refusals with its very words (imagekit-api.md 1.5).

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::server::store::{Refusal, StoreError};

pub(super) const HELP: &str = "For support kindly contact us at support@imagekit.io .";

/// A JSON answer.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => written(status, bytes),
        Err(error) => {
            tracing::error!(%error, "an answer can't be written");
            Refused::internal().into_response()
        }
    }
}

/// A JSON answer that is written already.
pub(super) fn written(status: StatusCode, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let value = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, value);
    response
}

/// An answer without a body.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// A refusal: a status and the words of the service.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub(super) status: StatusCode,
    pub(super) message: Cow<'static, str>,
    /// Why the store refused, for endpoints that have words of their own.
    pub(super) refusal: Option<Refusal>,
    /// Boxed, so that a refusal is small on its way up.
    extra: Box<Map<String, Value>>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), refusal: None, extra: Box::default() }
    }

    /// A 400.
    pub(super) fn bad(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A 404.
    pub(super) fn missing(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// The 500 of everything that should not happen; the log has the cause.
    pub(super) fn internal() -> Self {
        let message = "We have experienced an internal error while processing your request.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// With a word for machines.
    pub(super) fn reason(self, word: &'static str) -> Self {
        self.with("reason", word)
    }

    /// With one more key in the body.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(key.into(), value.into());
        self
    }

    /// Other words for what the store refused; `None` leaves the general ones.
    pub(super) fn or(self, words: impl FnOnce(&Refusal) -> Option<Self>) -> Self {
        self.refusal.as_ref().and_then(words).unwrap_or(self)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status.as_u16(), self.message)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut body = json!({ "message": self.message, "help": HELP });
        if let Some(body) = body.as_object_mut() {
            body.extend(*self.extra);
        }
        written(self.status, body.to_string().into_bytes())
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => Self { refusal: Some(refusal.clone()), ..general(&refusal) },
            error => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let words = general(&refusal);
        Self { refusal: Some(refusal), ..words }
    }
}

/// What any endpoint says unless it has words of its own.
fn general(refusal: &Refusal) -> Refused {
    match refusal {
        Refusal::NoFile => Refused::missing("The requested file does not exist."),
        Refusal::NoVersion => Refused::missing("The requested file version does not exist."),
        Refusal::NoFolder => Refused::missing("The requested folder does not exist."),
        Refusal::NoJob => Refused::missing("The requested job does not exist."),
        Refusal::NoPurge => Refused::bad("No request found for this requestId."),
        Refusal::TooManyPurges => {
            Refused::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please retry after some time.")
        }
        Refusal::Missing(ids) => Refused::missing("The requested file(s) does not exist.")
            .with("missingFileIds", ids.iter().map(ToString::to_string).collect::<Vec<_>>()),
        Refusal::CurrentVersion => Refused::bad("You cannot delete current version of a file."),
        Refusal::Taken => Refused::new(
            StatusCode::CONFLICT,
            "Something with this name already exists at the same location.",
        ),
        Refusal::SamePlace => {
            Refused::bad("Source and destination cannot be same.").reason("SAME_SOURCE_AND_DESTINATION")
        }
        Refusal::IntoItself => Refused::bad(
            "This operation is not allowed because parent folder cannot be moved into child folder.",
        )
        .reason("INVALID_DESTINATION_PATH"),
        Refusal::Root => Refused::bad("The root folder cannot be changed.").reason("INVALID_FOLDER_PATH"),
        Refusal::TooManyVersions => {
            Refused::bad("A file cannot have more than 100 versions.").reason("VERSION_LIMIT_EXCEEDED")
        }
        Refusal::TooManyObjects => Refused::bad(
            "Total nested assets (files, folders and file versions) are more than allowed limit of 100000 items.",
        )
        .reason("TOO_MANY_OBJECTS"),
        Refusal::TooDeep => {
            Refused::bad("Folders cannot be nested more than 50 levels deep.").reason("INVALID_FOLDER_PATH")
        }
        Refusal::TagsTooLong => Refused::bad(super::names::TAGS_TOO_LONG),
        Refusal::NoItem => Refused::missing("The requested resource does not exist."),
        Refusal::TooManyItems => Refused::bad("Your account cannot have more of these."),
        Refusal::NoOrigin => Refused::bad(
            "Origin does not exists. Please create origin before using it in URL-endpoint.",
        ),
        Refusal::BuiltIn => Refused::bad("Default URL-endpoint cannot be deleted."),
        Refusal::InUse => Refused::new(StatusCode::CONFLICT, "It is in use and cannot be changed."),
        Refusal::NoField => Refused::missing("No such custom metadata field exists."),
        Refusal::FieldNameTaken => Refused::bad("A custom metadata field with this name already exists."),
        Refusal::FieldLabelTaken => Refused::bad("A custom metadata field with this label already exists."),
        Refusal::CustomMetadata(problems) => Refused::bad("Invalid custom metadata.").with("errors", json!(problems)),
        Refusal::FieldDeleted => Refused::bad("Cannot update a deleted custom metadata fields."),
        Refusal::NoSnapshot => Refused::missing("No state is kept under this name."),
        Refusal::WrongName => Refused::bad("A name has 1 to 64 letters, digits, _ and -."),
        Refusal::SourceBusy => Refused::new(
            StatusCode::LOCKED,
            "A bulk job is running on given folder path, please try after sometime.",
        ),
        Refusal::TargetBusy => Refused::new(
            StatusCode::LOCKED,
            "Destination folder path is already locked. Please try after sometime.",
        ),
    }
}
