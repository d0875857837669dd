//! One file: details, update, versions, delete.

use reqwest::Method;
use serde_json::{Value, json};

use crate::library::{GHOST, HELP, Library, PIXEL, refused, text};

const INVALID_FILE: &str = "Your request contains invalid fileId parameter.";
const INVALID_VERSION: &str = "Your request contains invalid versionId parameter.";
const NO_FILE: &str = "The requested file does not exist.";
const NO_VERSION: &str = "The requested file version does not exist.";

async fn patch(library: &Library, id: &str, body: Value) -> (reqwest::StatusCode, Value) {
    library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await
}

#[tokio::test]
async fn wrong_ids_are_told_from_missing_files() {
    let library = Library::new().await;
    let upper = GHOST.to_uppercase();
    for (id, status, message) in
        [("x", 400, INVALID_FILE), (upper.as_str(), 400, INVALID_FILE), (GHOST, 404, NO_FILE)]
    {
        refused(library.get(&format!("/v1/files/{id}/details")).await, status, message);
        refused(library.get(&format!("/v1/files/{id}/versions")).await, status, message);
        refused(library.delete(&format!("/v1/files/{id}")).await, status, message);
        refused(patch(&library, id, json!({ "tags": [] })).await, status, message);
        let message = if status == 404 { NO_VERSION } else { message };
        refused(library.get(&format!("/v1/files/{id}/versions/{GHOST}")).await, status, message);
    }
    let id = library.put("/x.png").await;
    refused(library.get(&format!("/v1/files/{id}/versions/x")).await, 400, INVALID_VERSION);
    refused(library.get(&format!("/v1/files/{id}/versions/{GHOST}")).await, 404, NO_VERSION);
    let deleted = library.delete(&format!("/v1/files/{id}/versions/{GHOST}")).await;
    refused(deleted, 404, "The requested asset does not exist.");
    let restore = format!("/v1/files/{id}/versions/{GHOST}/restore");
    refused(library.send(Method::PUT, &restore, json!({})).await, 404, NO_VERSION);
}

#[tokio::test]
async fn details_are_updated() {
    let library = Library::new().await;
    let id = text(&library.upload_with("/x.png", PIXEL, &[("tags", "old")]).await["fileId"]);
    let body = json!({ "tags": ["a", " b "], "customCoordinates": "1,2,3,4", "description": "by the sea" });
    let (status, file) = patch(&library, &id, body).await;
    assert_eq!(status, 200);
    assert_eq!(file, library.details(&id).await);
    assert_eq!(
        (&file["tags"], &file["customCoordinates"], &file["description"]),
        (&json!(["a", "b"]), &json!("1,2,3,4"), &json!("by the sea"))
    );
    assert_eq!(library.list("tags=old").await, [""; 0]);
    assert_eq!(library.list("tags=b").await, ["/x.png"]);

    let body = json!({ "tags": null, "customCoordinates": null, "description": null, "removeAITags": "all",
        "customMetadata": {}, "extensions": [{ "name": "remove-bg" }] });
    let (status, mut file) = patch(&library, &id, body).await;
    assert_eq!((status.as_u16(), &file["extensionStatus"]), (200, &json!({ "remove-bg": "pending" })));
    file.as_object_mut().unwrap().remove("extensionStatus");
    assert_eq!(file, library.details(&id).await);
    assert_eq!((&file["tags"], &file["customCoordinates"]), (&Value::Null, &Value::Null));
    assert_eq!(file.get("description"), None);
}

#[tokio::test]
async fn wrong_updates_change_nothing() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let before = library.details(&id).await;
    let long = json!(["x".repeat(501)]);
    for (body, message) in [
        (json!({ "tags": "a" }), "Your request contains invalid value for tags parameter."),
        (
            json!({ "tags": long }),
            "Your request contains invalid value for tags parameter. Combined length of all tags should be less than or equal to 500.",
        ),
        (json!({ "description": 7 }), "Your request contains invalid value for description parameter."),
        (
            json!({ "extensions": 7 }),
            "Your request contains invalid value for extensions parameter: it should be an array of objects.",
        ),
        (json!({ "colour": "red", "tags": ["a"] }), "Your request contains an unknown parameter: colour."),
        (
            json!({ "publish": { "isPublished": true }, "tags": ["a"] }),
            "Your request cannot contain any other parameters when publish is present",
        ),
        (json!({ "publish": {} }), "Your request contains invalid value for publish parameter."),
    ] {
        refused(patch(&library, &id, body).await, 400, message);
    }
    let (status, body) = patch(&library, &id, json!({ "customMetadata": { "sku": 7 } })).await;
    let errors = json!({ "sku": "This field does not exist." });
    let words = json!({ "message": "Invalid custom metadata.", "help": HELP, "errors": errors });
    assert_eq!((status.as_u16(), body), (400, words));
    assert_eq!(library.details(&id).await, before);
}

#[tokio::test]
async fn versions_are_published_together_or_alone() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    library.put("/x.png").await;
    let flags = async |library: &Library| {
        let (_, versions) = library.get(&format!("/v1/files/{id}/versions")).await;
        (versions[0]["isPublished"].clone(), versions[1]["isPublished"].clone())
    };
    let publish = |on, all| json!({ "publish": { "isPublished": on, "includeFileVersions": all } });
    assert_eq!(patch(&library, &id, publish(false, true)).await.0, 200);
    assert_eq!(flags(&library).await, (json!(false), json!(false)));
    assert_eq!(patch(&library, &id, publish(true, false)).await.0, 200);
    assert_eq!(flags(&library).await, (json!(true), json!(false)));
}

#[tokio::test]
async fn versions_are_listed_restored_and_deleted() {
    let library = Library::new().await;
    let id = text(&library.upload_with("/x.png", PIXEL, &[("tags", "first")]).await["fileId"]);
    let second = library.upload_with("/x.png", b"not a picture", &[]).await;
    assert_eq!((&second["fileId"], &second["versionInfo"]["name"]), (&json!(id), &json!("Version 2")));
    let second = text(&second["versionInfo"]["id"]);

    let (status, versions) = library.get(&format!("/v1/files/{id}/versions")).await;
    assert_eq!(status, 200);
    let kinds: Vec<_> = versions.as_array().unwrap().iter().map(|v| (&v["type"], &v["fileType"])).collect();
    assert_eq!(kinds, [(&json!("file"), &json!("non-image")), (&json!("file-version"), &json!("image"))]);
    assert_eq!(versions[1]["versionInfo"], json!({ "id": id, "name": "Version 1" }));
    assert!(text(&versions[1]["url"]).contains(&format!("?ik-obj-version={id}&updatedAt=")));
    assert_eq!(library.get(&format!("/v1/files/{id}/versions/{id}")).await.1, versions[1]);
    assert_eq!(library.list("type=file-version").await, ["/x.png"]);

    let current = library.delete(&format!("/v1/files/{id}/versions/{second}")).await;
    refused(current, 400, "You cannot delete current version of a file.");
    let restore = format!("/v1/files/{id}/versions/{id}/restore");
    let (status, file) = library.send(Method::PUT, &restore, json!({})).await;
    assert_eq!((status.as_u16(), &file["type"], &file["fileType"]), (200, &json!("file"), &json!("image")));
    assert_eq!(file["versionInfo"], json!({ "id": id, "name": "Version 1" }));
    assert_eq!(library.list("tags=first").await, ["/x.png"]);
    assert_eq!(library.send(Method::PUT, &restore, json!({})).await.0, 200);

    let (status, body) = library.delete(&format!("/v1/files/{id}/versions/{second}")).await;
    assert_eq!((status.as_u16(), body), (204, Value::Null));
    let (_, versions) = library.get(&format!("/v1/files/{id}/versions")).await;
    assert_eq!(versions.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_deleted_file_is_gone_with_its_versions_and_bytes() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    library.upload_with("/x.png", b"other", &[]).await;
    let (status, body) = library.delete(&format!("/v1/files/{id}")).await;
    assert_eq!((status.as_u16(), body), (204, Value::Null));
    refused(library.delete(&format!("/v1/files/{id}")).await, 404, NO_FILE);
    assert!(library.all().await.is_empty());
    let blobs = std::fs::read_dir(library.data.path().join("blobs")).unwrap();
    let left: usize = blobs.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum();
    assert_eq!(left, 0);
}
