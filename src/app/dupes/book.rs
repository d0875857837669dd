//! What is known of the files of groups: asked for when they come in sight.

use std::collections::HashMap;

use crate::app::call::{Answer, Call};
use crate::app::effect::Ticket;
use crate::app::sheet::Desk;
use crate::model::{Details, Report};
use crate::ops::dupes::{Candidate, Duplicates, Row};

/// Milliseconds that the pane has to rest before files are asked for.
const REST: u64 = 15;
/// So many files are held at most, beside those in sight.
const HELD: usize = 20_000;

/// Files by their rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Book {
    /// `None` for those that the catalogue has no longer.
    known: HashMap<Row, Option<Candidate>>,
    asked: Option<(Ticket, Vec<Row>)>,
    /// Why the last ones did not come.
    pub(super) trouble: Option<Report>,
}

impl Book {
    /// A file, if it is known.
    pub(super) fn get(&self, row: Row) -> Option<&Candidate> {
        self.known.get(&row)?.as_ref()
    }

    /// The files of these rows that are still there; `None` while one of them isn't known yet.
    pub(super) fn all(&self, rows: &[Row]) -> Option<Vec<Candidate>> {
        let known: Option<Vec<&Option<Candidate>>> = rows.iter().map(|row| self.known.get(row)).collect();
        Some(known?.into_iter().flatten().cloned().collect())
    }

    /// Asks for those of these rows that aren't known, in place of what was asked for before.
    pub(super) fn follow(&mut self, wanted: &[Row], desk: &mut Desk<'_>) {
        let missing = wanted.iter().copied().filter(|row| !self.known.contains_key(row));
        let missing: Vec<Row> = missing.collect();
        let same = self.asked.as_ref().is_some_and(|(_, rows)| *rows == missing);
        if missing.is_empty() || same || self.trouble.is_some() {
            return;
        }
        let ticket = desk.ask(Call::Members(missing.clone()), REST);
        self.asked = Some((ticket, missing));
    }

    /// Takes an answer. Whether it was its own.
    pub(super) fn take(
        &mut self,
        ticket: Ticket,
        result: &Result<Answer, Report>,
        found: Option<&Duplicates>,
    ) -> bool {
        let Some((_, rows)) = self.asked.take_if(|(own, _)| *own == ticket) else { return false };
        match result {
            Ok(Answer::Members(details)) => self.put(&rows, details, found),
            Ok(_) => {}
            Err(report) => self.trouble = Some(report.clone()),
        }
        true
    }

    fn put(&mut self, rows: &[Row], details: &[Option<Details>], found: Option<&Duplicates>) {
        if self.known.len() > HELD {
            self.known.clear();
        }
        for (row, details) in rows.iter().copied().zip(details) {
            let hash = found.and_then(|found| found.hash(row));
            let candidate = details.clone().map(|details| Candidate { row, hash, details });
            self.known.insert(row, candidate);
        }
    }
}
