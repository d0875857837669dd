//! Files and folders.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::lenient::{Pairs, flat, pixels, time, whole};
use crate::model::{
    AiTag, AssetDetails, AssetId, Details, File, FileKind, Film, Folder, FolderDetails, FolderPath, Tag,
};

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
    description: Option<String>,
    embedded_metadata: Option<Pairs>,
    custom_metadata: Option<Pairs>,
    extension_status: Option<Pairs>,
    duration: Option<f64>,
    bit_rate: Option<f64>,
    audio_codec: Option<String>,
    video_codec: Option<String>,
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
    id: Option<String>,
    name: Option<String>,
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

    /// The folder, wherever it is; `None` without a path or a name.
    pub(crate) fn into_folder_anywhere(self) -> Option<Folder> {
        let path = FolderPath::new(self.folder_path.as_deref()?);
        let own = self.name.as_deref().is_none_or(|name| name.is_empty() || name == path.name());
        let parent = if own { path.parent()? } else { path };
        self.into_folder(&parent)
    }

    /// The folder with all that is said of it; `raw` is the same entry as it came.
    pub(crate) fn into_folder_details(mut self, raw: Value) -> Option<FolderDetails> {
        let custom = flat(self.custom_metadata.take());
        Some(FolderDetails { custom, folder: self.into_folder_anywhere()?, raw })
    }

    /// The file with all that is said of it; `raw` is the same entry as it came.
    pub(crate) fn into_details(mut self, raw: Value) -> Option<Details> {
        let version = self.version_info.take().unwrap_or_default();
        let embedded = flat(self.embedded_metadata.take());
        let custom = flat(self.custom_metadata.take());
        let extensions = flat(self.extension_status.take());
        Some(Details {
            version: version.name.unwrap_or_default(),
            version_id: version.id.filter(|id| !id.is_empty()).map(|id| AssetId::new(&id)),
            current: self.kind.as_deref() != Some("file-version"),
            mime: self.mime.clone(),
            custom_coordinates: self.custom_coordinates.take(),
            description: self.description.take(),
            has_alpha: self.has_alpha,
            film: film(self.duration, self.bit_rate, self.video_codec.take(), self.audio_codec.take()),
            url: self.url.take().unwrap_or_default(),
            embedded,
            custom,
            extensions,
            file: self.into_file(&mut Shared::default())?,
            raw,
        })
    }

    /// The file or folder with all that is said of it.
    pub(crate) fn into_asset_details(self, raw: Value) -> Option<AssetDetails> {
        Some(if self.is_folder() {
            AssetDetails::Folder(Box::new(self.into_folder_details(raw)?))
        } else {
            AssetDetails::File(Box::new(self.into_details(raw)?))
        })
    }
}

/// What only a film has, if any of it was said.
pub(super) fn film(
    duration: Option<f64>,
    bit_rate: Option<f64>,
    video_codec: Option<String>,
    audio_codec: Option<String>,
) -> Option<Film> {
    let film =
        Film { duration, bit_rate: bit_rate.map(|n| whole(Some(n), u64::MAX)), video_codec, audio_codec };
    (film != Film::default()).then_some(film)
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
