//! Upload parameters and pHash distance, by keys.

use ikt::phash;
use ikt::runtime::Exit;
use ikt::url::auth::AuthParameters;
use serde_json::Value;

use crate::rig::{Library, Rig};
use crate::versions::picture;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upload_parameters_are_made_and_copied() {
    let library = Library::start().await;
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("local").await;
    rig.press("S");
    rig.until(" left").await;
    rig.press("y");
    rig.until("upload parameters copied").await;
    let read = || {
        let copied: Value = serde_json::from_str(&rig.copied()).expect("JSON");
        let text = |name: &str| copied[name].as_str().expect("a text").to_owned();
        let expire = copied["expire"].as_i64().expect("a number");
        AuthParameters { token: text("token"), expire, signature: text("signature") }
    };
    let first = read();
    assert!(first.is_genuine(&library.client.account().private_key));
    // Valid for another time, and with another token.
    rig.press("E ctrl-u 5 enter");
    rig.when("a shorter time", |shown| shown.text.contains("4 min") || shown.text.contains("5 min")).await;
    rig.press("y");
    rig.when("other parameters", |_| read().token != first.token).await;
    let second = read();
    assert!(second.is_genuine(&library.client.account().private_key));
    assert!(second.expire < first.expire - 20 * 60);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_distance_of_two_files_and_of_two_texts() {
    let library = Library::start().await;
    library.put("/a.png", &picture(1)).await;
    library.put("/b.png", &picture(5)).await;
    let mut hashes = Vec::new();
    for name in ["a.png", "b.png"] {
        let file = library.client.find_file(&ikt::model::FolderPath::root(), name).await.expect("a look");
        let metadata = library.client.metadata(&file.expect("a file").id).await.expect("metadata");
        hashes.push(metadata.p_hash.expect("a pHash"));
    }
    let distance = phash::distance(&hashes[0], &hashes[1]).expect("a distance");
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("1 of 2").await;
    rig.press("space space S");
    rig.until(&format!("{distance} of 64 bits")).await;
    rig.press("Y");
    rig.until("pHash distance copied").await;
    assert_eq!(rig.copied(), distance.to_string());
    rig.press("p ctrl-u");
    rig.type_text("2d5ad3936d2e015b");
    rig.press("tab ctrl-u");
    rig.type_text("2d6ed293db36a4fb");
    rig.press("enter");
    rig.until("17 of 64 bits: alike").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
