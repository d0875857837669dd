//! Purges that renames begin: followed beside the steps that are still to be sent.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Runner;
use crate::ops::plan::{JobEvent, Outcome};

/// Purges that are looked at side by side.
const AT_ONCE: usize = 16;

/// A step whose purge was begun, and the purge's number.
type Begun = (usize, String);

/// The purges of a run: those that calls have begun, and where they are handed over to be followed.
#[derive(Debug, Default)]
pub(super) struct Purges {
    begun: Mutex<HashMap<usize, String>>,
    follower: Mutex<Option<UnboundedSender<Begun>>>,
}

impl Purges {
    /// Whoever follows them gets them here, until [`Purges::close`].
    pub(super) fn open(&self) -> UnboundedReceiver<Begun> {
        let (sender, receiver) = unbounded_channel();
        *held(&self.follower) = Some(sender);
        receiver
    }

    /// No more will come.
    pub(super) fn close(&self) {
        held(&self.follower).take();
    }

    /// A step has begun this purge.
    pub(super) fn note(&self, step: usize, purge: String) {
        held(&self.begun).insert(step, purge);
    }

    /// Hands the purge of a step over. Whether there was one, and somebody follows it.
    fn hand_over(&self, step: usize) -> bool {
        let Some(purge) = held(&self.begun).remove(&step) else { return false };
        held(&self.follower).as_ref().is_some_and(|follower| follower.send((step, purge)).is_ok())
    }
}

/// What a lock holds is whole even where its holder panicked.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Ends a step; one that has begun a purge when that has ended.
    pub(super) fn ended_after_purge(&self, step: usize, outcome: Outcome) {
        if outcome != Outcome::Done || !self.purges.hand_over(step) {
            self.ended(step, outcome);
        }
    }

    /// Follows purges to their ends, until no more come.
    pub(super) async fn follow_purges(&self, begun: UnboundedReceiver<Begun>) {
        let begun = stream::unfold(begun, async |mut begun| begun.recv().await.map(|next| (next, begun)));
        let follow = async |(index, purge): Begun| {
            let Some(step) = self.steps.get(index) else { return };
            let outcome = self.purge_ended(step, &purge).await;
            self.ended(index, outcome);
        };
        begun.for_each_concurrent(AT_ONCE, follow).await;
    }
}
