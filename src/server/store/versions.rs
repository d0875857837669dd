//! Older versions: reading, restoring, deleting, and the moves between `file` and `version`.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::record::{COLUMNS, STATE, file_from};
use super::{FileRecord, Refusal, Result, Store, files, folders};
use crate::model::AssetId;

impl Store {
    /// All versions of a file: the current one, then the others from the newest to the oldest.
    ///
    /// # Errors
    /// [`Refusal::NoFile`].
    pub fn versions(&self, id: &AssetId) -> Result<Vec<FileRecord>> {
        self.read(|db| {
            let key = files::key(db, id)?.ok_or(Refusal::NoFile)?;
            let mut all = vec![files::current(db, key)?];
            let older = db
                .prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM version AS s JOIN file AS f ON f.id = s.file WHERE s.file = ?1 \
                     ORDER BY s.number DESC"
                ))?
                .query_map([key], |row| file_from(row, false, |folder| folders::path(db, folder)))?
                .collect::<Result<Vec<_>, _>>()?;
            all.extend(older);
            Ok(all)
        })
    }

    /// One version of a file.
    ///
    /// # Errors
    /// [`Refusal::NoFile`] or [`Refusal::NoVersion`].
    pub fn version(&self, id: &AssetId, version: &AssetId) -> Result<FileRecord> {
        self.read(|db| {
            let key = files::key(db, id)?.ok_or(Refusal::NoFile)?;
            find(db, key, version)?.ok_or_else(|| Refusal::NoVersion.into())
        })
    }

    /// Makes a version the current one; it keeps its id and number.
    ///
    /// # Errors
    /// [`Refusal::NoFile`] or [`Refusal::NoVersion`].
    pub fn restore(&self, id: &AssetId, version: &AssetId) -> Result<FileRecord> {
        self.write(|tx| {
            let key = files::key(tx, id)?.ok_or(Refusal::NoFile)?;
            let current = files::current(tx, key)?;
            if current.version_id == *version {
                return Ok(current);
            }
            let older = older(tx, key, version)?.ok_or(Refusal::NoVersion)?;
            demote(tx, key)?;
            tx.prepare_cached(&format!(
                "UPDATE file SET (number, vid, {STATE}) = (SELECT number, vid, {STATE} FROM version WHERE id = ?2) \
                 WHERE id = ?1"
            ))?
            .execute((key, older))?;
            tx.prepare_cached("DELETE FROM version WHERE id = ?1")?.execute([older])?;
            touch(tx, key, current.created, self.now())?;
            files::current(tx, key)
        })
    }

    /// Deletes an older version.
    ///
    /// # Errors
    /// [`Refusal::NoFile`], [`Refusal::NoVersion`], [`Refusal::CurrentVersion`].
    pub fn delete_version(&self, id: &AssetId, version: &AssetId) -> Result<()> {
        self.write(|tx| {
            let key = files::key(tx, id)?.ok_or(Refusal::NoFile)?;
            if files::current(tx, key)?.version_id == *version {
                return Err(Refusal::CurrentVersion.into());
            }
            let older = older(tx, key, version)?.ok_or(Refusal::NoVersion)?;
            tx.execute("DELETE FROM version WHERE id = ?1", [older])?;
            Ok(())
        })?;
        self.tidy()
    }
}

/// A version of a file by its id, current or older.
pub(super) fn find(db: &Connection, key: i64, version: &AssetId) -> Result<Option<FileRecord>> {
    let current = files::current(db, key)?;
    if current.version_id == *version {
        return Ok(Some(current));
    }
    match older(db, key, version)? {
        Some(row) => by_row(db, row).map(Some),
        None => Ok(None),
    }
}

/// Reads a row of `version`.
pub(super) fn by_row(db: &Connection, row: i64) -> Result<FileRecord> {
    let record = db
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM version AS s JOIN file AS f ON f.id = s.file WHERE s.id = ?1"
        ))?
        .query_row([row], |row| file_from(row, false, |folder| folders::path(db, folder)))?;
    Ok(record)
}

fn older(db: &Connection, key: i64, version: &AssetId) -> rusqlite::Result<Option<i64>> {
    let Some(vid) = version.bytes() else { return Ok(None) };
    db.prepare_cached("SELECT id FROM version WHERE file = ?1 AND vid = ?2")?
        .query_row((key, vid), |row| row.get(0))
        .optional()
}

/// How many versions a file has, the current one among them.
pub(super) fn count(db: &Connection, key: i64) -> rusqlite::Result<u32> {
    db.prepare_cached("SELECT count(*) + 1 FROM version WHERE file = ?1")?.query_row([key], |row| row.get(0))
}

/// The highest number of a file's versions.
pub(super) fn highest(db: &Connection, key: i64) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT max(number, coalesce((SELECT max(number) FROM version WHERE file = ?1), 0)) FROM file WHERE id = ?1",
    )?
    .query_row([key], |row| row.get(0))
}

/// Copies the current version of a file to the older ones, before another takes its place.
pub(super) fn demote(tx: &Connection, key: i64) -> rusqlite::Result<()> {
    tx.prepare_cached(&format!(
        "INSERT INTO version (file, number, vid, {STATE}) SELECT id, number, vid, {STATE} FROM file WHERE id = ?1"
    ))?
    .execute([key])
    .map(drop)
}

/// Sets the dates of a file.
pub(super) fn touch(
    tx: &Connection,
    key: i64,
    created: Timestamp,
    updated: Timestamp,
) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE file SET created = ?2, updated = ?3 WHERE id = ?1")?
        .execute((key, created.as_millisecond(), updated.as_millisecond()))
        .map(drop)
}
