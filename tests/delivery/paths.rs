//! What a path may mean, and what is delivered where there is no such file.

use ikt::server::store::Labels;
use image::{GenericImageView, ImageFormat};
use reqwest::StatusCode;

use super::{Library, halves, header};

#[tokio::test]
async fn a_default_image_stands_in() {
    let library = Library::start().await;
    let (wide, tall) = (halves(400, 200, ImageFormat::Jpeg), halves(100, 300, ImageFormat::Png));
    library.put("/wide.jpg", &wide, Labels::default());
    library.put("/stand ins/tall.png", &tall, Labels::default());
    library.put("/secret.png", &tall, Labels { private: true, ..Labels::default() });

    let size = async |path: &str| library.picture(&library.url(path)).await.0.dimensions();
    assert_eq!(size("/none.jpg?tr=w-50,di-stand%20ins@@tall.png").await, (50, 150), "transformed too");
    assert_eq!(size("/tr:w-50,di-stand%20ins@@tall.png/none.jpg").await, (50, 150));
    assert_eq!(size("/wide.jpg?tr=w-50,di-stand%20ins@@tall.png").await, (50, 25), "not needed");
    let plain = library.ask(&library.url("/none.jpg?tr=di-stand%20ins@@tall.png"), &[]).await;
    assert_eq!((plain.status(), header(&plain, "x-ikt-ignored")), (StatusCode::OK, ""));
    assert_eq!(plain.bytes().await.unwrap(), tall);

    let status = async |path: &str| library.status(&library.url(path)).await;
    assert_eq!(status("/none.jpg?tr=di-neither.png").await, StatusCode::NOT_FOUND);
    assert_eq!(status("/none.jpg?tr=di-secret.png").await, StatusCode::UNAUTHORIZED);
    let signed = library.signed(&library.url("/none.jpg?tr=di-secret.png"), None);
    assert_eq!(library.status(&signed).await, StatusCode::OK);
}

#[tokio::test]
async fn names_for_search_engines() {
    let library = Library::start().await;
    let picture = halves(40, 20, ImageFormat::Png);
    library.put("/d/DSC1.png", &picture, Labels::default());
    let found = library.ask(&library.url("/ik-seo/d/DSC1/the%20tower.png"), &[]).await;
    assert_eq!(found.bytes().await.unwrap(), picture);
    let small = library.picture(&library.url("/tr:w-10/ik-seo/d/DSC1/the-tower.png")).await;
    assert_eq!(small.0.dimensions(), (10, 5));
    for missing in ["/ik-seo/d/DSC1/the-tower.jpg", "/ik-seo/d/DSC2/a.png", "/ik-seo/DSC1.png"] {
        assert_eq!(library.status(&library.url(missing)).await, StatusCode::NOT_FOUND, "{missing}");
    }
    // A file that has this very path goes before.
    let own = halves(8, 8, ImageFormat::Png);
    library.put("/ik-seo/d/DSC1/own.png", &own, Labels::default());
    let found = library.ask(&library.url("/ik-seo/d/DSC1/own.png"), &[]).await;
    assert_eq!(found.bytes().await.unwrap(), own);
}

#[tokio::test]
async fn what_is_not_made_is_named() {
    let library = Library::start().await;
    library.put("/a.mp4", b"\0\0\0\x18ftypmp42film", Labels::default());
    for (path, reason) in [
        ("/a.mp4/ik-thumbnail.jpg?tr=so-2,w-100", "Stills of videos"),
        ("/a.mp4/ik-master.m3u8?tr=sr-240_360", "Streams"),
        ("/a.mp4/ik-video.mp4", "Videos"),
        ("/a.mp4?tr=w-100", "video/mp4"),
    ] {
        let answer = library.ask(&library.url(path), &[]).await;
        assert!(header(&answer, "ik-error").contains(reason), "{path}: {:?}", answer.headers());
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.bytes().await.unwrap().as_ref(), b"\0\0\0\x18ftypmp42film", "{path}");
    }
    let made = library.ask(&library.url("/ik-genimg-prompt-a%20cat/cat.jpg"), &[]).await;
    assert_eq!(made.status(), StatusCode::BAD_REQUEST);
    assert!(header(&made, "ik-error").contains("from words"), "{:?}", made.headers());
    assert_eq!(library.status(&library.url("/none.mp4/ik-video.mp4")).await, StatusCode::NOT_FOUND);
}
