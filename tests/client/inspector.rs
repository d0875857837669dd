//! The last calls, and that no secret stands in them, or anywhere else.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use axum::response::IntoResponse;
use futures_util::poll;
use ikt::api::{Content, Credentials, NewOrigin, OriginSource, Upload};
use ikt::model::{FolderPath, Secret};
use ikt::url::auth::AuthParameters;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::canned::{Asked, Host, KEY};
use crate::library::{Library, cut, status};

#[tokio::test]
async fn calls_are_remembered_with_what_went_and_what_came() {
    let library = Library::start().await;
    let client = library.client.clone();
    library.order(status("/v1/folder", 0, 503)).await;
    client.create_folder(&FolderPath::new("/a"), "b").await.expect("a folder");
    let content = Content::Bytes("12345".into());
    client.upload(&Upload::new(content, FolderPath::root(), "x.txt"), |_| {}).await.expect("an upload");

    let calls = library.client.calls();

    let told: Vec<_> = calls.iter().map(|call| (call.method.as_str(), call.status, call.attempt)).collect();
    assert_eq!(told, [("POST", Some(503), 1), ("POST", Some(201), 2), ("POST", Some(200), 1)]);
    let folder = &calls[1];
    assert!(folder.url.ends_with("/v1/folder"), "{}", folder.url);
    assert_eq!(folder.request_body, r#"{"folderName":"b","parentFolderPath":"/a/"}"#);
    assert_eq!((folder.answer_body.as_str(), folder.answer_size), ("{}", 2));
    assert!(folder.request_id.is_some() && folder.trouble.is_none());
    assert!(folder.answer_headers.iter().any(|(name, _)| name == "x-ratelimit-limit"));
    assert!(folder.request_headers.contains(&("authorization".to_owned(), "…".to_owned())));
    assert!(calls[2].request_body.ends_with("file: 5 bytes"), "{}", calls[2].request_body);
    assert!(calls.windows(2).all(|pair| pair[0].number < pair[1].number));
}

#[tokio::test]
async fn calls_without_an_answer_are_remembered_too() {
    let library = Library::start().await;
    library.order(cut("/v1/files", 0, false)).await;
    let client = library.client.once();
    client.list_folders(&FolderPath::root()).await.expect_err("it is cut");
    library.order(json!({ "path_prefix": "/v1/files", "kind": "delay", "delay_ms": 600_000 })).await;
    {
        let root = FolderPath::root();
        let mut call = std::pin::pin!(client.list_folders(&root));
        assert!(poll!(&mut call).is_pending());
    }
    let calls = library.client.calls();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call.status.is_none() && call.trouble.is_some()), "{calls:?}");
    assert!(calls[1].trouble.as_deref().is_some_and(|why| why.contains("dropped")));
}

#[tokio::test]
async fn the_last_200_are_kept_and_long_bodies_are_cut() {
    let host = Host::saying(200, json!(["x".repeat(100_000)])).await;
    for n in 0..205 {
        host.client.raw("GET", &format!("/v1/{n}"), None).await.expect("an answer");
    }
    let calls = host.client.calls();
    assert_eq!(calls.len(), 200);
    assert!(calls[0].url.ends_with("/v1/5") && calls[199].url.ends_with("/v1/204"));
    assert_eq!(calls[0].answer_size, 100_004);
    assert!(calls[0].answer_body.len() < 17_000 && calls[0].answer_body.ends_with('…'));
}

/// What must stand nowhere.
const SECRETS: [&str; 8] = [
    KEY,
    "cHJpdmF0ZV9odXNo",
    "top-secret-key",
    "whsec_of_a_hook",
    "0123456789abcdef0123456789abcdef01234567",
    "eyJhbGciOiJIUzI1NiJ9.eyJmaWxlTmFtZSI6IngifQ.c2lnbmF0dXJlLW9mLWl0",
    "a-session",
    "private_ofAnotherAccount12345=",
];

/// A host that says all that it was told, and more.
fn echo(asked: &Asked) -> axum::response::Response {
    let sent = String::from_utf8_lossy(&asked.body);
    let sent = if asked.json().is_null() { "a form" } else { &*sent };
    let authorization = asked.headers.get("authorization").and_then(|value| value.to_str().ok());
    let body = json!({
        "message": format!("{} {} with {authorization:?} and {KEY}", asked.method, asked.target),
        "reason": KEY, "errors": { KEY: sent },
        "missingFileIds": [KEY], "secret": SECRETS[3], "nested": { "secretKey": SECRETS[2] },
        "note": format!("{} {} {}", SECRETS[3], SECRETS[5], SECRETS[7]),
        "url": format!("https://h/x?ik-t=1&ik-s={}", SECRETS[4]),
    });
    let headers = [("set-cookie", SECRETS[6]), ("x-echo", KEY), ("x-ik-requestid", "r1")];
    (StatusCode::BAD_REQUEST, headers, body.to_string()).into_response()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_secret_stands_in_the_inspector_the_log_or_an_error() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let host = Host::start(echo).await;
    let client = &host.client;
    let mut told = String::new();

    let error = client.list_folders(&FolderPath::root()).await.expect_err("refused");
    told.push_str(
        &format!("{error:?} {error} {:?}", error.report(&format!("key {}", SECRETS[1])))
            .replace(SECRETS[1], ""),
    );
    let origin = NewOrigin {
        name: "shop".into(),
        include_canonical_header: false,
        base_url_for_canonical_header: None,
        source: OriginSource::S3 {
            bucket: "b".into(),
            access_key: Secret::new(SECRETS[2]),
            secret_key: Secret::new(SECRETS[2]),
            prefix: String::new(),
            use_iam_role: false,
        },
    };
    let error = client.origins().create(&origin).await.expect_err("refused");
    told.push_str(&format!("{origin:?} {:?}", error.report("no origin")));
    assert!(host.asked().iter().any(|asked| asked.json()["secretKey"] == SECRETS[2]), "it was sent");

    let content = || Content::Bytes("bytes".into());
    let parameters = AuthParameters {
        signature: SECRETS[4].to_owned(),
        ..AuthParameters::new(&Secret::new(KEY), "once", 1_700_000_000)
    };
    let signed = Upload {
        credentials: Credentials::Parameters { public_key: "public_x".into(), parameters },
        ..Upload::new(content(), FolderPath::root(), "x")
    };
    let error = client.upload(&signed, |_| {}).await.expect_err("refused");
    told.push_str(&format!("{:?}", error.report("no upload")));
    let token = Upload {
        credentials: Credentials::Token(Secret::new(SECRETS[5])),
        ..Upload::new(content(), FolderPath::root(), "x")
    };
    client.upload_v2(&token, |_| {}).await.expect_err("refused");
    let raw = format!("/v1/x?token={}&signature={}&a=b", SECRETS[2], SECRETS[4]);
    let answer = client.raw("GET", &raw, None).await.expect("an answer");
    told.push_str(&format!("{answer:?}"));
    let private = format!("{}/x.jpg?ik-s={}", client.account().delivery, SECRETS[4]);
    client.metadata_of_url(&private).await.expect_err("refused");
    let error = client.fetch(&private, 100).await.expect_err("refused");
    told.push_str(&format!("{error:?}"));

    let calls = client.calls();
    assert_eq!(calls.len(), 6);
    assert!(calls.iter().any(|call| call.url.ends_with("/v1/x?token=…&signature=…&a=b")), "{calls:#?}");
    assert!(calls.iter().all(|call| call.request_id.as_deref() == Some("r1")));
    told.push_str(&format!("{client:?} {calls:?}"));
    let log = String::from_utf8(log.0.lock().expect("a log").clone()).expect("text");
    assert!(log.contains("/v1/accounts/origins"), "the log was kept: {log}");
    for secret in SECRETS {
        assert!(!told.contains(secret), "{secret} in {told}");
        assert!(!log.contains(secret), "{secret} in the log: {log}");
    }
}
