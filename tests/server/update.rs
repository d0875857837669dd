//! Changes of what is said of a file, beyond the simple ones.

use ikt::server::seed::{Plan, fill};
use ikt::server::store::Store;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::library::{GHOST, HELP, Library, refused, text};

async fn patch(library: &Library, id: &str, body: Value) -> (StatusCode, Value) {
    library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await
}

/// A library of drawn files, and those of them that have AI tags.
async fn recognised() -> (Library, Vec<Value>) {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().to_owned();
    let plan = Plan { files: 60, flat: true };
    tokio::task::spawn_blocking(move || fill(&Store::open(&path).unwrap(), plan, |_| {}))
        .await
        .unwrap()
        .unwrap();
    let library = Library::open(data).await;
    let (_, files) = library.get("/v1/files?limit=100").await;
    let files = files.as_array().unwrap().iter().filter(|file| !file["AITags"].is_null()).cloned();
    let files: Vec<_> = files.collect();
    assert!(files.len() >= 3, "{} files have AI tags", files.len());
    (library, files)
}

#[tokio::test]
async fn ai_tags_go_by_name_or_all_at_once() {
    let (library, files) = recognised().await;
    let [one, two, three] = [0, 1, 2].map(|n| text(&files[n]["fileId"]));
    let name = text(&files[0]["AITags"][0]["name"]);
    let (status, file) = patch(&library, &one, json!({ "removeAITags": ["nobody", "x"] })).await;
    assert_eq!((status.as_u16(), &file["AITags"]), (200, &files[0]["AITags"]));
    let (_, file) = patch(&library, &one, json!({ "removeAITags": [name], "tags": null })).await;
    assert_eq!((&file["AITags"], &file["tags"]), (&Value::Null, &Value::Null));
    let (_, file) = patch(&library, &two, json!({ "removeAITags": "all" })).await;
    assert_eq!((&file["AITags"], &file["tags"]), (&Value::Null, &files[1]["tags"]));
    for wrong in [json!("some"), json!(7), json!([7]), json!({ "all": true })] {
        let message = "Your request contains invalid value for removeAITags parameter.";
        refused(patch(&library, &three, json!({ "removeAITags": wrong })).await, 400, message);
    }
    assert_eq!(library.details(&three).await["AITags"], files[2]["AITags"]);
    let body = json!({ "fileIds": [one, three], "AITags": [files[2]["AITags"][0]["name"]] });
    let (status, body) = library.post("/v1/files/removeAITags", body).await;
    assert_eq!((status.as_u16(), body), (200, json!({ "successfullyUpdatedFileIds": [one, three] })));
    assert_eq!(library.details(&three).await["AITags"], Value::Null);
}

#[tokio::test]
async fn nulls_of_the_newer_sdk_change_nothing_or_clear() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let before = library.details(&id).await;
    let nothing = json!({ "removeAITags": null, "webhookUrl": null, "extensions": null, "customMetadata": null,
        "publish": null });
    for body in [json!({}), nothing] {
        let (status, mut file) = patch(&library, &id, body).await;
        assert_eq!((status.as_u16(), file.get("extensionStatus")), (200, None));
        file["updatedAt"] = before["updatedAt"].clone();
        for key in ["url", "thumbnail"] {
            file[key] = before[key].clone();
        }
        assert_eq!(file, before);
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let before = library.details(&id).await;
    let message = "Your request contains an invalid JSON body. It should be an object.";
    for body in ["[1]", "7", "\"x\"", "{", "{\"tags\": [\"\\ud800\"]}", "\u{0}", &"[".repeat(10_000)] {
        let request =
            library.request(Method::PATCH, &format!("/v1/files/{id}/details")).body(body.to_owned());
        refused(crate::library::answer(request.send().await.unwrap()).await, 400, message);
    }
    for body in [
        json!({ "customMetadata": [] }),
        json!({ "customMetadata": { "x": { "y": { "z": [1, 2, { "deep": null }] } } } }),
        json!({ "customCoordinates": "1,2,3" }),
        json!({ "customCoordinates": [1, 2, 3, 4] }),
        json!({ "tags": { "a": 1 } }),
        json!({ "tags": [["a"]] }),
        json!({ "tags": ["50%"] }),
        json!({ "publish": true }),
        json!({ "publish": { "isPublished": "yes" } }),
        json!({ "publish": { "isPublished": true, "includeFileVersions": 1 } }),
        json!({ "webhookUrl": "mailto:a@example.com" }),
    ] {
        let (status, answer) = patch(&library, &id, body.clone()).await;
        assert_eq!((status.as_u16(), &answer["help"]), (400, &json!(HELP)), "{body}: {answer}");
    }
    assert_eq!(library.details(&id).await, before);
    refused(
        patch(&library, GHOST, json!({ "tags": ["a"] })).await,
        404,
        "The requested file does not exist.",
    );
}

#[tokio::test]
async fn a_file_without_room_for_tags_fails_alone() {
    let library = Library::new().await;
    let [full, free] = [library.put("/x.png").await, library.put("/y.png").await];
    assert_eq!(patch(&library, &full, json!({ "tags": ["x".repeat(490)] })).await.0, 200);
    let before = library.details(&full).await;
    let body = json!({ "fileIds": [full, free], "tags": ["y".repeat(20)] });
    let (status, body) = library.post("/v1/files/addTags", body).await;
    assert_eq!(status.as_u16(), 207);
    assert_eq!(body["successfullyUpdatedFileIds"], json!([free]));
    assert_eq!(body["errors"], json!([{ "fileId": full, "error": "Error in adding tags" }]));
    assert!(body["message"].is_string() && body["help"] == HELP);
    assert_eq!(library.details(&full).await, before);
    assert_eq!(library.details(&free).await["tags"], json!(["y".repeat(20)]));
}
