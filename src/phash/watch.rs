//! Whether to go on.

use std::sync::atomic::{AtomicBool, Ordering};

/// So much work, in pairs of hashes compared or hashes moved, lies between two questions: a few milliseconds.
const WORK: usize = 1 << 20;

/// Asks whether to go on. Once that is denied, all threads stop.
pub(super) struct Watch<'a> {
    cancelled: &'a (dyn Fn() -> bool + Sync),
    stopped: AtomicBool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(cancelled: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { cancelled, stopped: AtomicBool::new(false) }
    }

    /// `None` when it is time to stop.
    pub(super) fn ask(&self) -> Option<()> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        if (self.cancelled)() {
            self.stopped.store(true, Ordering::Relaxed);
            return None;
        }
        Some(())
    }

    /// Counts work for one thread.
    pub(super) fn pace(&self) -> Pace<'_> {
        Pace { watch: self, left: WORK }
    }
}

/// Asks as often as work was done.
pub(super) struct Pace<'a> {
    watch: &'a Watch<'a>,
    left: usize,
}

impl Pace<'_> {
    /// So much was done: `None` when it is time to stop.
    pub(super) fn spend(&mut self, work: usize) -> Option<()> {
        match self.left.checked_sub(work) {
            Some(left) => self.left = left,
            None => {
                self.left = WORK;
                self.watch.ask()?;
            }
        }
        Some(())
    }
}
