//! Other libraries: opened beside the one that is open, and taken in its place.

use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use super::connection::Open;
use crate::api::Client;
use crate::config::Memory;
use crate::model::{Account, Report};

/// A library that was opened.
pub struct Opening {
    /// Where it is, and its keys.
    pub account: Account,
    /// Opens it again, after a failure.
    pub open: Open,
    /// Where fetched pictures are kept on disk; `None` keeps them in memory alone.
    pub cache: Option<PathBuf>,
    /// What its last session left.
    pub memory: Memory,
    /// Where its next session finds what it is to know; `None` forgets it.
    pub memory_file: Option<PathBuf>,
    /// Where runs are written down; `None` keeps no journal.
    pub journal: Option<PathBuf>,
    /// Where the copy of the library is; `None` keeps none.
    pub catalog: Option<PathBuf>,
}

/// Opens a library by its number among the doors.
pub type Enter =
    Arc<dyn Fn(usize) -> Pin<Box<dyn Future<Output = Result<Opening, Report>> + Send>> + Send + Sync>;

/// Libraries that were opened and not yet taken, by their doors. Clones are the same.
#[derive(Clone, Default)]
pub(super) struct Doors(Arc<Mutex<HashMap<usize, (Opening, Client)>>>);

impl Doors {
    /// Opens a library and keeps it until it is taken; its account and what its last session left.
    ///
    /// # Errors
    ///
    /// What kept it from being opened.
    pub(super) async fn open(&self, door: usize, enter: Enter) -> Result<(Account, Box<Memory>), Report> {
        let opening = enter(door).await?;
        let (account, memory) = (opening.account.clone(), Box::new(opening.memory.clone()));
        let client =
            Client::new(account.clone()).map_err(|error| error.report("Could not use the account"))?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(door, (opening, client));
        Ok((account, memory))
    }

    /// Takes a library that was opened.
    pub(super) fn take(&self, door: usize) -> Option<(Opening, Client)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&door)
    }
}
