//! Fields of bodies, read one by one.

use serde_json::Value;
use url::Url;

use super::Fields;
use crate::server::http::answer::Refused;

/// A text that has to be there and not be empty, of at most `most` characters.
pub(super) fn required<'a>(body: &'a Fields, name: &str, most: usize) -> Result<&'a str, Refused> {
    match body.get(name) {
        Some(Value::String(text)) if !text.is_empty() => no_longer(text, name, most),
        _ => Err(Refused::bad(format!("{name} is required and must be a string"))),
    }
}

/// A text that may be left out or be empty.
pub(super) fn optional<'a>(body: &'a Fields, name: &str, most: usize) -> Result<Option<&'a str>, Refused> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => no_longer(text, name, most).map(Some),
        Some(_) => Err(Refused::bad(format!("{name} must be a string"))),
    }
}

fn no_longer<'a>(text: &'a str, name: &str, most: usize) -> Result<&'a str, Refused> {
    if text.chars().count() <= most {
        Ok(text)
    } else {
        Err(Refused::bad(format!("{name} must have at most {most} characters")))
    }
}

/// A switch that may be left out.
pub(super) fn switch(body: &Fields, name: &str) -> Result<Option<bool>, Refused> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(on)) => Ok(Some(*on)),
        Some(_) => Err(Refused::bad(format!("{name} must be a boolean"))),
    }
}

/// An absolute http(s) URL with a host.
pub(super) fn is_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Refuses fields that there are not.
pub(super) fn only(body: &Fields, mut known: impl FnMut(&str) -> bool) -> Result<(), Refused> {
    match body.keys().find(|name| !known(name)) {
        Some(name) => Err(Refused::bad(format!("{name} is not allowed"))),
        None => Ok(()),
    }
}
