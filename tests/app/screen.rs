//! Keys, answers and frames.

use ikt::runtime::Exit;
use serde_json::json;

use crate::rig::{Library, Rig};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_is_listed_and_left() {
    let library = Library::start().await;
    library.put("/shoes/red.txt", b"red").await;
    library.put("/shoes/blue.txt", b"blue").await;
    let rig = Rig::open(&library, "/", (100, 24));
    rig.until("shoes").await;
    rig.press("enter");
    rig.until("red.txt").await;
    rig.press("backspace");
    rig.when("the root", |shown| !shown.text.contains("red.txt") && shown.text.contains("shoes")).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_move_the_cursor_while_an_answer_is_pending() {
    let library = Library::start().await;
    for name in ["a", "b", "c"] {
        library.put(&format!("/{name}.txt"), b"x").await;
    }
    let rig = Rig::open(&library, "/", (100, 24));
    rig.until("1 of 3").await;
    // An hour: no answer of details or lists comes within this test.
    library
        .order(json!({ "path_prefix": "/v1/files", "times": 1000, "kind": "delay", "delay_ms": 3_600_000 }))
        .await;
    rig.press("ctrl-r");
    rig.press("j");
    rig.until("2 of 3").await;
    rig.press("k");
    rig.until("1 of 3").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_list_says_why_and_can_be_tried_again() {
    let library = Library::start().await;
    library.put("/a.txt", b"x").await;
    library.order(json!({ "path_prefix": "/v1/files", "times": 2, "kind": "status", "status": 403 })).await;
    let rig = Rig::open(&library, "/", (100, 24));
    rig.until("Could not list /").await;
    rig.press("ctrl-r");
    rig.until("a.txt").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
