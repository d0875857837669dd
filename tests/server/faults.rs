//! The handles by which tests order faults.

use ikt::server::{Settings, start};
use reqwest::Method;
use serde_json::{Value, json};

use crate::library::{Library, refused, settings, text};

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
    let told = |at: usize| {
        let fields = ["method", "path", "query", "status", "fault"];
        fields.map(|field| log[at][field].clone())
    };
    assert_eq!(json!(told(0)), json!(["GET", "/v1/files", "limit=5", 200, null]));
    assert_eq!(json!(told(1)), json!(["GET", "/v1/bulkJobs/x", null, 503, "status"]));
    assert_eq!(log[0]["headers"]["authorization"], "[redacted]");
    assert_eq!(log[0]["headers"]["accept"], "*/*");
    assert_eq!(log.as_array().unwrap().len(), 2);

    library.delete("/_ikt/requests").await;
    let body = r#"{"folderName":"a","parentFolderPath":"/"}"#;
    let made = library.request(Method::POST, "/v1/folder").body(body).send().await.unwrap();
    let (_, log) = library.get("/_ikt/requests").await;
    assert_eq!(log[0]["bytes"], body.len());
    assert_eq!(log[0]["id"], made.headers()["x-ik-requestid"].to_str().unwrap());
    assert_eq!(library.delete("/_ikt/requests").await.0, 204);
    assert_eq!(library.get("/_ikt/requests").await.1, json!([]));
    order(&library, json!({ "kind": "cut" })).await;
    assert_eq!(library.delete("/_ikt/faults").await.0, 204);
    assert_eq!(library.get("/v1/files").await.0, 200);
}

#[tokio::test]
async fn a_broken_answer_promises_more_than_it_gives() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    order(&library, json!({ "path_prefix": "/v1/files/", "kind": "broken" })).await;
    let broken = library.request(Method::GET, &format!("/v1/files/{id}/details")).send().await.unwrap();
    assert_eq!(broken.status(), 200);
    assert!(broken.content_length().unwrap() > 100);
    assert!(broken.text().await.is_err());
    library.details(&id).await;
}

#[tokio::test]
async fn the_clock_of_the_library_can_be_set() {
    let library = Library::new().await;
    let at = json!({ "at": "2031-02-03T04:05:06Z" });
    assert_eq!(library.post("/_ikt/clock", at).await.0, 204);
    assert_eq!(library.get("/_ikt/clock").await.1["now"], "2031-02-03T04:05:06Z");
    let id = library.put("/x.png").await;
    assert_eq!(library.details(&id).await["createdAt"], "2031-02-03T04:05:06.000Z");
    assert_eq!(library.post("/_ikt/clock", json!({ "ahead_ms": -86_400_000 })).await.0, 204);
    let id = library.put("/y.png").await;
    assert!(text(&library.details(&id).await["createdAt"]) < jiff::Timestamp::now().to_string());
    let wrong = library.request(Method::POST, "/_ikt/clock").json(&json!({ "at": "yesterday" }));
    assert_eq!(wrong.send().await.unwrap().status(), 422);
}

#[tokio::test]
async fn a_state_is_kept_and_brought_back() {
    let library = Library::new().await;
    let name = |name: &str| json!({ "name": name });
    let id = text(&library.upload_with("/a/x.png", b"first", &[("tags", "sea")]).await["fileId"]);
    assert_eq!(library.post("/_ikt/snapshots", name("start")).await.0, 204);
    library.upload_with("/a/x.png", b"second", &[]).await;
    library.put("/b/y.png").await;
    assert_eq!(library.delete(&format!("/v1/files/{id}")).await.0, 204);
    assert_eq!(library.get("/_ikt/snapshots").await.1, json!(["start"]));
    for _ in 0..2 {
        assert_eq!(library.post("/_ikt/restore", name("start")).await.0, 204);
        assert_eq!(library.all().await, ["/a/", "/a/x.png"]);
        let details = library.details(&id).await;
        assert_eq!(details["tags"], json!(["sea"]));
        let bytes = library.http.get(text(&details["url"])).send().await.unwrap();
        assert_eq!(bytes.bytes().await.unwrap(), "first");
        assert_eq!(library.list("tags=sea").await, ["/a/x.png"]);
        assert_eq!(library.blobs(), 1);
        assert_eq!(library.delete(&format!("/v1/files/{id}")).await.0, 204);
        assert_eq!(library.blobs(), 0);
    }
    assert_eq!(library.post("/_ikt/restore", name("other")).await.0, 404);
    assert_eq!(library.post("/_ikt/snapshots", name("../x")).await.0, 400);
}

#[tokio::test]
async fn a_reset_leaves_an_empty_library_with_its_keys() {
    let library = Library::new().await;
    library.put("/a/x.png").await;
    order(&library, json!({ "path_prefix": "/v1", "times": 9, "kind": "cut" })).await;
    library.post("/_ikt/clock", json!({ "at": "2031-02-03T04:05:06Z" })).await;
    assert_eq!(library.post("/_ikt/reset", Value::Null).await.0, 204);
    assert!(library.all().await.is_empty());
    assert_eq!(library.blobs(), 0);
    library.put("/x.png").await;
    let library = library.restarted().await;
    assert_eq!(library.all().await, ["/x.png"]);
}

#[tokio::test]
async fn the_handles_are_listed_and_all_served() {
    let library = Library::new().await;
    let (_, list) = library.get("/_ikt").await;
    let list = list.as_array().unwrap();
    assert!(list.len() > 10);
    for handle in list {
        let method: Method = text(&handle["method"]).parse().unwrap();
        let answer = library.request(method, handle["path"].as_str().unwrap()).send().await.unwrap();
        assert!(!matches!(answer.status().as_u16(), 404 | 405), "{handle}");
    }
}

#[tokio::test]
async fn there_are_no_handles_unless_asked_for() {
    let data = tempfile::tempdir().unwrap();
    let running = start(Settings { test_handles: false, ..settings(&data) }).await.unwrap();
    let library = Library { account: running.account(), running, ..Library::new().await };
    let answer = library.request(Method::GET, "/_ikt/requests").send().await.unwrap();
    assert_eq!(answer.status(), 404);
}
