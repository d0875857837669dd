//! A local library in a folder of its own, and the faults that a test orders.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::stream::{self, StreamExt};
use ikt::api::{Client, Content, Upload};
use ikt::model::{AssetId, File, FolderPath, Sort};
use ikt::ops::{Control, JobEvent, Outcome, Plan, Target, run};
use ikt::server::{self, Running, Settings};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A library that is being served.
pub struct Library {
    pub client: Client,
    running: Running,
    handles: reqwest::Client,
    _folder: TempDir,
}

/// A request that the library remembers.
#[derive(Debug, Deserialize)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub fault: Option<String>,
}

impl Library {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings =
            Settings { empty: true, test_handles: true, ..Settings::new(folder.path().join("data")) };
        let running = server::start(settings).await.expect("a library");
        let client = Client::new(running.account()).expect("a client");
        // The client has installed TLS, which this one, never needing it, wants to find.
        let handles = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        Self { client, running, handles, _folder: folder }
    }

    /// Uploads a small file.
    pub async fn put(&self, path: &str) -> File {
        let (folder, name) = FolderPath::split_file(path);
        let content = Content::Bytes(format!("the bytes of {path}").into());
        let stored = self
            .client
            .upload(&Upload::new(content, folder, name), |_| {})
            .await
            .expect("an upload")
            .stored()
            .expect("a file");
        assert_eq!(stored.path, path);
        self.client.details(&stored.id).await.expect("details").file
    }

    /// Uploads `count` small files into a folder, and answers with them as targets, in order.
    pub async fn fill(&self, folder: &str, count: usize) -> Vec<Target> {
        let paths: Vec<String> = (0..count).map(|n| format!("{folder}/file-{n:03}.txt")).collect();
        let put = paths.iter().map(|path| self.put(path)).collect::<Vec<_>>();
        let files: Vec<File> = stream::iter(put).buffered(4).collect().await;
        files.iter().map(Target::file).collect()
    }

    /// The files of a folder: name and id.
    pub async fn names(&self, folder: &str) -> BTreeMap<String, AssetId> {
        let folder = FolderPath::new(folder);
        let files = self.client.list_files(&folder, Sort::BY_NAME, 0, 1000).await.expect("a list");
        files.into_iter().map(|file| (file.name.to_string(), file.id)).collect()
    }

    /// Orders a fault.
    pub async fn order(&self, fault: Value) {
        self.handle(reqwest::Method::POST, "faults", Some(fault)).await;
    }

    /// Forgets all orders that are left.
    pub async fn forget_orders(&self) {
        self.handle(reqwest::Method::DELETE, "faults", None).await;
    }

    /// Keeps new folder jobs from starting, or lets them.
    pub async fn hold_jobs(&self, hold: bool) {
        self.handle(reqwest::Method::POST, "jobs", Some(json!({ "hold": hold }))).await;
    }

    /// What was asked with this method below this path.
    pub async fn asked(&self, method: &str, prefix: &str) -> Vec<Asked> {
        let body = self.handle(reqwest::Method::GET, "requests", None).await;
        let mut asked: Vec<Asked> = serde_json::from_slice(&body).expect("a log");
        asked.retain(|asked| asked.method == method && asked.path.starts_with(prefix));
        asked
    }

    async fn handle(&self, method: reqwest::Method, name: &str, body: Option<Value>) -> Vec<u8> {
        let url = format!("http://{}/_ikt/{name}", self.running.addr());
        let mut request = self.handles.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).expect("a handle");
        answer.bytes().await.expect("a body").into()
    }

    /// Runs a plan to its end.
    pub async fn run(&self, plan: &Plan) -> Told {
        self.run_with(plan, &Control::new(), |_| {}).await
    }

    /// Runs a plan to its end, and shows each event to `watch` as well.
    pub async fn run_with(
        &self,
        plan: &Plan,
        control: &Control,
        watch: impl Fn(&JobEvent) + Send + Sync + 'static,
    ) -> Told {
        self.told(plan, |record| {
            run(self.client.clone(), plan.clone(), control.clone(), move |event| {
                watch(&event);
                record(event);
            })
        })
        .await
    }

    /// What is told of a run that is begun with a place for its events.
    pub async fn told<F: Future<Output = ()>>(
        &self,
        plan: &Plan,
        begin: impl FnOnce(Box<dyn Fn(JobEvent) + Send + Sync>) -> F,
    ) -> Told {
        let events = Arc::new(Mutex::new(Vec::new()));
        let record = {
            let events = events.clone();
            move |event: JobEvent| events.lock().expect("events").push(event)
        };
        begin(Box::new(record)).await;
        let events = std::mem::take(&mut *events.lock().expect("events"));
        Told::new(plan, events)
    }
}

/// What a run told, checked: one outcome for each step, and the end at the end.
pub struct Told {
    pub outcomes: Vec<Outcome>,
    /// The reasons of waits.
    pub waits: Vec<String>,
}

impl Told {
    fn new(plan: &Plan, events: Vec<JobEvent>) -> Self {
        assert_eq!(events.last(), Some(&JobEvent::Finished));
        let mut outcomes: Vec<Option<Outcome>> = vec![None; plan.steps.len()];
        let mut waits = Vec::new();
        for event in events {
            match event {
                JobEvent::Ended(batch) => {
                    assert!(!batch.is_empty());
                    for (index, outcome) in batch {
                        let before = outcomes[index].replace(outcome);
                        assert_eq!(before, None, "step {index} ended twice");
                    }
                }
                JobEvent::Waiting { why, .. } => waits.push(why),
                JobEvent::Stored(_)
                | JobEvent::Progress { .. }
                | JobEvent::Counted { .. }
                | JobEvent::Finished => {}
            }
        }
        let outcomes = outcomes.into_iter().enumerate();
        let outcomes = outcomes.map(|(n, outcome)| outcome.unwrap_or_else(|| panic!("step {n} has no end")));
        Self { outcomes: outcomes.collect(), waits }
    }

    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes.iter().filter(|outcome| is(outcome)).count()
    }

    pub fn assert_all_done(&self) {
        let others: Vec<_> = self.outcomes.iter().filter(|outcome| **outcome != Outcome::Done).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

/// A target's id and name.
pub fn file(target: &Target) -> (&AssetId, &str) {
    match target {
        Target::File { id, name, .. } => (id, name),
        other => panic!("{other:?} is no file"),
    }
}

/// The names and ids of targets, as [`Library::names`] tells them.
pub fn named(targets: &[Target]) -> BTreeMap<String, AssetId> {
    targets.iter().map(file).map(|(id, name)| (name.to_owned(), id.clone())).collect()
}

/// A 429 whose headers ask for a wait of `ms`.
pub fn too_many(prefix: &str, skip: usize, ms: u64) -> Value {
    json!({
        "method": "POST", "path_prefix": prefix, "skip": skip, "kind": "status", "status": 429,
        "headers": { "x-ratelimit-limit": "1000", "x-ratelimit-interval": "1000",
                     "x-ratelimit-reset": ms.to_string() },
    })
}

/// A connection that is cut, before or after the request was carried out.
pub fn cut(prefix: &str, skip: usize, after: bool) -> Value {
    json!({ "path_prefix": prefix, "skip": skip, "kind": "cut", "after": after })
}

/// An error of this status, without the request being carried out.
pub fn status(prefix: &str, skip: usize, status: u16) -> Value {
    json!({ "path_prefix": prefix, "skip": skip, "kind": "status", "status": status })
}
