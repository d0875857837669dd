//! Records and bytes of the local library: SQLite beside a folder of files named by their content.
//!
//! All calls are synchronous; async callers wrap them in `spawn_blocking`. One writer, many readers:
//! a reader never waits for a writer. What a call returned from is on disk.

mod account;
mod blobs;
mod bulk;
mod error;
mod fields;
mod files;
mod folders;
mod ids;
mod jobs;
mod list;
mod purges;
mod record;
mod search;
mod settings;
mod snapshot;
#[cfg(test)]
mod tests;
mod tokens;
mod transfer;
mod usage;
mod versions;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub use account::{AccountItem, ItemKind};
pub use blobs::{Scratch, Sha, Staged};
pub use bulk::{Bulk, Drawn};
pub use error::{OpenError, Refusal, StoreError};
pub use fields::{NewField, SchemaForm};
pub use files::{Changes, Publish, RemoveAiTags};
pub use jobs::{Job, JobKind};
pub use list::{Query, Rank, What};
pub use purges::{Purge, Purged, month};
pub use record::{Blob, Content, Existing, FileRecord, FolderRecord, Item, Labels, Media, NewFile};

pub use usage::{DeliveryKey, Traffic};

use super::clock::Clock;

/// Most versions of a file (imagekit-api.md 8).
pub const MAX_VERSIONS: u32 = 100;
/// Most files, folders and versions that a folder may hold to be copied, moved or deleted (imagekit-api.md 8).
pub const MAX_OBJECTS: u64 = 100_000;
/// Most levels of folders (imagekit-api.md 8).
pub const MAX_DEPTH: usize = 50;
/// Most characters of all tags of a file together (imagekit-api.md 8).
pub const MAX_TAG_CHARS: usize = 500;

/// The format of the database that this program makes.
const FORMAT: i64 = 2;
/// The key of the root folder.
const ROOT: i64 = 1;
/// Kilobytes of the database that a reader keeps. It maps none: all that a large library was ever asked for would be
/// memory of this program then.
const CACHE: i64 = 8 << 10;
/// The file that is there as long as the library is open, and after a crash.
const OPEN: &str = "open";
/// Readers kept open between calls.
const IDLE_READERS: usize = 4;

/// An open library. Clones share it.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    data: PathBuf,
    database: PathBuf,
    blobs: blobs::Blobs,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    ids: ids::Ids,
    clock: Clock,
    /// Held as long as the library is open, so that no other process opens it.
    _lock: File,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Left behind, it only makes the next start look for bytes that nothing needs.
        let _ = fs::remove_file(self.data.join(OPEN));
    }
}

type Result<T, E = StoreError> = std::result::Result<T, E>;

impl Store {
    /// Opens the library in `data`, and makes it when there is none.
    ///
    /// # Errors
    /// [`OpenError`] says what is in the way; nothing has been changed then.
    pub fn open(data: &Path) -> Result<Self, OpenError> {
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |source| OpenError::Unwritable { path, source }
        };
        fs::create_dir_all(data).map_err(unwritable(data))?;
        let lock = lock(data)?;
        let database = data.join("library.db");
        let clock = Clock::default();
        let writer = open_database(data, &database, &clock)?;
        let blobs = blobs::Blobs::open(data).map_err(unwritable(data))?;
        let store = Self(Arc::new(Inner {
            data: data.to_owned(),
            database,
            blobs,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            ids: ids::Ids::new(clock.clone()),
            clock,
            _lock: lock,
        }));
        store.recover().map_err(|error| match error {
            StoreError::Sqlite(source) => OpenError::Unreadable { path: data.to_owned(), source },
            StoreError::Io(source) => unwritable(data)(source),
            error => unwritable(data)(io::Error::other(error)),
        })?;
        Ok(store)
    }

    /// Removes what a crash left over, and marks the library as open until it is closed.
    fn recover(&self) -> Result<()> {
        let mark = self.0.data.join(OPEN);
        if mark.exists() {
            blobs::sweep(&guard(&self.0.writer), &self.0.blobs)?;
            self.tidy()?;
        }
        Ok(fs::write(mark, "")?)
    }

    /// The folder that holds the library.
    pub fn data(&self) -> &Path {
        &self.0.data
    }

    /// The time of the library.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The clock that [`Store::now`] reads.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// A new file in the library's own staging folder, to be written and given to [`Store::stage_file`].
    pub fn scratch(&self) -> Scratch {
        self.0.blobs.scratch()
    }

    /// Brings bytes to disk, to be put in with [`Store::put`].
    pub fn stage(&self, bytes: &[u8]) -> io::Result<Staged> {
        self.0.blobs.stage(bytes)
    }

    /// The same for a file that was written already.
    pub fn stage_file(&self, scratch: Scratch) -> io::Result<Staged> {
        blobs::Blobs::stage_file(scratch)
    }

    /// Opens the bytes of a [`Blob::Stored`].
    pub fn open_bytes(&self, sha: Sha) -> io::Result<File> {
        self.0.blobs.open_bytes(sha)
    }

    /// Runs `f` in a read transaction: one state of the library, whatever is written meanwhile.
    fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = guard(&self.0.readers).pop();
        let db = match idle {
            Some(db) => db,
            None => open_reader(&self.0.database)?,
        };
        let tx = db.unchecked_transaction()?;
        let out = f(&tx);
        tx.finish()?;
        let mut readers = guard(&self.0.readers);
        if readers.len() < IDLE_READERS {
            readers.push(db);
        }
        out
    }

    /// Runs `f` in a write transaction, which is undone when it fails.
    fn write<T>(&self, f: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut db = guard(&self.0.writer);
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let out = f(&tx)?;
        tx.commit()?;
        Ok(out)
    }

    /// Removes the bytes of records that are gone, a few at a time so that others can write.
    pub fn tidy(&self) -> Result<()> {
        while blobs::tidy(&guard(&self.0.writer), &self.0.blobs, 256)? {}
        Ok(())
    }
}

/// A thread that panicked while it held the lock left no half-done change: its transaction is undone.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock(data: &Path) -> Result<File, OpenError> {
    let path = data.join("lock");
    let unwritable = |source| OpenError::Unwritable { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Held { path: data.to_owned() }),
        Err(TryLockError::Error(source)) => Err(unwritable(source)),
    }
}

fn open_database(data: &Path, database: &Path, clock: &Clock) -> Result<Connection, OpenError> {
    let unreadable = |source| OpenError::Unreadable { path: data.to_owned(), source };
    let db = Connection::open(database).map_err(unreadable)?;
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(unreadable)?;
    if found > FORMAT {
        return Err(OpenError::Newer { path: data.to_owned(), found, known: FORMAT });
    }
    prepare_writer(&db, found, clock).map_err(unreadable)?;
    Ok(db)
}

fn prepare_writer(db: &Connection, found: i64, clock: &Clock) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    tune(db)?;
    if found < FORMAT {
        let tx = db.unchecked_transaction()?;
        if found == 0 {
            create(&tx, clock)?;
        }
        tx.execute_batch(include_str!("format2.sql"))?;
        bulk::reindex(&tx)?;
        tx.pragma_update(None, "user_version", FORMAT)?;
        tx.commit()?;
    }
    Ok(())
}

/// A new library in memory, with nothing in it.
fn empty(clock: &Clock) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    prepare_writer(&db, 0, clock)?;
    Ok(db)
}

/// Makes the tables of format 1 and the root folder.
fn create(tx: &Transaction<'_>, clock: &Clock) -> rusqlite::Result<()> {
    tx.execute_batch(include_str!("schema.sql"))?;
    tx.execute(
        "INSERT INTO folder (id, oid, parent, name, path, created, updated) VALUES (?1, ?2, NULL, '', '/', ?3, ?3)",
        (ROOT, ids::Ids::new(clock.clone()).next(), clock.now().as_millisecond()),
    )?;
    Ok(())
}

fn open_reader(database: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(database, flags)?;
    tune(&db)?;
    db.pragma_update(None, "cache_size", -CACHE)?;
    Ok(db)
}

fn tune(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(Duration::from_secs(10))?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.set_prepared_statement_cache_capacity(64);
    search::add_functions(db)
}
