//! Files and folders as a list shows them, and the details that come later.

use std::sync::Arc;

use jiff::Timestamp;

use super::{AssetId, FolderPath};

/// A tag: text without `%`; all tags of a file hold at most 500 characters together.
pub type Tag = Arc<str>;

/// A tag that a recognition service gave.
#[derive(Clone, Debug, PartialEq)]
pub struct AiTag {
    /// The word.
    pub name: Tag,
    /// How sure the service is, 0 to 100.
    pub confidence: f32,
    /// `google-auto-tagging` or `aws-auto-tagging`.
    pub source: Arc<str>,
}

/// How many files have a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagUse {
    /// The word.
    pub tag: Tag,
    /// Files to which a person gave it.
    pub files: usize,
    /// Files to which a recognition service gave it.
    pub ai_files: usize,
}

/// What the service takes a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `fileType` is `image`; videos have `non-image` and a `video/…` MIME type.
    Image,
    /// A film.
    Video,
    /// Anything else: fonts, PDFs, text.
    Other,
}

/// A file, current version, as compact as a list of a hundred thousand needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its id, the same for all its versions.
    pub id: AssetId,
    /// Its name with extension, raw: see [`super::text::harmless`] before it is shown.
    pub name: Arc<str>,
    /// The folder that it is in, shared between its neighbours.
    pub folder: FolderPath,
    /// Image, video or other.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where the file has no width.
    pub width: u32,
    /// Pixels; 0 where the file has no height.
    pub height: u32,
    /// First upload.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
    /// Its tags; empty when none.
    pub tags: Arc<[Tag]>,
    /// Its AI tags; empty when none.
    pub ai_tags: Arc<[AiTag]>,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
}

impl File {
    /// The path from the root of the library.
    pub fn path(&self) -> String {
        self.folder.join(&self.name)
    }

    /// A picture at a path that is also its id, for tests: they say what of it matters to them.
    #[cfg(test)]
    pub(crate) fn sample(path: &str) -> Self {
        let (folder, name) = FolderPath::split_file(path);
        Self {
            id: AssetId::new(path),
            name: name.into(),
            folder,
            kind: FileKind::Image,
            size: 1000,
            width: 40,
            height: 30,
            created: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            tags: [].into(),
            ai_tags: [].into(),
            private: false,
            published: true,
        }
    }
}

/// A folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// Its id.
    pub id: AssetId,
    /// Its full path, own name included.
    pub path: FolderPath,
    /// When it was made.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
}

/// What a list call can answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Asset {
    /// A file.
    File(File),
    /// A folder.
    Folder(Folder),
}

/// Everything that the service says of a file, or of one of its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// What the list said, as of now.
    pub file: File,
    /// `Version 1`, `Version 2`, …
    pub version: String,
    /// The id of this version; the first one's is the file's.
    pub version_id: Option<AssetId>,
    /// Whether this is the current version.
    pub current: bool,
    /// `image/jpeg` and the like, where the service says it.
    pub mime: Option<String>,
    /// Area of interest, `x,y,width,height` in pixels.
    pub custom_coordinates: Option<String>,
    /// What is to be seen, in words.
    pub description: Option<String>,
    /// Whether the picture has an alpha channel.
    pub has_alpha: Option<bool>,
    /// What only a film has.
    pub film: Option<Film>,
    /// The file's URL as the service wrote it, query string included.
    pub url: String,
    /// Embedded (EXIF, IPTC, XMP) metadata, name and value as text, in the order received.
    pub embedded: Vec<(String, String)>,
    /// Custom metadata, name and value as text.
    pub custom: Vec<(String, String)>,
    /// Each extension that was asked for, and `pending`, `success` or `failed`.
    pub extensions: Vec<(String, String)>,
    /// The body as it came, for fields that ikt doesn't know.
    pub raw: serde_json::Value,
}

/// What only a film has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Film {
    /// Seconds.
    pub duration: Option<f64>,
    /// Bits a second.
    pub bit_rate: Option<u64>,
    /// `h264` and the like.
    pub video_codec: Option<String>,
    /// `aac` and the like.
    pub audio_codec: Option<String>,
}

/// Everything that a list says of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct FolderDetails {
    /// Id, path and times.
    pub folder: Folder,
    /// Custom metadata, name and value as text.
    pub custom: Vec<(String, String)>,
    /// The entry as it came, for fields that ikt doesn't know.
    pub raw: serde_json::Value,
}

/// An entry of a list with all that is said of it.
#[derive(Clone, Debug, PartialEq)]
pub enum AssetDetails {
    /// A file, or an older version of one: see [`Details::current`].
    File(Box<Details>),
    /// A folder.
    Folder(Box<FolderDetails>),
}

impl AssetDetails {
    /// The entry as it came.
    pub fn raw(&self) -> &serde_json::Value {
        match self {
            Self::File(details) => &details.raw,
            Self::Folder(details) => &details.raw,
        }
    }
}
