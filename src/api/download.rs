//! Downloads to a file: streamed, and taken up again where they broke off.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};

use reqwest::Response;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_RANGE, RANGE,
};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use url::Url;

use super::call::{Call, Class, Tries};
use super::client::Client;
use super::delivery::deliverable;
use super::error::Error;
use super::send::{header, next_chunk};

/// What was downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// Bytes of the file.
    pub size: u64,
    /// Bytes that came over the network for it: fewer where an earlier download had broken off, more
    /// where the file changed meanwhile.
    pub fetched: u64,
}

/// The two files beside the target of a download: what is there of it, and the entity tag that
/// tells whether the rest would still fit.
struct Partial {
    bytes: PathBuf,
    tag: PathBuf,
}

/// Where a download begins.
struct Start {
    at: u64,
    tag: String,
}

impl Client {
    /// Downloads a file from the URL endpoint, and puts it in the place of `to` when it is complete.
    /// Until then it is in `<to>.part`, where a later call takes it up again, if the service still
    /// has the same file. `progress` is told the bytes that are there and how many there will be,
    /// where that is known. The URL is complete, signature included; no key goes with it.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what is no http(s) URL, [`Error::Unwritable`] where the file can't be
    /// written, and those of any call.
    pub async fn download(
        &self,
        url: &str,
        to: &Path,
        progress: impl Fn(u64, Option<u64>) + Send + Sync,
    ) -> Result<Downloaded, Error> {
        let call = Call { class: Class::Delivery, ..Call::get(deliverable(url)?) };
        let partial = Partial::of(to);
        let (mut tries, mut fetched) = (Tries::new(), 0);
        loop {
            let before = fetched;
            let error = match self.download_once(&call, &partial, &mut fetched, &progress).await {
                Ok(size) => {
                    partial.finish(to).await?;
                    return Ok(Downloaded { size, fetched });
                }
                Err(error) => error,
            };
            if fetched > before {
                // It goes on, if by pieces.
                tries = Tries::new();
            }
            self.before_again(&call, error, &mut tries).await?;
        }
    }

    /// Downloads what is missing; answers with the size of the whole.
    async fn download_once(
        &self,
        call: &Call,
        partial: &Partial,
        fetched: &mut u64,
        progress: &(impl Fn(u64, Option<u64>) + Send + Sync),
    ) -> Result<u64, Error> {
        let _place = self.admit(call.class).await?;
        let mut response = self.open_part(&call.url, partial).await?;
        let mut there = begins_at(&response);
        let mut file = partial.open(there, header(response.headers(), ETAG.as_str())).await?;
        let total = response.content_length().map(|rest| there.saturating_add(rest));
        progress(there, total);
        let cut = loop {
            match next_chunk(&mut response).await {
                Ok(Some(chunk)) => {
                    file.write_all(&chunk).await.map_err(|error| unwritable(&partial.bytes, &error))?;
                    let length = chunk.len() as u64;
                    (there, *fetched) = (there.saturating_add(length), fetched.saturating_add(length));
                    progress(there, total);
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        // Writing goes on behind the call; the next try must find all of it, and be the only writer.
        file.flush().await.map_err(|error| unwritable(&partial.bytes, &error))?;
        cut.map_or(Ok(there), Err)
    }

    /// Asks for the rest of what is there, and for the whole where that makes no sense.
    async fn open_part(&self, url: &Url, partial: &Partial) -> Result<Response, Error> {
        let Some(start) = partial.start().await else { return self.open_url(url, headers(None)).await };
        match self.open_url(url, headers(Some(&start))).await {
            // Nothing is left to ask for, or the file is a shorter one now.
            Err(error) if error.answer().is_some_and(|answer| answer.status == 416) => {
                self.open_url(url, headers(None)).await
            }
            // An answer that begins elsewhere is of no use.
            Ok(response) if response.status() == 206 && begins_at(&response) != start.at => {
                self.open_url(url, headers(None)).await
            }
            other => other,
        }
    }
}

impl Partial {
    fn of(to: &Path) -> Self {
        let beside = |suffix: &str| {
            let mut name = to.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        Self { bytes: beside(".part"), tag: beside(".part-etag") }
    }

    /// Where a download can be taken up; `None` without bytes, or without a tag to trust them.
    async fn start(&self) -> Option<Start> {
        let at = fs::metadata(&self.bytes).await.ok().filter(std::fs::Metadata::is_file)?.len();
        let tag = fs::read_to_string(&self.tag).await.ok().filter(|tag| is_strong(tag))?;
        (at > 0).then_some(Start { at, tag })
    }

    /// Opens the file to write from a position on; what was there behind it is gone.
    async fn open(&self, at: u64, tag: Option<&str>) -> Result<File, Error> {
        let opening = async {
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(false).open(&self.bytes).await?;
            file.set_len(at).await?;
            file.seek(SeekFrom::Start(at)).await?;
            Ok(file)
        };
        let file = opening.await.map_err(|error| unwritable(&self.bytes, &error))?;
        if at == 0 {
            // An old tag must never vouch for new bytes.
            self.forget_tag().await?;
            if let Some(tag) = tag.filter(|tag| is_strong(tag)) {
                fs::write(&self.tag, tag).await.map_err(|error| unwritable(&self.tag, &error))?;
            }
        }
        Ok(file)
    }

    async fn finish(&self, to: &Path) -> Result<(), Error> {
        fs::rename(&self.bytes, to).await.map_err(|error| unwritable(to, &error))?;
        self.forget_tag().await
    }

    async fn forget_tag(&self) -> Result<(), Error> {
        match fs::remove_file(&self.tag).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unwritable(&self.tag, &error)),
            _ => Ok(()),
        }
    }
}

/// A tag that says the bytes are the same, not only the picture (RFC 9110, 13.1.5).
fn is_strong(tag: &str) -> bool {
    tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"')
}

/// The headers that ask for the whole, or for what follows the start.
fn headers(start: Option<&Start>) -> HeaderMap {
    // Positions count in what is sent, so it has to be sent as it is.
    let mut headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
    if let Some(start) = start {
        let mut set =
            |name: HeaderName, text: &str| HeaderValue::try_from(text).map(|v| headers.insert(name, v));
        // Without the condition the range would be of any file, so it is both or none.
        if set(IF_RANGE, &start.tag).is_ok() {
            let _ = set(RANGE, &format!("bytes={}-", start.at));
        }
    }
    headers
}

/// The position of the first byte of an answer.
fn begins_at(response: &Response) -> u64 {
    if response.status() != 206 {
        return 0;
    }
    let range = header(response.headers(), CONTENT_RANGE.as_str()).unwrap_or_default();
    let first = range.trim().strip_prefix("bytes ").and_then(|range| range.split_once('-'));
    first.and_then(|(first, _)| first.trim().parse().ok()).unwrap_or_default()
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Unwritable { path: path.display().to_string(), why: error.to_string() }
}
