//! What a table changes, cell by cell.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use super::{Column, ID, PATH, UPDATED};
use crate::model::csv::{self, CsvError, Row};
use crate::model::custom::CustomField;
use crate::model::{AssetId, Details, FolderPath};
use crate::ops::plan::{Plan, Step, Target, Update, Verb};

/// Why a text is no table of files.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// Quotes don't match.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// There is no row at all.
    #[error("the table is empty: its first row names the columns, fileId among them")]
    Empty,
    /// Nothing says which file a row is about.
    #[error("the first row names no column {ID}, which says what file a row is about")]
    NoId,
    /// A column that nobody knows.
    #[error(
        "column {number}: `{title}` is no column: they are {ID}, {PATH}, {UPDATED}, tags, description, \
         focus, and cm. with the name of a custom metadata field"
    )]
    Column {
        /// Its number, from 1.
        number: usize,
        /// What its first row says.
        title: String,
    },
    /// A column that is there twice.
    #[error("column {number}: `{title}` is there twice")]
    Twice {
        /// Its number, from 1.
        number: usize,
        /// What its first row says.
        title: String,
    },
}

/// A cell that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellDiff {
    /// What the first row of its column says.
    pub column: String,
    /// What is there now.
    pub old: String,
    /// What it becomes.
    pub new: String,
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq)]
pub struct FileDiff {
    /// The file.
    pub target: Target,
    /// Its cells that change.
    pub cells: Vec<CellDiff>,
    /// The changes, as they are sent.
    pub update: Update,
    /// Whether somebody changed the file since the table was written.
    pub conflict: bool,
}

/// A row or cell that can't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the text, from 1.
    pub line: usize,
    /// The column; empty for the whole row.
    pub column: String,
    /// Whose row it is: a path or an id.
    pub file: String,
    /// What is wrong.
    pub why: String,
}

/// What a table changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// Files that change. A row with a problem changes nothing.
    pub files: Vec<FileDiff>,
    /// What can't be taken.
    pub problems: Vec<Problem>,
    /// How many rows change nothing.
    pub same: usize,
}

/// A table, parsed, with the places of its columns.
struct Table {
    rows: std::vec::IntoIter<Row>,
    width: usize,
    id: usize,
    path: Option<usize>,
    updated: Option<usize>,
    columns: Vec<(usize, String)>,
}

impl Table {
    fn parse(text: &str) -> Result<Self, TableError> {
        let mut rows = csv::read(text)?.into_iter();
        let titles = rows.next().ok_or(TableError::Empty)?.cells;
        let place = |title: &str| titles.iter().position(|own| own.trim() == title);
        let id = place(ID).ok_or(TableError::NoId)?;
        let (path, updated) = (place(PATH), place(UPDATED));
        let mut columns: Vec<(usize, String)> = Vec::new();
        for (at, title) in titles.iter().enumerate() {
            let title = title.trim();
            if [Some(id), path, updated].contains(&Some(at)) {
                continue;
            }
            if columns.iter().any(|(_, own)| own == title) || [ID, PATH, UPDATED].contains(&title) {
                return Err(TableError::Twice { number: at + 1, title: title.to_owned() });
            }
            columns.push((at, title.to_owned()));
        }
        Ok(Self { rows, width: titles.len(), id, path, updated, columns })
    }
}

/// The files that a table speaks of, and the folders that they were in.
///
/// # Errors
///
/// If the text is no table of files.
pub fn files(text: &str) -> Result<Vec<(AssetId, FolderPath)>, TableError> {
    let table = Table::parse(text)?;
    let cell =
        |row: &Row, at: Option<usize>| at.and_then(|at| row.cells.get(at).cloned()).unwrap_or_default();
    let file = |row: Row| {
        let (id, path) = (cell(&row, Some(table.id)), cell(&row, table.path));
        let (folder, _) = FolderPath::split_file(&path);
        (!id.trim().is_empty()).then(|| (AssetId::new(id.trim()), folder))
    };
    Ok(table.rows.filter_map(file).collect())
}

/// What a table changes of the files as they are now, with these fields of custom metadata.
///
/// # Errors
///
/// If the text is no table of files. What is wrong with single rows is in the answer.
pub fn read(text: &str, now: &[Details], fields: &[CustomField]) -> Result<Diff, TableError> {
    let table = Table::parse(text)?;
    let known = Column::all(fields);
    let column = |(at, title): &(usize, String)| {
        let own = known.iter().find(|column| column.title() == *title);
        let missing = || TableError::Column { number: at + 1, title: title.clone() };
        own.map(|column| (*at, column)).ok_or_else(missing)
    };
    let columns = table.columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let by_id = now.iter().map(|details| (&details.file.id, details)).collect();
    let (width, id, updated) = (table.width, table.id, table.updated);
    let mut reader =
        Reader { by_id, columns, width, id, updated, seen: HashMap::new(), diff: Diff::default() };
    for row in table.rows {
        reader.row(&row);
    }
    Ok(reader.diff)
}

struct Reader<'a> {
    by_id: HashMap<&'a AssetId, &'a Details>,
    columns: Vec<(usize, &'a Column)>,
    width: usize,
    id: usize,
    updated: Option<usize>,
    /// The lines of the files seen so far.
    seen: HashMap<&'a AssetId, usize>,
    diff: Diff,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) {
        let id = row.cells.get(self.id).map(|id| id.trim()).unwrap_or_default();
        let wrong = |why: String| Problem { line: row.line, column: String::new(), file: id.to_owned(), why };
        if row.cells.len() != self.width {
            let why = format!("{} cells, and the first row has {}", row.cells.len(), self.width);
            return self.diff.problems.push(wrong(why));
        }
        let Some(details) = self.by_id.get(&AssetId::new(id)).copied() else {
            return self.diff.problems.push(wrong("there is no file of this fileId".to_owned()));
        };
        if let Some(line) = self.seen.insert(&details.file.id, row.line) {
            return self.diff.problems.push(wrong(format!("the file stands in line {line} already")));
        }
        self.file(row, details);
    }

    fn file(&mut self, row: &Row, details: &Details) {
        let (mut update, mut cells) = (Update::default(), Vec::new());
        let before = self.diff.problems.len();
        for (at, column) in &self.columns {
            let text = row.cells.get(*at).map(String::as_str).unwrap_or_default();
            match column.change(text, details, &mut update) {
                Ok(false) => {}
                Ok(true) => cells.push(CellDiff {
                    column: column.title(),
                    old: column.text(details),
                    new: text.to_owned(),
                }),
                Err(why) => self.diff.problems.push(Problem {
                    line: row.line,
                    column: column.title(),
                    file: details.file.path(),
                    why,
                }),
            }
        }
        if self.diff.problems.len() > before {
            return;
        }
        if cells.is_empty() {
            self.diff.same += 1;
            return;
        }
        let written = self.updated.and_then(|at| row.cells.get(at));
        let conflict =
            written.is_some_and(|text| text.trim().parse::<Timestamp>().ok() != Some(details.file.updated));
        let target = Target::file(&details.file);
        self.diff.files.push(FileDiff { target, cells, update, conflict });
    }
}

/// The plan of the changes; files that changed meanwhile are left out unless `conflicts`.
pub fn plan(diff: &Diff, conflicts: bool) -> Plan {
    let files = diff.files.iter().filter(|file| conflicts || !file.conflict);
    let steps: Arc<[Step]> = files
        .map(|file| Step { target: file.target.clone(), verb: Verb::Update(Arc::new(file.update.clone())) })
        .collect();
    let many = if steps.len() == 1 { "" } else { "s" };
    Plan { title: format!("Change {} file{many} as in the table", steps.len()), steps, notes: Vec::new() }
}
