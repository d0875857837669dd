//! Uploads and downloads.

use std::fs;

use serde_json::{Value, json};

use crate::served::{Served, words};

#[test]
fn files_folders_and_standard_input_go_up() {
    let served = Served::new();
    let base = served.folder.path();
    fs::create_dir_all(base.join("tree/inner")).expect("folders");
    for (path, text) in [("one.txt", "1"), ("tree/two.txt", "22"), ("tree/inner/three.txt", "333")] {
        fs::write(base.join(path), text).expect("a file");
    }
    let plan = served.run(&["upload", "-r", "tree", "--to", "/x", "-n"]).code(0).out;
    assert_eq!(plan, "tree/inner/three.txt → /x/tree/inner/three.txt\ntree/two.txt → /x/tree/two.txt\n");
    assert!(served.paths("/**").is_empty());
    let told = served.run(&["upload", "-r", "one.txt", "tree", "--to", "/x"]).code(0);
    assert_eq!(told.lines(), ["/x/one.txt", "/x/tree/inner/three.txt", "/x/tree/two.txt"]);
    assert_eq!(served.paths("/**").len(), 3);
    assert_eq!(served.stat("/x/tree/inner/three.txt")["size"], 3);
    served.run_with("from a pipe", &["upload", "-", "--name", "pipe.txt"]).code(0);
    assert_eq!(served.stat("/pipe.txt")["size"], 11);
    assert_eq!(served.run(&["upload", "tree"]).code, 2, "a folder needs -r");
    assert_eq!(served.run(&["upload", "-"]).code, 2, "standard input needs a name");
    assert_eq!(served.run(&["upload", "-r", "tree", "--name", "x"]).code, 2, "one name for two files");
    assert_eq!(served.run(&["upload", "one.txt", "ghost.txt", "--to", "/y"]).code, 1);
    assert!(served.paths("/y/*").is_empty(), "one source that can't be read, and nothing is sent");
}

#[test]
fn options_reach_the_library() {
    let served = Served::new();
    fs::write(served.folder.path().join("a.txt"), "first").expect("a file");
    let args = [
        "upload",
        "a.txt",
        "--tags",
        "x,y",
        "--private",
        "--coordinates",
        "1,2,3,4",
        "--fields",
        "tags,isPrivateFile",
    ];
    let told = served.json(&args).remove(0);
    assert_eq!((words(&told["tags"]), &told["isPrivateFile"]), (vec!["x", "y"], &json!(true)));
    assert_eq!(served.stat("/a.txt")["customCoordinates"], "1,2,3,4");
    assert_eq!(served.run(&["upload", "a.txt"]).code, 10, "nothing is overwritten unasked");
    served.run(&["upload", "a.txt", "--overwrite"]).code(0);
    assert_eq!(words(&served.stat("/a.txt")["tags"]), ["x", "y"], "and tags stay unless they are dropped");
    served.run(&["upload", "a.txt", "--overwrite", "--drop-tags"]).code(0);
    assert_eq!(served.stat("/a.txt")["tags"], Value::Null);
    assert_eq!(served.json(&["versions", "/a.txt"]).len(), 3);
    let unique = served.json(&["upload", "a.txt", "--unique"]).remove(0);
    assert!(
        unique["name"].as_str().is_some_and(|name| name != "a.txt" && name.ends_with(".txt")),
        "{unique}"
    );
    assert_eq!(served.run(&["upload", "a.txt", "--fields", "nonsense"]).code, 2);
    assert_eq!(served.run(&["upload", "a.txt", "--drop-tags"]).code, 2, "that is about overwriting");
}

#[test]
fn the_service_fetches_urls() {
    let served = Served::with(&["/a.txt"]);
    let url = served.stat("/a.txt")["url"].as_str().expect("a URL").to_owned();
    served.run(&["upload", &url, "--to", "/b"]).code(0);
    assert_eq!(served.stat("/b/a.txt")["size"], served.stat("/a.txt")["size"]);
}

#[test]
fn originals_come_down() {
    let served = Served::new();
    let base = served.folder.path();
    for (path, text) in [("/a.txt", "one"), ("/p/b.txt", "two"), ("/p/q/c.txt", "three")] {
        served.put(path, text);
    }
    let told = served.run(&["download", "/a.txt", "--to", "out"]).code(0);
    assert_eq!(told.out, "out/a.txt\n");
    assert_eq!(fs::read_to_string(base.join("out/a.txt")).expect("a file"), "one");
    served.put("/a.txt", "newer");
    assert_eq!(served.run(&["download", "/a.txt", "--to", "out"]).code, 1, "nothing is written over unasked");
    assert_eq!(fs::read_to_string(base.join("out/a.txt")).expect("a file"), "one");
    served.run(&["download", "/a.txt", "--to", "out", "--overwrite"]).code(0);
    assert_eq!(fs::read_to_string(base.join("out/a.txt")).expect("a file"), "newer");
    served.run(&["download", "-r", "/p", "--to", "tree", "--dry-run"]).code(0);
    assert!(!base.join("tree").exists());
    let told = served.json(&["download", "-r", "/p", "--to", "tree"]);
    assert_eq!((told.len(), &told[0]["size"]), (2, &json!(3)));
    assert_eq!(fs::read_to_string(base.join("tree/p/q/c.txt")).expect("a file"), "three");
    assert_eq!(served.run(&["download", "/p", "--to", "tree"]).code, 3, "a folder needs -r");
}

#[test]
fn private_and_transformed_pictures_come_down() {
    let served = Served::new();
    let base = served.folder.path();
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/screenshots/xterm-80x24.png");
    served.run(&["upload", picture, "--name", "x.png", "--private"]).code(0);
    served.run(&["download", "/x.png", "--to", "original"]).code(0);
    let original = fs::read(base.join("original/x.png")).expect("a file");
    assert_eq!(original, fs::read(picture).expect("the picture"));
    served.run(&["download", "/x.png", "--to", "small", "--tr", "w-20"]).code(0);
    let small = fs::read(base.join("small/x.png")).expect("a file");
    assert_eq!(image::load_from_memory(&small).expect("a picture").width(), 20);
}
