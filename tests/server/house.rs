//! Keys, headers, starts and stops.

use std::fs;

use ikt::model::Secret;
use ikt::server::store::OpenError;
use ikt::server::{Settings, StartError, start};
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use crate::library::{Library, answer, refused, refused_for, settings};

#[tokio::test]
async fn only_the_private_key_opens_and_only_as_the_user_name() {
    let library = Library::new().await;
    let url = format!("{}/v1/files", library.account.api);
    let ask = |key: Option<String>| {
        let request = library.http.get(&url);
        match key {
            Some(value) => request.header("Authorization", value),
            None => request,
        }
    };
    let key = library.account.private_key.reveal();
    let private = |user: &str, password: Option<&str>| library.http.get(&url).basic_auth(user, password);

    refused(
        answer(ask(None).send().await.unwrap()).await,
        401,
        "Your request does not contain private API key.",
    );
    for wrong in ["Basic eDo=".into(), "Basic ???".into(), "Bearer x".into(), format!("bearer {key}")] {
        let answer = answer(ask(Some(wrong)).send().await.unwrap()).await;
        refused(answer, 403, "Your account cannot be authenticated.");
    }
    let public = private(&library.account.public_key, None).send().await.unwrap();
    assert_eq!(public.status(), 403);
    for password in [None, Some(""), Some("do_not_set"), Some("a:b")] {
        assert_eq!(private(key, password).send().await.unwrap().status(), 200);
    }
    assert_eq!(ask(Some(format!("Basic {key}"))).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn answers_carry_the_headers_of_the_service() {
    let library = Library::new().await;
    for (path, status) in [("/v1/files", 200), ("/v1/files/", 200), ("/v1/nothing", 404)] {
        let answer = library.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/json; charset=utf-8");
        assert_eq!(header("x-ik-requestid").len(), 36);
        for name in ["x-ratelimit-limit", "x-ratelimit-reset", "x-ratelimit-interval"] {
            header(name).parse::<u64>().unwrap();
        }
    }
    let delivery = library.http.get(format!("{}/none", library.account.delivery)).send().await.unwrap();
    assert!(delivery.headers().contains_key("x-ik-requestid"));
}

#[tokio::test]
async fn what_is_not_served_is_named() {
    let library = Library::new().await;
    let unknown = library.get("/v1/accounts/users?a=b").await;
    let words = "This local library does not support GET /v1/accounts/users.";
    refused_for(unknown, 404, "NOT_SUPPORTED", words);
    let unknown = library.post("/v1/files", json!({})).await;
    refused_for(unknown, 404, "NOT_SUPPORTED", "This local library does not support POST /v1/files.");
}

#[tokio::test]
async fn malformed_requests_are_the_clients_fault() {
    let library = Library::new().await;
    let send = |body: &'static str| {
        library
            .request(Method::POST, "/v1/files/addTags")
            .header("Content-Type", "application/json")
            .body(body)
    };
    let empty = answer(send("").send().await.unwrap()).await;
    refused(empty, 400, "fileIds parameter is missing.");
    for body in ["{", "[]", "7", "{\"a\":\"\\ud800\"}"] {
        let answer = send(body).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
    }
    let huge = library.request(Method::POST, "/v1/files/addTags").body("x".repeat(2 << 20));
    assert_eq!(huge.send().await.unwrap().status(), 413);
    let (status, body) = library.get("/v1/files/%ff/details").await;
    assert_eq!(status, 400);
    assert!(body["help"].is_string());
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let library = Library::new().await;
    let id = library.put("/a/x.png").await;
    let tags = json!({ "fileIds": [id], "tags": ["sea"] });
    assert_eq!(library.post("/v1/files/addTags", tags).await.0, 200);
    let before = library.details(&id).await;
    let account = library.account.clone();

    let library = library.restarted().await;
    assert_eq!(library.account.private_key, account.private_key);
    assert_eq!(library.account.public_key, account.public_key);
    assert!(account.private_key.reveal().starts_with("private_"));
    assert_eq!(library.all().await, ["/a/", "/a/x.png"]);
    let after = library.details(&id).await;
    assert_eq!((&after["tags"], &after["updatedAt"]), (&json!(["sea"]), &before["updatedAt"]));
    assert_eq!(after["versionInfo"], json!({ "id": id, "name": "Version 1" }));
}

#[tokio::test]
async fn given_keys_are_taken_and_remembered() {
    let data = tempfile::tempdir().unwrap();
    let given = Settings {
        public_key: Some("public_x".into()),
        private_key: Some(Secret::new("private_x")),
        id: Some("demo".into()),
        ..settings(&data)
    };
    let running = start(given).await.unwrap();
    assert!(running.account().delivery.ends_with("/demo"));
    running.shutdown().await;
    let running = start(settings(&data)).await.unwrap();
    assert_eq!(running.account().private_key.reveal(), "private_x");
    assert_eq!(running.account().public_key, "public_x");
    assert!(running.account().delivery.ends_with("/demo"));
    for id in ["", "a/b", "v1"] {
        let other = tempfile::tempdir().unwrap();
        let wrong = Settings { id: Some(id.into()), ..settings(&other) };
        assert!(matches!(start(wrong).await, Err(StartError::Unusable { what: "id", .. })), "{id}");
    }
}

#[tokio::test]
async fn what_keeps_it_from_starting_is_told() {
    let library = Library::new().await;
    let told = |error: StartError| {
        let report = error.report();
        assert!(!report.why.is_empty() && !report.next.is_empty());
        error
    };
    let held = told(start(settings(&library.data)).await.unwrap_err());
    assert!(matches!(held, StartError::Open(OpenError::Held { .. })), "{held}");

    let data = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let busy = Settings { addr: taken.local_addr().unwrap(), ..settings(&data) };
    let busy = told(start(busy).await.unwrap_err());
    assert!(matches!(busy, StartError::Listen { .. }), "{busy}");
    assert!(busy.report().next.contains("Another program listens there"), "{:?}", busy.report());

    let file = data.path().join("file");
    fs::write(&file, "").unwrap();
    let unwritable = told(start(Settings::new(file)).await.unwrap_err());
    assert!(matches!(unwritable, StartError::Open(OpenError::Unwritable { .. })), "{unwritable}");

    let db = rusqlite::Connection::open(data.path().join("library.db")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let newer = told(start(settings(&data)).await.unwrap_err());
    assert!(matches!(newer, StartError::Open(OpenError::Newer { found: 99, .. })), "{newer}");
}
