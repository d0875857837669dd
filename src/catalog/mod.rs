//! The catalogue: a SQLite copy of one library, so that it can be seen at once, searched without the
//! service, and read where there is no network.
//!
//! A [`Catalog`] is one file; clones share it. Its calls block: async callers use `spawn_blocking`.
//! One writer, many readers: a reader never waits. What [`State`] calls complete and up to date is set by
//! [`sync`] alone, in the same transaction as the last of what makes it true.
//!
//! A file is known by its [`Row`], a number that is stable as long as the file exists and never given
//! again. [`Catalog::revision`] grows with every change, and [`Catalog::changed_since`] says what did.

pub mod audit;
mod browse;
mod changes;
mod decisions;
mod edit;
mod error;
mod fields;
pub mod find;
mod folders;
mod hashes;
mod ids;
pub mod index;
mod meta;
mod pending;
mod scan;
mod shape;
pub mod sync;
#[cfg(test)]
mod tests;
mod times;

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

pub use changes::Changes;
pub use error::Error;
pub use fields::{KnownField, learn as learn_fields, vocabulary};
pub use hashes::{Image, Known, Told, Wanted};
pub use scan::{Scanned, Shape};

use edit::{Cache, Edit};

/// A file's number in the catalogue.
pub type Row = u32;

type Result<T, E = Error> = std::result::Result<T, E>;

/// The format of the database that this program makes.
const FORMAT: i64 = 2;
/// What format 2 added to format 1.
const FORMAT_2: &str = "CREATE INDEX file_order ON file (folder, created, updated, size, width, height)";
/// Pages of 4 KB after which what was written is brought to its place. More, and a page that is written many
/// times gets there fewer times; fewer, and the file of what was written is smaller.
const CHECKPOINT: i64 = 16_384;
/// Most bytes of the database that a reader maps into its memory, where they stay after a look at all files.
const MAPPED: i64 = 16 << 20;
/// Readers kept open between calls.
const IDLE_READERS: usize = 4;
/// How long another program's change is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A copy of one library. Clones share it.
#[derive(Clone)]
pub struct Catalog(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    shapes: Mutex<HashMap<i64, Arc<Shape>>>,
}

struct Writer {
    db: Connection,
    cache: Cache,
    /// Grows when another program writes.
    data_version: i64,
}

/// How far the copy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Files in it.
    pub files: u64,
    /// Folders in it, the root not counted.
    pub folders: u64,
    /// Whether it held, at [`State::synced_at`], all that the library had.
    pub complete: bool,
    /// It is as the library was at this time, or newer; `None` as long as it isn't complete.
    pub synced_at: Option<Timestamp>,
    /// Pictures whose pHash is known.
    pub hashed: u64,
    /// Pictures.
    pub images: u64,
    /// Pictures without a pHash that is one.
    pub unfit: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Catalog").field(&self.0.path).finish()
    }
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Catalog {
    /// Opens the catalogue in this file, and makes it where there is none. Only its owner can read it.
    ///
    /// # Errors
    ///
    /// When the file or its folder can't be made, is damaged, or a newer ikt made it.
    pub fn open(path: &Path) -> Result<Self> {
        private_file(path)?;
        let db = Connection::open(path).map_err(Error::sqlite(path))?;
        prepare(&db, path)?;
        let writer = Writer { db, cache: Cache::default(), data_version: -1 };
        Ok(Self(Arc::new(Inner {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            shapes: Mutex::default(),
        })))
    }

    /// Opens the catalogue in this file; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Those of [`Catalog::open`].
    pub fn open_existing(path: &Path) -> Result<Option<Self>> {
        if path.exists() { Self::open(path).map(Some) } else { Ok(None) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// How far the copy is.
    ///
    /// # Errors
    ///
    /// When it can't be read.
    pub fn state(&self) -> Result<State> {
        self.read(|db| {
            let mut state = db
                .prepare_cached("SELECT files, images, bytes, hashed, unfit FROM tally")?
                .query_row([], |row| {
                    let sum = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
                    Ok(State {
                        files: sum(0)?,
                        images: sum(1)?,
                        bytes: sum(2)?,
                        hashed: sum(3)?,
                        unfit: sum(4)?,
                        ..State::default()
                    })
                })?;
            state.folders = db
                .prepare_cached("SELECT count(oid) FROM folder")?
                .query_row([], |row| row.get::<_, i64>(0))?
                .unsigned_abs();
            state.synced_at = meta::number(db, meta::SYNCED)?.map(times::timestamp);
            state.complete = state.synced_at.is_some();
            Ok(state)
        })
    }

    /// Runs `f` in a read transaction: one state of the catalogue, whatever is written meanwhile.
    fn read<T>(&self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let failed = Error::sqlite(&self.0.path);
        let idle = guard(&self.0.readers).pop();
        let db = match idle {
            Some(db) => db,
            None => open_reader(&self.0.path).map_err(&failed)?,
        };
        let tx = db.unchecked_transaction().map_err(&failed)?;
        let out = f(&tx).map_err(&failed)?;
        tx.finish().map_err(&failed)?;
        let mut readers = guard(&self.0.readers);
        if readers.len() < IDLE_READERS {
            readers.push(db);
        }
        Ok(out)
    }

    /// Runs `f` in a write transaction, which is undone when it fails.
    fn write<T>(&self, f: impl FnOnce(&mut Edit<'_>) -> rusqlite::Result<T>) -> Result<T> {
        let mut writer = guard(&self.0.writer);
        let done = writer.run(f);
        if done.is_err() {
            // What it knows may have been undone.
            writer.cache = Cache::default();
        }
        done.map_err(|error| match error {
            rusqlite::Error::IntegralValueOutOfRange(..) => Error::Full { path: self.0.path.clone() },
            error => Error::sqlite(&self.0.path)(error),
        })
    }

    /// The shape of this number, read once.
    fn shape(&self, db: &Connection, id: i64) -> rusqlite::Result<Arc<Shape>> {
        if let Some(shape) = guard(&self.0.shapes).get(&id) {
            return Ok(Arc::clone(shape));
        }
        let text: String =
            db.prepare_cached("SELECT text FROM shape WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
        let shape = Arc::new(Shape::new(text));
        guard(&self.0.shapes).insert(id, Arc::clone(&shape));
        Ok(shape)
    }
}

impl Writer {
    fn run<T>(&mut self, f: impl FnOnce(&mut Edit<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let data_version = tx.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if data_version != self.data_version {
            (self.cache, self.data_version) = (Cache::default(), data_version);
        }
        let mut edit = Edit::begin(&tx, &mut self.cache)?;
        let out = f(&mut edit)?;
        edit.finish()?;
        tx.commit()?;
        Ok(out)
    }
}

/// A thread that panicked while it held the lock left no half-done change: its transaction is undone.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the file and its folder, for the owner's eyes alone; SQLite gives its other files the same rights.
fn private_file(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(Error::io(folder))?;
    }
    open_private(path).map(drop).map_err(Error::io(path))
}

fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn prepare(db: &Connection, path: &Path) -> Result<()> {
    let failed = Error::sqlite(path);
    tune(db).map_err(&failed)?;
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&failed)?;
    if found > FORMAT {
        return Err(Error::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    make(db, found).map_err(failed)
}

fn make(db: &Connection, found: i64) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "wal")?;
    // Survives the end of the program at any point; after a power cut the last pages are asked for again.
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "cache_size", -16 * 1024)?;
    db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    db.pragma_update(None, "journal_size_limit", CHECKPOINT * 4096)?;
    if found == FORMAT {
        return Ok(());
    }
    let tx = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    let found: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found < FORMAT {
        tx.execute_batch(if found == 0 { include_str!("schema.sql") } else { FORMAT_2 })?;
        tx.pragma_update(None, "user_version", FORMAT)?;
    }
    tx.commit()
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    tune(&db)?;
    // Read by address and not by copies: a look at all files visits a million rows.
    db.pragma_update(None, "mmap_size", MAPPED)?;
    Ok(db)
}

fn tune(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}
