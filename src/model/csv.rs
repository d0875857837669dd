//! Tables as text (RFC 4180), for spreadsheets: what is written opens in them without running
//! anything, and what they write is read back as it was.

use std::borrow::Cow;

use thiserror::Error;

/// Put before a table in a file: without it some spreadsheets don't take the text for UTF-8.
pub const BOM: char = '\u{feff}';

/// What may stand between cells; a table is written with the first of them.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the text that it begins in, from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Why a text is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CsvError {
    /// A quoted cell never ends.
    #[error("line {line}: the cell that begins with a quote here never ends: close it with another \"")]
    Open {
        /// Where it begins, from 1.
        line: usize,
    },
    /// Something stands behind a quoted cell.
    #[error(
        "line {line}: there is text between the closing quote of a cell and the next separator: \
             write a quote inside of a cell twice"
    )]
    Behind {
        /// Where, from 1.
        line: usize,
    },
}

/// Adds a row to a table.
///
/// Cells that a spreadsheet would run as a formula get a `'` in front; [`read`] takes it away again.
pub fn write_row<I>(table: &mut String, cells: I)
where
    I: IntoIterator,
    I::Item: AsRef<str>,
{
    let start = table.len();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            table.push(SEPARATORS[0]);
        }
        write_cell(table, &guarded(cell.as_ref()));
    }
    if table.len() == start {
        // An empty line is no row: this is a row of one empty cell.
        table.push_str("\"\"");
    }
    table.push_str("\r\n");
}

fn write_cell(table: &mut String, cell: &str) {
    let plain = |c: char| !SEPARATORS.contains(&c) && !matches!(c, '"' | '\r' | '\n' | BOM);
    if cell.chars().all(plain) && cell.trim() == cell {
        return table.push_str(cell);
    }
    table.push('"');
    table.push_str(&cell.replace('"', "\"\""));
    table.push('"');
}

/// Reads a table. Cells are separated by what separates those of its first row: `,`, `;` or a tab.
/// Empty lines are no rows.
///
/// # Errors
///
/// If quotes don't match; the line is named.
pub fn read(text: &str) -> Result<Vec<Row>, CsvError> {
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let mut reader = Reader { rest: text, line: 1, separator: separator(text) };
    let mut rows = Vec::new();
    while !reader.rest.is_empty() {
        rows.extend(reader.row()?);
    }
    Ok(rows)
}

/// What separates the cells of the first row.
fn separator(text: &str) -> char {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for c in text.trim_start_matches(['\r', '\n']).chars() {
        match c {
            '"' => quoted = !quoted,
            '\r' | '\n' if !quoted => break,
            c if !quoted => {
                for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
                    *count += usize::from(c == separator);
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let at = counts.iter().position(|count| *count == most).unwrap_or_default();
    SEPARATORS.get(at).copied().unwrap_or(',')
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    separator: char,
}

impl Reader<'_> {
    fn row(&mut self) -> Result<Option<Row>, CsvError> {
        let line = self.line;
        let mut cells = Vec::new();
        if self.ends_row() {
            return Ok(None);
        }
        loop {
            cells.push(self.cell()?);
            if self.ends_row() {
                return Ok(Some(Row { line, cells }));
            }
            // What ends a cell but not the row is a separator.
            self.rest = self.rest.strip_prefix(self.separator).unwrap_or(self.rest);
        }
    }

    /// Takes the end of a line, or finds the end of the text.
    fn ends_row(&mut self) -> bool {
        if self.rest.is_empty() {
            return true;
        }
        let ends = ["\r\n", "\n", "\r"];
        match ends.iter().find_map(|end| self.rest.strip_prefix(end)) {
            Some(rest) => {
                self.rest = rest;
                self.line += 1;
                true
            }
            None => false,
        }
    }

    fn cell(&mut self) -> Result<String, CsvError> {
        let cell = match self.rest.strip_prefix('"') {
            Some(rest) => {
                self.rest = rest;
                Cow::Owned(self.quoted()?)
            }
            None => Cow::Borrowed(self.plain()),
        };
        Ok(restored(&cell).to_owned())
    }

    fn plain(&mut self) -> &str {
        let separator = self.separator;
        let end = self.rest.find([separator, '\r', '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell
    }

    fn quoted(&mut self) -> Result<String, CsvError> {
        let open = CsvError::Open { line: self.line };
        let mut cell = String::new();
        loop {
            let (part, rest) = self.rest.split_once('"').ok_or(open)?;
            self.line += lines(part);
            cell.push_str(part);
            self.rest = rest;
            match rest.strip_prefix('"') {
                Some(rest) => {
                    cell.push('"');
                    self.rest = rest;
                }
                None if rest.is_empty() || rest.starts_with([self.separator, '\r', '\n']) => return Ok(cell),
                None => return Err(CsvError::Behind { line: self.line }),
            }
        }
    }
}

fn lines(text: &str) -> usize {
    text.matches('\n').count() + text.matches('\r').count() - text.matches("\r\n").count()
}

/// A cell that no spreadsheet runs.
fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before [`guarded`].
fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Whether spreadsheets take a cell for a formula. Negative numbers are none.
fn is_formula(cell: &str) -> bool {
    match cell.strip_prefix('-') {
        Some(rest) => !rest.starts_with(|c: char| c.is_ascii_digit()) || rest.parse::<f64>().is_err(),
        None => cell.starts_with(['=', '+', '@', '\t', '\r']),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(rows: &[&[&str]]) -> String {
        let mut table = String::new();
        for row in rows {
            write_row(&mut table, *row);
        }
        table
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text).expect("a table").into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        let table = written(&[&["a", "b,c", "say \"hi\""], &["", " x", "1;2"], &[""], &["two\nlines"]]);
        assert_eq!(table, "a,\"b,c\",\"say \"\"hi\"\"\"\r\n,\" x\",\"1;2\"\r\n\"\"\r\n\"two\nlines\"\r\n");
    }

    #[test]
    fn formulas_are_made_harmless_and_come_back() {
        let table = written(&[&["=1+2", "+a", "@x", "-cmd", "-1.5", "'quoted", "'=x", "a=b"]]);
        assert_eq!(table, "'=1+2,'+a,'@x,'-cmd,-1.5,'quoted,''=x,a=b\r\n");
        assert_eq!(cells(&table), [["=1+2", "+a", "@x", "-cmd", "-1.5", "'quoted", "'=x", "a=b"]]);
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        assert_eq!(cells("\u{feff}a;\"b,c,d\"\n1;2\n"), [["a", "b,c,d"], ["1", "2"]]);
        assert_eq!(cells("a\tb\r\n1\t\r\n"), [["a", "b"], ["1", ""]]);
        assert_eq!(cells("a,b\r1,2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(cells("\n\na,\"b;;;\"\n\n1,2\n\n"), [["a", "b;;;"], ["1", "2"]]);
        assert!(cells("").is_empty() && cells("\r\n\r\n").is_empty());
    }

    #[test]
    fn rows_know_their_lines() {
        let rows = read("a\n\"x\r\ny\nz\",1\n\nlast").expect("a table");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 6]);
    }

    #[test]
    fn quotes_that_do_not_match_are_told_with_their_line() {
        assert_eq!(read("a,b\n1,\"2\n3"), Err(CsvError::Open { line: 2 }));
        assert_eq!(read("a\n\"x\n\"y"), Err(CsvError::Behind { line: 3 }));
    }

    proptest! {
        #[test]
        fn tables_come_back(rows in proptest::collection::vec(
            proptest::collection::vec("(?s)[-=+@'\",;a1\\s\u{feff}ä]{0,6}|\\PC{0,6}", 1..5), 1..6,
        )) {
            let mut table = String::new();
            for row in &rows {
                write_row(&mut table, row);
            }
            prop_assert_eq!(cells(&table), rows.clone());
            prop_assert_eq!(cells(&format!("{BOM}{table}")), rows);
        }

        #[test]
        fn nothing_written_is_run(cell in "['=+@-]{1,3}[a-z]{1,3}") {
            let mut table = String::new();
            write_row(&mut table, [&cell]);
            prop_assert!(!table.starts_with(['=', '+', '@', '-']), "{table}");
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(?s)[\",;\r\na1\t]{0,30}") {
            let _ = read(&text);
        }
    }
}
