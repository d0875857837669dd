//! Folders as the service lists them, and their files where they were moved.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::edit::Edit;
use super::ids::Oid;
use super::pending::rows_below;
use super::times::timestamp;
use super::{Catalog, Result};
use crate::model::{AssetId, Folder, FolderPath};

/// The condition of a folder `d` that it is ?1 or below it: see [`below`].
pub(super) const WITHIN: &str = "(d.path = ?1 OR (d.path > ?2 AND d.path < ?3))";

/// Between which paths all those below a folder lie.
pub(super) fn below(path: &FolderPath) -> (String, String) {
    let inside = path.join("");
    // `0` is the sign after the slash.
    let end = format!("{}0", inside.trim_end_matches('/'));
    (inside, end)
}

impl Catalog {
    /// The folders directly in a folder, by name. Those of which the service said nothing but that files
    /// are in them have an empty id.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn folders(&self, path: &FolderPath) -> Result<Vec<Folder>> {
        self.read(|db| {
            let (from, to) = below(path);
            let mut select = db.prepare_cached(
                "SELECT d.path, d.oid, d.created, d.updated FROM folder AS d \
                 WHERE d.path > ?1 AND d.path < ?2 AND instr(substr(d.path, length(?1) + 1), '/') = 0 \
                 AND (d.oid IS NOT NULL OR EXISTS (SELECT 1 FROM file WHERE folder = d.id)) ORDER BY d.path",
            )?;
            select
                .query_map([&from, &to], |row| {
                    Ok(Folder {
                        path: FolderPath::new(row.get_ref(0)?.as_str()?),
                        id: row.get::<_, Option<Oid>>(1)?.map_or_else(|| AssetId::new(""), |oid| oid.0),
                        created: timestamp(row.get(2)?),
                        updated: timestamp(row.get(3)?),
                    })
                })?
                .collect()
        })
    }

    /// Takes `folders` for all folders of the library. Files of moved ones move with them; these, new and
    /// vanished folders are marked to be listed again. Answers with how many folders changed.
    pub(super) fn set_folders(&self, folders: &[Folder]) -> Result<usize> {
        self.write(|edit| edit.set_folders(folders))
    }
}

impl Edit<'_> {
    fn set_folders(&mut self, folders: &[Folder]) -> rusqlite::Result<usize> {
        let known = self.known_folders()?;
        let listed: HashMap<&AssetId, &Folder> = folders.iter().map(|folder| (&folder.id, folder)).collect();
        let (mut moved, mut vanished) = (Vec::new(), 0_usize);
        for (id, path) in &known {
            match listed.get(id) {
                Some(folder) if folder.path == *path => continue,
                Some(folder) => moved.push((self.rows_in(path)?, &folder.path)),
                None => {
                    vanished = vanished.saturating_add(1);
                    self.lose_folder(path)?;
                }
            }
            self.unlist(id)?;
        }
        // All at once, since two folders may have changed places.
        for (rows, to) in &moved {
            self.carry(rows, to)?;
            self.pend_folder(to)?;
        }
        let mut new = 0_usize;
        for folder in listed.values() {
            let is_new = self.list(folder)? && !known.contains_key(&folder.id);
            // A service may give a folder that it moves another id.
            if is_new && vanished > 0 {
                self.pend_folder(&folder.path)?;
            }
            new = new.saturating_add(usize::from(is_new));
        }
        self.tidy_folders()?;
        Ok(moved.len().saturating_add(vanished).saturating_add(new))
    }

    fn known_folders(&self) -> rusqlite::Result<HashMap<AssetId, FolderPath>> {
        self.db
            .prepare_cached("SELECT oid, path FROM folder WHERE oid IS NOT NULL")?
            .query_map([], |row| Ok((row.get::<_, Oid>(0)?.0, FolderPath::new(row.get_ref(1)?.as_str()?))))?
            .collect()
    }

    /// A folder is no longer where it was: its files have to be looked for.
    fn unlist(&mut self, id: &AssetId) -> rusqlite::Result<()> {
        self.touched = true;
        self.db
            .prepare_cached("UPDATE folder SET oid = NULL WHERE oid = ?1")?
            .execute([Oid(id.clone())])
            .map(drop)
    }

    fn rows_in(&self, path: &FolderPath) -> rusqlite::Result<Vec<i64>> {
        self.db
            .prepare_cached(
                "SELECT f.row FROM folder AS d JOIN file AS f ON f.folder = d.id WHERE d.path = ?1",
            )?
            .query_map([path.as_str()], |row| row.get(0))?
            .collect()
    }

    /// Files are taken along to the new path of their folder.
    fn carry(&mut self, rows: &[i64], to: &FolderPath) -> rusqlite::Result<()> {
        let key = self.folder_key(to)?;
        let mut update = self.db.prepare_cached("UPDATE file SET folder = ?2 WHERE row = ?1")?;
        rows.iter().try_for_each(|row| update.execute((row, key)).map(drop))?;
        self.changed.extend(rows);
        Ok(())
    }

    /// A folder that is listed; whether it is at a new place.
    fn list(&mut self, folder: &Folder) -> rusqlite::Result<bool> {
        let key = self.folder_key(&folder.path)?;
        let (oid, created, updated) =
            (Oid(folder.id.clone()), folder.created.as_millisecond(), folder.updated.as_millisecond());
        let before: Option<Option<Oid>> = self
            .db
            .prepare_cached("SELECT oid FROM folder WHERE id = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        let there = before.flatten().as_ref() == Some(&oid);
        let written = self
            .db
            .prepare_cached(
                "UPDATE folder SET oid = ?2, created = ?3, updated = ?4 \
                 WHERE id = ?1 AND (oid IS NOT ?2 OR created <> ?3 OR updated <> ?4)",
            )?
            .execute((key, oid, created, updated))?;
        self.touched |= written > 0;
        Ok(!there)
    }

    /// Its files may be gone or elsewhere.
    fn lose_folder(&mut self, path: &FolderPath) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO lost_folder VALUES (?1)")?
            .execute([path.as_str()])
            .map(drop)
    }

    /// Folders that are not listed and hold no file go.
    fn tidy_folders(&mut self) -> rusqlite::Result<()> {
        self.db.execute(
            "DELETE FROM folder AS d WHERE d.oid IS NULL AND NOT EXISTS (SELECT 1 FROM file WHERE folder = d.id)",
            [],
        )?;
        self.forget_folders();
        Ok(())
    }

    /// Folders that were deleted with all in them.
    pub(super) fn remove_folders_below(&mut self, path: &FolderPath) -> rusqlite::Result<()> {
        if !rows_below(self.db, path)?.is_empty() {
            return Ok(());
        }
        let (from, to) = below(path);
        let removed = self
            .db
            .execute(&format!("DELETE FROM folder AS d WHERE {WITHIN}"), [path.as_str(), &from, &to])?;
        self.touched |= removed > 0;
        self.forget_folders();
        Ok(())
    }
}

/// The paths of all folders by their keys.
pub(super) fn paths(db: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    db.prepare_cached("SELECT id, path FROM folder")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
