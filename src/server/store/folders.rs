//! Folders: looking up, making, deleting whole trees.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::ids::Ids;
use super::record::folder_from;
use super::{FolderRecord, MAX_DEPTH, MAX_OBJECTS, Refusal, Result, Store};
use crate::model::FolderPath;

impl Store {
    /// The folder at a path.
    pub fn folder(&self, path: &FolderPath) -> Result<Option<FolderRecord>> {
        self.read(|db| {
            let found = db
                .prepare_cached("SELECT oid, path, created, updated FROM folder WHERE path = ?1")?
                .query_row([path.as_str()], folder_from)
                .optional()?;
            Ok(found)
        })
    }

    /// Makes a folder and those above it; one that is there already is left as it is.
    ///
    /// # Errors
    /// [`Refusal::TooDeep`].
    pub fn create_folder(&self, path: &FolderPath) -> Result<()> {
        self.write(|tx| ensure(tx, &self.0.ids, path, self.now()).map(drop))
    }

    /// Deletes a folder with everything in it.
    ///
    /// # Errors
    /// [`Refusal::NoFolder`], [`Refusal::Root`], [`Refusal::TooManyObjects`], [`Refusal::SourceBusy`].
    pub fn delete_folder(&self, path: &FolderPath) -> Result<()> {
        self.write(|tx| {
            if path.is_root() {
                return Err(Refusal::Root.into());
            }
            key(tx, path)?.ok_or(Refusal::NoFolder)?;
            if super::jobs::busy(tx, path)? {
                return Err(Refusal::SourceBusy.into());
            }
            if objects(tx, path)? > MAX_OBJECTS {
                return Err(Refusal::TooManyObjects.into());
            }
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            let (from, to) = subtree(path);
            tx.execute(&format!("DELETE FROM file WHERE folder IN ({WITHIN})"), [path.as_str(), &from, &to])?;
            tx.execute(
                "DELETE FROM folder WHERE path = ?1 OR (path > ?2 AND path < ?3)",
                [path.as_str(), &from, &to],
            )?;
            Ok(())
        })?;
        self.tidy()
    }
}

/// The keys of a folder and all below it; binds the path and [`subtree`].
pub(super) const WITHIN: &str = "SELECT id FROM folder WHERE path = ?1 OR (path > ?2 AND path < ?3)";

/// The open range of the paths below a folder: `0` comes right after `/`.
pub(super) fn subtree(path: &FolderPath) -> (String, String) {
    let base = if path.is_root() { "" } else { path.as_str() };
    (format!("{base}/"), format!("{base}0"))
}

/// The key of the folder at a path.
pub(super) fn key(db: &Connection, path: &FolderPath) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT id FROM folder WHERE path = ?1")?
        .query_row([path.as_str()], |row| row.get(0))
        .optional()
}

/// The path of a folder.
pub(super) fn path(db: &Connection, key: i64) -> rusqlite::Result<FolderPath> {
    db.prepare_cached("SELECT path FROM folder WHERE id = ?1")?
        .query_row([key], |row| Ok(FolderPath::new(&row.get::<_, String>(0)?)))
}

/// The key of the folder at a path, made with those above it when it is missing.
pub(super) fn ensure(tx: &Connection, ids: &Ids, path: &FolderPath, now: Timestamp) -> Result<i64> {
    if let Some(key) = key(tx, path)? {
        return Ok(key);
    }
    if path.depth() > MAX_DEPTH {
        return Err(Refusal::TooDeep.into());
    }
    let parent = ensure(tx, ids, &path.parent().unwrap_or_else(FolderPath::root), now)?;
    tx.prepare_cached(
        "INSERT INTO folder (oid, parent, name, path, created, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    )?
    .execute((ids.next(), parent, path.name(), path.as_str(), now.as_millisecond()))?;
    Ok(tx.last_insert_rowid())
}

/// How many files, versions and folders a folder holds, at all levels.
pub(super) fn objects(db: &Connection, path: &FolderPath) -> Result<u64> {
    let (from, to) = subtree(path);
    let count: i64 = db.query_row(
        &format!(
            "WITH inside AS MATERIALIZED ({WITHIN}) SELECT (SELECT count(*) - 1 FROM inside) \
             + (SELECT count(*) FROM file WHERE folder IN inside) \
             + (SELECT count(*) FROM version JOIN file ON file.id = version.file WHERE file.folder IN inside)"
        ),
        [path.as_str(), &from, &to],
        |row| row.get(0),
    )?;
    Ok(count.unsigned_abs())
}
