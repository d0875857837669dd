//! Writing a journal.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::read::{read, whole_lines};
use super::{Begun, ENDING, Finished, JournalError, KEPT, Line, Record, RunId, Tally, Was};
use crate::ops::plan::{Outcome, Plan};

/// The journal of a run that is under way. Clones write to the same file, which stays locked until the
/// last of them is gone.
#[derive(Clone, Debug)]
pub struct Journal {
    id: RunId,
    path: PathBuf,
    file: Arc<Mutex<File>>,
}

impl Journal {
    /// Begins the journal of a run in a folder, which is made when it is missing. `undoes` is the run
    /// that is taken back by it.
    ///
    /// # Errors
    ///
    /// When it can't be written.
    pub fn begin(folder: &Path, plan: &Plan, undoes: Option<RunId>) -> Result<Self, JournalError> {
        let at = Timestamp::now();
        let letters = fastrand::u32(..) % 0x1_0000;
        let moment = at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%S%3f").to_string();
        let id = RunId(format!("{moment}-{letters:04x}").into());
        let path = id.file(folder);
        let failed = |why| JournalError::Io { path: path.clone(), why };
        fs::create_dir_all(folder).map_err(failed)?;
        forget_old(folder);
        let file = OpenOptions::new().append(true).create_new(true).open(&path).map_err(failed)?;
        // A list of runs may look at it for a moment.
        file.lock().map_err(failed)?;
        let journal = Self { id, path: path.clone(), file: Arc::new(Mutex::new(file)) };
        let begun = Begun { at, title: plan.title.clone(), steps: plan.steps.len(), undoes };
        journal.put(&[Line::Begun(begun), Line::Plan(plan.clone())], true)?;
        Ok(journal)
    }

    /// Opens the journal of a run that was interrupted, to go on with it.
    ///
    /// # Errors
    ///
    /// When it can't be read or written, and while another process is at it.
    pub fn reopen(folder: &Path, id: &RunId) -> Result<(Self, Record), JournalError> {
        let path = id.file(folder);
        let failed = |why: io::Error| match why.kind() {
            io::ErrorKind::NotFound => JournalError::Unknown(id.clone()),
            _ => JournalError::Io { path: path.clone(), why },
        };
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => JournalError::Busy(id.clone()),
            TryLockError::Error(why) => failed(why),
        })?;
        // A line that was torn would spoil the next one.
        file.set_len(whole_lines(&path).map_err(failed)?).map_err(failed)?;
        let record = read(folder, id)?;
        Ok((Self { id: id.clone(), path, file: Arc::new(Mutex::new(file)) }, record))
    }

    /// The name of the run.
    pub fn id(&self) -> &RunId {
        &self.id
    }

    /// Notes that steps are about to be sent, and what was so before. It is on the disk afterwards.
    pub(in crate::ops) async fn sent(&self, steps: Vec<(usize, Was)>) -> Result<(), JournalError> {
        self.put_aside(Line::Sent(steps), true).await
    }

    /// Notes the job that a step has begun.
    pub(in crate::ops) async fn job(&self, step: usize, job: &str) -> Result<(), JournalError> {
        self.put_aside(Line::Job(step, job.to_owned()), false).await
    }

    /// Notes how steps ended.
    pub(in crate::ops) async fn ended(&self, steps: Vec<(usize, Outcome)>) -> Result<(), JournalError> {
        self.put_aside(Line::Ended(steps), false).await
    }

    /// Notes that every step has ended.
    pub(in crate::ops) async fn finished(&self, counts: Tally) -> Result<(), JournalError> {
        self.put_aside(Line::Finished(Finished { at: Timestamp::now(), counts }), true).await
    }

    /// Writes beside the tasks of the runtime, since a disk may be slow.
    async fn put_aside(&self, line: Line, to_disk: bool) -> Result<(), JournalError> {
        let journal = self.clone();
        let path = self.path.clone();
        match tokio::task::spawn_blocking(move || journal.put(&[line], to_disk)).await {
            Ok(result) => result,
            Err(error) => Err(JournalError::Io { path, why: io::Error::other(error) }),
        }
    }

    fn put(&self, lines: &[Line], to_disk: bool) -> Result<(), JournalError> {
        let failed = |why| JournalError::Io { path: self.path.clone(), why };
        let mut bytes = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut bytes, line).map_err(|error| failed(error.into()))?;
            bytes.push(b'\n');
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&bytes).map_err(failed)?;
        if to_disk {
            file.sync_data().map_err(failed)?;
        }
        Ok(())
    }
}

/// Removes the oldest journals beyond those that are kept; that some stay is no harm.
fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let journals = entries.flatten().map(|entry| entry.path());
    let mut journals: Vec<PathBuf> =
        journals.filter(|path| path.to_str().is_some_and(|path| path.ends_with(ENDING))).collect();
    if journals.len() < KEPT {
        return;
    }
    journals.sort();
    let old = journals.len() + 1 - KEPT;
    for path in journals.iter().take(old) {
        let _ = fs::remove_file(path);
    }
}
