//! What is uploaded, as a stream that is never held in memory as a whole.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::TryStreamExt;
use reqwest::multipart::Part;
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use crate::api::error::Error;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// What is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A file on this machine, streamed.
    Path(PathBuf),
    /// Bytes in memory.
    Bytes(Bytes),
    /// The service fetches this URL, and gives up after 8 s without an answer.
    Url(String),
    /// Bytes in base64, or a `data:` URL, sent as they are: for what is small.
    Base64(String),
    /// Whatever a reader gives, such as standard input. It can be sent once only, so such an upload
    /// is never tried again.
    Stream(Source),
}

/// A reader that is uploaded. Clones are the same reader.
#[derive(Clone)]
pub struct Source {
    reader: Arc<Mutex<Option<Reader>>>,
    /// Bytes, where that is known.
    length: Option<u64>,
}

type Reader = Pin<Box<dyn AsyncRead + Send>>;

impl Source {
    /// A reader of so many bytes; of any number, where that isn't known.
    pub fn new(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self { reader: Arc::new(Mutex::new(Some(Box::pin(reader)))), length }
    }

    fn take(&self) -> Result<Reader, Error> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        reader.ok_or_else(|| Error::Setup("this stream was sent already and can't be read again".to_owned()))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("length", &self.length).finish_non_exhaustive()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reader, &other.reader)
    }
}

impl Eq for Source {}

impl Content {
    /// Whether it can be sent a second time.
    pub(super) fn can_be_sent_again(&self) -> bool {
        !matches!(self, Self::Stream(_))
    }

    /// Bytes to send; `None` where nobody knows.
    pub(super) async fn size(&self) -> Result<Option<u64>, Error> {
        Ok(match self {
            Self::Path(path) => Some(size_of(path).await?),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Url(_) => Some(0),
            Self::Base64(text) => Some(text.len() as u64),
            Self::Stream(source) => source.length,
        })
    }

    /// The part of the form that holds the bytes. One with a file name is taken as binary.
    pub(super) async fn part<P>(&self, size: Option<u64>, progress: Arc<P>) -> Result<Part, Error>
    where
        P: Fn(u64) + Send + Sync + 'static,
    {
        let body = match self {
            Self::Url(text) | Self::Base64(text) => return Ok(Part::text(text.clone())),
            Self::Path(path) => {
                let file = tokio::fs::File::open(path).await.map_err(|error| unreadable(path, &error))?;
                counted(file, progress)
            }
            Self::Bytes(bytes) => counted(std::io::Cursor::new(bytes.clone()), progress),
            Self::Stream(source) => counted(source.take()?, progress),
        };
        let part = match size {
            Some(size) => Part::stream_with_length(body, size),
            None => Part::stream(body),
        };
        Ok(part.file_name("upload"))
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::Unreadable { path: path.display().to_string(), why: error.to_string() }
}

async fn size_of(path: &Path) -> Result<u64, Error> {
    let found = tokio::fs::metadata(path).await.map_err(|error| unreadable(path, &error))?;
    if found.is_file() {
        Ok(found.len())
    } else {
        Err(unreadable(path, &std::io::Error::other("it is not a regular file")))
    }
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
