//! A local library, its catalogue, and how the two are compared.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ikt::api::{Client, Content, JobState, ListKind, ListQuery, Order, TagChange, Upload};
use ikt::catalog::{Catalog, sync};
use ikt::model::{Asset, AssetDetails, AssetId, Details, Direction, Folder, FolderPath, Sort, SortKey};
use ikt::server::seed::{Plan, fill};
use ikt::server::store::Store;
use ikt::server::{self, Running, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A library that is being served, and where its catalogue is.
pub struct Library {
    pub client: Client,
    pub file: PathBuf,
    running: Running,
    handles: reqwest::Client,
    _folder: TempDir,
}

impl Library {
    pub async fn start() -> Self {
        Self::filled(0).await
    }

    /// A library of so many files that are drawn on demand.
    pub async fn filled(files: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings =
            Settings { empty: true, test_handles: true, ..Settings::new(folder.path().join("data")) };
        if files > 0 {
            let data = settings.data.clone();
            let seed = move || {
                let store = Store::open(&data).expect("a store");
                fill(&store, Plan { files, flat: false }, |_| ()).expect("files");
            };
            tokio::task::spawn_blocking(seed).await.expect("no panic");
        }
        let running = server::start(settings).await.expect("a library");
        let client = Client::new(running.account()).expect("a client");
        let handles = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        let file = folder.path().join("state/catalog/test.db");
        Self { client, file, running, handles, _folder: folder }
    }

    /// The catalogue, opened anew.
    pub fn catalog(&self) -> Catalog {
        Catalog::open(&self.file).expect("a catalogue")
    }

    /// Brings the catalogue up to date, which has to work.
    pub async fn sync(&self, catalog: &Catalog) -> sync::Outcome {
        let watch = sync::Watch::nobody();
        let done = sync::run(catalog, &self.client, sync::Options::default(), &watch).await.expect("a sync");
        assert!(done.settled, "{done:?}");
        done
    }

    /// Uploads a small file.
    pub async fn put(&self, path: &str) -> AssetId {
        let (folder, name) = FolderPath::split_file(path);
        let content = Content::Bytes(format!("the bytes of {path}").into());
        let upload = Upload::new(content, folder, name);
        let stored = self.client.upload(&upload, |_| {}).await.expect("an upload").stored().expect("a file");
        assert_eq!(stored.path, path);
        stored.id
    }

    /// Uploads a small file, as a new version where there is one of that name.
    pub async fn put_over(&self, path: &str, bytes: String) {
        let (folder, name) = FolderPath::split_file(path);
        let upload = Upload { overwrite: true, ..Upload::new(Content::Bytes(bytes.into()), folder, name) };
        self.client.upload(&upload, |_| {}).await.expect("an upload");
    }

    pub async fn tag(&self, ids: &[AssetId], tag: &str) {
        self.client.change_tags(TagChange::Add, ids, &[tag.into()]).await.expect("tags");
    }

    /// Moves a folder into another, to the end of the job.
    pub async fn move_folder(&self, path: &str, to: &str) {
        let job = self.client.move_folder(&FolderPath::new(path), &FolderPath::new(to)).await.expect("a job");
        self.done(&job).await;
    }

    /// Gives a folder another name, to the end of the job.
    pub async fn rename_folder(&self, path: &str, name: &str) {
        let job = self.client.rename_folder(&FolderPath::new(path), name, false).await.expect("a job");
        self.done(&job).await;
    }

    /// Waits for the end of a job, if there was something to do.
    pub async fn try_folder_job(&self, job: impl Future<Output = Result<String, ikt::api::Error>>) {
        if let Ok(job) = job.await {
            self.done(&job).await;
        }
    }

    async fn done(&self, job: &str) {
        while self.client.job_status(job).await.expect("a state") != JobState::Completed {
            tokio::task::yield_now().await;
        }
    }

    /// Sets the library's clock ahead of the machine's.
    pub async fn ahead(&self, hours: u64) {
        self.handle(reqwest::Method::POST, "clock", Some(json!({ "ahead_ms": hours * 3_600_000 }))).await;
    }

    /// Stops the library's clock.
    pub async fn stop_clock(&self, at: &str) {
        self.handle(reqwest::Method::POST, "clock", Some(json!({ "at": at }))).await;
    }

    /// Orders a fault.
    pub async fn order(&self, fault: Value) {
        self.handle(reqwest::Method::POST, "faults", Some(fault)).await;
    }

    /// Forgets all orders that are left.
    pub async fn forget_orders(&self) {
        self.handle(reqwest::Method::DELETE, "faults", None).await;
    }

    /// How many requests below this path have suffered a fault.
    pub async fn suffered(&self) -> usize {
        let log = self.handle(reqwest::Method::GET, "requests", None).await;
        let log: Vec<Value> = serde_json::from_slice(&log).expect("a log");
        log.iter().filter(|asked| !asked["fault"].is_null()).count()
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

    /// All files that the library has, by the order in which they were created.
    pub async fn files(&self) -> Vec<Details> {
        let mut all = Vec::new();
        loop {
            let query = ListQuery {
                kind: Some(ListKind::File),
                order: Some(Order::By(Sort { key: SortKey::Created, direction: Direction::Ascending })),
                skip: all.len(),
                limit: Some(1000),
                ..ListQuery::default()
            };
            let page = self.client.list_details(&query).await.expect("a list");
            let listed = page.len();
            all.extend(page.into_iter().filter_map(|entry| match entry {
                AssetDetails::File(details) => Some(*details),
                AssetDetails::Folder(_) => None,
            }));
            if listed < 1000 {
                return all;
            }
        }
    }

    pub async fn folders(&self) -> BTreeMap<String, Folder> {
        let query = ListQuery { kind: Some(ListKind::Folder), limit: Some(1000), ..ListQuery::default() };
        let page = self.client.list(&query).await.expect("a list");
        let folder = |asset| match asset {
            Asset::Folder(folder) => Some((folder.path.to_string(), folder)),
            Asset::File(_) => None,
        };
        page.into_iter().filter_map(folder).collect()
    }

    /// The catalogue says exactly what the library does: of files, folders and sums.
    pub async fn expect_same(&self, catalog: &Catalog) {
        let theirs = self.files().await;
        let ours = details(catalog);
        assert_eq!(ours.len(), theirs.len(), "as many files");
        for details in &theirs {
            let id = &details.file.id;
            let Some(known) = ours.get(id) else { panic!("{} is missing", details.file.path()) };
            assert_eq!(known, details);
            let row = catalog.row(id).expect("a row").expect("it is known");
            assert_eq!(catalog.files(&[row]).expect("a file"), std::slice::from_ref(&details.file));
        }
        let (folders, mut known) = (self.folders().await, BTreeMap::new());
        let mut open = vec![FolderPath::root()];
        while let Some(path) = open.pop() {
            for folder in catalog.folders(&path).expect("folders") {
                open.push(folder.path.clone());
                known.insert(folder.path.to_string(), folder);
            }
        }
        assert_eq!(known, folders);
        let state = catalog.state().expect("a state");
        let images = theirs.iter().filter(|details| details.file.kind == ikt::model::FileKind::Image).count();
        let bytes: u64 = theirs.iter().map(|details| details.file.size).sum();
        assert_eq!(
            (state.files, state.folders, state.images, state.bytes),
            (theirs.len() as u64, folders.len() as u64, images as u64, bytes)
        );
        assert!(state.complete && state.synced_at.is_some());
    }
}

/// All files of a catalogue by id.
pub fn details(catalog: &Catalog) -> std::collections::HashMap<AssetId, Details> {
    let mut rows = Vec::new();
    let visit = |file: ikt::catalog::Scanned<'_>| {
        rows.push(file.row);
        std::ops::ControlFlow::Continue(())
    };
    catalog.each(0, visit).expect("rows");
    let all = catalog.details(&rows).expect("details");
    assert_eq!(all.len(), rows.len());
    all.into_iter().map(|details| (details.file.id.clone(), details)).collect()
}
