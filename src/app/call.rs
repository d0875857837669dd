//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use crate::model::{AssetId, CallRecord, Details, File, FolderPath, Metadata};
use crate::ops::journal::{Record, RunId, Summary};
use crate::ops::trash::Batch;
use crate::ops::{Plan, TakeBack, Target};

/// A call, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// All details of each of these files. Answer: `Details`.
    Details(Vec<AssetId>),
    /// All versions of a file, the current one first. Answer: `Details`.
    Versions(AssetId),
    /// Metadata of a file, with its pHash. Answer: `Metadata`.
    Metadata(AssetId),
    /// Metadata of what a URL answers with. Answer: `Metadata`.
    UrlMetadata(String),
    /// The last calls to the library, secrets removed. Answer: `Records`.
    Records,

    /// All runs that have a journal, the newest first. Answer: `Runs`.
    Runs,
    /// All that is known of a run. Answer: `Run`.
    Run(RunId),
    /// The plan that takes back a run, or the newest that isn't undone. Answer: `TakeBack`.
    TakeBack(Option<RunId>),
    /// The batches of the trash. Answer: `Trash`.
    Trash,
    /// The files of a batch of the trash. Answer: `Trashed`.
    Trashed(FolderPath),
    /// What brings things of the trash back to where they were. Answer: `Restore`.
    Restore(Vec<Target>),
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Details of files, or of versions.
    Details(Vec<Details>),
    /// Metadata.
    Metadata(Box<Metadata>),
    /// Calls, the oldest first.
    Records(Vec<CallRecord>),

    /// Runs, the newest first.
    Runs(Vec<Summary>),
    /// A run.
    Run(Box<Record>),
    /// A run, and the plan that takes it back.
    TakeBack(Box<TakeBack>),
    /// Batches of the trash, the newest first.
    Trash(Vec<Batch>),
    /// Files of a batch, by path.
    Trashed(Vec<File>),
    /// A plan that restores.
    Restore(Box<Plan>),
}
