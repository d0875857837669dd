//! `ikt demo` as a person runs it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn demo(data: &Path, files: &str) -> assert_cmd::assert::Assert {
    Command::cargo_bin("ikt")
        .expect("the binary")
        .args(["demo", "--no-screen", "--files", files, "--data"])
        .arg(data)
        .assert()
}

fn told(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

#[test]
fn a_demo_is_made_once_and_found_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("demo");
    assert!(told(&demo(&data, "300").success()).starts_with("Made 300 files"));
    assert!(told(&demo(&data, "300").success()).contains("holds this demo already"));
    let other = told(&demo(&data, "301").failure());
    assert!(other.contains("holds a demo of 300 files") && other.contains("next: "), "{other}");
}

#[test]
fn a_folder_that_cannot_be_made_is_told_of() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, "in the way").expect("written");
    let why = told(&demo(&file.join("demo"), "10").failure());
    assert!(
        why.contains("Could not make a demo library in") && why.contains("next: Choose a folder"),
        "{why}"
    );
}

#[test]
fn pictures_are_drawn_from_a_manifest() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let manifest = r#"
        [[file]]
        path = "/a.jpg"
        created = "2026-01-01T00:00:00Z"
        [[file.version]]
        asset = "deep/a.jpg"
        draw = { scene = "sea", seed = 1, width = 90, height = 60 }
    "#;
    fs::write(folder.path().join("library.toml"), manifest).expect("written");
    let draw = || {
        let mut command = Command::cargo_bin("ikt").expect("the binary");
        command.args(["demo", "--draw-assets"]).arg(folder.path()).assert()
    };
    draw().success();
    let picture = image::open(folder.path().join("deep/a.jpg")).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (90, 60));
    let wrong = manifest.replace("\"sea\"", "\"nowhere\"");
    fs::write(folder.path().join("library.toml"), wrong).expect("written");
    assert!(told(&draw().failure()).contains("there is no scene \"nowhere\""));
}
