//! Rate limits of the management API, counted for the account (imagekit-api.md 1.7). Uploads and
//! delivery have none.

use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::AppState;
use super::answer::Refused;
use crate::server::store::month;

/// How many calls an account may make; `None` is as many as it likes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimits {
    /// Calls a second that only read.
    pub reads: Option<u32>,
    /// Calls a second that change something, except the next ones.
    pub writes: Option<u32>,
    /// Bulk tag calls and changes of custom metadata fields a second.
    pub labels: Option<u32>,
    /// Purge requests a month of the calendar, in UTC. A rename beyond it is done without its purge.
    pub purges: Option<u32>,
}

/// Milliseconds of the interval that calls are counted in.
const INTERVAL: i64 = 1000;
/// What the headers say where there is no limit.
const GENEROUS: u32 = 10_000;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const LENGTH: HeaderName = HeaderName::from_static("x-ratelimit-interval");
/// What the SDKs of the newer generation look at instead (imagekit-api.md 7.2).
const RETRY_AFTER: HeaderName = HeaderName::from_static("retry-after-ms");

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Read,
    Write,
    Labels,
}

impl Class {
    fn of(method: &Method, path: &str) -> Self {
        let path = path.strip_prefix("/v1").unwrap_or(path);
        match *method {
            Method::GET | Method::HEAD => Self::Read,
            _ if matches!(path, "/files/addTags" | "/files/removeTags" | "/files/removeAITags") => {
                Self::Labels
            }
            _ if path.starts_with("/customMetadataFields") => Self::Labels,
            _ => Self::Write,
        }
    }
}

/// The calls of the interval that runs.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    /// Milliseconds since 1970.
    start: i64,
    used: u32,
}

impl Window {
    /// Milliseconds until the next interval, at `now`; 0 when this one is over.
    fn left(&self, now: i64) -> i64 {
        let elapsed = now - self.start;
        if (0..INTERVAL).contains(&elapsed) { INTERVAL - elapsed } else { 0 }
    }

    /// Counts a call, if there is room for it.
    fn count(&mut self, limit: u32, now: i64) -> bool {
        if self.left(now) == 0 {
            *self = Self { start: now, used: 0 };
        }
        let room = self.used < limit;
        if room {
            self.used += 1;
        }
        room
    }
}

/// The limits of the account and what has been used of them.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    limits: RateLimits,
    windows: Mutex<[Window; 3]>,
}

impl Limiter {
    pub(super) fn new(limits: RateLimits) -> Self {
        Self { limits, windows: Mutex::default() }
    }

    /// Purge requests a month.
    pub(super) fn purges(&self) -> Option<u32> {
        self.limits.purges
    }

    /// Forgets what has been used.
    pub(super) fn forget(&self) {
        *self.windows.lock().unwrap_or_else(PoisonError::into_inner) = Default::default();
    }

    fn limit(&self, class: Class) -> Option<u32> {
        match class {
            Class::Read => self.limits.reads,
            Class::Write => self.limits.writes,
            Class::Labels => self.limits.labels,
        }
    }

    /// Counts a call; whether it may go on.
    fn count(&self, class: Class, now: Timestamp) -> bool {
        let Some(limit) = self.limit(class) else { return true };
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows[class as usize].count(limit, now.as_millisecond())
    }

    /// What the headers say: the limit, and the milliseconds until the next call may come.
    fn told(&self, class: Class, now: Timestamp) -> (u32, i64) {
        let Some(limit) = self.limit(class) else { return (GENEROUS, 0) };
        let window = self.windows.lock().unwrap_or_else(PoisonError::into_inner)[class as usize];
        let wait = if window.used < limit { 0 } else { window.left(now.as_millisecond()) };
        (limit, wait)
    }
}

/// Refuses a call beyond the limit of its class.
pub(super) async fn hold_back(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let class = Class::of(request.method(), request.uri().path());
    if state.limiter.count(class, state.store.now()) {
        return next.run(request).await;
    }
    let (limit, wait) = state.limiter.told(class, state.store.now());
    too_many(limit, wait, INTERVAL)
}

/// The refusal of a call beyond a limit in an interval; milliseconds.
fn too_many(limit: u32, wait: i64, interval: i64) -> Response {
    let mut refused =
        Refused::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please retry after some time.")
            .into_response();
    let headers = refused.headers_mut();
    headers.insert(RETRY_AFTER, wait.into());
    headers.insert(LIMIT, limit.into());
    headers.insert(RESET, wait.into());
    headers.insert(LENGTH, interval.into());
    refused
}

/// The refusal of a purge beyond the requests of this month.
pub(super) fn too_many_purges(state: &AppState) -> Response {
    let (now, month) = (state.store.now(), month(state.store.now()));
    let between = |from: Timestamp, to: Timestamp| to.as_millisecond() - from.as_millisecond();
    too_many(
        state.limiter.purges().unwrap_or_default(),
        between(now, month.end),
        between(month.start, month.end),
    )
}

/// Adds what the service says of its limits, unless a test has said something else.
pub(super) async fn tell(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let class = Class::of(request.method(), request.uri().path());
    let mut response = next.run(request).await;
    let (limit, wait) = state.limiter.told(class, state.store.now());
    write(response.headers_mut(), limit, wait);
    response
}

fn write(headers: &mut HeaderMap, limit: u32, wait: i64) {
    headers.entry(LIMIT).or_insert(limit.into());
    headers.entry(RESET).or_insert(wait.into());
    headers.entry(LENGTH).or_insert(INTERVAL.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_class_and_second() {
        let limiter = Limiter::new(RateLimits { reads: Some(2), ..RateLimits::default() });
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert!(limiter.count(Class::Read, at(5_000)));
        assert!(limiter.count(Class::Read, at(5_400)));
        assert_eq!(limiter.told(Class::Read, at(5_400)), (2, 600));
        assert!(!limiter.count(Class::Read, at(5_999)));
        assert!(limiter.count(Class::Write, at(5_999)));
        assert!(limiter.count(Class::Read, at(6_000)));
        assert_eq!(limiter.told(Class::Read, at(6_000)), (2, 0));
        assert!(limiter.count(Class::Read, at(1_000)), "a clock that was set back starts anew");
    }

    #[test]
    fn calls_have_their_class() {
        assert_eq!(Class::of(&Method::GET, "/customMetadataFields"), Class::Read);
        assert_eq!(Class::of(&Method::PATCH, "/customMetadataFields/1"), Class::Labels);
        assert_eq!(Class::of(&Method::POST, "/v1/files/addTags"), Class::Labels);
        assert_eq!(Class::of(&Method::DELETE, "/folder"), Class::Write);
    }
}
