//! What delivery does, counted for the account's usage: in memory, and now and then put away.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::server::http::AppState;
use crate::server::http::delivery::{FromCache, split_transformation};
use crate::server::store::{DeliveryKey, Traffic};

/// What requests are counted by.
pub(super) const TOTAL: &str = "total";
pub(super) const CACHE: &str = "cache";
pub(super) const BROWSER: &str = "browser";
pub(super) const DEVICE: &str = "device";
pub(super) const FORMAT: &str = "format";
pub(super) const STATUS: &str = "status";
pub(super) const ERROR: &str = "error";
pub(super) const MISSING: &str = "missing";
pub(super) const REFERRER: &str = "referrer";
pub(super) const AGENT: &str = "agent";
pub(super) const IMAGE: &str = "image";
pub(super) const IMAGE_TRANSFORM: &str = "image-transform";
pub(super) const VIDEO: &str = "video";
pub(super) const VIDEO_TRANSFORM: &str = "video-transform";
pub(super) const OTHER: &str = "other";

/// Counters in memory before they are put away.
const MOST: usize = 2_000;

/// What was delivered and is not put away yet.
#[derive(Debug, Default)]
pub(in crate::server::http) struct Deliveries(Mutex<HashMap<DeliveryKey, Traffic>>);

impl Deliveries {
    /// Takes out what has been counted.
    pub(in crate::server::http) fn take(&self) -> HashMap<DeliveryKey, Traffic> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds a request; whether it is time to put all away.
    fn add(&self, day: i32, traffic: Traffic, names: Vec<(&'static str, String)>) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (aspect, name) in names {
            *counted.entry((day, aspect, name)).or_default() += traffic;
        }
        counted.len() > MOST
    }
}

/// The number of a day since 1970.
pub(super) fn day(date: Date) -> i32 {
    let start = Date::constant(1970, 1, 1);
    start.until(date).map_or(0, |span| span.get_days())
}

/// Counts a delivery and its answer.
pub(in crate::server::http) async fn count(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let head = request.method() == Method::HEAD;
    let target = request.uri().path_and_query().map_or("", |target| target.as_str()).to_owned();
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let bytes = length(&response).filter(|_| !head && response.status() != StatusCode::NOT_MODIFIED);
    let traffic = Traffic { bytes: bytes.unwrap_or_default(), requests: 1 };
    let names = names(&state.account.api, &target, &headers, &response);
    let today = day(state.store.now().to_zoned(TimeZone::UTC).date());
    if state.deliveries.add(today, traffic, names) {
        put_away(&state).await;
    }
    response
}

/// Puts away what has been counted.
pub(in crate::server::http) async fn put_away(state: &AppState) {
    let counted = state.deliveries.take();
    if let Err(error) = state.store(move |store| store.count_delivered(counted)).await {
        tracing::error!(%error, "what was delivered could not be counted");
    }
}

/// Bytes of an answer's body: streams say it in a header, the others know it.
fn length(answer: &Response) -> Option<u64> {
    let told = answer.headers().get(header::CONTENT_LENGTH).and_then(|told| told.to_str().ok()?.parse().ok());
    told.or_else(|| answer.body().size_hint().exact())
}

/// All that a request is counted by.
fn names(origin: &str, target: &str, asked: &HeaderMap, answer: &Response) -> Vec<(&'static str, String)> {
    let status = answer.status();
    let (path, transformation) = split_transformation(target);
    let url = format!("{origin}{path}");
    let mime = text(answer.headers(), &header::CONTENT_TYPE);
    let agent = text(asked, &header::USER_AGENT);
    let mut names = vec![
        (TOTAL, String::new()),
        (STATUS, status.as_str().to_owned()),
        (CACHE, cache(answer).to_owned()),
        (BROWSER, browser(&agent).to_owned()),
        (DEVICE, device(&agent).to_owned()),
    ];
    if !agent.is_empty() {
        names.push((AGENT, agent));
    }
    let referrer = text(asked, &header::REFERER);
    if !referrer.is_empty() {
        names.push((REFERRER, referrer));
    }
    if status == StatusCode::NOT_FOUND {
        names.push((MISSING, url));
        names.push((ERROR, "Asset not found at origin".into()));
    } else if status.is_success() {
        let (asset, transform) = match mime.split('/').next() {
            Some("image") => (IMAGE, Some(IMAGE_TRANSFORM)),
            Some("video") => (VIDEO, Some(VIDEO_TRANSFORM)),
            _ => (OTHER, None),
        };
        names.push((asset, url));
        names.push((FORMAT, mime));
        names.extend(transform.zip(transformation.map(|chain| format!("tr:{chain}"))));
    }
    names
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Whether a cache had the answer, the client's among them.
fn cache(answer: &Response) -> &'static str {
    let kept = answer.extensions().get::<FromCache>().is_some();
    match answer.status() {
        status if status.is_server_error() => "error",
        StatusCode::NOT_MODIFIED => "hit",
        _ if kept => "hit",
        _ => "miss",
    }
}

/// The browser that a user agent names; those that pose as others come first.
fn browser(agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    KNOWN.iter().find(|(word, _)| agent.contains(word)).map_or("Other", |(_, name)| name)
}

/// The device that a user agent names.
fn device(agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("iPhone", "Smartphone - Apple iPhone"),
        ("iPad", "Tablet - Apple iPad"),
        ("Android", "Smartphone - Android"),
        ("Windows", "Desktop - Windows PC"),
        ("Macintosh", "Desktop - Apple Mac"),
        ("Linux", "Desktop - Linux"),
    ];
    KNOWN.iter().find(|(word, _)| agent.contains(word)).map_or("Other", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_from_1970() {
        assert_eq!(day(Date::constant(1970, 1, 1)), 0);
        assert_eq!(day(Date::constant(2026, 1, 31)), 20_484);
        assert_eq!(day(Date::constant(1969, 12, 31)), -1);
    }

    #[test]
    fn agents_are_told_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!((browser(edge), device(edge)), ("Edge", "Desktop - Windows PC"));
        assert_eq!((browser("ikt"), device("ikt")), ("Other", "Other"));
    }
}
