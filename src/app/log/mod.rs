//! What has failed so far: the end of the one way that every error takes.

mod view;

use jiff::Timestamp;

pub use view::draw;

use crate::model::Report;

/// Reports kept.
const KEPT: usize = 500;

/// One failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub report: Report,
    /// How often in a row.
    pub times: usize,
}

/// Failures, the newest first, and the one under the cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    entries: Vec<Entry>,
    /// The entry under the cursor.
    pub cursor: usize,
}

impl Log {
    /// Writes a failure down; one like the last is counted.
    pub fn add(&mut self, at: Timestamp, report: Report) {
        match self.entries.first_mut() {
            Some(last) if last.report == report => {
                last.at = at;
                last.times += 1;
            }
            _ => self.entries.insert(0, Entry { at, report, times: 1 }),
        }
        self.entries.truncate(KEPT);
    }

    /// Whether nothing has failed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Failures, the newest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The failure under the cursor.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.cursor)
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.entries.len().saturating_sub(1));
    }
}

/// A report as text to be sent to somebody.
pub fn as_text(report: &Report) -> String {
    let mut lines = vec![report.what.clone(), report.why.clone(), report.next.clone()];
    lines.extend(report.status.map(|status| format!("status {status}")));
    lines.extend(report.request_id.as_ref().map(|id| format!("request {id}")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
