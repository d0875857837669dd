//! Why the catalogue could not be read, written or brought up to date.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::api;
use crate::model::Report;

/// What to do about a file that can't be used.
const ANEW: &str = "Delete it, then `ikt sync` makes it anew; decisions on duplicates are kept in it";

/// Why a call on the catalogue failed.
#[derive(Debug, Error)]
pub enum Error {
    /// The folder or file can't be made or read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// SQLite failed: a full disk, a file that is damaged or no catalogue.
    #[error("{path}: {source}")]
    Sqlite {
        /// The catalogue.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A newer ikt made it.
    #[error("{path} was made by a newer ikt (format {found}, this one knows {known})")]
    Newer {
        /// The catalogue.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Another program brings it up to date.
    #[error("another ikt is bringing {path} up to date")]
    Busy {
        /// The catalogue.
        path: PathBuf,
    },
    /// All numbers of rows are used up.
    #[error("{path} has had more than four thousand million files")]
    Full {
        /// The catalogue.
        path: PathBuf,
    },
    /// A call to the service failed.
    #[error(transparent)]
    Api(#[from] api::Error),
    /// A thread ended before its work.
    #[error("a thread ended before its work was done")]
    Thread,
}

impl Error {
    /// Tells a person what failed (`Could not read the catalogue`), why, and what to do next.
    pub fn report(&self, what: &str) -> Report {
        let next = match self {
            Self::Api(error) => return error.report(what),
            Self::Io { .. } => "Check the folder, its permissions, and the space on the disk",
            Self::Sqlite { source, .. } if is_damaged(source) => ANEW,
            Self::Sqlite { .. } => "Check the space on the disk, and that no other program holds the file",
            Self::Newer { .. } => "Use that newer ikt, or delete the file and run `ikt sync`",
            Self::Busy { .. } => "Wait until it has ended",
            Self::Full { .. } => ANEW,
            Self::Thread => "Try again",
        };
        Report::new(what, self.to_string(), next)
    }

    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    pub(super) fn sqlite(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Sqlite { path: path.clone(), source }
    }
}

fn is_damaged(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}
