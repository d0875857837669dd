//! The pace of one class of calls.

use std::time::Duration;

use tokio::time::Instant;

use crate::api::error::RateLimit;

/// How long to wait after a 429 that doesn't say.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest wait that is believed.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// So many 429s in a row halve the rate.
const STRIKES: u32 = 3;
/// Limits over a longer time say nothing of how fast calls may follow each other.
const SHORT: Duration = Duration::from_secs(10);

/// The pace of one class: a bucket of one second's calls, and the pause that a 429 asked for.
#[derive(Debug)]
pub(super) struct Pace {
    /// Calls a second now.
    rate: Option<f64>,
    /// Calls a second at most, as far as known.
    ceiling: Option<f64>,
    /// Whether the ceiling was learned the hard way: then it is not raised by kind words, for one
    /// endpoint can have several limits.
    refused: bool,
    /// When the bucket is full again.
    full: Option<Instant>,
    paused_until: Option<Instant>,
    strikes: u32,
}

impl Pace {
    pub(super) fn new(rate: Option<f64>) -> Self {
        Self { rate, ceiling: rate, refused: false, full: None, paused_until: None, strikes: 0 }
    }

    /// When the next call may go.
    pub(super) fn free_at(&self, now: Instant) -> Instant {
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
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Instant> {
        let free = self.free_at(now);
        if free > now {
            return Err(free);
        }
        if let Some(rate) = self.rate {
            self.full = Some(self.full.map_or(now, |full| full.max(now)) + interval(rate));
        }
        Ok(())
    }

    pub(super) fn refused(&mut self, now: Instant, limit: RateLimit) -> Duration {
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
            self.refused = true;
            self.rate = Some(self.rate.map_or(learned, |rate| rate.min(learned)));
        }
        if !in_pause && self.strikes >= STRIKES {
            self.rate = self.rate.map(|rate| rate / 2.0);
        }
        pause
    }

    /// A call went through. What its answer says of a limit lowers the rate at once; a higher one is
    /// reached step by step.
    pub(super) fn accepted(&mut self, limit: RateLimit) {
        self.strikes = 0;
        let short = limit.interval.is_some_and(|interval| interval <= SHORT);
        if let Some(told) = per_second(limit).filter(|_| short) {
            let ceiling =
                if self.refused { self.ceiling.map_or(told, |known| known.min(told)) } else { told };
            self.ceiling = Some(ceiling);
            self.rate = Some(self.rate.map_or(ceiling, |rate| rate.min(ceiling)));
        }
        if let (Some(rate), Some(ceiling)) = (self.rate, self.ceiling) {
            self.rate = Some((rate + ceiling / 50.0).min(ceiling));
        }
    }

    /// Calls a second that are let through now; `None` without a limit.
    pub(super) fn rate(&self) -> Option<f64> {
        self.rate
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
            pace.accepted(RateLimit::default());
        }
        assert_eq!(pace.rate, Some(4.0));
    }

    #[test]
    fn success_tells_of_limits_too() {
        let told = |limit, interval| RateLimit { limit: Some(limit), interval: Some(interval), reset: None };
        let mut pace = Pace::new(Some(20.0));
        pace.accepted(told(5, ms(1000)));
        assert_eq!(pace.rate, Some(5.0), "a lower limit counts at once");
        pace.accepted(told(50, ms(1000)));
        assert_eq!(pace.rate, Some(6.0), "a higher one is approached");
        pace.accepted(told(9, ms(900_000)));
        assert_eq!(pace.rate, Some(7.0), "one for a quarter of an hour says nothing of the pace");

        let mut pace = Pace::new(None);
        pace.refused(Instant::now(), told(5, ms(1000)));
        pace.accepted(told(100, ms(1000)));
        assert_eq!(pace.rate, Some(5.0), "a 429 is believed more than a success");
    }
}
