//! How fast calls may go: one governor an account, shared by all its tasks (imagekit-api.md 1.7).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

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
/// How long to wait after a 429 that doesn't say.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest wait that is believed.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// So many 429s in a row halve the rate.
const STRIKES: u32 = 3;

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

    /// A call of this class was let through.
    pub(crate) fn accepted(&self, class: Class) {
        self.lane(class).pace().accepted();
    }

    /// Calls a second that are let through now; `None` without a limit.
    pub(crate) fn rate(&self, class: Class) -> Option<f64> {
        self.lane(class).pace().rate
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

/// The pace of one class: a bucket of one second's calls, and the pause that a 429 asked for.
#[derive(Debug)]
struct Pace {
    /// Calls a second now.
    rate: Option<f64>,
    /// Calls a second at most, as far as known.
    ceiling: Option<f64>,
    /// When the bucket is full again.
    full: Option<Instant>,
    paused_until: Option<Instant>,
    strikes: u32,
}

impl Pace {
    fn new(rate: Option<f64>) -> Self {
        Self { rate, ceiling: rate, full: None, paused_until: None, strikes: 0 }
    }

    /// When the next call may go.
    fn free_at(&self, now: Instant) -> Instant {
        let paused = self.paused_until.unwrap_or(now);
        let second = Duration::from_secs(1);
        let bucket = match (self.rate, self.full) {
            (Some(rate), Some(full)) => {
                full.checked_sub(second.saturating_sub(interval(rate))).unwrap_or(now)
            }
            _ => now,
        };
        now.max(paused).max(bucket)
    }

    /// Takes one call out of the bucket, if one may go now.
    fn take(&mut self, now: Instant) -> Result<(), Instant> {
        let free = self.free_at(now);
        if free > now {
            return Err(free);
        }
        if let Some(rate) = self.rate {
            self.full = Some(self.full.map_or(now, |full| full.max(now)) + interval(rate));
        }
        Ok(())
    }

    fn refused(&mut self, now: Instant, limit: RateLimit) -> Duration {
        let in_pause = self.paused_until.is_some_and(|until| now < until);
        if !in_pause {
            // Calls that were in flight together are refused together: that is one strike.
            self.strikes += 1;
        }
        let growing = PAUSE * 2u32.saturating_pow(self.strikes.saturating_sub(1).min(5));
        let pause = limit.reset.unwrap_or(growing).min(LONGEST);
        self.paused_until = Some(self.paused_until.unwrap_or(now).max(now + pause));
        if let Some(learned) = per_second(limit) {
            self.ceiling = Some(learned);
            self.rate = Some(self.rate.map_or(learned, |rate| rate.min(learned)));
        }
        if !in_pause && self.strikes >= STRIKES {
            self.rate = self.rate.map(|rate| rate / 2.0);
        }
        pause
    }

    fn accepted(&mut self) {
        self.strikes = 0;
        if let (Some(rate), Some(ceiling)) = (self.rate, self.ceiling) {
            self.rate = Some((rate + ceiling / 50.0).min(ceiling));
        }
    }
}

fn interval(rate: f64) -> Duration {
    Duration::try_from_secs_f64(1.0 / rate).unwrap_or(LONGEST).min(LONGEST)
}

/// The rate that a 429 tells of.
fn per_second(limit: RateLimit) -> Option<f64> {
    let (calls, interval) = (limit.limit?, limit.interval?);
    let rate = f64::from(calls) / interval.as_secs_f64();
    (rate.is_finite() && rate > 0.0).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// How many calls go at once at `now`.
    fn burst(pace: &mut Pace, now: Instant) -> usize {
        std::iter::repeat_with(|| pace.take(now)).take(1000).take_while(Result::is_ok).count()
    }

    #[test]
    fn a_second_holds_as_many_calls_as_the_rate_says() {
        let (mut pace, start) = (Pace::new(Some(4.0)), Instant::now());
        assert_eq!(burst(&mut pace, start), 4);
        assert_eq!(pace.free_at(start), start + ms(250));
        assert_eq!(burst(&mut pace, start + ms(500)), 2);
        assert_eq!(burst(&mut pace, start + ms(60_000)), 4, "rest is not saved up");
        assert_eq!(burst(&mut Pace::new(None), start), 1000);
    }

    #[test]
    fn a_429_holds_everything_back_for_as_long_as_it_says() {
        let (mut pace, start) = (Pace::new(None), Instant::now());
        let reset = RateLimit { reset: Some(ms(700)), ..RateLimit::default() };
        assert_eq!(pace.refused(start, reset), ms(700));
        assert_eq!(pace.take(start), Err(start + ms(700)));
        let shorter = RateLimit { reset: Some(ms(10)), ..RateLimit::default() };
        pace.refused(start, shorter);
        assert_eq!(pace.free_at(start), start + ms(700), "a shorter one doesn't shorten it");
        assert!(pace.take(start + ms(700)).is_ok());
    }

    #[test]
    fn a_429_teaches_the_limit() {
        let (mut pace, start) = (Pace::new(None), Instant::now());
        let limit = RateLimit { limit: Some(5), interval: Some(ms(1000)), reset: Some(ms(100)) };
        pace.refused(start, limit);
        assert_eq!(pace.rate, Some(5.0));
        assert_eq!(burst(&mut pace, start + ms(100)), 5);
    }

    #[test]
    fn three_strikes_halve_the_rate_and_success_gives_it_back() {
        let (mut pace, start) = (Pace::new(Some(4.0)), Instant::now());
        for round in 0..3 {
            let now = start + ms(100_000 * round);
            pace.refused(now, RateLimit::default());
            pace.refused(now, RateLimit::default());
        }
        assert_eq!(pace.rate, Some(2.0), "calls refused together count once");
        assert_eq!(pace.free_at(start + ms(200_000)), start + ms(204_000), "the pauses grow");
        for _ in 0..1000 {
            pace.accepted();
        }
        assert_eq!(pace.rate, Some(4.0));
    }

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
