//! Answers of delivery.

use std::io::SeekFrom;

use axum::Json;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    RANGE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde_json::json;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::range::{Part, part};
use crate::server::imaging::ImagingError;
use crate::server::store::{FileRecord, StoreError};
use crate::url::recipe::RecipeError;

/// Why something wasn't done as asked.
const IK_ERROR: HeaderName = HeaderName::from_static("ik-error");
/// Parameters of the transformation that had no effect.
const IGNORED: HeaderName = HeaderName::from_static("x-ikt-ignored");
/// Bytes read from disk at a time.
const CHUNK: usize = 64 * 1024;
/// The end of every error of the service (imagekit-api.md 1.5).
const HELP: &str = "For support kindly contact us at support@imagekit.io .";

/// What the headers of an answer say of it.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    pub mime: String,
    /// The entity tag, without quotes.
    pub tag: String,
    pub private: bool,
    /// Whether another `Accept` may get another answer.
    pub by_accept: bool,
    pub ignored: Vec<String>,
    pub error: Option<String>,
}

impl Marks {
    pub(super) fn new(file: &FileRecord) -> Self {
        Self {
            mime: file.media.mime.clone(),
            tag: String::new(),
            private: file.labels.private,
            by_accept: false,
            ignored: Vec::new(),
            error: None,
        }
    }

    fn quoted_tag(&self) -> String {
        format!("\"{}\"", self.tag)
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name, text: &str| headers.insert(name, value(text));
        set(ETAG, &self.quoted_tag());
        // What is at a path changes when a version is added, so caches have to ask each time.
        set(CACHE_CONTROL, if self.private { "private, no-cache" } else { "public, no-cache" });
        set(X_CONTENT_TYPE_OPTIONS, "nosniff");
        if self.by_accept {
            set(VARY, "accept");
        }
        if !self.ignored.is_empty() {
            set(IGNORED, &self.ignored.join(", "));
        }
        if let Some(error) = &self.error {
            set(IK_ERROR, error);
        }
        headers
    }

    fn answer(&self, status: StatusCode, length: u64, body: Body) -> Response {
        let mut response = (status, self.headers(), body).into_response();
        response.headers_mut().insert(CONTENT_TYPE, value(&self.mime));
        response.headers_mut().insert(CONTENT_LENGTH, length.into());
        response
    }
}

/// Whether the client has what it asks for.
pub(super) fn is_known(headers: &HeaderMap, marks: &Marks) -> bool {
    let tag = marks.quoted_tag();
    let known = headers.get_all(IF_NONE_MATCH).into_iter().filter_map(|header| header.to_str().ok());
    known
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

pub(super) fn not_modified(marks: &Marks) -> Response {
    (StatusCode::NOT_MODIFIED, marks.headers()).into_response()
}

/// Answers with bytes at hand, or with the part of them that `headers` ask for.
pub(super) fn whole(bytes: Vec<u8>, marks: &Marks, headers: &HeaderMap) -> Response {
    let size = bytes.len() as u64;
    let bytes = bytes::Bytes::from(bytes);
    match asked_part(headers, size, marks) {
        Part::Whole => marks.answer(StatusCode::OK, size, bytes.into()),
        Part::Outside => outside(size, marks),
        Part::Bytes { start, length } => {
            // Both lie within the bytes at hand, whose length is a `usize`.
            let (from, to) = (start as usize, (start + length) as usize);
            partial(start, length, size, bytes.slice(from..to).into(), marks)
        }
    }
}

/// Answers with a file of `size` bytes, or with the part of it that `headers` ask for.
pub(super) async fn stored(
    mut file: File,
    size: u64,
    marks: &Marks,
    headers: &HeaderMap,
) -> Result<Response, StoreError> {
    let body = |file| Body::from_stream(ReaderStream::with_capacity(file, CHUNK));
    Ok(match asked_part(headers, size, marks) {
        Part::Whole => marks.answer(StatusCode::OK, size, body(file.take(size))),
        Part::Outside => outside(size, marks),
        Part::Bytes { start, length } => {
            file.seek(SeekFrom::Start(start)).await?;
            partial(start, length, size, body(file.take(length)), marks)
        }
    })
}

fn asked_part(headers: &HeaderMap, size: u64, marks: &Marks) -> Part {
    let same = headers.get(IF_RANGE).is_none_or(|tag| tag.as_bytes() == marks.quoted_tag().as_bytes());
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok()).filter(|_| same);
    range.map_or(Part::Whole, |range| part(range, size))
}

fn partial(start: u64, length: u64, size: u64, body: Body, marks: &Marks) -> Response {
    let mut response = marks.answer(StatusCode::PARTIAL_CONTENT, length, body);
    let range = format!("bytes {start}-{}/{size}", start + length - 1);
    response.headers_mut().insert(CONTENT_RANGE, value(&range));
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

fn outside(size: u64, marks: &Marks) -> Response {
    let mut response = (StatusCode::RANGE_NOT_SATISFIABLE, marks.headers()).into_response();
    response.headers_mut().insert(CONTENT_RANGE, value(&format!("bytes */{size}")));
    response
}

/// A header's value of any text: what isn't visible ASCII is percent-encoded.
fn value(text: &str) -> HeaderValue {
    let encoded = utf8_percent_encode(text, CONTROLS).to_string();
    HeaderValue::from_str(&encoded).unwrap_or(HeaderValue::from_static(""))
}

/// Why nothing is delivered.
#[derive(Debug, thiserror::Error)]
pub(in crate::server::http) enum Refused {
    #[error("There is no such file.")]
    Missing,
    #[error("The signature of this URL is wrong. Sign it again with the private key of this library.")]
    WrongSignature,
    #[error("This URL was valid until {0} (Unix seconds). Sign it again.")]
    Expired(u64),
    #[error("This file is private: its URL has to be signed.")]
    Private,
    #[error("{0}")]
    Recipe(#[from] RecipeError),
    #[error("{0}")]
    Imaging(#[from] ImagingError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("The picture could not be made: {0}. Ask for the original, without a transformation.")]
    Broken(String),
}

impl Refused {
    fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::WrongSignature | Self::Expired(_) | Self::Private => StatusCode::UNAUTHORIZED,
            Self::Recipe(_) | Self::Imaging(_) => StatusCode::BAD_REQUEST,
            Self::Store(_) | Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let message = self.to_string();
        let headers = [(IK_ERROR, value(&message)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (self.status(), headers, Json(json!({ "message": message, "help": HELP }))).into_response()
    }
}
