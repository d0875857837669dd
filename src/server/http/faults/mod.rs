//! Handles for tests under `/_ikt`, which only `--test-handles` opens. `GET /_ikt` lists them
//! ([`HANDLES`]). None of them asks for a key.
//!
//! **Faults.** `POST /_ikt/faults` takes an order, a JSON object: `kind` is `status` (an error of
//! `status`, 500 if not given), `delay` (the true answer, `delay_ms` later), `cut` (the connection is
//! closed without an answer), `broken` (half of the true answer's body, then it is closed) or `garbage`
//! (HTML, of `status` where given). `method` and `path_prefix` say which requests suffer, `times` how
//! many (1), `skip` how many are spared before; `headers` go with the answer of `status` and
//! `garbage`; `after: true` carries the request out before its answer is spoilt.
//!
//! **Time.** `POST /_ikt/clock` with `{"at": "2026-01-31T12:00:00Z"}` stops the library's clock there,
//! with `{"ahead_ms": 3600000}` sets it ahead of the machine's, with `{}` sets it right.
//!
//! **State.** `POST /_ikt/snapshots` with `{"name": "x"}` keeps records and bytes of the library as
//! they are; `POST /_ikt/restore` with the same name brings them back, as often as wanted.
//! `POST /_ikt/reset` empties the library (its keys stay) and forgets orders, log, clock and limits.

mod log;
mod order;
mod state;

use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use self::log::{Asked, Log};
use self::order::Order;
pub(super) use self::order::Ordered;
use super::AppState;
use super::answer::{json as answer, nothing};
use super::envelope::RequestId;

/// The handles: method, path, and what it does.
pub(super) const HANDLES: [(&str, &str, &str); 12] = [
    ("GET", "/_ikt", "list these handles"),
    ("POST", "/_ikt/faults", "order a fault for the next requests that match"),
    ("DELETE", "/_ikt/faults", "forget all orders"),
    ("GET", "/_ikt/requests", "tell what was asked, oldest first"),
    ("DELETE", "/_ikt/requests", "forget what was asked"),
    ("POST", "/_ikt/jobs", "keep new folder jobs from starting with {\"hold\": true}, until false"),
    (
        "POST",
        "/_ikt/clock",
        "set the library's time: {\"at\": …}, {\"ahead_ms\": …}, or {} for the machine's",
    ),
    ("GET", "/_ikt/clock", "tell the library's time"),
    ("POST", "/_ikt/snapshots", "keep the library's state under a {\"name\": …}"),
    ("GET", "/_ikt/snapshots", "tell the names of what is kept"),
    ("POST", "/_ikt/restore", "bring back the state of that {\"name\": …}"),
    ("POST", "/_ikt/reset", "empty the library and forget orders, log, clock and limits"),
];

/// What tests have ordered, and what has been asked.
#[derive(Debug, Default)]
pub(super) struct Faults {
    orders: Mutex<Vec<Order>>,
    log: Mutex<Log>,
    hold: watch::Sender<bool>,
}

#[derive(Debug, Deserialize)]
struct Hold {
    hold: bool,
}

impl Faults {
    /// Waits while jobs are on hold.
    pub(super) async fn jobs_may_go(&self) {
        // The sender is ours, so it can't be gone.
        let _ = self.hold.subscribe().wait_for(|hold| !hold).await;
    }

    /// Forgets everything that was ordered and asked.
    fn forget(&self) {
        guard(&self.orders).clear();
        guard(&self.log).forget();
        self.hold.send_replace(false);
    }
}

/// Carries out what tests have ordered, and remembers what was asked.
pub(super) async fn interfere(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let faults = state.faults.as_ref().filter(|_| path != "/_ikt" && !path.starts_with("/_ikt/"));
    let Some(faults) = faults else { return next.run(request).await };
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let headers = log::redacted(request.headers());
    let (request, bytes) = log::counted(request);
    let order = order::take(&mut guard(&faults.orders), &method, uri.path());
    let answer = match &order {
        Some(order) => order.carry_out(request, next).await,
        None => next.run(request).await,
    };
    guard(&faults.log).note(Asked {
        method,
        path: uri.path().to_owned(),
        query: uri.query().map(str::to_owned),
        status: answer.status().as_u16(),
        fault: order.map(|order| order.kind),
        id,
        headers,
        bytes: bytes.load(Ordering::Relaxed),
    });
    answer
}

/// The handles below `/_ikt`.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(list))
        .route("/faults", post(order).delete(forget_orders))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/jobs", post(hold))
        .route("/clock", get(state::time).post(state::set_clock))
        .route("/snapshots", get(state::snapshots).post(state::snapshot))
        .route("/restore", post(state::restore))
        .route("/reset", post(state::reset))
}

async fn list() -> Response {
    let list: Vec<_> = HANDLES
        .iter()
        .map(|(method, path, does)| json!({ "method": method, "path": path, "does": does }))
        .collect();
    answer(StatusCode::OK, &list)
}

async fn order(State(state): State<AppState>, Json(order): Json<Order>) -> Response {
    if let Some(faults) = &state.faults {
        guard(&faults.orders).push(order);
    }
    nothing()
}

async fn forget_orders(State(state): State<AppState>) -> Response {
    if let Some(faults) = &state.faults {
        guard(&faults.orders).clear();
    }
    nothing()
}

async fn requests(State(state): State<AppState>) -> Response {
    let log = state.faults.as_ref().map(|faults| guard(&faults.log).all()).unwrap_or_default();
    answer(StatusCode::OK, &log)
}

async fn forget_requests(State(state): State<AppState>) -> Response {
    if let Some(faults) = &state.faults {
        guard(&faults.log).forget();
    }
    nothing()
}

async fn hold(State(state): State<AppState>, Json(Hold { hold }): Json<Hold>) -> Response {
    if let Some(faults) = &state.faults {
        faults.hold.send_replace(hold);
    }
    nothing()
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
