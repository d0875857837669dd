//! The bytes of an upload, whatever shape they came in (imagekit-api.md 2.2).

use std::fs;
use std::io::{self, Read};
use std::time::Duration;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::super::AppState;
use super::super::answer::Refused;
use super::form::{Part, too_large, unwritable};
use crate::server::store::{Scratch, Store};

/// How long a server may take until it answers (imagekit-api.md 2.2).
const PATIENCE: Duration = Duration::from_secs(8);
/// Most bytes of a URL.
const URL: u64 = 8192;

/// Either padded or not.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes that the field `file` stands for: a file is itself, a text is a URL to fetch, a data URI,
/// base64, or else itself.
pub(super) async fn bytes(state: &AppState, part: Part) -> Result<Scratch, Refused> {
    if part.binary {
        return Ok(part.content);
    }
    if let Some(url) = url(&part.content).map_err(unwritable)? {
        return fetch(state, &url).await;
    }
    let shared = state.clone();
    let decoded = tokio::task::spawn_blocking(move || decode(&shared.store, part.content)).await;
    let scratch = decoded.map_err(|_| Refused::internal())?.map_err(unwritable)?;
    let size = fs::metadata(scratch.path()).map_err(unwritable)?.len();
    if size > state.upload_limit { Err(too_large()) } else { Ok(scratch) }
}

/// The text, if it is a URL: the service looks at its beginning.
fn url(content: &Scratch) -> io::Result<Option<String>> {
    let mut text = Vec::new();
    fs::File::open(content.path())?.take(URL).read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    let text = text.trim();
    let is_url = ["http://", "https://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    Ok(is_url.then(|| text.to_owned()))
}

async fn fetch(state: &AppState, url: &str) -> Result<Scratch, Refused> {
    let client = state.fetcher().map_err(|error| {
        tracing::error!(%error, "there is no client to fetch uploads with");
        Refused::internal()
    })?;
    let mut answer = timeout(PATIENCE, client.get(url).send())
        .await
        .map_err(|_| not_fetched("it did not answer within 8 seconds"))?
        .and_then(reqwest::Response::error_for_status)
        .map_err(|error| not_fetched(&cause(&error)))?;
    let scratch = state.store.scratch();
    let mut writer = File::create_new(scratch.path()).await.map_err(unwritable)?;
    let mut size = 0;
    while let Some(chunk) = answer.chunk().await.map_err(|error| not_fetched(&cause(&error)))? {
        size += chunk.len() as u64;
        if size > state.upload_limit {
            return Err(too_large());
        }
        writer.write_all(&chunk).await.map_err(unwritable)?;
    }
    writer.flush().await.map_err(unwritable)?;
    Ok(scratch)
}

fn cause(error: &reqwest::Error) -> String {
    match error.status() {
        Some(status) => format!("it answered {status}"),
        None if error.is_connect() => "no connection could be made".into(),
        None if error.is_builder() => "it is not a valid URL".into(),
        None => "the connection was lost".into(),
    }
}

fn not_fetched(why: &str) -> Refused {
    Refused::bad(format!(
        "Your request contains invalid file parameter. The file could not be downloaded from the URL: {why}."
    ))
}

fn decode(store: &Store, content: Scratch) -> io::Result<Scratch> {
    let text = fs::read(content.path())?;
    match data_uri(&text).or_else(|| base64(&text)) {
        Some(bytes) => {
            let scratch = store.scratch();
            fs::write(scratch.path(), bytes)?;
            Ok(scratch)
        }
        None => Ok(content),
    }
}

fn data_uri(text: &[u8]) -> Option<Vec<u8>> {
    let rest = text.trim_ascii().strip_prefix(b"data:")?;
    let comma = rest.iter().position(|&c| c == b',')?;
    let (head, data) = (rest.get(..comma)?, rest.get(comma + 1..)?);
    let data: Vec<u8> = percent_decode(data).collect();
    if head.to_ascii_lowercase().ends_with(b";base64") { base64(&data) } else { Some(data) }
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.iter().copied().filter(|c| !c.is_ascii_whitespace()).collect();
    if text.is_empty() { None } else { LENIENT.decode(text).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_for_bytes() {
        assert_eq!(base64(b"aGVs\r\nbG8=").unwrap(), b"hello");
        assert_eq!(base64(b"aGVsbG8").unwrap(), b"hello");
        assert_eq!(base64(b"\x89PNG"), None);
        assert_eq!(data_uri(b"data:text/plain;base64,aGVsbG8=").unwrap(), b"hello");
        assert_eq!(data_uri(b"data:,a%20b").unwrap(), b"a b");
        assert_eq!(data_uri(b"aGVsbG8="), None);
    }
}
