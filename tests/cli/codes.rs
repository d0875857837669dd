//! Exit codes by class of error, and how errors are told.

use serde_json::json;

use crate::served::{Ended, Served, ikt, status};

/// A purge is not sent again after an unclear answer, so that these end at once.
const PURGE: [&str; 3] = ["purge", "/p/a.txt", "--json"];

#[test]
fn each_class_of_error_has_a_code() {
    let served = Served::with(&["/p/a.txt"]);
    let cases = [(400, 10), (401, 4), (403, 4), (404, 3), (409, 5), (418, 1), (500, 7), (503, 7)];
    for (refusal, code) in cases {
        let fault = json!({ "method": "POST", "path_prefix": "/v1/files/purge", "kind": "status",
                            "status": refusal });
        served.order(&fault);
        let ended = served.run(&PURGE).code(code);
        let error = ended.error();
        assert_eq!(error["status"], refusal, "{error}");
        assert!(error["requestId"].as_str().is_some_and(|id| !id.is_empty()), "{error}");
        assert_eq!(ended.out, "");
    }
}

#[test]
fn a_connection_that_breaks_has_a_code() {
    let served = Served::with(&["/p/a.txt"]);
    served.order(&json!({ "method": "POST", "path_prefix": "/v1/files/purge", "kind": "cut" }));
    assert_eq!(served.run(&PURGE).code(8).error()["kind"], "network");
    served.order(&json!({ "method": "POST", "path_prefix": "/v1/files/purge", "kind": "garbage" }));
    assert_eq!(served.run(&PURGE).code(7).error()["kind"], "server");
    let mut command = ikt(served.folder.path());
    command
        .args(["api", "POST", "/v1/dummy/test", "--url", "http://127.0.0.1:1"])
        .env("IMAGEKIT_PRIVATE_KEY", "x");
    Ended::of(command, "").code(8);
}

#[test]
fn too_many_calls_have_a_code() {
    let served = Served::with(&["/p/a.txt"]);
    served.order(&status("POST", "/v1/files/purge", 429));
    assert_eq!(served.run(&PURGE).code(6).error()["kind"], "rate_limited");
}

#[test]
fn a_folder_with_a_job_on_it_has_a_code() {
    let served = Served::with(&["/p/a.txt"]);
    served.order(&status("POST", "/v1/files/purge", 423));
    assert_eq!(served.run(&PURGE).code(5).error()["kind"], "conflict");
}

#[test]
fn people_are_told_what_why_and_what_next() {
    let served = Served::with(&["/p/a.txt"]);
    let fault =
        json!({ "method": "POST", "path_prefix": "/v1/files/purge", "kind": "status", "status": 403 });
    served.order(&fault);
    let err = served.run(&["purge", "/p/a.txt"]).code(4).err;
    let lines: Vec<&str> = err.lines().collect();
    assert!(lines[0].starts_with("ikt: Could not purge http://"), "{err}");
    assert!(lines[1].starts_with("next: ") && lines[2].starts_with("request id: "), "{err}");
}

#[test]
fn nonsense_is_a_usage_error() {
    let served = Served::new();
    for args in [&["ls", "--nonsense"][..], &["cp", "/a"], &["ls", "--sort", "colour"], &["phash", "f"]] {
        assert_eq!(served.run(args).code, 2, "{args:?}");
    }
}

#[test]
fn help_and_manual_tell_the_codes() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let mut command = ikt(home.path());
        command.args(args);
        Ended::of(command, "").code(0).out
    };
    for text in [run(&["--help"]), run(&["man"])] {
        assert!(text.contains("some of many failed"), "{text}");
    }
    let manual = run(&["man"]);
    for name in ["ikt upload", "ikt auth\\-params", "ikt fields"] {
        assert!(manual.contains(name), "{name}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(&["completions", shell]).contains("untag-ai"), "{shell}");
    }
}
