//! Forms that are broken in every way: the library stays up, stores nothing by mistake and leaves nothing
//! behind.

use reqwest::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::library::{Library, PIXEL, answer};
use crate::upload_wire::{body, send};

const BOUNDARY: &str = "----formdata-b";
/// Broken forms that are sent.
const ROUNDS: usize = 400;

fn good() -> Vec<u8> {
    body(
        BOUNDARY,
        &[
            ("fileName", "", b"x.png"),
            ("tags", "", b"a,b"),
            ("customMetadata", "", b"{}"),
            ("checks", "", b"'file.size' < '1mb'"),
            ("transformation", "", br#"{"post": [{"type": "transformation", "value": "w-1"}]}"#),
            ("file", "; filename=\"x.png\"\r\nContent-Type: image/png", PIXEL),
        ],
    )
}

/// A form with one thing wrong, or several.
fn spoilt(random: &mut fastrand::Rng) -> Vec<u8> {
    const WORDS: [&[u8]; 8] = [
        b"\r\n",
        b"\r\n\r\n",
        b"--",
        b"\r\n------formdata-b\r\n",
        b"\"",
        b"; filename*=UTF-8''%zz",
        b"\0",
        b"\xff\xfe",
    ];
    let mut bytes = good();
    for _ in 0..random.usize(1..4) {
        let (from, to) = (random.usize(..bytes.len()), random.usize(..bytes.len()));
        match random.u8(..6) {
            0 => bytes.truncate(from.max(1)),
            1 => bytes[from] = random.u8(..),
            2 => drop(bytes.drain(from.min(to)..from.max(to))),
            3 => drop(bytes.splice(from..from, WORDS[random.usize(..WORDS.len())].iter().copied())),
            4 => {
                let again = bytes[from.min(to)..from.max(to)].to_vec();
                drop(bytes.splice(from..from, again));
            }
            _ => bytes.swap(from, to),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn scratch_files(library: &Library) -> usize {
    std::fs::read_dir(library.data.path().join("staging")).unwrap().count()
}

#[tokio::test]
async fn a_broken_form_is_refused_and_leaves_nothing() {
    let library = Library::new().await;
    let mut random = fastrand::Rng::with_seed(20);
    let mut stored = 0;
    for round in 0..ROUNDS {
        let bytes = spoilt(&mut random);
        let (status, answer) = send(&library, BOUNDARY, bytes.clone()).await;
        let shown = || format!("{round}: {answer} for {}", String::from_utf8_lossy(&bytes));
        assert!(matches!(status.as_u16(), 200 | 400), "{}", shown());
        stored += usize::from(status == 200);
        assert_eq!(answer["message"].is_string(), status != 200, "{}", shown());
    }
    assert!(stored < ROUNDS / 2, "{stored} of {ROUNDS} were good");
    assert_eq!(library.list("limit=1000").await.len(), stored);
    assert_eq!(scratch_files(&library), 0);
}

#[tokio::test]
async fn a_form_that_is_cut_anywhere_is_refused() {
    let library = Library::new().await;
    let whole = good();
    // The last line break isn't needed.
    for end in (0..whole.len() - 2).step_by(7) {
        let (status, answer) = send(&library, BOUNDARY, whole[..end].to_vec()).await;
        assert_eq!(status, 400, "{end}: {answer}");
    }
    assert!(library.all().await.is_empty());
    assert_eq!(scratch_files(&library), 0);
    assert_eq!(send(&library, BOUNDARY, whole).await.0, 200, "the whole form is good");
}

#[tokio::test]
async fn heads_that_make_no_sense() {
    let library = Library::new().await;
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        "multipart/mixed; boundary=----formdata-b",
        "application/json",
        "text/plain; boundary=----formdata-b",
    ] {
        let request = library.request(Method::POST, "/api/v1/files/upload").header("Content-Type", kind);
        let (status, body) = answer(request.body(good()).send().await.unwrap()).await;
        assert_eq!(status, 400, "{kind}: {body}");
        let request = library.request(Method::POST, "/api/v2/files/upload").header("Content-Type", kind);
        assert_eq!(answer(request.body(good()).send().await.unwrap()).await.0, 400, "{kind}");
    }
    let many: Vec<_> = (0..200).map(|_| ("x", "", &b""[..])).collect();
    assert_eq!(send(&library, BOUNDARY, body(BOUNDARY, &many)).await.0, 400);
    let head = format!("; filename=\"{}\"", "x".repeat(100_000));
    let (status, answer) = send(&library, BOUNDARY, body(BOUNDARY, &[("file", &head, PIXEL)])).await;
    assert_eq!(status, 400, "{answer}");
    assert!(library.all().await.is_empty());
    assert_eq!(scratch_files(&library), 0);
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing() {
    let library = Library::new().await;
    let address = library.account.upload.strip_prefix("http://").unwrap();
    let head = format!(
        "POST /api/v1/files/upload HTTP/1.1\r\nHost: {address}\r\nContent-Length: 100000\r\n\
         Content-Type: multipart/form-data; boundary=b\r\n\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhalf of it"
    );
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(head.as_bytes()).await.unwrap();
    while scratch_files(&library) == 0 {
        library.list("").await;
    }
    drop(connection);
    while scratch_files(&library) > 0 {
        library.list("").await;
    }
    assert!(library.all().await.is_empty());
}
