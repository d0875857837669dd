//! What files say of themselves, by keys.

use ikt::runtime::Exit;
use serde_json::Value;

use crate::rig::{Library, Rig};
use crate::versions::picture;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metadata_of_a_file_is_searched_and_copied() {
    let library = Library::start().await;
    library.put("/a.png", &picture(3)).await;
    let id = library.client.find_file(&ikt::model::FolderPath::root(), "a.png").await.expect("a look");
    let metadata = library.client.metadata(&id.expect("a file").id).await.expect("metadata");
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("1 of 1").await;
    rig.press("e");
    rig.until("64 x 48").await;
    rig.press("/ p h a s h enter y");
    rig.until("pHash copied").await;
    assert_eq!(Some(rig.copied()), metadata.p_hash);
    rig.press("Y");
    rig.until("metadata as JSON copied").await;
    let copied: Value = serde_json::from_str(&rig.copied()).expect("JSON");
    assert_eq!(copied, metadata.raw);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metadata_of_a_url_is_asked_for() {
    let library = Library::start().await;
    library.put("/a.png", &picture(3)).await;
    let url = format!("{}/a.png?tr=w-32", library.client.account().delivery);
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("1 of 1").await;
    rig.press("e");
    rig.until("64 x 48").await;
    rig.press("U");
    rig.type_text(&url);
    rig.press("enter");
    rig.until("32 x 24").await;
    assert_eq!(library.log("/v1/metadata").await.len(), 1);
    rig.press("U");
    rig.type_text("http://elsewhere.example/x.png");
    rig.press("enter");
    rig.until("Could not read the metadata").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
