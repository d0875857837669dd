//! The program killed in the middle of its work, and gone on with.

use std::fs;
use std::process::Stdio;

use serde_json::Value;
use tokio::runtime::Runtime;

use crate::served::Served;

const FILES: usize = 1000;
const KILLS: usize = 20;
const COPY: &str = "/v1/files/copy";

/// A short way to the handles of a library that is being served.
struct Handles {
    runtime: Runtime,
    client: reqwest::Client,
    requests: String,
}

impl Handles {
    fn of(served: &Served) -> Self {
        let origin = served.told["api"].as_str().expect("where it is");
        // The first client of a process installs TLS, which this one, never needing it, wants to find.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            runtime: Runtime::new().expect("threads"),
            client: reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client"),
            requests: format!("{origin}/_ikt/requests"),
        }
    }

    fn ask(&self, method: reqwest::Method) -> String {
        let asked = async {
            let answer = self.client.request(method, &self.requests).send().await.expect("an answer");
            answer.text().await.expect("a body")
        };
        self.runtime.block_on(asked)
    }

    fn forget(&self) {
        self.ask(reqwest::Method::DELETE);
    }

    /// How many copies were asked for since the log was forgotten.
    fn copies(&self) -> usize {
        self.asked(COPY)
    }

    /// How often this path was asked for since the log was forgotten.
    fn asked(&self, path: &str) -> usize {
        let log: Vec<Value> = serde_json::from_str(&self.ask(reqwest::Method::GET)).expect("a log");
        log.iter().filter(|asked| asked["path"] == path).count()
    }
}

#[test]
fn killed_at_twenty_points_a_run_of_a_thousand_ends_as_planned_and_does_nothing_twice() {
    let served = Served::new();
    let folder = served.folder.path().join("from");
    fs::create_dir(&folder).expect("a folder");
    for n in 0..FILES {
        fs::write(folder.join(format!("{n:04}.txt")), format!("{n}")).expect("a file");
    }
    served.run(&["upload", "-r", folder.to_str().expect("a path"), "--to", "/"]).code(0);
    let paths = served.paths("/from/*");
    assert_eq!(paths.len(), FILES);
    let handles = Handles::of(&served);

    let mut kills = 0;
    let mut killed_at = |args: &[&str], copies: usize| {
        handles.forget();
        let mut child =
            served.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process");
        while handles.copies() < copies {
            assert!(child.try_wait().expect("a state").is_none(), "it ended before it was killed");
        }
        child.kill().expect("a kill");
        assert!(!child.wait().expect("an end").success());
        kills += 1;
    };
    // The points are apart by different numbers of calls, so that they fall into all parts of a step.
    killed_at(&["cp", "/from/*", "/to"], 1);
    for n in 1..KILLS {
        killed_at(&["history", "--resume"], 3 + 2 * n);
    }
    assert_eq!(kills, KILLS);
    let run = served.json(&["history"]).remove(0);
    assert_eq!((&run["state"], &run["steps"]), (&"interrupted".into(), &FILES.into()));
    served.run(&["history", "--resume"]).code(0);

    let run = served.json(&["history"]).remove(0);
    assert_eq!((&run["state"], &run["done"]), (&"finished".into(), &FILES.into()), "{run}");
    let copies = served.json(&["ls", "/to/*"]);
    assert_eq!(copies.len(), FILES);
    // A second copy would have become the second version of the first.
    for copy in &copies {
        assert_eq!(copy["versionInfo"]["name"], "Version 1", "{}", copy["filePath"]);
    }

    served.run(&["undo", "--yes"]).code(0);
    assert!(served.paths("/to/*").is_empty());
    assert_eq!(served.paths("/from/*"), paths);
    let runs = served.json(&["history"]);
    assert_eq!(runs.iter().map(|run| run["undone"] == true).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn undo_is_shown_first_and_told() {
    let served = Served::with(&["/a.txt", "/b.txt"]);
    let nothing = served.run(&["undo", "--yes"]);
    assert_eq!(nothing.code, 1, "{nothing:?}");
    served.run(&["tag", "red", "/*.txt"]).code(0);
    let plan = served.run(&["undo", "--dry-run"]).code(0).out;
    assert_eq!(plan, "Take back: Tag 2 files with red\n  /b.txt\n  /a.txt\n");
    assert_eq!(served.run(&["undo"]).code, 2, "without a terminal it needs --yes");
    let run = served.json(&["history"]).remove(0)["run"].as_str().expect("a name").to_owned();
    assert!(served.run(&["history", &run]).code(0).out.starts_with("done       /a.txt\n"));
    served.run(&["undo", &run, "--yes"]).code(0);
    assert_eq!(served.stat("/a.txt")["tags"], Value::Null);
    assert!(served.run(&["history"]).code(0).out.contains("taken back"));
    assert_eq!(served.run(&["history", "nonsense"]).code, 3);
    assert_eq!(served.run(&["history", "../x"]).code, 2);
}

#[test]
fn killed_at_many_points_a_sync_goes_on_and_ends_with_the_library() {
    const FILES: u32 = 9500;
    let served = Served::filled(FILES);
    let handles = Handles::of(&served);
    assert_eq!(served.run(&["sync", "--status"]).code, 3, "there is none yet");
    let (mut kills, mut before) = (0, 0);
    // About nine calls come before the first page of files.
    for calls in [1, 2, 4, 12, 6, 14, 18, 15, 13] {
        handles.forget();
        let mut sync = served.command(&["sync", "--no-hashes"]);
        let mut child = sync.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process");
        while handles.asked("/v1/files") < calls && child.try_wait().expect("a state").is_none() {}
        if child.try_wait().expect("a state").is_some() {
            break;
        }
        child.kill().expect("a kill");
        child.wait().expect("an end");
        kills += 1;
        let status = served.run(&["sync", "--status", "--json"]);
        // Killed at once, it had made no file yet.
        if status.code == 0 {
            let state = status.values().remove(0);
            let files = state["files"].as_u64().expect("a number");
            assert!(files >= before && (files < u64::from(FILES) || state["complete"] == false), "{state}");
            before = files;
        }
    }
    assert!(kills > 3 && before > 0, "killed {kills} times");
    let done = served.json(&["sync", "--no-hashes"]).remove(0);
    assert_eq!(
        (&done["files"], &done["complete"], &done["hashed"]),
        (&FILES.into(), &true.into(), &0.into())
    );
    assert!(done["sync"]["new"].as_u64().expect("a number") <= u64::from(FILES) - before, "{done}");
    // A look at the whole library finds nothing that is otherwise.
    let again = served.json(&["sync", "--full", "--no-hashes"]).remove(0)["sync"].clone();
    assert_eq!((&again["new"], &again["changed"], &again["gone"]), (&0.into(), &0.into(), &0.into()));
}
