//! Lists: a filter, an order, a page.
//!
//! The page is first found by keys alone, which the indices answer without touching the rows that
//! are skipped; then the rows of the page are read.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::record::{COLUMNS, file_from, folder_from};
use super::{Item, Result, Store, folders, versions};
use crate::model::{Direction, FolderPath, Sort, SortKey};

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Files, in their current versions.
    Files,
    /// The older versions of files.
    Versions,
    /// Folders.
    Folders,
    /// Files and folders.
    All,
}

/// A list call.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What is listed.
    pub what: What,
    /// Only what is directly in this folder.
    pub folder: Option<FolderPath>,
    /// Only files with any of these tags; empty for no matter.
    pub tags: Vec<String>,
    /// Only pictures, or only what is none.
    pub image: Option<bool>,
    /// Only of this very name.
    pub name: Option<String>,
    /// The order; equals go by age in the library.
    pub sort: Sort,
    /// How many to leave out.
    pub skip: u64,
    /// Most to give.
    pub limit: u32,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            what: What::Files,
            folder: None,
            tags: Vec::new(),
            image: None,
            name: None,
            sort: Sort { key: SortKey::Created, direction: Direction::Ascending },
            skip: 0,
            limit: 1000,
        }
    }
}

#[derive(Clone, Copy)]
enum Table {
    File,
    Folder,
    Version,
}

impl Store {
    /// One page of a list. A folder that doesn't exist is empty.
    pub fn list(&self, query: &Query) -> Result<Vec<Item>> {
        self.read(|db| {
            let folder = match &query.folder {
                None => None,
                Some(path) => match folders::key(db, path)? {
                    None => return Ok(Vec::new()),
                    found => found,
                },
            };
            let keys = page(db, query, folder)?;
            rows(db, &keys)
        })
    }
}

fn page(db: &Connection, query: &Query, folder: Option<i64>) -> Result<Vec<(Table, i64)>> {
    let Some((sql, values)) = page_sql(query, folder) else { return Ok(Vec::new()) };
    let keys = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| {
            let table = match row.get(0)? {
                0 => Table::File,
                1 => Table::Folder,
                _ => Table::Version,
            };
            Ok((table, row.get(2)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(keys)
}

/// The statement that finds the page, and its values; `None` where nothing can match.
fn page_sql(query: &Query, folder: Option<i64>) -> Option<(String, Vec<Value>)> {
    let mut values = Vec::new();
    let arms: Vec<String> = match query.what {
        What::Files => vec![Table::File],
        What::Versions => vec![Table::Version],
        What::Folders => vec![Table::Folder],
        What::All => vec![Table::File, Table::Folder],
    }
    .into_iter()
    .filter(|table| !(matches!(table, Table::Folder) && query.only_files()))
    .map(|table| arm(table, query, folder, &mut values))
    .collect();
    if arms.is_empty() {
        return None;
    }
    let direction = match query.sort.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    values.push(Value::from(query.limit));
    values.push(Value::from(i64::try_from(query.skip).unwrap_or(i64::MAX)));
    let sql = format!(
        "{} ORDER BY 2 {direction}, 3 {direction}, 1 {direction} LIMIT ? OFFSET ?",
        arms.join(" UNION ALL ")
    );
    Some((sql, values))
}

/// How SQLite goes about finding a page, step by step.
#[cfg(test)]
pub(super) fn explain(db: &Connection, query: &Query, folder: Option<i64>) -> Result<Vec<String>> {
    let Some((sql, values)) = page_sql(query, folder) else { return Ok(Vec::new()) };
    let steps = db
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?
        .query_map(params_from_iter(values), |row| row.get(3))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(steps)
}

impl Query {
    /// Whether a filter asks for what folders don't have.
    fn only_files(&self) -> bool {
        !self.tags.is_empty() || self.image.is_some()
    }
}

/// The keys of one table that the filter lets through, with what they are ordered by.
fn arm(table: Table, query: &Query, folder: Option<i64>, values: &mut Vec<Value>) -> String {
    let key = match (query.sort.key, table) {
        (SortKey::Name, Table::Version) => "f.name",
        (SortKey::Name, _) => "s.name",
        (SortKey::Created, _) => "s.created",
        (SortKey::Updated, _) => "s.updated",
        (SortKey::Size | SortKey::Height | SortKey::Width, Table::Folder) => "0",
        (SortKey::Size, _) => "s.size",
        (SortKey::Height, _) => "s.height",
        (SortKey::Width, _) => "s.width",
    };
    let (number, from, parent, name) = match table {
        Table::File => (0, "file AS s", "s.folder", "s.name"),
        Table::Folder => (1, "folder AS s", "s.parent", "s.name"),
        Table::Version => (2, "version AS s JOIN file AS f ON f.id = s.file", "f.folder", "f.name"),
    };
    let mut conditions = Vec::new();
    match folder {
        Some(folder) => {
            conditions.push(format!("{parent} = ?"));
            values.push(folder.into());
        }
        None if number == 1 => conditions.push(format!("{parent} IS NOT NULL")),
        None => {}
    }
    if let Some(wanted) = &query.name {
        conditions.push(format!("{name} = ?"));
        values.push(wanted.clone().into());
    }
    if let Some(image) = query.image {
        conditions.push(if image { "s.kind = 0" } else { "s.kind <> 0" }.into());
    }
    if !query.tags.is_empty() {
        let marks = vec!["?"; query.tags.len()].join(", ");
        conditions.push(match table {
            Table::Version => {
                format!("EXISTS (SELECT 1 FROM json_each(s.tags) WHERE value IN ({marks}))")
            }
            _ => format!(
                "s.id IN (SELECT file FROM file_tag JOIN tag ON tag.id = file_tag.tag WHERE tag.name IN ({marks}))"
            ),
        });
        values.extend(query.tags.iter().cloned().map(Value::from));
    }
    let filter =
        if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    format!("SELECT {number}, {key}, s.id FROM {from}{filter}")
}

fn rows(db: &Connection, keys: &[(Table, i64)]) -> Result<Vec<Item>> {
    let mut paths = HashMap::new();
    let mut files = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM file AS f JOIN file AS s ON s.id = f.id WHERE f.id = ?1"
    ))?;
    let mut all = Vec::with_capacity(keys.len());
    for (table, key) in keys {
        all.push(match table {
            Table::File => {
                Item::File(Box::new(files.query_row([key], |row| {
                    file_from(row, true, |folder| path_once(db, &mut paths, folder))
                })?))
            }
            Table::Version => Item::File(Box::new(versions::by_row(db, *key)?)),
            Table::Folder => Item::Folder(
                db.prepare_cached("SELECT oid, path, created, updated FROM folder WHERE id = ?1")?
                    .query_row([key], folder_from)?,
            ),
        });
    }
    Ok(all)
}

fn path_once(
    db: &Connection,
    paths: &mut HashMap<i64, FolderPath>,
    folder: i64,
) -> rusqlite::Result<FolderPath> {
    if let Some(path) = paths.get(&folder) {
        return Ok(path.clone());
    }
    let path = folders::path(db, folder)?;
    paths.insert(folder, path.clone());
    Ok(path)
}
