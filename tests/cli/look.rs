//! Commands that change nothing.

use crate::served::{Ended, Served};

const FILES: [&str; 5] = ["/a.txt", "/p/b.txt", "/p/c.md", "/p/q/d.txt", "/r/e.txt"];

#[test]
fn ls_tells_folders_and_files() {
    let served = Served::with(&FILES);
    assert_eq!(served.run(&["ls"]).code(0).lines(), ["/a.txt", "/p/", "/r/"]);
    assert_eq!(served.run(&["ls", "p"]).code(0).lines(), ["/p/b.txt", "/p/c.md", "/p/q/"]);
    let entries = served.json(&["ls", "/p"]);
    assert_eq!(entries[2]["type"], "folder");
    assert_eq!((&entries[0]["filePath"], &entries[0]["type"]), (&"/p/b.txt".into(), &"file".into()));
    assert!(entries[0]["fileId"].is_string() && entries[0]["url"].is_string(), "objects are as they came");
    assert!(served.run(&["ls", "-l", "/p"]).code(0).lines()[0].contains("21 B"));
    assert_eq!(served.run(&["ls", "/p", "--type", "folder"]).code(0).lines(), ["/p/q/"]);
    assert_eq!(
        served.run(&["ls", "/p", "--type", "file", "--sort", "-name"]).lines(),
        ["/p/c.md", "/p/b.txt"]
    );
    assert_eq!(served.run(&["ls", "--limit", "2", "--skip", "1"]).lines(), ["/p/", "/r/"]);
    assert_eq!(served.run(&["ls", "/nowhere"]).code(3).out, "");
    let error = served.run(&["ls", "/nowhere", "--json"]).error();
    assert_eq!((&error["kind"], &error["status"]), (&"not_found".into(), &serde_json::Value::Null));
}

#[test]
fn patterns_go_over_folders() {
    let served = Served::with(&FILES);
    assert_eq!(served.paths("/p/*.txt"), ["/p/b.txt"]);
    assert_eq!(served.paths("/*/?.txt"), ["/p/b.txt", "/r/e.txt"]);
    assert_eq!(served.paths("/**"), ["/a.txt", "/p/b.txt", "/p/c.md", "/p/q/d.txt", "/r/e.txt"]);
    assert_eq!(served.paths("/**/*.txt"), ["/a.txt", "/p/b.txt", "/p/q/d.txt", "/r/e.txt"]);
    assert_eq!(served.paths("/p/**/d.txt"), ["/p/q/d.txt"]);
    assert_eq!(served.paths("/[pr]"), ["/p/", "/r/"]);
    assert_eq!(served.run(&["ls", "/*.jpg"]).code, 3);
    assert_eq!(served.run(&["ls", "/[a"]).code, 2);
}

#[test]
fn names_are_paths_ids_and_lines() {
    let served = Served::with(&FILES);
    let id = served.stat("/p/b.txt")["fileId"].as_str().expect("an id").to_owned();
    assert_eq!(served.stat(&format!("id:{id}"))["filePath"], "/p/b.txt");
    let ended = served.run_with("/a.txt\nid:nothing\n", &["stat", "-", "--json"]).code(10);
    assert_eq!(ended.error()["status"], 400, "an id that is none");
    let ended = served.run_with(&format!("/a.txt\nid:{id}\n/r/*\n/a.txt\n"), &["stat", "-", "--json"]);
    let paths: Vec<_> = ended.code(0).values().iter().map(|file| file["filePath"].clone()).collect();
    assert_eq!(paths, ["/a.txt", "/p/b.txt", "/r/e.txt"], "in order, each once");
    assert_eq!(served.run(&["stat", "-"]).code(2).out, "");
    let text = served.run(&["stat", "/a.txt"]).code(0).out;
    assert!(text.starts_with("/a.txt\n") && text.contains("Version 1"), "{text}");
    assert_eq!(served.run(&["stat", "/p"]).code, 3);
}

#[test]
fn many_names_of_one_folder_cost_one_list() {
    let names: Vec<String> = (0..25).map(|n| format!("/m/{n:02}.txt")).collect();
    let served = Served::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let before = served.asked("GET", "/v1/files");
    served.run_with(&names.join("\n"), &["tag", "x", "-", "--dry-run"]).code(0);
    let calls = served.asked("GET", "/v1/files") - before;
    // Joining asks once, resolving once, the look at what the plan would meet a few times.
    assert!(calls <= 6, "{calls} calls");
}

#[test]
fn search_finds() {
    let served = Served::with(&FILES);
    served.run(&["tag", "red", "/a.txt", "/p/q/d.txt"]).code(0);
    let found = served.run(&["search", r#"tags IN ["red"]"#, "--sort", "name"]).code(0);
    assert_eq!(found.lines(), ["/a.txt", "/p/q/d.txt"]);
    let found = served.json(&["search", r#"name = "e.txt""#]);
    assert_eq!((found.len(), &found[0]["filePath"]), (1, &"/r/e.txt".into()));
    assert_eq!(served.run(&["search", "nonsense ="]).code, 10);
}

#[test]
fn versions_are_told_and_restored() {
    let served = Served::new();
    served.put("/v.txt", "one");
    served.put("/v.txt", "two, longer");
    let versions = served.json(&["versions", "/v.txt"]);
    let names: Vec<_> = versions.iter().map(|version| version["versionInfo"]["name"].clone()).collect();
    assert_eq!(names, ["Version 2", "Version 1"]);
    assert_eq!(served.json(&["stat", "/v.txt", "--version", "1"])[0]["size"], 3);
    assert!(served.run(&["versions", "/v.txt"]).code(0).lines()[0].ends_with("(current)"));
    assert_eq!(served.json(&["restore", "/v.txt", "1"])[0]["size"], 3);
    assert_eq!(served.stat("/v.txt")["size"], 3);
    assert_eq!(served.run(&["restore", "/v.txt", "9"]).code, 3);
    let oldest = served.json(&["versions", "/v.txt"]).pop().expect("a version");
    let id = oldest["versionInfo"]["id"].as_str().expect("an id");
    let before = served.json(&["versions", "/v.txt"]).len();
    assert_eq!(served.run(&["rm", "/v.txt", "--version", id]).code, 2, "it asks, and can't");
    served.run(&["rm", "/v.txt", "--version", id, "--yes"]).code(0);
    assert_eq!(served.json(&["versions", "/v.txt"]).len(), before - 1);
}

#[test]
fn metadata_is_told_as_it_came() {
    let served = Served::new();
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/screenshots/xterm-80x24.png");
    served.run(&["upload", picture, "--name", "x.png"]).code(0);
    let metadata = served.json(&["meta", "/x.png"]).remove(0);
    assert_eq!((&metadata["format"], metadata["pHash"].as_str().map(str::len)), (&"png".into(), Some(16)));
    let url = served.stat("/x.png")["url"].as_str().expect("a URL").to_owned();
    assert_eq!(served.json(&["meta", &url])[0]["width"], metadata["width"]);
    assert_eq!(served.run(&["meta", "/y.png"]).code, 3);
}

#[test]
fn purges_begin_and_end() {
    let served = Served::with(&["/p/a.txt"]);
    let purge = served.json(&["purge", "/p/a.txt", "--wait"]).remove(0);
    assert_eq!(purge["status"], "Completed");
    let id = purge["requestId"].as_str().expect("a number");
    assert_eq!(served.json(&["purge", "--status", id]), std::slice::from_ref(&purge));
    assert_eq!(served.run(&["purge", "/p*/a.txt"]).code, 10);
    assert_eq!(served.run(&["purge"]).code, 2);
}

#[test]
fn output_that_nobody_reads_ends_quietly() {
    let names: Vec<String> = (0..30).map(|n| format!("/m/{n:02}.txt")).collect();
    let served = Served::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut command = served.command(&["ls", "/m", "--json"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.stdout(writer).output().expect("an end");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn calls_by_hand() {
    let served = Served::with(&["/a.txt"]);
    let ended = served.run(&["api", "get", "/v1/files?limit=1"]).code(0);
    assert!(ended.out.starts_with("[\n  {\n"), "{ended:?}");
    assert_eq!(served.json(&["api", "GET", "/v1/files?limit=1"])[0][0]["filePath"], "/a.txt");
    let body = r#"{"folderName":"f","parentFolderPath":"/"}"#;
    served.run(&["api", "POST", "/v1/folder", "-d", body]).code(0);
    served.run_with(&body.replace("\"f\"", "\"g\""), &["api", "POST", "/v1/folder", "-d", "-"]).code(0);
    std::fs::write(served.folder.path().join("body"), body.replace("\"f\"", "\"h\"")).expect("a file");
    served.run(&["api", "POST", "/v1/folder", "--body", "@body"]).code(0);
    assert_eq!(served.run(&["ls", "--type", "folder"]).lines(), ["/f/", "/g/", "/h/"]);
    let refused: Ended =
        served.run(&["api", "GET", "/v1/files/0123456789abcdef01234567/details", "--json"]).code(3);
    assert_eq!(refused.values()[0]["message"], "The requested file does not exist.", "the body is told too");
    assert!(served.run(&["api", "-i", "GET", "/v1/files"]).code(0).out.starts_with("HTTP 200\n"));
    assert_eq!(served.run(&["api", "POST", "/v1/folder", "-d", "{"]).code, 2);
}
