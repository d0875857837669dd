//! The last calls of a client, for whoever wants to look at them; secrets are taken out.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;
use reqwest::Request;
use reqwest::header::HeaderMap;
use url::Url;

use super::error::Error;
use super::redact::{HIDDEN, Secrets, is_secret};
use crate::model::CallRecord;

/// Calls that are remembered.
const CALLS: usize = 200;
/// Bytes of a body that are kept.
const BODY: usize = 16 << 10;
/// Bytes beyond that are looked at, so that a secret at the cut is found whole.
const MARGIN: usize = 4 << 10;

/// The last calls.
pub(crate) struct Inspector {
    secrets: Secrets,
    calls: Mutex<VecDeque<CallRecord>>,
    next: AtomicU64,
}

/// A call under way. It is remembered when this is dropped, so a cancelled one is too.
pub(crate) struct Recording {
    inspector: Arc<Inspector>,
    started: Instant,
    record: CallRecord,
}

impl Inspector {
    pub(crate) fn new(secrets: Secrets) -> Self {
        Self { secrets, calls: Mutex::default(), next: AtomicU64::new(1) }
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The calls that are remembered, oldest first.
    pub(crate) fn calls(&self) -> Vec<CallRecord> {
        self.guard().iter().cloned().collect()
    }

    fn guard(&self) -> MutexGuard<'_, VecDeque<CallRecord>> {
        // Records of a panicking holder are still records.
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, record: CallRecord) {
        let mut calls = self.guard();
        if calls.len() == CALLS {
            calls.pop_front();
        }
        calls.push_back(record);
    }

    /// Begins to record a try of a call. `form` stands for a body that is streamed.
    pub(crate) fn begin(self: &Arc<Self>, request: &Request, form: Option<&str>, attempt: u32) -> Recording {
        let body = request.body().and_then(reqwest::Body::as_bytes);
        let record = CallRecord {
            number: self.next.fetch_add(1, Ordering::Relaxed),
            started: Timestamp::now(),
            method: request.method().to_string(),
            url: self.url(request.url()),
            request_headers: self.headers(request.headers()),
            request_body: match form {
                Some(form) => self.secrets.clean(form),
                None => self.text(body.unwrap_or_default()),
            },
            status: None,
            answer_headers: Vec::new(),
            answer_body: String::new(),
            answer_size: 0,
            duration: std::time::Duration::ZERO,
            attempt,
            request_id: None,
            trouble: Some("dropped before the answer was complete".to_owned()),
        };
        Recording { inspector: self.clone(), started: Instant::now(), record }
    }

    fn url(&self, url: &Url) -> String {
        let mut url = url.clone();
        if let Some(query) = url.query() {
            let parts: Vec<String> = query.split('&').map(without_value).collect();
            url.set_query(Some(&parts.join("&")));
        }
        // The sign of what is hidden is percent-encoded in a URL.
        self.secrets.clean(url.as_str()).replace("%E2%80%A6", HIDDEN)
    }

    fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = |name: &str, value: &[u8]| {
            let hidden = is_secret(name) || is_secret(name.trim_start_matches("set-"));
            if hidden { HIDDEN.to_owned() } else { self.secrets.clean(&String::from_utf8_lossy(value)) }
        };
        headers
            .iter()
            .map(|(name, value)| (name.to_string(), shown(name.as_str(), value.as_bytes())))
            .collect()
    }

    /// The beginning of a body.
    fn text(&self, body: &[u8]) -> String {
        let seen = body.get(..BODY + MARGIN).unwrap_or(body);
        let mut text = self.secrets.clean(&String::from_utf8_lossy(seen));
        if text.len() > BODY || body.len() > seen.len() {
            text.truncate(text.floor_char_boundary(BODY));
            text.push('…');
        }
        text
    }
}

/// A part of a query without its value, where that is a secret.
fn without_value(part: &str) -> String {
    match part.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={HIDDEN}"),
        _ => part.to_owned(),
    }
}

impl Recording {
    /// The head of the answer is here.
    pub(crate) fn answered(&mut self, status: u16, headers: &HeaderMap, request_id: Option<&str>) {
        self.record.status = Some(status);
        self.record.answer_headers = self.inspector.headers(headers);
        self.record.request_id = request_id.map(str::to_owned);
    }

    /// The body of the answer is here.
    pub(crate) fn read(&mut self, body: &[u8]) {
        self.record.answer_size = body.len() as u64;
        self.record.answer_body = self.inspector.text(body);
        self.record.trouble = None;
    }

    /// The call is over without an answer.
    pub(crate) fn failed(&mut self, error: &Error) {
        self.record.trouble = Some(self.inspector.secrets.clean(&error.to_string()));
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.record.duration = self.started.elapsed();
        self.inspector.remember(self.record.clone());
    }
}
