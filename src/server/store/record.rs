//! The records of the library as its callers see them, and how they are read and written.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Row, ToSql};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::blobs::{Sha, Staged};
use crate::model::{AiTag, AssetId, FileKind, FolderPath};

/// Where the bytes of a version are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blob {
    /// On disk; see [`super::Store::open_bytes`].
    Stored(Sha),
    /// Nowhere: drawn on demand from this seed, in the recorded width, height and size.
    Drawn(u64),
}

/// The bytes of a file that is being put in.
#[derive(Debug)]
pub enum Content {
    /// Bytes made ready by [`super::Store::stage`] or [`super::Store::stage_file`].
    Staged(Staged),
    /// To be drawn on demand.
    Drawn(u64),
}

/// What the bytes of a version are.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// Image, video or other.
    pub kind: FileKind,
    /// `image/jpeg` and the like.
    pub mime: String,
    /// Bytes.
    pub size: u64,
    /// Pixels, 0 where there are none.
    pub width: u32,
    /// Pixels, 0 where there are none.
    pub height: u32,
    /// Whether a picture has an alpha channel, where known.
    pub alpha: Option<bool>,
    /// EXIF, IPTC and XMP as one JSON object, where there is any.
    pub embedded: Option<Value>,
}

/// What people and services say of a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    /// Its tags, each once.
    pub tags: Vec<String>,
    /// Its AI tags.
    pub ai_tags: Vec<AiTag>,
    /// Area of interest, `x,y,width,height` in pixels.
    pub custom_coordinates: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// Custom metadata, field to value.
    pub custom: Map<String, Value>,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            ai_tags: Vec::new(),
            custom_coordinates: None,
            description: None,
            custom: Map::new(),
            private: false,
            published: true,
        }
    }
}

/// One version of a file, current or older.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRecord {
    /// The key inside the database, the same for all versions.
    pub key: i64,
    /// The id outside, the same for all versions.
    pub id: AssetId,
    /// The folder that it is in.
    pub folder: FolderPath,
    /// Its name with extension.
    pub name: String,
    /// The id of this version; of the first one the same as `id`.
    pub version_id: AssetId,
    /// 1 for the first version.
    pub version: u32,
    /// Whether this is the current version.
    pub current: bool,
    /// First upload.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
    /// What the bytes are.
    pub media: Media,
    /// What is said of it.
    pub labels: Labels,
    /// Where the bytes are.
    pub blob: Blob,
}

impl FileRecord {
    /// The path from the root of the library.
    pub fn path(&self) -> String {
        self.folder.join(&self.name)
    }
}

/// A folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderRecord {
    /// Its id.
    pub id: AssetId,
    /// Its full path.
    pub path: FolderPath,
    /// When it was made.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A file or an older version of one.
    File(Box<FileRecord>),
    /// A folder.
    Folder(FolderRecord),
}

/// A file that is to be put into the library.
#[derive(Debug)]
pub struct NewFile {
    /// The folder that it goes to; made when it is missing.
    pub folder: FolderPath,
    /// Its name, taken as it is.
    pub name: String,
    /// Its bytes.
    pub content: Content,
    /// What they are.
    pub media: Media,
    /// What is said of it.
    pub labels: Labels,
    /// First upload, if it isn't now. A new version keeps the date of the first one.
    pub created: Option<Timestamp>,
    /// Last change, if it isn't now.
    pub updated: Option<Timestamp>,
}

/// What happens when a file of that name is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// [`super::Refusal::Taken`].
    Refuse,
    /// The new one becomes its current version.
    Append {
        /// Whether tags that the new one doesn't have are taken from the old one.
        keep_tags: bool,
        /// The same for AI tags.
        keep_ai_tags: bool,
        /// The same for custom metadata.
        keep_custom: bool,
    },
}

impl Existing {
    /// A new version that takes nothing from the old one: the service's default.
    pub const REPLACE: Self = Self::Append { keep_tags: false, keep_ai_tags: false, keep_custom: false };
}

/// The columns that `file` and `version` share, save for `number` and `vid`.
pub(super) const STATE: &str = "created, updated, kind, mime, size, width, height, alpha, tags, ai_tags, area, \
     description, embedded, custom, private, published, sha, seed";

/// What [`file_from`] reads: `f` is the file, `s` the row of the version (the file's own or an older one).
pub(super) const COLUMNS: &str = "f.id, f.oid, f.folder, f.name, s.vid, s.number, s.created, s.updated, s.kind, \
     s.mime, s.size, s.width, s.height, s.alpha, s.tags, s.ai_tags, s.area, s.description, s.embedded, s.custom, \
     s.private, s.published, s.sha, s.seed";

/// Reads a row of [`COLUMNS`]; `folder` turns the folder's key into its path.
pub(super) fn file_from(
    row: &Row<'_>,
    current: bool,
    folder: impl FnOnce(i64) -> rusqlite::Result<FolderPath>,
) -> rusqlite::Result<FileRecord> {
    Ok(FileRecord {
        key: row.get(0)?,
        id: id_from(row, 1)?,
        folder: folder(row.get(2)?)?,
        name: row.get(3)?,
        version_id: id_from(row, 4)?,
        version: row.get(5)?,
        current,
        created: time_from(row, 6)?,
        updated: time_from(row, 7)?,
        media: Media {
            kind: kind_from(row.get(8)?),
            mime: row.get(9)?,
            size: row.get::<_, i64>(10)?.unsigned_abs(),
            width: row.get(11)?,
            height: row.get(12)?,
            alpha: row.get(13)?,
            embedded: json_from(row, 18)?,
        },
        labels: Labels {
            tags: json_from(row, 14)?.unwrap_or_default(),
            ai_tags: json_from::<Vec<AiTagForm>>(row, 15)?
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            custom_coordinates: row.get(16)?,
            description: row.get(17)?,
            custom: json_from(row, 19)?.unwrap_or_default(),
            private: row.get(20)?,
            published: row.get(21)?,
        },
        blob: match row.get::<_, Option<[u8; 32]>>(22)? {
            Some(sha) => Blob::Stored(Sha(sha)),
            None => Blob::Drawn(row.get::<_, i64>(23)?.cast_unsigned()),
        },
    })
}

/// Reads `oid, path, created, updated`.
pub(super) fn folder_from(row: &Row<'_>) -> rusqlite::Result<FolderRecord> {
    Ok(FolderRecord {
        id: id_from(row, 0)?,
        path: FolderPath::new(&row.get::<_, String>(1)?),
        created: time_from(row, 2)?,
        updated: time_from(row, 3)?,
    })
}

/// The values of [`STATE`], ready to be bound.
pub(super) struct StateValues(Vec<Box<dyn ToSql>>);

impl StateValues {
    pub(super) fn new(
        media: &Media,
        labels: &Labels,
        blob: &Blob,
        created: Timestamp,
        updated: Timestamp,
    ) -> serde_json::Result<Self> {
        let (sha, seed) = match blob {
            Blob::Stored(sha) => (Some(sha.0), None),
            Blob::Drawn(seed) => (None, Some(seed.cast_signed())),
        };
        Ok(Self(vec![
            Box::new(created.as_millisecond()),
            Box::new(updated.as_millisecond()),
            Box::new(kind_number(media.kind)),
            Box::new(media.mime.clone()),
            Box::new(i64::try_from(media.size).unwrap_or(i64::MAX)),
            Box::new(media.width),
            Box::new(media.height),
            Box::new(media.alpha),
            Box::new(tags_json(&labels.tags)?),
            Box::new(ai_tags_json(&labels.ai_tags)?),
            Box::new(labels.custom_coordinates.clone()),
            Box::new(labels.description.clone()),
            Box::new(media.embedded.as_ref().map(Value::to_string)),
            Box::new(if labels.custom.is_empty() {
                None
            } else {
                Some(serde_json::to_string(&labels.custom)?)
            }),
            Box::new(labels.private),
            Box::new(labels.published),
            Box::new(sha),
            Box::new(seed),
        ]))
    }

    /// `first` and then the values.
    pub(super) fn after<'a>(&'a self, first: &[&'a dyn ToSql]) -> Vec<&'a dyn ToSql> {
        first.iter().copied().chain(self.0.iter().map(|value| &**value)).collect()
    }
}

/// How tags are kept: a JSON array, or nothing when there are none.
pub(super) fn tags_json(tags: &[String]) -> serde_json::Result<Option<String>> {
    if tags.is_empty() { Ok(None) } else { serde_json::to_string(tags).map(Some) }
}

/// How AI tags are kept: a JSON array of the API's form, or nothing when there are none.
pub(super) fn ai_tags_json(tags: &[AiTag]) -> serde_json::Result<Option<String>> {
    if tags.is_empty() {
        return Ok(None);
    }
    let forms: Vec<AiTagForm> = tags.iter().map(Into::into).collect();
    serde_json::to_string(&forms).map(Some)
}

#[derive(Serialize, Deserialize)]
struct AiTagForm {
    name: String,
    confidence: f32,
    source: String,
}

impl From<AiTagForm> for AiTag {
    fn from(form: AiTagForm) -> Self {
        Self { name: form.name.into(), confidence: form.confidence, source: form.source.into() }
    }
}

impl From<&AiTag> for AiTagForm {
    fn from(tag: &AiTag) -> Self {
        Self { name: tag.name.to_string(), confidence: tag.confidence, source: tag.source.to_string() }
    }
}

fn kind_number(kind: FileKind) -> i64 {
    match kind {
        FileKind::Image => 0,
        FileKind::Video => 1,
        FileKind::Other => 2,
    }
}

fn kind_from(number: i64) -> FileKind {
    match number {
        0 => FileKind::Image,
        1 => FileKind::Video,
        _ => FileKind::Other,
    }
}

pub(super) fn id_from(row: &Row<'_>, column: usize) -> rusqlite::Result<AssetId> {
    row.get(column).map(AssetId::from_bytes)
}

fn time_from(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, e.into()))
}

fn json_from<T: for<'a> Deserialize<'a>>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get_ref(column)?.as_str_or_null()? else { return Ok(None) };
    serde_json::from_str(text)
        .map(Some)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, e.into()))
}
