//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use crate::model::custom::Field;
use crate::model::{AssetId, CallRecord, Details, FolderPath, Metadata};

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
    /// The custom metadata fields of the account; with `deleted`, those too that were deleted, marked
    /// as such. Answer: `Fields`.
    Fields {
        /// Whether deleted ones are asked for.
        deleted: bool,
    },
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
    /// Custom metadata fields.
    Fields(Vec<Field>),
    /// To `Effect::Edit`: the text as the user left it; `None` if it is as it was.
    Edited(Option<String>),
}
