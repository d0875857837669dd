//! The answer of an upload (imagekit-api.md 2.2).

use serde_json::{Map, Value, json};

use super::super::{AppState, wire};
use crate::model::FileKind;
use crate::model::custom::CustomField;
use crate::server::store::{FileRecord, SchemaForm};

/// A key that an answer has only when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseField {
    Tags,
    CustomCoordinates,
    IsPrivateFile,
    EmbeddedMetadata,
    IsPublished,
    CustomMetadata,
    Metadata,
    SelectedFieldsSchema,
}

impl ResponseField {
    const ALL: [Self; 8] = [
        Self::Tags,
        Self::CustomCoordinates,
        Self::IsPrivateFile,
        Self::EmbeddedMetadata,
        Self::IsPublished,
        Self::CustomMetadata,
        Self::Metadata,
        Self::SelectedFieldsSchema,
    ];

    /// The field of that key.
    pub(super) fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::CustomCoordinates => "customCoordinates",
            Self::IsPrivateFile => "isPrivateFile",
            Self::EmbeddedMetadata => "embeddedMetadata",
            Self::IsPublished => "isPublished",
            Self::CustomMetadata => "customMetadata",
            Self::Metadata => "metadata",
            Self::SelectedFieldsSchema => "selectedFieldsSchema",
        }
    }
}

/// What is said of an upload besides its record.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// EXIF orientation, 1 to 8.
    pub(super) orientation: u8,
    /// The answer of a metadata call; nothing for what is no picture.
    pub(super) metadata: Option<Value>,
    /// The custom metadata fields. There are no path policies, so that every folder has all of them.
    pub(super) fields: Vec<CustomField>,
}

/// The answer for a file, with the keys that were asked for.
pub(super) fn uploaded(
    state: &AppState,
    file: &FileRecord,
    extras: &Extras,
    asked: &[ResponseField],
) -> Map<String, Value> {
    let mut body = always(state, file);
    if file.media.width > 0 {
        body.insert("height".into(), file.media.height.into());
        body.insert("width".into(), file.media.width.into());
    }
    if file.media.kind == FileKind::Image {
        body.insert("orientation".into(), extras.orientation.into());
        let thumbnail = wire::url(state, &format!("/tr:n-ik_ml_thumbnail{}", file.path()));
        body.insert("thumbnailUrl".into(), thumbnail.into());
    }
    if let Some(description) = &file.labels.description {
        body.insert("description".into(), description.as_str().into());
    }
    let asked = asked.iter().filter_map(|field| Some((field.key().to_owned(), value(*field, file, extras)?)));
    body.extend(asked);
    body
}

fn always(state: &AppState, file: &FileRecord) -> Map<String, Value> {
    let path = file.path();
    Map::from_iter([
        ("fileId".to_owned(), Value::from(file.id.to_string())),
        ("name".to_owned(), file.name.as_str().into()),
        ("size".to_owned(), file.media.size.into()),
        ("versionInfo".to_owned(), wire::version_info(file)),
        ("filePath".to_owned(), path.as_str().into()),
        ("url".to_owned(), wire::url(state, &path).into()),
        ("fileType".to_owned(), wire::kind(file).into()),
        ("AITags".to_owned(), wire::ai_tags(file)),
    ])
}

/// `None` for the metadata of what has none: it is an object or not there.
fn value(field: ResponseField, file: &FileRecord, extras: &Extras) -> Option<Value> {
    Some(match field {
        ResponseField::Tags => wire::tags(file),
        ResponseField::CustomCoordinates => json!(file.labels.custom_coordinates),
        ResponseField::IsPrivateFile => file.labels.private.into(),
        ResponseField::EmbeddedMetadata => json!(file.media.embedded),
        ResponseField::IsPublished => file.labels.published.into(),
        ResponseField::CustomMetadata => json!(file.labels.custom),
        ResponseField::Metadata => return extras.metadata.clone(),
        ResponseField::SelectedFieldsSchema => {
            let schemas = extras
                .fields
                .iter()
                .map(|field| (field.name.clone(), json!(SchemaForm::from(&field.schema))));
            Value::Object(schemas.collect())
        }
    })
}
