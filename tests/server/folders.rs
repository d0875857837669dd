//! Folders and their jobs.

use reqwest::Method;
use serde_json::{Value, json};

use crate::library::{GHOST, Library, refused, refused_for, text};

const COPY: &str = "/v1/bulkJobs/copyFolder";
const MOVE: &str = "/v1/bulkJobs/moveFolder";
const RENAME: &str = "/v1/bulkJobs/renameFolder";

fn transfer(source: &str, destination: &str) -> Value {
    json!({ "sourceFolderPath": source, "destinationPath": destination })
}

async fn job(library: &Library, path: &str, body: Value) -> String {
    let (status, body) = library.post(path, body).await;
    assert!(status.is_success(), "{body}");
    text(&body["jobId"])
}

#[tokio::test]
async fn folders_are_made_and_deleted() {
    let library = Library::new().await;
    let make = |name: &str, parent: &str| {
        let body = json!({ "folderName": name, "parentFolderPath": parent });
        let library = &library;
        async move { library.post("/v1/folder", body).await }
    };
    for _ in 0..2 {
        assert_eq!(make("new folder", "a/b/").await, (201.try_into().unwrap(), json!({})));
    }
    assert_eq!(library.all().await, ["/a/", "/a/b/", "/a/b/new_folder/"]);
    let dots = "'.' & '..' can not be used as folder-name";
    refused_for(make("..", "/").await, 400, "INVALID_FOLDER_PATH", dots);
    let slash = "folderName parameter cannot have a slash.";
    refused_for(make("a/b", "/").await, 400, "INVALID_FOLDER_PATH", slash);
    let deep = make("x", &"/x".repeat(50)).await;
    refused_for(deep, 400, "INVALID_FOLDER_PATH", "Folders cannot be nested more than 50 levels deep.");

    library.put("/a/b/x.png").await;
    let delete = |path: &str| {
        let body = json!({ "folderPath": path });
        let library = &library;
        async move { library.send(Method::DELETE, "/v1/folder", body).await }
    };
    assert_eq!(delete("/a/b/").await, (204.try_into().unwrap(), Value::Null));
    assert_eq!(library.all().await, ["/a/"]);
    refused_for(delete("/a/b").await, 404, "FOLDER_NOT_FOUND", "No folder found with folderPath /a/b");
    assert_eq!(delete("/").await.0, 400);
}

#[tokio::test]
async fn a_folder_is_copied_with_its_versions() {
    let library = Library::new().await;
    let id = library.put("/a/x.png").await;
    library.put("/a/x.png").await;
    library.put("/a/sub/y.png").await;
    for (destination, flag, versions) in
        [("/one", "none", 1), ("/two", "includeVersions", 2), ("/three", "includeFileVersions", 2)]
    {
        let mut body = transfer("/a", destination);
        body[flag] = json!(true);
        let job = job(&library, COPY, body).await;
        let (_, state) = library.get(&format!("/v1/bulkJobs/{job}")).await;
        assert_eq!(state, json!({ "jobId": job, "type": "COPY_FOLDER", "status": "Pending" }));
        assert_eq!(library.states(&job).await.last().unwrap(), "Completed");
        let (_, list) = library.get(&format!("/v1/files?path={destination}/a&name=x.png")).await;
        let copy = text(&list[0]["fileId"]);
        assert_ne!(copy, id);
        let (_, all) = library.get(&format!("/v1/files/{copy}/versions")).await;
        assert_eq!(all.as_array().unwrap().len(), versions, "{flag}");
        assert_eq!(library.list(&format!("path={destination}/a/sub")).await.len(), 1);
    }
    assert_eq!(library.list("path=/a").await, ["/a/x.png"]);
}

#[tokio::test]
async fn a_folder_is_moved_whole_or_onto_another() {
    let library = Library::new().await;
    library.put("/a/x.png").await;
    library.put("/a/sub/y.png").await;
    let whole = job(&library, MOVE, transfer("/a", "/b")).await;
    assert_eq!(library.states(&whole).await, ["Pending", "Completed"]);
    assert_eq!(library.all().await, ["/b/", "/b/a/", "/b/a/sub/", "/b/a/sub/y.png", "/b/a/x.png"]);

    library.put("/a/x.png").await;
    let onto = job(&library, MOVE, transfer("/a/", "b")).await;
    let states = library.states(&onto).await;
    assert_eq!((states.first().unwrap().as_str(), states.last().unwrap().as_str()), ("Pending", "Completed"));
    assert_eq!(library.all().await, ["/b/", "/b/a/", "/b/a/sub/", "/b/a/sub/y.png", "/b/a/x.png"]);
    assert_eq!(library.list("type=file-version").await, ["/b/a/x.png"]);
}

#[tokio::test]
async fn a_folder_is_renamed() {
    let library = Library::new().await;
    library.put("/a/b/x.png").await;
    library.put("/a/c/y.png").await;
    let rename = |path: &str, name: &str, purge| {
        let body = json!({ "folderPath": path, "newFolderName": name, "purgeCache": purge });
        let library = &library;
        async move { library.post(RENAME, body).await }
    };
    let (status, body) = rename("/a/b", "new name", true).await;
    assert_eq!(status, 202);
    let id = text(&body["jobId"]);
    assert_eq!(library.states(&id).await, ["Pending", "Completed"]);
    let (_, state) = library.get(&format!("/v1/bulkJobs/{id}")).await;
    assert_eq!((&state["type"], text(&state["purgeRequestId"]).len()), (&json!("RENAME_FOLDER"), 24));
    assert_eq!(library.all().await, ["/a/", "/a/c/", "/a/c/y.png", "/a/new_name/", "/a/new_name/x.png"]);

    refused(rename("/", "x", false).await, 400, "folderPath cannot be root.");
    refused(rename("/none", "x", false).await, 404, "Source folder not found.");
    let taken = "Folder with name c already exists at the same location.";
    refused(rename("/a/new_name", "c", false).await, 409, taken);
    let missing = library.post(RENAME, json!({ "newFolderName": "x" })).await;
    refused_for(missing, 400, "MISSING_PARAMETER", "folderPath parameter is missing.");
}

#[tokio::test]
async fn wrong_jobs_are_refused_with_a_reason() {
    let library = Library::new().await;
    library.put("/a/b/x.png").await;
    for path in [COPY, MOVE] {
        let missing = library.post(path, transfer("/test", "/b")).await;
        let words = "No files & folder found at sourceFolderPath /test";
        refused_for(missing, 404, "NO_FILES_FOLDER", words);
        for (source, destination) in [("/a", "/a"), ("/a/b", "/a")] {
            let same = library.post(path, transfer(source, destination)).await;
            let words = "sourceFolderPath and destinationPath cannot be same.";
            refused_for(same, 400, "SAME_SOURCE_AND_DESTINATION", words);
        }
        let root = library.post(path, transfer("/", "/a")).await;
        refused_for(root, 400, "SOURCE_IS_ROOT", "sourceFolderPath cannot be root.");
        let none = library.post(path, json!({ "sourceFolderPath": "/a" })).await;
        refused_for(none, 400, "MISSING_PARAMETER", "destinationPath parameter is missing.");
    }
    let words = "This operation is not allowed because parent folder cannot be moved into child folder.";
    let inside = library.post(MOVE, transfer("/a", "/a/b")).await;
    refused_for(inside, 400, "INVALID_DESTINATION_PATH", words);
    for id in [GHOST, "x"] {
        let unknown = library.get(&format!("/v1/bulkJobs/{id}")).await;
        refused(unknown, 404, "The requested job does not exist.");
    }
}

#[tokio::test]
async fn a_folder_at_work_is_locked_and_still_read() {
    let library = Library::new().await;
    library.put("/a/x.png").await;
    library.put("/c/y.png").await;
    library.hold_jobs(true).await;
    let held = job(&library, COPY, transfer("/a", "/b")).await;
    let source = "A bulk job is running on given folder path, please try after sometime.";
    let target = "Destination folder path is already locked. Please try after sometime.";
    refused(library.post(MOVE, transfer("/a", "/d")).await, 423, source);
    refused(library.post(COPY, transfer("/c", "/b/a")).await, 423, target);
    let rename = json!({ "folderPath": "/b", "newFolderName": "e" });
    refused(library.post(RENAME, rename).await, 423, source);
    let delete = library.send(Method::DELETE, "/v1/folder", json!({ "folderPath": "/a" })).await;
    refused(delete, 423, source);
    assert_eq!(library.list("path=/a").await, ["/a/x.png"]);
    for _ in 0..2 {
        assert_eq!(library.get(&format!("/v1/bulkJobs/{held}")).await.1["status"], "Pending");
    }
    library.hold_jobs(false).await;
    assert_eq!(library.states(&held).await.last().unwrap(), "Completed");
    assert_eq!(library.list("path=/b/a").await, ["/b/a/x.png"]);
    job(&library, MOVE, transfer("/a", "/d")).await;
}

#[tokio::test]
async fn a_job_goes_on_after_a_restart() {
    let library = Library::new().await;
    library.put("/a/x.png").await;
    library.hold_jobs(true).await;
    let held = job(&library, COPY, transfer("/a", "/b")).await;
    assert!(library.list("path=/b/a").await.is_empty());
    let library = library.restarted().await;
    assert_eq!(library.states(&held).await.last().unwrap(), "Completed");
    assert_eq!(library.list("path=/b/a").await, ["/b/a/x.png"]);
}

#[tokio::test]
async fn a_job_that_leaves_a_file_behind_is_a_partial_success() {
    let library = Library::new().await;
    library.put("/a/full.png").await;
    library.put("/a/x.png").await;
    for _ in 0..100 {
        library.put("/b/a/full.png").await;
    }
    for (path, done, left) in [(COPY, "copied", "/a/x.png"), (MOVE, "moved", "/b/a/x.png")] {
        let id = job(&library, path, transfer("/a", "/b")).await;
        assert_eq!(library.states(&id).await.last().unwrap(), "Partial success");
        let (status, body) = library.get(&format!("/v1/bulkJobs/{id}")).await;
        let words = format!("1 of the files were not {done}: they would have more than 100 versions.");
        assert_eq!((status.as_u16(), &body["message"]), (207, &json!(words)));
        assert!(body["help"].is_string() && body["type"].is_string(), "{body}");
        assert!(library.list("path=/a").await.contains(&"/a/full.png".to_owned()));
        assert!(library.all().await.contains(&left.to_owned()));
    }
    assert_eq!(library.list("path=/a").await, ["/a/full.png"]);
}
