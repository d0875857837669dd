//! Purges by keys: of a file, of a folder, of a typed URL.

use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

const PURGE: &str = "/v1/files/purge";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn urls_are_purged_and_followed_to_the_end() {
    let library = Library::start().await;
    library.put("/shop/a.txt", b"one").await;
    library.put("/shop/b.txt", b"two").await;
    let rig = Rig::open(&library, "/shop", (120, 30));
    rig.until("b.txt").await;
    rig.press("X");
    rig.until("/shop/a.txt*").await;
    rig.press("enter");
    rig.until("Purge 1 URL: done").await;
    // Both, folded into one.
    rig.press("*");
    rig.until("2 selected").await;
    rig.press("X f");
    rig.until("/shop/*").await;
    rig.until("1 of about 1 000 purges").await;
    rig.press("enter J");
    // In the line of each run, and once more above the steps of one.
    rig.when("both runs at their end", |shown| shown.text.matches("1 done").count() == 3).await;
    rig.press("esc esc X e");
    rig.type_text("x*y");
    rig.until("a * may only stand at the very end").await;
    rig.press("esc");
    assert_eq!(rig.quit().await, Exit::Quit);
    let asked = library.log(PURGE).await;
    let begun = asked.iter().filter(|asked| asked["method"] == "POST").count();
    assert_eq!(begun, 2);
    assert!(asked.iter().any(|asked| asked["method"] == "GET"), "the state was asked for");
}
