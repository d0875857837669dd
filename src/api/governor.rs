//! How fast calls may go: one governor an account, shared by all its tasks (imagekit-api.md 1.7).

mod pace;
mod shared;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use pace::Pace;
pub(crate) use shared::of_account;

use super::call::Class;
use super::error::RateLimit;

/// Calls to the management API in flight at once.
const IN_FLIGHT: usize = 8;
/// Uploads at once: not limited by the service, but by bandwidth.
const UPLOADS: usize = 4;
/// Downloads from delivery at once.
const DOWNLOADS: usize = 8;
/// Reads a second on a service whose limits aren't known yet.
const READS: f64 = 20.0;
/// Writes a second on a service whose limits aren't known yet.
const WRITES: f64 = 4.0;

/// Holds calls back, by class.
pub(crate) struct Governor {
    read: Lane,
    write: Lane,
    upload: Lane,
    delivery: Lane,
}

/// The calls of one class, first come, first served.
struct Lane {
    pace: std::sync::Mutex<Pace>,
    /// Held by the call whose turn is next.
    turn: Mutex<()>,
    slots: Arc<Semaphore>,
}

/// A place among the calls in flight, free again when dropped.
pub(crate) struct Place(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Governor {
    /// A governor at the rates that are safe without knowing the account, or, on a loopback host,
    /// without limits until a 429 tells of one.
    pub(crate) fn new(loopback: bool) -> Self {
        let api = Arc::new(Semaphore::new(IN_FLIGHT));
        let rate = |rate| if loopback { None } else { Some(rate) };
        Self {
            read: Lane::new(rate(READS), api.clone()),
            write: Lane::new(rate(WRITES), api),
            upload: Lane::new(None, Arc::new(Semaphore::new(UPLOADS))),
            delivery: Lane::new(None, Arc::new(Semaphore::new(DOWNLOADS))),
        }
    }

    fn lane(&self, class: Class) -> &Lane {
        match class {
            Class::Read => &self.read,
            Class::Write => &self.write,
            Class::Upload => &self.upload,
            Class::Delivery => &self.delivery,
        }
    }

    /// Waits until a call of this class may go. Dropping the future gives the turn back.
    pub(crate) async fn admit(&self, class: Class) -> Place {
        let lane = self.lane(class);
        let _turn = lane.turn.lock().await;
        loop {
            lane.wait().await;
            // The semaphore is never closed, so acquiring can't fail; were it, the next round asks again.
            if let Ok(permit) = lane.slots.clone().acquire_owned().await
                && lane.pace().take(Instant::now()).is_ok()
            {
                return Place(permit);
            }
        }
    }

    /// A 429 came: holds back the whole class. Answers with how long.
    pub(crate) fn refused(&self, class: Class, limit: RateLimit) -> Duration {
        self.lane(class).pace().refused(Instant::now(), limit)
    }

    /// A call of this class was let through; its answer may tell of a limit.
    pub(crate) fn accepted(&self, class: Class, limit: RateLimit) {
        self.lane(class).pace().accepted(limit);
    }

    /// Calls a second that are let through now; `None` without a limit.
    pub(crate) fn rate(&self, class: Class) -> Option<f64> {
        self.lane(class).pace().rate()
    }
}

impl Lane {
    fn new(rate: Option<f64>, slots: Arc<Semaphore>) -> Self {
        Self { pace: std::sync::Mutex::new(Pace::new(rate)), turn: Mutex::new(()), slots }
    }

    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        // What a panicking holder leaves behind is still a valid pace.
        self.pace.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Sleeps until the pace lets a call through; a pause that comes meanwhile counts.
    async fn wait(&self) {
        loop {
            let now = Instant::now();
            let free = self.pace().free_at(now);
            if free <= now {
                return;
            }
            tokio::time::sleep_until(free).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn eight_calls_are_in_flight_and_the_ninth_waits() {
        let governor = Governor::new(true);
        let mut places = Vec::new();
        for class in [Class::Read, Class::Write].into_iter().cycle().take(IN_FLIGHT) {
            places.push(governor.admit(class).await);
        }
        let mut ninth = std::pin::pin!(governor.admit(Class::Read));
        assert!(futures_util::poll!(&mut ninth).is_pending());
        let _download = governor.admit(Class::Delivery).await;
        places.pop();
        assert!(futures_util::poll!(&mut ninth).is_ready());
    }
}
