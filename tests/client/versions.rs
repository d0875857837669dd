//! Versions, details and metadata of files of the local library.

use ikt::api::{
    Change, Content, ErrorClass, FileType, FileUpdate, ListKind, ListQuery, Order, RemoveAiTags,
    ResponseField, Upload, Uploaded, Versions,
};
use ikt::model::{Asset, AssetDetails, AssetId, FolderPath, Sort};
use ikt::ops::{Outcome, Target, build, check};

use crate::library::{Library, cut};

/// A picture of 2 by 1 pixels.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(2, 1, image::Rgb([9, 9, 9]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

async fn put(library: &Library, name: &str, bytes: &[u8]) -> Uploaded {
    let upload = Upload {
        overwrite: true,
        response_fields: ResponseField::ALL[..3].to_vec(),
        ..Upload::new(Content::Bytes(bytes.to_vec().into()), FolderPath::new("/v"), name)
    };
    library.client.upload(&upload, |_| {}).await.expect("an upload").stored().expect("a file")
}

#[tokio::test]
async fn versions_are_listed_restored_and_deleted() {
    let library = Library::start().await;
    let client = &library.client;
    let first = put(&library, "x.txt", b"one").await;
    let second = put(&library, "x.txt", b"and two").await;
    assert_eq!(first.id, second.id);
    let versions = client.versions(&first.id).await.expect("versions");
    let told: Vec<_> =
        versions.iter().map(|one| (one.version.as_str(), one.current, one.file.size)).collect();
    assert_eq!(told, [("Version 2", true, 7), ("Version 1", false, 3)]);
    let old = versions[1].version_id.clone().expect("an id");
    assert_eq!(Some(&old), first.version_id.as_ref());

    let one = client.version(&first.id, &old).await.expect("a version");
    assert_eq!((one.version.as_str(), one.file.size), ("Version 1", 3));
    let restored = client.restore_version(&first.id, &old).await.expect("a file");
    assert_eq!((restored.file.size, restored.current), (3, true));
    let current = client.delete_version(&first.id, &old).await.expect_err("it is the current one");
    assert_eq!(current.class(), ErrorClass::BadRequest);
    let other = second.version_id.expect("an id");
    client.delete_version(&first.id, &other).await.expect("a delete");
    assert_eq!(client.versions(&first.id).await.expect("versions").len(), 1);
    let gone = client.version(&first.id, &other).await.expect_err("it is gone");
    assert_eq!(gone.class(), ErrorClass::NotFound);
}

#[tokio::test]
async fn a_delete_whose_answer_is_lost_is_done() {
    let library = Library::start().await;
    let file = library.put("/a/x.txt").await;
    library.order(cut("/v1/files", 0, true)).await;
    library.client.delete(&file.id).await.expect("a delete");
    assert_eq!(library.asked("DELETE", "/v1/files").await.len(), 2);
    // Without a lost answer before, a missing file is told as one.
    let gone = library.client.delete(&file.id).await.expect_err("it is gone");
    assert!(gone.is_not_found());
}

#[tokio::test]
async fn details_change_as_asked() {
    let library = Library::start().await;
    let client = &library.client;
    let file = put(&library, "x.png", &picture()).await;
    assert_eq!((file.width, file.height, file.file_type.as_str()), (2, 1, "image"));
    assert_eq!(file.raw["isPrivateFile"], false);
    let update = FileUpdate {
        tags: Change::Set(vec!["a".into(), "b".into()]),
        custom_coordinates: Change::Set("0,0,1,1".into()),
        description: Some("grey".into()),
        remove_ai_tags: RemoveAiTags::All,
        ..FileUpdate::default()
    };
    let changed = client.update(&file.id, &update).await.expect("an update");
    assert_eq!(changed.file.tags.len(), 2);
    assert_eq!(changed.custom_coordinates.as_deref(), Some("0,0,1,1"));
    assert_eq!(changed.description.as_deref(), Some("grey"));
    let clear =
        FileUpdate { tags: Change::Clear, custom_coordinates: Change::Clear, ..FileUpdate::default() };
    let cleared = client.update(&file.id, &clear).await.expect("an update");
    assert!(cleared.file.tags.is_empty() && cleared.custom_coordinates.is_none());
    assert_eq!(cleared.description.as_deref(), Some("grey"), "what isn't named stays");

    let draft = client.set_published(&file.id, false, Versions::All).await.expect("an update");
    assert!(!draft.file.published);
    let missing = AssetId::new("598821f949c0a938d57563bd");
    let error = client.update(&missing, &update).await.expect_err("no file");
    assert!(error.is_not_found());
}

#[tokio::test]
async fn metadata_is_typed() {
    let library = Library::start().await;
    let file = put(&library, "x.png", &picture()).await;
    let metadata = library.client.metadata(&file.id).await.expect("metadata");
    assert_eq!((metadata.width, metadata.height), (Some(2), Some(1)));
    assert_eq!(metadata.p_hash.as_deref().map(str::len), Some(16));
    let url = ikt::url::delivery_url(&library.client.account().delivery, &file.path, None);
    let same = library.client.metadata_of_url(&url).await.expect("metadata");
    assert_eq!(same.p_hash, metadata.p_hash);
    let error = library.client.metadata_of_url("https://example.com/x.png").await.expect_err("not ours");
    assert_eq!(error.class(), ErrorClass::BadRequest);
}

#[tokio::test]
async fn lists_hold_what_is_asked_for() {
    let library = Library::start().await;
    let client = &library.client;
    put(&library, "x.png", &picture()).await;
    put(&library, "y.txt", b"text").await;
    put(&library, "y.txt", b"more text").await;
    client.create_folder(&FolderPath::new("/v"), "sub").await.expect("a folder");
    let at = |kind| ListQuery {
        kind: Some(kind),
        path: Some(FolderPath::new("/v")),
        order: Some(Order::By(Sort::BY_NAME)),
        ..ListQuery::default()
    };

    let all = client.list(&at(ListKind::All)).await.expect("a list");
    let paths: Vec<String> = all
        .iter()
        .map(|asset| match asset {
            Asset::File(file) => file.path(),
            Asset::Folder(folder) => folder.path.to_string(),
        })
        .collect();
    assert_eq!(paths, ["/v/sub", "/v/x.png", "/v/y.txt"]);

    let old = client.list_details(&at(ListKind::FileVersion)).await.expect("a list");
    let [AssetDetails::File(old)] = &old[..] else { panic!("{old:?}") };
    assert_eq!((&*old.file.name, old.current, old.file.size), ("y.txt", false, 4));

    let images = ListQuery { file_type: Some(FileType::Image), ..at(ListKind::File) };
    assert_eq!(client.list(&images).await.expect("a list").len(), 1);
    let page = ListQuery { skip: 1, limit: Some(1), ..at(ListKind::File) };
    let page = client.list_details(&page).await.expect("a list");
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].raw()["name"], "y.txt");
}

#[tokio::test]
async fn a_check_tells_of_a_file_that_has_nearly_all_versions_that_it_can_have() {
    let library = Library::start().await;
    let source = library.put("/from/x.txt").await;
    let plan = build::copy_to(&[Target::file(&source)], &FolderPath::new("/v")).expect("a plan");
    let texts = async || {
        let notes = check(&library.client, &plan).await.expect("a check");
        notes.into_iter().map(|note| note.text).collect::<Vec<_>>()
    };
    let exists = "/v/x.txt exists: this becomes its new version";
    for n in 0..94 {
        put(&library, "x.txt", format!("{n}").as_bytes()).await;
    }
    assert_eq!(texts().await, [exists]);
    put(&library, "x.txt", b"the 95th").await;
    assert_eq!(texts().await, [exists, "/v/x.txt has 95 versions of at most 100: prune them soon"]);
    for n in 95..100 {
        put(&library, "x.txt", format!("{n}").as_bytes()).await;
    }
    let full = "/v/x.txt has 100 versions of at most 100: the service will refuse this";
    assert_eq!(texts().await, [exists, full]);
    let told = library.run(&plan).await;
    assert!(matches!(told.outcomes[..], [Outcome::Failed(_)]), "{:?}", told.outcomes);
}
