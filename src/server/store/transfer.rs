//! Copying, moving and renaming files; what comes to a taken name is appended to its versions.

use jiff::Timestamp;
use rusqlite::Connection;

use super::ids::Ids;
use super::record::STATE;
use super::{MAX_VERSIONS, Refusal, Result, Store, files, folders, purges, versions};
use crate::model::{AssetId, FolderPath};

/// What new rows are marked with: ids, and the time of the library.
pub(super) struct Stamp<'a> {
    ids: &'a Ids,
    now: Timestamp,
}

impl Store {
    pub(super) fn stamp(&self) -> Stamp<'_> {
        Stamp { ids: &self.0.ids, now: self.now() }
    }

    /// Copies a file into a folder, which is made when it is missing; with its older versions or
    /// without.
    ///
    /// # Errors
    /// [`Refusal::NoFile`], [`Refusal::SamePlace`], [`Refusal::TooManyVersions`], [`Refusal::TooDeep`].
    pub fn copy_file(&self, path: &str, destination: &FolderPath, with_versions: bool) -> Result<()> {
        self.write(|tx| {
            let (file, folder) = self.endpoints(tx, path, destination)?;
            copy(tx, &self.stamp(), file, folder, with_versions)
        })
    }

    /// Moves a file with all its versions into a folder, which is made when it is missing.
    ///
    /// # Errors
    /// As [`Store::copy_file`].
    pub fn move_file(&self, path: &str, destination: &FolderPath) -> Result<()> {
        self.write(|tx| {
            let (file, folder) = self.endpoints(tx, path, destination)?;
            relocate(tx, &self.stamp(), file, folder)
        })
    }

    /// Renames a file in its folder. With `purge` a purge of that URL is noted and its id given.
    ///
    /// # Errors
    /// [`Refusal::NoFile`], [`Refusal::SamePlace`] for its own name, [`Refusal::Taken`].
    pub fn rename_file(&self, path: &str, name: &str, purge: Option<&str>) -> Result<Option<AssetId>> {
        self.write(|tx| {
            let file = files::key_at(tx, path)?.ok_or(Refusal::NoFile)?;
            let (folder, old) = FolderPath::split_file(path);
            if old == name {
                return Err(Refusal::SamePlace.into());
            }
            let folder = folders::key(tx, &folder)?.ok_or(Refusal::NoFile)?;
            if files::key_in(tx, folder, name)?.is_some() {
                return Err(Refusal::Taken.into());
            }
            tx.execute(
                "UPDATE file SET name = ?2, updated = ?3 WHERE id = ?1",
                (file, name, self.now().as_millisecond()),
            )?;
            let Some(url) = purge else { return Ok(None) };
            let id = self.0.ids.next();
            purges::note(tx, id, url)?;
            Ok(Some(AssetId::from_bytes(id)))
        })
    }

    fn endpoints(&self, tx: &Connection, path: &str, destination: &FolderPath) -> Result<(i64, i64)> {
        let file = files::key_at(tx, path)?.ok_or(Refusal::NoFile)?;
        if FolderPath::split_file(path).0 == *destination {
            return Err(Refusal::SamePlace.into());
        }
        Ok((file, folders::ensure(tx, &self.0.ids, destination, self.now())?))
    }
}

/// Copies a file into a folder under its own name.
pub(super) fn copy(
    tx: &Connection,
    stamp: &Stamp<'_>,
    file: i64,
    folder: i64,
    with_versions: bool,
) -> Result<()> {
    let older = if with_versions { older(tx, file)? } else { Vec::new() };
    match files::key_in(tx, folder, &name(tx, file)?)? {
        Some(target) => append(tx, stamp, file, &older, target, true),
        None => {
            let (id, number) = (stamp.ids.next(), older.len() + 1);
            let first = if older.is_empty() { id } else { stamp.ids.next() };
            tx.prepare_cached(&format!(
                "INSERT INTO file (oid, folder, name, number, vid, {STATE}) \
                 SELECT ?2, ?3, name, ?4, ?5, {STATE} FROM file WHERE id = ?1"
            ))?
            .execute((file, id, folder, i64::try_from(number).unwrap_or(i64::MAX), first))?;
            let target = tx.last_insert_rowid();
            for (number, row) in (1..).zip(&older) {
                let vid = if number == 1 { id } else { stamp.ids.next() };
                insert_version(tx, *row, target, number, Some(vid))?;
            }
            versions::touch(tx, target, stamp.now, stamp.now)?;
            Ok(())
        }
    }
}

/// Moves a file with its versions into a folder under its own name.
pub(super) fn relocate(tx: &Connection, stamp: &Stamp<'_>, file: i64, folder: i64) -> Result<()> {
    match files::key_in(tx, folder, &name(tx, file)?)? {
        Some(target) => {
            append(tx, stamp, file, &older(tx, file)?, target, false)?;
            tx.prepare_cached("DELETE FROM file WHERE id = ?1")?.execute([file])?;
        }
        None => {
            tx.prepare_cached("UPDATE file SET folder = ?2, updated = ?3 WHERE id = ?1")?.execute((
                file,
                folder,
                stamp.now.as_millisecond(),
            ))?;
        }
    }
    Ok(())
}

/// Appends a file, the given older versions first, to the versions of `target`.
fn append(
    tx: &Connection,
    stamp: &Stamp<'_>,
    file: i64,
    older: &[i64],
    target: i64,
    fresh: bool,
) -> Result<()> {
    let coming = u32::try_from(older.len()).unwrap_or(u32::MAX).saturating_add(1);
    if versions::count(tx, target)?.saturating_add(coming) > MAX_VERSIONS {
        return Err(Refusal::TooManyVersions.into());
    }
    let created = files::current(tx, target)?.created;
    let highest = versions::highest(tx, target)?;
    versions::demote(tx, target)?;
    for (number, row) in (highest + 1..).zip(older) {
        insert_version(tx, *row, target, number, fresh.then(|| stamp.ids.next()))?;
    }
    tx.prepare_cached(&format!(
        "UPDATE file SET (number, vid, {STATE}) = \
         (SELECT ?3, coalesce(?4, vid), {STATE} FROM file WHERE id = ?2) WHERE id = ?1"
    ))?
    .execute((target, file, highest + coming, fresh.then(|| stamp.ids.next())))?;
    versions::touch(tx, target, created, stamp.now)?;
    Ok(())
}

fn insert_version(
    tx: &Connection,
    row: i64,
    target: i64,
    number: u32,
    vid: Option<[u8; 12]>,
) -> rusqlite::Result<()> {
    tx.prepare_cached(&format!(
        "INSERT INTO version (file, number, vid, {STATE}) \
         SELECT ?2, ?3, coalesce(?4, vid), {STATE} FROM version WHERE id = ?1"
    ))?
    .execute((row, target, number, vid))
    .map(drop)
}

/// The rows of a file's older versions, oldest first.
fn older(tx: &Connection, file: i64) -> rusqlite::Result<Vec<i64>> {
    tx.prepare_cached("SELECT id FROM version WHERE file = ?1 ORDER BY number")?
        .query_map([file], |row| row.get(0))?
        .collect()
}

fn name(tx: &Connection, file: i64) -> rusqlite::Result<String> {
    tx.prepare_cached("SELECT name FROM file WHERE id = ?1")?.query_row([file], |row| row.get(0))
}
