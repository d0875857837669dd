//! Tags by keys: on a selection, and everywhere.

use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

async fn tagged(library: &Library, tags: &[(&str, &[&str])]) {
    for (name, tags) in tags {
        library.put(&format!("/t/{name}"), name.as_bytes()).await;
        let folder = ikt::model::FolderPath::new("/t");
        let file = library.client.find_file(&folder, name).await.expect("a list").expect("a file");
        let tags: Vec<_> = tags.iter().map(|tag| ikt::model::Tag::from(*tag)).collect();
        library.client.update_tags(&file.id, &tags).await.expect("tags");
    }
}

/// `add_tags` and `remove_tags`: a tag is renamed on all files that have it, and merged into another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_is_renamed_merged_and_removed_everywhere() {
    let library = Library::start().await;
    let files: [(&str, &[&str]); 4] = [
        ("a.txt", &["sumer", "red"]),
        ("b.txt", &["sumer", "summer"]),
        ("c.txt", &["summer", "tmp"]),
        ("d.txt", &["red"]),
    ];
    tagged(&library, &files).await;
    let rig = Rig::open(&library, "/t", (80, 24));
    rig.until("d.txt").await;
    rig.press("T");
    rig.until("4 in 4 files").await;
    rig.press("/");
    rig.type_text("sumer");
    rig.press("enter m");
    rig.until("Merge sumer into").await;
    rig.type_text("summ");
    rig.press("tab enter");
    rig.until("Make summer of the tag sumer on 2 files").await;
    rig.until("1 file has summer already").await;
    rig.press("enter");
    rig.until("on 2 files: done").await;
    assert_eq!(
        library.tags("/t").await,
        [vec!["red", "summer"], vec!["summer"], vec!["summer", "tmp"], vec!["red"]]
    );

    rig.press("esc ctrl-r");
    rig.until("3 in 4 files").await;
    rig.press("/");
    rig.type_text("red");
    rig.press("enter r ctrl-u");
    rig.type_text("colour");
    rig.press("enter");
    rig.until("Make colour of the tag red on 2 files").await;
    rig.press("enter");
    rig.until("red on 2 files: done").await;
    rig.press("esc /");
    rig.type_text("tmp");
    rig.press("enter d");
    rig.until("Remove the tag tmp from 1 file: done").await;
    let now = library.tags("/t").await;
    assert_eq!(now, [vec!["summer", "colour"], vec!["summer"], vec!["summer"], vec!["colour"]]);
    assert_eq!(rig.quit().await, Exit::Quit);
}
