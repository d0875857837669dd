//! Rate limits, by the library's own clock.

use ikt::server::{RateLimits, Settings, start};
use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::library::{GHOST, Library, answer, refused, settings, text};

/// A library with these limits, whose clock stands still.
async fn limited(limits: RateLimits) -> Library {
    let data = tempfile::tempdir().unwrap();
    let running = start(Settings { limits, ..settings(&data) }).await.unwrap();
    let library = Library::of(data, running);
    set_clock(&library, "2030-01-31T12:00:00.100Z").await;
    library
}

async fn set_clock(library: &Library, at: &str) {
    assert_eq!(library.post("/_ikt/clock", json!({ "at": at })).await.0, 204);
}

fn told(headers: &HeaderMap) -> [i64; 3] {
    let number = |name: &str| headers[name].to_str().unwrap().parse().unwrap();
    [number("x-ratelimit-limit"), number("x-ratelimit-reset"), number("x-ratelimit-interval")]
}

async fn list(library: &Library) -> Response {
    library.request(Method::GET, "/v1/files").send().await.unwrap()
}

#[tokio::test]
async fn reads_beyond_the_limit_wait_for_the_next_second() {
    let library = limited(RateLimits { reads: Some(2), ..RateLimits::default() }).await;
    let first = list(&library).await;
    assert_eq!((first.status(), told(first.headers())), (StatusCode::OK, [2, 0, 1000]));
    set_clock(&library, "2030-01-31T12:00:00.850Z").await;
    let last = list(&library).await;
    assert_eq!((last.status(), told(last.headers())), (StatusCode::OK, [2, 250, 1000]));
    let throttled = list(&library).await;
    assert_eq!(told(throttled.headers()), [2, 250, 1000]);
    assert_eq!(throttled.headers()["retry-after-ms"], "250");
    refused(answer(throttled).await, 429, "Too many requests. Please retry after some time.");
    let folder = json!({ "folderName": "a", "parentFolderPath": "/" });
    assert_eq!(library.post("/v1/folder", folder).await.0, 201, "writes are counted apart");
    library.put("/x.png").await;
    set_clock(&library, "2030-01-31T12:00:01.100Z").await;
    assert_eq!(list(&library).await.status(), 200);
}

#[tokio::test]
async fn tags_have_a_limit_of_their_own_and_strangers_are_not_counted() {
    let limits = RateLimits { writes: Some(1), labels: Some(1), reads: Some(1), ..RateLimits::default() };
    let library = limited(limits).await;
    let url = format!("{}/v1/files", library.account.api);
    for _ in 0..3 {
        let stranger = library.http.get(&url).send().await.unwrap();
        assert_eq!((stranger.status().as_u16(), told(stranger.headers())), (401, [1, 0, 1000]));
    }
    assert_eq!(list(&library).await.status(), 200);
    let tag = json!({ "fileIds": [GHOST], "tags": ["a"] });
    assert_eq!(library.post("/v1/files/addTags", tag.clone()).await.0, 404);
    assert_eq!(library.post("/v1/files/removeTags", tag).await.0, 429);
    assert_eq!(library.delete(&format!("/v1/files/{GHOST}")).await.0, 404);
    assert_eq!(library.delete(&format!("/v1/files/{GHOST}")).await.0, 429);
}

#[tokio::test]
async fn purges_are_counted_by_month() {
    let library = limited(RateLimits { purges: Some(1), ..RateLimits::default() }).await;
    library.put("/a/x.png").await;
    let purge = || {
        let url = format!("{}/a/x.png", library.account.delivery);
        library.request(Method::POST, "/v1/files/purge").json(&json!({ "url": url })).send()
    };
    assert_eq!(purge().await.unwrap().status(), 201);
    let refused = purge().await.unwrap();
    let month: i64 = 31 * 86_400_000;
    let left = 86_400_000 / 2 - 100;
    assert_eq!((refused.status().as_u16(), told(refused.headers())), (429, [1, left, month]));

    let rename = json!({ "filePath": "/a/x.png", "newFileName": "y.png", "purgeCache": true });
    let (status, body) = library.send(Method::PUT, "/v1/files/rename", rename).await;
    assert_eq!((status.as_u16(), &body["reason"]), (207, &json!("PURGE_FAILED")));
    assert_eq!(library.all().await, ["/a/", "/a/y.png"]);
    let rename = json!({ "folderPath": "/a", "newFolderName": "b", "purgeCache": true });
    let (status, body) = library.post("/v1/bulkJobs/renameFolder", rename).await;
    assert_eq!(status, 202);
    let job = format!("/v1/bulkJobs/{}", text(&body["jobId"]));
    assert_eq!(library.get(&job).await.1["status"], "Pending");
    let (status, body) = library.get(&job).await;
    assert_eq!((status.as_u16(), &body["status"]), (207, &json!("Partial success")));
    let words = "Folder renamed successfully but purging cache on nested files failed.";
    assert_eq!(body["message"], words);
    set_clock(&library, "2030-02-01T00:00:00Z").await;
    let url = format!("{}/b/y.png", library.account.delivery);
    assert_eq!(library.post("/v1/files/purge", json!({ "url": url })).await.0, 201);
}

#[tokio::test]
async fn without_limits_nothing_is_held_back() {
    let library = Library::new().await;
    for _ in 0..200 {
        let answer = list(&library).await;
        assert_eq!((answer.status().as_u16(), told(answer.headers())), (200, [10_000, 0, 1000]));
    }
    assert_eq!(library.get("/_ikt/requests").await.1.as_array().map(Vec::len), Some(200));
}
