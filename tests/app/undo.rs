//! The trash, the journal and what takes things back, by keys.

use ikt::ops::journal::summaries;
use ikt::runtime::Exit;
use serde_json::Value;

use crate::rig::{Library, Rig};

const SIZE: (u16, u16) = (140, 45);

fn open(library: &Library, journal: &tempfile::TempDir, start: &str) -> Rig {
    let folder = journal.path().join("journal");
    Rig::open_with(library, start, SIZE, |setup| setup.journal = Some(folder))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_10_two_keys_bring_214_files_back() {
    let (library, journal) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    for n in 0..214 {
        library.put(&format!("/shop/file-{n:03}.txt"), b"x").await;
    }
    let before = library.listing("all").await;
    let rig = open(&library, &journal, "/shop");
    rig.until("file-000.txt").await;
    rig.press("* d");
    rig.until("Move 214 files to the trash").await;
    rig.press("enter");
    rig.until("to the trash: done, z takes it back").await;
    assert_eq!(library.names("/shop").await, Vec::<String>::new());

    let keys = ["z", "enter"];
    rig.press(keys[0]);
    rig.until("Take back: Move 214 files to the trash").await;
    rig.press(keys[1]);
    rig.until("Take back: Move 214 files to the trash: done").await;
    assert!(keys.len() <= 5);
    assert_eq!(library.listing("all").await, before);
    // Nothing is left to be taken back; the undo itself is only taken back from the history.
    rig.press("z");
    rig.until("nothing was done that isn't taken back already").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_file_goes_to_the_trash_at_once_and_the_trash_gives_it_back() {
    let (library, journal) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    library.put("/shop/a.txt", b"a").await;
    library.put("/shop/b.txt", b"b").await;
    let before = library.listing("all").await;
    let rig = open(&library, &journal, "/shop");
    rig.until("b.txt").await;
    rig.press("d");
    rig.until("Moved /shop/a.txt to the trash: z takes it back").await;
    assert_eq!(library.names("/shop").await, ["b.txt"]);
    rig.press("g t");
    rig.until("Trash: 1 file").await;
    rig.press("enter");
    rig.until("/shop/a.txt    ").await;
    rig.press("r");
    rig.until("Restore 1 thing from the trash").await;
    rig.press("enter");
    rig.until("Restore 1 thing from the trash: done").await;
    assert_eq!(library.names("/shop").await, ["a.txt", "b.txt"]);
    let after: Vec<Value> = library.listing("all").await;
    let home = |entry: &&Value| entry["folderPath"] != "/ikt-trash";
    assert_eq!(after.iter().filter(home).collect::<Vec<_>>(), before.iter().collect::<Vec<_>>());
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_the_trash_is_deleted_for_ever_by_the_word() {
    let (library, journal) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    library.put("/shop/a.txt", b"a").await;
    let rig = open(&library, &journal, "/shop");
    rig.until("a.txt").await;
    rig.press("d");
    rig.until("z takes it back").await;
    rig.press("g t");
    rig.until("Trash: 1 file").await;
    rig.press("E ctrl-u 0 enter");
    rig.until("Delete 1 folder for ever").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("The trash is empty").await;
    assert!(library.listing("all").await.iter().all(|entry| entry["type"] == "folder"));
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_history_shows_steps_takes_back_and_makes_again() {
    let (library, journal) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    library.put("/shop/a.txt", b"a").await;
    let rig = open(&library, &journal, "/shop");
    rig.until("a.txt").await;
    rig.press("t");
    rig.until("Tags of").await;
    rig.type_text("red");
    rig.press("enter enter");
    rig.until("Tag 1 file with red: done").await;
    rig.press("Z");
    rig.until("History: 1 run").await;
    rig.press("enter");
    rig.until("1 step in all").await;
    rig.press("esc z");
    rig.until("Take back: Tag 1 file with red").await;
    rig.press("enter");
    rig.until("taken back").await;
    assert_eq!(library.tags("/shop").await, [Vec::<String>::new()]);
    // The undo stands at the top: to take it back is to make the change again.
    rig.until("History: 2 runs").await;
    rig.press("g z");
    rig.until("Take back: Take back: Tag 1 file with red").await;
    rig.press("enter");
    rig.until("History: 3 runs").await;
    rig.until("Take back: Take back: Tag 1 file with red: done").await;
    assert_eq!(library.tags("/shop").await, [["red"]]);
    assert_eq!(rig.quit().await, Exit::Quit);
    let runs = summaries(&journal.path().join("journal")).expect("journals");
    assert_eq!(runs.iter().map(|run| run.undone).collect::<Vec<_>>(), [false, true, false]);
}
