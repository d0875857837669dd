//! Folders by keys: made, copied, moved, renamed, deleted, each job followed to its end.

use ikt::model::{FileKind, FolderPath, Sort};
use ikt::runtime::Exit;
use ikt::server::store::{Drawn, Labels, Media, Store};
use jiff::Timestamp;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

/// Files of the large folder.
const MANY: usize = 20_000;

/// Puts so many files into a folder.
pub fn fill(store: &Store, folder: &str, files: usize) {
    let media = Media {
        kind: FileKind::Image,
        mime: "image/jpeg".into(),
        size: 1,
        width: 1,
        height: 1,
        alpha: Some(false),
        embedded: None,
    };
    let (labels, at) = (Labels::default(), Timestamp::UNIX_EPOCH);
    let filled = store.bulk(|bulk| {
        let folder = bulk.folder(&FolderPath::new(folder), at)?;
        (0..files).try_for_each(|n| {
            let name = format!("{n:05}.jpg");
            bulk.file(&Drawn {
                folder,
                name: &name,
                seed: 1,
                media: &media,
                labels: &labels,
                created: at,
                updated: at,
            })
        })
    });
    filled.expect("files");
}

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

/// Story 6 of twenty thousand files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_of_many_files_is_moved_and_its_job_followed() {
    let library = Library::seeded(|store| fill(store, "/big", MANY)).await;
    // A folder of that name in the way makes it a merge of file by file, which takes its time.
    library.put("/archive/big/here.txt", b"here").await;
    library.hold_jobs(true).await;
    let rig = Rig::open(&library, "/", (120, 30));
    let keys = Counted::new(&rig);
    rig.until("big").await;
    keys.press("G x g p");
    keys.type_text("/archive");
    keys.press("enter");
    rig.until(" ikt  /archive ").await;
    keys.press("p");
    rig.until("the two become one").await;
    keys.press("enter J");
    rig.until("files are there").await;
    assert!(keys.count() <= 16, "{} keys", keys.count());
    library.hold_jobs(false).await;
    rig.until("1 done").await;

    let page = async |folder: &str, skip| {
        let listed = library.client.list_files(&FolderPath::new(folder), Sort::BY_NAME, skip, 1000).await;
        listed.expect("a list").len()
    };
    assert_eq!((page("/archive/big", MANY).await, page("/archive/big", MANY + 1).await), (1, 0));
    assert_eq!(page("/big", 0).await, 0);
    let folders = library.client.list_folders(&FolderPath::root()).await.expect("a list");
    assert_eq!(folders.iter().map(|folder| folder.path.as_str()).collect::<Vec<_>>(), ["/archive"]);
    assert_eq!(rig.quit().await, Exit::Quit);
}
