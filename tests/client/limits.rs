//! Rates, waits, and calls that are dropped.

use std::time::{Duration, Instant};

use futures_util::poll;
use ikt::model::FolderPath;
use serde_json::json;

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
