//! A local library on a free port, and short ways to ask it.

use ikt::model::Account;
use ikt::server::{Running, Settings, start};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::schema;

/// A picture of one pixel.
pub const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63,
    0x64, 0xf8, 0xcf, 0x50, 0x0f, 0, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// What every refusal says at its end.
pub const HELP: &str = "For support kindly contact us at support@imagekit.io .";
/// An id of no file.
pub const GHOST: &str = "0123456789abcdef01234567";

pub struct Library {
    pub data: TempDir,
    pub running: Running,
    pub account: Account,
    pub http: Client,
}

pub fn settings(data: &TempDir) -> Settings {
    Settings { empty: true, test_handles: true, ..Settings::new(data.path().to_owned()) }
}

impl Library {
    /// An empty library with handles for tests.
    pub async fn new() -> Self {
        Self::open(tempfile::tempdir().unwrap()).await
    }

    pub async fn open(data: TempDir) -> Self {
        let running = start(settings(&data)).await.unwrap();
        Self::of(data, running)
    }

    /// What is being served from `data`.
    pub fn of(data: TempDir, running: Running) -> Self {
        // An error says that one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().build().unwrap();
        Self { account: running.account(), running, data, http }
    }

    /// Stops the library and opens it again.
    pub async fn restarted(self) -> Self {
        self.running.shutdown().await;
        Self::open(self.data).await
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.account.api))
            .basic_auth(self.account.private_key.reveal(), Some("do_not_set"))
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        told(Method::GET, self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        told(method.clone(), self.request(method, path).json(&body).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, body).await
    }

    pub async fn delete(&self, path: &str) -> (StatusCode, Value) {
        told(Method::DELETE, self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub async fn upload_form(&self, form: Form) -> (StatusCode, Value) {
        let request = self.request(Method::POST, "/api/v1/files/upload").multipart(form);
        told(Method::POST, request.send().await.unwrap()).await
    }

    /// Uploads bytes under that very path, with more fields.
    pub async fn upload_with(&self, path: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Value {
        let (folder, name) = path.rsplit_once('/').unwrap();
        let mut form = Form::new()
            .part("file", Part::bytes(bytes.to_vec()).file_name("upload"))
            .text("fileName", name.to_owned())
            .text("folder", folder.to_owned())
            .text("useUniqueFileName", "false");
        for (field, value) in fields {
            form = form.text((*field).to_owned(), (*value).to_owned());
        }
        let (status, body) = self.upload_form(form).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Uploads a picture under that very path and gives its id.
    pub async fn put(&self, path: &str) -> String {
        text(&self.upload_with(path, PIXEL, &[]).await["fileId"])
    }

    /// The details of a file.
    pub async fn details(&self, id: &str) -> Value {
        let (status, body) = self.get(&format!("/v1/files/{id}/details")).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The paths that a list call gives, folders with a slash at their end.
    pub async fn list(&self, query: &str) -> Vec<String> {
        let (status, body) = self.get(&format!("/v1/files?{query}")).await;
        assert_eq!(status, 200, "{body}");
        body.as_array()
            .unwrap()
            .iter()
            .map(|item| match item["type"].as_str() {
                Some("folder") => format!("{}/", text(&item["folderPath"])),
                _ => text(&item["filePath"]),
            })
            .collect()
    }

    /// All files and folders, sorted.
    pub async fn all(&self) -> Vec<String> {
        let mut all = self.list("type=all").await;
        all.sort();
        all
    }

    /// Asks for a job's state until it is through, and gives what it said on the way.
    pub async fn states(&self, job: &str) -> Vec<String> {
        let mut states = Vec::new();
        loop {
            let (status, body) = self.get(&format!("/v1/bulkJobs/{job}")).await;
            assert!(matches!(status.as_u16(), 200 | 207) && body["jobId"] == job, "{status} {body}");
            states.push(text(&body["status"]));
            if body["status"] != "Pending" {
                return states;
            }
        }
    }

    /// How many different bytes are kept.
    pub fn blobs(&self) -> usize {
        let folders = std::fs::read_dir(self.data.path().join("blobs")).unwrap();
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }

    pub async fn hold_jobs(&self, hold: bool) {
        assert_eq!(self.post("/_ikt/jobs", json!({ "hold": hold })).await.0, 204);
    }
}

/// An answer, held against what is published of its path.
pub async fn answer(response: Response) -> (StatusCode, Value) {
    checked(None, response).await
}

/// An answer, held against what is published of its route.
async fn told(method: Method, response: Response) -> (StatusCode, Value) {
    checked(Some(method), response).await
}

async fn checked(method: Option<Method>, response: Response) -> (StatusCode, Value) {
    let (status, path) = (response.status(), response.url().path().to_owned());
    let bytes = response.bytes().await.unwrap();
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
    schema::check(method.as_ref(), &path, status.as_u16(), &body);
    (status, body)
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// A refusal with these words and nothing else.
#[track_caller]
pub fn refused((status, body): (StatusCode, Value), expected: u16, message: &str) {
    assert_eq!((status.as_u16(), body), (expected, json!({ "message": message, "help": HELP })));
}

/// A refusal with these words and this word for machines.
#[track_caller]
pub fn refused_for((status, body): (StatusCode, Value), expected: u16, reason: &str, message: &str) {
    let words = json!({ "message": message, "help": HELP, "reason": reason });
    assert_eq!((status.as_u16(), body), (expected, words));
}
