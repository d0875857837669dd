//! The state of a library, kept under a name and brought back: for tests.
//!
//! Records are copied by SQLite itself; bytes never change, so they are kept as further links to the
//! same files. Everything happens under the writer's lock, and readers see one state or the other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, Progress};
use rusqlite::{Connection, MAIN_DB};

use super::blobs::Sha;
use super::{Refusal, Result, Store, guard};

const NO_PROGRESS: Option<fn(Progress)> = None;

impl Store {
    /// Keeps the state as it is now; an earlier one of that name is replaced.
    ///
    /// # Errors
    /// [`Refusal::WrongName`] for anything but 1 to 64 letters, digits, `_` and `-`.
    pub fn snapshot(&self, name: &str) -> Result<()> {
        let kept = self.kept(name)?;
        let making = kept.with_extension("making");
        let db = guard(&self.0.writer);
        remove(&making)?;
        fs::create_dir_all(&making)?;
        db.backup(MAIN_DB, making.join("library.db"), NO_PROGRESS)?;
        for sha in shas(&db)? {
            link(&self.0.blobs.place(sha), &making.join("blobs").join(sha.to_string()))?;
        }
        remove(&kept)?;
        Ok(fs::rename(making, kept)?)
    }

    /// Brings a state back.
    ///
    /// # Errors
    /// [`Refusal::NoSnapshot`], or [`Refusal::WrongName`].
    pub fn restore_snapshot(&self, name: &str) -> Result<()> {
        let kept = self.kept(name)?;
        if !kept.is_dir() {
            return Err(Refusal::NoSnapshot.into());
        }
        self.replace(&Connection::open(kept.join("library.db"))?, |sha| {
            let place = self.0.blobs.place(sha);
            if place.exists() { Ok(()) } else { link(&kept.join("blobs").join(sha.to_string()), &place) }
        })
    }

    /// The names of the states that are kept.
    pub fn snapshots(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        match fs::read_dir(self.0.data.join("snapshots")) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            entries => {
                for entry in entries? {
                    names.extend(entry?.file_name().into_string().ok().filter(|name| is_name(name)));
                }
            }
        }
        names.sort();
        Ok(names)
    }

    /// Makes the library as empty as a new one; its keys and its id stay.
    pub fn clear(&self) -> Result<()> {
        let empty = super::empty(&self.0.clock)?;
        self.read(|db| {
            let mut settings = db.prepare("SELECT name, value FROM setting")?;
            let mut rows = settings.query([])?;
            while let Some(row) = rows.next()? {
                let setting: (String, String) = (row.get(0)?, row.get(1)?);
                empty.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", setting)?;
            }
            Ok(())
        })?;
        self.replace(&empty, |_| Ok(()))
    }

    /// Puts other records in the place of the library's. `provide` has to see to the bytes of each
    /// first; those that no record needs any more go.
    fn replace(&self, records: &Connection, provide: impl Fn(Sha) -> io::Result<()>) -> Result<()> {
        let mut db = guard(&self.0.writer);
        shas(records)?.into_iter().try_for_each(provide)?;
        let old = shas(&db)?;
        Backup::new(records, &mut db)?.run_to_completion(i32::MAX, Duration::ZERO, NO_PROGRESS)?;
        let tx = db.transaction()?;
        for sha in old {
            tx.prepare_cached("INSERT OR IGNORE INTO loose VALUES (?1)")?.execute([sha.0])?;
        }
        tx.commit()?;
        drop(db);
        self.tidy()
    }

    fn kept(&self, name: &str) -> Result<PathBuf> {
        if is_name(name) {
            Ok(self.0.data.join("snapshots").join(name))
        } else {
            Err(Refusal::WrongName.into())
        }
    }
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'))
}

/// The names of all bytes that records need.
fn shas(db: &Connection) -> rusqlite::Result<Vec<Sha>> {
    db.prepare(
        "SELECT sha FROM file WHERE sha IS NOT NULL UNION SELECT sha FROM version WHERE sha IS NOT NULL",
    )?
    .query_map([], |row| row.get(0).map(Sha))?
    .collect()
}

/// One more name for the same bytes, or a copy where the file system has no links.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
