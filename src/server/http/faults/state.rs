//! Handles for the time and the state of the library.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::server::http::AppState;
use crate::server::http::answer::{Refused, json as answer, nothing};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Time {
    at: Option<Timestamp>,
    #[serde(default)]
    ahead_ms: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    name: String,
}

pub(super) async fn time(State(state): State<AppState>) -> Response {
    answer(StatusCode::OK, &json!({ "now": state.store.now() }))
}

pub(super) async fn set_clock(State(state): State<AppState>, Json(time): Json<Time>) -> Response {
    let clock = state.store.clock();
    match time.at {
        Some(at) => clock.stop_at(at),
        None => clock.set_ahead(SignedDuration::from_millis(time.ahead_ms)),
    }
    nothing()
}

pub(super) async fn snapshots(State(state): State<AppState>) -> Result<Response, Refused> {
    let names = state.store(|store| store.snapshots()).await?;
    Ok(answer(StatusCode::OK, &names))
}

pub(super) async fn snapshot(
    State(state): State<AppState>,
    Json(Name { name }): Json<Name>,
) -> Result<Response, Refused> {
    state.store(move |store| store.snapshot(&name)).await?;
    Ok(nothing())
}

pub(super) async fn restore(
    State(state): State<AppState>,
    Json(Name { name }): Json<Name>,
) -> Result<Response, Refused> {
    state.store(move |store| store.restore_snapshot(&name)).await?;
    state.resume_jobs().await?;
    Ok(nothing())
}

pub(super) async fn reset(State(state): State<AppState>) -> Result<Response, Refused> {
    state.store(|store| store.clear()).await?;
    if let Some(faults) = &state.faults {
        faults.forget();
    }
    state.store.clock().set_ahead(SignedDuration::ZERO);
    state.limiter.forget();
    drop(state.deliveries.take());
    Ok(nothing())
}
