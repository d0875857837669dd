//! Selecting many rows in steps: no key waits for a folder of 200,000 files.

use wildmatch::WildMatch;

use super::Browse;
use super::list::{Load, Row};
use crate::app::Cx;
use crate::app::effect::Effect;

/// Rows looked at in one step; a few milliseconds at most.
const STEP: usize = 8192;

/// What is done to each row on the way.
#[derive(Clone, Debug, PartialEq)]
pub enum Sweep {
    /// Select it.
    All,
    /// Select it if it is not selected, and the other way round.
    Invert,
    /// Select it, or let go of it, if its name matches the pattern (`*` and `?`).
    Pattern {
        /// The pattern, whatever the case.
        pattern: String,
        /// Select or let go.
        pick: bool,
    },
    /// Select it if it is in this range of rows.
    Range {
        /// The first row.
        from: usize,
        /// The last row.
        to: usize,
    },
}

/// A sweep over the rows, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    sweep: Sweep,
    next: usize,
}

impl Browse {
    /// Begins a sweep, after those that are under way. A range ends at its last row; the others end
    /// when all pages of the folder are in and looked at.
    pub fn sweep(&mut self, sweep: Sweep, cx: &mut Cx) {
        let next = if let Sweep::Range { from, .. } = sweep { from } else { 0 };
        self.scans.push_back(Scan { sweep, next });
        self.advance(cx);
    }

    /// Whether the selection or the filter is still being made up.
    pub fn is_scanning(&self) -> bool {
        !self.scans.is_empty() || self.filter_lags()
    }

    /// The files of all rows, in their order; `None` until all of them are loaded and looked at.
    pub fn all_files(&self) -> Option<impl Iterator<Item = &crate::model::File>> {
        let ready = self.list.load == Load::Complete && !self.is_scanning();
        ready.then(|| {
            (0..self.list.len()).filter_map(|at| match self.list.row(at) {
                Some(Row::File(file)) => Some(file),
                _ => None,
            })
        })
    }

    /// Rows looked at so far by the sweep under way.
    pub fn scanned(&self) -> Option<usize> {
        self.scans.front().map(|scan| scan.next)
    }

    fn filter_lags(&self) -> bool {
        self.list.filter.as_ref().is_some_and(|filter| filter.lags(&self.list.files))
    }

    /// Does one step of what is under way, and asks for another if there is more to do.
    pub fn advance(&mut self, cx: &mut Cx) {
        if let Some(filter) = &mut self.list.filter {
            filter.advance(&self.list.files, STEP);
        }
        if self.filter_lags() {
            return cx.push(Effect::Continue);
        }
        self.list.settle();
        while let Some(mut scan) = self.scans.pop_front() {
            if self.list.is_known_only() && !matches!(scan.sweep, Sweep::Range { .. }) {
                // The library's own rows are on their way: they may be others.
                self.scans.push_front(scan);
                self.list.fill = true;
                return;
            }
            let end = self.step(&mut scan);
            let waits = scan.next >= self.list.len() && !end;
            if !end {
                self.scans.push_front(scan);
            }
            if waits {
                self.list.fill = true;
                return self.list.ask(cx);
            }
            if !end {
                return cx.push(Effect::Continue);
            }
        }
    }

    /// Does one step of a scan. Whether the scan is at its end.
    fn step(&mut self, scan: &mut Scan) -> bool {
        let rows = self.list.len();
        let (last, bounded) = match scan.sweep {
            Sweep::Range { to, .. } => (rows.min(to + 1), true),
            _ => (rows, false),
        };
        let stop = last.min(scan.next + STEP);
        let matcher = match &scan.sweep {
            Sweep::Pattern { pattern, .. } => Some(WildMatch::new_case_insensitive(pattern)),
            _ => None,
        };
        for index in scan.next..stop {
            let Some(row) = self.list.row(index) else { break };
            match &scan.sweep {
                Sweep::All | Sweep::Range { .. } => pick(&mut self.selection, row, true),
                Sweep::Invert => {
                    let now = self.selection.contains(row.id());
                    pick(&mut self.selection, row, !now);
                }
                Sweep::Pattern { pick: on, .. } => {
                    if matcher.as_ref().is_some_and(|m| m.matches(row.name())) {
                        pick(&mut self.selection, row, *on);
                    }
                }
            }
        }
        scan.next = scan.next.max(stop);
        let all_in = matches!(self.list.load, Load::Complete | Load::Failed(_));
        scan.next >= last && (bounded || all_in)
    }

    /// Selects or lets go of one row.
    pub fn pick_row(&mut self, index: usize, on: bool) {
        if let Some(row) = self.list.row(index) {
            pick(&mut self.selection, row, on);
        }
    }
}

fn pick(selection: &mut crate::app::selection::Selection, row: Row<'_>, on: bool) {
    match row {
        _ if !on => selection.remove(row.id()),
        Row::File(file) => selection.add_file(file),
        Row::Folder(folder) => selection.add_folder(folder),
    }
}
