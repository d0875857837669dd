//! What would be uploaded, before anything is sent.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::app::effect::Ticket;
use crate::app::widget::Cursor;
use crate::model::FolderPath;
use crate::ops::build_upload::{Candidate, Fate, upload};
use crate::ops::{BuildError, Plan, Source, UploadOptions};

/// The table before an upload.
#[derive(Clone, Debug, PartialEq)]
pub struct Preflight {
    /// What was chosen.
    pub sources: Vec<Source>,
    /// The folder of the library.
    pub to: FolderPath,
    /// What it comes to; `None` while that is being found out.
    pub files: Option<Vec<Candidate>>,
    /// What can't be read.
    pub problems: Vec<String>,
    /// Rows that are left out.
    pub left_out: BTreeSet<usize>,
    /// Rows whose bytes were compared with those that are there.
    pub compared: HashMap<usize, bool>,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// The asking for files that is under way.
    pub asked: Ticket,
    /// The comparings that are under way.
    pub comparing: HashMap<Ticket, usize>,
}

/// How many of each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Files that are sent.
    pub sent: usize,
    /// Bytes of these.
    pub bytes: u64,
    /// Files that are there already.
    pub there: usize,
    /// Files that become new versions.
    pub versions: usize,
    /// Files that are refused.
    pub refused: usize,
}

impl Preflight {
    /// Before anything is known.
    pub fn new(sources: Vec<Source>, to: FolderPath, asked: Ticket) -> Self {
        Self {
            sources,
            to,
            files: None,
            problems: Vec::new(),
            left_out: BTreeSet::new(),
            compared: HashMap::new(),
            cursor: Cursor::default(),
            asked,
            comparing: HashMap::new(),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.files.as_ref().map_or(0, Vec::len)
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Candidate> {
        self.files.as_ref()?.get(self.cursor.at())
    }

    /// What will become of a row: a comparison knows more than the size.
    pub fn fate(&self, row: usize, candidate: &Candidate, options: &UploadOptions) -> Fate {
        match (candidate.fate(options), self.compared.get(&row)) {
            (Fate::SameSize, Some(true)) => Fate::There,
            (Fate::SameSize, Some(false)) => Fate::Version,
            (fate, _) => fate,
        }
    }

    /// What all rows come to.
    pub fn sums(&self, options: &UploadOptions) -> Sums {
        let mut sums = Sums::default();
        for (row, candidate) in self.files.iter().flatten().enumerate() {
            if self.left_out.contains(&row) {
                continue;
            }
            match self.fate(row, candidate, options) {
                Fate::There => sums.there += 1,
                Fate::Refused => sums.refused += 1,
                fate => {
                    sums.sent += 1;
                    sums.bytes = sums.bytes.saturating_add(candidate.size);
                    sums.versions += usize::from(matches!(fate, Fate::Version | Fate::SameSize));
                }
            }
        }
        sums
    }

    /// Leaves the row under the cursor out, or takes it in again, and goes on.
    pub fn toggle(&mut self) {
        let row = self.cursor.at();
        if row < self.rows() && !self.left_out.remove(&row) {
            self.left_out.insert(row);
        }
        self.cursor.step(1, self.rows());
    }

    /// The plan of the rows that aren't left out.
    ///
    /// # Errors
    ///
    /// Without any.
    pub fn plan(&self, options: &UploadOptions) -> Result<Plan, BuildError> {
        let kept = self.files.iter().flatten().enumerate().filter(|(row, _)| !self.left_out.contains(row));
        let kept: Vec<Candidate> = kept.map(|(_, candidate)| candidate.clone()).collect();
        upload(&kept, &Arc::new(options.clone()))
    }
}
