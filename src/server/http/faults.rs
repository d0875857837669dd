//! Handles for tests under `/_ikt`: faults on order, a log of the requests, jobs on hold.
//!
//! - `POST /_ikt/faults` with an [`Order`]; `DELETE` forgets all orders.
//! - `GET /_ikt/requests` tells what was asked, oldest first; `DELETE` forgets it.
//! - `POST /_ikt/jobs` with `{"hold": true}` keeps new folder jobs from starting until `false`.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::AppState;
use super::answer::{Refused, json, nothing};

/// Requests that the log remembers.
const LOG: usize = 10_000;
/// Most bytes of a request that is read only to be refused.
const DRAIN: usize = 1 << 26;

/// What tests have ordered, and what has been asked.
#[derive(Debug, Default)]
pub(super) struct Faults {
    orders: Mutex<Vec<Order>>,
    log: Mutex<VecDeque<Asked>>,
    hold: watch::Sender<bool>,
}

/// A fault for the requests of a method below a path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// Any method when it isn't given.
    method: Option<String>,
    #[serde(default)]
    path_prefix: String,
    /// How many requests suffer.
    #[serde(default = "once")]
    times: u64,
    /// How many are spared first.
    #[serde(default)]
    skip: u64,
    kind: Kind,
    /// Of the answer of `status` and `garbage`.
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    delay_ms: u64,
    /// Whether the request is carried out before its answer is spoilt.
    #[serde(default)]
    after: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// An error of that status.
    Status,
    /// The true answer, late.
    Delay,
    /// No answer: the connection is closed.
    Cut,
    /// A page that is no JSON.
    Garbage,
}

#[derive(Clone, Debug, Serialize)]
struct Asked {
    method: String,
    path: String,
    query: Option<String>,
    status: u16,
    fault: Option<Kind>,
}

#[derive(Debug, Deserialize)]
struct Hold {
    hold: bool,
}

/// Marks an answer that was ordered as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ordered;

fn once() -> u64 {
    1
}

impl Faults {
    /// Waits while jobs are on hold.
    pub(super) async fn jobs_may_go(&self) {
        // The sender is ours, so it can't be gone.
        let _ = self.hold.subscribe().wait_for(|hold| !hold).await;
    }

    /// The order that this request falls under, counted down.
    fn take(&self, method: &str, path: &str) -> Option<Order> {
        let mut orders = guard(&self.orders);
        let at = orders.iter().position(|order| order.is_for(method, path))?;
        let order = orders.get_mut(at)?;
        if order.skip > 0 {
            order.skip -= 1;
            return None;
        }
        order.times = order.times.saturating_sub(1);
        let due = order.clone();
        if due.times == 0 {
            orders.remove(at);
        }
        Some(due)
    }

    fn note(&self, asked: Asked) {
        let mut log = guard(&self.log);
        if log.len() == LOG {
            log.pop_front();
        }
        log.push_back(asked);
    }
}

impl Order {
    fn is_for(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && path.starts_with(&self.path_prefix)
    }

    async fn carry_out(&self, request: Request, next: Next) -> Response {
        let mut answer = None;
        if self.after {
            answer = Some(next.run(request).await);
            self.wait().await;
        } else {
            self.wait().await;
            match self.kind {
                Kind::Delay => answer = Some(next.run(request).await),
                Kind::Cut => {}
                // Read, so that the client gets to see the answer before the connection is closed.
                Kind::Status | Kind::Garbage => drop(to_bytes(request.into_body(), DRAIN).await),
            }
        }
        match (self.kind, answer) {
            (Kind::Delay, Some(answer)) => answer,
            (Kind::Cut, _) => cut(),
            (Kind::Garbage, _) => self.dressed(garbage()),
            _ => self.dressed(refusal(self.status())),
        }
    }

    async fn wait(&self) {
        if self.delay_ms > 0 {
            tokio::time::sleep(Duration::from_millis(self.delay_ms)).await;
        }
    }

    fn status(&self) -> StatusCode {
        self.status.and_then(|n| StatusCode::from_u16(n).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn dressed(&self, mut answer: Response) -> Response {
        if let (Kind::Garbage, Some(_)) = (self.kind, self.status) {
            *answer.status_mut() = self.status();
        }
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                answer.headers_mut().insert(name, value);
            }
        }
        answer.extensions_mut().insert(Ordered);
        answer
    }
}

fn refusal(status: StatusCode) -> Response {
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            Refused::new(status, "Too many requests. Please retry after some time.").into_response()
        }
        StatusCode::INTERNAL_SERVER_ERROR => Refused::internal().into_response(),
        _ => Refused::new(status, status.canonical_reason().unwrap_or("A fault on order.")).into_response(),
    }
}

/// A body that fails at once: the server gives up the connection before it has written anything.
fn cut() -> Response {
    let nothing: Result<Vec<u8>, _> = Err(io::Error::other("cut on order"));
    Response::new(Body::from_stream(futures_util::stream::iter([nothing])))
}

fn garbage() -> Response {
    ([(header::CONTENT_TYPE, "text/html")], "<html><body><h1>Something else</h1>").into_response()
}

/// Carries out what tests have ordered, and remembers what was asked.
pub(super) async fn interfere(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(faults) = state.faults.as_ref().filter(|_| !request.uri().path().starts_with("/_ikt/")) else {
        return next.run(request).await;
    };
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let order = faults.take(&method, uri.path());
    let answer = match &order {
        Some(order) => order.carry_out(request, next).await,
        None => next.run(request).await,
    };
    faults.note(Asked {
        method,
        path: uri.path().to_owned(),
        query: uri.query().map(str::to_owned),
        status: answer.status().as_u16(),
        fault: order.map(|order| order.kind),
    });
    answer
}

/// The handles.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/faults", post(order).delete(forget_orders))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/jobs", post(hold))
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
    let log = state.faults.as_ref().map(|faults| guard(&faults.log).clone()).unwrap_or_default();
    json(StatusCode::OK, &log)
}

async fn forget_requests(State(state): State<AppState>) -> Response {
    if let Some(faults) = &state.faults {
        guard(&faults.log).clear();
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
