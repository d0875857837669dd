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
        let ai_tags = file.labels.ai_tags.iter().map(|tag| &*tag.name);
        for tag in file.labels.tags.iter().map(String::as_str).chain(ai_tags) {
            if !self.words.contains(tag) {
                self.words.insert(tag.to_owned());
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
            drop_indices(tx)?;
            let mut bulk = Bulk { tx, ids: &self.0.ids, words: HashSet::new() };
            let out = f(&mut bulk)?;
            let mut add = tx.prepare_cached("INSERT OR IGNORE INTO tag (name) VALUES (?1)")?;
            for word in &bulk.words {
                add.execute([word])?;
            }
            build_indices(tx)?;
            Ok(out)
        })
    }
}

/// Makes what `indices.sql` makes anew, in whatever way an earlier ikt made it.
pub(super) fn reindex(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    drop_indices(tx)?;
    tx.execute_batch("INSERT OR IGNORE INTO tag (name) SELECT DISTINCT word FROM file_word")?;
    build_indices(tx)
}

/// Drops what `indices.sql` makes.
fn drop_indices(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let found = tx
        .prepare(
            "SELECT type, name FROM sqlite_schema WHERE tbl_name = 'file' AND sql IS NOT NULL \
             AND type IN ('index', 'trigger') AND name NOT IN ('file_loose', 'file_replaced')",
        )?
        .query_map([], |row| Ok(format!("DROP {} {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found.iter().try_for_each(|drop| tx.execute_batch(drop))
}

/// Fills the tables that are indices, the tags being known already, and makes the others.
fn build_indices(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute_batch(
        "DELETE FROM file_tag; DELETE FROM file_value; DELETE FROM file_moment;
         INSERT OR IGNORE INTO file_tag (tag, file)
            SELECT tag.id, file FROM file_word CROSS JOIN tag ON tag.name = word ORDER BY 1, 2;
         INSERT OR IGNORE INTO value_field (name) SELECT DISTINCT field FROM file_fact;
         INSERT OR IGNORE INTO file_value (field, value, file)
            SELECT value_field.id, value, file FROM file_fact CROSS JOIN value_field ON value_field.name = field
            ORDER BY 1, 2, 3;
         INSERT OR IGNORE INTO file_moment (field, moment, file)
            SELECT field, CAST(round(unixepoch(value, 'subsec') * 1000) AS INTEGER), file FROM file_value
            WHERE value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
            AND unixepoch(value, 'subsec') IS NOT NULL ORDER BY 1, 2, 3;",
    )?;
    tx.execute_batch(include_str!("indices.sql"))
}
