//! One sync of a catalogue at a time, in all programs.

use std::fs::{File, TryLockError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::catalog::{Catalog, Error, Result, open_private};

/// A sync that was dropped may still be writing its last page.
const PATIENCE: Duration = Duration::from_secs(2);
const GLANCE: Duration = Duration::from_millis(5);

/// Held as long as a sync is under way; the system gives it back when the program ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) async fn take(catalog: &Catalog) -> Result<Self> {
        let catalog = catalog.clone();
        tokio::task::spawn_blocking(move || lock(&catalog)).await.map_err(|_| Error::Thread)?
    }
}

fn lock(catalog: &Catalog) -> Result<Lock> {
    let mut path = catalog.path().as_os_str().to_owned();
    path.push("-sync");
    let path = std::path::PathBuf::from(path);
    let file = open_private(&path).map_err(Error::io(&path))?;
    let until = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) if Instant::now() < until => sleep(GLANCE),
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: catalog.path().to_owned() }),
            Err(TryLockError::Error(source)) => return Err(Error::io(&path)(source)),
        }
    }
}
