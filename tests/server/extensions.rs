//! Extensions: checked, answered as pending, ended in a call of the webhook.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::library::{Library, PIXEL, refused, text};

/// A call as it came.
struct Call {
    headers: HeaderMap,
    body: String,
}

impl Call {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// An address that takes calls after it has refused `failures` of them, and what was called.
async fn receiver(failures: usize) -> (String, mpsc::UnboundedReceiver<Call>) {
    let (calls, called) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let take = move |headers: HeaderMap, body: Bytes| async move {
        calls.send(Call { headers, body: String::from_utf8(body.to_vec()).unwrap() }).unwrap();
        if count.fetch_add(1, Ordering::Relaxed) < failures {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::NO_CONTENT
        }
    };
    let app = Router::new().route("/hook", post(take));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, called)
}

fn mac(key: &str, message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Checks both signatures as the SDKs do.
fn assert_signed(call: &Call, secret: &str) {
    let (id, at) = (call.header("webhook-id"), call.header("webhook-timestamp"));
    let new = STANDARD.encode(mac(secret, &format!("{id}.{at}.{}", call.body)));
    assert_eq!(call.header("webhook-signature"), format!("v1,{new}"));
    let (time, old) = call.header("x-ik-signature").split_once(",v1=").unwrap();
    let time = time.strip_prefix("t=").unwrap();
    let hex: String =
        mac(secret, &format!("{time}.{}", call.body)).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!((old, &time[..time.len() - 3]), (&*hex, at));
}

#[tokio::test]
async fn an_update_is_pending_and_the_webhook_hears_the_end() {
    let library = Library::new().await;
    let (url, mut called) = receiver(0).await;
    let id = library.put("/x.png").await;
    let body = json!({ "extensions": [{ "name": "google-auto-tagging", "maxTags": 5, "minConfidence": 90 },
        { "name": "remove-bg" }], "webhookUrl": url });
    let (status, file) = library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await;
    assert_eq!(status, 200, "{file}");
    assert_eq!(file["extensionStatus"], json!({ "google-auto-tagging": "pending", "remove-bg": "pending" }));
    for service in ["google-auto-tagging", "remove-bg"] {
        let call = called.recv().await.unwrap();
        let body = call.json();
        let error = text(&body["error"]);
        assert!(!error.is_empty());
        assert_eq!(body, json!({ "service": service, "status": "FAILURE", "fileId": id, "error": error }));
        assert_eq!(call.header("content-type"), "application/json");
        assert_signed(&call, library.running.webhook_secret().reveal());
    }
    let secret = library.running.webhook_secret().reveal().to_owned();
    assert!(secret.starts_with("whsec_"));
    assert_eq!(library.restarted().await.running.webhook_secret().reveal(), secret);
}

#[tokio::test]
async fn so_does_an_upload() {
    let library = Library::new().await;
    let (url, mut called) = receiver(0).await;
    let fields = [("extensions", r#"[{"name": "aws-auto-tagging"}]"#), ("webhookUrl", url.as_str())];
    let body = library.upload_with("/x.png", PIXEL, &fields).await;
    assert_eq!(body["extensionStatus"], json!({ "aws-auto-tagging": "pending" }));
    assert_eq!(called.recv().await.unwrap().json()["fileId"], body["fileId"]);
}

#[tokio::test]
async fn a_call_that_fails_comes_again_under_its_id() {
    let library = Library::new().await;
    let (url, mut called) = receiver(1).await;
    let id = library.put("/x.png").await;
    let body = json!({ "extensions": [{ "name": "ai-auto-description" }], "webhookUrl": url });
    assert_eq!(library.send(Method::PATCH, &format!("/v1/files/{id}/details"), body).await.0, 200);
    let (first, second) = (called.recv().await.unwrap(), called.recv().await.unwrap());
    assert_eq!((first.header("webhook-id"), &first.body), (second.header("webhook-id"), &second.body));
    assert_signed(&second, library.running.webhook_secret().reveal());
}

#[tokio::test]
async fn a_saved_extension_stands_for_what_it_saves() {
    let library = Library::new().await;
    let saved = json!({ "name": "Photos", "description": "Tags of photos",
        "config": { "name": "google-auto-tagging", "minConfidence": 70, "maxTags": 4 } });
    let (status, saved) = library.post("/v1/saved-extensions", saved).await;
    assert_eq!(status, 201, "{saved}");
    let path = format!("/v1/files/{}/details", library.put("/x.png").await);
    let asking = |id: &Value| json!({ "extensions": [{ "name": "saved-extension", "id": id }] });
    let (_, file) = library.send(Method::PATCH, &path, asking(&saved["id"])).await;
    assert_eq!(file["extensionStatus"], json!({ "google-auto-tagging": "pending" }));
    refused(
        library.send(Method::PATCH, &path, asking(&json!("ext_0"))).await,
        400,
        "Your request contains invalid value for extensions parameter: the saved extension `ext_0` does not exist.",
    );
    let refs = json!([{ "name": "saved-extension", "id": saved["id"] }]).to_string();
    let body = library.upload_with("/y.png", PIXEL, &[("extensions", &refs)]).await;
    assert_eq!(body["extensionStatus"], json!({ "google-auto-tagging": "pending" }));
    let task = json!({ "type": "select_metadata", "instruction": "which colour?", "field": "colour" });
    refused(
        library
            .send(Method::PATCH, &path, json!({ "extensions": [{ "name": "ai-tasks", "tasks": [task] }] }))
            .await,
        400,
        "Your request contains invalid value for extensions parameter: the custom metadata field `colour` does not exist.",
    );
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
