//! Copy, move and rename a file.

use reqwest::Method;
use serde_json::{Value, json};

use crate::library::{Library, PIXEL, refused_for, text};

async fn versions(library: &Library, id: &str) -> Vec<(String, u64)> {
    let (_, versions) = library.get(&format!("/v1/files/{id}/versions")).await;
    let row = |v: &Value| (text(&v["versionInfo"]["name"]), v["size"].as_u64().unwrap());
    versions.as_array().unwrap().iter().map(row).collect()
}

async fn id_at(library: &Library, path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap();
    let (_, list) = library.get(&format!("/v1/files?path=/{}&name={name}", folder.trim_matches('/'))).await;
    text(&list[0]["fileId"])
}

#[tokio::test]
async fn a_copy_is_a_new_file() {
    let library = Library::new().await;
    let id = text(&library.upload_with("/x.png", b"1", &[("tags", "a")]).await["fileId"]);
    library.upload_with("/x.png", b"22", &[("tags", "b")]).await;
    let copy =
        |all| json!({ "sourceFilePath": "/x.png", "destinationPath": "new/dir", "includeFileVersions": all });
    let (status, body) = library.post("/v1/files/copy", copy(false)).await;
    assert_eq!((status.as_u16(), body), (204, Value::Null));
    let new = id_at(&library, "/new/dir/x.png").await;
    assert_ne!(new, id);
    assert_eq!(versions(&library, &new).await, [("Version 1".into(), 2)]);
    assert_eq!(library.details(&new).await["tags"], json!(["b"]));
    assert_eq!(versions(&library, &id).await.len(), 2);

    assert_eq!(library.post("/v1/files/copy", copy(true)).await.0, 204);
    let expected = [("Version 3".into(), 2), ("Version 2".into(), 1), ("Version 1".into(), 2)];
    assert_eq!(versions(&library, &new).await, expected);
    assert_eq!(library.list("tags=b").await, ["/x.png", "/new/dir/x.png"]);
}

#[tokio::test]
async fn a_moved_file_keeps_its_id_and_versions() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    library.put("/x.png").await;
    let body = json!({ "sourceFilePath": "x.png", "destinationPath": "/d/" });
    let (status, answer) = library.post("/v1/files/move", body).await;
    assert_eq!((status.as_u16(), answer), (204, Value::Null));
    assert_eq!(library.all().await, ["/d/", "/d/x.png"]);
    assert_eq!(versions(&library, &id).await.len(), 2);
}

#[tokio::test]
async fn a_file_moved_onto_another_becomes_its_newest_version() {
    let library = Library::new().await;
    library.upload_with("/x.png", b"1", &[]).await;
    let target = text(&library.upload_with("/d/x.png", b"22", &[]).await["fileId"]);
    let body = json!({ "sourceFilePath": "/x.png", "destinationPath": "/d" });
    assert_eq!(library.post("/v1/files/move", body).await.0, 204);
    assert_eq!(library.all().await, ["/d/", "/d/x.png"]);
    assert_eq!(versions(&library, &target).await, [("Version 2".into(), 1), ("Version 1".into(), 2)]);
}

#[tokio::test]
async fn wrong_transfers_are_refused_with_a_reason() {
    let library = Library::new().await;
    library.put("/d/x.png").await;
    for path in ["/v1/files/copy", "/v1/files/move"] {
        for (source, destination, status, reason, message) in [
            (
                json!("/none.jpg"),
                json!("/e"),
                404,
                "SOURCE_FILE_MISSING",
                "No file found with filePath /none.jpg",
            ),
            (
                json!("/d/x.png"),
                json!("/d/"),
                400,
                "SAME_SOURCE_AND_DESTINATION",
                "sourceFilePath and destinationPath cannot be same.",
            ),
            (Value::Null, json!("/d/"), 400, "MISSING_PARAMETER", "sourceFilePath parameter is missing."),
            (json!("/d/x.png"), json!(7), 400, "INVALID_PARAMETER", "destinationPath should be a string."),
            (
                json!("/d/x.png"),
                json!("/a/../b"),
                400,
                "INVALID_FOLDER_PATH",
                "'.' & '..' can not be used as folder-name",
            ),
        ] {
            let body = json!({ "sourceFilePath": source, "destinationPath": destination });
            refused_for(library.post(path, body).await, status, reason, message);
        }
    }
    for _ in 0..100 {
        library.put("/many.png").await;
    }
    library.put("/d/many.png").await;
    let body = json!({ "sourceFilePath": "/d/many.png", "destinationPath": "/" });
    let full = library.post("/v1/files/move", body).await;
    refused_for(full, 400, "VERSION_LIMIT_EXCEEDED", "A file cannot have more than 100 versions.");
    assert_eq!(library.all().await, ["/d/", "/d/many.png", "/d/x.png", "/many.png"]);
}

#[tokio::test]
async fn a_renamed_file_has_a_rewritten_name() {
    let library = Library::new().await;
    let id = library.put("/d/x.png").await;
    let rename = |old: &str, new: &str, purge| {
        let body = json!({ "filePath": old, "newFileName": new, "purgeCache": purge });
        let library = &library;
        async move { library.send(Method::PUT, "/v1/files/rename", body).await }
    };
    assert_eq!(rename("/d/x.png", "my photo.png", false).await, (200.try_into().unwrap(), json!({})));
    assert_eq!(library.details(&id).await["filePath"], "/d/my_photo.png");
    let (status, body) = rename("/d/my_photo.png", "y.png", true).await;
    assert_eq!((status.as_u16(), body.as_object().unwrap().len()), (200, 1));
    let purge = format!("/v1/files/purge/{}", text(&body["purgeRequestId"]));
    assert_eq!(library.get(&purge).await.1, json!({ "status": "Pending" }));

    library.upload_with("/d/z.png", PIXEL, &[]).await;
    let taken = "File with name z.png already exists at the same location.";
    refused_for(rename("/d/y.png", "z.png", false).await, 409, "FILE_ALREADY_EXISTS", taken);
    let same = "newFileName cannot be the same as its existing name.";
    refused_for(rename("/d/y.png", "y.png", false).await, 400, "SAME_OLD_AND_NEW_NAME", same);
    let missing = "No file found in media library at filePath /d/none.png";
    refused_for(rename("/d/none.png", "y.png", false).await, 404, "FILE_MISSING", missing);
    let empty = rename("/d/y.png", "", false).await;
    refused_for(empty, 400, "MISSING_PARAMETER", "newFileName parameter is missing.");
    assert_eq!(library.all().await, ["/d/", "/d/y.png", "/d/z.png"]);
}
