//! Work that many ask for at the same time and one has to do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// Locks by name. Who gets one looks first whether the work was done meanwhile.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<String, Weak<Lock<()>>>>);

/// The leave to do the work of a name alone, to be kept as long as that takes.
#[derive(Debug)]
pub(super) struct Turn {
    _lock: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits for the turn, in order of asking.
    pub(super) async fn take(&self, name: &str) -> Turn {
        Turn { _lock: self.lock(name).lock_owned().await }
    }

    /// The same on a thread that may wait: not on an async one.
    pub(super) fn take_blocking(&self, name: &str) -> Turn {
        Turn { _lock: self.lock(name).blocking_lock_owned() }
    }

    fn lock(&self, name: &str) -> Arc<Lock<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(name).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        locks.insert(name.to_owned(), Arc::downgrade(&lock));
        lock
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn one_at_a_time_for_each_name() {
        let turns = Turns::default();
        let first = turns.take("a").now_or_never();
        assert!(first.is_some());
        assert!(turns.take("a").now_or_never().is_none());
        assert!(turns.take("b").now_or_never().is_some());
        drop(first);
        drop(turns.take_blocking("a"));
        assert!(turns.take("c").now_or_never().is_some());
        assert_eq!(turns.0.lock().unwrap().len(), 1, "the others are forgotten");
    }
}
