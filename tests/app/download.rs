//! Downloads by keys: folders with their paths, and what is there already.

use std::fs;

use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_comes_down_with_its_paths_and_what_is_there_is_skipped() {
    let library = Library::start().await;
    library.put("/shop/a.txt", b"one").await;
    library.put("/shop/inner/b.txt", b"two").await;
    let disk = tempfile::tempdir().expect("a folder");
    let into = disk.path().join("out");
    for report in ["2 done", "2 unchanged"] {
        let rig = Rig::open(&library, "/", (120, 30));
        rig.until("shop").await;
        rig.press("w");
        rig.until("Download 2 files").await;
        rig.press("t ctrl-u");
        rig.type_text(&into.display().to_string());
        rig.press("enter enter J");
        rig.until(report).await;
        assert_eq!(rig.quit().await, Exit::Quit);
    }
    assert_eq!(fs::read(into.join("shop/a.txt")).expect("a file"), b"one");
    assert_eq!(fs::read(into.join("shop/inner/b.txt")).expect("a file"), b"two");
    assert_eq!(fs::read_dir(into.join("shop")).expect("a folder").count(), 2, "nothing half done is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn existing_files_are_kept_beside_or_written_over() {
    let library = Library::start().await;
    library.put("/a.txt", b"library").await;
    let disk = tempfile::tempdir().expect("a folder");
    fs::write(disk.path().join("a.txt"), "mine").expect("a file");
    let download = async |turns: usize, report: &str| {
        let rig = Rig::open_with(&library, "/", (120, 30), |setup| {
            setup.options.memory.download_to = Some(disk.path().to_owned());
        });
        rig.until("a.txt").await;
        rig.press("w");
        rig.until("Download 1 file").await;
        (0..turns).for_each(|_| rig.press("x"));
        rig.press("enter J");
        rig.until(report).await;
        assert_eq!(rig.quit().await, Exit::Quit);
    };
    let read = |name: &str| fs::read_to_string(disk.path().join(name)).expect("a file");
    download(0, "1 unchanged").await;
    assert_eq!(read("a.txt"), "mine");
    download(2, "1 done").await;
    assert_eq!((read("a.txt").as_str(), read("a (2).txt").as_str()), ("mine", "library"));
    download(1, "1 done").await;
    assert_eq!(read("a.txt"), "library");
}
