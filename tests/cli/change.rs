//! Commands that change the library, and what it holds then.

use serde_json::{Value, json};

use crate::served::{Served, status, words};

#[test]
fn tags_come_and_go() {
    let served = Served::with(&["/a.txt", "/p/b.txt", "/p/c.txt"]);
    let plan = served.run(&["tag", "red,blue", "/**", "-n"]).code(0).out;
    assert!(plan.starts_with("Tag 3 files with red, blue\n  /a.txt\n"), "{plan}");
    assert_eq!(served.stat("/a.txt")["tags"], Value::Null, "a dry run does nothing");
    let told = served.json(&["tag", "red,blue", "/**"]);
    let paths: Vec<_> =
        told.iter().map(|line| (line["path"].as_str().expect("a path"), &line["outcome"])).collect();
    let done = &json!("done");
    assert_eq!(paths, [("/a.txt", done), ("/p/b.txt", done), ("/p/c.txt", done)]);
    assert_eq!(words(&served.stat("/p/c.txt")["tags"]), ["blue", "red"]);
    served.run_with("/a.txt\n/p/b.txt\n", &["untag", "red", "-"]).code(0);
    assert_eq!(words(&served.stat("/a.txt")["tags"]), ["blue"]);
    assert_eq!(words(&served.stat("/p/c.txt")["tags"]), ["blue", "red"]);
    assert_eq!(served.run(&["tag", "5%", "/a.txt"]).code, 2);
    assert_eq!(served.run(&["tag", "x", "/a.txt", "/ghost.txt"]).code, 3);
    assert_eq!(
        words(&served.stat("/a.txt")["tags"]),
        ["blue"],
        "one name that is nothing, and nothing is done"
    );
}

#[test]
fn many_go_in_batches() {
    let names: Vec<String> = (0..120).map(|n| format!("/m/{n:03}.txt")).collect();
    let served = Served::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let summary = served.run(&["tag", "x", "/m/*"]).code(0).err;
    assert_eq!(summary, "Tag 120 files with x: 120 done\n");
    assert_eq!(served.asked("POST", "/v1/files/addTags"), 3);
    served.run(&["rm", "/m/*", "-y"]).code(0);
    assert_eq!(served.asked("POST", "/v1/files/batch/deleteByFileIds"), 2);
    assert!(served.paths("/m/*").is_empty());
}

#[test]
fn ai_tags_are_removed() {
    let served = Served::with(&["/a.txt"]);
    let id = served.stat("/a.txt")["fileId"].clone();
    assert_eq!(served.json(&["untag-ai", "car", "/a.txt"]), [json!({ "successfullyUpdatedFileIds": [id] })]);
    assert_eq!(served.asked("POST", "/v1/files/removeAITags"), 1);
    served.run(&["untag-ai", "car", "/a.txt", "--dry-run"]).code(0);
    assert_eq!(served.asked("POST", "/v1/files/removeAITags"), 1);
}

#[test]
fn details_are_set() {
    let served = Served::with(&["/a.txt", "/b.txt"]);
    let told = served.json(&["set", "/*.txt", "--tags", "x,y", "--coordinates", "1,2,3,4"]);
    assert_eq!(told.len(), 2);
    let details = served.stat("/b.txt");
    assert_eq!((words(&details["tags"]), &details["customCoordinates"]), (vec!["x", "y"], &json!("1,2,3,4")));
    served.run(&["set", "/b.txt", "--clear-tags", "--clear-coordinates"]).code(0);
    let details = served.stat("/b.txt");
    assert_eq!((&details["tags"], &details["customCoordinates"]), (&Value::Null, &Value::Null));
    let plan = served.json(&["set", "/a.txt", "--unset", "price", "--meta", "n=1", "--dry-run"]).remove(0);
    assert_eq!(plan["update"], json!({ "customMetadata": { "n": 1, "price": null } }));
    assert_eq!(served.run(&["set", "/a.txt"]).code, 2, "nothing to set");
    assert_eq!(served.run(&["set", "/a.txt", "--extensions", "{"]).code, 2);
}

#[test]
fn files_are_published_and_taken_back() {
    let served = Served::with(&["/a.txt"]);
    assert_eq!(served.json(&["publish", "/a.txt", "--undo"])[0]["isPublished"], false);
    assert_eq!(served.stat("/a.txt")["isPublished"], false);
    served.run(&["publish", "/a.txt"]).code(0);
    assert_eq!(served.stat("/a.txt")["isPublished"], true);
    served.run(&["unpublish", "/a.txt", "--versions"]).code(0);
    assert_eq!(served.stat("/a.txt")["isPublished"], false);
}

#[test]
fn files_and_folders_are_copied_and_moved() {
    let served = Served::with(&["/a.txt", "/p/b.txt", "/p/q/c.txt"]);
    served.run(&["cp", "/a.txt", "/p/q", "/x"]).code(0);
    assert_eq!(served.paths("/x/**"), ["/x/a.txt", "/x/q/c.txt"]);
    assert_eq!(served.paths("/a.txt"), Vec::<String>::new(), "a path is listed as a folder");
    assert_eq!(served.stat("/a.txt")["filePath"], "/a.txt", "the original stays");
    let told = served.json(&["mv", "/a.txt", "/p", "/y"]);
    assert!(told.iter().all(|line| line["outcome"] == "done"), "{told:?}");
    assert_eq!(served.paths("/y/**"), ["/y/a.txt", "/y/p/b.txt", "/y/p/q/c.txt"]);
    assert_eq!(served.run(&["stat", "/a.txt"]).code, 3);
    let plan = served.json(&["mv", "/y/a.txt", "/z", "--dry-run"]).remove(0);
    assert_eq!(plan["plan"], "Move 1 file to /z");
    assert!(plan["notes"].to_string().contains("/z is not there yet"), "{plan}");
    assert_eq!(served.paths("/z/*"), Vec::<String>::new());
}

#[test]
fn copies_take_their_versions_along() {
    let served = Served::new();
    served.put("/v.txt", "one");
    served.put("/v.txt", "two");
    served.run(&["cp", "/v.txt", "/once"]).code(0);
    served.run(&["cp", "--versions", "/v.txt", "/whole"]).code(0);
    assert_eq!(served.json(&["versions", "/once/v.txt"]).len(), 1);
    assert_eq!(served.json(&["versions", "/whole/v.txt"]).len(), 2);
}

#[test]
fn names_are_changed() {
    let served = Served::with(&["/a.txt", "/b.txt", "/p/c.txt"]);
    served.run(&["rename", "/a.txt", "n.txt"]).code(0);
    served.run(&["rename", "/p", "q", "--purge"]).code(0);
    assert_eq!(served.paths("/**"), ["/b.txt", "/n.txt", "/q/c.txt"]);
    let taken = served.run(&["rename", "/b.txt", "n.txt", "--json"]).code(5);
    assert_eq!(taken.values()[0]["error"]["status"], 409);
    assert_eq!(served.run(&["rename", "/b.txt", "x/y"]).code, 2);
    assert_eq!(served.run(&["rename", "/b.txt", "b.txt"]).code, 2);
}

#[test]
fn deleting_asks() {
    let served = Served::with(&["/a.txt", "/p/b.txt", "/q/c.txt"]);
    let refused = served.run(&["rm", "/a.txt"]).code(2);
    assert!(refused.err.contains("--yes"), "{refused:?}");
    assert_eq!(served.run(&["rm", "/p", "--yes"]).code, 3, "a folder needs -r");
    served.run(&["rm", "/a.txt", "--dry-run"]).code(0);
    assert_eq!(served.paths("/**").len(), 3);
    served.run(&["rm", "-r", "/a.txt", "/p", "--yes"]).code(0);
    assert_eq!(served.paths("/**"), ["/q/c.txt"]);
    assert_eq!(served.run(&["rmdir", "/q"]).code, 2);
    assert_eq!(served.run(&["rmdir", "/q/c.txt", "--yes"]).code, 3);
    served.run(&["rmdir", "/q/", "--yes"]).code(0);
    assert!(served.paths("/**").is_empty());
    assert_eq!(served.run(&["rmdir", "/", "--yes"]).code, 2, "the root stays");
}

#[test]
fn folders_are_made() {
    let served = Served::new();
    let made = served.run(&["mkdir", "/a/b", "c d"]).code(0);
    assert_eq!(made.lines(), ["/a/b", "/c_d"], "as the service names them");
    served.run(&["mkdir", "/a/b"]).code(0);
    served.run(&["mkdir", "/e", "--dry-run"]).code(0);
    assert_eq!(served.run(&["ls"]).lines(), ["/a/", "/c_d/"]);
    assert_eq!(served.run(&["mkdir", "/"]).code, 2);
}

#[test]
fn jobs_are_followed() {
    let served = Served::with(&["/p/a.txt"]);
    let body = json!({ "sourceFolderPath": "/p", "destinationPath": "/x" }).to_string();
    let job = served.json(&["api", "POST", "/v1/bulkJobs/moveFolder", "-d", &body]).remove(0);
    let id = job["jobId"].as_str().expect("a number");
    let ended = served.json(&["job", id, "--wait"]).remove(0);
    assert_eq!((&ended["status"], &ended["jobId"]), (&json!("Completed"), &job["jobId"]));
    assert_eq!(served.run(&["job", id]).code(0).out, "Completed\n");
    assert_eq!(served.paths("/x/**"), ["/x/p/a.txt"]);
    assert_eq!(served.run(&["job", "0123456789abcdef01234567"]).code, 3);
}

#[test]
fn what_fails_is_told_file_by_file() {
    let served = Served::with(&["/a.txt", "/b.txt"]);
    let fault = json!({ "method": "POST", "path_prefix": "/v1/files/move", "kind": "status", "status": 403 });
    served.order(&fault);
    let ended = served.run(&["mv", "/a.txt", "/b.txt", "/x", "--json"]).code(9);
    let mut outcomes: Vec<_> = ended.values().iter().map(|line| line["outcome"].to_string()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["\"done\"", "\"failed\""]);
    served.order(&status("POST", "/v1/files/copy", 403));
    let ended = served.run(&["cp", "/x/*", "/y"]).code;
    assert!(ended == 4 || ended == 9, "{ended}");
}
