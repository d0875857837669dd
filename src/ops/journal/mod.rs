//! What was done, written down before it is done: one file a run, one line an event. From it a run that
//! was killed goes on, and one that has ended is taken back.
//!
//! A line `sent` goes to the disk before its calls go out, with the state before them; a line `ended`
//! follows when their answer is known. A step that was sent and has not ended may or may not have
//! happened, and is looked at before anything is sent again. A line that was torn by the end of the
//! machine is as if it had not been written: then nothing was sent either.

mod read;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::plan::{Outcome, Plan, Update};
use crate::model::{AssetId, FolderPath, Report, Tag};

pub use read::{read, summaries};
pub use write::Journal;

/// How many runs are kept.
const KEPT: usize = 500;
/// What a journal's file ends with.
const ENDING: &str = ".jsonl";

/// The name of a run: the moment it began, and a few letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunId(Arc<str>);

impl RunId {
    /// Takes a name as [`summaries`] tells it; `None` for what can't be one.
    pub fn new(text: &str) -> Option<Self> {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (!text.is_empty() && text.chars().all(good)).then(|| Self(text.into()))
    }

    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}{ENDING}", self.0))
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was so before a step, as far as its inverse needs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Was {
    /// Nothing has to be known of it.
    Nothing,
    /// It could not be read, and why.
    Unread(String),
    /// All tags of the file, in their order.
    Tags(Vec<Tag>),
    /// The update that brings back what an update touches.
    Details(Box<Update>),
    /// Whether it was published.
    Published(bool),
    /// The current version.
    Version(AssetId),
    /// What was at the destination.
    Place {
        /// What had the name already.
        taken: Option<Taken>,
        /// The topmost folder of the destination that is made by the step.
        made: Option<FolderPath>,
    },
}

/// What has the name at a destination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// A file, and when it was changed last.
    File(AssetId, Timestamp),
    /// A folder.
    Folder,
    /// Something else that this run brings there.
    Own,
}

/// A line of a journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Begun(Begun),
    Plan(Plan),
    Sent(Vec<(usize, Was)>),
    Job(usize, String),
    Ended(Vec<(usize, Outcome)>),
    Finished(Finished),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Begun {
    at: Timestamp,
    title: String,
    steps: usize,
    undoes: Option<RunId>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Finished {
    at: Timestamp,
    counts: Tally,
}

/// How many steps ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Done.
    pub done: usize,
    /// There was nothing to do.
    pub nothing: usize,
    /// Failed.
    pub failed: usize,
    /// Not sent.
    pub cancelled: usize,
}

impl Tally {
    /// The sums of outcomes.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut sum = Self::default();
        outcomes.into_iter().for_each(|outcome| sum.add(outcome));
        sum
    }

    /// Counts one more.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done => self.done += 1,
            Outcome::Nothing(_) => self.nothing += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Cancelled => self.cancelled += 1,
        }
    }
}

/// Whether a run is at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A process is at it.
    Running,
    /// Its process is gone, and it was not at its end.
    Interrupted,
    /// Every step has ended.
    Finished,
}

/// A run, as a list of runs tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Its name.
    pub id: RunId,
    /// When it began.
    pub at: Timestamp,
    /// When it ended, if it did.
    pub ended: Option<Timestamp>,
    /// What it does.
    pub title: String,
    /// How many steps it has.
    pub steps: usize,
    /// How they ended so far.
    pub counts: Tally,
    /// Whether it is at its end.
    pub state: State,
    /// The run that it takes back.
    pub undoes: Option<RunId>,
    /// Whether it was taken back, and that was not taken back again.
    pub undone: bool,
}

/// A run with all that its journal says.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name.
    pub id: RunId,
    /// When it began.
    pub at: Timestamp,
    /// The run that it takes back.
    pub undoes: Option<RunId>,
    /// What is done.
    pub plan: Plan,
    /// What was so before each step that was sent.
    pub was: HashMap<usize, Was>,
    /// The folder jobs that steps have begun.
    pub jobs: HashMap<usize, String>,
    /// How each step ended.
    pub outcomes: Vec<Option<Outcome>>,
    /// Whether every step has ended.
    pub finished: bool,
}

impl Record {
    /// Steps of which nobody knows whether they happened.
    pub fn doubtful(&self) -> impl Iterator<Item = usize> {
        self.outcomes
            .iter()
            .enumerate()
            .filter(|(index, outcome)| outcome.is_none() && self.was.contains_key(index))
            .map(|(index, _)| index)
    }

    /// Steps that failed or were not sent, if the run has ended.
    pub fn undone(&self) -> Vec<usize> {
        let failed =
            |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Failed(_) | Outcome::Cancelled));
        self.outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| failed(outcome))
            .map(|(index, _)| index)
            .collect()
    }
}

/// Why a journal can't be used.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The file can't be read or written.
    #[error("{}: {why}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// There is no such run.
    #[error("there is no run {0}")]
    Unknown(RunId),
    /// Another process is at it.
    #[error("the run {0} is under way in another process")]
    Busy(RunId),
    /// The beginning is missing: nothing of the run was sent.
    #[error("the journal of the run {0} has no beginning, so nothing of it was sent")]
    Headless(RunId),
}

impl JournalError {
    /// Tells a person what failed.
    pub fn report(&self, what: &str) -> Report {
        let next = match self {
            Self::Io { .. } => "See that the folder can be written and that the disk isn't full",
            Self::Unknown(_) => "Look at the history for the runs that there are",
            Self::Busy(_) => "Wait until that has ended",
            Self::Headless(_) => "Do it anew",
        };
        Report::new(what, self.to_string(), next)
    }
}

#[cfg(test)]
mod tests;
