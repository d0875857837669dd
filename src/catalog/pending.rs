//! What has to be read again, and what ikt itself did to the library.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::edit::Edit;
use super::folders::WITHIN;
use super::ids::Oid;
use super::{Catalog, Result};
use crate::model::{AssetId, File, FolderPath};

impl Catalog {
    /// Marks files as changed: the next [`super::sync::refresh`] or [`super::sync::run`] reads them again.
    /// Ids that the catalogue doesn't know are those of new files.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn touch(&self, ids: &[AssetId]) -> Result<()> {
        self.write(|edit| ids.iter().try_for_each(|id| edit.pend_file(id)))
    }

    /// Marks a folder with all below: its files are listed again by the next [`super::sync::refresh`] or
    /// [`super::sync::run`].
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn touch_folder(&self, path: &FolderPath) -> Result<()> {
        self.write(|edit| edit.pend_folder(path))
    }

    /// Takes files out that were deleted.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn gone(&self, ids: &[AssetId]) -> Result<()> {
        self.write(|edit| {
            for id in ids {
                if let Some(row) = edit.row(id)? {
                    edit.remove(row)?;
                }
                edit.settled(id)?;
            }
            Ok(())
        })
    }

    /// Takes a folder out that was deleted with all below.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn gone_below(&self, path: &FolderPath) -> Result<()> {
        self.write(|edit| {
            for row in rows_below(edit.db, path)? {
                edit.remove(row)?;
            }
            edit.remove_folders_below(path)
        })
    }

    /// Compares a folder with `files`, all the files that the service lists directly in it, and marks what
    /// is new, changed or gone to be read again. Answers with how many that are.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read or written.
    pub fn see_folder(&self, path: &FolderPath, files: &[File]) -> Result<usize> {
        let known: HashMap<AssetId, File> = self
            .page(path, crate::model::Sort::BY_NAME, 0, usize::MAX)?
            .into_iter()
            .map(|file| (file.id.clone(), file))
            .collect();
        let listed: HashSet<&AssetId> = files.iter().map(|file| &file.id).collect();
        let missing = known.keys().filter(|id| !listed.contains(*id)).cloned();
        let other =
            files.iter().filter(|file| known.get(&file.id) != Some(*file)).map(|file| file.id.clone());
        let again: Vec<AssetId> = missing.chain(other).collect();
        if !again.is_empty() {
            self.touch(&again)?;
        }
        Ok(again.len())
    }

    /// Files and folders that are to be read again.
    pub(super) fn pending(&self) -> Result<(Vec<AssetId>, Vec<FolderPath>)> {
        self.read(|db| {
            let files = db
                .prepare_cached("SELECT oid FROM pending_file")?
                .query_map([], |row| Ok(row.get::<_, Oid>(0)?.0))?
                .collect::<rusqlite::Result<_>>()?;
            let folders = db
                .prepare_cached("SELECT path FROM pending_folder")?
                .query_map([], |row| Ok(FolderPath::new(row.get_ref(0)?.as_str()?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok((files, folders))
        })
    }
}

impl Edit<'_> {
    /// Marks what is left in folders that are no longer listed; answers with how many files these are.
    pub(super) fn pend_lost(&mut self) -> rusqlite::Result<usize> {
        let marked = self.db.execute(
            "INSERT OR IGNORE INTO pending_file SELECT f.oid FROM lost_folder AS l \
             JOIN folder AS d ON d.path = l.path JOIN file AS f ON f.folder = d.id WHERE d.oid IS NULL",
            [],
        )?;
        self.db.execute("DELETE FROM lost_folder", [])?;
        Ok(marked)
    }

    pub(super) fn pend_file(&mut self, id: &AssetId) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO pending_file VALUES (?1)")?
            .execute([Oid(id.clone())])
            .map(drop)
    }

    pub(super) fn pend_folder(&mut self, path: &FolderPath) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO pending_folder VALUES (?1)")?
            .execute([path.as_str()])
            .map(drop)
    }

    /// A file that was read again.
    pub(super) fn settled(&mut self, id: &AssetId) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("DELETE FROM pending_file WHERE oid = ?1")?
            .execute([Oid(id.clone())])
            .map(drop)
    }

    /// A folder that was listed again.
    pub(super) fn folder_settled(&mut self, path: &FolderPath) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("DELETE FROM pending_folder WHERE path = ?1")?
            .execute([path.as_str()])
            .map(drop)
    }
}

/// The rows of the files in a folder and below.
pub(super) fn rows_below(db: &Connection, path: &FolderPath) -> rusqlite::Result<Vec<i64>> {
    let (from, to) = super::folders::below(path);
    db.prepare_cached(&format!(
        "SELECT f.row FROM folder AS d JOIN file AS f ON f.folder = d.id WHERE {WITHIN}"
    ))?
    .query_map([path.as_str(), &from, &to], |row| row.get(0))?
    .collect()
}
