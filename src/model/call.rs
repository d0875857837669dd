//! Calls that were made, for whoever wants to see them.

use std::time::Duration;

use jiff::Timestamp;

/// One try of a call, as it went over the wire; secrets are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// Counts tries from 1 in the order of their start, for a client and its clones.
    pub number: u64,
    /// When it was sent.
    pub started: Timestamp,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The address.
    pub url: String,
    /// Names and values of the headers that were sent.
    pub request_headers: Vec<(String, String)>,
    /// What was sent; of an upload the form without the file. Empty where nothing was.
    pub request_body: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// Names and values of the answer's headers.
    pub answer_headers: Vec<(String, String)>,
    /// What was answered, cut where it is long.
    pub answer_body: String,
    /// Bytes of the answer's body before it was cut.
    pub answer_size: u64,
    /// From sending to the last byte, waits for a turn not included.
    pub duration: Duration,
    /// Which try of its call this was, from 1.
    pub attempt: u32,
    /// The `x-ik-requestId`.
    pub request_id: Option<String>,
    /// Why there was no answer, or none that makes sense.
    pub trouble: Option<String>,
}
