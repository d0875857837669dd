//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use super::browse::Source;
use crate::model::custom::Field;
use crate::model::{AssetId, CallRecord, Details, Metadata, Sort};
use crate::ops::export::Format;

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
    All(Source, Sort),
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
}
