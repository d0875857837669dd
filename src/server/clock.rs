//! The time of the library, which tests may set.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// A clock that can be ahead of that of the machine, behind it, or stand still. Clones are the same
/// clock.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Pace>>);

#[derive(Clone, Copy, Debug)]
enum Pace {
    Ahead(SignedDuration),
    Stopped(Timestamp),
}

impl Default for Pace {
    fn default() -> Self {
        Self::Ahead(SignedDuration::ZERO)
    }
}

impl Clock {
    /// The time in the library.
    pub fn now(&self) -> Timestamp {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Pace::Stopped(at) => at,
            Pace::Ahead(ahead) => {
                let now = Timestamp::now();
                now.checked_add(ahead).unwrap_or(now)
            }
        }
    }

    /// From now on the library is `ahead` of the machine, or behind it where that is negative.
    pub fn set_ahead(&self, ahead: SignedDuration) {
        self.set(Pace::Ahead(ahead));
    }

    /// From now on it is `at` in the library and stays so.
    pub fn stop_at(&self, at: Timestamp) {
        self.set(Pace::Stopped(at));
    }

    fn set(&self, pace: Pace) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = pace;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_still_or_is_ahead() {
        let (clock, at) = (Clock::default(), Timestamp::UNIX_EPOCH);
        clock.clone().stop_at(at);
        assert_eq!((clock.now(), clock.now()), (at, at));
        clock.set_ahead(SignedDuration::from_hours(24));
        assert!(clock.now() > Timestamp::now() + SignedDuration::from_hours(23));
    }
}
