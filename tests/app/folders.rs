//! Folders by keys: made, copied, moved, renamed, deleted, each job followed to its end.

use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_verb_of_folders_leaves_the_library_as_asked() {
    let library = Library::start().await;
    library.put("/from/inner/a.txt", b"a").await;
    library.put("/to/here.txt", b"here").await;
    let rig = Rig::open(&library, "/from", (120, 30));
    rig.until("▪ inner").await;
    // Copied, then renamed there, and the first moved there too.
    rig.press("c g p");
    rig.type_text("/to");
    rig.press("enter");
    rig.until("here.txt").await;
    rig.press("p");
    rig.until("Copy 1 folder to /to: done").await;
    rig.until("▪ inner").await;
    rig.press("g g r ctrl-u");
    rig.type_text("renamed");
    rig.press("enter");
    rig.until("to renamed: done").await;
    rig.press("g p ctrl-u");
    rig.type_text("/from");
    rig.press("enter");
    rig.until("▪ inner").await;
    rig.press("x g p ctrl-u");
    rig.type_text("/to");
    rig.press("enter");
    rig.until("▪ renamed").await;
    rig.press("p");
    rig.until("Move 1 folder to /to: done").await;
    assert_eq!(library.names("/to/renamed").await, ["a.txt"]);
    assert_eq!(library.names("/to/inner").await, ["a.txt"]);
    assert_eq!(library.names("/from/inner").await, Vec::<String>::new());
    let jobs = library.log("/v1/bulkJobs/").await;
    let followed = jobs.iter().filter(|asked| asked["method"] == "GET").count();
    assert!(followed >= 3, "each of the three jobs was followed");
    rig.until("▪ inner").await;
    rig.press("g g D");
    rig.until("for ever").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("for ever: done").await;
    assert_eq!(library.names("/to/inner").await, Vec::<String>::new());
    assert_eq!(rig.quit().await, Exit::Quit);
}
