//! The URL builder by keys, against the real library: what is seen, what is copied, and whether the URL
//! that was copied is served.

use ikt::runtime::Exit;
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::rig::{Library, Rig};

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> Vec<u8> {
    let half = |x, _| image::Rgb(if x < width / 2 { [200, 30, 30] } else { [30, 30, 200] });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, half))
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a PNG is written to memory");
    bytes.into_inner()
}

/// Keys as a person counts them: each word of `press` and each letter typed.
struct Fingers<'a> {
    rig: &'a Rig,
    keys: usize,
}

impl Fingers<'_> {
    fn press(&mut self, keys: &str) {
        self.keys += keys.split(' ').count();
        self.rig.press(keys);
    }

    fn write(&mut self, text: &str) {
        self.keys += text.chars().count();
        self.rig.type_text(text);
    }
}

/// Story 4: sign a URL with an overlay for an hour, look at it at pixel ratio 2, copy a `srcset`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_overlay_as_srcset_in_26_keys() {
    let library = Library::start().await;
    library.put("/hero.png", &halves(640, 480)).await;
    let rig = Rig::open(&library, "/", (140, 45));
    rig.until("hero.png").await;
    let mut fingers = Fingers { rig: &rig, keys: 0 };
    fingers.press("u");
    rig.until("nothing yet").await;
    fingers.press("a enter");
    fingers.write("300");
    fingers.press("enter a");
    fingers.write("text");
    fingers.press("enter");
    fingers.write("SALE");
    fingers.press("enter s 2");
    // The picture at pixel ratio 2: 300 pixels wide become 600.
    rig.until("600 × 450").await;
    rig.until("signed for 1h").await;
    fingers.press("Y");
    fingers.write("s");
    fingers.press("enter");
    rig.until("copied, signed").await;
    assert!(fingers.keys <= 26, "{} keys", fingers.keys);
    let copied = rig.copied();
    assert!(copied.starts_with("<img ") && copied.contains("srcset="), "{copied}");
    // Each candidate is signed on its own, and is served.
    let words = copied.split(['"', ' ']).map(|word| word.trim_end_matches(','));
    let urls: Vec<_> = words.filter(|word| word.starts_with("http")).collect();
    let signed = copied.matches("ik-s=").count();
    assert!(signed >= 8, "{copied}");
    for url in urls.iter().filter(|url| url.contains("ik-s=")).take(3) {
        assert_eq!(library.status(&url.replace("&amp;", "&")).await, 200, "{url}");
    }
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// Story 11: find out why a signed URL answers 401.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_a_url_is_refused_in_4_keys_and_a_paste() {
    let library = Library::start().await;
    library.put("/hero.png", &halves(64, 48)).await;
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("hero.png").await;
    rig.press("u a enter enter s y");
    rig.until("URL copied, signed").await;
    let right = rig.copied();
    assert_eq!(library.status(&right).await, 200, "{right}");
    let wrong = right.replace("w-400", "w-401");
    assert_eq!(library.status(&wrong).await, 401, "{wrong}");
    rig.press("esc");
    let mut fingers = Fingers { rig: &rig, keys: 0 };
    rig.paste(&wrong);
    rig.until("The right URL").await;
    fingers.press("y");
    rig.until("the right URL copied").await;
    assert!(fingers.keys <= 4);
    let corrected = rig.copied();
    assert!(corrected.contains("w-401"), "{corrected}");
    assert_eq!(library.status(&corrected).await, 200, "{corrected}");
    rig.press("esc");
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// What is typed faster than pictures can be made asks for the last one, and no key waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stale_pictures_are_never_shown() {
    let library = Library::start().await;
    library.put("/hero.png", &halves(640, 480)).await;
    let rig = Rig::open(&library, "/", (140, 45));
    rig.until("hero.png").await;
    rig.press("u a enter");
    for width in [10, 120, 230, 340, 450] {
        rig.press("ctrl-u");
        rig.type_text(&width.to_string());
    }
    rig.press("enter");
    rig.until("450 × 338").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// What the service refuses is told in the place of the picture, and the next change is tried again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_picture_says_why_and_the_next_one_comes() {
    let library = Library::start().await;
    library.put("/hero.png", &halves(640, 480)).await;
    let rig = Rig::open(&library, "/", (140, 45));
    rig.until("hero.png").await;
    rig.press("u e");
    rig.type_text("n-nobody");
    rig.press("enter");
    rig.until("no named transformation").await;
    rig.press("e ctrl-u");
    rig.type_text("w-100,b-5_FF0000");
    rig.press("enter");
    rig.until("110 × 85").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
