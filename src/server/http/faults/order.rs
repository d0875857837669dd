//! Faults on order: which requests suffer, and what becomes of their answers.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};

use crate::server::http::answer::Refused;

/// Most bytes of a request that is read only to be refused, and of an answer that is broken.
const DRAIN: usize = 1 << 26;

/// A fault for the requests of a method below a path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
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
    pub(super) kind: Kind,
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

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// An error of that status.
    Status,
    /// The true answer, late.
    Delay,
    /// No answer: the connection is closed.
    Cut,
    /// Half of the true answer's body, then the connection is closed.
    Broken,
    /// A page that is no JSON.
    Garbage,
}

/// Marks an answer that was ordered as it is.
#[derive(Clone, Copy, Debug)]
pub(in crate::server::http) struct Ordered;

fn once() -> u64 {
    1
}

/// The order that a request falls under, counted down.
pub(super) fn take(orders: &mut Vec<Order>, method: &str, path: &str) -> Option<Order> {
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

impl Order {
    fn is_for(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && path.starts_with(&self.path_prefix)
    }

    pub(super) async fn carry_out(&self, request: Request, next: Next) -> Response {
        let mut answer = None;
        if self.after {
            answer = Some(next.run(request).await);
            self.wait().await;
        } else {
            self.wait().await;
            match self.kind {
                Kind::Delay | Kind::Broken => answer = Some(next.run(request).await),
                Kind::Cut => {}
                // Read, so that the client gets to see the answer before the connection is closed.
                Kind::Status | Kind::Garbage => drop(to_bytes(request.into_body(), DRAIN).await),
            }
        }
        match (self.kind, answer) {
            (Kind::Delay, Some(answer)) => answer,
            (Kind::Broken, Some(answer)) => broken(answer).await,
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
    Response::new(Body::from_stream(stream::iter([nothing])))
}

/// The head of an answer, which promises all of its body, and half of that.
async fn broken(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let whole = to_bytes(body, DRAIN).await.unwrap_or_default();
    if whole.is_empty() {
        return cut();
    }
    head.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    let half: Result<Bytes, io::Error> = Ok(whole.slice(..whole.len() / 2));
    // The pause lets the half be sent before the connection is given up.
    let end = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::Error::other("broken on order"))
    });
    head.extensions.insert(Ordered);
    Response::from_parts(head, Body::from_stream(stream::iter([half]).chain(end)))
}

fn garbage() -> Response {
    ([(header::CONTENT_TYPE, "text/html")], "<html><body><h1>Something else</h1>").into_response()
}
