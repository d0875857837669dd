//! `checks` of an upload: a condition that has to hold, or nothing is stored (imagekit-api.md 2.2).

use serde_json::Value;

use super::super::answer::Refused;
use super::options::Options;
use crate::query::{Error, Field, Found, Query, Subject, parse_checks};
use crate::server::store::Media;

/// Reads the condition.
///
/// # Errors
/// The service's 400, and where in the text the fault is.
pub(super) fn read(text: &str) -> Result<Query, Refused> {
    parse_checks(text).map_err(|error: Error| {
        Refused::bad(format!("Your request contains invalid syntax for the checks parameter. {error}"))
    })
}

/// The 400 of an upload for which the condition doesn't hold.
pub(super) fn failed() -> Refused {
    Refused::bad("Your request failed 'checks' validation.")
}

/// An upload as its checks see it.
pub(super) struct Upload<'a> {
    pub(super) options: &'a Options,
    pub(super) media: &'a Media,
    /// The metadata of a picture, as an answer has it.
    pub(super) metadata: Option<&'a Value>,
}

impl Subject for Upload<'_> {
    fn find(&self, field: &Field) -> Found<'_> {
        match field {
            Field::RequestFolder => Found::Text(self.options.folder.as_str().into()),
            Field::RequestTags => Found::Texts(self.options.tags.iter().map(String::as_str).collect()),
            Field::RequestCustom(name) => self.options.custom.get(name).map_or(Found::Nothing, Found::Json),
            // Exact up to 2^53 bytes.
            Field::FileSize => Found::Number(self.media.size as f64),
            Field::FileMime => Found::Text(self.media.mime.as_str().into()),
            Field::Media(name) => self.media_fact(name),
            _ => Found::Nothing,
        }
    }
}

impl Upload<'_> {
    fn media_fact(&self, name: &str) -> Found<'_> {
        let pointer = format!("/{}", name.replace('.', "/"));
        match (name, self.media.width) {
            ("width" | "height", 0) => Found::Nothing,
            ("width", width) => Found::Number(width.into()),
            ("height", _) => Found::Number(self.media.height.into()),
            _ => self.metadata.and_then(|all| all.pointer(&pointer)).map_or(Found::Nothing, Found::Json),
        }
    }
}
