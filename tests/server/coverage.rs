//! The table of what is supported, held against the routes and against the published document.

use ikt::server::coverage::{ENDPOINTS, Endpoint, Support};
use reqwest::Method;
use serde_json::Value;

use crate::library::{GHOST, Library};

/// The path of a call with an id in the place of each parameter.
fn path(endpoint: &Endpoint) -> String {
    let parts = endpoint.path.split('/').map(|part| if part.starts_with('{') { GHOST } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_call_of_the_table_is_served() {
    let library = Library::new().await;
    let reason = async |method: &str, path: &str| {
        let method: Method = method.parse().unwrap();
        let answer = library.request(method, path).send().await.unwrap();
        assert!(!answer.status().is_server_error(), "{path}");
        let bytes = answer.bytes().await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        body["reason"] == "NOT_SUPPORTED"
    };
    for endpoint in ENDPOINTS {
        let not = matches!(endpoint.support, Support::No(_));
        assert_eq!(
            reason(endpoint.method, &path(endpoint)).await,
            not,
            "{} {}",
            endpoint.method,
            endpoint.path
        );
    }
    for (method, path) in [
        ("GET", "/v1"),
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/files"),
        ("PATCH", "/v1/accounts/origins/x"),
        ("PUT", "/v1/saved-extensions/x"),
        ("POST", "/api/v3/files/upload"),
        ("GET", "/api/v1/files/upload"),
    ] {
        assert!(reason(method, path).await, "{method} {path}");
    }
}

#[test]
fn every_published_call_stands_in_the_table() {
    let published: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
    for route in published["routes"].as_object().unwrap().keys() {
        let (method, path) = route.split_once(' ').unwrap();
        let found = ENDPOINTS.iter().any(|endpoint| endpoint.method == method && endpoint.path == path);
        assert!(found, "{route}");
    }
}
