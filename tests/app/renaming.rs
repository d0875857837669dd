//! Many files by new names, from the first key to the library.

use std::collections::BTreeSet;

use ikt::runtime::Exit;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

async fn library_of(files: usize) -> Library {
    let library = Library::start().await;
    for n in 0..files {
        library.put(&format!("/shots/IMG_{n:04}.txt"), format!("file {n}").as_bytes()).await;
    }
    library
}

/// Story 5: rename 500 files by a pattern and purge their old URLs, in at most 32 keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_files_by_a_pattern_with_their_purges() {
    let library = library_of(500).await;
    let rig = Rig::open(&library, "/shots", (120, 30));
    rig.until("IMG_0000.txt").await;
    let keys = Counted::new(&rig);
    keys.press("R ctrl-u");
    keys.type_text("summer-{n:03}.{ext}");
    rig.until("500 change").await;
    keys.press("tab enter");
    rig.until("Enter renames 500 files").await;
    keys.press("enter J");
    rig.until("500 done").await;
    assert!(keys.count() <= 32, "{} keys", keys.count());
    assert_eq!(rig.quit().await, Exit::Quit);

    let names: Vec<String> = (1..=500).map(|n| format!("summer-{n:03}.txt")).collect();
    assert_eq!(library.names("/shots").await, names);
    // The pattern counts in the order that was on the screen.
    let first = library.client.details(&library.id("/shots", "summer-001.txt").await).await.expect("details");
    assert_eq!(first.file.size, "file 0".len() as u64);
    let renames = library.log("/v1/files/rename").await;
    assert_eq!(renames.len(), 500);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_change_places_by_hand() {
    let library = library_of(4).await;
    let ids = [library.id("/shots", "IMG_0000.txt").await, library.id("/shots", "IMG_0003.txt").await];
    // Every name becomes that of the next file, and the last one the first.
    let editor = r#"f() { { sed 1d "$1"; sed -n 1p "$1"; } > "$1.new"; mv "$1.new" "$1"; }; f"#;
    let rig = Rig::open_with(&library, "/shots", (100, 24), |setup| setup.editor = Some(editor.to_owned()));
    rig.until("IMG_0003.txt").await;
    rig.press("R ctrl-e");
    rig.until("4 change").await;
    rig.press("enter");
    rig.until("Enter renames 4 files").await;
    rig.press("enter");
    rig.until("Rename 4 files: done").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    let names: BTreeSet<String> = library.names("/shots").await.into_iter().collect();
    assert_eq!(names, (0..4).map(|n| format!("IMG_{n:04}.txt")).collect());
    assert_eq!(library.id("/shots", "IMG_0001.txt").await, ids[0]);
    assert_eq!(library.id("/shots", "IMG_0000.txt").await, ids[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_editor_is_told_and_a_taken_name_is_seen() {
    let library = library_of(2).await;
    let nowhere = |setup: &mut ikt::runtime::Setup| setup.editor = Some("no-editor-of-this-name".to_owned());
    let rig = Rig::open_with(&library, "/shots", (140, 30), nowhere);
    rig.until("IMG_0001.txt").await;
    rig.press("space R ctrl-e");
    rig.until("can't be run").await;
    rig.press("ctrl-u");
    rig.type_text("IMG_0001.txt");
    rig.until("is there already").await;
    rig.press("enter");
    rig.until("Names collide").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.names("/shots").await, ["IMG_0000.txt", "IMG_0001.txt"]);
}
