//! Changes of the catalogue: files come, change and go, all in one transaction.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::ids::Oid;
use super::shape::{self, BETWEEN, Columns, Members, WITHIN};
use super::{changes, meta};
use crate::model::{AssetId, File, FileKind, FolderPath};
use crate::url::encode_path;

/// More shapes than a library has for good reason.
const SHAPES: usize = 20_000;
/// Flags of a file.
pub(super) const PRIVATE: i64 = 1;
pub(super) const PUBLISHED: i64 = 2;
/// The service said which version the file is at.
const VERSIONED: i64 = 4;

/// What the writer knows of the database, as long as no other program writes.
#[derive(Default)]
pub(super) struct Cache {
    shapes: HashMap<String, i64>,
    folders: HashMap<FolderPath, i64>,
}

/// What became of a file that was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    New,
    Changed,
    Same,
}

/// A change under way.
pub(super) struct Edit<'a> {
    pub(super) db: &'a Connection,
    cache: &'a mut Cache,
    base: String,
    next_row: i64,
    pub(super) tally: Tally,
    pub(super) changed: Vec<i64>,
    pub(super) gone: Vec<i64>,
    /// Something else changed.
    pub(super) touched: bool,
}

/// By how much the sums change.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) files: i64,
    pub(super) images: i64,
    pub(super) bytes: i64,
    pub(super) hashed: i64,
    pub(super) unfit: i64,
}

/// A row of `file` but for its number.
#[derive(Debug, PartialEq)]
struct Stored {
    folder: i64,
    name: String,
    kind: i64,
    flags: i64,
    size: i64,
    width: u32,
    height: u32,
    created: i64,
    updated: i64,
    version: Option<Oid>,
    tags: String,
    ai: String,
    shape: i64,
    rest: String,
}

impl<'a> Edit<'a> {
    pub(super) fn begin(db: &'a Connection, cache: &'a mut Cache) -> rusqlite::Result<Self> {
        Ok(Self {
            base: meta::text(db, meta::BASE)?.unwrap_or_default(),
            next_row: meta::number(db, meta::NEXT_ROW)?.unwrap_or(1),
            db,
            cache,
            tally: Tally::default(),
            changed: Vec::new(),
            gone: Vec::new(),
            touched: false,
        })
    }

    /// Writes down what changed in all.
    pub(super) fn finish(self) -> rusqlite::Result<()> {
        let Self { db, mut changed, mut gone, touched, tally, next_row, .. } = self;
        if changed.is_empty() && gone.is_empty() && !touched {
            return Ok(());
        }
        meta::set(db, meta::NEXT_ROW, next_row)?;
        db.prepare_cached(
            "UPDATE tally SET files = files + ?1, images = images + ?2, bytes = bytes + ?3, \
             hashed = hashed + ?4, unfit = unfit + ?5",
        )?
        .execute((tally.files, tally.images, tally.bytes, tally.hashed, tally.unfit))?;
        changes::note(db, &mut changed, &mut gone)
    }

    /// Says where the library delivers, which URLs begin with.
    pub(super) fn set_base(&mut self, base: &str) -> rusqlite::Result<()> {
        let base = base.trim_end_matches('/');
        if base != self.base {
            base.clone_into(&mut self.base);
            meta::set(self.db, meta::BASE, base)?;
        }
        Ok(())
    }

    /// Puts a file in, as `text`, its entry, has it; or brings it up to date.
    pub(super) fn put(&mut self, file: &File, text: &str) -> rusqlite::Result<Put> {
        let stored = self.stored(file, text)?;
        let oid = Oid(file.id.clone());
        if self.insert(&oid, &stored)? {
            return Ok(Put::New);
        }
        self.update(&oid, &stored)
    }

    fn insert(&mut self, oid: &Oid, new: &Stored) -> rusqlite::Result<bool> {
        let row = self.next_row;
        if row > i64::from(u32::MAX) {
            return Err(rusqlite::Error::IntegralValueOutOfRange(0, row));
        }
        let inserted = self
            .db
            .prepare_cached(
                "INSERT INTO file (row, oid, folder, name, kind, flags, size, width, height, created, updated, \
                 version, tags, ai, shape, rest, asked) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 0) \
                 ON CONFLICT (oid) DO NOTHING",
            )?
            .execute(params![
                row, oid, new.folder, new.name, new.kind, new.flags, new.size, new.width, new.height,
                new.created, new.updated, new.version, new.tags, new.ai, new.shape, new.rest
            ])?;
        if inserted == 0 {
            return Ok(false);
        }
        self.next_row += 1;
        self.count(new.kind, new.size, 1);
        self.changed.push(row);
        Ok(true)
    }

    fn update(&mut self, oid: &Oid, new: &Stored) -> rusqlite::Result<Put> {
        let (row, old) = self
            .db
            .prepare_cached(
                "SELECT row, folder, name, kind, flags, size, width, height, created, updated, version, tags, \
                 ai, shape, rest FROM file WHERE oid = ?1",
            )?
            .query_row([oid], |row| Ok((row.get::<_, i64>(0)?, stored_from(row)?)))?;
        if old == *new {
            return Ok(Put::Same);
        }
        if !same_picture(&old, new) {
            self.forget_hash(row)?;
        }
        self.db
            .prepare_cached(
                "UPDATE file SET folder = ?2, name = ?3, kind = ?4, flags = ?5, size = ?6, width = ?7, \
                 height = ?8, created = ?9, updated = ?10, version = ?11, tags = ?12, ai = ?13, shape = ?14, \
                 rest = ?15 WHERE row = ?1",
            )?
            .execute(params![
                row,
                new.folder,
                new.name,
                new.kind,
                new.flags,
                new.size,
                new.width,
                new.height,
                new.created,
                new.updated,
                new.version,
                new.tags,
                new.ai,
                new.shape,
                new.rest
            ])?;
        self.count(old.kind, old.size, -1);
        self.count(new.kind, new.size, 1);
        self.changed.push(row);
        Ok(Put::Changed)
    }

    /// Takes a file out; whether it was there.
    pub(super) fn remove(&mut self, row: i64) -> rusqlite::Result<bool> {
        let found: Option<(i64, i64)> = self
            .db
            .prepare_cached("SELECT kind, size FROM file WHERE row = ?1")?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((kind, size)) = found else { return Ok(false) };
        self.forget_hash(row)?;
        self.db.prepare_cached("DELETE FROM file WHERE row = ?1")?.execute([row])?;
        self.count(kind, size, -1);
        self.gone.push(row);
        Ok(true)
    }

    /// Whether there are files.
    pub(super) fn any_file(&self) -> rusqlite::Result<bool> {
        self.db.prepare_cached("SELECT 1 FROM file")?.exists([])
    }

    /// The row of a file.
    pub(super) fn row(&self, id: &AssetId) -> rusqlite::Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT row FROM file WHERE oid = ?1")?
            .query_row([Oid(id.clone())], |row| row.get(0))
            .optional()
    }

    /// The key of a folder, which is put in where it isn't known.
    pub(super) fn folder_key(&mut self, path: &FolderPath) -> rusqlite::Result<i64> {
        if let Some(key) = self.cache.folders.get(path) {
            return Ok(*key);
        }
        let found = self
            .db
            .prepare_cached("SELECT id FROM folder WHERE path = ?1")?
            .query_row([path.as_str()], |row| row.get(0))
            .optional()?;
        let key = match found {
            Some(key) => key,
            None => {
                self.db
                    .prepare_cached("INSERT INTO folder (path, created, updated) VALUES (?1, 0, 0)")?
                    .execute([path.as_str()])?;
                self.db.last_insert_rowid()
            }
        };
        self.cache.folders.insert(path.clone(), key);
        Ok(key)
    }

    /// After folders got other paths.
    pub(super) fn forget_folders(&mut self) {
        self.cache.folders.clear();
    }

    fn count(&mut self, kind: i64, size: i64, by: i64) {
        self.tally.files += by;
        self.tally.images += if kind == 0 { by } else { 0 };
        self.tally.bytes = self.tally.bytes.saturating_add(size.saturating_mul(by));
    }

    fn stored(&mut self, file: &File, text: &str) -> rusqlite::Result<Stored> {
        let members = Members::read(text).unwrap_or_default();
        let (id, path) = (file.id.to_string(), file.path());
        let info = members.get("versionInfo").and_then(|info| Members::read(info.get()));
        let version = info
            .and_then(|info| serde_json::from_str::<String>(info.get("id")?.get()).ok())
            .filter(|version| !version.is_empty());
        let other = version.clone().filter(|version| *version != id);
        let (tags, ai) = (joined(file), ai_tags(file, &members));
        // What is beyond any file's size is kept as the largest, and as it came in the rest.
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        let columns = Columns {
            id: &id,
            name: &file.name,
            path: &path,
            encoded: &encode_path(&path),
            created: file.created.as_millisecond(),
            updated: file.updated.as_millisecond(),
            size: size.unsigned_abs(),
            width: file.width,
            height: file.height,
            tags: &tags,
            ai_tags: &ai,
            version: other.as_deref().unwrap_or_default(),
            base: &self.base,
        };
        let (shape, rest) = shape::pack(&members, text.len(), &columns, self.cache.shapes.len() < SHAPES);
        let flag = |on: bool, flag: i64| if on { flag } else { 0 };
        Ok(Stored {
            folder: self.folder_key(&file.folder)?,
            name: file.name.to_string(),
            kind: kind_number(file.kind),
            flags: flag(file.private, PRIVATE)
                | flag(file.published, PUBLISHED)
                | flag(version.is_some(), VERSIONED),
            size,
            width: file.width,
            height: file.height,
            created: file.created.as_millisecond(),
            updated: file.updated.as_millisecond(),
            version: other.map(|version| Oid(AssetId::new(&version))),
            shape: self.shape_key(shape)?,
            tags,
            ai,
            rest,
        })
    }

    fn shape_key(&mut self, text: String) -> rusqlite::Result<i64> {
        if let Some(key) = self.cache.shapes.get(&text) {
            return Ok(*key);
        }
        let found = self
            .db
            .prepare_cached("SELECT id FROM shape WHERE text = ?1")?
            .query_row([&text], |row| row.get(0))
            .optional()?;
        let key = match found {
            Some(key) => key,
            None => {
                self.db.prepare_cached("INSERT INTO shape (text) VALUES (?1)")?.execute([&text])?;
                self.db.last_insert_rowid()
            }
        };
        self.cache.shapes.insert(text, key);
        Ok(key)
    }
}

/// From the second column on.
fn stored_from(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        folder: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        flags: row.get(4)?,
        size: row.get(5)?,
        width: row.get(6)?,
        height: row.get(7)?,
        created: row.get(8)?,
        updated: row.get(9)?,
        version: row.get(10)?,
        tags: row.get(11)?,
        ai: row.get(12)?,
        shape: row.get(13)?,
        rest: row.get(14)?,
    })
}

/// Whether the bytes of a file are certainly the same: a version never changes. Where the service says
/// nothing of versions, any change may be one of the bytes.
fn same_picture(old: &Stored, new: &Stored) -> bool {
    let said = old.flags & new.flags & VERSIONED != 0;
    let same = old.version == new.version
        && (old.size, old.width, old.height, old.kind) == (new.size, new.width, new.height, new.kind);
    same && (said || old.updated == new.updated)
}

fn joined(file: &File) -> String {
    let mut text = String::new();
    for tag in file.tags.iter() {
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        text.push_str(tag);
    }
    text
}

fn ai_tags(file: &File, members: &Members<'_>) -> String {
    if file.ai_tags.is_empty() {
        return String::new();
    }
    if let Some(column) = members.get("AITags").and_then(|raw| shape::ai_tags_column(raw.get())) {
        return column;
    }
    let tag =
        |tag: &crate::model::AiTag| format!("{}{WITHIN}{}{WITHIN}{}", tag.name, tag.confidence, tag.source);
    file.ai_tags.iter().map(tag).collect::<Vec<_>>().join(BETWEEN.encode_utf8(&mut [0; 4]))
}

fn kind_number(kind: FileKind) -> i64 {
    match kind {
        FileKind::Image => 0,
        FileKind::Video => 1,
        FileKind::Other => 2,
    }
}

pub(super) fn kind_of(number: i64) -> FileKind {
    match number {
        0 => FileKind::Image,
        1 => FileKind::Video,
        _ => FileKind::Other,
    }
}
