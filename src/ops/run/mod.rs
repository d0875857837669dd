//! Carries out a plan: every step gets one outcome, and it is true.

mod bulk;
mod change;
mod count;
mod download;
mod look;
mod send;
mod single;
mod transfer;
mod upload;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

use super::batch::{batches, stages};
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

/// Carries out a plan. `events` is told of every step exactly once in [`JobEvent::Ended`], of waits,
/// and of [`JobEvent::Finished`] at the end, as the last.
pub async fn run(client: Client, plan: Plan, control: Control, events: impl Fn(JobEvent) + Send + Sync) {
    let (outcomes, gathered) = mpsc::unbounded_channel();
    let flow = control.0.subscribe();
    let asker = client.with_flow(flow.clone());
    let runner = Runner {
        sender: asker.once(),
        asker,
        client,
        steps: &plan.steps,
        flow,
        events: &events,
        outcomes,
        lanes: transfer::Lanes::default(),
    };
    tokio::join!(runner.all(), gather(gathered, &events));
    events(JobEvent::Finished);
}

/// Tells outcomes in batches.
async fn gather(mut outcomes: mpsc::UnboundedReceiver<(usize, Outcome)>, events: &impl Fn(JobEvent)) {
    while let Some(first) = outcomes.recv().await {
        let mut batch = vec![first];
        let until = Instant::now() + GATHER;
        while let Ok(Some(next)) = timeout_at(until, outcomes.recv()).await {
            batch.push(next);
        }
        events(JobEvent::Ended(batch));
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
    flow: watch::Receiver<Flow>,
    events: &'a E,
    outcomes: mpsc::UnboundedSender<(usize, Outcome)>,
    lanes: transfer::Lanes,
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Ends with the last step. It takes the runner, so that the channel of outcomes closes then.
    async fn all(self) {
        for stage in stages(self.steps) {
            let first = stage.start;
            let Some(steps) = self.steps.get(stage) else { continue };
            // Jobs on folders lock each other out, so these go one by one.
            let width = match steps.first().map(|step| &step.target) {
                Some(Target::Folder(_)) => 1,
                _ => AT_ONCE,
            };
            let batches = batches(steps).map(|batch| batch.start + first..batch.end + first);
            let queue = Mutex::new(batches);
            join_all((0..width).map(|_| self.work_off(&queue))).await;
        }
    }

    async fn work_off(&self, batches: &Mutex<impl Iterator<Item = Range<usize>>>) {
        while let Some(batch) = next(batches) {
            self.batch(batch).await;
        }
    }

    async fn batch(&self, batch: Range<usize>) {
        let Some(step) = self.steps.get(batch.start) else { return };
        if send::is_bulk(step) {
            self.bulk(batch).await;
        } else if transfer::is_transfer(step) {
            self.ended(batch.start, self.transfer(batch.start, step).await);
        } else {
            self.ended(batch.start, self.single(step).await);
        }
    }

    fn ended(&self, index: usize, outcome: Outcome) {
        // The receiver lives as long as the runner.
        let _ = self.outcomes.send((index, outcome));
    }

    fn stopped(&self) -> bool {
        *self.flow.borrow() == Flow::Stop
    }
}

/// Takes the next piece of work from a queue that several workers share.
fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    // A queue whose holder panicked can still be worked off.
    queue.lock().unwrap_or_else(PoisonError::into_inner).next()
}
