//! A selection as a table for spreadsheets and editors, and back as changes. Pure.

mod cell;
mod diff;

#[cfg(test)]
mod tests;

pub use cell::Column;
pub use diff::{CellDiff, Diff, FileDiff, Problem, TableError, files, plan, read};

use crate::model::Details;
use crate::model::csv::write_row;

/// The columns that say which file a row is about, and when it was last changed.
const ID: &str = "fileId";
const PATH: &str = "path";
const UPDATED: &str = "updatedAt";

/// Files as a table: a row for each, with these columns.
pub fn write(files: &[Details], columns: &[Column]) -> String {
    let mut table = String::new();
    let own = [ID, PATH, UPDATED].map(str::to_owned);
    write_row(&mut table, own.into_iter().chain(columns.iter().map(Column::title)));
    for details in files {
        let file = &details.file;
        let own = [file.id.to_string(), file.path(), file.updated.to_string()];
        write_row(&mut table, own.into_iter().chain(columns.iter().map(|column| column.text(details))));
    }
    table
}
