//! The bytes of the library: files named by their SHA-256 under `blobs/`.
//!
//! Bytes are first staged: written to a file of their own in `staging/` and brought to disk. They
//! take their place under `blobs/` right before the record that needs them is committed, both under
//! the writer's lock. When a record goes, triggers note its bytes in the table `loose`; the next
//! [`tidy`] removes those that no record needs any more, under the same lock. So a crash at any
//! moment leaves at worst bytes that nothing refers to, never a record without bytes; the next start
//! notices the crash and notes those too ([`sweep`]).

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::StoreError;

/// The SHA-256 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha(pub [u8; 32]);

impl Sha {
    /// Reads what [`fmt::Display`] writes.
    fn parse(text: &str) -> Option<Self> {
        let mut sha = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (at, byte) in sha.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(sha))
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A file of the staging folder that is being written; dropped, it is removed.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Where it is, or is to be made.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone when it has been adopted, or was never made.
        let _ = fs::remove_file(&self.0);
    }
}

/// Bytes that are safely on disk but belong to no record yet; dropped, they are removed.
#[derive(Debug)]
pub struct Staged {
    scratch: Scratch,
    sha: Sha,
    size: u64,
}

impl Staged {
    /// The name of the bytes.
    pub fn sha(&self) -> Sha {
        self.sha
    }

    /// How many bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// The folders that hold the bytes.
#[derive(Debug)]
pub(super) struct Blobs {
    root: PathBuf,
    staging: PathBuf,
    next: AtomicU64,
}

impl Blobs {
    /// Makes the folders and clears what an earlier run left half done.
    pub(super) fn open(data: &Path) -> io::Result<Self> {
        let blobs = Self { root: data.join("blobs"), staging: data.join("staging"), next: AtomicU64::new(0) };
        fs::create_dir_all(&blobs.root)?;
        fs::create_dir_all(&blobs.staging)?;
        for left in fs::read_dir(&blobs.staging)? {
            fs::remove_file(left?.path())?;
        }
        Ok(blobs)
    }

    /// A new name in the staging folder.
    pub(super) fn scratch(&self) -> Scratch {
        Scratch(self.staging.join(self.next.fetch_add(1, Ordering::Relaxed).to_string()))
    }

    /// Brings bytes to disk.
    pub(super) fn stage(&self, bytes: &[u8]) -> io::Result<Staged> {
        let scratch = self.scratch();
        let mut file = File::create_new(scratch.path())?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(Staged { scratch, sha: Sha(Sha256::digest(bytes).into()), size: bytes.len() as u64 })
    }

    /// Takes over a file of the staging folder and brings it to disk.
    pub(super) fn stage_file(scratch: Scratch) -> io::Result<Staged> {
        let mut file = File::open(scratch.path())?;
        file.sync_all()?;
        let mut hasher = Sha256::new();
        let size = io::copy(&mut file, &mut HashWriter(&mut hasher))?;
        Ok(Staged { scratch, sha: Sha(hasher.finalize().into()), size })
    }

    /// Puts staged bytes in their places. Only under the writer's lock.
    pub(super) fn adopt<'a>(&self, all: impl IntoIterator<Item = &'a Staged>) -> io::Result<()> {
        let mut touched = BTreeSet::new();
        for staged in all {
            let place = self.place(staged.sha);
            if place.exists() {
                continue;
            }
            let folder = place.parent().unwrap_or(&self.root);
            if !folder.exists() {
                fs::create_dir(folder)?;
                touched.insert(self.root.clone());
            }
            fs::rename(staged.scratch.path(), &place)?;
            touched.insert(folder.to_owned());
        }
        sync_folders(&touched.into_iter().collect::<Vec<_>>())
    }

    /// Opens bytes for reading.
    pub(super) fn open_bytes(&self, sha: Sha) -> io::Result<File> {
        File::open(self.place(sha))
    }

    /// Where bytes are, or would be.
    pub(super) fn place(&self, sha: Sha) -> PathBuf {
        let name = sha.to_string();
        self.root.join(name.get(..2).unwrap_or_default()).join(name)
    }
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Notes all bytes that no record needs, for [`tidy`] to remove: after a crash.
pub(super) fn sweep(db: &Connection, blobs: &Blobs) -> Result<(), StoreError> {
    let tx = db.unchecked_transaction()?;
    for folder in fs::read_dir(&blobs.root)? {
        for file in fs::read_dir(folder?.path())? {
            let Some(sha) = file?.file_name().to_str().and_then(Sha::parse) else { continue };
            if !needed(&tx, &sha.0)? {
                tx.prepare_cached("INSERT OR IGNORE INTO loose VALUES (?1)")?.execute([sha.0])?;
            }
        }
    }
    Ok(tx.commit()?)
}

/// Removes up to `most` loose bytes that no record needs; whether there may be more. Only under the
/// writer's lock.
pub(super) fn tidy(db: &Connection, blobs: &Blobs, most: u32) -> Result<bool, StoreError> {
    let loose: Vec<[u8; 32]> = db
        .prepare_cached("SELECT sha FROM loose LIMIT ?1")?
        .query_map([most], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for sha in &loose {
        if !needed(db, sha)? {
            match fs::remove_file(blobs.place(Sha(*sha))) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e.into()),
                _ => {}
            }
        }
    }
    let mut forget = db.prepare_cached("DELETE FROM loose WHERE sha = ?1")?;
    let tx = db.unchecked_transaction()?;
    for sha in &loose {
        forget.execute([sha])?;
    }
    tx.commit()?;
    Ok(loose.len() == most as usize)
}

fn needed(db: &Connection, sha: &[u8; 32]) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT 1 FROM file WHERE sha = ?1 UNION ALL SELECT 1 FROM version WHERE sha = ?1 LIMIT 1",
    )?
    .query_row([sha], |_| Ok(()))
    .optional()
    .map(|found| found.is_some())
}

/// Makes renames in these folders last; where the system can't, the renames themselves have to do.
/// Several at a time, so that the disk can take them together.
fn sync_folders(folders: &[PathBuf]) -> io::Result<()> {
    const AT_ONCE: usize = 16;
    if !cfg!(unix) {
        return Ok(());
    }
    let sync = |folders: &[PathBuf]| folders.iter().try_for_each(|folder| File::open(folder)?.sync_all());
    match folders.len().div_ceil(AT_ONCE) {
        0 | 1 => sync(folders),
        share => thread::scope(|scope| {
            let workers: Vec<_> = folders.chunks(share).map(|part| scope.spawn(move || sync(part))).collect();
            let died = |_| Err(io::Error::other("a thread that syncs folders died"));
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(died))
        }),
    }
}
