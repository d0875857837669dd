//! Where the private key goes, and where it doesn't.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ikt::api::{Answer, Client, Error, KeyState, Kind};
use ikt::model::{Account, FolderPath, Secret};
use tokio::net::TcpListener;

use crate::library::Library;

/// What a host got: path, and whether a key or an address came with it.
type Got = Arc<Mutex<Vec<(String, bool, bool)>>>;

/// A host that remembers what it got, and answers everything in one way.
async fn host(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> (String, Got) {
    let got = Got::default();
    let log = got.clone();
    let app = Router::new().fallback(move |request: Request| {
        let has = |name| request.headers().contains_key(name);
        let entry = (request.uri().path().to_owned(), has(header::AUTHORIZATION), has(header::REFERER));
        log.lock().expect("a log").push(entry);
        let answer = answer();
        async move { answer }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (origin, got)
}

fn account(api: &str, delivery: &str) -> Account {
    Account {
        name: "test".into(),
        api: api.into(),
        upload: api.into(),
        delivery: delivery.into(),
        public_key: "public_x".into(),
        private_key: Secret::new("private_hush"),
        read_only: false,
    }
}

fn elsewhere(target: &str) -> impl Fn() -> Response + Clone + Send + Sync + 'static {
    let target = format!("{target}/there");
    move || (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, target.clone())]).into_response()
}

#[tokio::test]
async fn the_key_follows_no_redirect() {
    let (other, got) = host(|| "[]".into_response()).await;
    let (api, asked) = host(elsewhere(&other)).await;
    let client = Client::new(account(&api, &api)).expect("a client");
    let error = client.list_folders(&FolderPath::root()).await.expect_err("a redirect");
    assert_eq!(error.answer().map(|answer| answer.status), Some(307));
    assert_eq!(*asked.lock().expect("a log"), [("/v1/files".to_owned(), true, false)]);
    assert!(got.lock().expect("a log").is_empty());
}

#[tokio::test]
async fn delivery_gets_no_key_and_tells_no_address() {
    let (other, got) = host(|| "the picture".into_response()).await;
    let (delivery, asked) = host(elsewhere(&other)).await;
    let client = Client::new(account(&delivery, &delivery)).expect("a client");
    let url = format!("{delivery}/id/a.jpg?ik-s=beef");
    let bytes = client.fetch(&url, 100).await.expect("a picture");
    assert_eq!(&bytes[..], b"the picture");
    assert_eq!(*asked.lock().expect("a log"), [("/id/a.jpg".to_owned(), false, false)]);
    assert_eq!(*got.lock().expect("a log"), [("/there".to_owned(), false, false)]);
    assert!(matches!(client.fetch(&url, 5).await, Err(Error::TooLarge { limit: 5 })));
}

#[tokio::test]
async fn a_wrong_key_is_told_without_it() {
    let library = Library::start().await;
    let account = Account { private_key: Secret::new("private_hush"), ..library.client.account().clone() };
    let client = Client::new(account).expect("a client");
    let error = client.list_folders(&FolderPath::root()).await.expect_err("a wrong key");
    assert_eq!(error.kind(), Some(&Kind::Forbidden));
    assert_eq!(error.answer().and_then(Answer::key_state), Some(KeyState::Wrong));
    let told = format!("{client:?} {error:?} {:?}", error.report("Could not list /"));
    assert!(!told.contains("hush"), "{told}");
}

#[tokio::test]
async fn an_echoed_key_is_taken_out() {
    let echo = || (StatusCode::FORBIDDEN, r#"{"message":"private_hush and cHJpdmF0ZV9odXNoOg== are wrong"}"#);
    let (api, _) = host(move || echo().into_response()).await;
    let client = Client::new(account(&api, &api)).expect("a client");
    let error = client.list_folders(&FolderPath::root()).await.expect_err("a wrong key");
    assert_eq!(error.report("Could not list /").why, "… and … are wrong");
    assert!(!format!("{error:?}").contains("hush"));
}

#[test]
fn keys_travel_by_https_or_not_at_all() {
    let open = account("http://example.com", "https://ik.imagekit.io/demo");
    let error = Client::new(open).expect_err("plain http").to_string();
    assert!(error.contains("https://"), "{error}");
    assert!(Client::new(account("https://api.imagekit.io", "https://ik.imagekit.io/demo")).is_ok());
}
