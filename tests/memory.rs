//! What a large upload costs in memory. A test of its own, since others would be measured with it.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use ikt::api::{Client, Content, Upload};
use ikt::model::{Account, FolderPath, Secret};

/// Bytes of the file.
const SIZE: u64 = 512 << 20;
/// Bytes of memory that it may cost.
const ALLOWED: u64 = 64 << 20;
/// How often memory is measured, in bytes of the upload.
const STEP: u64 = 16 << 20;

/// Memory of this process in use, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a state");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    let kilobytes: u64 = line.split_whitespace().nth(1).expect("a number").parse().expect("a number");
    kilobytes << 10
}

/// Takes one request, counts its body, and answers as an upload is answered.
fn take(mut connection: TcpStream) -> u64 {
    let mut buffer = vec![0; 1 << 18];
    let mut head = Vec::new();
    let end = loop {
        let read = connection.read(&mut buffer).expect("bytes");
        head.extend_from_slice(&buffer[..read]);
        if let Some(at) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let text = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
    let length = text.split("content-length: ").nth(1).expect("a length").lines().next().expect("a line");
    let length: u64 = length.parse().expect("a number");
    let mut taken = (head.len() - end) as u64;
    while taken < length {
        taken += connection.read(&mut buffer).expect("bytes") as u64;
    }
    let body = r#"{"fileId":"598821f949c0a938d57563bd","name":"x.bin","filePath":"/x.bin"}"#;
    write!(connection, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("an answer");
    length
}

#[tokio::test]
async fn an_upload_of_half_a_gigabyte_needs_little_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let sink = thread::spawn(move || take(listener.accept().expect("a connection").0));
    let client = Client::new(Account {
        name: "test".into(),
        api: origin.clone(),
        upload: origin.clone(),
        delivery: format!("{origin}/id"),
        public_key: "public_x".into(),
        private_key: Secret::new("private_x"),
        read_only: false,
    })
    .expect("a client");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.bin");
    // A file of holes: it has the size and takes no room.
    std::fs::File::create(&path).and_then(|file| file.set_len(SIZE)).expect("a file");

    let (most, sent) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (highest, last) = (most.clone(), sent.clone());
    let progress = move |bytes: u64| {
        if bytes / STEP > last.swap(bytes, Ordering::Relaxed) / STEP {
            highest.fetch_max(resident(), Ordering::Relaxed);
        }
    };
    let before = resident();
    let upload = Upload::new(Content::Path(path), FolderPath::root(), "x.bin");
    client.upload(&upload, progress).await.expect("an upload").stored().expect("a file");

    assert_eq!(sent.load(Ordering::Relaxed), SIZE);
    let length = sink.join().expect("the sink");
    assert!(length > SIZE, "the form is a little more than its file: {length}");
    let most = most.load(Ordering::Relaxed);
    assert!(most > 0, "it was measured");
    let grown = most.saturating_sub(before);
    assert!(grown < ALLOWED, "memory grew by {grown} bytes");
}
