//! Layers, conditions and expressions, asked for as the SDKs write them.

use super::*;

const RED: [u8; 4] = [255, 0, 0, 255];
const WHITE: [u8; 4] = [255; 4];

fn plain(width: u32, height: u32, color: [u8; 3]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb(color)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A white picture of 100 × 60 and a red one of 20 × 20, both published.
async fn library() -> Library {
    let library = Library::start().await;
    library.put("/white.png", &plain(100, 60, [255; 3]), Labels::default());
    library.put("/logos/red.png", &plain(20, 20, [255, 0, 0]), Labels::default());
    library
}

impl Library {
    async fn drawn_with(&self, chain: &str) -> DynamicImage {
        self.picture(&delivery_url(&self.endpoint, "/white.png", Some(&format!("{chain}:f-png")))).await.0
    }
}

#[tokio::test]
async fn layers_in_path_and_query() {
    let library = library().await;
    // The second is the path in base64.
    for input in ["i-logos@@red.png", "ie-bG9nb3MvcmVkLnBuZw%3D%3D"] {
        let chain = format!("l-image,{input},lx-70,ly-N5,t-false,l-end:f-png");
        for url in [format!("/tr:{chain}/white.png"), format!("/white.png?tr={chain}")] {
            let (picture, _) = library.picture(&library.url(&url)).await;
            let colors =
                [(70, 0), (89, 14), (69, 0), (90, 0), (80, 15)].map(|(x, y)| picture.get_pixel(x, y).0);
            assert_eq!(colors, [RED, RED, WHITE, WHITE, WHITE], "{url}");
        }
    }
}

#[tokio::test]
async fn texts_are_drawn() {
    let library = library().await;
    let ink = |picture: &DynamicImage| picture.pixels().filter(|(.., pixel)| pixel.0[0] < 128).count();
    let plain = library.drawn_with("l-text,i-Hi%20there,fs-20,l-end").await;
    let encoded = library.drawn_with("l-text,ie-SGkgdGhlcmU%3D,fs-20,l-end").await;
    assert!(ink(&plain) > 100, "{}", ink(&plain));
    assert_eq!(plain.as_bytes(), encoded.as_bytes());
}

#[tokio::test]
async fn a_named_transformation_within_a_layer() {
    let library = library().await;
    let chain = "l-image,i-logos@@red.png,lx-0,ly-0,t-false,n-ik_ml_thumbnail,l-end,w-50";
    let picture = library.drawn_with(chain).await;
    // It is at most so large, and the square is smaller.
    assert_eq!((picture.dimensions(), picture.get_pixel(19, 19).0), ((50, 30), RED));
    assert_eq!(picture.get_pixel(20, 19).0, WHITE);
}

#[tokio::test]
async fn a_new_version_of_a_layer_is_a_new_picture() {
    let library = library().await;
    let url = library.url("/white.png?tr=l-image,i-logos@@red.png,t-false,l-end,f-png");
    let first = library.ask(&url, &[]).await;
    let tag = header(&first, "etag").to_owned();
    assert_eq!(library.ask(&url, &[("if-none-match", &tag)]).await.status(), StatusCode::NOT_MODIFIED);
    library.put("/logos/red.png", &plain(20, 20, [0, 0, 255]), Labels::default());
    let second = library.ask(&url, &[("if-none-match", &tag)]).await;
    assert_eq!(second.status(), StatusCode::OK);
    let picture = image::load_from_memory(&second.bytes().await.unwrap()).unwrap();
    assert_eq!(picture.get_pixel(50, 30).0, [0, 0, 255, 255]);
}

#[tokio::test]
async fn what_cannot_be_drawn_is_said() {
    let library = library().await;
    let draft = Labels { published: false, ..Labels::default() };
    library.put("/draft.png", &plain(5, 5, [9; 3]), draft);
    for (chain, message) in [
        ("l-image,i-none@@here.png,l-end", "`none/here.png`"),
        ("l-image,i-draft.png,l-end", "`draft.png`"),
        ("l-text,fs-10,l-end", "lacks what to lay over"),
        ("l-image,i-logos@@red.png", "has no `l-end`"),
        ("if-size_gt_1,w-2,if-end", "`size`"),
        ("l-text,i-a,lx-bw_over_2,l-end", "column 4"),
    ] {
        let answer = library.ask(&library.url(&format!("/white.png?tr={chain}")), &[]).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{chain}");
        assert!(header(&answer, "ik-error").contains(message), "{chain}: {}", header(&answer, "ik-error"));
    }
    let answer = library.ask(&library.url("/white.png?tr=w-10,l-video,i-a.mp4,l-end"), &[]).await;
    assert!(header(&answer, "x-ikt-ignored").contains("l-video,i-a.mp4,l-end"), "{:?}", answer.headers());
}

#[tokio::test]
async fn private_files_are_laid_over_by_signed_urls_alone() {
    let library = library().await;
    library.put("/secret.png", &plain(20, 20, [255, 0, 0]), Labels { private: true, ..Labels::default() });
    let url = library.url("/white.png?tr=l-image,i-secret.png,t-false,l-end");
    assert_eq!(library.status(&url).await, StatusCode::UNAUTHORIZED);
    assert_eq!(library.status(&library.signed(&url, None)).await, StatusCode::OK);
}

#[tokio::test]
async fn sizes_depend_on_the_picture() {
    let library = library().await;
    for (chain, size) in [
        ("w-iw_div_2", (50, 30)),
        ("if-ar_gt_1,w-20,if-else,w-30,if-end", (20, 12)),
        ("w-50:if-w_eq_50,rt-90,if-end", (30, 50)),
    ] {
        assert_eq!(library.drawn_with(chain).await.dimensions(), size, "{chain}");
    }
}
