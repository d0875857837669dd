//! `ikt serve` on a free port of loopback, and commands that join it.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use axum::Router;
use ikt::server::seed::{Plan, fill};
use ikt::server::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A command with a home of its own, and nothing of the tester's account.
pub fn ikt(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("ikt"));
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", "/usr/bin:/bin")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .stdin(Stdio::null());
    command
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Runs a command with something on its standard input.
    pub fn of(mut command: Command, input: &str) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        // One that doesn't read its input has ended already.
        let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("an end");
        Self {
            code: output.status.code().expect("a code"),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// The lines of standard output.
    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    /// The JSON documents of standard output, one a line.
    pub fn values(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// The error on standard error.
    pub fn error(&self) -> Value {
        let error: Value = serde_json::from_str(&self.err).unwrap_or_else(|_| panic!("{self:?}"));
        error["error"].clone()
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// A library that is being served.
pub struct Served {
    child: Child,
    pub folder: TempDir,
    pub told: Value,
}

impl Served {
    /// An empty library with handles for tests.
    pub fn new() -> Self {
        Self::filled(0)
    }

    /// The same with so many files that are drawn on demand.
    pub fn filled(files: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        if files > 0 {
            let store = Store::open(&folder.path().join("data")).expect("a store");
            fill(&store, Plan { files, flat: false }, |_| ()).expect("files");
        }
        let mut child = ikt(folder.path())
            .args(["serve", "--empty", "--test-handles", "--data"])
            .arg(folder.path().join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a server");
        let mut line = String::new();
        let out = child.stdout.take().expect("standard output");
        BufReader::new(out).read_line(&mut line).expect("where it is");
        Self { child, folder, told: serde_json::from_str(&line).expect("JSON") }
    }

    /// A library with files of these paths in it.
    pub fn with(paths: &[&str]) -> Self {
        let served = Self::new();
        for path in paths {
            served.put(path, &format!("the bytes of {path}"));
        }
        served
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A command on this library: it joins the process that serves it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = ikt(self.folder.path());
        command.args(args).arg("--data").arg(self.data()).current_dir(self.folder.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        Ended::of(self.command(args), "")
    }

    pub fn run_with(&self, input: &str, args: &[&str]) -> Ended {
        Ended::of(self.command(args), input)
    }

    /// What a command writes as JSON.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Vec<Value> {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.run(&args).code(0).values()
    }

    /// Uploads a text.
    #[track_caller]
    pub fn put(&self, path: &str, text: &str) -> Value {
        let (folder, name) = path.rsplit_once('/').expect("a path");
        let folder = if folder.is_empty() { "/" } else { folder };
        let args = ["upload", "-", "--to", folder, "--name", name, "--overwrite", "--json"];
        self.run_with(text, &args).code(0).values().remove(0)
    }

    /// The details of a file.
    #[track_caller]
    pub fn stat(&self, name: &str) -> Value {
        self.json(&["stat", name]).remove(0)
    }

    /// All paths below a folder.
    #[track_caller]
    pub fn paths(&self, pattern: &str) -> Vec<String> {
        let ended = self.run(&["ls", pattern]);
        if ended.code == 3 {
            return Vec::new();
        }
        ended.code(0).lines().into_iter().map(str::to_owned).collect()
    }

    /// Orders a fault.
    pub fn order(&self, fault: &Value) {
        self.run(&["api", "POST", "/_ikt/faults", "--body", &fault.to_string()]).code(0);
    }

    /// What was asked with this method below this path.
    pub fn asked(&self, method: &str, prefix: &str) -> usize {
        let log = self.json(&["api", "GET", "/_ikt/requests"]).remove(0);
        let asked = log.as_array().expect("a log").iter();
        asked
            .filter(|asked| {
                asked["method"] == method && asked["path"].as_str().expect("a path").starts_with(prefix)
            })
            .count()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A service that has one answer to everything.
pub struct Canned {
    addr: SocketAddr,
    _runtime: Runtime,
}

impl Canned {
    pub fn new(status: u16, body: Value) -> Self {
        let answer = move || async move {
            (axum::http::StatusCode::from_u16(status).expect("a status"), axum::response::Json(body))
        };
        Self::serve(Router::new().fallback(answer))
    }

    pub fn serve(app: Router) -> Self {
        let runtime = Runtime::new().expect("threads");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let addr = listener.local_addr().expect("an address");
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { addr, _runtime: runtime }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.addr)
    }
}

/// The words of a field, sorted.
pub fn words(value: &Value) -> Vec<&str> {
    let mut words: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    words.sort_unstable();
    words
}

/// An error of this status for calls of a method below a path.
pub fn status(method: &str, prefix: &str, status: u16) -> Value {
    json!({
        "method": method, "path_prefix": prefix, "times": 50, "kind": "status", "status": status,
        "headers": { "x-ratelimit-limit": "9", "x-ratelimit-interval": "1",
                     "x-ratelimit-reset": "1" },
    })
}
