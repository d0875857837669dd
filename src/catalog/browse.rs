//! Looking into the catalogue: a page of a folder, files by their rows, all that was said of them.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::edit::{PRIVATE, PUBLISHED, kind_of};
use super::ids::Oid;
use super::shape::{BETWEEN, Columns, WITHIN};
use super::times::timestamp;
use super::{Catalog, Result, Row, Shape, meta};
use crate::api::details_of_entry;
use crate::model::{AiTag, AssetId, Details, Direction, File, FolderPath, Sort, SortKey, Tag};
use crate::url::encode_path;

/// What [`Reader::file`] reads.
const COLUMNS: &str = "f.oid, f.name, d.path, f.kind, f.flags, f.size, f.width, f.height, f.created, f.updated, \
                       f.tags, f.ai";
/// What [`entry`] reads besides.
const MORE: &str = "f.version, f.shape, f.rest";

impl Catalog {
    /// Files directly in a folder: at most `limit` after `skip`, in an order in which equals go by their
    /// age in the catalogue.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn page(&self, folder: &FolderPath, sort: Sort, skip: usize, limit: usize) -> Result<Vec<File>> {
        self.read(|db| {
            let key: Option<i64> = db
                .prepare_cached("SELECT id FROM folder WHERE path = ?1")?
                .query_row([folder.as_str()], |row| row.get(0))
                .optional()?;
            let Some(key) = key else { return Ok(Vec::new()) };
            let rows = match order(sort.key) {
                Some(column) => by_number(db, key, column, sort.direction, skip, limit)?,
                None => by_name(db, key, sort.direction, skip, limit)?,
            };
            files(db, &rows)
        })
    }

    /// The files of these rows, in this order; those that are gone are left out.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn files(&self, rows: &[Row]) -> Result<Vec<File>> {
        self.read(|db| files(db, rows))
    }

    /// All that the service said of the files of these rows, in this order; those that are gone are left out.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn details(&self, rows: &[Row]) -> Result<Vec<Details>> {
        let texts = self.entries(rows)?;
        Ok(texts.iter().filter_map(|text| details_of_entry(text)).collect())
    }

    /// The entries of these rows, as JSON.
    pub(super) fn entries(&self, rows: &[Row]) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT {COLUMNS}, {MORE} FROM file AS f JOIN folder AS d ON d.id = f.folder WHERE f.row = ?1"
        );
        self.read(|db| {
            let base = meta::text(db, meta::BASE)?.unwrap_or_default();
            let mut select = db.prepare_cached(&sql)?;
            let found = rows.iter().map(|row| {
                select.query_row([row], |row| entry(row, &base, |id| self.shape(db, id))).optional()
            });
            found.filter_map(rusqlite::Result::transpose).collect()
        })
    }

    /// The row of a file.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn row(&self, id: &AssetId) -> Result<Option<Row>> {
        self.read(|db| row_of(db, id))
    }

    /// The rows of files, in this order; `None` for those that aren't known.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn rows(&self, ids: &[AssetId]) -> Result<Vec<Option<Row>>> {
        self.read(|db| ids.iter().map(|id| row_of(db, id)).collect())
    }
}

/// The column of an order that `file_order` has; `None` for that by names.
fn order(key: SortKey) -> Option<&'static str> {
    match key {
        SortKey::Name => None,
        SortKey::Created => Some("created"),
        SortKey::Updated => Some("updated"),
        SortKey::Size => Some("size"),
        SortKey::Height => Some("height"),
        SortKey::Width => Some("width"),
    }
}

/// A page of a folder in the order of its index of names, in which what is skipped isn't read.
fn by_name(
    db: &Connection,
    folder: i64,
    direction: Direction,
    skip: usize,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let direction = match direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    let sql = format!(
        "SELECT row FROM file WHERE folder = ?1 ORDER BY name {direction}, row {direction} LIMIT ?3 OFFSET ?2"
    );
    db.prepare_cached(&sql)?.query_map((folder, number(skip), number(limit)), |row| row.get(0))?.collect()
}

/// A page of a folder in the order of a column. One index has all these columns and is read without the files;
/// an index for each would cost more than the rest of the catalogue's indices, and to find a page among
/// numbers takes less time than to read them.
fn by_number(
    db: &Connection,
    folder: i64,
    column: &str,
    direction: Direction,
    skip: usize,
    limit: usize,
) -> rusqlite::Result<Vec<Row>> {
    let sql = format!("SELECT {column}, row FROM file INDEXED BY file_order WHERE folder = ?1");
    let mut all = db
        .prepare_cached(&sql)?
        .query_map([folder], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, Row)>>>()?;
    let compare = |a: &(i64, Row), b: &(i64, Row)| match direction {
        Direction::Ascending => a.cmp(b),
        Direction::Descending => b.cmp(a),
    };
    let end = skip.saturating_add(limit).min(all.len());
    if skip >= end {
        return Ok(Vec::new());
    }
    if end < all.len() {
        all.select_nth_unstable_by(end, compare);
        all.truncate(end);
    }
    if skip > 0 {
        all.select_nth_unstable_by(skip, compare);
        all.drain(..skip);
    }
    all.sort_unstable_by(compare);
    Ok(all.into_iter().map(|(_, row)| row).collect())
}

/// The files of these rows, in this order.
fn files(db: &Connection, rows: &[Row]) -> rusqlite::Result<Vec<File>> {
    let sql = format!("SELECT {COLUMNS} FROM file AS f JOIN folder AS d ON d.id = f.folder WHERE f.row = ?1");
    let mut select = db.prepare_cached(&sql)?;
    let mut reader = Reader::default();
    let found = rows.iter().map(|row| select.query_row([row], |row| reader.file(row, 0)).optional());
    found.filter_map(rusqlite::Result::transpose).collect()
}

pub(super) fn row_of(db: &Connection, id: &AssetId) -> rusqlite::Result<Option<Row>> {
    db.prepare_cached("SELECT row FROM file WHERE oid = ?1")?
        .query_row([Oid(id.clone())], |row| row.get(0))
        .optional()
}

/// Makes files of rows, which share what is equal.
#[derive(Default)]
struct Reader {
    folders: HashMap<String, FolderPath>,
    tags: HashMap<String, Arc<[Tag]>>,
}

impl Reader {
    /// The file whose columns begin at `at`.
    fn file(&mut self, row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<File> {
        let flags: i64 = row.get(at + 4)?;
        Ok(File {
            id: row.get::<_, Oid>(at)?.0,
            name: row.get(at + 1)?,
            folder: self.folder(row.get_ref(at + 2)?.as_str()?),
            kind: kind_of(row.get(at + 3)?),
            size: row.get::<_, i64>(at + 5)?.unsigned_abs(),
            width: row.get(at + 6)?,
            height: row.get(at + 7)?,
            created: timestamp(row.get(at + 8)?),
            updated: timestamp(row.get(at + 9)?),
            tags: self.tags(row.get_ref(at + 10)?.as_str()?),
            ai_tags: ai_tags(row.get_ref(at + 11)?.as_str()?),
            private: flags & PRIVATE != 0,
            published: flags & PUBLISHED != 0,
        })
    }

    fn folder(&mut self, path: &str) -> FolderPath {
        if let Some(folder) = self.folders.get(path) {
            return folder.clone();
        }
        let folder = FolderPath::new(path);
        self.folders.insert(path.to_owned(), folder.clone());
        folder
    }

    fn tags(&mut self, column: &str) -> Arc<[Tag]> {
        if column.is_empty() {
            return Arc::default();
        }
        if let Some(tags) = self.tags.get(column) {
            return Arc::clone(tags);
        }
        let tags: Arc<[Tag]> = column.split(BETWEEN).map(Tag::from).collect();
        self.tags.insert(column.to_owned(), Arc::clone(&tags));
        tags
    }
}

fn ai_tags(column: &str) -> Arc<[AiTag]> {
    if column.is_empty() {
        return Arc::default();
    }
    let tag = |text: &str| {
        let mut parts = text.split(WITHIN);
        let mut next = || parts.next().unwrap_or_default();
        let (name, confidence, source) = (next(), next(), next());
        let confidence: f64 = confidence.parse().unwrap_or_default();
        AiTag { name: name.into(), confidence: confidence.clamp(0.0, 100.0) as f32, source: source.into() }
    };
    column.split(BETWEEN).map(tag).collect()
}

/// The entry of a row that was read by [`COLUMNS`] and [`MORE`], as JSON.
fn entry(
    row: &rusqlite::Row<'_>,
    base: &str,
    shape: impl FnOnce(i64) -> rusqlite::Result<Arc<Shape>>,
) -> rusqlite::Result<String> {
    let id = row.get::<_, Oid>(0)?.0.to_string();
    let name = row.get_ref(1)?.as_str()?;
    let path = FolderPath::new(row.get_ref(2)?.as_str()?).join(name);
    let version = row.get::<_, Option<Oid>>(12)?.map(|version| version.0.to_string());
    let columns = Columns {
        id: &id,
        name,
        path: &path,
        encoded: &encode_path(&path),
        created: row.get(8)?,
        updated: row.get(9)?,
        size: row.get::<_, i64>(5)?.unsigned_abs(),
        width: row.get(6)?,
        height: row.get(7)?,
        tags: row.get_ref(10)?.as_str()?,
        ai_tags: row.get_ref(11)?.as_str()?,
        version: version.as_deref().unwrap_or_default(),
        base,
    };
    Ok(shape(row.get(13)?)?.entry(row.get_ref(14)?.as_str()?, &columns))
}
