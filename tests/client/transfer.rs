//! Uploads and downloads: streamed, cut off, taken up again.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ikt::api::{Client, Content, Downloaded, Error, ErrorClass, Kind, Source, Upload};
use ikt::model::FolderPath;
use ikt::url::{delivery_url, sign};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::canned::{Host, account};
use crate::library::{Library, too_many};

/// The bytes of a file that is downloaded.
fn content() -> Vec<u8> {
    (0..300_000_u32).map(|n| (n % 251) as u8).collect()
}

#[tokio::test]
async fn a_reader_of_unknown_length_is_uploaded() {
    let library = Library::start().await;
    for length in [None, Some(300_000)] {
        let (mut writer, reader) = tokio::io::duplex(1000);
        let feed = async move {
            writer.write_all(&content()).await.expect("bytes are taken");
            drop(writer);
        };
        let sent = Arc::new(AtomicU64::new(0));
        let progress = sent.clone();
        let upload = Upload {
            overwrite: true,
            ..Upload::new(Content::Stream(Source::new(reader, length)), FolderPath::new("/in"), "x.bin")
        };
        let going = library.client.upload(&upload, move |bytes| progress.store(bytes, Ordering::Relaxed));
        let (receipt, ()) = tokio::join!(going, feed);
        let stored = receipt.expect("an upload").stored().expect("a file");
        assert_eq!((stored.size, sent.load(Ordering::Relaxed)), (300_000, 300_000), "{length:?}");
        let url = delivery_url(&library.client.account().delivery, &stored.path, None);
        assert_eq!(library.client.fetch(&url, 1 << 20).await.expect("the file"), content());
    }
}

#[tokio::test]
async fn a_reader_is_sent_once_even_when_asked_to_wait() {
    let library = Library::start().await;
    library.order(too_many("/api/v1/files/upload", 0, 1)).await;
    let content = Content::Stream(Source::new(&b"bytes"[..], Some(5)));
    let upload = Upload::new(content, FolderPath::root(), "x.txt");
    let error = library.client.upload(&upload, |_| {}).await.expect_err("a 429");
    assert_eq!(error.class(), ErrorClass::TooManyRequests);
    let again = library.client.upload(&upload, |_| {}).await.expect_err("it is used up");
    assert!(matches!(again, Error::Setup(_)), "{again:?}");
    assert_eq!(library.asked("POST", "/api").await.len(), 1);
}

#[tokio::test]
async fn bytes_are_sent_again_when_asked_to_wait() {
    let library = Library::start().await;
    library.order(too_many("/api/v1/files/upload", 0, 1)).await;
    let upload = Upload::new(Content::Bytes("bytes".into()), FolderPath::root(), "x.txt");
    library.client.upload(&upload, |_| {}).await.expect("an upload");
    assert_eq!(library.asked("POST", "/api").await.len(), 2);
}

#[tokio::test]
async fn a_dropped_upload_leaves_nothing() {
    let library = Library::start().await;
    let (mut writer, reader) = tokio::io::duplex(1 << 16);
    let source = Source::new(reader, Some(1 << 30));
    let upload = Upload::new(Content::Stream(source), FolderPath::new("/in"), "x.bin");
    {
        let going = library.client.upload(&upload, |_| {});
        // Far more than all buffers on the way hold, so the library has begun to read.
        let feed = async { writer.write_all(&vec![7; 16 << 20]).await };
        tokio::select! {
            biased;
            receipt = going => panic!("it can't be complete: {receipt:?}"),
            fed = feed => fed.expect("bytes are taken"),
        }
    }
    assert!(library.names("/in").await.is_empty());
    let records = library.client.calls();
    let record = records.iter().find(|record| record.url.contains("/upload")).expect("a record");
    assert_eq!((record.status, record.trouble.is_some()), (None, true), "{record:?}");
}

#[tokio::test]
async fn a_dropped_upload_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let client = Client::new(account(&origin)).expect("a client");
    let (mut writer, reader) = tokio::io::duplex(1 << 16);
    let upload =
        Upload::new(Content::Stream(Source::new(reader, Some(1 << 30))), FolderPath::root(), "x.bin");
    let going = tokio::spawn(async move { client.upload(&upload, |_| {}).await });
    let (mut connection, _) = listener.accept().await.expect("a connection");
    writer.write_all(&[7; 1 << 15]).await.expect("bytes are taken");
    let mut some = [0; 1000];
    connection.read_exact(&mut some).await.expect("the beginning of a request");
    going.abort();
    let mut rest = Vec::new();
    // An end or a reset: both say that the other side is gone.
    let _ = connection.read_to_end(&mut rest).await;
    assert!(rest.len() < 1 << 20);
    assert!(going.await.expect_err("it was aborted").is_cancelled());
}

/// A host with one file, which cuts its first answers off after so many bytes.
struct FileHost {
    client: Client,
    heads: Arc<Mutex<Vec<String>>>,
}

impl FileHost {
    async fn start(tag: &'static str, cut: usize, cuts: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let log = heads.clone();
        tokio::spawn(async move {
            for n in 0.. {
                let Ok((mut connection, _)) = listener.accept().await else { break };
                let head = read_head(&mut connection).await;
                let mut answer = file_answer(&head, tag);
                log.lock().expect("a log").push(head);
                if n < cuts {
                    let body = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
                    answer.truncate(body + cut);
                }
                connection.write_all(&answer).await.expect("an answer");
                let _ = connection.shutdown().await;
            }
        });
        Self { client: Client::new(account(&origin)).expect("a client"), heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("a log").clone()
    }

    async fn download(&self, to: &Path) -> Result<Downloaded, Error> {
        self.client.once().download(&self.url(), to, |_, _| {}).await
    }

    fn url(&self) -> String {
        format!("{}/x.bin", self.client.account().delivery)
    }
}

/// The head of a request, in small letters save for the values.
async fn read_head(connection: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.expect("a request"));
    }
    String::from_utf8(head).expect("text")
}

/// The file, or the rest of it where the request asks for that and knows its tag.
fn file_answer(head: &str, tag: &str) -> Vec<u8> {
    let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let range =
        value("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let start: usize = range.filter(|_| value("if-range") == Some(tag)).unwrap_or_default();
    let (all, status) = (content(), if start > 0 { "206 Partial Content" } else { "200 OK" });
    let (length, end, size) = (all.len() - start, all.len() - 1, all.len());
    let mut answer = format!(
        "HTTP/1.1 {status}\r\netag: {tag}\r\ncontent-length: {length}\r\n\
         content-range: bytes {start}-{end}/{size}\r\nconnection: close\r\n\r\n"
    )
    .into_bytes();
    answer.extend_from_slice(&all[start..]);
    answer
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_download_goes_on_where_it_was_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("x.bin");
    let host = FileHost::start("\"one\"", 100_000, 2).await;
    let (last, grew) = (AtomicU64::new(0), AtomicBool::new(true));
    let progress = |there: u64, total: Option<u64>| {
        assert_eq!(total, Some(300_000));
        if last.swap(there, Ordering::Relaxed) > there {
            grew.store(false, Ordering::Relaxed);
        }
    };

    let done = host.client.download(&host.url(), &to, progress).await.expect("a download");

    assert_eq!((done.size, done.fetched), (300_000, 300_000), "nothing was fetched twice");
    assert_eq!(std::fs::read(&to).expect("a file"), content());
    assert!(grew.load(Ordering::Relaxed) && last.load(Ordering::Relaxed) == 300_000);
    assert_eq!(names(folder.path()), ["x.bin"]);
    let heads = host.heads();
    assert_eq!(heads.len(), 3);
    assert!(heads.iter().all(|head| !head.contains("authorization")), "{heads:?}");
    assert!(heads[2].contains("range: bytes=200000-"), "{heads:?}");
}

#[tokio::test]
async fn a_later_call_takes_a_download_up_unless_the_file_has_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("x.bin");
    for (second, fetched) in [("\"one\"", 200_000), ("\"two\"", 300_000)] {
        let host = FileHost::start("\"one\"", 100_000, 1).await;
        let error = host.download(&to).await.expect_err("cut");
        assert_eq!(error.class(), ErrorClass::NoAnswer);
        assert_eq!(names(folder.path()), ["x.bin.part", "x.bin.part-etag"]);

        let host = FileHost::start(second, 0, 0).await;
        let done = host.download(&to).await.expect("a download");
        assert_eq!((done.size, done.fetched), (300_000, fetched), "{second}");
        assert_eq!(std::fs::read(&to).expect("a file"), content());
        assert_eq!(names(folder.path()), ["x.bin"]);
        std::fs::remove_file(&to).expect("a file");
    }
}

#[tokio::test]
async fn bytes_that_nothing_vouches_for_are_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("x.bin");
    let host = FileHost::start("W/\"weak\"", 0, 0).await;
    for tag in [None, Some("W/\"weak\""), Some("\"other\""), Some("\"weak\"\nx: y")] {
        std::fs::write(folder.path().join("x.bin.part"), "something else").expect("a file");
        if let Some(tag) = tag {
            std::fs::write(folder.path().join("x.bin.part-etag"), tag).expect("a file");
        }
        let done = host.download(&to).await.expect("a download");
        assert_eq!(done.fetched, 300_000, "{tag:?}");
        assert_eq!(std::fs::read(&to).expect("a file"), content());
    }
}

#[tokio::test]
async fn files_of_the_library_are_downloaded() {
    let library = Library::start().await;
    let client = &library.client;
    let private = Upload {
        private: true,
        ..Upload::new(Content::Bytes(content().into()), FolderPath::new("/a"), "x.bin")
    };
    let file = client.upload(&private, |_| {}).await.expect("an upload").stored().expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("x.bin");
    let account = client.account();
    let url = delivery_url(&account.delivery, &file.path, None);

    let error = client.download(&url, &to, |_, _| {}).await.expect_err("it is private");
    assert_eq!(error.kind(), Some(&Kind::Unsigned));
    let signed = sign(&url, &account.delivery, &account.private_key, None);
    let done = client.download(&signed, &to, |_, _| {}).await.expect("a download");
    assert_eq!((done.size, done.fetched), (300_000, 300_000));

    // The library vouches for the beginning of its own file.
    let response = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
    let response = response.get(&signed).send().await.expect("an answer");
    let tag = response.headers().get(header::ETAG).expect("a tag").to_str().expect("text").to_owned();
    std::fs::write(folder.path().join("x.bin.part"), &content()[..120_000]).expect("a file");
    std::fs::write(folder.path().join("x.bin.part-etag"), tag).expect("a file");
    let done = client.download(&signed, &to, |_, _| {}).await.expect("a download");
    assert_eq!((done.size, done.fetched), (300_000, 180_000));
    assert_eq!(std::fs::read(&to).expect("a file"), content());

    let gone = delivery_url(&account.delivery, "/a/none", None);
    let error = client.download(&gone, &to, |_, _| {}).await.expect_err("it is not there");
    assert!(error.is_not_found());
    let nowhere = folder.path().join("none/x.bin");
    let error = client.download(&signed, &nowhere, |_, _| {}).await.expect_err("no folder");
    assert!(matches!(error, Error::Unwritable { .. }), "{error:?}");
    assert_eq!(names(folder.path()), ["x.bin"]);
}

#[tokio::test]
async fn a_gateway_may_ask_for_a_wait_in_the_usual_way() {
    let asked = Arc::new(AtomicU64::new(0));
    let count = asked.clone();
    let host = Host::start(move |_| -> Response {
        if count.fetch_add(1, Ordering::Relaxed) == 0 {
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after-ms", "30")]).into_response()
        } else {
            "[]".into_response()
        }
    })
    .await;
    let began = std::time::Instant::now();
    host.client.list_folders(&FolderPath::root()).await.expect("a list");
    assert!(began.elapsed() >= Duration::from_millis(30));
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}
