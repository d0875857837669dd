//! Why the store didn't do what it was asked.

use std::path::PathBuf;

use crate::model::AssetId;
use crate::model::custom::Problems;

/// Why a call on the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The request can't be granted as things are: the caller's matter, nothing was changed.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// SQLite failed: a full disk, a damaged file.
    #[error("the library's database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system failed.
    #[error("the library's files failed: {0}")]
    Io(#[from] std::io::Error),
    /// A record can't be read.
    #[error("a record of the library can't be read: {0}")]
    Json(#[from] serde_json::Error),
}

/// Why a request can't be granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such file.
    #[error("no such file")]
    NoFile,
    /// The file has no such version.
    #[error("no such version")]
    NoVersion,
    /// No such folder.
    #[error("no such folder")]
    NoFolder,
    /// No such job.
    #[error("no such job")]
    NoJob,
    /// No such purge request.
    #[error("no such purge request")]
    NoPurge,
    /// The purge requests of this month are used up.
    #[error("no purge request is left this month")]
    TooManyPurges,
    /// These ids name no files; nothing was changed.
    #[error("{} files don't exist", .0.len())]
    Missing(Vec<AssetId>),
    /// The current version of a file can't be deleted alone.
    #[error("the current version can't be deleted")]
    CurrentVersion,
    /// Something of that name is there already.
    #[error("the name is taken")]
    Taken,
    /// Source and destination are the same.
    #[error("source and destination are the same")]
    SamePlace,
    /// A folder can't go into itself or one below it.
    #[error("a folder can't be put into itself")]
    IntoItself,
    /// The root can't be copied, moved, renamed or deleted.
    #[error("the root of the library stays where it is")]
    Root,
    /// More than [`super::MAX_VERSIONS`] versions would come together.
    #[error("too many versions")]
    TooManyVersions,
    /// More than [`super::MAX_OBJECTS`] files, folders and versions.
    #[error("too many objects")]
    TooManyObjects,
    /// Folders nested deeper than [`super::MAX_DEPTH`].
    #[error("too many levels of folders")]
    TooDeep,
    /// The tags of this file would be longer than [`super::MAX_TAG_CHARS`] together.
    #[error("too many tags")]
    TagsTooLong,
    /// No such origin, URL endpoint, saved extension, named transformation or webhook.
    #[error("the account has no such thing")]
    NoItem,
    /// The account has as many of these as it may have.
    #[error("the account has too many of these")]
    TooManyItems,
    /// A URL endpoint names an origin that there is not.
    #[error("no such origin")]
    NoOrigin,
    /// The default URL endpoint can't go.
    #[error("the default URL endpoint stays")]
    BuiltIn,
    /// Something else of the account refers to it.
    #[error("it is in use")]
    InUse,
    /// There is no such custom metadata field.
    #[error("no such custom metadata field")]
    NoField,
    /// A field, perhaps a deleted one, has this name.
    #[error("the name of the field is taken")]
    FieldNameTaken,
    /// Another field has this label.
    #[error("the label of the field is taken")]
    FieldLabelTaken,
    /// Values that the fields of custom metadata don't take, by field; nothing was changed.
    #[error("the custom metadata is not valid")]
    CustomMetadata(Problems),
    /// The field was deleted.
    #[error("the field was deleted")]
    FieldDeleted,
    /// No state is kept under that name.
    #[error("no such snapshot")]
    NoSnapshot,
    /// A name that a snapshot can't have.
    #[error("a snapshot's name is 1 to 64 letters, digits, _ and -")]
    WrongName,
    /// A job is at work on the folder that is to be read.
    #[error("a job is running on the folder")]
    SourceBusy,
    /// A job is at work on the folder that is to be written.
    #[error("a job is running on the destination")]
    TargetBusy,
}

/// Why a library can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be made or written.
    #[error("can't write to {}: {source}", path.display())]
    Unwritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Another process has it open.
    #[error("the library in {} is open in another process", path.display())]
    Held {
        /// The library's folder.
        path: PathBuf,
    },
    /// A later ikt made it.
    #[error("the library in {} has format {found}; this ikt knows up to {known}", path.display())]
    Newer {
        /// The library's folder.
        path: PathBuf,
        /// The format found.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// It is not a library, or it is damaged.
    #[error("the database in {} can't be opened: {source}", path.display())]
    Unreadable {
        /// The library's folder.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}
