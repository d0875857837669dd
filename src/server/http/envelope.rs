//! What every answer carries: a request id, and errors in the service's form.

use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Refused;

/// The id of a request, which its answer carries.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

/// Gives a request its id, and errors that the framework made the form of the service's.
pub(super) async fn seal(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let id = uuid::Uuid::new_v4().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if path.starts_with("/v1/") || path.starts_with("/api/") {
        response = in_form(response);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-ik-requestid", value);
    }
    log(&method, &path, response.status(), &id, started);
    response
}

fn in_form(response: Response) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || response.headers().contains_key(header::CONTENT_TYPE) && is_json(&response) {
        return response;
    }
    if response.extensions().get::<super::faults::Ordered>().is_some() {
        return response;
    }
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => Refused::internal().into_response(),
        _ => Refused::new(status, status.canonical_reason().unwrap_or("Your request is not valid."))
            .into_response(),
    }
}

fn is_json(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

fn log(method: &Method, path: &str, status: StatusCode, id: &str, started: Instant) {
    let took = started.elapsed().as_millis();
    tracing::info!(%method, path, status = status.as_u16(), took, request = id, "answered");
}
