//! The last calls, by keys.

use ikt::runtime::Exit;
use serde_json::json;

use crate::rig::{Library, Rig};
use crate::versions::picture;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_read_and_copied_without_the_key() {
    let library = Library::start().await;
    library.put("/a.png", &picture(1)).await;
    library.order(json!({ "path_prefix": "/v1/files/", "times": 1, "kind": "status", "status": 403 })).await;
    let rig = Rig::open(&library, "/", (140, 45));
    rig.until("a.png").await;
    rig.until("Forbidden").await;
    rig.press("I f");
    rig.until("that failed").await;
    rig.press("y");
    rig.until("curl command copied").await;
    let copied = rig.copied();
    assert!(copied.starts_with("curl -X GET 'http") && copied.contains("$IMAGEKIT_PRIVATE_KEY"), "{copied}");
    let key = library.client.account().private_key.reveal().to_owned();
    assert!(!copied.contains(&key), "no key in {copied}");
    rig.press("Y");
    rig.until("request id copied").await;
    assert!(!rig.copied().is_empty());
    rig.press("f");
    rig.until("calls").await;
    rig.press("enter");
    rig.until("Call 1 of").await;
    rig.press("esc esc");
    rig.when("the library", |shown| !shown.text.contains("The last")).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
