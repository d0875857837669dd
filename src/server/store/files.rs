//! Files: looking up, putting in, changing what is said of them, deleting.

use std::slice;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value};

use super::record::{COLUMNS, STATE, StateValues, ai_tags_json, file_from, tags_json};
use super::{
    Blob, Content, Existing, FileRecord, MAX_TAG_CHARS, MAX_VERSIONS, NewFile, Refusal, Result, Store,
    fields, folders, versions,
};
use crate::model::{AssetId, FolderPath};

/// What [`Store::update`] changes; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// AI tags to take away: these, or all.
    pub remove_ai_tags: Option<RemoveAiTags>,
    /// The new tags.
    pub tags: Option<Vec<String>>,
    /// The new area of interest.
    pub custom_coordinates: Option<Option<String>>,
    /// The new description.
    pub description: Option<Option<String>>,
    /// Custom metadata to set, or to unset where null.
    pub custom: Option<Map<String, Value>>,
    /// Publish or take back.
    pub published: Option<Publish>,
}

/// Which AI tags go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoveAiTags {
    /// All.
    All,
    /// Those of these names.
    Named(Vec<String>),
}

/// A change of `isPublished`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publish {
    /// What it becomes.
    pub published: bool,
    /// Whether the older versions follow.
    pub versions: bool,
}

impl Store {
    /// The current version of a file.
    pub fn file(&self, id: &AssetId) -> Result<Option<FileRecord>> {
        self.read(|db| key(db, id)?.map(|key| current(db, key)).transpose())
    }

    /// The current version of the file at a path.
    pub fn file_at(&self, path: &str) -> Result<Option<FileRecord>> {
        self.read(|db| key_at(db, path)?.map(|key| current(db, key)).transpose())
    }

    /// A version of the file at a path.
    pub fn version_at(&self, path: &str, version: &AssetId) -> Result<Option<FileRecord>> {
        self.read(|db| match key_at(db, path)? {
            Some(key) => versions::find(db, key, version),
            None => Ok(None),
        })
    }

    /// Puts a file in; see [`Store::put_all`].
    pub fn put(&self, file: NewFile, existing: Existing) -> Result<FileRecord> {
        self.write(|tx| {
            let record = self.put_one(tx, &file, existing)?;
            self.adopt(slice::from_ref(&file))?;
            Ok(record)
        })
    }

    /// Puts files in, all or none. The bytes are adopted; a file whose name is taken becomes a new version.
    ///
    /// # Errors
    /// [`Refusal::Taken`] where `existing` is [`Existing::Refuse`]; [`Refusal::TooManyVersions`],
    /// [`Refusal::TooDeep`].
    pub fn put_all(&self, files: &[NewFile], existing: Existing) -> Result<Vec<FileRecord>> {
        self.write(|tx| {
            let records: Result<_> = files.iter().map(|file| self.put_one(tx, file, existing)).collect();
            let records = records?;
            self.adopt(files)?;
            Ok(records)
        })
    }

    fn put_one(&self, tx: &Connection, file: &NewFile, existing: Existing) -> Result<FileRecord> {
        let now = self.now();
        let folder = folders::ensure(tx, &self.0.ids, &file.folder, file.created.unwrap_or(now))?;
        let key = match (key_in(tx, folder, &file.name)?, existing) {
            (None, _) => {
                fields::check(tx, &file.labels.custom, &Map::new())?;
                self.insert(tx, folder, file, now)?
            }
            (Some(_), Existing::Refuse) => return Err(Refusal::Taken.into()),
            (Some(key), Existing::Append { keep_tags, keep_ai_tags, keep_custom }) => {
                let mut labels = file.labels.clone();
                let old = current(tx, key)?;
                if keep_tags && labels.tags.is_empty() {
                    labels.tags = old.labels.tags;
                }
                if keep_ai_tags && labels.ai_tags.is_empty() {
                    labels.ai_tags = old.labels.ai_tags;
                }
                let kept = if keep_custom { old.labels.custom.clone() } else { Map::new() };
                fields::check(tx, &labels.custom, &kept)?;
                if keep_custom && labels.custom.is_empty() {
                    labels.custom = old.labels.custom;
                }
                if versions::count(tx, key)? >= MAX_VERSIONS {
                    return Err(Refusal::TooManyVersions.into());
                }
                let number = versions::highest(tx, key)? + 1;
                versions::demote(tx, key)?;
                let blob = blob(&file.content);
                let state =
                    StateValues::new(&file.media, &labels, &blob, old.created, file.updated.unwrap_or(now))?;
                tx.prepare_cached(&format!(
                    "UPDATE file SET (number, vid, {STATE}) = (?2, ?3{}) WHERE id = ?1",
                    ", ?".repeat(18)
                ))?
                .execute(&*state.after(&[&key, &number, &self.0.ids.next()]))?;
                key
            }
        };
        current(tx, key)
    }

    fn insert(&self, tx: &Connection, folder: i64, file: &NewFile, now: Timestamp) -> Result<i64> {
        let blob = blob(&file.content);
        let id = self.0.ids.next();
        let created = file.created.unwrap_or(now);
        let state =
            StateValues::new(&file.media, &file.labels, &blob, created, file.updated.unwrap_or(created))?;
        tx.prepare_cached(&format!(
            "INSERT INTO file (oid, folder, name, vid, number, {STATE}) VALUES (?1, ?2, ?3, ?1, 1{})",
            ", ?".repeat(18)
        ))?
        .execute(&*state.after(&[&id, &folder, &file.name]))?;
        Ok(tx.last_insert_rowid())
    }

    /// Puts the bytes of files whose records are about to be committed in their places.
    fn adopt(&self, files: &[NewFile]) -> Result<()> {
        let staged = files.iter().filter_map(|file| match &file.content {
            Content::Staged(staged) => Some(staged),
            Content::Drawn(_) => None,
        });
        Ok(self.0.blobs.adopt(staged)?)
    }

    /// Changes what is said of a file's current version.
    ///
    /// # Errors
    /// [`Refusal::NoFile`].
    pub fn update(&self, id: &AssetId, changes: &Changes) -> Result<FileRecord> {
        self.write(|tx| {
            let key = key(tx, id)?.ok_or(Refusal::NoFile)?;
            let mut labels = current(tx, key)?.labels;
            match &changes.remove_ai_tags {
                Some(RemoveAiTags::All) => labels.ai_tags.clear(),
                Some(RemoveAiTags::Named(names)) => {
                    labels.ai_tags.retain(|tag| !names.iter().any(|name| **name == *tag.name));
                }
                None => {}
            }
            if let Some(tags) = &changes.tags {
                labels.tags.clone_from(tags);
            }
            if let Some(area) = &changes.custom_coordinates {
                labels.custom_coordinates.clone_from(area);
            }
            if let Some(description) = &changes.description {
                labels.description.clone_from(description);
            }
            if let Some(given) = &changes.custom {
                fields::check(tx, given, &labels.custom)?;
            }
            for (field, value) in changes.custom.iter().flatten() {
                if value.is_null() {
                    labels.custom.remove(field);
                } else {
                    labels.custom.insert(field.clone(), value.clone());
                }
            }
            if let Some(publish) = changes.published {
                labels.published = publish.published;
                if publish.versions {
                    tx.execute(
                        "UPDATE version SET published = ?2 WHERE file = ?1",
                        (key, publish.published),
                    )?;
                }
            }
            write_labels(tx, key, &labels, self.now())?;
            current(tx, key)
        })
    }

    /// Adds tags to files; those that a file has already are kept once. A file whose tags would become
    /// longer than [`MAX_TAG_CHARS`] together stays as it is, and its id is answered.
    ///
    /// # Errors
    /// [`Refusal::Missing`]; [`Refusal::TagsTooLong`] where no file has room.
    pub fn add_tags(&self, ids: &[AssetId], tags: &[String]) -> Result<Vec<AssetId>> {
        let (mut full, mut tagged) = (Vec::new(), false);
        self.each(ids, |id, labels| {
            let mut all = labels.tags.clone();
            all.extend(tags.iter().filter(|tag| !labels.tags.contains(tag)).cloned());
            if all.iter().map(|tag| tag.chars().count()).sum::<usize>() > MAX_TAG_CHARS {
                full.push(id.clone());
            } else {
                labels.tags = all;
                tagged = true;
            }
        })?;
        if tagged { Ok(full) } else { Err(Refusal::TagsTooLong.into()) }
    }

    /// Takes tags from files, all or none; a tag that a file doesn't have is no error.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub fn remove_tags(&self, ids: &[AssetId], tags: &[String]) -> Result<()> {
        self.each(ids, |_, labels| labels.tags.retain(|tag| !tags.contains(tag)))
    }

    /// Takes AI tags from files, all or none; one that a file doesn't have is no error.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub fn remove_ai_tags(&self, ids: &[AssetId], names: &[String]) -> Result<()> {
        self.each(ids, |_, labels| {
            labels.ai_tags.retain(|tag| !names.iter().any(|name| **name == *tag.name));
        })
    }

    fn each(&self, ids: &[AssetId], mut change: impl FnMut(&AssetId, &mut super::Labels)) -> Result<()> {
        self.write(|tx| {
            for key in keys(tx, ids)? {
                let file = current(tx, key)?;
                let mut labels = file.labels.clone();
                change(&file.id, &mut labels);
                if labels != file.labels {
                    write_labels(tx, key, &labels, self.now())?;
                }
            }
            Ok(())
        })
    }

    /// Deletes files with all their versions, all or none.
    ///
    /// # Errors
    /// [`Refusal::Missing`].
    pub fn delete(&self, ids: &[AssetId]) -> Result<()> {
        self.write(|tx| {
            let mut delete = tx.prepare_cached("DELETE FROM file WHERE id = ?1")?;
            for key in keys(tx, ids)? {
                delete.execute([key])?;
            }
            Ok(())
        })?;
        self.tidy()
    }
}

/// Where the bytes of a file will be once they are adopted.
fn blob(content: &Content) -> Blob {
    match content {
        Content::Drawn(seed) => Blob::Drawn(*seed),
        Content::Staged(staged) => Blob::Stored(staged.sha()),
    }
}

/// Reads the current version of a file.
pub(super) fn current(db: &Connection, key: i64) -> Result<FileRecord> {
    let file = db
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM file AS f JOIN file AS s ON s.id = f.id WHERE f.id = ?1"
        ))?
        .query_row([key], |row| file_from(row, true, |folder| folders::path(db, folder)))?;
    Ok(file)
}

/// The key of a file.
pub(super) fn key(db: &Connection, id: &AssetId) -> rusqlite::Result<Option<i64>> {
    let Some(oid) = id.bytes() else { return Ok(None) };
    db.prepare_cached("SELECT id FROM file WHERE oid = ?1")?.query_row([oid], |row| row.get(0)).optional()
}

/// The key of the file of that name in a folder.
pub(super) fn key_in(db: &Connection, folder: i64, name: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT id FROM file WHERE folder = ?1 AND name = ?2")?
        .query_row((folder, name), |row| row.get(0))
        .optional()
}

/// The key of the file at a path.
pub(super) fn key_at(db: &Connection, path: &str) -> rusqlite::Result<Option<i64>> {
    let (folder, name) = FolderPath::split_file(path);
    match folders::key(db, &folder)? {
        Some(folder) => key_in(db, folder, name),
        None => Ok(None),
    }
}

/// The keys of all these files, each once, or the ids that name none.
fn keys(db: &Connection, ids: &[AssetId]) -> Result<Vec<i64>> {
    let (mut keys, mut missing) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in ids {
        match key(db, id)? {
            Some(key) if keys.contains(&key) => {}
            Some(key) => keys.push(key),
            None => missing.push(id.clone()),
        }
    }
    if missing.is_empty() { Ok(keys) } else { Err(Refusal::Missing(missing).into()) }
}

fn write_labels(tx: &Connection, key: i64, labels: &super::Labels, now: Timestamp) -> Result<()> {
    let custom = if labels.custom.is_empty() { None } else { Some(serde_json::to_string(&labels.custom)?) };
    tx.prepare_cached(
        "UPDATE file SET tags = ?2, ai_tags = ?3, area = ?4, description = ?5, custom = ?6, published = ?7, \
         updated = ?8 WHERE id = ?1",
    )?
    .execute((
        key,
        tags_json(&labels.tags)?,
        ai_tags_json(&labels.ai_tags)?,
        &labels.custom_coordinates,
        &labels.description,
        custom,
        labels.published,
        now.as_millisecond(),
    ))?;
    Ok(())
}
