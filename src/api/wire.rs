//! The forms that the API sends, read tolerantly: any field may be missing, arrays and objects may
//! be `null`, numbers may be floats, unknown fields are left alone (imagekit-api.md 2.1, 7.1).

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::error::ItemError;
use crate::model::{AiTag, AssetId, Details, File, FileKind, Folder, FolderPath, Tag};

/// A file or folder as any call writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Asset {
    #[serde(rename = "type")]
    kind: Option<String>,
    file_id: Option<String>,
    folder_id: Option<String>,
    name: Option<String>,
    file_path: Option<String>,
    folder_path: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
    tags: Option<Vec<String>>,
    #[serde(rename = "AITags")]
    ai_tags: Option<Vec<WireAiTag>>,
    version_info: Option<VersionInfo>,
    file_type: Option<String>,
    mime: Option<String>,
    width: Option<f64>,
    height: Option<f64>,
    size: Option<f64>,
    is_private_file: Option<bool>,
    is_published: Option<bool>,
    has_alpha: Option<bool>,
    custom_coordinates: Option<String>,
    url: Option<String>,
    embedded_metadata: Option<Pairs>,
    custom_metadata: Option<Pairs>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireAiTag {
    name: Option<String>,
    confidence: Option<f64>,
    source: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct VersionInfo {
    name: Option<String>,
}

/// The members of an object in the order received.
#[derive(Debug, Default)]
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        input.deserialize_map(Reader)
    }
}

/// Strings that the files of one page share.
#[derive(Default)]
pub(crate) struct Shared {
    folders: HashMap<String, FolderPath>,
    words: HashMap<String, Arc<str>>,
    tags: HashMap<Vec<String>, Arc<[Tag]>>,
}

impl Shared {
    fn folder(&mut self, path: FolderPath) -> FolderPath {
        self.folders.entry(path.as_str().to_owned()).or_insert(path).clone()
    }

    fn word(&mut self, word: String) -> Arc<str> {
        if let Some(known) = self.words.get(&word) {
            return known.clone();
        }
        let shared: Arc<str> = word.as_str().into();
        self.words.insert(word, shared.clone());
        shared
    }

    fn tags(&mut self, tags: Vec<String>) -> Arc<[Tag]> {
        if tags.is_empty() {
            return Arc::default();
        }
        if let Some(known) = self.tags.get(&tags) {
            return known.clone();
        }
        let shared: Arc<[Tag]> = tags.iter().map(|tag| self.word(tag.clone())).collect();
        self.tags.insert(tags, shared.clone());
        shared
    }

    fn ai_tags(&mut self, tags: Vec<WireAiTag>) -> Arc<[AiTag]> {
        if tags.is_empty() {
            return Arc::default();
        }
        tags.into_iter()
            .map(|tag| AiTag {
                name: self.word(tag.name.unwrap_or_default()),
                confidence: tag.confidence.unwrap_or_default().clamp(0.0, 100.0) as f32,
                source: self.word(tag.source.unwrap_or_default()),
            })
            .collect()
    }
}

impl Asset {
    /// Whether this is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        match &self.kind {
            Some(kind) => kind == "folder",
            None => self.folder_id.is_some(),
        }
    }

    /// The file; `None` without an id or a name, for then nothing can be done with it.
    pub(crate) fn into_file(self, shared: &mut Shared) -> Option<File> {
        let path = self.file_path.unwrap_or_default();
        let (folder, last) = FolderPath::split_file(&path);
        let name = self.name.as_deref().unwrap_or(last);
        let id = self.file_id.as_deref().filter(|id| !id.is_empty() && !name.is_empty())?;
        Some(File {
            id: AssetId::new(id),
            name: name.into(),
            folder: shared.folder(folder),
            kind: file_kind(self.file_type.as_deref(), self.mime.as_deref(), name),
            size: whole(self.size, u64::MAX),
            width: pixels(self.width),
            height: pixels(self.height),
            created: time(self.created_at.as_deref()),
            updated: time(self.updated_at.as_deref().or(self.created_at.as_deref())),
            tags: shared.tags(self.tags.unwrap_or_default()),
            ai_tags: shared.ai_tags(self.ai_tags.unwrap_or_default()),
            private: self.is_private_file.unwrap_or(false),
            published: self.is_published.unwrap_or(true),
        })
    }

    /// The folder, known to lie directly in `parent`; `None` without a name.
    ///
    /// Documents disagree on whether `folderPath` ends with the folder's own name
    /// (imagekit-api.md 2.1.2), so the path is made from the parent and the name.
    pub(crate) fn into_folder(self, parent: &FolderPath) -> Option<Folder> {
        let path = self.folder_path.as_deref().map(FolderPath::new);
        let name = self.name.filter(|name| !name.is_empty()).or_else(|| Some(path?.name().to_owned()))?;
        Some(Folder {
            id: AssetId::new(self.folder_id.as_deref().unwrap_or_default()),
            path: parent.child(&name),
            created: time(self.created_at.as_deref()),
            updated: time(self.updated_at.as_deref().or(self.created_at.as_deref())),
        })
    }

    /// All that the details call says; `raw` is the same body as it came.
    pub(crate) fn into_details(mut self, raw: Value) -> Option<Details> {
        let version = self.version_info.take().and_then(|info| info.name).unwrap_or_default();
        let embedded = flat(self.embedded_metadata.take());
        let custom = flat(self.custom_metadata.take());
        Some(Details {
            version,
            mime: self.mime.clone(),
            custom_coordinates: self.custom_coordinates.take(),
            has_alpha: self.has_alpha,
            url: self.url.take().unwrap_or_default(),
            embedded,
            custom,
            file: self.into_file(&mut Shared::default())?,
            raw,
        })
    }
}

/// `fileType` says image or not; what kind of other file it is, the MIME type or the name says.
fn file_kind(file_type: Option<&str>, mime: Option<&str>, name: &str) -> FileKind {
    const FILMS: [&str; 8] = ["mp4", "webm", "mov", "m4v", "mkv", "avi", "ogv", "mpeg"];
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match (file_type, mime) {
        (Some("image"), _) => FileKind::Image,
        (None, Some(mime)) if mime.starts_with("image/") => FileKind::Image,
        (_, Some(mime)) if mime.starts_with("video/") => FileKind::Video,
        (_, None) if extension.is_some_and(|e| FILMS.contains(&e.as_str())) => FileKind::Video,
        _ => FileKind::Other,
    }
}

fn whole(number: Option<f64>, most: u64) -> u64 {
    // A cast from a float saturates, and a NaN becomes 0.
    (number.unwrap_or_default().round() as u64).min(most)
}

fn pixels(number: Option<f64>) -> u32 {
    u32::try_from(whole(number, u32::MAX.into())).unwrap_or(u32::MAX)
}

fn time(text: Option<&str>) -> Timestamp {
    text.and_then(|text| text.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Names and values as text; what is nested gets names with dots.
fn flat(pairs: Option<Pairs>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, value) in pairs.unwrap_or_default().0 {
        flatten(name, value, &mut out);
    }
    out
}

fn flatten(name: String, value: Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            members.into_iter().for_each(|(key, value)| flatten(format!("{name}.{key}"), value, out));
        }
        value => out.push((name, text(&value))),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The body of an answer that isn't success.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    pub(crate) message: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) reason: Option<String>,
    #[serde(rename = "missingFileIds", deserialize_with = "or_default")]
    pub(crate) missing: Vec<String>,
    #[serde(deserialize_with = "item_errors")]
    pub(crate) errors: Vec<ItemError>,
}

/// `null` counts as absent.
fn or_default<'de, D, T>(input: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(input)?.unwrap_or_default())
}

/// `errors` is a list of files and words, or an object of fields and words (imagekit-api.md 1.5).
fn item_errors<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<ItemError>, D::Error> {
    struct Reader;
    impl<'de> Visitor<'de> for Reader {
        type Value = Vec<ItemError>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list or an object of errors")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut errors = Vec::new();
            while let Some(value) = list.next_element::<Value>()? {
                let part = |key: &str| value.get(key).map(text).unwrap_or_default();
                errors.push(ItemError { subject: part("fileId"), error: part("error") });
            }
            Ok(errors)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut errors = Vec::new();
            while let Some((subject, value)) = map.next_entry::<String, Value>()? {
                errors.push(ItemError { subject, error: text(&value) });
            }
            Ok(errors)
        }

        fn visit_str<E>(self, error: &str) -> Result<Self::Value, E> {
            Ok(vec![ItemError { subject: String::new(), error: error.to_owned() }])
        }
    }
    input.deserialize_any(Reader)
}

/// The answer to a call about many files: 200, or 207 with errors.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BulkBody {
    #[serde(
        rename = "successfullyUpdatedFileIds",
        alias = "successfullyDeletedFileIds",
        deserialize_with = "or_default"
    )]
    pub(crate) done: Vec<String>,
    #[serde(deserialize_with = "item_errors")]
    pub(crate) errors: Vec<ItemError>,
}

/// The answer of a job: its id when it starts, its state later.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct JobBody {
    pub(crate) job_id: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) message: Option<String>,
}

/// The answer of a rename or a purge.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PurgeBody {
    #[serde(alias = "purgeRequestId")]
    pub(crate) request_id: Option<String>,
    pub(crate) status: Option<String>,
}

/// The answer of an upload that is shown at once.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct UploadBody {
    pub(crate) file_id: Option<String>,
    pub(crate) file_path: Option<String>,
    pub(crate) size: Option<f64>,
    pub(crate) url: Option<String>,
    pub(crate) version_info: Option<UploadVersion>,
}

/// The version that an upload made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UploadVersion {
    pub(crate) name: Option<String>,
}

/// Bodies of success that say nothing.
pub(crate) type Empty = IgnoredAny;

/// The body of the calls about many files.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BulkRequest<'a> {
    #[serde(serialize_with = "as_text")]
    pub(crate) file_ids: &'a [AssetId],
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "words")]
    pub(crate) tags: &'a [Tag],
}

/// A folder as the documents write it in requests: with a slash at the end.
pub(crate) fn with_slash(folder: &FolderPath) -> String {
    folder.join("")
}

fn as_text<S: Serializer>(ids: &[AssetId], output: S) -> Result<S::Ok, S::Error> {
    output.collect_seq(ids.iter().map(AssetId::to_string))
}

fn words<S: Serializer>(tags: &[Tag], output: S) -> Result<S::Ok, S::Error> {
    output.collect_seq(tags.iter().map(|tag| &**tag))
}

#[cfg(test)]
mod tests;
