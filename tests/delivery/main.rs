//! Delivery of the local library, over HTTP.

mod caching;
mod headers;
mod layers;
mod paths;

use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::Arc;

use ikt::model::{AssetId, FileKind, FolderPath, Secret};
use ikt::server::http::delivery::{Delivery, Draw};
use ikt::server::imaging::probe;
use ikt::server::store::{Changes, Content, Existing, FileRecord, Labels, Media, NewFile, Publish, Store};
use ikt::server::{self, Settings};
use ikt::url::{delivery_url, sign};
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use jiff::Timestamp;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, Response, StatusCode};
use tokio::net::TcpListener;

const KEY: &str = "private_key_test";

/// A running library and a client of it.
struct Library {
    store: Store,
    endpoint: String,
    client: Client,
    data: Arc<tempfile::TempDir>,
}

impl Library {
    async fn start() -> Self {
        Self::drawing(drawn).await
    }

    /// The same with drawings of another kind.
    async fn drawing(draw: Draw) -> Self {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        Self::serving(store, Arc::new(data), draw).await
    }

    /// The same files, delivered by another one that has nothing in memory.
    async fn again(&self, draw: Draw) -> Self {
        Self::serving(self.store.clone(), Arc::clone(&self.data), draw).await
    }

    async fn serving(store: Store, data: Arc<tempfile::TempDir>, draw: Draw) -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let endpoint = format!("http://{}/demo", listener.local_addr().unwrap());
        let router = Delivery::new(store.clone(), endpoint.clone(), Secret::new(KEY), draw).router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { store, endpoint, client: client(), data }
    }

    fn put(&self, path: &str, bytes: &[u8], labels: Labels) -> FileRecord {
        let (folder, name) = FolderPath::split_file(path);
        let found = probe(name, bytes);
        let media = Media {
            kind: found.kind,
            mime: found.mime,
            size: bytes.len() as u64,
            width: found.width.unwrap_or(0),
            height: found.height.unwrap_or(0),
            alpha: found.has_alpha,
            embedded: None,
        };
        let content = Content::Staged(self.store.stage(bytes).unwrap());
        let file =
            NewFile { folder, name: name.into(), content, media, labels, created: None, updated: None };
        self.store.put(file, Existing::REPLACE).unwrap()
    }

    /// Puts in a file that has no bytes of its own.
    fn put_drawn(&self, path: &str, (width, height): (u32, u32)) {
        let (folder, name) = FolderPath::split_file(path);
        let media = Media {
            kind: FileKind::Image,
            mime: "image/jpeg".into(),
            size: 1000,
            width,
            height,
            alpha: Some(false),
            embedded: None,
        };
        let (content, labels) = (Content::Drawn(64), Labels::default());
        let file =
            NewFile { folder, name: name.into(), content, media, labels, created: None, updated: None };
        self.store.put(file, Existing::REPLACE).unwrap();
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint)
    }

    fn signed(&self, url: &str, expire: Option<u64>) -> String {
        sign(url, &self.endpoint, &Secret::new(KEY), expire)
    }

    async fn ask(&self, url: &str, headers: &[(&str, &str)]) -> Response {
        let request = self.client.get(url);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.send().await.unwrap()
    }

    async fn status(&self, url: &str) -> StatusCode {
        self.ask(url, &[]).await.status()
    }

    /// A picture that was delivered, with its media type.
    async fn picture(&self, url: &str) -> (DynamicImage, String) {
        let answer = self.ask(url, &[]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{url}: {:?}", answer.headers());
        let mime = header(&answer, "content-type").to_owned();
        (image::load_from_memory(&answer.bytes().await.unwrap()).unwrap(), mime)
    }
}

fn client() -> Client {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Red on the left and blue on the right.
fn halves(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let color = |x| if x < width / 2 { [220, 30, 30] } else { [20, 40, 210] };
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, |x, _| Rgb(color(x))).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The stand-in for the drawings of the demo.
fn drawn(_seed: u64, width: u32, height: u32, _size: u64) -> Vec<u8> {
    halves(width, height, ImageFormat::Jpeg)
}

#[tokio::test]
async fn originals_are_delivered_byte_for_byte() {
    let library = Library::start().await;
    let bytes = halves(60, 40, ImageFormat::Png);
    library.put("/a b/é+%.png", &bytes, Labels::default());
    let url = delivery_url(&library.endpoint, "/a b/é+%.png", None);

    let answer = library.ask(&url, &[]).await;
    assert_eq!(header(&answer, "content-type"), "image/png");
    assert_eq!(header(&answer, "content-length"), bytes.len().to_string());
    let tag = header(&answer, "etag").to_owned();
    assert_eq!(answer.bytes().await.unwrap(), bytes);

    let again = library.ask(&url, &[("if-none-match", &format!("\"x\", W/{tag}"))]).await;
    assert_eq!((again.status(), header(&again, "etag")), (StatusCode::NOT_MODIFIED, tag.as_str()));
    let head = library.client.request(Method::HEAD, &url).send().await.unwrap();
    assert_eq!(header(&head, "content-length"), bytes.len().to_string());
    assert_eq!(library.ask(&format!("{url}?updatedAt=1&v=2"), &[]).await.bytes().await.unwrap(), bytes);
    assert_eq!(library.ask(&format!("{url}?tr=orig-true,w-1"), &[]).await.bytes().await.unwrap(), bytes);
}

#[tokio::test]
async fn parts_of_originals() {
    let library = Library::start().await;
    library.put("/a.txt", b"0123456789", Labels::default());
    let url = library.url("/a.txt");
    let tag = header(&library.ask(&url, &[]).await, "etag").to_owned();

    let part = library.ask(&url, &[("range", "bytes=3-5"), ("if-range", &tag)]).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!((header(&part, "content-range"), header(&part, "content-length")), ("bytes 3-5/10", "3"));
    assert_eq!(part.text().await.unwrap(), "345");
    let tail = library.ask(&url, &[("range", "bytes=-2")]).await;
    assert_eq!(tail.text().await.unwrap(), "89");
    let outside = library.ask(&url, &[("range", "bytes=10-")]).await;
    assert_eq!(outside.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(header(&outside, "content-range"), "bytes */10");
    let stale = library.ask(&url, &[("range", "bytes=3-5"), ("if-range", "\"older\"")]).await;
    assert_eq!((stale.status(), stale.text().await.unwrap().as_str()), (StatusCode::OK, "0123456789"));
}

#[tokio::test]
async fn transformations_in_path_and_query() {
    let library = Library::start().await;
    library.put("/dir/a.jpg", &halves(400, 200, ImageFormat::Jpeg), Labels::default());
    for url in ["/tr:w-100,h-100,fo-right/dir/a.jpg", "/dir/a.jpg?tr=w-100%2Ch-100%2Cfo-right"] {
        let (picture, mime) = library.picture(&library.url(url)).await;
        assert_eq!((picture.dimensions(), mime.as_str()), ((100, 100), "image/jpeg"));
        let [r, _, b, _] = picture.get_pixel(5, 50).0;
        assert!(b > 180 && r < 60, "the right part is blue: {r} {b}");
    }
    let (picture, mime) = library.picture(&library.url("/dir/a.jpg?tr=w-100,f-png:rt-90")).await;
    assert_eq!((picture.dimensions(), mime.as_str()), ((50, 100), "image/png"));
    let (thumbnail, _) = library.picture(&library.url("/tr:n-ik_ml_thumbnail/dir/a.jpg")).await;
    assert_eq!(thumbnail.dimensions(), (400, 200));
}

#[tokio::test]
async fn a_finished_picture_is_kept_and_known_by_its_tag() {
    let library = Library::start().await;
    library.put("/a.jpg", &halves(400, 200, ImageFormat::Jpeg), Labels::default());
    let url = library.url("/a.jpg?tr=w-50,xx-1,e-bgremove");
    let first = library.ask(&url, &[]).await;
    assert_eq!(
        header(&first, "x-ikt-ignored"),
        "xx-1 (unknown parameter), e-bgremove (needs a generative model, which the local library does not have)"
    );
    assert_eq!(header(&first, "vary"), "accept");
    let tag = header(&first, "etag").to_owned();
    let bytes = first.bytes().await.unwrap();
    let kept: Vec<_> =
        std::fs::read_dir(library.data.path().join("cache")).unwrap().map(Result::unwrap).collect();
    assert_eq!(kept.len(), 1);

    // What another run answers comes from there: a sign is put into it.
    let mut marked = bytes.to_vec();
    marked.extend(b"kept");
    std::fs::write(kept[0].path(), &marked).unwrap();
    let again = library.again(drawn).await;
    let answer = again.ask(&again.url("/a.jpg?tr=w-50,xx-1,e-bgremove"), &[]).await;
    assert_eq!(header(&answer, "etag"), tag);
    assert_eq!(answer.bytes().await.unwrap(), marked);
    assert_eq!(library.ask(&url, &[]).await.bytes().await.unwrap(), bytes, "from memory");
    assert_eq!(library.ask(&url, &[("if-none-match", &tag)]).await.status(), StatusCode::NOT_MODIFIED);

    // A new version at the same path is another picture.
    library.put("/a.jpg", &halves(100, 100, ImageFormat::Png), Labels::default());
    let new = library.ask(&url, &[("if-none-match", &tag)]).await;
    assert_eq!(new.status(), StatusCode::OK);
    assert_eq!(image::load_from_memory(&new.bytes().await.unwrap()).unwrap().dimensions(), (50, 50));
}

#[tokio::test]
async fn older_versions() {
    let library = Library::start().await;
    let old = library.put("/a.png", &halves(10, 10, ImageFormat::Png), Labels::default());
    library.put("/a.png", &halves(20, 20, ImageFormat::Png), Labels::default());
    let url = |version: &AssetId| library.url(&format!("/a.png?ik-obj-version={version}"));
    assert_eq!(library.picture(&library.url("/a.png")).await.0.dimensions(), (20, 20));
    assert_eq!(library.picture(&url(&old.version_id)).await.0.dimensions(), (10, 10));
    assert_eq!(library.status(&url(&AssetId::from_bytes([0; 12]))).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signatures() {
    let library = Library::start().await;
    let picture = halves(40, 40, ImageFormat::Png);
    library.put("/open.png", &picture, Labels::default());
    library.put("/secret é.png", &picture, Labels { private: true, ..Labels::default() });
    let now = u64::try_from(Timestamp::now().as_second()).unwrap();

    for (path, unsigned) in [("/open.png", StatusCode::OK), ("/secret é.png", StatusCode::UNAUTHORIZED)] {
        for chain in [None, Some("w-10,h-10")] {
            let url = delivery_url(&library.endpoint, path, chain);
            assert_eq!(library.status(&url).await, unsigned, "{url}");
            let signed = library.signed(&url, None);
            assert_eq!(library.status(&signed).await, StatusCode::OK, "{signed}");
            let valid = library.signed(&url, Some(now + 1000));
            assert_eq!(library.status(&valid).await, StatusCode::OK, "{valid}");
            for bad in [
                library.signed(&url, Some(now - 1)),
                valid.replace("ik-s=", "ik-s=0"),
                valid.replace("ik-t=", "ik-t=9"),
                format!("{signed}&x=1"),
            ] {
                assert_eq!(library.status(&bad).await, StatusCode::UNAUTHORIZED, "{bad}");
            }
        }
    }
    // What a file's `thumbnail` says needs no signature.
    let thumbnail = library.url("/tr:n-ik_ml_thumbnail/secret%20%C3%A9.png");
    let answer = library.ask(&thumbnail, &[]).await;
    assert_eq!((answer.status(), header(&answer, "cache-control")), (StatusCode::OK, "private, no-cache"));
}

#[tokio::test]
async fn errors_say_why_in_the_services_form() {
    let library = Library::start().await;
    let hidden = library.put("/hidden.png", &halves(9, 9, ImageFormat::Png), Labels::default());
    let published = Some(Publish { published: false, versions: false });
    library.store.update(&hidden.id, &Changes { published, ..Changes::default() }).unwrap();
    library.put("/torn.png", &halves(90, 90, ImageFormat::Png)[..60], Labels::default());
    library.put("/a.png", &halves(9, 9, ImageFormat::Png), Labels::default());

    for (path, status, words) in [
        ("/nothing.png", 404, "no such file"),
        ("/hidden.png", 404, "no such file"),
        ("/%ff.png", 404, "no such file"),
        ("/torn.png?tr=w-10", 400, "can't be decoded"),
        ("/a.png?tr=n-nobody", 400, "no named transformation `nobody`"),
        ("/a.png?tr=w-60000", 400, "60000 × 60000 pixels"),
        ("/a.png?ik-s=12", 401, "signature"),
    ] {
        let answer = library.ask(&library.url(path), &[]).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let short = words.split(' ').next().unwrap();
        assert!(header(&answer, "ik-error").contains(short), "{path}: {:?}", answer.headers());
        let body: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert!(body["message"].as_str().unwrap().contains(words), "{path}: {body}");
        assert_eq!(body["help"], "For support kindly contact us at support@imagekit.io .");
    }
    assert_eq!(library.status(&library.url("/torn.png")).await, StatusCode::OK, "as it is");
    let put = library.client.put(library.url("/a.png")).send().await.unwrap();
    assert_eq!(put.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_is_no_picture_is_delivered_as_it_is() {
    let library = Library::start().await;
    library.put("/a.txt", b"text", Labels::default());
    let answer = library.ask(&library.url("/a.txt?tr=w-10"), &[]).await;
    assert!(header(&answer, "ik-error").contains("text/plain"));
    assert_eq!((answer.status(), answer.text().await.unwrap().as_str()), (StatusCode::OK, "text"));
}

#[tokio::test]
async fn files_without_bytes_are_drawn() {
    let library = Library::start().await;
    library.put_drawn("/drawn.jpg", (64, 20));
    let (original, mime) = library.picture(&library.url("/drawn.jpg")).await;
    assert_eq!((original.dimensions(), mime.as_str()), ((64, 20), "image/jpeg"));
    let part = library.ask(&library.url("/drawn.jpg"), &[("range", "bytes=0-1")]).await;
    assert_eq!(part.bytes().await.unwrap().as_ref(), [0xff, 0xd8]);
    assert_eq!(library.picture(&library.url("/tr:w-32/drawn.jpg")).await.0.dimensions(), (32, 10));
}

/// The whole way: what is uploaded to a running library is delivered by it.
#[tokio::test]
async fn what_is_uploaded_is_delivered() {
    let data = tempfile::tempdir().unwrap();
    let settings = Settings { empty: true, ..Settings::new(data.path().to_owned()) };
    let running = server::start(settings).await.unwrap();
    let (account, client) = (running.account(), client());
    let form = Form::new()
        .text("fileName", "a b.png")
        .text("useUniqueFileName", "false")
        .text("isPrivateFile", "true")
        .part("file", Part::bytes(halves(80, 40, ImageFormat::Png)).file_name("x"));
    let upload = client
        .post(format!("{}/api/v1/files/upload", account.upload))
        .basic_auth(account.private_key.reveal(), Some(""))
        .multipart(form);
    let answer = upload.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let file: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!((&file["width"], &file["height"]), (&80.into(), &40.into()));

    let path = file["filePath"].as_str().unwrap();
    let url = delivery_url(&account.delivery, path, Some("w-20,f-png"));
    assert_eq!(client.get(&url).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let signed = sign(&url, &account.delivery, &account.private_key, None);
    let answer = client.get(&signed).send().await.unwrap();
    assert!(answer.headers().contains_key("x-ik-requestid"));
    let picture = image::load_from_memory(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(picture.dimensions(), (20, 10));
    running.shutdown().await;
}
