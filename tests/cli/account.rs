//! Which library is meant: joining, profiles, keys.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use crate::served::{Canned, Ended, Served, ikt};

fn login(served: &Served, key: &str, args: &[&str]) -> Ended {
    let mut command = ikt(served.folder.path());
    command.args(["login", "--url", served.told["api"].as_str().expect("an origin")]).args(args);
    let text = |name: &str| served.told[name].as_str().expect("text").to_owned();
    Ended::of(command, &format!("{}\n{}\n{key}\n", text("delivery"), text("public_key")))
}

fn key(served: &Served) -> &str {
    served.told["private_key"].as_str().expect("a key")
}

#[test]
fn a_folder_that_is_served_is_joined_and_told_for_the_owner_alone() {
    let served = Served::with(&["/a.txt"]);
    let told = served.data().join("serving.json");
    assert_eq!(std::fs::metadata(&told).expect("a file").permissions().mode() & 0o777, 0o600);
    assert_eq!(served.run(&["ls"]).lines(), ["/a.txt"]);
    let mut inside = ikt(served.folder.path());
    inside.args(["serve", "--data"]).arg(served.data());
    assert_eq!(Ended::of(inside, "").code, 1, "a second server is refused");
    assert!(told.exists(), "and doesn't take the news away");
}

#[test]
fn a_folder_that_nobody_serves_is_opened() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let run = |args: &[&str]| {
        let mut command = ikt(home.path());
        command.args(args).arg("--data").arg(&data);
        Ended::of(command, "x")
    };
    run(&["upload", "-", "--name", "mine.txt"]).code(0);
    assert_eq!(run(&["ls", "--name", "mine.txt"]).lines(), ["/mine.txt"]);
    // News of a server that has died is no news.
    let dead = json!({ "api": "http://127.0.0.1:1", "upload": "http://127.0.0.1:1", "delivery": "http://127.0.0.1:1/x",
                       "public_key": "p", "private_key": "q" });
    std::fs::write(data.join("serving.json"), dead.to_string()).expect("a file");
    assert_eq!(run(&["ls", "--name", "mine.txt"]).lines(), ["/mine.txt"]);
}

#[test]
fn commands_on_one_folder_wait_for_each_other() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let spawn = |name: &str| {
        let mut command = ikt(home.path());
        command.args(["mkdir", name, "--data"]).arg(&data).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().expect("a process")
    };
    let children: Vec<_> = ["/one", "/two", "/three"].map(spawn).into();
    for child in children {
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut command = ikt(home.path());
    command.args(["ls", "--type", "folder", "--data"]).arg(&data);
    let listed = Ended::of(command, "").code(0).out;
    assert!(["/one/", "/two/", "/three/"].iter().all(|name| listed.contains(name)), "{listed}");
}

#[test]
fn login_tests_the_keys_and_says_where_there_is_no_keyring() {
    let served = Served::with(&["/a.txt"]);
    let ended = login(&served, key(&served), &["--profile", "work"]).code(1);
    assert!(ended.err.contains("IMAGEKIT_PRIVATE_KEY") && ended.err.contains("keyring"), "{ended:?}");
    let file = served.folder.path().join(".config/ikt/profiles.toml");
    let text = std::fs::read_to_string(&file).expect("profiles");
    assert!(text.contains("[profiles.work]") && !text.contains(key(&served)), "{text}");

    let run = |args: &[&str], with_key: bool| {
        let mut command = ikt(served.folder.path());
        command.args(args);
        if with_key {
            command.env("IMAGEKIT_PRIVATE_KEY", key(&served));
        }
        Ended::of(command, "")
    };
    assert_eq!(run(&["ls", "--profile", "work"], true).code(0).lines(), ["/a.txt"]);
    assert_eq!(run(&["ls"], true).code(0).lines(), ["/a.txt"], "the first profile is the default");
    let ended = run(&["ls"], false).code(1);
    assert!(ended.err.contains("ikt login"), "{ended:?}");
    let profiles = run(&["profiles", "--json"], false).code(0).values();
    assert_eq!((&profiles[0]["name"], &profiles[0]["default"]), (&json!("work"), &json!(true)));
    assert_eq!(run(&["profiles", "use", "ghost"], false).code, 3);
    assert_eq!(run(&["ls", "--profile", "ghost"], true).code, 1);
    login(&served, key(&served), &["--profile", "home"]).code(1);
    run(&["profiles", "use", "home"], false).code(0);
    assert_eq!(run(&["profiles"], false).lines()[0].chars().next(), Some('*'));
    assert_eq!(run(&["logout", "--profile", "work"], false).code, 2, "it asks");
    run(&["logout", "--profile", "work", "--yes"], false).code(0);
    assert_eq!(run(&["profiles", "list", "--json"], false).values().len(), 1);
}

#[test]
fn login_tells_refusals_apart_and_keeps_nothing() {
    let served = Served::new();
    let wrong = login(&served, "private_wrong", &["--json"]).code(4);
    assert_eq!(
        (&wrong.error()["what"], &wrong.error()["status"]),
        (&json!("The private key is wrong (403)"), &json!(403))
    );
    assert!(!wrong.err.contains("private_wrong"), "{wrong:?}");
    let mut command = ikt(served.folder.path());
    command.arg("login");
    let nonsense = Ended::of(command, "not a url\npublic\nprivate_hush\n").code(2);
    assert!(
        nonsense.err.contains("the URL endpoint") && !nonsense.err.contains("private_hush"),
        "{nonsense:?}"
    );
    assert!(!Path::new(&served.folder.path().join(".config/ikt/profiles.toml")).exists());
    let mut command = ikt(served.folder.path());
    command.args(["login", "--private-key", "x"]);
    assert_eq!(Ended::of(command, "").code, 2, "keys are no arguments");
}

#[test]
fn login_tells_missing_expired_and_disabled_keys_apart() {
    let cases = [
        (401, "Your request does not contain private API key.", "did not reach the service (401)"),
        (403, "Your account cannot be authenticated.", "is wrong (403)"),
        (403, "Your request contains expired private API key.", "has expired (403)"),
        (403, "Your account is disabled.", "is disabled (403)"),
    ];
    for (status, message, words) in cases {
        let service = Canned::new(status, json!({ "message": message, "help": "h" }));
        let home = tempfile::tempdir().expect("a folder");
        let mut command = ikt(home.path());
        command.args(["login", "--url", &service.origin()]);
        let ended = Ended::of(command, "https://ik.imagekit.io/x\npublic_x\nprivate_hush\n").code(4);
        assert!(ended.err.contains(words) && ended.err.contains(message), "{ended:?}");
        assert!(!ended.err.contains("hush"), "{ended:?}");
    }
}

#[test]
fn the_doctor_tells_what_is_there() {
    let served = Served::new();
    let findings = served.run(&["doctor", "--json"]).code(0).values();
    let state = |check: &str| {
        let finding = findings.iter().find(|finding| finding["check"] == check).expect(check);
        finding["state"].as_str().expect("a state").to_owned()
    };
    for (check, expected) in [
        ("preferences", "good"),
        ("profiles", "note"),
        ("keyring", "note"),
        ("data folder", "good"),
        ("terminal", "note"),
        ("account", "good"),
        ("network", "good"),
        ("key", "good"),
        ("clock", "good"),
    ] {
        assert_eq!(state(check), expected, "{check}");
    }
    let mut command = ikt(served.folder.path());
    command.args(["doctor", "--url", "http://127.0.0.1:1"]).env("IMAGEKIT_PRIVATE_KEY", "private_hush");
    let ended = Ended::of(command, "").code(1);
    assert!(ended.out.contains("✗ network") && !ended.out.contains("private_hush"), "{ended:?}");
}
