//! Putting in a million drawn files at once.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::ids::Ids;
use super::record::{STATE, StateValues};
use super::{Blob, Labels, Media, Result, Store, folders};
use crate::model::FolderPath;

/// A way to put in many files fast, in one transaction; see [`Store::bulk`].
#[derive(Debug)]
pub struct Bulk<'a> {
    tx: &'a Transaction<'a>,
    ids: &'a Ids,
    words: HashSet<String>,
}

/// A file that is drawn on demand.
#[derive(Clone, Debug)]
pub struct Drawn<'a> {
    /// The key of its folder, from [`Bulk::folder`].
    pub folder: i64,
    /// Its name; no other file of the folder may have it.
    pub name: &'a str,
    /// What it is drawn from.
    pub seed: u64,
    /// What is drawn: the exact size, width and height.
    pub media: &'a Media,
    /// What is said of it.
    pub labels: &'a Labels,
    /// First upload.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
}

impl Bulk<'_> {
    /// The key of the folder at a path, made when it is missing.
    ///
    /// # Errors
    /// [`super::Refusal::TooDeep`].
    pub fn folder(&self, path: &FolderPath, created: Timestamp) -> Result<i64> {
        folders::ensure(self.tx, self.ids, path, created)
    }

    /// Puts in a file.
    pub fn file(&mut self, file: &Drawn<'_>) -> Result<()> {
        let id = self.ids.next();
        let state =
            StateValues::new(file.media, file.labels, &Blob::Drawn(file.seed), file.created, file.updated)?;
        self.tx
            .prepare_cached(&format!(
                "INSERT INTO file (oid, folder, name, vid, number, {STATE}) VALUES (?1, ?2, ?3, ?1, 1{})",
                ", ?".repeat(18)
            ))?
            .execute(&*state.after(&[&id, &file.folder, &file.name]))?;
        for tag in &file.labels.tags {
            if !self.words.contains(tag) {
                self.words.insert(tag.clone());
            }
        }
        Ok(())
    }
}

impl Store {
    /// Lends `f` a fast way to put in files: all of them or, when it fails, none. The indices are
    /// built anew at the end, so this pays for tens of thousands of files and more.
    ///
    /// # Errors
    /// Those of `f`; a name given twice in one folder is [`super::StoreError::Sqlite`].
    pub fn bulk<T>(&self, f: impl FnOnce(&mut Bulk<'_>) -> Result<T>) -> Result<T> {
        self.write(|tx| {
            for (kind, name) in indices(tx)? {
                tx.execute_batch(&format!("DROP {kind} {name}"))?;
            }
            let mut bulk = Bulk { tx, ids: &self.0.ids, words: HashSet::new() };
            let out = f(&mut bulk)?;
            let mut add = tx.prepare_cached("INSERT OR IGNORE INTO tag (name) VALUES (?1)")?;
            for word in &bulk.words {
                add.execute([word])?;
            }
            tx.execute_batch(
                "DELETE FROM file_tag; \
                 INSERT OR IGNORE INTO file_tag (tag, file) SELECT tag.id, file.id \
                 FROM file, json_each(file.tags) AS word JOIN tag ON tag.name = word.value ORDER BY 1, 2;",
            )?;
            tx.execute_batch(include_str!("indices.sql"))?;
            Ok(out)
        })
    }
}

/// What `indices.sql` makes.
fn indices(tx: &Transaction<'_>) -> Result<Vec<(String, String)>> {
    let found = tx
        .prepare(
            "SELECT type, name FROM sqlite_schema WHERE tbl_name = 'file' AND sql IS NOT NULL \
             AND (type = 'index' OR (type = 'trigger' AND name LIKE 'file\\_%tagged' ESCAPE '\\'))",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}
