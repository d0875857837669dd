//! Searches from the first key to what they find, and what is done with it.

use ikt::api::{FileUpdate, Versions};
use ikt::model::{AssetId, FolderPath};
use ikt::runtime::Exit;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

async fn describe(library: &Library, id: &AssetId, text: &str) {
    let update = FileUpdate { description: Some(text.to_owned()), ..FileUpdate::default() };
    library.client.update(id, &update).await.expect("an update");
}

/// `list_files` with a search: what short forms become is asked of the service, page by page, in the
/// order on screen, and all that is found can be selected and changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_matches_of_a_search_are_tagged() {
    let library = Library::start().await;
    for n in 0..205 {
        library.put(&format!("/a/hero-{n:03}.txt"), b"x").await;
    }
    library.put("/b/hero-x.txt", b"x").await;
    library.put("/b/other.txt", b"x").await;
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("▪ b").await;
    rig.press("/");
    rig.type_text("hero in:/a");
    rig.until("name HAS \"hero\" AND path : \"/a\" AND type = \"file\"").await;
    rig.press("enter");
    rig.until("Search: hero in:/a").await;
    rig.press("*");
    rig.until("205 selected").await;
    rig.press("t");
    rig.until("Tags of 205 files").await;
    rig.type_text("found");
    rig.press("enter enter");
    rig.until("Tag 205 files with found").await;
    rig.press("enter");
    rig.until("with found: done").await;
    assert!(library.tags("/a").await.iter().all(|tags| tags == &["found"]));
    assert!(library.tags("/b").await.iter().all(Vec::is_empty));
    assert_eq!(rig.quit().await, Exit::Quit);

    let asked = library.log("/v1/files").await;
    let query = |wanted: &str| {
        asked.iter().any(|asked| asked["query"].as_str().is_some_and(|query| query.contains(wanted)))
    };
    for wanted in ["searchQuery=", "limit=200", "skip=200", "limit=1000", "sort=ASC_NAME"] {
        assert!(query(wanted), "{wanted}: {asked:?}");
    }
}

/// Story 8: list what lacks alt text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lacks_alt_text_in_12_keys() {
    let library = Library::start().await;
    for name in ["/a/one.txt", "/a/two.txt", "/three.txt"] {
        library.put(name, b"x").await;
    }
    let id = library.client.find_file(&FolderPath::new("/a"), "two.txt").await.expect("a list");
    describe(&library, &id.expect("a file").id, "a boat at sea").await;
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("three.txt").await;
    let fingers = Counted::new(&rig);
    fingers.press("/");
    fingers.type_text("no:alt");
    fingers.press("enter");
    let shown = rig.until("2 found (filtered here)").await;
    assert!(shown.text.contains("one.txt") && shown.text.contains("three.txt"), "{}", shown.text);
    assert!(!shown.text.contains("two.txt"), "{}", shown.text);
    assert!(fingers.count() <= 12, "{} keys", fingers.count());
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// Story 9: find private or unpublished files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn private_or_unpublished_files_in_25_keys() {
    let library = Library::start().await;
    for name in ["/plain.txt", "/x/draft.txt"] {
        library.put(name, b"x").await;
    }
    let draft = library.client.find_file(&FolderPath::new("/x"), "draft.txt").await.expect("a list");
    let draft = draft.expect("a file").id;
    library.client.set_published(&draft, false, Versions::Current).await.expect("taken back");
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("plain.txt").await;
    let fingers = Counted::new(&rig);
    fingers.press("/");
    fingers.type_text("is:private or is:draft");
    fingers.press("enter");
    let shown = rig.until("1 found").await;
    assert!(shown.text.contains("draft.txt") && !shown.text.contains("plain.txt"), "{}", shown.text);
    assert!(fingers.count() <= 25, "{} keys", fingers.count());
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// What is found is written to a file, which is not overwritten unasked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_found_is_exported() {
    let library = Library::start().await;
    for name in ["/a/one.txt", "/two.txt"] {
        library.put(name, b"x").await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("found.csv");
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("two.txt").await;
    rig.press("/");
    rig.type_text("one");
    rig.press("enter");
    rig.until("1 found").await;
    rig.press("o ctrl-u");
    rig.paste(&path.display().to_string());
    rig.press("enter");
    rig.until("1 as CSV written to").await;
    let table = std::fs::read_to_string(&path).expect("a table");
    assert!(table.contains("/a/one.txt") && !table.contains("two.txt"), "{table}");
    rig.press("o ctrl-u");
    rig.paste(&path.display().to_string());
    rig.press("enter");
    rig.until("Replace it? y/N").await;
    rig.press("esc esc");
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(std::fs::read_to_string(&path).expect("a table"), table);
}

/// `list_files`: by file type, tag, name, format and path, alone and together, in any order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_listed_by_type_tag_name_format_and_path_in_any_order() {
    let library = Library::start().await;
    let mut picture = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut picture, 60);
    encoder.encode(&[90; 12], 2, 2, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    for (path, bytes) in [
        ("/p/car.jpg", &picture[..]),
        ("/p/deep/boat.jpg", &picture),
        ("/p/notes.txt", b"some letters"),
        ("/q/boat.txt", b"more letters"),
    ] {
        library.put(path, bytes).await;
    }
    let tagged = library.id("/p", "notes.txt").await;
    library.client.update_tags(&tagged, &["red".into()]).await.expect("tags");
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("▪ q").await;
    for (text, found) in [
        ("is:image", &["boat.jpg", "car.jpg"][..]),
        ("is:folder", &["deep", "p", "q"]),
        ("tag:red", &["notes.txt"]),
        ("name:boat", &["boat.jpg", "boat.txt"]),
        ("ext:txt", &["boat.txt", "notes.txt"]),
        ("in:/p", &["boat.jpg", "notes.txt", "car.jpg"]),
        ("in:/p is:image name:boat", &["boat.jpg"]),
    ] {
        rig.press("/ ctrl-u");
        rig.type_text(text);
        rig.press("enter");
        let title = format!("ikt  /{text} ");
        let count = format!(" {} found", found.len());
        let shown =
            rig.when(&title, |shown| shown.text.contains(&title) && shown.text.contains(&count)).await;
        assert!(found.iter().all(|name| shown.text.contains(name)), "{text}: {}", shown.text);
    }
    rig.press("/ ctrl-u");
    rig.type_text("is:file");
    rig.press("enter");
    rig.until(" 4 found").await;
    // The biggest first, then the smallest: the cursor goes to the top and says which that is.
    rig.press("s s g g");
    rig.until("size ↓").await;
    rig.press("s r g g");
    rig.until("size ↑").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    let asked = library.log("/v1/files").await;
    for sort in ["sort=ASC_NAME", "sort=DESC_SIZE", "sort=ASC_SIZE"] {
        let sorted = |asked: &&serde_json::Value| {
            asked["query"]
                .as_str()
                .is_some_and(|query| query.contains(sort) && query.contains("searchQuery="))
        };
        assert!(asked.iter().any(|asked| sorted(&asked)), "{sort}: {asked:?}");
    }
}
