//! The handles by which tests order faults.

use ikt::server::{Settings, start};
use reqwest::Method;
use serde_json::{Value, json};

use crate::library::{Library, refused, settings};

async fn order(library: &Library, order: Value) {
    let (status, body) = library.post("/_ikt/faults", order).await;
    assert_eq!(status, 204, "{body}");
}

#[tokio::test]
async fn an_error_comes_as_often_as_ordered() {
    let library = Library::new().await;
    let headers = json!({ "X-RateLimit-Reset": "250" });
    order(
        &library,
        json!({ "method": "GET", "path_prefix": "/v1/files", "skip": 1, "times": 2,
        "kind": "status", "status": 429, "headers": headers }),
    )
    .await;
    assert_eq!(library.get("/v1/files").await.0, 200);
    let folder = json!({ "folderName": "a", "parentFolderPath": "/" });
    assert_eq!(library.post("/v1/folder", folder).await.0, 201);
    let throttled = library.request(Method::GET, "/v1/files").send().await.unwrap();
    assert_eq!(throttled.headers()["x-ratelimit-reset"], "250");
    assert!(throttled.headers().contains_key("x-ik-requestid"));
    refused(library.get("/v1/files").await, 429, "Too many requests. Please retry after some time.");
    assert_eq!(library.get("/v1/files").await.0, 200);
}

#[tokio::test]
async fn a_cut_comes_before_or_after_the_work() {
    let library = Library::new().await;
    for (after, made) in [(false, false), (true, true)] {
        order(&library, json!({ "path_prefix": "/v1/folder", "kind": "cut", "after": after })).await;
        let body = json!({ "folderName": "a", "parentFolderPath": "/" });
        let cut = library.request(Method::POST, "/v1/folder").json(&body).send().await;
        assert!(cut.unwrap_err().is_request());
        assert_eq!(!library.all().await.is_empty(), made);
    }
}

#[tokio::test]
async fn garbage_is_no_json_and_a_delay_is_harmless() {
    let library = Library::new().await;
    order(&library, json!({ "path_prefix": "/v1/files", "kind": "garbage" })).await;
    let garbage = library.request(Method::GET, "/v1/files").send().await.unwrap();
    assert_eq!(garbage.status(), 200);
    assert!(garbage.text().await.unwrap().starts_with("<html>"));
    order(&library, json!({ "path_prefix": "/v1/files", "kind": "garbage", "status": 502 })).await;
    let garbage = library.request(Method::GET, "/v1/files").send().await.unwrap();
    assert_eq!(garbage.status(), 502);
    assert!(garbage.text().await.unwrap().starts_with("<html>"));
    order(&library, json!({ "path_prefix": "/v1/files", "kind": "delay", "delay_ms": 1 })).await;
    assert_eq!(library.get("/v1/files").await, (200.try_into().unwrap(), json!([])));
}

#[tokio::test]
async fn the_log_tells_what_was_asked() {
    let library = Library::new().await;
    order(&library, json!({ "path_prefix": "/v1/bulk", "kind": "status", "status": 503 })).await;
    library.get("/v1/files?limit=5").await;
    library.get("/v1/bulkJobs/x").await;
    let (_, log) = library.get("/_ikt/requests").await;
    assert_eq!(
        log,
        json!([
            { "method": "GET", "path": "/v1/files", "query": "limit=5", "status": 200, "fault": null },
            { "method": "GET", "path": "/v1/bulkJobs/x", "query": null, "status": 503, "fault": "status" },
        ])
    );
    assert_eq!(library.delete("/_ikt/requests").await.0, 204);
    assert_eq!(library.get("/_ikt/requests").await.1, json!([]));
    order(&library, json!({ "kind": "cut" })).await;
    assert_eq!(library.delete("/_ikt/faults").await.0, 204);
    assert_eq!(library.get("/v1/files").await.0, 200);
}

#[tokio::test]
async fn there_are_no_handles_unless_asked_for() {
    let data = tempfile::tempdir().unwrap();
    let running = start(Settings { test_handles: false, ..settings(&data) }).await.unwrap();
    let library = Library { account: running.account(), running, ..Library::new().await };
    let answer = library.request(Method::GET, "/_ikt/requests").send().await.unwrap();
    assert_eq!(answer.status(), 404);
}
