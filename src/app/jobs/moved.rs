//! How many bytes of a run have moved, and how far a job on a folder is.

use std::collections::BTreeMap;

use crate::ops::{Outcome, Plan};

/// What a run has moved so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// Bytes of the steps that are under way.
    live: BTreeMap<usize, u64>,
    /// Bytes of the steps that were done.
    done: u64,
    /// Bytes of the steps that ended without moving any.
    spared: u64,
    /// The step of a job on a folder, the files at its destination, and those that are expected there.
    pub counted: Option<(usize, u64, u64)>,
}

impl Moved {
    /// A step tells how far it is.
    pub fn tell(&mut self, step: usize, bytes: u64) {
        self.live.insert(step, bytes);
    }

    /// A step has ended.
    pub fn end(&mut self, plan: &Plan, step: usize, outcome: &Outcome) {
        self.live.remove(&step);
        self.counted = self.counted.filter(|(counted, ..)| *counted != step);
        let size = plan.steps.get(step).map_or(0, |step| step.target.size());
        match outcome {
            Outcome::Done => self.done = self.done.saturating_add(size),
            _ => self.spared = self.spared.saturating_add(size),
        }
    }

    /// Bytes of one step that is under way.
    pub fn of(&self, step: usize) -> Option<u64> {
        self.live.get(&step).copied()
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.live.values().fold(self.done, |sum, bytes| sum.saturating_add(*bytes))
    }

    /// Bytes that have to move in all.
    pub fn total(&self, plan: &Plan) -> u64 {
        plan.bytes().saturating_sub(self.spared)
    }
}
