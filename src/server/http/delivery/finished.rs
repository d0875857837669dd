//! Finished pictures: the last ones in memory, many on disk.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::cache::Cache;
use crate::server::shelf::Shelf;
use crate::server::turns::{Turn, Turns};

/// Bytes of finished pictures that are kept on disk.
const ON_DISK: u64 = 256 << 20;
/// Bytes of finished pictures that are kept in memory.
const IN_MEMORY: u64 = 32 << 20;

/// A finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ready {
    pub bytes: Bytes,
    /// `image/jpeg` and the like.
    pub mime: &'static str,
}

/// The pictures that were made, by their names. Equal names, equal bytes.
#[derive(Debug)]
pub(super) struct Finished {
    memory: Mutex<Shelf<String, Ready>>,
    disk: Cache,
    turns: Turns,
}

impl Finished {
    /// With those that an earlier run left in `folder`.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            memory: Mutex::new(Shelf::new(IN_MEMORY)),
            disk: Cache::new(folder, ON_DISK),
            turns: Turns::default(),
        }
    }

    /// Waits for the leave to make a picture, which one request at a time has.
    pub(super) async fn turn(&self, name: &str) -> Turn {
        self.turns.take(name).await
    }

    /// A picture in memory.
    pub(super) fn in_memory(&self, name: &str) -> Option<Ready> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// A picture on disk, which is in memory from now on. Not for an async thread.
    pub(super) fn on_disk(&self, name: &str) -> Option<Ready> {
        let bytes = self.disk.get(name)?;
        let mime = image::guess_format(&bytes).ok()?.to_mime_type();
        Some(self.remember(name, bytes, mime))
    }

    /// Keeps a picture that was made just now. Not for an async thread.
    pub(super) fn put(&self, name: &str, bytes: Vec<u8>, mime: &'static str) -> Ready {
        self.disk.put(name, &bytes);
        self.remember(name, bytes, mime)
    }

    fn remember(&self, name: &str, bytes: Vec<u8>, mime: &'static str) -> Ready {
        let ready = Ready { bytes: bytes.into(), mime };
        let size = ready.bytes.len() as u64;
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.put(name.to_owned(), ready.clone(), size);
        ready
    }
}
