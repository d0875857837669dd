use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::super::exif::tests::photo;
use super::*;

fn encoded(format: ImageFormat) -> Vec<u8> {
    let pixels = DynamicImage::from(RgbaImage::from_pixel(12, 7, Rgba([1, 2, 3, 128])));
    let pixels = if format == ImageFormat::Jpeg { pixels.into_rgb8().into() } else { pixels };
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[rstest]
#[case(ImageFormat::Jpeg, false)]
#[case(ImageFormat::Png, true)]
#[case(ImageFormat::WebP, true)]
#[case(ImageFormat::Gif, true)]
fn pictures(#[case] format: ImageFormat, #[case] has_alpha: bool) {
    let found = probe("whatever.txt", &encoded(format));
    assert_eq!(found.mime, format.to_mime_type());
    assert_eq!(found.kind, FileKind::Image);
    assert_eq!((found.width, found.height, found.has_alpha), (Some(12), Some(7), Some(has_alpha)));
    assert_eq!((found.orientation, found.embedded.len()), (1, 0));
}

#[test]
fn a_photo_says_who_took_it() {
    let found = probe("a.jpg", &photo(&DynamicImage::new_rgb8(30, 20), 6));
    assert_eq!((found.width, found.height, found.orientation), (Some(30), Some(20), 6));
    assert_eq!(found.embedded.get("Model"), Some(&json!("Canon EOS 40D")));
    assert_eq!(found.embedded.get("DateTimeOriginal"), Some(&json!("2008-05-30T15:56:01.000Z")));
}

#[rstest]
#[case("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", FileKind::Image)]
#[case("a.svg", "<?xml version='1.0'?><svg/>", "image/svg+xml", FileKind::Image)]
#[case("a.css", "p { color: red }", "text/css", FileKind::Other)]
#[case("A.JSON", "{}", "application/json", FileKind::Other)]
#[case("a.html", "<!DOCTYPE html><p>", "text/html", FileKind::Other)]
#[case("page", "<!DOCTYPE html><p>", "text/html", FileKind::Other)]
#[case("README", "read me: é", "text/plain", FileKind::Other)]
#[case("a.pdf", "%PDF-1.7", "application/pdf", FileKind::Other)]
#[case("a.bin", "\u{1}\u{2}", "application/octet-stream", FileKind::Other)]
#[case("a.mp4", "\0\0\0\u{18}ftypmp42\0\0\0\0mp42isom", "video/mp4", FileKind::Video)]
#[case("fake.jpg", "no picture at all", "text/plain", FileKind::Other)]
#[case("empty.jpg", "", "application/octet-stream", FileKind::Other)]
fn other_files(#[case] name: &str, #[case] content: &str, #[case] mime: &str, #[case] kind: FileKind) {
    let found = probe(name, content.as_bytes());
    assert_eq!((found.mime.as_str(), found.kind), (mime, kind));
    assert_eq!((found.width, found.height, found.has_alpha), (None, None, None));
}

/// A beginning is enough for a picture to be one, whatever follows.
#[test]
fn a_torn_picture_is_still_a_picture() {
    let whole = encoded(ImageFormat::Png);
    let torn = probe("a.png", &whole[..45.min(whole.len())]);
    assert_eq!((torn.kind, torn.mime.as_str()), (FileKind::Image, "image/png"));
    let stub = probe("a.png", &whole[..12]);
    assert_eq!((stub.kind, stub.width), (FileKind::Image, None));
}

proptest! {
    #[test]
    fn garbage_is_survived(name in "\\PC{0,8}(\\.[a-z]{1,4})?", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = probe(&name, &bytes);
    }

    #[test]
    fn damaged_pictures_are_survived(at in 0_usize..2000, byte in any::<u8>(), cut in 0_usize..2000, which in 0..4_usize) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif][which];
        let mut bytes = if which == 0 { photo(&DynamicImage::new_rgb8(9, 9), 5) } else { encoded(format) };
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        let _ = probe("x", &bytes);
    }
}
