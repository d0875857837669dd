//! No form of an upload brings the local library down, and none that is refused leaves anything behind.
//! The input is the body of a request whose boundary is `b`.

#![no_main]

use std::fs;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ikt::server::{Running, Settings, start};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The library is emptied after so many uploads.
const FULL: u32 = 500;

struct Room {
    runtime: Runtime,
    data: TempDir,
    library: Running,
    http: reqwest::Client,
    stored: AtomicU32,
}

static ROOM: LazyLock<Room> = LazyLock::new(|| {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = Runtime::new().expect("a runtime");
    let data = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        empty: true,
        test_handles: true,
        upload_limit: 1 << 20,
        ..Settings::new(data.path().to_owned())
    };
    let library = runtime.block_on(start(settings)).expect("a library");
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    Room { runtime, data, library, http, stored: AtomicU32::new(0) }
});

fuzz_target!(|body: &[u8]| {
    // A URL in the form would be fetched, from wherever it points to.
    if body.windows(4).any(|four| four.eq_ignore_ascii_case(b"http")) {
        return;
    }
    ROOM.runtime.block_on(upload(body.to_vec()));
});

async fn upload(body: Vec<u8>) {
    let account = ROOM.library.account();
    let answer = ROOM
        .http
        .post(format!("{}/api/v1/files/upload", account.upload))
        .basic_auth(account.private_key.reveal(), None::<&str>)
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(body)
        .send()
        .await
        .expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a text");
    assert!(matches!(status, 200 | 400), "{status}: {text}");
    let scratch = fs::read_dir(ROOM.data.path().join("staging")).expect("a folder").count();
    assert_eq!(scratch, 0, "left after {status}: {text}");
    if status == 200 && ROOM.stored.fetch_add(1, Ordering::Relaxed) % FULL == FULL - 1 {
        let reset = ROOM.http.post(format!("{}/_ikt/reset", account.api)).send().await.expect("an answer");
        assert_eq!(reset.status(), 204);
    }
}
