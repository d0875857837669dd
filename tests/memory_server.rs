//! What the local library needs in memory for a large upload. A test of its own, since others would be
//! measured with it.
#![cfg(target_os = "linux")]

use ikt::server::{Settings, start};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes of the upload.
const SIZE: u64 = 300 << 20;
/// Bytes of memory that an upload may cost: the beginning of a file is looked at, 32 MiB of it.
const ALLOWED: u64 = 80 << 20;
const BOUNDARY: &str = "a-boundary";

/// The most memory that this process had in use, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a state");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line");
    let kilobytes: u64 = line.split_whitespace().nth(1).expect("a number").parse().expect("a number");
    kilobytes << 10
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_upload_goes_to_disk_as_it_comes() {
    let data = tempfile::tempdir().expect("a folder");
    let settings = Settings { empty: true, upload_limit: SIZE, ..Settings::new(data.path().to_owned()) };
    let running = start(settings).await.expect("a library");
    let account = running.account();
    let before = peak();
    let mut connection = open(&account.upload, account.private_key.reveal()).await;
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..SIZE >> 20 {
        connection.write_all(&megabyte).await.expect("sent");
    }
    connection.write_all(format!("\r\n--{BOUNDARY}--\r\n").as_bytes()).await.expect("sent");
    let answer = answer(connection).await;
    assert_eq!((&answer["size"], &answer["fileType"]), (&SIZE.into(), &"non-image".into()), "{answer}");
    let grown = peak() - before;
    assert!(grown < ALLOWED, "memory grew by {grown} bytes");
    running.shutdown().await;
}

/// Begins an upload of a film: its head, and the beginning of its form.
async fn open(upload: &str, key: &str) -> TcpStream {
    let host = upload.strip_prefix("http://").expect("an address");
    let text = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let fields = [
        text("fileName", "film.bin"),
        text("responseFields", "metadata"),
        text("checks", "'file.size' > '1mb' AND 'mediaMetadata.format' NOT EXISTS"),
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"),
    ]
    .concat();
    let length = fields.len() as u64 + SIZE + format!("\r\n--{BOUNDARY}--\r\n").len() as u64;
    let head = format!(
        "POST /api/v1/files/upload HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {key}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n{fields}"
    );
    let mut connection = TcpStream::connect(host).await.expect("a connection");
    connection.write_all(head.as_bytes()).await.expect("sent");
    connection
}

async fn answer(mut connection: TcpStream) -> Value {
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.expect("an answer");
    let answer = String::from_utf8(answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    serde_json::from_str(body).expect("JSON")
}
