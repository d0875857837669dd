//! What panes ask of the library, and what comes back. Plans change the library; these mostly read it.

use crate::model::custom::{Field, FieldChange, NewField};
use crate::model::{AssetId, CallRecord, Details, File, FolderPath, Metadata, TagUse};
use crate::url::auth::AuthParameters;

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
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Details of files, or of versions.
    Details(Vec<Details>),
    /// Paths of files.
    Paths(Vec<String>),
    /// Metadata.
    Metadata(Box<Metadata>),
    /// Calls, the oldest first.
    Records(Vec<CallRecord>),
    /// Custom metadata fields.
    Fields(Vec<Field>),
    /// One custom metadata field as it is now.
    Field(Box<Field>),
    /// It was done, and there is nothing to say.
    Done,
    /// Tags of a page.
    Tags {
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
}
