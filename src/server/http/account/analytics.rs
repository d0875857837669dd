//! Where an account's traffic went. Breakdowns that a local library can't know are empty: it sees no
//! countries, converts no videos and runs no extensions.

use std::cmp::Reverse;
use std::ops::Range;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::count::{
    AGENT, BROWSER, CACHE, DEVICE, ERROR, FORMAT, IMAGE, IMAGE_TRANSFORM, MISSING, OTHER, REFERRER, STATUS,
    TOTAL, VIDEO, VIDEO_TRANSFORM,
};
use super::usage::Days;
use crate::server::http::answer::{Refused, json as answer};
use crate::server::http::{AppState, wire};
use crate::server::store::{Store, StoreError, Traffic};

/// Entries of a breakdown.
const TOP: usize = 100;

/// `GET /v1/accounts/usage-analytics`.
pub(super) async fn analytics(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let days = Days::read(query.as_deref(), true)?;
    let counted = state.deliveries.take();
    let body = state
        .store(move |store| {
            store.count_delivered(counted)?;
            told(store, days)
        })
        .await?;
    Ok(answer(StatusCode::OK, &body))
}

fn told(store: &Store, days: Days) -> Result<Value, StoreError> {
    let by = |aspect| store.delivered(days.with_end(), aspect);
    let total = by(TOTAL)?.first().map_or(Traffic::default(), |(_, traffic)| *traffic);
    let cache = by(CACHE)?;
    let cached =
        |name| cache.iter().find(|(found, _)| found == name).map_or(0, |(_, traffic)| traffic.requests);
    let top = |aspect| ranked(store, days.with_end(), aspect);
    let counts = |aspect| counted(store, days.with_end(), aspect);
    let everything =
        if total.requests == 0 { Vec::new() } else { vec![entry(&("Default".to_owned(), total))] };
    Ok(json!({
        "startDate": days.start.to_string(),
        "endDate": days.end.to_string(),
        "generatedAt": wire::time(store.now()),
        "bandwidthBytes": total.bytes,
        "requestCount": total.requests,
        "cache": { "hitCount": cached("hit"), "missCount": cached("miss"), "errorCount": cached("error") },
        "browser": top(BROWSER)?,
        "country": { "byBandwidth": [], "byRequests": [] },
        "device": top(DEVICE)?,
        "format": top(FORMAT)?,
        "topImages": top(IMAGE)?,
        "topImageTransforms": top(IMAGE_TRANSFORM)?,
        "topVideos": top(VIDEO)?,
        "topVideoTransforms": top(VIDEO_TRANSFORM)?,
        "topOtherAssets": top(OTHER)?,
        "topReferrers": top(REFERRER)?,
        "topUserAgents": top(AGENT)?,
        "urlEndpoints": { "byBandwidth": everything, "byRequests": everything },
        "statusCodes": counts(STATUS)?,
        "errorReasons": counts(ERROR)?,
        "top404Assets": counts(MISSING)?,
        "extensions": [],
        "videoProcessing": [],
    }))
}

fn ranked(store: &Store, days: Range<i32>, aspect: &str) -> Result<Value, StoreError> {
    let mut found = store.delivered(days, aspect)?;
    found.sort_by_key(|(_, traffic)| Reverse(traffic.bytes));
    let by_bandwidth: Vec<_> = found.iter().take(TOP).map(entry).collect();
    found.sort_by_key(|(_, traffic)| Reverse(traffic.requests));
    let by_requests: Vec<_> = found.iter().take(TOP).map(entry).collect();
    Ok(json!({ "byBandwidth": by_bandwidth, "byRequests": by_requests }))
}

fn entry((name, traffic): &(String, Traffic)) -> Value {
    json!({ "name": name, "bandwidthBytes": traffic.bytes, "requestCount": traffic.requests })
}

fn counted(store: &Store, days: Range<i32>, aspect: &str) -> Result<Value, StoreError> {
    let mut found = store.delivered(days, aspect)?;
    found.sort_by_key(|(_, traffic)| Reverse(traffic.requests));
    let count =
        |(name, traffic): &(String, Traffic)| json!({ "name": name, "requestCount": traffic.requests });
    Ok(found.iter().take(TOP).map(count).collect())
}
