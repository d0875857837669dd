//! How a command ends: exit codes by class of error, and how an error is told.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::api::{self, Kind, Transport};
use crate::model::Report;
use crate::model::text::harmless;

/// The exit codes. They are part of the interface: scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Code {
    /// All is done.
    Done = 0,
    /// Something on this machine, or what has no code of its own; of an audit: something was found.
    General = 1,
    /// The command line makes no sense; as `clap` has it.
    Usage = 2,
    NotFound = 3,
    /// 401 and 403.
    Denied = 4,
    /// 409 and 423.
    Conflict = 5,
    /// 429, after all waits.
    RateLimited = 6,
    /// 5xx, or an answer that makes no sense.
    Server = 7,
    /// No connection, no answer in time, a connection that broke.
    Network = 8,
    /// Some of many failed.
    Partial = 9,
    /// 400.
    BadRequest = 10,
    /// Ctrl-C, as a shell has it.
    Interrupted = 130,
}

/// The codes, told to users by `--help` and the manual.
pub(in crate::cli) const CODES: &str = "\
Exit codes:
    0  done
    1  something on this machine; of `ikt audit`: rules are broken
    2  the command line makes no sense
    3  not found
    4  the key is missing, wrong, expired or may not do this
    5  the name is taken, or a job holds the folder
    6  too many calls, even after waiting
    7  the service failed
    8  no connection, or it broke
    9  some of many failed, the others are done
   10  the service says that the request is wrong
  130  interrupted";

impl Code {
    fn of(error: &api::Error) -> Self {
        match error {
            api::Error::Answer(answer) => Self::of_kind(&answer.kind),
            api::Error::Transport {
                kind: Transport::Connect | Transport::TimedOut | Transport::Cut, ..
            } => Self::Network,
            api::Error::NotJson { .. } => Self::Server,
            api::Error::Stopped => Self::Interrupted,
            _ => Self::General,
        }
    }

    fn of_kind(kind: &Kind) -> Self {
        match kind {
            Kind::BadRequest => Self::BadRequest,
            Kind::Unauthorized | Kind::Unsigned | Kind::Forbidden => Self::Denied,
            Kind::NotFound => Self::NotFound,
            Kind::Conflict | Kind::Locked => Self::Conflict,
            Kind::TooManyRequests(_) => Self::RateLimited,
            Kind::InternalServer => Self::Server,
            Kind::PartialSuccess => Self::Partial,
            Kind::Unknown => Self::General,
        }
    }

    /// The code of a failure of which only the report is known.
    pub(in crate::cli) fn of_report(report: &Report) -> Self {
        match report.status {
            None => Self::Network,
            Some(207) => Self::Partial,
            Some(400) => Self::BadRequest,
            Some(401 | 403) => Self::Denied,
            Some(404) => Self::NotFound,
            Some(409 | 423) => Self::Conflict,
            Some(429) => Self::RateLimited,
            Some(200..=299 | 500..=599) => Self::Server,
            Some(_) => Self::General,
        }
    }

    /// The word for machines.
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::General => "general",
            Self::Usage => "usage",
            Self::NotFound => "not_found",
            Self::Denied => "denied",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Network => "network",
            Self::Partial => "partial",
            Self::BadRequest => "bad_request",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// Why a command ends before its end.
#[derive(Debug)]
pub(in crate::cli) enum Failure {
    /// It is told.
    Told(Box<Report>, Code),
    /// Nobody reads the output any more: nothing is told.
    Pipe,
}

impl Failure {
    pub(in crate::cli) fn new(code: Code, report: Report) -> Self {
        Self::Told(Box::new(report), code)
    }

    /// A failure on this machine.
    pub(in crate::cli) fn here(what: impl Into<String>, why: impl ToString, next: impl Into<String>) -> Self {
        Self::new(Code::General, Report::new(what, why.to_string(), next))
    }

    /// The command line makes no sense.
    pub(in crate::cli) fn usage(why: impl ToString, next: impl Into<String>) -> Self {
        Self::new(Code::Usage, Report::new("Could not understand the command line", why.to_string(), next))
    }

    /// Something is not there.
    pub(in crate::cli) fn not_found(what: impl Into<String>, why: impl ToString) -> Self {
        let next = "See `ikt ls` or `ikt search` for what is there; nothing was changed";
        Self::new(Code::NotFound, Report::new(what, why.to_string(), next))
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::new(Code::General, report)
    }
}

impl From<io::Error> for Failure {
    /// For writing to standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Pipe,
            _ => Self::here("Could not write the output", error, "See that the disk is not full"),
        }
    }
}

/// Makes a failure of an error of the client, with what failed in a person's words.
pub(in crate::cli) fn failed(what: impl AsRef<str>) -> impl FnOnce(api::Error) -> Failure {
    move |error| Failure::new(Code::of(&error), error.report(what.as_ref()))
}

/// Tells a failure on standard error: lines for people, or one JSON document.
pub(in crate::cli) fn tell(report: &Report, code: Code, json: bool) {
    let text =
        if json { format!("{}\n", json!({ "error": as_json(report, code) })) } else { in_words(report) };
    // Where standard error is closed, the exit code says it.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// A report for machines.
pub(in crate::cli) fn as_json(report: &Report, code: Code) -> Value {
    json!({
        "kind": code.word(),
        "what": report.what,
        "why": report.why,
        "next": report.next,
        "status": report.status,
        "requestId": report.request_id,
    })
}

/// A report on a few lines, without escapes from outside.
fn in_words(report: &Report) -> String {
    let why: Vec<_> = report.why.lines().map(harmless).collect();
    let mut text = format!("ikt: {}: {}\n", harmless(&report.what), why.join("\n  "));
    if !report.next.is_empty() {
        text += &format!("next: {}\n", harmless(&report.next));
    }
    if let Some(id) = &report.request_id {
        text += &format!("request id: {}\n", harmless(id));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_line_by_line() {
        let report = Report::new("Could not open x\x1b[2J", "it is gone", "look elsewhere");
        assert_eq!(in_words(&report), "ikt: Could not open x␛[2J: it is gone\nnext: look elsewhere\n");
        assert_eq!(in_words(&Report::new("a", "b", "")), "ikt: a: b\n");
        let answered = Report { request_id: Some("r1".into()), ..Report::new("a", "b\nprice: c", "") };
        assert_eq!(in_words(&answered), "ikt: a: b\n  price: c\nrequest id: r1\n");
    }

    #[test]
    fn every_code_is_told() {
        for code in 0..=10 {
            assert!(CODES.lines().any(|line| line.trim_start().starts_with(&format!("{code}  "))), "{code}");
        }
    }
}
