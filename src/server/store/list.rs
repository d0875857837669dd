//! Lists: a filter, an order, a page.
//!
//! The page is first found by keys alone, which the indices answer without touching the rows that
//! are skipped; then the rows of the page are read.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, params_from_iter};

use super::record::{COLUMNS, file_from, folder_from};
use super::search::columns::{Free, Table, View};
use super::search::plan::{Ordered, Way, way};
use super::search::{RELEVANCE, conjuncts, may_match, wanted_words};
use super::{Item, Result, Store, folders, versions};
use crate::model::custom::RESERVED_NAME;
use crate::model::{Direction, FolderPath, Sort, SortKey};
use crate::query::sql::{Columns, Param, Source, Sql, expression};
use crate::query::{self, AssetType};

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

/// Orders that are not those of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// How well the words of `HAS` fit.
    Relevance,
    /// When a picture was taken, as the reserved field of custom metadata has it; else the first upload.
    Original,
}

/// A list call.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What is listed; a search says it itself.
    pub what: What,
    /// Only what is directly in this folder.
    pub folder: Option<FolderPath>,
    /// Only files with any of these tags; empty for no matter.
    pub tags: Vec<String>,
    /// Only pictures, or only what is none.
    pub image: Option<bool>,
    /// Only of this very name.
    pub name: Option<String>,
    /// Only what this holds for.
    pub search: Option<query::Query>,
    /// The order; equals go by age in the library.
    pub sort: Sort,
    /// What the order goes by instead of its key.
    pub rank: Option<Rank>,
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
            search: None,
            sort: Sort { key: SortKey::Created, direction: Direction::Ascending },
            rank: None,
            skip: 0,
            limit: 1000,
        }
    }
}

impl Store {
    /// One page of a list. A folder that doesn't exist is empty.
    pub fn list(&self, query: &Query) -> Result<Vec<Item>> {
        let now = self.now();
        self.read(|db| {
            let folder = match &query.folder {
                None => None,
                Some(path) => match folders::key(db, path)? {
                    None => return Ok(Vec::new()),
                    found => found,
                },
            };
            let way = match &query.search {
                Some(search) => way(db, search, query.ordered(), now)?,
                None => Way::open(),
            };
            let keys = page(db, &Page { query, folder, way, now })?;
            rows(db, &keys)
        })
    }
}

/// A page that is to be found.
pub(super) struct Page<'a> {
    pub(super) query: &'a Query,
    pub(super) folder: Option<i64>,
    pub(super) way: Way,
    pub(super) now: Timestamp,
}

pub(super) fn page(db: &Connection, page: &Page<'_>) -> Result<Vec<(Table, i64)>> {
    let Some(sql) = page.sql() else { return Ok(Vec::new()) };
    let keys = db
        .prepare_cached(&sql.text)?
        .query_map(params_from_iter(&sql.params), |row| {
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

/// How SQLite goes about finding a page, step by step.
#[cfg(test)]
pub(super) fn explain(db: &Connection, page: &Page<'_>) -> Result<Vec<String>> {
    let Some(sql) = page.sql() else { return Ok(Vec::new()) };
    let steps = db
        .prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text))?
        .query_map(params_from_iter(&sql.params), |row| row.get(3))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(steps)
}

impl Query {
    /// Whether a filter asks for what folders don't have.
    fn only_files(&self) -> bool {
        !self.tags.is_empty() || self.image.is_some()
    }

    /// The tables that can have something.
    fn tables(&self) -> Vec<Table> {
        let all = match &self.search {
            Some(search) => [
                (Table::File, AssetType::File),
                (Table::Folder, AssetType::Folder),
                (Table::Version, AssetType::FileVersion),
            ]
            .into_iter()
            .filter(|(_, asset)| may_match(&search.expr, *asset))
            .map(|(table, _)| table)
            .collect(),
            None => match self.what {
                What::Files => vec![Table::File],
                What::Versions => vec![Table::Version],
                What::Folders => vec![Table::Folder],
                What::All => vec![Table::File, Table::Folder],
            },
        };
        all.into_iter().filter(|table| !(*table == Table::Folder && self.only_files())).collect()
    }

    /// The order in the words of the database.
    pub(super) fn ordered(&self) -> Ordered {
        let column = match (self.rank, self.sort.key) {
            (Some(_), _) => None,
            (None, SortKey::Name) => Some("name"),
            (None, SortKey::Created) => Some("created"),
            (None, SortKey::Updated) => Some("updated"),
            (None, SortKey::Size) => Some("size"),
            (None, SortKey::Height) => Some("height"),
            (None, SortKey::Width) => Some("width"),
        };
        let rows = self.skip.saturating_add(u64::from(self.limit));
        Ordered { column, in_folder: self.folder.is_some(), rows }
    }
}

impl Page<'_> {
    /// The statement that finds the page; `None` where nothing can match.
    fn sql(&self) -> Option<Sql> {
        let mut sql = Sql::default();
        for table in self.query.tables() {
            if !sql.text.is_empty() {
                sql.push(" UNION ALL ");
            }
            sql.append(self.arm(table));
        }
        if sql.text.is_empty() {
            return None;
        }
        let direction = match self.query.sort.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        };
        sql.push(&format!(" ORDER BY 2 {direction}, 3 {direction}, 1 {direction}"));
        sql.bind(" LIMIT ", Param::Integer(self.query.limit.into()));
        sql.bind(" OFFSET ", Param::Integer(i64::try_from(self.query.skip).unwrap_or(i64::MAX)));
        Some(sql)
    }

    /// The keys of one table that the filter lets through, with what they are ordered by.
    fn arm(&self, table: Table) -> Sql {
        let number = match table {
            Table::File => 0,
            Table::Folder => 1,
            Table::Version => 2,
        };
        let mut sql = Sql::plain(format!("SELECT {number}, "));
        sql.append(self.key(table));
        sql.push(", s.id FROM ");
        match table {
            Table::File => {
                sql.push("file AS s");
                sql.push(&self.way.indexed);
            }
            Table::Folder => sql.push("folder AS s"),
            Table::Version => sql.push("version AS s JOIN file AS f ON f.id = s.file"),
        }
        let mut before = " WHERE ";
        for condition in self.filters(table).into_iter().chain(self.searched(table)) {
            sql.push(before);
            sql.append(condition);
            before = " AND ";
        }
        sql
    }

    /// What a table is ordered by.
    fn key(&self, table: Table) -> Sql {
        match self.query.rank {
            Some(Rank::Relevance) => return self.relevance(table),
            Some(Rank::Original) if table != Table::Folder => {
                let path = format!("$.{RESERVED_NAME}");
                let mut sql = Sql::default();
                sql.bind("coalesce(CAST(round(unixepoch(s.custom ->> ", Param::Text(path));
                sql.push(", 'subsec') * 1000) AS INTEGER), s.created)");
                return sql;
            }
            Some(Rank::Original) | None => {}
        }
        Sql::plain(match (self.query.sort.key, table) {
            (SortKey::Name, Table::Version) => "f.name",
            (SortKey::Name, _) => "s.name",
            (SortKey::Created, _) => "s.created",
            (SortKey::Updated, _) => "s.updated",
            (SortKey::Size | SortKey::Height | SortKey::Width, Table::Folder) => "0",
            (SortKey::Size, _) => "s.size",
            (SortKey::Height, _) => "s.height",
            (SortKey::Width, _) => "s.width",
        })
    }

    /// How well all words fit that the search asks for.
    fn relevance(&self, table: Table) -> Sql {
        let view = View { table, free: Free::Nothing };
        let mut sql = Sql::plain("0");
        for (condition, words) in self.query.search.iter().flat_map(|search| wanted_words(&search.expr)) {
            if let Source::Value(text) = view.source(condition) {
                sql.push(" + ");
                sql.push(RELEVANCE);
                sql.push("(");
                sql.append(text);
                sql.bind(", ", Param::Text(words.to_owned()));
                sql.push(")");
            }
        }
        sql
    }

    /// The search, part by part.
    fn searched(&self, table: Table) -> Vec<Sql> {
        let Some(search) = &self.query.search else { return Vec::new() };
        let part = |(at, part)| {
            let free = match table {
                Table::File if self.way.lead == Some(at) => Free::All,
                Table::File => self.way.free,
                Table::Folder | Table::Version => Free::All,
            };
            expression(part, &View { table, free }, self.now)
        };
        conjuncts(&search.expr).iter().enumerate().map(part).collect()
    }

    /// The conditions of the other parameters.
    fn filters(&self, table: Table) -> Vec<Sql> {
        let (parent, name) = match table {
            Table::File => ("s.folder", "s.name"),
            Table::Folder => ("s.parent", "s.name"),
            Table::Version => ("f.folder", "f.name"),
        };
        let mut all = Vec::new();
        let is = |column: &str, value: Param| {
            let mut sql = Sql::plain(column);
            sql.bind(" = ", value);
            sql
        };
        match self.folder {
            Some(folder) => all.push(is(parent, Param::Integer(folder))),
            None if table == Table::Folder => all.push(Sql::plain(format!("{parent} IS NOT NULL"))),
            None => {}
        }
        if let Some(wanted) = &self.query.name {
            all.push(is(name, Param::Text(wanted.clone())));
        }
        if let Some(image) = self.query.image {
            all.push(Sql::plain(if image { "s.kind = 0" } else { "s.kind <> 0" }));
        }
        if !self.query.tags.is_empty() {
            all.push(self.tagged(table));
        }
        all
    }

    /// Any of the tags.
    fn tagged(&self, table: Table) -> Sql {
        let values = self.query.tags.iter().cloned().map(query::Value::Text).collect();
        let condition =
            query::Condition { field: query::Field::Tags, test: query::Test::In(values), negated: false };
        expression(&query::Expr::Is(condition), &View { table, free: Free::All }, self.now)
    }
}

pub(super) fn rows(db: &Connection, keys: &[(Table, i64)]) -> Result<Vec<Item>> {
    let mut paths = HashMap::new();
    let mut files =
        db.prepare_cached(&format!("SELECT {} FROM file AS s WHERE s.id = ?1", COLUMNS.replace("f.", "s.")))?;
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
