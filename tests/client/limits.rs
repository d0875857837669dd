//! Rates, waits, and calls that are dropped.

use std::time::{Duration, Instant};

use axum::response::IntoResponse;
use futures_util::poll;
use ikt::api::{Client, Content, ErrorClass, Upload};
use ikt::model::FolderPath;
use serde_json::json;

use crate::canned::Host;
use crate::library::Library;

#[tokio::test]
async fn a_429_is_waited_for_as_long_as_it_says() {
    let library = Library::start().await;
    library
        .order(json!({
            "method": "GET", "path_prefix": "/v1/files", "kind": "status", "status": 429,
            "headers": { "x-ratelimit-reset": "80" },
        }))
        .await;
    let start = Instant::now();
    library.client.list_folders(&FolderPath::root()).await.expect("a list");
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(library.asked("GET", "/v1/files").await.len(), 2);
}

#[tokio::test]
async fn a_429_teaches_the_rate() {
    let library = Library::start().await;
    assert_eq!(library.client.write_rate(), None, "a loopback host has no limit until it tells of one");
    library
        .order(json!({
            "method": "POST", "path_prefix": "/v1/folder", "kind": "status", "status": 429,
            "headers": { "x-ratelimit-limit": "50", "x-ratelimit-interval": "100", "x-ratelimit-reset": "5" },
        }))
        .await;
    library.client.create_folder(&FolderPath::root(), "a").await.expect("a folder");
    assert_eq!(library.client.write_rate(), Some(500.0));
}

#[tokio::test]
async fn dropped_calls_give_their_places_back() {
    let library = Library::start().await;
    let late = json!({ "path_prefix": "/v1/files", "kind": "delay", "delay_ms": 600_000, "times": 100 });
    library.order(late).await;
    let root = FolderPath::root();
    let mut calls: Vec<_> = (0..9).map(|_| Box::pin(library.client.list_folders(&root))).collect();
    for call in &mut calls {
        assert!(poll!(call).is_pending());
    }
    library.forget_orders().await;
    drop(calls);
    assert!(library.client.list_folders(&root).await.expect("a list").is_empty());
}

#[tokio::test]
async fn all_clients_of_an_account_share_its_rates() {
    let library = Library::start().await;
    let other = Client::new(library.client.account().clone()).expect("a client");
    library
        .order(json!({
            "method": "POST", "path_prefix": "/v1/folder", "kind": "status", "status": 429,
            "headers": { "x-ratelimit-limit": "7", "x-ratelimit-interval": "100", "x-ratelimit-reset": "1" },
        }))
        .await;
    library.client.create_folder(&FolderPath::root(), "a").await.expect("a folder");
    assert_eq!(other.write_rate(), Some(70.0));
    let (mut account, key) = (library.client.account().clone(), "private_another");
    account.private_key = ikt::model::Secret::new(key);
    let stranger = Client::new(account).expect("a client");
    assert_eq!(stranger.write_rate(), None, "another account has rates of its own");
}

#[tokio::test]
async fn success_teaches_the_rate_of_its_class_alone() {
    let headers = [("x-ratelimit-limit", "80"), ("x-ratelimit-interval", "1000"), ("x-ratelimit-reset", "9")];
    let host = Host::start(move |_| (headers, "[]").into_response()).await;
    host.client.list_folders(&FolderPath::root()).await.expect("a list");
    assert_eq!((host.client.read_rate(), host.client.write_rate()), (Some(80.0), None));
    // What an answer to an upload says of limits is about uploads.
    let upload = Upload::new(Content::Bytes("x".into()), FolderPath::root(), "x");
    host.client.upload(&upload, |_| {}).await.expect_err("a list is no file");
    assert_eq!(host.client.read_rate(), Some(80.0));
}

#[tokio::test]
async fn a_used_up_quota_is_told_at_once_and_holds_nothing_back() {
    let library = Library::start().await;
    let month = (30_u64 * 86_400_000).to_string();
    library
        .order(json!({
            "method": "POST", "path_prefix": "/v1/files/purge", "kind": "status", "status": 429,
            "headers": { "x-ratelimit-limit": "1000", "x-ratelimit-interval": month, "x-ratelimit-reset": month },
        }))
        .await;
    let url = format!("{}/x.jpg", library.client.account().delivery);
    let error = library.client.purge(&url).await.expect_err("the quota is used up");
    assert_eq!(error.class(), ErrorClass::TooManyRequests);
    assert!(error.report("Could not purge").next.contains("quota"), "{error:?}");
    library.client.create_folder(&FolderPath::root(), "a").await.expect("other writes go on");
}
