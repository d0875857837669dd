//! A server that means harm: names that lead out of folders or take over terminals.

use std::fs;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::served::{Canned, Ended, ikt};

/// Answers lists with one file of that name, and anything else with bytes.
async fn harm(State(name): State<String>, uri: Uri) -> Response {
    let file = file(&name);
    match uri.path() {
        "/v1/files" => Json(json!([file])).into_response(),
        path if path.ends_with("/details") => Json(file).into_response(),
        _ => "harm".into_response(),
    }
}

fn file(name: &str) -> Value {
    json!({
        "type": "file", "fileId": "598821f949c0a938d57563bd", "name": name, "filePath": format!("/{name}"),
        "size": 4, "fileType": "non-image", "tags": [name], "url": "http://127.0.0.1:1/x",
        "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
    })
}

struct Harm {
    service: Canned,
    home: TempDir,
}

impl Harm {
    fn new(name: &str) -> Self {
        let service = Canned::serve(Router::new().fallback(harm).with_state(name.to_owned()));
        Self { service, home: tempfile::tempdir().expect("a folder") }
    }

    fn run(&self, args: &[&str]) -> Ended {
        let mut command = ikt(self.home.path());
        command
            .args(args)
            .args(["--url", &self.service.origin()])
            .env("IMAGEKIT_PRIVATE_KEY", "private_hush")
            .current_dir(self.home.path());
        Ended::of(command, "")
    }
}

#[test]
fn downloads_stay_in_their_folder() {
    for name in [
        "../../evil.txt",
        "/etc/evil.txt",
        "a/../../../evil.txt",
        "..",
        ".",
        "a\\..\\evil",
        "e\u{1b}[2Jvil",
        "a\0b",
    ] {
        let harm = Harm::new(name);
        fs::create_dir_all(harm.home.path().join("deep/out")).expect("a folder");
        let ended = harm.run(&["download", "/*", "--to", "deep/out"]);
        assert_ne!(ended.code, 0, "{name:?}: {ended:?}");
        assert!(!ended.err.contains('\u{1b}'), "{ended:?}");
        assert_eq!(fs::read_dir(harm.home.path().join("deep/out")).expect("a folder").count(), 0, "{name:?}");
        assert_eq!(fs::read_dir(harm.home.path().join("deep")).expect("a folder").count(), 1, "{name:?}");
        assert!(!harm.home.path().join("evil.txt").exists(), "{name:?}");
    }
    let harm = Harm::new("good.txt");
    harm.run(&["download", "/*", "--to", "out"]).code(0);
    assert_eq!(fs::read_to_string(harm.home.path().join("out/good.txt")).expect("a file"), "harm");
}

#[test]
fn names_are_raw_for_machines_and_harmless_in_errors() {
    let harm = Harm::new("e\u{1b}[2J\u{202e}vil.txt");
    assert_eq!(
        harm.run(&["ls", "--type", "file", "--json"]).code(0).values()[0]["name"],
        "e\u{1b}[2J\u{202e}vil.txt"
    );
    let ended = harm.run(&["rename", "/*", "x/y"]).code(2);
    assert!(!ended.err.contains('\u{1b}'), "{ended:?}");
    let told = harm.run(&["stat", "/*"]).code(0);
    assert!(!told.out.contains('\u{1b}'), "what is for people only is harmless: {told:?}");
}

#[test]
fn the_key_is_never_told() {
    let harm = Harm::new("x private_hush y");
    for args in [
        &["ls"][..],
        &["doctor"],
        &["api", "GET", "/v1/nothing"],
        &["stat", "id:private_hush"],
        &["doctor", "--json"],
    ] {
        let ended = harm.run(args);
        assert!(!ended.err.contains("private_hush"), "{ended:?}");
    }
}
