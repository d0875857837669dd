//! The server killed (SIGKILL) while it writes: what was answered is there, whole, and nothing is left over.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use ikt::server::store::Store;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

const ROUNDS: u64 = 4;
const WRITERS: usize = 4;

/// A server as a process of its own.
struct Server {
    process: Child,
    line: Value,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_ikt"))
            .args(["serve", "--empty", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, line: serde_json::from_str(&line).unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already where a test killed it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One who writes to a folder of its own and remembers what was answered.
struct Writer {
    http: Client,
    line: Value,
    answered: UnboundedSender<()>,
    dice: fastrand::Rng,
    /// Path to bytes, of what must be there.
    files: BTreeMap<String, Vec<u8>>,
    /// Paths that a call without an answer may have made, changed or emptied.
    open: Vec<String>,
    root: String,
}

impl Writer {
    async fn call(&self, method: Method, path: &str, body: Value) -> Option<Value> {
        let url = format!("{}{path}", self.line["api"].as_str()?);
        let request = self.http.request(method, url).basic_auth(self.line["private_key"].as_str()?, Some(""));
        self.answer(request.json(&body)).await
    }

    /// The answer, if there was one.
    async fn answer(&self, request: reqwest::RequestBuilder) -> Option<Value> {
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let bytes = answer.bytes().await.ok()?;
        let text = String::from_utf8_lossy(&bytes);
        assert!(status.is_success(), "{status} {text}");
        // Nobody counts any more once the server is killed.
        let _ = self.answered.send(());
        Some(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn upload(&mut self, path: &str) -> Option<()> {
        let bytes: Vec<u8> = (0..self.dice.usize(1..4000)).map(|_| self.dice.u8(..)).collect();
        let (folder, name) = path.rsplit_once('/')?;
        let form = Form::new()
            .part("file", Part::bytes(bytes.clone()).file_name("x"))
            .text("fileName", name.to_owned())
            .text("folder", folder.to_owned())
            .text("useUniqueFileName", "false");
        let url = format!("{}/api/v1/files/upload", self.line["upload"].as_str()?);
        let request = self.http.post(url).basic_auth(self.line["private_key"].as_str()?, Some(""));
        self.answer(request.multipart(form)).await?;
        self.files.insert(path.to_owned(), bytes);
        Some(())
    }

    fn rename_here(&mut self, from: &str, to: &str) {
        if let Some(bytes) = self.files.remove(from) {
            self.files.insert(to.to_owned(), bytes);
        }
    }

    /// One change after the other, until the server is gone.
    async fn run(mut self) -> Self {
        let mut n = 0;
        while self.step(n).await.is_some() {
            n += 1;
        }
        self
    }

    async fn step(&mut self, n: usize) -> Option<()> {
        let root = self.root.clone();
        let path = format!("{root}/in/{n}.bin");
        self.open = vec![path.clone()];
        self.upload(&path).await?;
        match self.dice.u8(..5) {
            0 => {
                let to = format!("{root}/in/renamed-{n}.bin");
                self.open = vec![path.clone(), to.clone()];
                let body = json!({ "filePath": path, "newFileName": format!("renamed-{n}.bin") });
                self.call(Method::PUT, "/v1/files/rename", body).await?;
                self.rename_here(&path, &to);
            }
            1 => {
                let to = format!("{root}/out/{n}.bin");
                self.open = vec![path.clone(), to.clone()];
                let body = json!({ "sourceFilePath": path, "destinationPath": format!("{root}/out") });
                self.call(Method::POST, "/v1/files/move", body).await?;
                self.rename_here(&path, &to);
            }
            2 => {
                self.open = vec![path.clone()];
                let query = format!("/v1/files?path={root}/in&name={n}.bin");
                let list = self.call(Method::GET, &query, json!({})).await?;
                let id = list[0]["fileId"].as_str()?.to_owned();
                let tags = json!({ "fileIds": [id], "tags": ["a", "b"] });
                self.call(Method::POST, "/v1/files/addTags", tags).await?;
                self.call(Method::DELETE, &format!("/v1/files/{id}"), json!({})).await?;
                self.files.remove(&path);
            }
            3 => {
                // A job moves everything to where nothing is in the way, which is done when it is answered.
                let (from, to) = (format!("{root}/in/"), format!("{root}/kept-{n}/in/"));
                let inside: Vec<_> =
                    self.files.keys().filter(|path| path.starts_with(&from)).cloned().collect();
                let moved = |path: &String| path.replacen(&from, &to, 1);
                self.open = inside.iter().flat_map(|path| [path.clone(), moved(path)]).collect();
                let body = json!({ "sourceFolderPath": format!("{root}/in"), "destinationPath": format!("{root}/kept-{n}") });
                self.call(Method::POST, "/v1/bulkJobs/moveFolder", body).await?;
                for path in &inside {
                    self.rename_here(path, &moved(path));
                }
            }
            _ => {
                self.open = vec![path.clone()];
                self.upload(&path).await?;
            }
        }
        self.open.clear();
        Some(())
    }
}

/// What lies in the library: path to bytes, read through the store itself.
fn found(store: &Store) -> BTreeMap<String, Vec<u8>> {
    use ikt::server::store::{Blob, Item, Query};
    use std::io::Read;
    let all = store.list(&Query { limit: 1_000_000, ..Query::default() }).unwrap();
    let files =
        all.into_iter().filter_map(|item| if let Item::File(file) = item { Some(file) } else { None });
    let bytes = |blob: &Blob| {
        let Blob::Stored(sha) = blob else { panic!("nothing is drawn") };
        let mut bytes = Vec::new();
        store.open_bytes(*sha).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    files.map(|file| (file.path(), bytes(&file.blob))).collect()
}

/// How many different bytes the records need, and how many there are.
fn blobs(data: &Path) -> (u32, u32) {
    let db = rusqlite::Connection::open(data.join("library.db")).unwrap();
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let needed = "SELECT count(*) FROM (SELECT sha FROM file UNION SELECT sha FROM version)";
    let needed: u32 = db.query_row(needed, [], |row| row.get(0)).unwrap();
    let folders = fs::read_dir(data.join("blobs")).unwrap();
    let there: usize = folders.map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count()).sum();
    (needed, u32::try_from(there).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_that_it_answered() {
    // An error says that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut dice = fastrand::Rng::with_seed(seed);
    let data = tempfile::tempdir().unwrap();
    let mut expected: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut uncertain = Vec::new();
    for round in 0..ROUNDS {
        let mut server = Server::start(data.path());
        let (answered, mut answers) = unbounded_channel();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let writer = Writer {
                    http: Client::builder().no_proxy().build().unwrap(),
                    line: server.line.clone(),
                    answered: answered.clone(),
                    dice: dice.fork(),
                    files: BTreeMap::new(),
                    open: Vec::new(),
                    root: format!("/r{round}/w{writer}"),
                };
                tokio::spawn(writer.run())
            })
            .collect();
        drop(answered);
        for _ in 0..dice.usize(5..120) {
            answers.recv().await.expect("the writers go on until the server is killed");
        }
        server.process.kill().unwrap();
        server.process.wait().unwrap();
        for writer in writers {
            let writer = writer.await.unwrap();
            uncertain.extend(writer.open);
            expected.extend(writer.files);
        }

        let store = Store::open(data.path()).unwrap();
        for job in store.unfinished_jobs().unwrap() {
            while store.step_job(&job).unwrap() {}
        }
        store.tidy().unwrap();
        let found = found(&store);
        for (path, bytes) in &expected {
            if !uncertain.contains(path) {
                assert_eq!(found.get(path), Some(bytes), "seed {seed}: {path}");
            }
        }
        for path in found.keys().filter(|path| !expected.contains_key(*path)) {
            assert!(uncertain.contains(path), "seed {seed}: {path} came from nowhere");
        }
        let (needed, there) = blobs(data.path());
        assert_eq!(needed, there, "seed {seed}");
        drop(store);
    }
    assert!(expected.len() > 10, "seed {seed}");
}
