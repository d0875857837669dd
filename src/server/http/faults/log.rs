//! What was asked, for tests to read.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, header};
use futures_util::StreamExt;
use serde::Serialize;

use super::order::Kind;

/// Requests that the log remembers.
const LOG: usize = 10_000;
/// Headers that give somebody rights.
const SECRET: [HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION];

/// A request and what came of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) status: u16,
    pub(super) fault: Option<Kind>,
    /// The `x-ik-requestId` of the answer.
    pub(super) id: Option<String>,
    /// The request's headers; of secret ones only that they were there.
    pub(super) headers: BTreeMap<String, String>,
    /// Bytes of the request's body that were read.
    pub(super) bytes: u64,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct Log(VecDeque<Asked>);

impl Log {
    pub(super) fn note(&mut self, asked: Asked) {
        if self.0.len() == LOG {
            self.0.pop_front();
        }
        self.0.push_back(asked);
    }

    pub(super) fn all(&self) -> Vec<Asked> {
        self.0.iter().cloned().collect()
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The headers of a request without what is secret.
pub(super) fn redacted(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |name, value: &[u8]| {
        if SECRET.contains(name) { "[redacted]".into() } else { String::from_utf8_lossy(value).into_owned() }
    };
    headers.iter().map(|(name, value)| (name.to_string(), text(name, value.as_bytes()))).collect()
}

/// A request whose body counts the bytes that are read of it.
pub(super) fn counted(request: Request) -> (Request, Arc<AtomicU64>) {
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let request = request.map(|body| {
        Body::from_stream(body.into_data_stream().inspect(move |chunk| {
            let bytes = chunk.as_ref().map_or(0, bytes::Bytes::len);
            counter.fetch_add(bytes as u64, Ordering::Relaxed);
        }))
    });
    (request, count)
}
