//! What a person is told when something fails.

/// A failure, told: what failed, why, and what to do next.
///
/// Every error on its way to the screen passes through this one form.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// What failed, as a person would say it: `Could not list /products`.
    pub what: String,
    /// Why: the service's message, or the cause in plain words.
    pub why: String,
    /// What to do next; empty where nothing sensible can be said.
    pub next: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The service's `x-ik-requestId`, to quote to its support.
    pub request_id: Option<String>,
}

impl Report {
    /// A report without an HTTP answer behind it.
    pub fn new(what: impl Into<String>, why: impl Into<String>, next: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), next: next.into(), status: None, request_id: None }
    }
}
