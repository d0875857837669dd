//! Bulk work from the first key to the report.

use ikt::runtime::Exit;
use serde_json::json;

use crate::rig::{Library, Rig};

const MOVE: &str = "/v1/files/move";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bulk_move_survives_429s_and_cut_connections() {
    let library = Library::start().await;
    let names: Vec<String> = (0..200).map(|n| format!("file-{n:03}.txt")).collect();
    for name in &names {
        library.put(&format!("/from/{name}"), name.as_bytes()).await;
    }
    library.put("/to/here.txt", b"here").await;
    let too_many =
        json!({ "X-RateLimit-Limit": "1000", "X-RateLimit-Interval": "1000", "X-RateLimit-Reset": "20" });
    let faults = [
        json!({ "path_prefix": MOVE, "skip": 5, "times": 4, "kind": "status", "status": 429, "headers": too_many }),
        json!({ "path_prefix": MOVE, "skip": 20, "times": 2, "kind": "cut", "after": false }),
        json!({ "path_prefix": MOVE, "skip": 40, "times": 2, "kind": "cut", "after": true }),
    ];
    for fault in faults {
        library.order(fault).await;
    }
    let rig = Rig::open(&library, "/from", (120, 30));
    rig.until("file-000.txt").await;
    rig.press("*");
    rig.until("200 selected").await;
    rig.press("x");
    rig.press("g p");
    rig.type_text("/to");
    rig.press("enter");
    rig.until("here.txt").await;
    rig.press("p");
    rig.until("Move 200 files to /to").await;
    rig.press("enter");
    rig.press("J");
    rig.until("200 done").await;
    assert_eq!(rig.quit().await, Exit::Quit);

    assert_eq!(library.names("/from").await, Vec::<String>::new());
    let there: Vec<String> = names.into_iter().chain(["here.txt".to_owned()]).collect();
    assert_eq!(library.names("/to").await, there);
    assert_eq!(library.suffered(MOVE).await, 8, "all faults were met");
}

/// A single file is deleted by the call for one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_file_is_deleted_for_ever_by_the_word() {
    let library = Library::start().await;
    library.put("/from/a.txt", b"a").await;
    library.put("/from/b.txt", b"b").await;
    let id = library.id("/from", "a.txt").await;
    let rig = Rig::open(&library, "/from", (80, 24));
    rig.until("b.txt").await;
    rig.press("D");
    rig.until("Delete 1 file for ever").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("for ever: done").await;
    assert_eq!(library.names("/from").await, ["b.txt"]);
    let asked = library.log(&format!("/v1/files/{id}")).await;
    assert!(asked.iter().any(|asked| asked["method"] == "DELETE"), "{asked:?}");
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_verb_by_keys_leaves_the_library_as_asked() {
    let library = Library::start().await;
    for name in ["a.txt", "b.txt", "c.txt"] {
        library.put(&format!("/from/{name}"), name.as_bytes()).await;
    }
    let rig = Rig::open(&library, "/from", (120, 30));
    rig.until("c.txt").await;

    // Tags on two of three.
    rig.press("v j t");
    rig.until("Tags of 2 files").await;
    rig.type_text("campaign-x");
    rig.press("enter enter");
    rig.until("Tag 2 files with campaign-x").await;
    rig.press("enter");
    rig.until("with campaign-x: done").await;
    assert_eq!(library.tags("/from").await.concat().len(), 2);
    assert!(library.tags("/from").await[..2].iter().all(|tags| tags == &["campaign-x"]));

    // A new folder, and a copy of both into it.
    rig.press("n");
    rig.type_text("new");
    rig.press("enter");
    rig.until("▪ new").await;
    rig.press("c g g enter");
    rig.until("/from/new").await;
    rig.press("p");
    rig.until("Copy 2 files to /from/new").await;
    rig.press("enter");
    rig.until("to /from/new: done").await;
    assert_eq!(library.names("/from/new").await, ["a.txt", "b.txt"]);

    // One of the copies gets another name.
    rig.until("b.txt").await;
    rig.press("g g r ctrl-u");
    rig.type_text("z.txt");
    rig.press("enter");
    rig.until("to z.txt: done").await;
    assert_eq!(library.names("/from/new").await, ["b.txt", "z.txt"]);

    // And both go, after the word.
    rig.when("the new name", |shown| shown.text.contains("z.txt   ")).await;
    rig.press("* D");
    rig.until("Delete 2 files for ever").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("for ever: done").await;
    assert_eq!(library.names("/from/new").await, Vec::<String>::new());
    assert_eq!(library.names("/from").await, ["a.txt", "b.txt", "c.txt"]);
    assert_eq!(rig.quit().await, Exit::Quit);
}
