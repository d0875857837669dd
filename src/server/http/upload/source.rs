//! The bytes of an upload, whatever shape they came in (imagekit-api.md 2.2).

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::time::Duration;

use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::read::DecoderReader;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::super::AppState;
use super::super::answer::Refused;
use super::form::{Part, too_large, unwritable};
use super::plain::Plain;
use crate::server::store::{Scratch, Store};

/// How long a server may take until it answers (imagekit-api.md 2.2).
const PATIENCE: Duration = Duration::from_secs(8);
/// Most bytes of a URL.
const URL: u64 = 8192;
/// Most bytes of a data URI before its data.
const LONGEST_HEAD: usize = 8192;

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
        None if error.is_redirect() => "it points from one address to the next".into(),
        None if error.is_builder() => "it is not a valid URL".into(),
        None => "the connection was lost".into(),
    }
}

fn not_fetched(why: &str) -> Refused {
    Refused::bad(format!(
        "Your request contains invalid file parameter. The file could not be downloaded from the URL: {why}."
    ))
}

/// Decodes a data URI or base64 as it is read; a text that is neither stands for itself.
fn decode(store: &Store, content: Scratch) -> io::Result<Scratch> {
    let decoded = store.scratch();
    let text = BufReader::with_capacity(LONGEST_HEAD, fs::File::open(content.path())?);
    match io::copy(&mut meaning(text)?, &mut fs::File::create_new(decoded.path())?) {
        Ok(_) => Ok(decoded),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(content),
        Err(error) => Err(error),
    }
}

/// The bytes that a text stands for. Reading them fails with `InvalidData` where it isn't base64.
fn meaning<'a>(mut text: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let start = text.fill_buf()?;
    let blanks = start.len() - start.trim_ascii_start().len();
    let head = start.trim_ascii_start().strip_prefix(b"data:").and_then(|rest| {
        let comma = rest.iter().position(|&c| c == b',')?;
        rest.get(..comma)
    });
    let Some(head) = head else {
        return Ok(Box::new(DecoderReader::new(Plain::blanks_aside(text), &LENIENT)));
    };
    let is_base64 = head.to_ascii_lowercase().ends_with(b";base64");
    let consumed = blanks + "data:".len() + head.len() + ",".len();
    text.consume(consumed);
    Ok(match is_base64 {
        true => {
            let text = BufReader::new(Plain::unescaped(text));
            Box::new(DecoderReader::new(Plain::blanks_aside(text), &LENIENT))
        }
        false => Box::new(Plain::unescaped(text)),
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine;

    use super::*;

    fn read(text: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        meaning(text).unwrap().read_to_end(&mut bytes).ok().map(|_| bytes)
    }

    #[test]
    fn texts_stand_for_bytes() {
        for (text, bytes) in [
            (&b"aGVs\r\nbG8="[..], Some(&b"hello"[..])),
            (b"aGVsbG8", Some(b"hello")),
            (b" data:text/plain;base64,aGVsbG8=", Some(b"hello")),
            (b"data:;BASE64,aGVs%0AbG8%3D", Some(b"hello")),
            (b"data:,a%20b%", Some(b"a b%")),
            (b"data:,%zz%4", Some(b"%zz%4")),
            (b"\x89PNG", None),
            (b"data:;base64,?", None),
            (b"data:without a comma", None),
            (b"", Some(b"")),
        ] {
            assert_eq!(read(text).as_deref(), bytes, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn long_texts_are_read_piece_by_piece() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
        let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
        assert_eq!(read(lines.join("\r\n").as_bytes()).unwrap(), bytes);
        assert_eq!(read(format!("data:x/y;base64,{text}").as_bytes()).unwrap(), bytes);
    }
}
