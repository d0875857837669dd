//! What the headers of requests and answers say.

use ikt::server::store::Labels;
use image::ImageFormat;
use reqwest::{Method, StatusCode};

use super::{Library, halves, header};

#[tokio::test]
async fn parts_of_pictures_that_were_made() {
    let library = Library::start().await;
    library.put("/a.jpg", &halves(400, 200, ImageFormat::Jpeg), Labels::default());
    let url = library.url("/a.jpg?tr=w-90");
    let whole = library.ask(&url, &[]).await;
    assert_eq!(header(&whole, "accept-ranges"), "bytes");
    let tag = header(&whole, "etag").to_owned();
    let bytes = whole.bytes().await.unwrap();

    let part = library.ask(&url, &[("range", "bytes=10-19"), ("if-range", &tag)]).await;
    let expected = format!("bytes 10-19/{}", bytes.len());
    assert_eq!(
        (part.status(), header(&part, "content-range")),
        (StatusCode::PARTIAL_CONTENT, expected.as_str())
    );
    assert_eq!(part.bytes().await.unwrap(), bytes[10..20]);
    let stale = library.ask(&url, &[("range", "bytes=10-19"), ("if-range", "\"older\"")]).await;
    assert_eq!((stale.status(), stale.bytes().await.unwrap()), (StatusCode::OK, bytes.clone()));
    let outside = library.ask(&url, &[("range", "bytes=999999-")]).await;
    assert_eq!(outside.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    let head = library.client.request(Method::HEAD, &url).send().await.unwrap();
    assert_eq!(header(&head, "content-length"), bytes.len().to_string());
    assert!(head.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn files_to_be_saved() {
    let library = Library::start().await;
    library.put("/d/é \"1\".png", &halves(40, 20, ImageFormat::Png), Labels::default());
    library.put("/d/a.png", &halves(40, 20, ImageFormat::Png), Labels::default());
    for (path, expected) in [
        ("/d/a.png", ""),
        ("/d/a.png?ik-attachment=false", ""),
        ("/d/a.png?ik-attachment=true", "attachment; filename=\"a.png\""),
        ("/tr:w-9/d/a.png?ik-attachment=true", "attachment; filename=\"a.png\""),
        (
            "/d/a.png?ik-attachment=true&ik-attachment-filename=my%20file.png",
            "attachment; filename=\"my file.png\"",
        ),
        (
            "/d/%C3%A9%20%221%22.png?ik-attachment=true",
            "attachment; filename=\"_ _1_.png\"; filename*=UTF-8''%C3%A9%20%221%22.png",
        ),
    ] {
        let answer = library.ask(&library.url(path), &[]).await;
        assert_eq!(
            (answer.status(), header(&answer, "content-disposition")),
            (StatusCode::OK, expected),
            "{path}"
        );
    }
}
