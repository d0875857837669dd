//! Uploads as the official SDKs send them, and files that are fetched from a URL (imagekit-api.md 2.2).

use ikt::server::{Settings, start};
use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::library::{Library, PIXEL, answer, refused, settings, text};

/// A part of a form: its name, what stands behind the name in its head, and its content.
type Part<'a> = (&'a str, &'a str, &'a [u8]);

/// A form as bytes.
pub fn body(boundary: &str, parts: &[Part<'_>]) -> Vec<u8> {
    let part = |(name, head, content): &Part<'_>| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    [parts.iter().flat_map(part).collect(), format!("--{boundary}--\r\n").into_bytes()].concat()
}

pub async fn send(library: &Library, boundary: &str, body: Vec<u8>) -> (reqwest::StatusCode, Value) {
    let request = library
        .request(Method::POST, "/api/v1/files/upload")
        .header("Content-Type", format!("multipart/form-data; boundary={boundary}"))
        .body(body);
    answer(request.send().await.unwrap()).await
}

#[tokio::test]
async fn the_older_python_sdk() {
    let library = Library::new().await;
    let boundary = "--randomBoundary---------------------";
    let parts: [Part<'_>; 7] = [
        ("file", "; filename=\"été (1).png\"", PIXEL),
        ("fileName", "", "été (1).png".as_bytes()),
        ("useUniqueFileName", "", b"false"),
        ("tags", "", b"a,b"),
        ("responseFields", "", b"tags,customMetadata"),
        ("extensions", "", br#"[{"name": "google-auto-tagging", "maxTags": 5, "minConfidence": 95}]"#),
        ("overwriteAITags", "", b"true"),
    ];
    let (status, answer) = send(&library, boundary, body(boundary, &parts)).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!((&answer["filePath"], &answer["size"]), (&json!("/été__1_.png"), &json!(PIXEL.len())));
    assert_eq!((&answer["tags"], &answer["customMetadata"]), (&json!(["a", "b"]), &json!({})));
    assert_eq!(answer["extensionStatus"], json!({ "google-auto-tagging": "pending" }));
    // It sends bytes without a file's name.
    let parts: [Part<'_>; 2] = [("file", "", PIXEL), ("fileName", "", b"bytes.png")];
    let (_, answer) = send(&library, boundary, body(boundary, &parts)).await;
    assert_eq!((&answer["size"], &answer["fileType"]), (&json!(PIXEL.len()), &json!("image")));
}

#[tokio::test]
async fn the_newer_python_sdk_sends_the_file_last() {
    let library = Library::new().await;
    let parts: [Part<'_>; 4] = [
        ("fileName", "", b"x.png"),
        ("isPrivateFile", "", b"true"),
        ("useUniqueFileName", "", b"false"),
        ("file", "; filename=\"upload\"\r\nContent-Type: application/octet-stream", PIXEL),
    ];
    let (status, answer) = send(&library, "0123456789abcdef", body("0123456789abcdef", &parts)).await;
    assert_eq!((status.as_u16(), &answer["filePath"], &answer["width"]), (200, &json!("/x.png"), &json!(1)));
    assert_eq!(library.details(&text(&answer["fileId"])).await["isPrivateFile"], json!(true));
}

#[tokio::test]
async fn the_older_node_sdk_sends_what_is_undefined() {
    let library = Library::new().await;
    let names = [
        "tags",
        "folder",
        "isPrivateFile",
        "customCoordinates",
        "responseFields",
        "extensions",
        "webhookUrl",
        "overwriteFile",
        "customMetadata",
        "transformation",
        "checks",
        "publicKey",
        "signature",
        "expire",
        "token",
    ];
    let mut parts: Vec<Part<'_>> = vec![("file", "; filename=\"x.png\"", PIXEL), ("fileName", "", b"x.png")];
    parts.extend(names.map(|name| (name, "", &b"undefined"[..])));
    let (status, answer) = send(&library, "b", body("b", &parts)).await;
    assert_eq!(status, 200, "{answer}");
    let details = library.details(&text(&answer["fileId"])).await;
    assert_eq!((&details["tags"], &details["customCoordinates"]), (&Value::Null, &Value::Null));
}

/// Answers every request with the same; gives its address.
async fn origin(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
    let origin = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", origin.local_addr().unwrap());
    let answer = answer(&address);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = origin.accept().await {
            let mut request = [0; 4096];
            if client.read(&mut request).await.is_ok() {
                // A client that has read enough goes away.
                let _ = client.write_all(&answer).await;
            }
        }
    });
    address
}

async fn fetched(library: &Library, url: &str) -> (reqwest::StatusCode, Value) {
    library.upload_form(Form::new().text("fileName", "x.png").text("file", url.to_owned())).await
}

#[tokio::test]
async fn an_address_may_point_to_another_but_not_for_ever() {
    let library = Library::new().await;
    let ring = origin(|address| {
        format!("HTTP/1.1 302 Found\r\nLocation: {address}/again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .into_bytes()
    });
    let message = "Your request contains invalid file parameter. The file could not be downloaded from the URL: it points from one address to the next.";
    refused(fetched(&library, &ring.await).await, 400, message);
    let pixel = origin(|_| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", PIXEL.len());
        [head.as_bytes(), PIXEL].concat()
    });
    let pixel = pixel.await;
    let pointer = origin(move |_| {
        format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {pixel}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .into_bytes()
    });
    let (status, answer) = fetched(&library, &pointer.await).await;
    assert_eq!((status.as_u16(), &answer["size"]), (200, &json!(PIXEL.len())), "{answer}");
    for wrong in ["http://", "https://[", "http://user:x@/"] {
        let (status, answer) = fetched(&library, wrong).await;
        assert_eq!(status, 400, "{answer}");
    }
    assert_eq!(library.list("").await.len(), 1);
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_left() {
    let data = tempfile::tempdir().unwrap();
    let running = start(Settings { upload_limit: 1000, ..settings(&data) }).await.unwrap();
    let library = Library::of(data, running);
    // It does not say how much will come.
    let endless = origin(|_| [&b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"[..], &[0; 100_000]].concat());
    let too_large = "Your request contains invalid file parameter. The file size exceeds limits.";
    refused(fetched(&library, &endless.await).await, 400, too_large);
    assert!(library.all().await.is_empty());
    assert_eq!(std::fs::read_dir(library.data.path().join("staging")).unwrap().count(), 0);
}
