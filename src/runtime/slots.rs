//! Running tasks, one a slot.

use std::collections::HashMap;
use std::hash::Hash;

use tokio::task::AbortHandle;

/// Holds the task of each slot. A new one ends the old one, with all that it holds: requests,
/// timers, a place in a queue.
pub(super) struct Slots<K> {
    running: HashMap<K, AbortHandle>,
}

impl<K: Eq + Hash> Slots<K> {
    pub(super) fn new() -> Self {
        Self { running: HashMap::new() }
    }

    /// Runs a task in a slot, instead of the one that is there.
    pub(super) fn run(&mut self, slot: K, task: impl Future<Output = ()> + Send + 'static) {
        self.running.retain(|_, task| !task.is_finished());
        let task = tokio::spawn(task).abort_handle();
        if let Some(old) = self.running.insert(slot, task) {
            old.abort();
        }
    }
}

impl<K> Drop for Slots<K> {
    fn drop(&mut self) {
        self.running.values().for_each(AbortHandle::abort);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    /// A task that waits for ever, and the news of its end.
    fn waiting() -> (impl Future<Output = ()> + Send + 'static, oneshot::Receiver<()>) {
        let (held, dropped) = oneshot::channel::<()>();
        let task = async move {
            std::future::pending::<()>().await;
            drop(held);
        };
        (task, dropped)
    }

    #[tokio::test]
    async fn a_new_task_ends_the_old_one_of_its_slot_alone() {
        let mut slots = Slots::new();
        let (first, first_dropped) = waiting();
        let (other, mut other_dropped) = waiting();
        let (second, mut second_dropped) = waiting();
        slots.run(1, first);
        slots.run(2, other);
        slots.run(1, second);
        assert!(first_dropped.await.is_err());
        assert_eq!(other_dropped.try_recv(), Err(oneshot::error::TryRecvError::Empty));
        assert_eq!(second_dropped.try_recv(), Err(oneshot::error::TryRecvError::Empty));
    }

    #[tokio::test]
    async fn all_end_with_the_slots() {
        let mut slots = Slots::new();
        let (task, dropped) = waiting();
        slots.run((), task);
        drop(slots);
        assert!(dropped.await.is_err());
    }
}
