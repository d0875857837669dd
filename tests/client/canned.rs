//! A host that remembers what it was asked, and answers as a test wants it to.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ikt::api::Client;
use ikt::model::{Account, Secret};
use serde_json::Value;
use tokio::net::TcpListener;

/// The private key of all accounts here.
pub const KEY: &str = "private_hush";

/// A request that came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    /// Path and query, as they came.
    pub target: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    /// The body as JSON; `null` for none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A host that is being served.
pub struct Host {
    pub client: Client,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Host {
    /// A host that answers each request as the function says.
    pub async fn start(answer: impl Fn(&Asked) -> Response + Clone + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        let app = Router::new().fallback(move |request: Request| {
            let (log, answer) = (log.clone(), answer.clone());
            async move {
                let (parts, body) = request.into_parts();
                let asked = Asked {
                    method: parts.method.to_string(),
                    target: parts.uri.to_string(),
                    headers: parts.headers,
                    body: to_bytes(body, usize::MAX).await.unwrap_or_default(),
                };
                let answer = answer(&asked);
                log.lock().expect("a log").push(asked);
                answer
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let client = Client::new(account(&origin)).expect("a client");
        Self { client, asked }
    }

    /// A host that answers everything with this status and JSON.
    pub async fn saying(status: u16, body: Value) -> Self {
        Self::start(move |_| json(status, &body)).await
    }

    /// What was asked since the last time that this was called.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("a log"))
    }
}

/// An account whose three hosts are this one.
pub fn account(origin: &str) -> Account {
    Account {
        name: "test".into(),
        api: origin.into(),
        upload: origin.into(),
        delivery: format!("{origin}/id"),
        public_key: "public_x".into(),
        private_key: Secret::new(KEY),
        read_only: false,
    }
}

/// An answer of JSON.
pub fn json(status: u16, body: &Value) -> Response {
    (StatusCode::from_u16(status).expect("a status"), body.to_string()).into_response()
}
