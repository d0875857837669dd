//! Prepares to take a run back: finds its journal, and what its copies have become.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::Timestamp;

use super::check::{Wanted, find};
use super::inverse::{copy_of, inverse};
use super::journal::{JournalError, Record, RunId, State, Summary, read, summaries};
use super::plan::{Note, Outcome, Plan};
use crate::api::{Client, Error};
use crate::model::{File, FolderPath, Report};

/// A run, and the plan that takes it back.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeBack {
    /// The run.
    pub run: RunId,
    /// What takes it back; no steps where nothing can be.
    pub plan: Plan,
}

/// Why a run can't be taken back.
#[derive(Debug)]
pub enum NoWayBack {
    /// There is none, or it is not at its end, or its journal can't be read.
    Refused(Report),
    /// The library can't be read.
    Unread(Error),
}

impl NoWayBack {
    /// What failed, for all of them.
    pub const WHAT: &str = "Could not take anything back";

    /// Tells a person.
    pub fn report(&self) -> Report {
        match self {
            Self::Refused(report) => report.clone(),
            Self::Unread(error) => error.report(Self::WHAT),
        }
    }
}

impl From<Report> for NoWayBack {
    fn from(report: Report) -> Self {
        Self::Refused(report)
    }
}

impl From<NoWayBack> for Report {
    fn from(error: NoWayBack) -> Self {
        error.report()
    }
}

/// Makes the plan that takes back a run: the one that is named, or the newest that has done something,
/// is no undo, and isn't undone.
///
/// # Errors
///
/// When there is none, when it is not at its end, and when the journal or the library can't be read.
pub async fn take_back(client: &Client, folder: &Path, run: Option<RunId>) -> Result<TakeBack, NoWayBack> {
    const WHAT: &str = NoWayBack::WHAT;
    let unread = |error: JournalError| error.report(WHAT);
    let runs = summaries(folder).map_err(unread)?;
    let summary = match &run {
        Some(id) => {
            runs.iter().find(|run| run.id == *id).ok_or_else(|| unread(JournalError::Unknown(id.clone())))
        }
        None => runs
            .iter()
            .find(|run| {
                run.undoes.is_none() && !run.undone && (run.counts.done > 0 || run.state != State::Finished)
            })
            .ok_or_else(|| Report::new(WHAT, "nothing was done that isn't taken back already", "")),
    }?;
    at_its_end(summary, WHAT)?;
    let record = read(folder, &summary.id).map_err(unread)?;
    let copies = copies(client, &record).await.map_err(NoWayBack::Unread)?;
    let mut plan = inverse(&record, &copies, Timestamp::now());
    let later = runs.iter().take_while(|run| run.id != summary.id);
    let later = later.filter(|run| !run.undone && run.undoes.is_none() && run.counts.done > 0).count();
    if later > 0 {
        let text =
            format!("{later} later run{} may have changed the same files", if later == 1 { "" } else { "s" });
        plan.notes.insert(0, Note { step: None, text, warning: true });
    }
    Ok(TakeBack { run: summary.id.clone(), plan })
}

fn at_its_end(run: &Summary, what: &str) -> Result<(), Report> {
    let title = &run.title;
    match run.state {
        _ if run.undone => Err(Report::new(
            what,
            format!("`{title}` is taken back already"),
            "Take that back to have it again",
        )),
        State::Finished => Ok(()),
        State::Running => {
            Err(Report::new(what, format!("`{title}` is under way"), "Cancel it, or wait until it has ended"))
        }
        State::Interrupted => Err(Report::new(
            what,
            format!("`{title}` was interrupted"),
            "Go on with it first: Z and then c, or `ikt history --resume`",
        )),
    }
}

/// The files that are now where a run has copied some.
async fn copies(client: &Client, record: &Record) -> Result<HashMap<String, File>, Error> {
    let done =
        record.plan.steps.iter().zip(&record.outcomes).enumerate().filter_map(|(index, (step, outcome))| {
            let copy = copy_of(step, record.was.get(&index)?)?;
            (*outcome == Some(Outcome::Done)).then_some((index, copy))
        });
    let done: Vec<_> = done.collect();
    let mut into: BTreeMap<&FolderPath, Wanted<'_>> = BTreeMap::new();
    for (index, (folder, name)) in &done {
        into.entry(folder).or_default().entry(name).or_default().push(*index);
    }
    let mut found = HashMap::new();
    for (folder, wanted) in into {
        let files = find(client, folder, &wanted).await?.unwrap_or_default();
        found.extend(files.into_values().map(|file| (file.path(), file)));
    }
    Ok(found)
}
