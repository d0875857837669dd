//! Malformed requests to every call of the coverage table: never a 5xx, and never a change.

use ikt::server::coverage::{ENDPOINTS, Endpoint, Place};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::library::{Library, PIXEL};

/// A library with something of everything in it, and ids to ask for.
struct Full {
    library: Library,
    file: String,
}

impl Full {
    async fn new() -> Self {
        let library = Library::new().await;
        let file = library.put("/a/x.png").await;
        library.put("/a/x.png").await;
        library.put("/b/y.png").await;
        for (path, body) in [
            ("/v1/accounts/origins", json!({ "name": "x", "type": "WEB_PROXY" })),
            ("/v1/accounts/url-endpoints", json!({ "description": "x", "urlPrefix": "p" })),
            ("/v1/accounts/webhooks", json!({ "endpoint": "http://h/x", "events": ["file.created"] })),
            (
                "/v1/saved-extensions",
                json!({ "name": "x", "description": "y", "config": { "name": "remove-bg" } }),
            ),
            ("/v1/named-transformations", json!({ "name": "x", "transformation": "w-1" })),
            ("/v1/customMetadataFields", json!({ "name": "x", "label": "x", "schema": { "type": "Text" } })),
        ] {
            assert_eq!(library.post(path, body).await.0, 201, "{path}");
        }
        Self { library, file }
    }

    /// Everything that lists say of the library.
    async fn state(&self) -> Vec<Value> {
        let mut state = Vec::new();
        for path in [
            "/v1/files?type=all",
            "/v1/files?type=file-version",
            "/v1/accounts/origins",
            "/v1/accounts/url-endpoints",
            "/v1/accounts/webhooks",
            "/v1/saved-extensions",
            "/v1/named-transformations",
            "/v1/customMetadataFields?includeDeleted=true",
        ] {
            let (status, body) = self.library.get(path).await;
            assert_eq!(status, 200, "{path}");
            state.push(body);
        }
        state
    }

    /// The path of a call, about things that there are.
    fn path(&self, endpoint: &Endpoint) -> String {
        let part = |part: &str| match part {
            "{imagekitId}" => "local".to_owned(),
            part if part.starts_with('{') => self.file.clone(),
            part => part.to_owned(),
        };
        endpoint.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    async fn ask(&self, endpoint: &Endpoint, path: &str, body: Vec<u8>, kind: &str) -> StatusCode {
        let method: Method = endpoint.method.parse().unwrap();
        let request = self.library.request(method, path).header(CONTENT_TYPE, kind).body(body);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        assert!(!status.is_server_error(), "{} {path}: {status} {:?}", endpoint.method, answer.text().await);
        status
    }
}

/// Values of all types, none of which is what a parameter wants.
fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!([]),
        json!([[]]),
        json!([null, 7, {}]),
        json!({ "\u{0}": [] }),
        json!("\u{0}\u{202e}\u{fffd}/../%00"),
        json!("x".repeat(100_000)),
        deep(100),
    ]
}

fn deep(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

const ODD_IDS: [&str; 8] = [
    "x",
    "%ff%fe",
    "%00",
    "..%2f..",
    "0123456789ABCDEF01234567",
    "0123456789abcdef01234567a",
    "default%20",
    "%F0%9F%98%80",
];

const ODD_QUERIES: [&str; 8] =
    ["%ff", "=", "&&&==", "a[b]=%00", "limit=99999999999999999999", "type=%ff", "skip=-1e9", "x=%"];

fn form(parts: &[(&str, &[u8])]) -> (Vec<u8>, &'static str) {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    (body, "multipart/form-data; boundary=b")
}

#[tokio::test]
async fn odd_parameters_of_json_bodies_change_nothing() {
    let full = Full::new().await;
    let before = full.state().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path != "/v1/dummy/test") {
        let path = full.path(endpoint);
        for parameter in endpoint.parameters.iter().filter(|parameter| parameter.place == Place::Body) {
            for value in odd_values() {
                // A change of nothing but a field that may be null is no malformed one.
                if endpoint.method == "PATCH" && (value.is_null() || value == json!([])) {
                    continue;
                }
                if parameter.name == "description" && value.is_string() {
                    continue;
                }
                let body = json!({ parameter.name: value }).to_string().into_bytes();
                let status = full.ask(endpoint, &path, body, "application/json").await;
                assert!(status.is_client_error(), "{} {path} {}: {status}", endpoint.method, parameter.name);
            }
        }
    }
    assert_eq!(full.state().await, before);
}

#[tokio::test]
async fn odd_bodies_change_nothing() {
    let full = Full::new().await;
    let before = full.state().await;
    let nested = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000)).into_bytes();
    let bodies: [&[u8]; 9] = [
        b"{",
        b"[1]",
        b"7",
        b"\"x\"",
        b"{\"a\":\"\xff\"}",
        b"{\"a\":\"\\ud800\"}",
        b"\xff\xfe{\0}\0",
        b"a=b&c=d",
        &nested,
    ];
    for endpoint in ENDPOINTS.iter().filter(|endpoint| !matches!(endpoint.method, "GET" | "DELETE")) {
        if endpoint.path.ends_with("/restore") {
            continue;
        }
        for body in bodies {
            for kind in [
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "a/b;;;=",
            ] {
                let status = full.ask(endpoint, &full.path(endpoint), body.to_vec(), kind).await;
                assert!(status.is_client_error(), "{} {}: {status}", endpoint.method, endpoint.path);
            }
        }
    }
    assert_eq!(full.state().await, before);
}

#[tokio::test]
async fn odd_ids_and_queries_change_nothing() {
    let full = Full::new().await;
    let before = full.state().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.starts_with("/v1")) {
        if endpoint.path.contains('{') {
            for id in ODD_IDS {
                let parts =
                    endpoint.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
                let path = parts.collect::<Vec<_>>().join("/");
                let status = full.ask(endpoint, &path, b"{}".to_vec(), "application/json").await;
                assert!(status.is_client_error(), "{} {path}: {status}", endpoint.method);
            }
        }
        if endpoint.method == "GET" {
            for query in ODD_QUERIES {
                full.ask(endpoint, &format!("{}?{query}", full.path(endpoint)), Vec::new(), "text/plain")
                    .await;
            }
            for parameter in endpoint.parameters.iter().filter(|parameter| parameter.place == Place::Query) {
                for value in
                    ["", "%ff", "%00", "-1", "99999999999999999999", "((((((((", "'\"\\", &"(".repeat(4000)]
                {
                    let path = format!("{}?{}={value}", full.path(endpoint), parameter.name);
                    full.ask(endpoint, &path, Vec::new(), "text/plain").await;
                }
            }
        }
    }
    assert_eq!(full.state().await, before);
}

#[tokio::test]
async fn odd_forms_change_nothing() {
    let full = Full::new().await;
    let before = full.state().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.contains("/upload")) {
        let refused = async |(body, kind): (Vec<u8>, &str)| {
            let status = full.ask(endpoint, endpoint.path, body, kind).await;
            assert!(status.is_client_error(), "{}: {status}", endpoint.path);
        };
        for parameter in endpoint.parameters {
            // Alone it is never enough; with a file it is wrong in itself.
            for value in [b"".as_slice(), b"\xff\xfe", b"\0", b"[[[[", &b"x".repeat(1 << 17)] {
                refused(form(&[(parameter.name, value)])).await;
            }
        }
        let wrong: [(&str, &[u8]); 11] = [
            ("useUniqueFileName", b"maybe"),
            ("isPrivateFile", b"7"),
            ("tags", b"50%"),
            ("customCoordinates", b"a,b"),
            ("responseFields", b"nothing"),
            ("extensions", b"{"),
            ("webhookUrl", b"ftp://x"),
            ("customMetadata", b"[]"),
            ("transformation", b"[]"),
            ("checks", b"((("),
            ("token", b"x"),
        ];
        for (name, value) in wrong {
            refused(form(&[("file", PIXEL), ("fileName", b"z.png"), (name, value)])).await;
        }
        let (whole, kind) = form(&[("fileName", b"z.png"), ("file", PIXEL)]);
        for cut in [1, 10, whole.len() / 2, whole.len() - 8] {
            refused((whole[..cut].to_vec(), kind)).await;
        }
        refused((whole.clone(), "multipart/form-data; boundary=c")).await;
        refused((whole.clone(), "multipart/form-data")).await;
        refused((whole, "application/json")).await;
        refused((Vec::new(), kind)).await;
        refused((b"--b\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\r\n--b--".to_vec(), kind))
            .await;
        refused((b"--b\r\nContent-Disposition:\r\n\r\n\r\n--b--".to_vec(), kind)).await;
    }
    assert_eq!(full.state().await, before);
}
