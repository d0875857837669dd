//! The first time: the whole library.

use futures_util::StreamExt;
use ikt::catalog::{Catalog, sync};
use ikt::model::{Direction, FolderPath, Sort, SortKey};

use crate::library::Library;

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_is_the_library() {
    let library = Library::filled(3500).await;
    let catalog = library.catalog();
    assert!(!catalog.state().expect("a state").complete);
    let done = library.sync(&catalog).await;
    assert_eq!((done.new, done.changed, done.gone), (3500, 0, 0));
    // Pages of a thousand, two lists of folders, a look at each end, and a guess how many there are.
    assert!(done.calls <= 4 + 2 + 3 + 6, "{done:?}");
    library.expect_same(&catalog).await;
    let again = library.sync(&Catalog::open(&library.file).expect("a catalogue")).await;
    assert_eq!((again.new, again.changed, again.gone, again.folders, again.calls), (0, 0, 0, 0, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_library_is_complete_too() {
    let library = Library::start().await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
    library.put("/first.txt").await;
    let done = library.sync(&catalog).await;
    assert_eq!(done.new, 1);
    library.expect_same(&catalog).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_folder_are_those_of_the_service() {
    let library = Library::filled(1500).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let folder =
        library.folders().await.into_values().find(|folder| folder.path.depth() > 1).expect("one").path;
    for key in
        [SortKey::Name, SortKey::Created, SortKey::Updated, SortKey::Size, SortKey::Width, SortKey::Height]
    {
        for direction in [Direction::Ascending, Direction::Descending] {
            let sort = Sort { key, direction };
            let theirs = library.client.list_files(&folder, sort, 20, 50).await.expect("a list");
            let ours = catalog.page(&folder, sort, 20, 50).expect("a page");
            // Equals may come in another order.
            let value = |file: &ikt::model::File| match key {
                SortKey::Name => file.name.to_string(),
                SortKey::Created => file.created.to_string(),
                SortKey::Updated => file.updated.to_string(),
                SortKey::Size => file.size.to_string(),
                SortKey::Width => file.width.to_string(),
                SortKey::Height => file.height.to_string(),
            };
            assert!(!ours.is_empty(), "{folder} has files");
            assert_eq!(
                ours.iter().map(value).collect::<Vec<_>>(),
                theirs.iter().map(value).collect::<Vec<_>>()
            );
        }
    }
    assert!(catalog.page(&FolderPath::new("/none"), Sort::BY_NAME, 0, 10).expect("a page").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_with_more_files_than_a_page_is_listed_whole() {
    let library = Library::start().await;
    library.stop_clock("2026-01-31T12:00:00.250Z").await;
    let names: Vec<String> = (0..2300).map(|i| format!("/many/file-{i:04}.txt")).collect();
    let uploads = names.iter().map(|name| library.put(name));
    futures_util::stream::iter(uploads).buffered(8).collect::<Vec<_>>().await;
    let catalog = library.catalog();
    let done = library.sync(&catalog).await;
    assert_eq!(done.new, 2300);
    library.expect_same(&catalog).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let library = Library::start().await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let folder = library.file.parent().expect("a folder");
    for entry in std::fs::read_dir(folder).expect("files") {
        let entry = entry.expect("a file");
        let mode = entry.metadata().expect("rights").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
    assert_eq!(std::fs::metadata(folder).expect("rights").permissions().mode() & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sync_at_a_time() {
    let library = Library::filled(100).await;
    let (one, other) = (library.catalog(), library.catalog());
    let watch = sync::Watch::nobody();
    let options = sync::Options::default();
    let (first, second) = tokio::join!(
        sync::run(&one, &library.client, options, &watch),
        sync::run(&other, &library.client, options, &watch)
    );
    // The other waits for a moment, which may be enough.
    assert!(first.is_ok() || second.is_ok());
    library.sync(&one).await;
    library.expect_same(&other).await;
}
