//! Single calls: what they send, what they answer, how they fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ikt::api::{Content, Error, Kind, Transport, Upload};
use ikt::model::{AssetId, Direction, FileKind, FolderPath, Sort, SortKey, Tag};

use crate::library::{Library, cut, file, status};

#[tokio::test]
async fn a_file_from_upload_to_delete() {
    let library = Library::start().await;
    let client = &library.client;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.bin");
    let bytes = vec![7_u8; 300_000];
    std::fs::write(&path, &bytes).expect("a file");
    let sent = Arc::new(AtomicU64::new(0));
    let progress = sent.clone();
    let upload = Upload {
        tags: vec!["one".into(), "two".into()],
        ..Upload::new(Content::Path(path), FolderPath::new("/in"), "a b.bin")
    };

    let stored = client
        .upload(&upload, move |bytes| progress.store(bytes, Ordering::Relaxed))
        .await
        .expect("an upload")
        .stored()
        .expect("a file");

    assert_eq!(sent.load(Ordering::Relaxed), 300_000);
    assert_eq!(
        (stored.path.as_str(), stored.size, stored.version.as_str()),
        ("/in/a_b.bin", 300_000, "Version 1")
    );
    let details = client.details(&stored.id).await.expect("details");
    assert_eq!((details.file.path(), details.file.size), (stored.path.clone(), 300_000));
    assert_eq!(*details.file.tags, [Tag::from("one"), Tag::from("two")]);
    assert_eq!(details.file.kind, FileKind::Other);
    assert_eq!(details.raw["fileId"], stored.id.to_string());

    let taken = client.upload(&upload, |_| {}).await.expect_err("the name is taken");
    assert_eq!(taken.kind(), Some(&Kind::BadRequest));
    let over = Upload { overwrite: true, ..upload };
    let second = client.upload(&over, |_| {}).await.expect("a version").stored().expect("a file");
    assert_eq!((second.id, second.version.as_str()), (stored.id.clone(), "Version 2"));

    let untagged = client.update_tags(&stored.id, &[]).await.expect("a file");
    assert!(untagged.tags.is_empty());
    client.add_tags(std::slice::from_ref(&stored.id), &["x".into()]).await.expect("tags");
    let found = client.find_file(&FolderPath::new("/in"), "a_b.bin").await.expect("a list").expect("a file");
    assert_eq!(*found.tags, [Tag::from("x")]);
    assert_eq!(client.find_file(&FolderPath::new("/in"), "none").await.expect("a list"), None);

    client.delete(&stored.id).await.expect("a delete");
    let gone = client.details(&stored.id).await.expect_err("it is gone");
    assert!(gone.is_not_found());
}

#[tokio::test]
async fn pages_and_orders() {
    let library = Library::start().await;
    library.fill("/many", 25).await;
    let many = FolderPath::new("/many");
    let sort = Sort { key: SortKey::Name, direction: Direction::Descending };
    let page = library.client.list_files(&many, sort, 20, 10).await.expect("a page");
    let names: Vec<&str> = page.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["file-004.txt", "file-003.txt", "file-002.txt", "file-001.txt", "file-000.txt"]);
    assert!(page.iter().all(|file| file.folder == many));
    let refused = library.client.list_files(&many, sort, 0, 2000).await.expect_err("too many");
    assert!(refused.report("Could not list /many").why.contains("limit"), "{refused}");
}

#[tokio::test]
async fn errors_are_typed_and_told() {
    let library = Library::start().await;
    let targets = library.fill("/a", 2).await;
    let client = &library.client;
    let conflict = client.rename_file("/a/file-000.txt", "file-001.txt", false).await.expect_err("taken");
    assert_eq!(conflict.kind(), Some(&Kind::Conflict));
    let ids = [file(&targets[0]).0.clone(), AssetId::new("598821f949c0a938d57563bd")];
    let missing = client.delete_many(&ids).await.expect_err("one is missing");
    assert_eq!(missing.answer().map(|answer| answer.missing.as_slice()), Some(&ids[1..]));
    assert_eq!(library.names("/a").await.len(), 2, "nothing was deleted");
    let report = missing.report("Could not delete 2 files");
    assert_eq!((report.what.as_str(), report.status), ("Could not delete 2 files", Some(404)));
    assert!(report.request_id.is_some() && !report.why.is_empty() && !report.next.is_empty());
}

#[tokio::test]
async fn reads_are_tried_again_and_writes_are_not() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    library.order(status("/v1/files", 0, 503)).await;
    library.order(serde_json::json!({ "path_prefix": "/v1/files", "kind": "garbage" })).await;
    library.order(cut("/v1/files", 0, false)).await;
    assert_eq!(library.names("/a").await.len(), 1);

    library.order(cut("/v1/files/move", 0, false)).await;
    let lost = library.client.move_file("/a/x.txt", &FolderPath::new("/b")).await.expect_err("no answer");
    assert!(matches!(lost, Error::Transport { kind: Transport::Cut, .. }) && lost.is_unclear(), "{lost:?}");
    library.order(status("/v1/files/move", 0, 500)).await;
    let broken = library.client.move_file("/a/x.txt", &FolderPath::new("/b")).await.expect_err("a 500");
    assert_eq!(broken.kind(), Some(&Kind::InternalServer));
    assert_eq!(library.asked("POST", "/v1/files/move").await.len(), 2);
}

#[tokio::test]
async fn nobody_there() {
    let library = Library::start().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let api = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let account = ikt::model::Account { api, ..library.client.account().clone() };
    let client = ikt::api::Client::new(account).expect("a client").once();
    let error = client.list_folders(&FolderPath::root()).await.expect_err("nobody there");
    assert!(matches!(error, Error::Transport { kind: Transport::Connect, .. }), "{error:?}");
    assert!(!error.is_unclear());
}

#[tokio::test]
async fn a_purge_is_followed() {
    let library = Library::start().await;
    let file = library.put("/shop/x.txt").await;
    let url = format!("{}{}", library.client.account().delivery, file.path());
    let purge = library.client.purge(&url).await.expect("a purge");
    let mut looks = 0;
    while !library.client.purge_status(&purge).await.expect("a state") {
        looks += 1;
        assert!(looks < 100, "a purge has to end");
    }
    let renamed = library.client.rename_file(&file.path(), "y.txt", true).await.expect("a rename");
    assert!(renamed.purge.is_some());
}

#[tokio::test]
async fn what_cannot_be_read_is_not_uploaded() {
    let library = Library::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    for path in [folder.path().to_owned(), folder.path().join("none")] {
        let upload = Upload::new(Content::Path(path.clone()), FolderPath::root(), "x");
        let error = library.client.upload(&upload, |_| {}).await.expect_err("unreadable");
        assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
        assert!(error.to_string().starts_with(&path.display().to_string()));
    }
    assert!(library.asked("POST", "/api").await.is_empty());
}
