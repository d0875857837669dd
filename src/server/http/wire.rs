//! Files and folders as the API writes them (imagekit-api.md 2.1).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::AppState;
use crate::model::{AiTag, FileKind};
use crate::server::store::{FileRecord, FolderRecord, Item};
use crate::url::encode_path;

/// A list as it is sent.
pub(super) fn items(state: &AppState, items: &[Item]) -> Vec<Value> {
    items
        .iter()
        .map(|item| match item {
            Item::File(file) => self::file(state, file),
            Item::Folder(folder) => self::folder(folder),
        })
        .collect()
}

/// A file, or an older version of one.
pub(super) fn file(state: &AppState, file: &FileRecord) -> Value {
    let url = versioned_url(state, file);
    let mut object = json!({
        "type": if file.current { "file" } else { "file-version" },
        "name": file.name,
        "createdAt": time(file.created),
        "updatedAt": time(file.updated),
        "fileId": file.id.to_string(),
        "tags": tags(file),
        "AITags": ai_tags(file),
        "versionInfo": version_info(file),
        "embeddedMetadata": file.media.embedded,
        "customCoordinates": file.labels.custom_coordinates,
        "customMetadata": file.labels.custom,
        "isPrivateFile": file.labels.private,
        "isPublished": file.labels.published,
        "thumbnail": format!("{url}&tr=n-ik_ml_thumbnail"),
        "url": url,
        "fileType": kind(file),
        "filePath": file.path(),
        "size": file.media.size,
        "mime": file.media.mime,
    });
    if let Some(object) = object.as_object_mut() {
        add_optional(object, file);
    }
    object
}

fn add_optional(object: &mut Map<String, Value>, file: &FileRecord) {
    if file.media.width > 0 {
        object.insert("height".into(), file.media.height.into());
        object.insert("width".into(), file.media.width.into());
    }
    if let Some(alpha) = file.media.alpha {
        object.insert("hasAlpha".into(), alpha.into());
    }
    if let Some(description) = &file.labels.description {
        object.insert("description".into(), description.as_str().into());
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
    json!({ "id": file.version_id.to_string(), "name": format!("Version {}", file.version) })
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

fn versioned_url(state: &AppState, file: &FileRecord) -> String {
    let url = url(state, &file.path());
    let updated = file.updated.as_millisecond();
    if file.current {
        format!("{url}?updatedAt={updated}")
    } else {
        format!("{url}?ik-obj-version={}&updatedAt={updated}", file.version_id)
    }
}

/// ISO 8601 in UTC with milliseconds.
pub(super) fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
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
