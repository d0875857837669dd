//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use std::path::PathBuf;

use crate::model::{AssetId, CallRecord, Details, File, FolderPath, Metadata};
use crate::ops::build_upload::Candidate;
use crate::ops::{DiskFolder, Source, Target};

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
    /// A folder of the local disk.
    Disk(DiskFolder),
    /// What can be uploaded, and what of it can't be read.
    Gathered(Vec<Candidate>, Vec<String>),
    /// Whether the bytes are the same.
    Same(bool),
    /// Files.
    Targets(Vec<Target>),
}
