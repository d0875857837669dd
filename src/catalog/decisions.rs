//! What the user decided; no sync changes it.

use super::ids::Oid;
use super::{Catalog, Result};
use crate::model::{AssetId, FolderPath};

impl Catalog {
    /// Remembers pairs of files that are not duplicates.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn decide_apart(&self, pairs: &[(AssetId, AssetId)]) -> Result<()> {
        self.each_pair(pairs, "INSERT OR IGNORE INTO apart (a, b) VALUES (?1, ?2)")
    }

    /// Forgets that pairs of files are not duplicates.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn forget_apart(&self, pairs: &[(AssetId, AssetId)]) -> Result<()> {
        self.each_pair(pairs, "DELETE FROM apart WHERE a = ?1 AND b = ?2")
    }

    /// Pairs of files that are not duplicates; some of these may not exist any more.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn apart(&self) -> Result<Vec<(AssetId, AssetId)>> {
        self.read(|db| {
            db.prepare_cached("SELECT a, b FROM apart ORDER BY a, b")?
                .query_map([], |row| Ok((row.get::<_, Oid>(0)?.0, row.get::<_, Oid>(1)?.0)))?
                .collect()
        })
    }

    /// Folders whose files are always kept.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn safe_folders(&self) -> Result<Vec<FolderPath>> {
        self.read(|db| {
            db.prepare_cached("SELECT path FROM safe_folder ORDER BY path")?
                .query_map([], |row| Ok(FolderPath::new(row.get_ref(0)?.as_str()?)))?
                .collect()
        })
    }

    /// Says which folders' files are always kept, and no others.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn set_safe_folders(&self, folders: &[FolderPath]) -> Result<()> {
        self.write(|edit| {
            edit.touched = true;
            edit.db.execute("DELETE FROM safe_folder", [])?;
            let mut insert = edit.db.prepare_cached("INSERT OR IGNORE INTO safe_folder VALUES (?1)")?;
            folders.iter().try_for_each(|folder| insert.execute([folder.as_str()]).map(drop))
        })
    }

    fn each_pair(&self, pairs: &[(AssetId, AssetId)], sql: &str) -> Result<()> {
        self.write(|edit| {
            edit.touched = true;
            let mut change = edit.db.prepare_cached(sql)?;
            // A pair has no order.
            let pairs = pairs.iter().filter(|(a, b)| a != b);
            pairs
                .map(|(a, b)| (a.min(b), a.max(b)))
                .try_for_each(|(a, b)| change.execute((Oid(a.clone()), Oid(b.clone()))).map(drop))
        })
    }
}
