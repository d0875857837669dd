//! Calls on many files, and purges.

use serde_json::{Value, json};

use crate::library::{GHOST, HELP, Library, refused, refused_for};

#[tokio::test]
async fn tags_are_added_and_removed() {
    let library = Library::new().await;
    let ids = [library.put("/x.png").await, library.put("/y.png").await];
    let done = json!({ "successfullyUpdatedFileIds": ids });
    let tags = |path: &str, tags: Value| {
        let path = format!("/v1/files/{path}");
        let body = json!({ "fileIds": ids, "tags": tags, "AITags": tags });
        let library = &library;
        async move { library.post(&path, body).await }
    };
    assert_eq!(tags("addTags", json!(["a", "b", "a"])).await, (200.try_into().unwrap(), done.clone()));
    assert_eq!(library.details(&ids[0]).await["tags"], json!(["a", "b"]));
    assert_eq!(tags("addTags", json!(["b", "c"])).await.0, 200);
    assert_eq!(library.details(&ids[1]).await["tags"], json!(["a", "b", "c"]));
    assert_eq!(tags("removeTags", json!(["a", "c", "never"])).await, (200.try_into().unwrap(), done.clone()));
    assert_eq!(library.list("tags=a").await, [""; 0]);
    assert_eq!(library.list("tags=b").await, ["/x.png", "/y.png"]);
    assert_eq!(tags("removeAITags", json!(["a"])).await, (200.try_into().unwrap(), done));
    assert_eq!(library.details(&ids[0]).await["tags"], json!(["b"]));
}

#[tokio::test]
async fn wrong_bulk_calls_are_refused_in_the_words_of_the_service() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let many = |n: usize| vec![GHOST; n];
    let too_long = "Your request contains invalid value for tags parameter. Combined length of all tags should be less than or equal to 500.";
    for (path, body, message) in [
        ("addTags", json!({ "tags": ["a"] }), "fileIds parameter is missing."),
        ("addTags", json!({ "fileIds": [], "tags": ["a"] }), "fileIds is empty."),
        ("addTags", json!({ "fileIds": id, "tags": ["a"] }), "fileIds should be an Array."),
        (
            "removeTags",
            json!({ "fileIds": many(51), "tags": ["a"] }),
            "A maximum of 50 files can be edited at a time.",
        ),
        ("removeTags", json!({ "fileIds": [id] }), "tags parameter is missing."),
        ("addTags", json!({ "fileIds": [id], "tags": [] }), "tags array cannot be empty."),
        ("addTags", json!({ "fileIds": [id], "tags": ["x".repeat(501)] }), too_long),
        ("removeAITags", json!({ "fileIds": [id] }), "AITags parameter is missing."),
        ("removeAITags", json!({ "fileIds": [id], "AITags": [] }), "AITags array cannot be empty."),
        (
            "removeAITags",
            json!({ "fileIds": [id], "AITags": [7] }),
            "Your request contains invalid value for AITags. Please provide an array of strings. Example - ['t-shirt','summer-sale'].",
        ),
        ("batch/deleteByFileIds", json!({}), "fileIds parameter is missing."),
        ("batch/deleteByFileIds", json!({ "fileIds": [] }), "fileIds is empty."),
        ("batch/deleteByFileIds", json!({ "fileIds": 7 }), "fileIds should be an Array."),
        (
            "batch/deleteByFileIds",
            json!({ "fileIds": many(101) }),
            "fileIds cannot have more than 100 items.",
        ),
    ] {
        refused(library.post(&format!("/v1/files/{path}"), body).await, 400, message);
    }
    let full = json!({ "fileIds": [id], "tags": ["x".repeat(300)] });
    assert_eq!(library.post("/v1/files/addTags", full).await.0, 200);
    let more = json!({ "fileIds": [id], "tags": ["y".repeat(300)] });
    refused(library.post("/v1/files/addTags", more).await, 400, too_long);
}

#[tokio::test]
async fn one_missing_file_fails_the_whole_call() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let ids = json!([id, GHOST, "x"]);
    for (path, body) in [
        ("addTags", json!({ "fileIds": ids, "tags": ["a"] })),
        ("removeTags", json!({ "fileIds": ids, "tags": ["a"] })),
        ("removeAITags", json!({ "fileIds": ids, "AITags": ["a"] })),
        ("batch/deleteByFileIds", json!({ "fileIds": ids })),
    ] {
        let (status, body) = library.post(&format!("/v1/files/{path}"), body).await;
        let words = json!({ "message": "The requested file(s) does not exist.", "help": HELP,
            "missingFileIds": [GHOST, "x"] });
        assert_eq!((status.as_u16(), body), (404, words), "{path}");
    }
    assert_eq!(library.details(&id).await["tags"], Value::Null);
}

#[tokio::test]
async fn a_hundred_files_are_deleted_at_once() {
    let library = Library::new().await;
    let mut ids = Vec::new();
    for n in 0..100 {
        ids.push(library.put(&format!("/d/{n}.png")).await);
    }
    let (status, body) = library.post("/v1/files/batch/deleteByFileIds", json!({ "fileIds": ids })).await;
    assert_eq!((status.as_u16(), body), (200, json!({ "successfullyDeletedFileIds": ids })));
    assert_eq!(library.all().await, ["/d/"]);
}

#[tokio::test]
async fn purges_are_noted_and_answered_for() {
    let library = Library::new().await;
    let url = format!("{}/x.png*", library.account.delivery);
    let (status, body) = library.post("/v1/files/purge", json!({ "url": url })).await;
    assert_eq!((status.as_u16(), body.as_object().unwrap().len()), (201, 1));
    let path = format!("/v1/files/purge/{}", body["requestId"].as_str().unwrap());
    assert_eq!(library.get(&path).await.1, json!({ "status": "Pending" }));
    assert_eq!(library.get(&path).await.1, json!({ "status": "Completed" }));
    let library = library.restarted().await;
    assert_eq!(library.get(&path).await.1, json!({ "status": "Completed" }));
    for id in [GHOST, "x"] {
        let status = library.get(&format!("/v1/files/purge/{id}")).await;
        refused(status, 400, "No request found for this requestId.");
    }
    let wrong = library.post("/v1/files/purge", json!({ "url": "x.png" })).await;
    refused(wrong, 400, "The URL is not valid for cache purging.");
    let missing = library.post("/v1/files/purge", json!({})).await;
    refused_for(missing, 400, "MISSING_PARAMETER", "url parameter is missing.");
}
