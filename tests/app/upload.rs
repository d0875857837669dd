//! Uploads by keys: trees that are resumed, links, base64, options.

use std::fs;
use std::path::Path;

use ikt::model::FolderPath;
use ikt::runtime::Exit;
use serde_json::json;

use crate::rig::{Library, Rig};

const UPLOAD: &str = "/api/v1/files/upload";

/// A tree of twelve files on the disk.
fn tree(base: &Path) {
    for folder in ["site", "site/img"] {
        fs::create_dir_all(base.join(folder)).expect("a folder");
        for n in 0..6 {
            fs::write(base.join(folder).join(format!("file-{n}.txt")), format!("{folder} {n}"))
                .expect("a file");
        }
    }
}

fn open(library: &Library, base: &Path) -> Rig {
    Rig::open_with(library, "/", (120, 30), |setup| {
        setup.options.memory.upload_from = Some(base.to_owned());
    })
}

async fn versions(library: &Library, folder: &str) -> Vec<usize> {
    let mut counts = Vec::new();
    for name in library.names(folder).await {
        let file = library.client.find_file(&FolderPath::new(folder), &name).await.expect("a list");
        let id = file.expect("the file").id;
        counts.push(library.client.versions(&id).await.expect("versions").len());
    }
    counts
}

/// Story 7: upload a tree, resume after the network dropped: at most 14 keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tree_goes_up_over_cut_connections_and_again_without_a_second_copy() {
    let library = Library::start().await;
    let disk = tempfile::tempdir().expect("a folder");
    tree(disk.path());
    for after in [false, true] {
        let cut = json!({ "path_prefix": UPLOAD, "skip": 1, "times": 2, "kind": "cut", "after": after });
        library.order(cut).await;
    }
    let mut keys = 0;
    for report in ["12 done", "12 unchanged"] {
        // The second time is after a restart.
        let rig = open(&library, disk.path());
        rig.until("local library").await;
        rig.press("a");
        rig.until("site/").await;
        rig.type_text(" ");
        rig.until("1 marked").await;
        rig.press("enter");
        rig.until("12 files to /").await;
        rig.press("enter J");
        rig.until(report).await;
        keys += 5;
        assert_eq!(rig.quit().await, Exit::Quit);
    }
    assert!(keys <= 14, "{keys}");
    assert_eq!(library.suffered(UPLOAD).await, 4, "all faults were met");
    assert_eq!(library.names("/site").await.len(), 6);
    assert_eq!(library.names("/site/img").await.len(), 6);
    assert_eq!(versions(&library, "/site").await, [1; 6]);
    assert_eq!(versions(&library, "/site/img").await, [1; 6]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_path_goes_up_as_a_new_version_with_options() {
    let library = Library::start().await;
    library.put("/in/my_photo.txt", b"old").await;
    let disk = tempfile::tempdir().expect("a folder");
    let path = disk.path().join("my photo.txt");
    fs::write(&path, "newer").expect("a file");
    let rig = Rig::open(&library, "/in", (120, 30));
    rig.until("my_photo.txt").await;
    rig.paste(&format!("'{}'", path.display()));
    rig.until("name taken: refused").await;
    // The second option makes a new version; the eighth holds tags.
    rig.press("o j enter G");
    rig.until("a search that has to hold").await;
    rig.press("g j j j j j j j enter");
    rig.type_text("red, blue");
    rig.press("enter o");
    rig.until("Careful: new version").await;
    rig.press("enter");
    rig.until("done. X purges").await;
    rig.press("X");
    rig.until("Purge old URLs: 1 purge").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(versions(&library, "/in").await, [2]);
    assert_eq!(library.tags("/in").await, [["red", "blue"]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_url_and_base64_go_up() {
    let library = Library::start().await;
    library.put("/source.txt", b"fetched").await;
    library.put("/in/a.txt", b"a").await;
    let url = format!("{}/source.txt", library.client.account().delivery);
    let rig = Rig::open(&library, "/in", (120, 30));
    rig.until("a.txt").await;
    rig.press("A");
    rig.until("Upload from a URL").await;
    rig.type_text(&url);
    rig.press("enter");
    rig.until("1 file to /in").await;
    rig.press("enter");
    rig.until("Upload 1 file: done").await;
    rig.press("A");
    rig.until("Upload from a URL").await;
    rig.paste("data:text/plain;base64,aGVsbG8=");
    rig.press("enter");
    rig.until("upload.txt").await;
    rig.press("r ctrl-u");
    rig.type_text("hello.txt");
    rig.press("enter");
    rig.until("hello.txt").await;
    rig.press("enter");
    rig.when("both files", |shown| shown.text.contains("hello.txt  ") && shown.text.contains("source.txt  "))
        .await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.names("/in").await, ["a.txt", "hello.txt", "source.txt"]);
    let file = library.client.find_file(&FolderPath::new("/in"), "hello.txt").await.expect("a list");
    assert_eq!(file.expect("the file").size, 5);
}
