//! What is made once and kept.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use ikt::server::http::delivery::Draw;
use ikt::server::store::Labels;
use image::{GenericImageView, ImageFormat};
use reqwest::StatusCode;

use super::{Library, drawn, halves, header};

/// How long the parts of an answer took, by their names.
fn parts(answer: &reqwest::Response) -> Vec<String> {
    let parts = header(answer, "server-timing").split(", ");
    parts.map(|part| part.split_once(";dur").map_or(part, |(name, _)| name).to_owned()).collect()
}

#[tokio::test]
async fn an_answer_says_what_it_took() {
    let library = Library::start().await;
    library.put("/a.jpg", &halves(400, 200, ImageFormat::Jpeg), Labels::default());
    let ask = async |path: &str| parts(&library.ask(&library.url(path), &[]).await);
    assert_eq!(ask("/a.jpg").await, ["lookup", "total"]);
    let made = ["lookup", "wait", "decode", "work", "encode", "total"];
    assert_eq!(ask("/a.jpg?tr=w-90").await, made);
    assert_eq!(ask("/a.jpg?tr=w-90").await, ["lookup", "cache;desc=memory", "total"]);
    let other = ["lookup", "wait", "cache;desc=pixels", "work", "encode", "total"];
    assert_eq!(ask("/a.jpg?tr=w-80").await, other);
}

#[tokio::test]
async fn a_picture_survives_on_disk() {
    let library = Library::start().await;
    library.put("/a.jpg", &halves(400, 200, ImageFormat::Jpeg), Labels::default());
    let made = library.ask(&library.url("/a.jpg?tr=w-90"), &[]).await.bytes().await.unwrap();
    let again = library.again(drawn).await;
    let answer = again.ask(&again.url("/a.jpg?tr=w-90"), &[]).await;
    assert_eq!(parts(&answer), ["lookup", "read", "cache;desc=disk", "total"]);
    assert_eq!(header(&answer, "content-type"), "image/jpeg");
    assert_eq!(answer.bytes().await.unwrap(), made);
}

/// Each test that counts drawings has a counter of its own: they run at the same time.
macro_rules! counted {
    ($counter:ident) => {{
        let draw: Draw = |_, width, height, _| {
            $counter.fetch_add(1, Ordering::SeqCst);
            halves(width, height, ImageFormat::Jpeg)
        };
        draw
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_for_the_same_are_served_by_one() {
    static DRAWN: AtomicUsize = AtomicUsize::new(0);
    let library = Library::drawing(counted!(DRAWN)).await;
    library.put_drawn("/a.jpg", (1200, 900));
    let url = library.url("/a.jpg?tr=w-300");
    let answers = join_all((0..8).map(|_| library.ask(&url, &[]))).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
    let made = answers.iter().filter(|answer| parts(answer).contains(&"encode".to_owned())).count();
    assert_eq!((made, DRAWN.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sizes_cost_one_decoding() {
    static DRAWN: AtomicUsize = AtomicUsize::new(0);
    let library = Library::drawing(counted!(DRAWN)).await;
    library.put_drawn("/a.jpg", (1200, 900));
    let widths = [200, 400, 600, 800, 1000];
    let urls = widths.map(|width| library.url(&format!("/a.jpg?tr=w-{width}")));
    let pictures = join_all(urls.iter().map(|url| library.picture(url))).await;
    for (width, (picture, _)) in widths.into_iter().zip(pictures) {
        assert_eq!(picture.dimensions(), (width, width * 3 / 4));
    }
    assert_eq!(DRAWN.load(Ordering::SeqCst), 1);
}

/// The same request has the same answer, whatever was asked for before.
#[tokio::test]
async fn answers_do_not_depend_on_what_is_kept() {
    let bytes = halves(801, 533, ImageFormat::Jpeg);
    let mut found = Vec::new();
    for before in [None, Some("w-700"), Some("w-20")] {
        let library = Library::start().await;
        library.put("/a.jpg", &bytes, Labels::default());
        if let Some(chain) = before {
            library.ask(&library.url(&format!("/a.jpg?tr={chain}")), &[]).await;
        }
        let answer = library.ask(&library.url("/a.jpg?tr=w-60"), &[]).await;
        found.push((header(&answer, "etag").to_owned(), answer.bytes().await.unwrap()));
    }
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
}
