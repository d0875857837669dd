//! What an upload is answered with.

use serde::Deserialize;
use serde_json::Value;

use crate::api::error::Error;
use crate::api::send::Body;
use crate::api::wire::lenient::{Pairs, flat, pixels, whole};
use crate::model::AssetId;

/// What became of an upload.
#[derive(Clone, Debug, PartialEq)]
pub enum Receipt {
    /// It is in the library.
    Stored(Box<Uploaded>),
    /// A film is transformed first, and will be in the library later; nothing more is known of it.
    Queued {
        /// What the service says.
        message: String,
    },
}

impl Receipt {
    /// The file, if it is in the library already.
    pub fn stored(self) -> Option<Uploaded> {
        match self {
            Self::Stored(file) => Some(*file),
            Self::Queued { .. } => None,
        }
    }
}

/// A file as the service stored it.
#[derive(Clone, Debug, PartialEq)]
pub struct Uploaded {
    /// Its id.
    pub id: AssetId,
    /// Its name, which may have been rewritten.
    pub name: String,
    /// Where it is: name and folder may have been rewritten.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where it has none.
    pub width: u32,
    /// Pixels; 0 where it has none.
    pub height: u32,
    /// Its URL.
    pub url: String,
    /// The URL of a small picture of it.
    pub thumbnail: Option<String>,
    /// `image` or `non-image`.
    pub file_type: String,
    /// `Version 1` and so on.
    pub version: String,
    /// The id of this version.
    pub version_id: Option<AssetId>,
    /// Each extension that was asked for, and `pending`, `success` or `failed`.
    pub extensions: Vec<(String, String)>,
    /// The body as it came: what [`super::Upload::response_fields`] asked for stands here too.
    pub raw: Value,
}

impl Uploaded {
    /// Its pHash, where [`super::ResponseField::Metadata`] was asked for and the service could make one.
    pub fn p_hash(&self) -> Option<&str> {
        self.raw.pointer("/metadata/pHash")?.as_str()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireUploaded {
    file_id: Option<String>,
    name: Option<String>,
    file_path: Option<String>,
    size: Option<f64>,
    width: Option<f64>,
    height: Option<f64>,
    url: Option<String>,
    thumbnail_url: Option<String>,
    file_type: Option<String>,
    version_info: Option<WireVersion>,
    extension_status: Option<Pairs>,
    message: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireVersion {
    id: Option<String>,
    name: Option<String>,
}

/// Reads the answer of an upload.
pub(super) fn receipt(body: &Body) -> Result<Receipt, Error> {
    let file: WireUploaded = body.json()?;
    let Some(id) = file.file_id.filter(|id| !id.is_empty()) else {
        return match (body.status, file.message) {
            (202, message) => Ok(Receipt::Queued { message: message.unwrap_or_default() }),
            _ => Err(body.nonsense("a file without an id")),
        };
    };
    let version = file.version_info.unwrap_or_default();
    Ok(Receipt::Stored(Box::new(Uploaded {
        id: AssetId::new(&id),
        name: file.name.unwrap_or_default(),
        path: file.file_path.unwrap_or_default(),
        size: whole(file.size, u64::MAX),
        width: pixels(file.width),
        height: pixels(file.height),
        url: file.url.unwrap_or_default(),
        thumbnail: file.thumbnail_url,
        file_type: file.file_type.unwrap_or_default(),
        version: version.name.unwrap_or_default(),
        version_id: version.id.filter(|id| !id.is_empty()).map(|id| AssetId::new(&id)),
        extensions: flat(file.extension_status),
        raw: body.json()?,
    })))
}
