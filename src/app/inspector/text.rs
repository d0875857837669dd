//! A call in words: lines to be read, and a command that makes it again.

use serde_json::Value;

use crate::app::theme::Role;
use crate::app::widget::{bytes, chunks, moment};
use crate::model::CallRecord;
use crate::model::text::harmless;

/// A line, and what it is.
pub(super) type Line = (String, Role);

/// JSON with a line for each field; anything else as it is.
pub(super) fn pretty(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(value) => serde_json::to_string_pretty(&value).unwrap_or_else(|_| body.to_owned()),
        Err(_) => body.to_owned(),
    }
}

/// Everything about a call, in lines of so many columns.
pub(super) fn lines(record: &CallRecord, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |text: &str, role: Role| {
        for line in text.lines() {
            lines.extend(chunks(&harmless(line), columns).into_iter().map(|line| (line, role)));
        }
    };
    add(&format!("{} {}", record.method, record.url), Role::Text);
    let status = record.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let millis = record.duration.as_millis();
    add(
        &format!("{status}  {millis} ms  {}  {} UTC", bytes(record.answer_size), moment(record.started)),
        Role::Dim,
    );
    if let Some(id) = &record.request_id {
        add(&format!("request id {id}"), Role::Dim);
    }
    if record.attempt > 1 {
        add(&format!("try {} of this call", record.attempt), Role::Warning);
    }
    if let Some(trouble) = &record.trouble {
        add(trouble, Role::Bad);
    }
    let sides = [
        ("Sent", &record.request_headers, &record.request_body),
        ("Answer", &record.answer_headers, &record.answer_body),
    ];
    for (title, headers, body) in sides {
        add(" ", Role::Text);
        add(title, Role::Accent);
        for (name, value) in headers {
            add(&format!("{name}: {value}"), Role::Dim);
        }
        if !body.is_empty() {
            add(" ", Role::Text);
            add(&pretty(body), Role::Text);
        }
    }
    lines
}

/// The path of a call with its query, which tells calls apart.
pub(super) fn path(record: &CallRecord) -> String {
    let rest = record.url.split_once("://").map_or(record.url.as_str(), |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest).to_owned()
}

/// A command for a shell that makes the call again. The key is taken from the environment.
pub(super) fn curl(record: &CallRecord) -> String {
    let mut words = vec![format!("curl -X {} {}", record.method, quoted(&record.url))];
    let told = |name: &str| {
        let name = name.to_ascii_lowercase();
        matches!(name.as_str(), "content-type" | "accept")
    };
    let form = record.request_headers.iter().any(|(_, value)| value.starts_with("multipart/form-data"));
    let keyed = record.request_headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    if keyed {
        words.push("-u \"$IMAGEKIT_PRIVATE_KEY:\"".to_owned());
    }
    if !form {
        let headers = record.request_headers.iter().filter(|(name, _)| told(name));
        words.extend(headers.map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))));
        if !record.request_body.is_empty() {
            words.push(format!("-d {}", quoted(&record.request_body)));
        }
    }
    words.join(" \\\n  ")
}

/// A word of a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
