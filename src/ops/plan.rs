//! The data of bulk work: what is to be done to what, and how each step ended.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::Uploaded;
use crate::model::{AssetId, FolderPath, Report, Tag};

/// What is done to one target. Payloads are shared: a plan of 100,000 steps holds one list of tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verb {
    /// Add these tags; 50 files a call.
    AddTags(Arc<[Tag]>),
    /// Remove these tags; 50 files a call.
    RemoveTags(Arc<[Tag]>),
    /// Delete for ever: files 100 a call, folders one by one.
    Delete,
    /// Copy into this folder; a file or a folder (a job).
    CopyTo(FolderPath),
    /// Move into this folder; a file or a folder (a job).
    MoveTo(FolderPath),
    /// Move a file to the trash, since another one is kept in its place.
    Discard(Arc<Discard>),
    /// Give another name; a file (purging the old URL if `purge`) or a folder (a job).
    Rename {
        /// The new name, as the user typed it.
        name: Arc<str>,
        /// Whether the old URL is purged from the cache.
        purge: bool,
    },
    /// Make the folder that is the target.
    CreateFolder,
    /// Delete the folder that is the target, if nothing is in it.
    DeleteIfEmpty,
    /// Remove these AI tags; 50 files a call.
    RemoveAiTags(Arc<[Tag]>),
    /// Change details of a file.
    Update(Arc<Update>),
    /// Publish a file, or take it back.
    Publish {
        /// Whether it is to be seen.
        published: bool,
        /// Whether its older versions are meant too.
        versions: bool,
    },
    /// Make this version of a file the current one.
    RestoreVersion(AssetId),
    /// Delete this version of a file for ever; never the current one.
    DeleteVersion(AssetId),
    /// Purge the target from the caches, and follow the purge to its end.
    Purge,
    /// Upload the target, which is a source.
    Upload(Arc<UploadOptions>),
    /// Store a file on the local disk.
    Download(Arc<Download>),
}

/// Where a file goes in whose place another is kept, and what has to be so for that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discard {
    /// The folder of the trash.
    pub to: FolderPath,
    /// When it was changed last: one that was changed since then stays.
    pub updated: Timestamp,
    /// The file that is kept: where that is gone, this one stays.
    pub kept: AssetId,
    /// The version of the file that is kept: where it has another one by now, this one stays.
    pub version: Option<AssetId>,
}

/// Changes to the details of a file. The default changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// All tags of the file, in place of those that it has.
    pub tags: Option<Vec<Tag>>,
    /// The area of interest, `x,y,width,height` in pixels; an empty text clears it.
    pub coordinates: Option<String>,
    /// What is to be seen, in words; an empty text clears it.
    pub description: Option<String>,
    /// Values of custom metadata, by the name of the field.
    pub values: Vec<(String, ValueChange)>,
}

/// What becomes of one value of custom metadata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ValueChange {
    /// It becomes this.
    Set(Value),
    /// It is taken away.
    Clear,
    /// These choices are added to those of a multi-select.
    Append(Vec<Value>),
    /// These choices are taken out of those of a multi-select.
    Remove(Vec<Value>),
}

/// Options of an upload (imagekit-api.md 2.2). The default keeps the name and overwrites nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadOptions {
    /// Put a random suffix to the name.
    pub unique_name: bool,
    /// Make a new version of a file that is there; else that is an error.
    pub overwrite: bool,
    /// Of a new version: drop the tags of the old one, unless `tags` are given.
    pub drop_tags: bool,
    /// Of a new version: drop the AI tags of the old one.
    pub drop_ai_tags: bool,
    /// Of a new version: drop the custom metadata of the old one.
    pub drop_custom_metadata: bool,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Delivery needs a signature; can't be undone.
    pub private: bool,
    /// Don't publish it.
    pub draft: bool,
    /// The area of interest, `x,y,width,height` in pixels.
    pub coordinates: Option<String>,
    /// What is to be seen, in words.
    pub description: Option<String>,
    /// Values of custom metadata, by the name of the field.
    pub custom_metadata: Map<String, Value>,
    /// Extensions to run, as the API takes them.
    pub extensions: Vec<Value>,
    /// Where the service tells how the extensions ended.
    pub webhook_url: Option<String>,
    /// A transformation before it is stored.
    pub pre: Option<String>,
    /// What is made of it after it is stored, as the API takes it.
    pub post: Vec<Value>,
    /// A search that has to hold for the file, else it is refused.
    pub checks: Option<String>,
}

/// Where files are stored on the local disk, and as what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Download {
    /// The chosen folder; nothing is ever written outside of it.
    pub into: PathBuf,
    /// The folder of the library whose inside is put into it: paths below are kept.
    pub from: FolderPath,
    /// A transformation such as `w-400`; `None` for the originals.
    pub transformation: Option<String>,
    /// What becomes of files whose place is taken.
    #[serde(default)]
    pub existing: Existing,
}

/// What becomes of a download whose place is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Existing {
    /// What is there stays, and nothing is fetched.
    #[default]
    Skip,
    /// What is there is written over.
    Replace,
    /// It goes beside what is there, with a number.
    KeepBoth,
}

/// Where the bytes of an upload come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// A file of the local disk.
    Disk(PathBuf),
    /// Fetched by the service.
    Url(Arc<str>),
    /// Given in base64.
    Base64(Arc<str>),
}

/// What a step is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// A file.
    File {
        /// Its id.
        id: AssetId,
        /// The folder that it was in when the plan was made.
        folder: FolderPath,
        /// Its name then.
        name: Arc<str>,
        /// Bytes.
        size: u64,
    },
    /// A folder with all that is in it.
    Folder(FolderPath),
    /// A URL, whose path may end in `*`.
    Url(Arc<str>),
    /// Something to upload.
    Source {
        /// The bytes.
        from: Source,
        /// The folder of the library that it goes to.
        folder: FolderPath,
        /// Its name there.
        name: Arc<str>,
        /// Bytes; 0 where that isn't known.
        size: u64,
    },
}

impl Target {
    /// The id of a file; `None` for what isn't one.
    pub fn id(&self) -> Option<&AssetId> {
        match self {
            Self::File { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Bytes of a file or a source; 0 where that isn't known.
    pub fn size(&self) -> u64 {
        match self {
            Self::File { size, .. } | Self::Source { size, .. } => *size,
            Self::Folder(_) | Self::Url(_) => 0,
        }
    }

    /// The folder that it lies in, or goes to; `None` for the root and for URLs.
    pub fn folder(&self) -> Option<FolderPath> {
        match self {
            Self::File { folder, .. } | Self::Source { folder, .. } => Some(folder.clone()),
            Self::Folder(path) => path.parent(),
            Self::Url(_) => None,
        }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// The path from the root of the library.
    pub fn path(&self) -> String {
        match self {
            Self::File { folder, name, .. } => folder.join(name),
            Self::Folder(path) => path.as_str().to_owned(),
            Self::Url(url) => url.to_string(),
            Self::Source { folder, name, .. } => folder.join(name),
        }
    }
}

/// One thing to do to one object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The object.
    pub target: Target,
    /// What is done to it.
    pub verb: Verb,
}

impl Verb {
    /// Whether it takes something away for good.
    pub fn is_deadly(&self) -> bool {
        matches!(self, Self::Delete | Self::DeleteVersion(_))
    }

    /// The folder into which the target is copied or moved.
    pub fn brings_to(&self) -> Option<&FolderPath> {
        match self {
            Self::CopyTo(to) => Some(to),
            other => other.moves_to(),
        }
    }

    /// The folder into which the target is moved; `None` where it stays or is copied.
    pub fn moves_to(&self) -> Option<&FolderPath> {
        match self {
            Self::MoveTo(to) => Some(to),
            Self::Discard(discard) => Some(&discard.to),
            _ => None,
        }
    }
}

/// A list of steps, with what a person should know before it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// `Move 214 files to /archive`.
    pub title: String,
    /// What is done, in order. Neighbours that one call can carry are sent together.
    pub steps: Arc<[Step]>,
    /// What to know: collisions, names that will be rewritten, versions appended.
    pub notes: Vec<Note>,
}

/// Something to know before a plan is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The step that it is about; `None` for the whole plan.
    pub step: Option<usize>,
    /// What: `/archive/a.jpg exists: this becomes its new version`.
    pub text: String,
    /// Whether something may be lost, so that it is shown first and in the colour of warnings.
    pub warning: bool,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The service said so, or a look afterwards showed it.
    Done,
    /// It was so already, or the object is gone where it was to be deleted.
    Nothing(String),
    /// It didn't happen, and why.
    Failed(Report),
    /// The user stopped before it was sent.
    Cancelled,
}

/// News of a bulk run.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEvent {
    /// Steps ended: index into the plan, and how. Gathered over a few tens of milliseconds.
    Ended(Vec<(usize, Outcome)>),
    /// The service asked to wait (429) or did not answer: nothing is sent for this long.
    Waiting {
        /// Milliseconds.
        ms: u64,
        /// Why: `the service allows 5 calls a second`.
        why: String,
    },
    /// An upload was answered with this; its step ends afterwards.
    Stored(Box<Uploaded>),
    /// How far one step is, where that is known.
    Progress {
        /// Index into the plan.
        step: usize,
        /// Bytes so far.
        bytes: u64,
    },
    /// How far a job on a folder is, estimated by counting.
    Counted {
        /// Index into the plan.
        step: usize,
        /// Files at its destination.
        done: u64,
        /// Files that are expected there.
        of: u64,
    },
    /// Every step has an outcome.
    Finished,
}
