//! Files and folders as the API writes them (imagekit-api.md 2.1).

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::AppState;
use crate::model::{AiTag, AssetId, FileKind};
use crate::server::store::{FileRecord, FolderRecord, Item};
use crate::url::encode_path;

/// Milliseconds and no less, as the API has them.
const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// A list as it is sent, as text: a million files are no million trees of values on their way.
pub(super) fn items(state: &AppState, items: &[Item]) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(items.len() * 1024);
    text.push(b'[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        match item {
            Item::File(file) => serde_json::to_writer(&mut text, &FileForm::new(state, file))?,
            Item::Folder(folder) => serde_json::to_writer(&mut text, &self::folder(folder))?,
        }
    }
    text.push(b']');
    Ok(text)
}

/// A file, or an older version of one.
pub(super) fn file(state: &AppState, file: &FileRecord) -> Value {
    // Nothing in it can't be written: its keys are text and its numbers are finite.
    serde_json::to_value(FileForm::new(state, file)).unwrap_or_default()
}

/// A file as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileForm<'a> {
    r#type: &'static str,
    name: &'a str,
    created_at: String,
    updated_at: String,
    file_id: Id<'a>,
    tags: Option<&'a [String]>,
    #[serde(rename = "AITags")]
    ai_tags: Value,
    version_info: VersionForm<'a>,
    embedded_metadata: &'a Option<Value>,
    custom_coordinates: &'a Option<String>,
    custom_metadata: &'a Map<String, Value>,
    is_private_file: bool,
    is_published: bool,
    thumbnail: String,
    url: String,
    file_type: &'static str,
    file_path: String,
    size: u64,
    mime: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_alpha: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

#[derive(Serialize)]
struct VersionForm<'a> {
    id: Id<'a>,
    name: String,
}

/// An id as text.
struct Id<'a>(&'a AssetId);

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self.0)
    }
}

impl<'a> FileForm<'a> {
    fn new(state: &AppState, file: &'a FileRecord) -> Self {
        let path = file.path();
        let url = versioned_url(state, file, &path);
        let pixels = (file.media.width > 0).then_some((file.media.width, file.media.height));
        Self {
            r#type: if file.current { "file" } else { "file-version" },
            name: &file.name,
            created_at: time(file.created),
            updated_at: time(file.updated),
            file_id: Id(&file.id),
            tags: (!file.labels.tags.is_empty()).then_some(&file.labels.tags),
            ai_tags: ai_tags(file),
            version_info: version_form(file),
            embedded_metadata: &file.media.embedded,
            custom_coordinates: &file.labels.custom_coordinates,
            custom_metadata: &file.labels.custom,
            is_private_file: file.labels.private,
            is_published: file.labels.published,
            thumbnail: format!("{url}&tr=n-ik_ml_thumbnail"),
            url,
            file_type: kind(file),
            file_path: path,
            size: file.media.size,
            mime: &file.media.mime,
            height: pixels.map(|(_, height)| height),
            width: pixels.map(|(width, _)| width),
            has_alpha: file.media.alpha,
            description: file.labels.description.as_deref(),
        }
    }
}

/// A folder.
pub(super) fn folder(folder: &FolderRecord) -> Value {
    json!({
        "type": "folder",
        "name": folder.path.name(),
        "createdAt": time(folder.created),
        "updatedAt": time(folder.updated),
        "folderId": folder.id.to_string(),
        "folderPath": folder.path.as_str(),
        "customMetadata": {},
    })
}

/// The id and name of a version.
pub(super) fn version_info(file: &FileRecord) -> Value {
    json!(version_form(file))
}

fn version_form(file: &FileRecord) -> VersionForm<'_> {
    VersionForm { id: Id(&file.version_id), name: format!("Version {}", file.version) }
}

/// Tags, or null when there are none.
pub(super) fn tags(file: &FileRecord) -> Value {
    if file.labels.tags.is_empty() { Value::Null } else { json!(file.labels.tags) }
}

/// AI tags, or null when there are none.
pub(super) fn ai_tags(file: &FileRecord) -> Value {
    if file.labels.ai_tags.is_empty() {
        return Value::Null;
    }
    file.labels.ai_tags.iter().map(ai_tag).collect()
}

fn ai_tag(tag: &AiTag) -> Value {
    // By way of its digits: 95.44 stays 95.44 and doesn't become 95.44000244140625.
    let confidence: f64 = tag.confidence.to_string().parse().unwrap_or_default();
    json!({ "name": &*tag.name, "confidence": confidence, "source": &*tag.source })
}

/// `image`, or `non-image` for videos and all else.
pub(super) fn kind(file: &FileRecord) -> &'static str {
    if file.media.kind == FileKind::Image { "image" } else { "non-image" }
}

/// The plain URL of a path.
pub(super) fn url(state: &AppState, path: &str) -> String {
    format!("{}{}", state.account.delivery, encode_path(path))
}

fn versioned_url(state: &AppState, file: &FileRecord, path: &str) -> String {
    let url = url(state, path);
    let updated = file.updated.as_millisecond();
    if file.current {
        format!("{url}?updatedAt={updated}")
    } else {
        format!("{url}?ik-obj-version={}&updatedAt={updated}", file.version_id)
    }
}

/// ISO 8601 in UTC with milliseconds.
pub(super) fn time(time: Timestamp) -> String {
    PRINTER.timestamp_to_string(&time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds() {
        let at = |ms| time(Timestamp::from_millisecond(ms).unwrap());
        assert_eq!(at(1_639_184_319_685), "2021-12-11T00:58:39.685Z");
        assert_eq!(at(1_639_184_319_000), "2021-12-11T00:58:39.000Z");
        assert_eq!(at(1_639_184_319_005), "2021-12-11T00:58:39.005Z");
    }

    #[test]
    fn confidences_keep_their_digits() {
        let tag = AiTag { name: "Wheel".into(), confidence: 95.44, source: "aws-auto-tagging".into() };
        assert_eq!(ai_tag(&tag)["confidence"].to_string(), "95.44");
    }
}
