//! Reading journals.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::{ENDING, Finished, JournalError, Line, Record, RunId, State, Summary, Tally};
use crate::ops::plan::Outcome;

/// The end of a journal, in which its last lines are.
const TAIL: u64 = 4096;

/// All runs of a folder, the newest first. Journals that make no sense are left out; a folder that
/// doesn't exist has none.
///
/// # Errors
///
/// When the folder can't be read.
pub fn summaries(folder: &Path) -> Result<Vec<Summary>, JournalError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(JournalError::Io { path: folder.to_owned(), why }),
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut ids: Vec<RunId> = names.filter_map(|name| RunId::new(name.strip_suffix(ENDING)?)).collect();
    ids.sort_by(|a, b| b.cmp(a));
    let mut runs: Vec<Summary> = ids.iter().filter_map(|id| summary(folder, id)).collect();
    mark_undone(&mut runs);
    Ok(runs)
}

/// A run is undone by a newer one that takes it back, has done something, and isn't itself undone.
fn mark_undone(newest_first: &mut [Summary]) {
    let mut undone: HashSet<RunId> = HashSet::new();
    for run in newest_first {
        run.undone = undone.contains(&run.id);
        if let Some(other) = run.undoes.clone().filter(|_| !run.undone && run.counts.done > 0) {
            undone.insert(other);
        }
    }
}

fn summary(folder: &Path, id: &RunId) -> Option<Summary> {
    let path = id.file(folder);
    let mut file = File::open(&path).ok()?;
    let mut first = Vec::new();
    BufReader::new(&file).read_until(b'\n', &mut first).ok()?;
    let Line::Begun(begun) = serde_json::from_slice(&first).ok()? else { return None };
    let finished = last(&mut file);
    let (state, counts) = match finished {
        Some(finished) => (State::Finished, finished.counts),
        None => (state(&file), tally(&path)),
    };
    Some(Summary {
        id: id.clone(),
        at: begun.at,
        ended: finished.map(|finished| finished.at),
        title: begun.title,
        steps: begun.steps,
        counts,
        state,
        undoes: begun.undoes,
        undone: false,
    })
}

/// Whoever is at a run holds the lock, and loses it by ending.
fn state(file: &File) -> State {
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => State::Running,
        Ok(()) | Err(TryLockError::Error(_)) => State::Interrupted,
    }
}

/// The line that says that it has ended, if that is the last one.
fn last(file: &mut File) -> Option<Finished> {
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL))).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let line = tail.strip_suffix(b"\n")?.rsplit(|byte| *byte == b'\n').next()?;
    match serde_json::from_slice(line).ok()? {
        Line::Finished(finished) => Some(finished),
        _ => None,
    }
}

fn tally(path: &Path) -> Tally {
    let mut outcomes: HashMap<usize, Outcome> = HashMap::new();
    let Ok(file) = File::open(path) else { return Tally::default() };
    for line in BufReader::new(file).split(b'\n').map_while(Result::ok) {
        if line.starts_with(b"{\"ended\"")
            && let Ok(Line::Ended(ended)) = serde_json::from_slice(&line)
        {
            outcomes.extend(ended);
        }
    }
    Tally::of(outcomes.values())
}

/// Reads the whole journal of a run.
///
/// # Errors
///
/// When there is none, or it can't be read.
pub fn read(folder: &Path, id: &RunId) -> Result<Record, JournalError> {
    let path = id.file(folder);
    let failed = |why: io::Error| match why.kind() {
        io::ErrorKind::NotFound => JournalError::Unknown(id.clone()),
        _ => JournalError::Io { path: path.clone(), why },
    };
    let file = BufReader::new(File::open(&path).map_err(failed)?);
    let mut lines = file.split(b'\n');
    let mut next = || -> Result<Option<Line>, JournalError> {
        let Some(line) = lines.next().transpose().map_err(failed)? else { return Ok(None) };
        Ok(serde_json::from_slice(&line).ok())
    };
    let headless = || JournalError::Headless(id.clone());
    let Some(Line::Begun(begun)) = next()? else { return Err(headless()) };
    let Some(Line::Plan(plan)) = next()? else { return Err(headless()) };
    let mut record = Record {
        id: id.clone(),
        at: begun.at,
        undoes: begun.undoes,
        outcomes: vec![None; plan.steps.len()],
        plan,
        was: HashMap::new(),
        jobs: HashMap::new(),
        finished: false,
    };
    for line in lines {
        // A line that makes no sense was torn.
        if let Ok(line) = serde_json::from_slice(&line.map_err(failed)?) {
            record.take(line);
        }
    }
    Ok(record)
}

impl Record {
    fn take(&mut self, line: Line) {
        match line {
            Line::Begun(_) | Line::Plan(_) => {}
            Line::Sent(steps) => {
                for (index, was) in steps {
                    // What was so before the first try counts.
                    self.was.entry(index).or_insert(was);
                }
            }
            Line::Job(index, job) => {
                self.jobs.insert(index, job);
            }
            Line::Ended(steps) => {
                for (index, outcome) in steps {
                    if let Some(slot) = self.outcomes.get_mut(index) {
                        *slot = Some(outcome);
                    }
                }
            }
            Line::Finished(_) => self.finished = true,
        }
    }
}

/// The bytes of a file up to the end of its last whole line.
pub(super) fn whole_lines(path: &Path) -> io::Result<u64> {
    let bytes = fs::read(path)?;
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    Ok(u64::try_from(end).unwrap_or(u64::MAX))
}
