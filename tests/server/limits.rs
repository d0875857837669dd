//! Rate limits, by the library's own clock.

use ikt::server::{RateLimits, Settings, start};
use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::library::{GHOST, Library, answer, refused, settings};

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
async fn without_limits_nothing_is_held_back() {
    let library = Library::new().await;
    for _ in 0..200 {
        let answer = list(&library).await;
        assert_eq!((answer.status().as_u16(), told(answer.headers())), (200, [10_000, 0, 1000]));
    }
    assert_eq!(library.get("/_ikt/requests").await.1.as_array().map(Vec::len), Some(200));
}
