//! Carries out a plan: every step gets one outcome, and it is true.

mod bulk;
mod change;
mod count;
mod discards;
mod download;
mod look;
mod needs;
mod purges;
mod send;
mod single;
mod transfer;
mod upload;
mod was;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

use self::needs::Needs;
use self::was::Crowded;
use super::batch::{batches, stages};
use super::journal::{Journal, JournalError, Record, Tally, Was};
use super::plan::{JobEvent, Outcome, Plan, Step, Target};
use crate::api::{Client, Flow};

/// Calls about files at once.
const AT_ONCE: usize = 4;
/// Outcomes are gathered for so long before they are told.
const GATHER: Duration = Duration::from_millis(30);

/// Pauses, resumes and cancels a run. Clones speak of the same run.
#[derive(Clone, Debug)]
pub struct Control(watch::Sender<Flow>);

impl Default for Control {
    fn default() -> Self {
        Self(watch::Sender::new(Flow::Go))
    }
}

impl Control {
    /// For a run that is about to start.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts no new call until [`Control::resume`].
    pub fn pause(&self) {
        self.change(Flow::Pause);
    }

    /// Goes on.
    pub fn resume(&self) {
        self.change(Flow::Go);
    }

    /// Sends nothing more, for good. What was sent is waited for, and looked after where its answer
    /// was unclear, so that the report is true.
    pub fn cancel(&self) {
        self.change(Flow::Stop);
    }

    fn change(&self, flow: Flow) {
        self.0.send_if_modified(|now| {
            let changes = *now != Flow::Stop && *now != flow;
            if changes {
                *now = flow;
            }
            changes
        });
    }
}

/// Steps of a stage whose state before is read together.
const CHUNK: usize = 1000;

/// Carries out a plan. `events` is told of every step exactly once in [`JobEvent::Ended`], of waits,
/// and of [`JobEvent::Finished`] at the end, as the last.
pub async fn run(client: Client, plan: Plan, control: Control, events: impl Fn(JobEvent) + Send + Sync) {
    Work::of(&plan).carry_out(client, control, None, &events).await;
}

/// Carries out a plan as [`run`] does, and notes each step in its journal before it is sent. A step
/// that can't be noted isn't sent.
pub async fn run_noted(
    client: Client,
    plan: Plan,
    control: Control,
    journal: Journal,
    events: impl Fn(JobEvent) + Send + Sync,
) {
    Work::of(&plan).carry_out(client, control, Some(journal), &events).await;
}

/// Goes on with a run that was interrupted. Events are as of [`run`]: those steps that have ended
/// already are told first. Steps that may have happened are looked at before anything is sent.
pub async fn go_on(
    client: Client,
    record: Record,
    journal: Journal,
    control: Control,
    events: impl Fn(JobEvent) + Send + Sync,
) {
    let ended = record.outcomes.iter().enumerate();
    let ended: Vec<_> = ended.filter_map(|(index, outcome)| Some((index, outcome.clone()?))).collect();
    if !ended.is_empty() {
        events(JobEvent::Ended(ended));
    }
    Work::rest_of(&record).carry_out(client, control, Some(journal), &events).await;
}

/// Steps to carry out.
struct Work {
    steps: Vec<Step>,
    /// Where each stands in the plan.
    places: Vec<usize>,
    /// Those that may have happened, and what was so before them.
    doubtful: HashMap<usize, Was>,
    /// The folder jobs that they have begun.
    jobs: HashMap<usize, String>,
    /// Outcomes of the plan that are known already.
    before: Tally,
    /// Places that more than one step of the plan brings something to.
    crowded: Crowded,
    needs: Needs,
}

impl Work {
    fn of(plan: &Plan) -> Self {
        Self {
            steps: plan.steps.to_vec(),
            places: (0..plan.steps.len()).collect(),
            doubtful: HashMap::new(),
            jobs: HashMap::new(),
            before: Tally::default(),
            crowded: was::crowded(&plan.steps),
            needs: Needs::of(plan),
        }
    }

    fn rest_of(record: &Record) -> Self {
        let open = |index: &usize| record.outcomes.get(*index).is_some_and(Option::is_none);
        let places: Vec<usize> = (0..record.plan.steps.len()).filter(open).collect();
        let own = |all: &HashMap<usize, String>| {
            places.iter().enumerate().filter_map(|(n, at)| Some((n, all.get(at)?.clone()))).collect()
        };
        Self {
            steps: places.iter().filter_map(|at| record.plan.steps.get(*at)).cloned().collect(),
            doubtful: places
                .iter()
                .enumerate()
                .filter_map(|(n, at)| Some((n, record.was.get(at)?.clone())))
                .collect(),
            jobs: own(&record.jobs),
            before: Tally::of(record.outcomes.iter().flatten()),
            crowded: was::crowded(&record.plan.steps),
            needs: Needs::after(&record.plan, &record.outcomes),
            places,
        }
    }

    async fn carry_out(
        self,
        client: Client,
        control: Control,
        journal: Option<Journal>,
        events: &(impl Fn(JobEvent) + Send + Sync),
    ) {
        let (outcomes, gathered) = mpsc::unbounded_channel();
        let flow = control.0.subscribe();
        let asker = client.with_flow(flow.clone());
        let runner = Runner {
            sender: asker.once(),
            asker,
            client,
            steps: &self.steps,
            places: &self.places,
            doubtful: &self.doubtful,
            jobs: &self.jobs,
            crowded: &self.crowded,
            needs: &self.needs,
            settled: Mutex::default(),
            journal: journal.as_ref(),
            flow,
            events,
            outcomes,
            lanes: transfer::Lanes::default(),
            purges: purges::Purges::default(),
        };
        let mut scribe = Scribe { places: &self.places, journal: journal.as_ref(), sum: self.before };
        tokio::join!(runner.all(), scribe.gather(gathered, events));
        scribe.close().await;
        events(JobEvent::Finished);
    }
}

/// Writes outcomes down, and tells them in batches.
struct Scribe<'a> {
    places: &'a [usize],
    journal: Option<&'a Journal>,
    sum: Tally,
}

impl Scribe<'_> {
    async fn gather(
        &mut self,
        mut outcomes: mpsc::UnboundedReceiver<(usize, Outcome)>,
        events: &impl Fn(JobEvent),
    ) {
        while let Some(first) = outcomes.recv().await {
            let mut batch = vec![first];
            let until = Instant::now() + GATHER;
            while let Ok(Some(next)) = timeout_at(until, outcomes.recv()).await {
                batch.push(next);
            }
            for (index, outcome) in &mut batch {
                *index = self.places.get(*index).copied().unwrap_or(*index);
                self.sum.add(outcome);
            }
            if let Some(journal) = self.journal
                && let Err(error) = journal.ended(batch.clone()).await
            {
                // They are looked at again, should this run be interrupted.
                tracing::error!(%error, "could not note how steps ended");
            }
            events(JobEvent::Ended(batch));
        }
    }

    async fn close(&self) {
        if let Some(journal) = self.journal
            && let Err(error) = journal.finished(self.sum).await
        {
            tracing::error!(%error, "could not note the end of a run");
        }
    }
}

/// A run at work.
struct Runner<'a, E> {
    /// For reads that find out the truth: neither pause nor cancel stops them.
    client: Client,
    /// For reads that prepare a write: held back by pause and cancel.
    asker: Client,
    /// For writes: held back too, and tried once, since what to do next depends on the step.
    sender: Client,
    steps: &'a [Step],
    /// Where each of the steps stands in the plan.
    places: &'a [usize],
    /// Steps that an earlier, interrupted run may have carried out, and what was so before them.
    doubtful: &'a HashMap<usize, Was>,
    /// Jobs that an earlier run has begun.
    jobs: &'a HashMap<usize, String>,
    crowded: &'a Crowded,
    needs: &'a Needs,
    /// Steps that a look has settled before they were sent.
    settled: Mutex<HashSet<usize>>,
    journal: Option<&'a Journal>,
    flow: watch::Receiver<Flow>,
    events: &'a E,
    outcomes: mpsc::UnboundedSender<(usize, Outcome)>,
    lanes: transfer::Lanes,
    purges: purges::Purges,
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Ends with the last step. It takes the runner, so that the channel of outcomes closes then.
    async fn all(self) {
        let begun = self.purges.open();
        let steps = async {
            self.steps_in_order().await;
            self.purges.close();
        };
        tokio::join!(steps, self.follow_purges(begun));
    }

    async fn steps_in_order(&self) {
        self.settle_doubts().await;
        for stage in stages(self.steps) {
            let size = self.steps.get(stage.start).map_or(CHUNK, discards::chunk);
            for chunk in chunks(stage, size) {
                self.chunk(chunk).await;
            }
        }
    }

    async fn chunk(&self, chunk: Range<usize>) {
        let first = chunk.start;
        self.check_discards(chunk.clone()).await;
        let was = match self.journal {
            Some(_) if !self.stopped() => self.was(chunk.clone()).await,
            _ => Vec::new(),
        };
        let Some(steps) = self.steps.get(chunk) else { return };
        // Jobs on folders lock each other out, so these go one by one.
        let width = match steps.first().map(|step| &step.target) {
            Some(Target::Folder(_)) => 1,
            _ => AT_ONCE,
        };
        let batches = batches(steps).map(|batch| {
            let was = was.get(batch.clone()).unwrap_or_default();
            (batch.start + first..batch.end + first, was)
        });
        let queue = Mutex::new(batches);
        join_all((0..width).map(|_| self.work_off(&queue))).await;
    }

    async fn work_off<'w>(&self, batches: &Mutex<impl Iterator<Item = (Range<usize>, &'w [Was])>>) {
        while let Some((batch, was)) = next(batches) {
            self.batch(batch, was).await;
        }
    }

    async fn batch(&self, batch: Range<usize>, was: &[Was]) {
        let settled = |index: &usize| self.settled().contains(index);
        let mut open: Vec<usize> = batch.clone().filter(|index| !settled(index)).collect();
        if !self.stopped() {
            open = self.with_needs_met(open);
        }
        let Some((index, step)) = open.first().and_then(|index| Some((*index, self.steps.get(*index)?)))
        else {
            return;
        };
        if self.stopped() {
            // What is in doubt has been looked at: it did not happen.
            open.into_iter().for_each(|index| self.ended(index, Outcome::Cancelled));
        } else if let Err(error) = self.note(&open, batch.start, was).await {
            for index in open {
                let what = self.steps.get(index).map(send::what).unwrap_or_default();
                self.ended(index, Outcome::Failed(error.report(&what)));
            }
        } else if send::is_bulk(step) {
            self.bulk(open).await;
        } else if transfer::is_transfer(step) {
            let outcome = self.transfer(index, step).await;
            self.ended(index, outcome);
        } else {
            let outcome = self.single(index, step, was.first()).await;
            self.ended_after_purge(index, outcome);
        }
    }

    /// Notes that steps are about to be sent, and what is so before. `was` begins at the step `first`.
    async fn note(&self, steps: &[usize], first: usize, was: &[Was]) -> Result<(), JournalError> {
        let Some(journal) = self.journal else { return Ok(()) };
        let entry = |index: &usize| {
            let was = was.get(index - first).cloned().unwrap_or(Was::Nothing);
            (self.place(*index), was)
        };
        journal.sent(steps.iter().map(entry).collect()).await
    }

    /// Looks at the steps that may have happened, and settles those that have.
    async fn settle_doubts(&self) {
        let mut doubtful: Vec<usize> = self.doubtful.keys().copied().collect();
        doubtful.sort_unstable();
        let queue = Mutex::new(doubtful.into_iter());
        join_all((0..AT_ONCE).map(|_| self.doubt_off(&queue))).await;
    }

    async fn doubt_off(&self, steps: &Mutex<impl Iterator<Item = usize>>) {
        while let Some(index) = next(steps) {
            let (Some(step), Some(was)) = (self.steps.get(index), self.doubtful.get(&index)) else {
                continue;
            };
            if let Some(outcome) = self.settle_doubt(index, step, was).await {
                self.settled().insert(index);
                self.ended(index, outcome);
            }
        }
    }

    fn settled(&self) -> MutexGuard<'_, HashSet<usize>> {
        // A set whose holder panicked is still whole.
        self.settled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a step stands in the plan.
    fn place(&self, index: usize) -> usize {
        self.places.get(index).copied().unwrap_or(index)
    }

    fn ended(&self, index: usize, outcome: Outcome) {
        self.needs.note(self.place(index), &outcome);
        // The receiver lives as long as the runner.
        let _ = self.outcomes.send((index, outcome));
    }

    fn stopped(&self) -> bool {
        *self.flow.borrow() == Flow::Stop
    }
}

/// Cuts a stage into parts whose state before is read together.
fn chunks(stage: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
    let end = stage.end;
    stage.step_by(size).map(move |start| start..(start + size).min(end))
}

/// Takes the next piece of work from a queue that several workers share.
fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    // A queue whose holder panicked can still be worked off.
    queue.lock().unwrap_or_else(PoisonError::into_inner).next()
}
