//! Later: what changed, and what was deleted.

use ikt::model::FolderPath;

use crate::library::Library;

#[tokio::test(flavor = "multi_thread")]
async fn changes_cost_few_calls() {
    let library = Library::filled(2500).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    library.ahead(24).await;
    let revision = catalog.revision().expect("a revision");
    let files = library.files().await;
    let id = |at: usize| files[at].file.id.clone();
    library.tag(&[id(7), id(1700)], "changed").await;
    library.put("/new/file.txt").await;
    library.client.rename_file(&files[3].file.path(), "renamed.jpg", false).await.expect("renamed");
    library.client.move_file(&files[4].file.path(), &FolderPath::new("/new")).await.expect("moved");
    let done = library.sync(&catalog).await;
    assert_eq!((done.new, done.changed, done.gone, done.folders), (1, 4, 0, 1));
    assert_eq!(done.calls, 3, "folders, changes, and whether something is gone");
    library.expect_same(&catalog).await;
    let changes = catalog.changed_since(revision).expect("changes").expect("not too long ago");
    assert_eq!((changes.changed.len(), changes.gone.len()), (5, 0));
    assert_eq!(changes.revision, catalog.revision().expect("a revision"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_is_found_by_counting() {
    let library = Library::filled(5000).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let files = library.files().await;
    let gone: Vec<_> = [0, 1, 2600, 4999].iter().map(|at| files[*at].file.id.clone()).collect();
    library.client.delete_many(&gone).await.expect("deleted");
    let done = library.sync(&catalog).await;
    assert_eq!((done.new, done.changed, done.gone), (0, 0, 4));
    assert!(done.calls < 20, "{done:?}");
    library.expect_same(&catalog).await;
    assert_eq!(library.sync(&catalog).await.calls, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_moves_takes_its_files_along() {
    let library = Library::filled(2500).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    library.ahead(24).await;
    let folder =
        library.folders().await.into_values().find(|folder| folder.path.depth() == 1).expect("one").path;
    library.rename_folder(folder.as_str(), "renamed").await;
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
    library.put(&folder.join("new.txt")).await;
    library.move_folder("/renamed", folder.as_str()).await;
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
    library.client.delete_folder(&folder).await.expect("deleted");
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
}
