//! The data of bulk work: what is to be done to what, and how each step ended.

use std::sync::Arc;

use crate::model::{AssetId, FolderPath, Report, Tag};

/// What is done to one target. Payloads are shared: a plan of 100,000 steps holds one list of tags.
#[derive(Clone, Debug, PartialEq)]
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
    /// Give another name; a file (purging the old URL if `purge`) or a folder (a job).
    Rename {
        /// The new name, as the user typed it.
        name: Arc<str>,
        /// Whether the old URL is purged from the cache.
        purge: bool,
    },
    /// Make the folder that is the target.
    CreateFolder,
}

/// What a step is about.
#[derive(Clone, Debug, PartialEq)]
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
}

impl Target {
    /// The path from the root of the library.
    pub fn path(&self) -> String {
        match self {
            Self::File { folder, name, .. } => folder.join(name),
            Self::Folder(path) => path.as_str().to_owned(),
        }
    }
}

/// One thing to do to one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The object.
    pub target: Target,
    /// What is done to it.
    pub verb: Verb,
}

/// A list of steps, with what a person should know before it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// `Move 214 files to /archive`.
    pub title: String,
    /// What is done, in order. Neighbours that one call can carry are sent together.
    pub steps: Arc<[Step]>,
    /// What to know: collisions, names that will be rewritten, versions appended.
    pub notes: Vec<Note>,
}

/// Something to know before a plan is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The step that it is about; `None` for the whole plan.
    pub step: Option<usize>,
    /// What: `/archive/a.jpg exists: this becomes its new version`.
    pub text: String,
    /// Whether something may be lost, so that it is shown first and in the colour of warnings.
    pub warning: bool,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq)]
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
    /// Every step has an outcome.
    Finished,
}
