//! pHashes, what the user decided, and what ikt itself did.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use ikt::catalog::sync::{Options, Watch, hashes, refresh, run};
use ikt::catalog::{Catalog, Known, Row, Told};
use ikt::model::{AssetId, FolderPath, Sort};
use serde_json::json;

use crate::library::Library;

/// What is known of the pHash of each picture.
fn known(catalog: &Catalog) -> BTreeMap<Row, String> {
    let mut all = BTreeMap::new();
    let read = catalog.images(|image| {
        let known = match image.hash {
            Known::Hash(hash) => format!("{hash:016x}"),
            Known::Unfit(text) => format!("unfit: {text}"),
            Known::Unasked => "unasked".to_owned(),
        };
        all.insert(image.row, known);
        ControlFlow::Continue(())
    });
    read.expect("they are read");
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_are_asked_for_once_and_what_is_on_screen_first() {
    let library = Library::filled(40).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let files = library.files().await;
    let first = files[35].file.id.clone();
    let wanted = catalog.hash_wanted(std::slice::from_ref(&first), 0, 3).expect("some");
    assert_eq!((wanted.len(), &wanted[0].id), (3, &first));
    let nobody = Watch::nobody();
    let done = hashes(&catalog, &library.client, Vec::new, &nobody).await.expect("hashes");
    assert_eq!((done.asked, done.failed), (40, 0));
    let all = known(&catalog);
    let metadata = library.client.metadata(&first).await.expect("metadata");
    let row = catalog.row(&first).expect("a row").expect("it is known");
    assert_eq!(all.len(), 40);
    assert!(all.iter().all(|(_, known)| known.len() == 16), "{all:?}");
    assert_eq!(all.get(&row), metadata.p_hash.as_ref());
    let again = hashes(&catalog, &library.client, Vec::new, &nobody).await.expect("hashes");
    assert_eq!((again.asked, again.failed), (0, 0));
    // Neither a tag nor a whole look at the library makes another picture of it.
    library.ahead(24).await;
    library.tag(std::slice::from_ref(&first), "tagged").await;
    run(&catalog, &library.client, Options { full: true }, &nobody).await.expect("a sync");
    assert_eq!(catalog.state().expect("a state").hashed, 40);
    library.client.delete(&first).await.expect("deleted");
    library.sync(&catalog).await;
    let state = catalog.state().expect("a state");
    assert_eq!((state.hashed, state.images, state.unfit), (39, 39, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_that_are_none_are_told_and_failures_pass() {
    let library = Library::filled(20).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let files = library.files().await;
    let put = |at: usize, hash: Option<&str>| {
        let file = &files[at].file;
        catalog.put_hash(&file.id, file.updated.as_millisecond(), hash).expect("kept");
    };
    put(0, Some("F06830CA9F1E3E90"));
    put(1, Some("not a hash"));
    put(2, None);
    put(3, Some("0000000000000000"));
    catalog.put_hash(&files[4].file.id, 5, Some("0000000000000000")).expect("of another time");
    let all: Vec<String> = known(&catalog).into_values().collect();
    let first = ["f06830ca9f1e3e90", "unfit: not a hash", "unfit: ", "0000000000000000"];
    assert_eq!(all[..4], first);
    assert!(all.len() == 20 && all[4..].iter().all(|known| known == "unasked"), "{all:?}");
    let path = format!("/v1/files/{}/metadata", files[7].file.id);
    library.order(json!({ "kind": "status", "status": 404, "times": 100, "path_prefix": path })).await;
    let nobody = Watch::nobody();
    let done = hashes(&catalog, &library.client, Vec::new, &nobody).await.expect("hashes");
    assert_eq!((done.asked, done.failed), (15, 1));
    library.forget_orders().await;
    let done = hashes(&catalog, &library.client, Vec::new, &nobody).await.expect("hashes");
    assert_eq!((done.asked, done.failed), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_that_came_with_uploads_are_kept_for_what_was_uploaded() {
    let library = Library::filled(4).await;
    let catalog = library.catalog();
    let files = library.files().await;
    let told = |at: usize, version: &AssetId, more: u64| Told {
        id: files[at].file.id.clone(),
        version: Some(version.clone()),
        bytes: files[at].file.size + more,
        hash: "f06830ca9f1e3e90".to_owned(),
    };
    let id = |at: usize| &files[at].file.id;
    let all = vec![told(0, id(0), 0), told(1, id(0), 0), told(2, id(2), 1)];
    let rest = catalog.put_told(all.clone()).expect("nothing is written");
    assert_eq!(rest, all, "the files aren't known yet");
    library.sync(&catalog).await;
    assert_eq!(catalog.put_told(rest).expect("they are written"), []);
    let known = known(&catalog);
    let of = |at: usize| &known[&catalog.row(id(at)).expect("a row").expect("it is known")];
    let words = [of(0), of(1), of(2), of(3)];
    assert_eq!(words, ["f06830ca9f1e3e90", "unasked", "unasked", "unasked"], "another version, other bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_outlive_every_sync() {
    let library = Library::filled(10).await;
    let catalog = library.catalog();
    let id = |text: &str| AssetId::new(text);
    let (a, b, c) = (id("598821f949c0a938d57563bd"), id("598821f949c0a938d57563be"), id("odd"));
    catalog
        .decide_apart(&[(b.clone(), a.clone()), (a.clone(), b.clone()), (c.clone(), a.clone())])
        .expect("kept");
    let folders = [FolderPath::new("/best"), FolderPath::new("/a/b")];
    catalog.set_safe_folders(&folders).expect("kept");
    library.sync(&catalog).await;
    let nobody = Watch::nobody();
    run(&catalog, &library.client, Options { full: true }, &nobody).await.expect("a sync");
    let catalog = library.catalog();
    assert_eq!(catalog.apart().expect("pairs").len(), 2);
    assert_eq!(catalog.safe_folders().expect("folders"), [FolderPath::new("/a/b"), FolderPath::new("/best")]);
    catalog.forget_apart(&[(a.clone(), b)]).expect("forgotten");
    assert_eq!(
        catalog.apart().expect("pairs"),
        [(a.min(c.clone()), c)].map(|(x, y)| if x < y { (x, y) } else { (y, x) })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn own_changes_are_there_at_once() {
    let library = Library::filled(200).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let files = library.files().await;
    let ids: Vec<AssetId> = files[..20].iter().map(|details| details.file.id.clone()).collect();
    library.tag(&ids, "tagged").await;
    let new = library.put("/new/file.txt").await;
    library.client.delete(&files[30].file.id).await.expect("deleted");
    library.client.delete(&files[31].file.id).await.expect("deleted");
    catalog.gone(std::slice::from_ref(&files[30].file.id)).expect("gone");
    catalog.touch(&ids).expect("marked");
    catalog.touch(&[new, files[31].file.id.clone()]).expect("marked");
    let nobody = Watch::nobody();
    let done = refresh(&catalog, &library.client, &nobody).await.expect("read again");
    assert_eq!((done.new, done.changed, done.gone), (1, 20, 1));
    assert!(done.calls <= 3, "{done:?}");
    assert_eq!(refresh(&catalog, &library.client, &nobody).await.expect("read again").calls, 0);
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_seen_is_compared() {
    let library = Library::start().await;
    let catalog = library.catalog();
    let ids = [library.put("/a/1.txt").await, library.put("/a/2.txt").await, library.put("/a/3.txt").await];
    library.sync(&catalog).await;
    let folder = FolderPath::new("/a");
    let listed = library.client.list_files(&folder, Sort::BY_NAME, 0, 1000).await.expect("a list");
    assert_eq!(catalog.see_folder(&folder, &listed).expect("seen"), 0);
    library.client.delete(&ids[0]).await.expect("deleted");
    library.tag(&ids[1..2], "tagged").await;
    library.put("/a/4.txt").await;
    let listed = library.client.list_files(&folder, Sort::BY_NAME, 0, 1000).await.expect("a list");
    assert_eq!(catalog.see_folder(&folder, &listed).expect("seen"), 3);
    refresh(&catalog, &library.client, &Watch::nobody()).await.expect("read again");
    let ours = catalog.page(&folder, Sort::BY_NAME, 0, 10).expect("a page");
    assert_eq!(ours, listed);
    library.client.delete_folder(&folder).await.expect("deleted");
    catalog.gone_below(&folder).expect("gone");
    library.expect_same(&catalog).await;
}
