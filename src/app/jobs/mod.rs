//! Bulk runs: what is under way, how far it is, and how each step ended.

mod moved;
mod view;

use jiff::Timestamp;

pub use moved::Moved;
pub use view::{draw, progress_line};

use super::effect::JobId;
use crate::ops::{JobEvent, Outcome, Plan, Verb};

/// What a run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Steps are being sent.
    Running,
    /// Nothing is sent until the user says so.
    Paused,
    /// Nothing is sent until this moment, and why.
    Waiting(Timestamp, String),
    /// The user stopped it; what was sent is being waited for.
    Cancelling,
    /// Every step has ended.
    Finished,
}

/// Numbers of steps by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Done.
    pub done: usize,
    /// There was nothing to do.
    pub nothing: usize,
    /// Failed.
    pub failed: usize,
    /// Not sent, because the user stopped it.
    pub cancelled: usize,
}

impl Counts {
    /// Steps that have ended.
    pub fn ended(self) -> usize {
        self.done + self.nothing + self.failed + self.cancelled
    }
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What is done.
    pub plan: Plan,
    /// How each step ended.
    pub outcomes: Vec<Option<Outcome>>,
    /// How many ended how.
    pub counts: Counts,
    /// What it is doing.
    pub phase: Phase,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The step that told last how far it is, and its bytes so far.
    pub under_way: Option<(usize, u64)>,
    /// What it has moved so far.
    pub moved: Moved,
    undone: Vec<usize>,
}

impl Job {
    /// Whether it is not at its end.
    pub fn is_live(&self) -> bool {
        self.phase != Phase::Finished
    }

    /// Steps that failed or were not sent, in the order in which they ended.
    pub fn undone(&self) -> &[usize] {
        &self.undone
    }

    /// Seconds since the beginning, at least one.
    fn seconds(&self, now: Timestamp) -> f64 {
        let end = self.ended.unwrap_or(now);
        ((end.as_millisecond() - self.started.as_millisecond()) as f64 / 1000.0).max(1.0)
    }

    /// Steps a second so far.
    pub fn rate(&self, now: Timestamp) -> f64 {
        self.counts.ended() as f64 / self.seconds(now)
    }

    /// Seconds still to go at the rate so far; `None` before the first step has ended.
    pub fn eta(&self, now: Timestamp) -> Option<u64> {
        if let Some(eta) = self.eta_of_bytes(now) {
            return Some(eta);
        }
        let left = self.plan.steps.len() - self.counts.ended();
        let rate = self.rate(now);
        (self.is_live() && rate > 0.0).then(|| (left as f64 / rate).ceil() as u64)
    }

    /// Whether it moves bytes: an upload or a download.
    pub fn is_transfer(&self) -> bool {
        let first = self.plan.steps.first();
        first.is_some_and(|step| matches!(step.verb, Verb::Upload(_) | Verb::Download(_)))
    }

    /// Bytes a second so far.
    pub fn bytes_a_second(&self, now: Timestamp) -> f64 {
        self.moved.bytes() as f64 / self.seconds(now)
    }

    fn eta_of_bytes(&self, now: Timestamp) -> Option<u64> {
        let left = self.moved.total(&self.plan).saturating_sub(self.moved.bytes());
        let rate = self.bytes_a_second(now);
        (self.is_transfer() && self.is_live() && rate > 0.0).then(|| (left as f64 / rate).ceil() as u64)
    }

    fn end(&mut self, step: usize, outcome: Outcome) {
        let Some(slot) = self.outcomes.get_mut(step).filter(|slot| slot.is_none()) else { return };
        self.moved.end(&self.plan, step, &outcome);
        match outcome {
            Outcome::Done => self.counts.done += 1,
            Outcome::Nothing(_) => self.counts.nothing += 1,
            Outcome::Failed(_) => self.counts.failed += 1,
            Outcome::Cancelled => self.counts.cancelled += 1,
        }
        if matches!(outcome, Outcome::Failed(_) | Outcome::Cancelled) {
            self.undone.push(step);
        }
        *slot = Some(outcome);
    }
}

/// All runs of this session, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jobs {
    list: Vec<Job>,
    shown: usize,
    /// The step under the cursor.
    pub cursor: usize,
    /// Whether only steps that failed or were not sent are shown.
    pub failed_only: bool,
    last: u32,
}

impl Jobs {
    /// Whether nothing has been run.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All runs, the newest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Job> {
        self.list.iter()
    }

    /// The run that is shown.
    pub fn current(&self) -> Option<&Job> {
        self.list.get(self.shown)
    }

    /// The number of the run that is shown, from the newest.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// The newest run that is not at its end.
    pub fn live(&self) -> Option<&Job> {
        self.list.iter().find(|job| job.is_live())
    }

    /// Writes a new run down.
    pub fn begin(&mut self, plan: Plan, now: Timestamp) -> JobId {
        self.last += 1;
        let id = JobId(self.last);
        let job = Job {
            id,
            outcomes: vec![None; plan.steps.len()],
            plan,
            counts: Counts::default(),
            phase: Phase::Running,
            started: now,
            ended: None,
            under_way: None,
            moved: Moved::default(),
            undone: Vec::new(),
        };
        self.list.insert(0, job);
        self.shown = 0;
        self.cursor = 0;
        self.failed_only = false;
        id
    }

    /// A run by its number.
    pub fn get(&self, id: JobId) -> Option<&Job> {
        self.list.iter().find(|job| job.id == id)
    }

    fn get_mut(&mut self, id: JobId) -> Option<&mut Job> {
        self.list.iter_mut().find(|job| job.id == id)
    }

    /// Takes news of a run.
    pub fn take(&mut self, id: JobId, event: &JobEvent, now: Timestamp) {
        let Some(job) = self.get_mut(id).filter(|job| job.is_live()) else { return };
        match event {
            JobEvent::Ended(steps) => {
                if matches!(job.phase, Phase::Waiting(..)) {
                    job.phase = Phase::Running;
                }
                for (step, outcome) in steps {
                    job.end(*step, outcome.clone());
                }
            }
            JobEvent::Waiting { ms, why } if job.phase != Phase::Cancelling => {
                let ms = i64::try_from(*ms).unwrap_or(i64::MAX);
                let until = now.checked_add(jiff::SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX);
                job.phase = Phase::Waiting(until, why.clone());
            }
            JobEvent::Waiting { .. } | JobEvent::Stored(_) => {}
            JobEvent::Progress { step, bytes } => {
                if matches!(job.phase, Phase::Waiting(..)) {
                    job.phase = Phase::Running;
                }
                job.under_way = Some((*step, *bytes));
                job.moved.tell(*step, *bytes);
            }
            JobEvent::Counted { step, done, of } => job.moved.counted = Some((*step, *done, *of)),
            JobEvent::Finished => {
                job.phase = Phase::Finished;
                job.ended = Some(now);
            }
        }
    }

    /// Says what a run does from now on.
    pub fn set_phase(&mut self, id: JobId, phase: Phase) {
        if let Some(job) = self.get_mut(id).filter(|job| job.is_live()) {
            job.phase = phase;
        }
    }

    /// Shows the next run or the one before.
    pub fn show(&mut self, by: isize) {
        let last = self.list.len().saturating_sub(1);
        self.shown = self.shown.saturating_add_signed(by).min(last);
        self.cursor = 0;
    }

    /// How many rows the report has.
    pub fn rows(&self) -> usize {
        let Some(job) = self.current() else { return 0 };
        if self.failed_only { job.undone().len() } else { job.plan.steps.len() }
    }

    /// The step that stands in a row of the report.
    pub fn step_at(&self, row: usize) -> Option<usize> {
        let job = self.current()?;
        if self.failed_only {
            job.undone().get(row).copied()
        } else {
            (row < job.plan.steps.len()).then_some(row)
        }
    }

    /// Moves the cursor of the report.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.rows().saturating_sub(1));
    }
}
