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
