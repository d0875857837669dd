//! Uploads: streamed from disk, from bytes, or fetched by the service from a URL.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use super::call::{self, Call, Class};
use super::client::{Body, Client};
use super::error::Error;
use super::wire::UploadBody;
use crate::model::{AssetId, FolderPath, Tag};

/// How much is read from disk at once.
const CHUNK: usize = 64 << 10;
/// Time that an upload may take, apart from its bytes.
const BASE: Duration = Duration::from_secs(120);
/// Bytes a second that an upload must reach.
const SLOWEST: u64 = 16 << 10;

/// What is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A file on this machine, streamed.
    Path(PathBuf),
    /// Bytes in memory.
    Bytes(Bytes),
    /// The service fetches this URL, and gives up after 8 s without an answer.
    Url(String),
}

/// An upload with its options (imagekit-api.md 2.2).
///
/// [`Upload::new`] never overwrites and keeps the name. The service's own defaults are others
/// (a unique name, or overwriting with loss of tags), so every option is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// The bytes.
    pub content: Content,
    /// The name: letters, digits and `. _ -` are kept, all else becomes `_`.
    pub name: String,
    /// The folder, made where it is missing.
    pub folder: FolderPath,
    /// Put a random suffix to the name.
    pub unique_name: bool,
    /// Make a new version of a file that is there; else that is an error.
    pub overwrite: bool,
    /// When a new version is made: drop the tags of the old one, unless `tags` are given.
    pub drop_tags: bool,
    /// When a new version is made: drop the AI tags of the old one.
    pub drop_ai_tags: bool,
    /// When a new version is made: drop the custom metadata of the old one.
    pub drop_custom_metadata: bool,
    /// Tags: without commas or `%`, at most 500 characters together.
    pub tags: Vec<Tag>,
    /// Delivery needs a signature; can't be undone.
    pub private: bool,
}

/// A file as the service stored it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// Its id.
    pub id: AssetId,
    /// Where it is: name and folder may have been rewritten.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Its URL.
    pub url: String,
    /// `Version 1` and so on.
    pub version: String,
}

impl Upload {
    /// An upload that keeps the name, overwrites nothing and has no tags.
    pub fn new(content: Content, folder: FolderPath, name: impl Into<String>) -> Self {
        Self {
            content,
            name: name.into(),
            folder,
            unique_name: false,
            overwrite: false,
            drop_tags: false,
            drop_ai_tags: false,
            drop_custom_metadata: false,
            tags: Vec::new(),
            private: false,
        }
    }

    fn form(&self, file: Part) -> Form {
        let form = Form::new()
            .text("fileName", self.name.clone())
            .text("folder", self.folder.as_str().to_owned())
            .text("useUniqueFileName", self.unique_name.to_string())
            .text("overwriteFile", self.overwrite.to_string())
            .text("overwriteTags", self.drop_tags.to_string())
            .text("overwriteAITags", self.drop_ai_tags.to_string())
            .text("overwriteCustomMetadata", self.drop_custom_metadata.to_string())
            .text("isPrivateFile", self.private.to_string());
        let form = if self.tags.is_empty() { form } else { form.text("tags", self.tags.join(",")) };
        form.part("file", file)
    }
}

impl Client {
    /// Uploads a file. `progress` is told the bytes handed to the network so far, and from 0 again
    /// if the service asked to wait and it had to be sent anew.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when the file can't be read; [`super::Kind::BadRequest`] when the name
    /// is taken and `overwrite` off; and those of any call. After an unclear answer it is not sent
    /// again, for that could make two files.
    pub async fn upload(
        &self,
        upload: &Upload,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Uploaded, Error> {
        let progress = Arc::new(progress);
        let url = self.upload_api(&["api", "v1", "files", "upload"])?;
        let size = size(&upload.content).await?;
        let call = Call {
            class: Class::Upload,
            method: Method::POST,
            total: BASE + Duration::from_secs(size / SLOWEST),
            idempotent: false,
            ..Call::get(url)
        };
        let mut delays = call::delays();
        loop {
            // The form is made anew each time: its stream is used up by a try.
            let part = part(&upload.content, size, progress.clone()).await?;
            let request = self.inner.http.post(call.url.clone()).multipart(upload.form(part));
            match self.send(&call, request).await {
                Ok(body) => return stored(&body),
                Err(error) => self.before_again(&call, error, &mut delays).await?,
            }
        }
    }
}

fn stored(body: &Body) -> Result<Uploaded, Error> {
    let file: UploadBody = body.json()?;
    let id = file.file_id.ok_or_else(|| body.nonsense("a file without an id"))?;
    Ok(Uploaded {
        id: AssetId::new(&id),
        path: file.file_path.unwrap_or_default(),
        // A cast from a float saturates.
        size: file.size.unwrap_or_default() as u64,
        url: file.url.unwrap_or_default(),
        version: file.version_info.and_then(|version| version.name).unwrap_or_default(),
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::Unreadable { path: path.display().to_string(), why: error.to_string() }
}

async fn size(content: &Content) -> Result<u64, Error> {
    match content {
        Content::Path(path) => {
            let found = tokio::fs::metadata(path).await.map_err(|error| unreadable(path, &error))?;
            if found.is_file() {
                Ok(found.len())
            } else {
                Err(unreadable(path, &std::io::Error::other("it is not a regular file")))
            }
        }
        Content::Bytes(bytes) => Ok(bytes.len() as u64),
        Content::Url(_) => Ok(0),
    }
}

/// The part of the form that holds the bytes. One with a file name is taken as binary.
async fn part<P>(content: &Content, size: u64, progress: Arc<P>) -> Result<Part, Error>
where
    P: Fn(u64) + Send + Sync + 'static,
{
    let body = match content {
        Content::Url(url) => return Ok(Part::text(url.clone())),
        Content::Path(path) => {
            let file = tokio::fs::File::open(path).await.map_err(|error| unreadable(path, &error))?;
            counted(file, progress)
        }
        Content::Bytes(bytes) => counted(std::io::Cursor::new(bytes.clone()), progress),
    };
    Ok(Part::stream_with_length(body, size).file_name("upload"))
}

/// A body that tells how much of it was taken.
fn counted<P>(bytes: impl AsyncRead + Send + 'static, progress: Arc<P>) -> reqwest::Body
where
    P: Fn(u64) + Send + Sync + 'static,
{
    let sent = AtomicU64::new(0);
    reqwest::Body::wrap_stream(ReaderStream::with_capacity(bytes, CHUNK).inspect_ok(move |chunk| {
        let chunk = chunk.len() as u64;
        progress(sent.fetch_add(chunk, Ordering::Relaxed) + chunk);
    }))
}
