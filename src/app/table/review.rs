//! What a table changes, line by line.

use crate::ops::table::Diff;

/// A line of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// What can't be taken.
    Problem(usize),
    /// A file.
    File(usize),
    /// A cell of a file.
    Cell(usize, usize),
}

/// The review.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Review {
    pub(super) diff: Diff,
    /// Why the text is no table of files at all.
    pub(super) unreadable: Option<String>,
    /// Its lines: problems first.
    pub(super) lines: Vec<Line>,
    /// Cells that change.
    pub(super) cells: usize,
    /// Whether files that somebody changed meanwhile are changed too.
    pub(super) conflicts: bool,
}

impl Review {
    pub(super) fn new(diff: Diff) -> Self {
        let mut lines: Vec<Line> = (0..diff.problems.len()).map(Line::Problem).collect();
        // What needs a look comes first; the sort is stable and keeps the rest in order.
        let mut order: Vec<usize> = (0..diff.files.len()).collect();
        order.sort_by_key(|at| diff.files.get(*at).is_some_and(|file| !file.conflict));
        let mut cells = 0;
        for at in order {
            let own = diff.files.get(at).map(|file| file.cells.len()).unwrap_or_default();
            lines.push(Line::File(at));
            lines.extend((0..own).map(|cell| Line::Cell(at, cell)));
            cells += own;
        }
        Self { diff, lines, cells, ..Self::default() }
    }

    pub(super) fn unreadable(why: String) -> Self {
        Self { unreadable: Some(why), ..Self::default() }
    }

    /// Files that changed meanwhile.
    pub(super) fn conflicting(&self) -> usize {
        self.diff.files.iter().filter(|file| file.conflict).count()
    }

    /// Why it can't be run.
    pub(super) fn obstacle(&self) -> Option<String> {
        let left = if self.conflicts { 0 } else { self.conflicting() };
        if self.unreadable.is_some() || !self.diff.problems.is_empty() {
            Some("correct what can't be taken first: e edits the table again".to_owned())
        } else if self.diff.files.is_empty() {
            Some("the table changes nothing".to_owned())
        } else if left == self.diff.files.len() {
            Some("all these files changed meanwhile: c changes them all the same".to_owned())
        } else {
            None
        }
    }
}
