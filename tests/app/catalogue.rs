//! The copy of the library in the real loop: synced beside everything else, read offline, told of own
//! changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ikt::catalog::sync::{Options, Watch, run};
use ikt::catalog::{Catalog, Scanned};
use ikt::model::{FolderPath, Report};
use ikt::runtime::Setup;
use serde_json::json;
use tempfile::TempDir;

use crate::folders::fill;
use crate::rig::{Library, Rig};

const SIZE: (u16, u16) = (120, 30);
/// What a small library shows when it has been copied by itself.
const COPIED: &str = "catalogue 1 min";

async fn library() -> Library {
    let library = Library::start().await;
    library.put("/shop/a.txt", b"a").await;
    library.put("/shop/b.txt", b"b").await;
    library
}

/// A place for a copy.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state/catalog.db");
    (folder, path)
}

fn copying(path: &Path) -> impl FnOnce(&mut Setup) + use<> {
    let path = path.to_owned();
    move |setup| setup.catalog = Some(path)
}

/// A copy of the library as it is now.
async fn copied(library: &Library, path: &Path) -> Catalog {
    let catalog = Catalog::open(path).expect("a catalogue");
    let done = run(&catalog, &library.client, Options::default(), &Watch::nobody()).await.expect("a sync");
    assert!(done.settled);
    catalog
}

/// What a copy has of each file, in the order of paths.
fn all<T>(catalog: &Catalog, of: impl Fn(&Scanned<'_>) -> T) -> Vec<T> {
    let mut all = Vec::new();
    let look = catalog.each(0, |file| {
        all.push((format!("{}/{}", file.folder, file.name), of(&file)));
        std::ops::ControlFlow::Continue(())
    });
    look.expect("a look");
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.into_iter().map(|(_, own)| own).collect()
}

/// Waits until the copy is as it should be.
async fn when(catalog: &Catalog, what: &str, is_so: impl Fn(&Catalog) -> bool) {
    let waiting = async {
        while !is_so(catalog) {
            tokio::task::yield_now().await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(60), waiting).await.is_ok(), "waited for {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_library_is_copied_by_itself_and_own_changes_are_in_the_copy() {
    let library = library().await;
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/shop", SIZE, copying(&path));
    rig.until(COPIED).await;
    let catalog = Catalog::open_existing(&path).expect("it opens").expect("it is there");
    let state = catalog.state().expect("a state");
    assert_eq!((state.files, state.complete), (2, true));
    rig.press("t");
    rig.until("Tags of 1 file").await;
    rig.type_text("mine");
    rig.press("enter enter");
    rig.until("mine: done").await;
    let tags = |catalog: &Catalog| all(catalog, |file| file.tags.to_owned());
    when(&catalog, "the tag", |catalog| tags(catalog) == ["mine", ""]).await;
    // A new folder is there at once too, and a file that another program has put is found by a sync.
    rig.press("n");
    rig.until("New folder").await;
    rig.type_text("fresh");
    rig.press("enter");
    let folders = |catalog: &Catalog| {
        let folders = catalog.folders(&FolderPath::new("/shop")).expect("folders");
        folders.iter().any(|folder| folder.path.name() == "fresh")
    };
    when(&catalog, "the folder", folders).await;
    library.put("/shop/c.txt", b"c").await;
    rig.press("K");
    rig.until("3 files are copied").await;
    rig.quit().await;
    assert_eq!(all(&catalog, |file| file.name.to_owned()), ["a.txt", "b.txt", "c.txt"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phash_of_a_picture_comes_with_its_upload() {
    let library = library().await;
    let disk = tempfile::tempdir().expect("a folder");
    let picture = disk.path().join("sea.png");
    image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]))
        .save(&picture)
        .expect("a picture");
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/shop", SIZE, copying(&path));
    rig.until(COPIED).await;
    rig.paste(&format!("'{}'", picture.display()));
    rig.until("1 file to /shop").await;
    rig.press("enter");
    let catalog = Catalog::open_existing(&path).expect("it opens").expect("it is there");
    when(&catalog, "the picture", |catalog| all(catalog, |file| file.phash).len() == 3).await;
    when(&catalog, "its pHash", |catalog| catalog.state().is_ok_and(|state| state.hashed == 1)).await;
    rig.quit().await;
    let id = library.id("/shop", "sea.png").await;
    let hash = library.client.metadata(&id).await.expect("metadata").p_hash.expect("a pHash");
    let known = all(&catalog, |file| file.phash.map(|hash| format!("{hash:016x}")));
    assert_eq!(known, [None, None, Some(hash)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_have_changed_in_a_folder_is_in_the_copy_when_it_is_opened() {
    let library = library().await;
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/", SIZE, copying(&path));
    rig.until(COPIED).await;
    let catalog = Catalog::open_existing(&path).expect("it opens").expect("it is there");
    let synced = catalog.state().expect("a state").synced_at;
    library.client.delete(&library.id("/shop", "b.txt").await).await.expect("deleted");
    library.put("/shop/c.txt", b"c").await;
    rig.press("enter");
    rig.until("c.txt").await;
    let names = |catalog: &Catalog| all(catalog, |file| file.name.to_owned());
    when(&catalog, "the folder", |catalog| names(catalog) == ["a.txt", "c.txt"]).await;
    rig.quit().await;
    assert_eq!(catalog.state().expect("a state").synced_at, synced, "by no sync of the whole library");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_found_in_the_copy_is_listed_and_exported_in_the_order_that_is_wanted() {
    let library = Library::start().await;
    for (path, bytes) in [("/shop/b.txt", "333"), ("/shop/c.txt", "22"), ("/shop/a.txt", "1")] {
        library.put(path, bytes.as_bytes()).await;
    }
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/", SIZE, copying(&path));
    rig.until(COPIED).await;
    rig.press("ctrl-k");
    rig.type_text("txt");
    rig.until("3 of 3 files").await;
    rig.press("ctrl-s");
    // The list stands left of the details, which name a file too.
    let order = |shown: &str| -> Vec<String> {
        let first =
            |line: &str| line.split_whitespace().find(|word| word.ends_with(".txt")).map(str::to_owned);
        shown.lines().filter_map(first).take(3).collect()
    };
    let listed = async |sort: &str, names: [&str; 3]| {
        let is_so = |text: &str| text.contains("3 found") && text.contains(sort) && order(text) == names;
        rig.when(sort, |shown| is_so(&shown.text)).await;
    };
    listed("name ↑", ["a.txt", "b.txt", "c.txt"]).await;
    rig.press("s s");
    listed("size ↓", ["b.txt", "c.txt", "a.txt"]).await;
    rig.press("s r");
    listed("size ↑", ["a.txt", "c.txt", "b.txt"]).await;
    rig.press("s c");
    listed("uploaded ↓", ["a.txt", "c.txt", "b.txt"]).await;
    let table = path.with_file_name("found.csv");
    rig.press("o ctrl-u");
    rig.paste(&table.display().to_string());
    rig.press("enter");
    rig.until("3 as CSV written to").await;
    let table = std::fs::read_to_string(&table).expect("a table");
    let places = ["/shop/a.txt", "/shop/c.txt", "/shop/b.txt"].map(|path| table.find(path).expect("a row"));
    assert!(places.is_sorted(), "{table}");
    rig.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offline_the_copy_stands_in_for_the_library_until_it_answers_again() {
    let library = library().await;
    let (_folder, path) = place();
    let catalog = copied(&library, &path).await;
    library.put("/shop/later.txt", b"later").await;
    let (account, answers) = (library.client.account().clone(), Arc::new(AtomicBool::new(false)));
    let back = Arc::clone(&answers);
    let rig = Rig::open_with(&library, "/shop", SIZE, |setup| {
        setup.catalog = Some(path);
        setup.open = Arc::new(move || {
            let (account, answers) = (account.clone(), back.load(Ordering::Relaxed));
            Box::pin(async move {
                let why = || Report::new("Could not open the library", "the network is down", "");
                if answers { Ok(account) } else { Err(why()) }
            })
        });
    });
    rig.until("offline").await;
    let shown =
        rig.when("the copy's files", |shown| shown.text.contains("2 of 2") || shown.text.contains("1 of 2"));
    let shown = shown.await.text;
    assert!(shown.contains("a.txt") && shown.contains("b.txt") && !shown.contains("later.txt"), "{shown}");
    rig.press("i");
    rig.until("version").await;
    rig.press("h D");
    rig.until("the library can't be reached: Ctrl-O tries again").await;
    // Rules are looked at offline as well.
    rig.press("H");
    rig.when("the rules", |shown| shown.text.contains("Health of the library · 2 files")).await;
    rig.press("enter");
    rig.until("2 found").await;
    rig.press("esc");
    rig.until("1 of 2").await;
    answers.store(true, Ordering::Relaxed);
    rig.press("ctrl-o");
    rig.until("later.txt").await;
    rig.when("the copy's age", |shown| shown.text.contains(COPIED) && !shown.text.contains("offline ·"))
        .await;
    when(&catalog, "the new file", |catalog| catalog.state().is_ok_and(|state| state.files == 3)).await;
    rig.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_library_that_goes_away_leaves_its_copy() {
    let library = library().await;
    let (_folder, path) = place();
    copied(&library, &path).await;
    let account =
        ikt::model::Account { api: "http://127.0.0.1:1".to_owned(), ..library.client.account().clone() };
    let rig = Rig::open_with(&library, "/", SIZE, |setup| {
        setup.catalog = Some(path);
        setup.open = Arc::new(move || {
            let account = account.clone();
            Box::pin(async { Ok(account) })
        });
    });
    // It is there at once, and stays when nobody answers.
    rig.until("▸ shop").await;
    rig.until("offline").await;
    rig.press("enter");
    rig.when("the files", |shown| shown.text.contains("a.txt") && shown.text.contains("b.txt")).await;
    rig.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_library_is_copied_when_it_is_wanted_held_and_gone_on_with() {
    const MANY: usize = 1500;
    let library = Library::seeded(|store| fill(store, "/big", MANY)).await;
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/", SIZE, copying(&path));
    rig.until("▸ big").await;
    // Each call takes long enough for a key.
    let late = json!({ "path_prefix": "/v1/files", "kind": "delay", "delay_ms": 1500, "times": 3 });
    library.order(late).await;
    rig.press("K");
    rig.until("copying 0").await;
    rig.press("K");
    rig.until("held at").await;
    let catalog = Catalog::open_existing(&path).expect("it opens").expect("it is there");
    assert!(!catalog.state().expect("a state").complete, "what is held isn't whole");
    rig.press("K");
    rig.until("1 500 files are copied").await;
    rig.until(COPIED).await;
    rig.quit().await;
    let state = catalog.state().expect("a state");
    assert_eq!((state.files, state.complete), (MANY as u64, true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_says_why_and_calls_nothing_complete() {
    let library = Library::seeded(|store| fill(store, "/big", 1200)).await;
    let (_folder, path) = place();
    let rig = Rig::open_with(&library, "/", SIZE, copying(&path));
    rig.until("▸ big").await;
    // Before the pane asks for more, the copying has met it.
    library.order(json!({ "path_prefix": "/v1/files", "kind": "status", "status": 403, "times": 40 })).await;
    rig.press("K");
    rig.until("Could not copy the library").await;
    rig.until("catalogue: failed").await;
    let catalog = Catalog::open_existing(&path).expect("it opens").expect("it is there");
    let state = catalog.state().expect("a state");
    assert_eq!((state.complete, state.synced_at), (false, None));
    rig.quit().await;
}
