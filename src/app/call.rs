//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use std::path::PathBuf;
use std::sync::Arc;

use super::browse;
use super::dupes;
use crate::catalog::audit::{self, Bounds};
use crate::catalog::find::{Ask, Finds};
use crate::model::custom::{Field, FieldChange, NewField};
use crate::model::{AssetId, CallRecord, Details, File, FolderPath, Metadata, Sort, TagUse};
use crate::ops::build_upload::Candidate;
use crate::ops::dupes::Row;
use crate::ops::export::Format;
use crate::ops::journal::{Record, RunId, Summary};
use crate::ops::trash::Batch;
use crate::ops::{DiskFolder, Plan, Source, TakeBack, Target};
use crate::query;
use crate::url::auth::AuthParameters;

/// Something to be written for other programs.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportCall {
    /// What.
    pub what: Exported,
    /// As what.
    pub format: Format,
    /// Where it goes.
    pub place: Place,
}

/// What is exported.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    /// All files of a folder, or all that a search finds, in an order.
    All(browse::Source, Sort),
    /// These files.
    These(Vec<AssetId>),
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Back with the answer, for the clipboard.
    Clipboard,
    /// To a file.
    File {
        /// Its path, from the current directory.
        path: String,
        /// Whether one that is there may be replaced.
        replace: bool,
    },
}

/// A call, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// All details of each of these files. Answer: `Details`.
    Details(Vec<AssetId>),
    /// All details of these files in their folders, by as few calls as can be. Those that are gone are
    /// left out. Answer: `Details`.
    DetailsOf(Vec<(AssetId, FolderPath)>),
    /// The paths of all files directly in these folders. Answer: `Paths`.
    Paths(Vec<FolderPath>),
    /// Write a text into a file of the local disk. Answer: `Written`.
    WriteText {
        /// The file; `~/` is the user's own folder.
        path: String,
        /// The text.
        text: String,
        /// Whether a file that is there is replaced.
        replace: bool,
    },
    /// Read a file of the local disk. Answer: `Text`.
    ReadText(String),
    /// All versions of a file, the current one first. Answer: `Details`.
    Versions(AssetId),
    /// Metadata of a file, with its pHash. Answer: `Metadata`.
    Metadata(AssetId),
    /// Metadata of what a URL answers with. Answer: `Metadata`.
    UrlMetadata(String),
    /// The last calls to the library, secrets removed. Answer: `Records`.
    Records,
    /// Write files for other programs. Answer: `Exported`, or `Exists`.
    Export(ExportCall),
    /// The custom metadata fields of the account; with `deleted`, those too that were deleted, marked
    /// as such. Answer: `Fields`.
    Fields {
        /// Whether deleted ones are asked for.
        deleted: bool,
    },
    /// One version of a file. Answer: `Details`, of one.
    Version(AssetId, AssetId),
    /// What a client needs to upload without the private key, valid for so many seconds from now.
    /// Answer: `UploadParameters`.
    UploadParameters {
        /// Seconds, at most 3600.
        lifetime: u32,
    },
    /// Make a field. Answer: `Field`.
    CreateField(NewField),
    /// Change a field. Answer: `Field`.
    UpdateField(AssetId, FieldChange),
    /// Delete a field. Answer: `Done`.
    DeleteField(AssetId),
    /// Count the tags of the files on one page of the library, behind the first `skip` files.
    /// Answer: `Tags`.
    Tags {
        /// How many to leave out.
        skip: usize,
    },
    /// All files that a search finds, in the order of upload. Answer: `Files`.
    Found(String),

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
    /// What lies in a folder of the local disk; `None` is the one that ikt was started in. Answer: `Disk`.
    Disk(Option<PathBuf>),
    /// The files of these sources, folders at every level, and what is at their places in the library.
    /// Answer: `Gathered`.
    Gather {
        /// What is to be uploaded. Paths may begin with `~/`.
        sources: Vec<Source>,
        /// The folder of the library.
        to: FolderPath,
    },
    /// Whether a file of the local disk has the very bytes of one in the library. Answer: `Same`.
    Compare(PathBuf, Box<File>),
    /// All files of these targets, folders at every level. Answer: `Targets`.
    Below(Vec<Target>),

    /// Look in the copy for files that break rules, in a folder and below it. Answer: `Audit`.
    Audit {
        /// What is too much.
        bounds: Bounds,
        /// The folder.
        folder: FolderPath,
    },

    /// Group the pictures of the copy by their pHashes. Answer: `Duplicates`, or `Done` to an end.
    Duplicates(Grouping),
    /// All that the copy knows of the files of these rows. Answer: `Members`.
    Members(Vec<Row>),
    /// The plan of what was decided of groups, as far as their files are still as they were.
    /// Answer: `DupesPlan`.
    DupesPlan(Box<dupes::Order>),
    /// Remember that pairs of files are no duplicates, or forget it. Answer: `Done`.
    Apart {
        /// The pairs.
        pairs: Vec<(AssetId, AssetId)>,
        /// Whether they are none.
        apart: bool,
    },
    /// Say which folders' files are always kept, and no others. Answer: `Done`.
    SafeFolders(Vec<FolderPath>),
    /// Find files in the copy. Answer: `Finds`.
    Find(Ask),
    /// All that is found in the copy, in no order. Answer: `Rows`.
    FindAll(Ask),
    /// The file of this number in the copy, if it is still there. Answer: `Files`.
    Copied(u32),
}

/// Whether pictures are grouped.
#[derive(Clone, Debug, PartialEq)]
pub enum Grouping {
    /// Begin to; with the groups of before.
    Begin(Option<Arc<dupes::Found>>),
    /// Nobody wants to know any more.
    End,
}

impl Call {
    /// Whether the copy of the library on this machine answers it, so that it can be made offline.
    pub fn is_about_copy(&self) -> bool {
        matches!(
            self,
            Self::Audit { .. }
                | Self::Find(_)
                | Self::FindAll(..)
                | Self::Copied(_)
                | Self::Duplicates(_)
                | Self::Members(_)
                | Self::Apart { .. }
                | Self::SafeFolders(_)
        )
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Details of files, or of versions.
    Details(Vec<Details>),
    /// Whether the file was written; else there is one already.
    Written(bool),
    /// What a file holds.
    Text(String),
    /// Paths of files.
    Paths(Vec<String>),
    /// Metadata.
    Metadata(Box<Metadata>),
    /// Calls, the oldest first.
    Records(Vec<CallRecord>),
    /// An export.
    Exported {
        /// How many entries it has.
        rows: usize,
        /// The text, where it goes to the clipboard.
        text: Option<String>,
    },
    /// There is such a file already, and it was left as it is.
    Exists,
    /// Custom metadata fields.
    Fields(Vec<Field>),
    /// One custom metadata field as it is now.
    Field(Box<Field>),
    /// It was done, and there is nothing to say.
    Done,
    /// Tags of a page.
    Tags {
        /// How many files were left out before it.
        skip: usize,
        /// How often each is used there.
        uses: Vec<TagUse>,
        /// How many files are on the page.
        files: usize,
        /// Whether there may be another page.
        more: bool,
    },
    /// Files.
    Files(Vec<File>),
    /// To `Effect::Edit`: the text as the user left it; `None` if it is as it was.
    Edited(Option<String>),
    /// Parameters for uploads.
    UploadParameters(AuthParameters),

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
    /// A folder of the local disk.
    Disk(DiskFolder),
    /// What can be uploaded, and what of it can't be read.
    Gathered(Vec<Candidate>, Vec<String>),
    /// Whether the bytes are the same.
    Same(bool),
    /// Files.
    Targets(Vec<Target>),

    /// Groups of near-duplicates; `None` where there is no copy of the library.
    Duplicates(Option<Arc<dupes::Found>>),
    /// What is known of each of the files; `None` for those that are gone.
    Members(Vec<Option<Details>>),
    /// A plan, or why there is none.
    DupesPlan(Result<Box<Plan>, String>),
    /// What breaks rules.
    Audit(Arc<audit::Found>),
    /// What was found, or what is wrong with the text.
    Finds(Result<Arc<Finds>, query::Error>),
    /// Numbers of files in the copy.
    Rows(Arc<[u32]>),
}
