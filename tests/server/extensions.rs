//! Extensions: checked, answered as pending, ended in a call of the webhook.

use axum::routing::post;
use axum::{Json, Router};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::library::{Library, PIXEL, text};

/// An address that takes calls, and what was called.
async fn receiver() -> (String, mpsc::UnboundedReceiver<Value>) {
    let (calls, called) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let app = Router::new()
        .route("/hook", post(move |Json(body): Json<Value>| async move { calls.send(body).unwrap() }));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, called)
}

#[tokio::test]
async fn an_update_is_pending_and_the_webhook_hears_the_end() {
    let library = Library::new().await;
    let (url, mut called) = receiver().await;
    let id = library.put("/x.png").await;
    let body = json!({ "extensions": [{ "name": "google-auto-tagging", "maxTags": 5, "minConfidence": 90 },
        { "name": "remove-bg" }], "webhookUrl": url });
    let (status, file) = library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await;
    assert_eq!(status, 200, "{file}");
    assert_eq!(file["extensionStatus"], json!({ "google-auto-tagging": "pending", "remove-bg": "pending" }));
    for service in ["google-auto-tagging", "remove-bg"] {
        let call = called.recv().await.unwrap();
        assert_eq!(
            (&call["service"], &call["status"], &call["fileId"]),
            (&json!(service), &json!("FAILURE"), &json!(id))
        );
        assert!(!text(&call["error"]).is_empty());
    }
}

#[tokio::test]
async fn so_does_an_upload() {
    let library = Library::new().await;
    let (url, mut called) = receiver().await;
    let fields = [("extensions", r#"[{"name": "aws-auto-tagging"}]"#), ("webhookUrl", url.as_str())];
    let body = library.upload_with("/x.png", PIXEL, &fields).await;
    assert_eq!(body["extensionStatus"], json!({ "aws-auto-tagging": "pending" }));
    assert_eq!(called.recv().await.unwrap()["fileId"], body["fileId"]);
}

#[tokio::test]
async fn what_is_no_extension_changes_nothing() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    let before = library.details(&id).await;
    for body in [
        json!({ "tags": ["a"], "extensions": [{ "name": "paint" }] }),
        json!({ "tags": ["a"], "extensions": [{ "name": "aws-auto-tagging", "maxTags": "many" }] }),
        json!({ "tags": ["a"], "extensions": [], "webhookUrl": "file:///etc/passwd" }),
        json!({ "tags": ["a"], "webhookUrl": 5 }),
    ] {
        let (status, answer) = library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await;
        assert_eq!(status, 400, "{answer}");
    }
    assert_eq!(library.details(&id).await, before);
}
