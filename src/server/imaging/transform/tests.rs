use std::io::Cursor;

use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, imageops};
use proptest::prelude::*;
use rstest::rstest;

use super::super::decode::decode;
use super::super::exif::tests::photo;
use super::*;
use crate::url::Chain;

const RED: [u8; 3] = [220, 30, 30];
const GREEN: [u8; 3] = [30, 200, 40];
const BLUE: [u8; 3] = [20, 40, 210];
const YELLOW: [u8; 3] = [230, 220, 30];

/// Four blocks, as large as each other: red and green above, blue and yellow below.
fn blocks(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

fn encoded(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn run(source: &[u8], chain: &str) -> Result<Output, ImagingError> {
    let recipe = Recipe::read(&Chain::parse(chain)).unwrap();
    assert_eq!(recipe.ignored, [], "{chain}");
    let limits = Limits { source: 1_000_000, result: 1_000_000 };
    transform(source, &recipe, "image/webp,*/*", &limits, &|_| None)
}

/// The result of a chain on a PNG of blocks, 400 × 200.
fn result(chain: &str) -> DynamicImage {
    let output = run(&encoded(blocks(400, 200), ImageFormat::Png), &format!("{chain},f-png")).unwrap();
    assert_eq!(output.mime, "image/png");
    let picture = image::load_from_memory(&output.bytes).unwrap();
    assert_eq!(picture.dimensions(), (output.width, output.height));
    picture
}

fn color(picture: &DynamicImage, x: u32, y: u32) -> [u8; 3] {
    let [r, g, b, a] = picture.get_pixel(x, y).0;
    assert_eq!(a, 255, "at {x}, {y}");
    [r, g, b]
}

/// The colours near the four corners, row by row.
fn corners(picture: &DynamicImage) -> [[u8; 3]; 4] {
    let (right, bottom) = (picture.width() * 15 / 16, picture.height() * 15 / 16);
    let (left, top) = (picture.width() / 16, picture.height() / 16);
    [(left, top), (right, top), (left, bottom), (right, bottom)].map(|(x, y)| color(picture, x, y))
}

#[rstest]
#[case("w-100", (100, 50), [RED, GREEN, BLUE, YELLOW])]
#[case("w-100,h-100", (100, 100), [RED, GREEN, BLUE, YELLOW])]
#[case("w-100,h-100,fo-left", (100, 100), [RED, RED, BLUE, BLUE])]
#[case("w-100,h-100,fo-right", (100, 100), [GREEN, GREEN, YELLOW, YELLOW])]
#[case("w-400,h-100,fo-top", (400, 100), [RED, GREEN, RED, GREEN])]
#[case("w-100,h-100,cm-extract,fo-bottom_right", (100, 100), [YELLOW; 4])]
#[case("w-100,h-100,cm-extract", (100, 100), [RED, GREEN, BLUE, YELLOW])]
#[case("w-50,h-50,cm-extract,x-170,y-0", (50, 50), [RED, GREEN, RED, GREEN])]
#[case("w-64,fl-h", (64, 32), [GREEN, RED, YELLOW, BLUE])]
#[case("fl-v", (400, 200), [BLUE, YELLOW, RED, GREEN])]
#[case("w-64,fl-h_v", (64, 32), [YELLOW, BLUE, GREEN, RED])]
#[case("w-64,rt-90", (32, 64), [BLUE, RED, YELLOW, GREEN])]
#[case("w-64,rt-N90", (32, 64), [GREEN, YELLOW, RED, BLUE])]
#[case("rt-180", (400, 200), [YELLOW, BLUE, GREEN, RED])]
#[case("w-200:h-200,w-100,cm-extract,fo-left:rt-90", (100, 100), [BLUE, RED, BLUE, RED])]
fn geometry(#[case] chain: &str, #[case] size: (u32, u32), #[case] expected: [[u8; 3]; 4]) {
    let picture = result(chain);
    assert_eq!(picture.dimensions(), size);
    assert_eq!(corners(&picture), expected);
}

/// An extract is the very pixels of the source.
#[test]
fn extracts_are_exact() {
    let pixels = RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, (x * y) as u8]));
    let output =
        run(&encoded(pixels.clone(), ImageFormat::Png), "w-13,h-7,cm-extract,x-5,y-11,f-png").unwrap();
    let found = image::load_from_memory(&output.bytes).unwrap().into_rgb8();
    assert_eq!(found, imageops::crop_imm(&pixels, 5, 11, 13, 7).to_image());
}

/// Scaling, against the same done by another library.
#[test]
fn scaling_keeps_what_is_seen() {
    let waves = RgbImage::from_fn(300, 200, |x, y| {
        let wave = |n: u32, length: f64| (127.0 + 120.0 * (f64::from(n) / length).sin()) as u8;
        Rgb([wave(x, 20.0), wave(y, 30.0), wave(x + y, 40.0)])
    });
    let output = run(&encoded(waves.clone(), ImageFormat::Png), "w-90,h-60,f-png").unwrap();
    let found = image::load_from_memory(&output.bytes).unwrap().into_rgb8();
    let expected = imageops::resize(&waves, 90, 60, imageops::FilterType::Lanczos3);
    let largest = found.as_raw().iter().zip(expected.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(largest <= Some(2), "{largest:?}");
}

#[test]
fn padding_is_background() {
    let picture = result("w-100,h-100,cm-pad_resize,bg-112233");
    assert_eq!(color(&picture, 50, 10), [0x11, 0x22, 0x33]);
    assert_eq!(color(&picture, 50, 90), [0x11, 0x22, 0x33]);
    assert_eq!((color(&picture, 10, 30), color(&picture, 90, 70)), (RED, YELLOW));
    assert_eq!(color(&result("w-100,h-100,cm-pad_resize"), 50, 10), [255; 3]);
}

#[test]
fn effects() {
    let gray = result("w-40,e-grayscale");
    assert!(corners(&gray).iter().all(|[r, g, b]| r == g && g == b));
    let blurred = result("bl-20");
    let [r, g, _] = color(&blurred, 200, 10);
    assert!(r > 60 && r < 200 && g > 60 && g < 190, "between red and green: {r} {g}");
    assert_eq!(color(&blurred, 20, 10), RED);
}

#[test]
fn rotation_by_any_angle_leaves_clear_corners() {
    let picture = result("w-100,rt-45");
    assert_eq!(picture.dimensions(), (107, 107));
    assert_eq!(picture.get_pixel(2, 2).0[3], 0);
    // The centres of the blocks, (±25, ±12.5) from the middle, turned by hand.
    let centers = [(45, 27), (80, 62), (27, 45), (62, 80)].map(|(x, y)| color(&picture, x, y));
    assert_eq!(centers, [RED, GREEN, BLUE, YELLOW]);
    assert_eq!(color(&result("w-100,rt-45,bg-010203"), 2, 2), [1, 2, 3]);
}

#[test]
fn transparency_decides_the_format() {
    let glass = encoded(RgbaImage::from_pixel(20, 20, Rgba([200, 0, 0, 128])), ImageFormat::Png);
    let mime = |source: &[u8], chain| run(source, chain).unwrap().mime;
    assert_eq!(mime(&glass, "w-10"), "image/webp");
    assert_eq!(mime(&glass, "w-10,f-orig"), "image/png");
    assert_eq!(mime(&glass, "w-10,bg-FFFFFF"), "image/jpeg");
    let solid = encoded(RgbaImage::from_pixel(20, 20, Rgba([200, 0, 0, 255])), ImageFormat::Png);
    assert_eq!(mime(&solid, "w-10,f-auto"), "image/jpeg");
    assert_eq!(mime(&solid, "w-10,f-gif"), "image/gif");
    assert_eq!(mime(&solid, "w-10,f-webp"), "image/webp");
    let none = transform(&glass, &Recipe::default(), "image/png", &Limits::default(), &|_| None).unwrap();
    assert_eq!(none.mime, "image/png");

    let flat = run(&glass, "w-10,f-jpg").unwrap();
    let [r, g, b, _] = image::load_from_memory(&flat.bytes).unwrap().get_pixel(5, 5).0;
    assert!(r.abs_diff(227) < 6 && g.abs_diff(127) < 6 && b.abs_diff(127) < 6, "on white: {r} {g} {b}");
}

/// Blocks of 400 × 200, with a frame of 20 pixels in black around them.
fn framed() -> Vec<u8> {
    let mut ground = RgbImage::new(440, 240);
    imageops::replace(&mut ground, &blocks(400, 200), 20, 20);
    encoded(ground, ImageFormat::Png)
}

/// What one step does is done in the documented order, whatever the order of its words.
#[test]
fn a_step_trims_before_it_scales_and_frames_after() {
    for chain in ["t-true,w-100,b-5_FFFFFF,rt-90,f-png", "rt-90,b-5_FFFFFF,w-100,t-true,f-png"] {
        let picture = image::load_from_memory(&run(&framed(), chain).unwrap().bytes).unwrap();
        assert_eq!(picture.dimensions(), (60, 110), "{chain}");
        assert_eq!(color(&picture, 2, 50), [255; 3]);
        assert_eq!((color(&picture, 8, 8), color(&picture, 51, 101)), (BLUE, GREEN));
    }
}

#[test]
fn round_corners_show_the_background() {
    let picture = result("w-100,h-100,r-max,bg-010203");
    assert_eq!((color(&picture, 2, 2), color(&picture, 97, 97)), ([1, 2, 3], [1, 2, 3]));
    assert_eq!((color(&picture, 30, 30), color(&picture, 70, 70)), (RED, YELLOW));
    assert_eq!(result("w-100,h-100,r-30").get_pixel(1, 1).0[3], 0);
}

#[test]
fn a_crop_goes_to_what_is_to_be_seen() {
    // A checkered mark near the right end of a plain picture.
    let plain = RgbImage::from_fn(400, 100, |x, y| {
        let inside = (320..360).contains(&x) && (30..70).contains(&y);
        Rgb(if inside && (x / 8 + y / 8) % 2 == 0 { RED } else { [90; 3] })
    });
    let source = encoded(plain, ImageFormat::Png);
    let reds = |chain: &str| {
        let picture = image::load_from_memory(&run(&source, chain).unwrap().bytes).unwrap();
        let is_red = |[r, g, ..]: [u8; 4]| r > 155 && g < 60;
        picture.pixels().filter(|(_, _, pixel)| is_red(pixel.0)).count()
    };
    let all = reds("f-png");
    assert!(all > 600);
    assert_eq!((reds("w-100,h-100,f-png"), reds("w-100,h-100,fo-auto,f-png")), (0, all));
    assert_eq!(reds("cm-extract,w-60,h-60,fo-face,f-png"), all);
    // Twice as close: four times as many, but for rounding at the edges.
    let closer = reds("w-100,h-100,fo-face,z-2,f-png");
    assert!(closer.abs_diff(all * 4) < all / 4, "{closer} of {all}");
}

#[test]
fn a_crop_goes_to_the_files_own_area() {
    let crop = |chain: &str| {
        let mut recipe = Recipe::read(&Chain::parse(chain)).unwrap();
        assert!(recipe.place_custom("300,120,60,40".parse().unwrap()));
        let source = encoded(blocks(400, 200), ImageFormat::Png);
        let output = transform(&source, &recipe, "", &Limits::default(), &|_| None).unwrap();
        image::load_from_memory(&output.bytes).unwrap()
    };
    assert_eq!(corners(&crop("fo-custom,w-100,h-100,f-png")), [GREEN, GREEN, YELLOW, YELLOW]);
    let area = crop("fo-custom,cm-extract,f-png");
    assert_eq!((area.dimensions(), corners(&area)), ((60, 40), [YELLOW; 4]));
    assert_eq!(corners(&crop("fo-custom,cm-extract,w-20,h-20,f-png")), [YELLOW; 4]);
}

#[test]
fn a_shadow_is_for_small_pictures() {
    let limits = Limits::default();
    let shadow = |chain: &str| {
        let source = encoded(RgbaImage::new(2000, 1100), ImageFormat::Png);
        transform(&source, &Recipe::read(&Chain::parse(chain)).unwrap(), "", &limits, &|_| None)
    };
    assert!(matches!(shadow("e-shadow"), Err(ImagingError::ShadowTooLarge { .. })));
    assert!(shadow("w-500,e-shadow").is_ok() && shadow("w-500:e-shadow").is_ok());
}

#[test]
fn formats_by_what_the_client_takes() {
    let mime = |source: &[u8], chain: &str, accept: &str| {
        let recipe = Recipe::read(&Chain::parse(chain)).unwrap();
        transform(source, &recipe, accept, &Limits::default(), &|_| None).unwrap().mime
    };
    let opaque = encoded(blocks(40, 20), ImageFormat::Png);
    let browser = "image/avif,image/webp;q=0.9,*/*;q=0.8";
    assert_eq!(mime(&opaque, "w-10", browser), "image/avif");
    assert_eq!(mime(&opaque, "w-10", "image/webp,*/*"), "image/jpeg");
    assert_eq!(mime(&opaque, "w-10,lo-true", browser), "image/webp");
    assert_eq!(mime(&opaque, "w-10,lo-true", "*/*"), "image/png");
    assert_eq!(mime(&opaque, "f-avif,w-10", ""), "image/avif");
    assert_eq!(mime(&encoded(blocks(1200, 1000), ImageFormat::Png), "rt-90", browser), "image/jpeg");
    let bytes = run(&opaque, "f-avif,w-20").unwrap().bytes;
    assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::Avif);
}

/// SOF2 instead of SOF0 begins the frame.
#[test]
fn progressive_jpegs() {
    let source = encoded(blocks(64, 64), ImageFormat::Png);
    let holds = |chain: &str, mark: u8| {
        run(&source, chain).unwrap().bytes.windows(4).any(|bytes| bytes == [0xff, mark, 0, 17])
    };
    assert!(holds("pr-true,f-jpg", 0xc2) && !holds("pr-true,f-jpg", 0xc0));
    assert!(holds("q-80,f-jpg", 0xc0) && !holds("q-80,f-jpg", 0xc2));
}

#[rstest]
#[case("jpg")]
#[case("png")]
#[case("webp")]
fn metadata_and_profile_are_kept_if_asked_for(#[case] format: &str) {
    use image::ImageDecoder;
    let profile = b"a profile that nobody reads".to_vec();
    let mut source = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut source, 90);
    encoder.add_exif_metadata(&super::super::exif::tests::block_of(&[("Artist", "Zoe")])).unwrap();
    encoder.add_icc_profile(&profile).unwrap();
    encoder.encode(&blocks(16, 16), 16, 16, jpeg_encoder::ColorType::Rgb).unwrap();
    let found = |flags: &str| {
        let bytes = run(&source, &format!("w-8,f-{format}{flags}")).unwrap().bytes;
        let (_, mut decoder) = super::super::decode::open(&bytes).unwrap();
        let exif = decoder.exif_metadata().unwrap();
        (exif.is_some_and(|exif| exif.windows(3).any(|text| text == b"Zoe")), decoder.icc_profile().unwrap())
    };
    assert_eq!(found(""), (false, None));
    assert_eq!(found(",md-true"), (true, None));
    assert_eq!(found(",cp-true"), (false, Some(profile.clone())));
    assert_eq!(found(",md-true,cp-true"), (true, Some(profile)));
}

/// Metadata that is kept must not turn the picture a second time.
#[test]
fn kept_metadata_says_upright() {
    let bytes = run(&photo(&blocks(96, 64).into(), 6), "md-true,w-32,f-jpg").unwrap().bytes;
    assert_eq!(decode(&bytes, &Limits::default()).unwrap().orientation.to_exif(), 1);
    assert!(bytes.windows(9).any(|text| text == b"Canon EOS"));
}

#[test]
fn quality_is_a_matter_of_bytes() {
    let source = encoded(DynamicImage::from(blocks(300, 300)).rotate90().fast_blur(2.0), ImageFormat::Png);
    let size = |chain| run(&source, chain).unwrap().bytes.len();
    assert!(size("q-10") < size("q-50"));
    assert!(size("q-50") < size("q-95"));
    assert_eq!(size("f-jpg"), size("q-80"));
}

/// Photos that were stored in any of the eight ways look alike, and like the upright one.
#[rstest]
fn photos_are_turned_upright(#[values(1, 2, 3, 4, 5, 6, 7, 8)] code: u16) {
    // The way to store it is the way back.
    let back = [1, 2, 3, 4, 5, 8, 7, 6][usize::from(code) - 1];
    let mut stored = DynamicImage::from(blocks(96, 64));
    stored.apply_orientation(image::metadata::Orientation::from_exif(back).unwrap());
    let source = photo(&stored, code);

    for (chain, size, expected) in [
        ("f-png", (96, 64), [RED, GREEN, BLUE, YELLOW]),
        ("w-48,f-png", (48, 32), [RED, GREEN, BLUE, YELLOW]),
        ("w-32,h-64,fo-right,f-png", (32, 64), [GREEN, GREEN, YELLOW, YELLOW]),
        ("w-20,h-20,cm-extract,x-76,y-2,f-png", (20, 20), [GREEN; 4]),
        ("w-48:rt-90,f-png", (32, 48), [BLUE, RED, YELLOW, GREEN]),
    ] {
        let picture = image::load_from_memory(&run(&source, chain).unwrap().bytes).unwrap();
        assert_eq!(picture.dimensions(), size, "{chain}");
        for (found, expected) in corners(&picture).into_iter().zip(expected) {
            let far = found.into_iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max();
            assert!(far < Some(12), "{chain}: {found:?}, not {expected:?}");
        }
    }
}

#[test]
fn the_first_frame_of_an_animation() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for color in [RED, GREEN] {
        let [r, g, b] = color;
        let frame = RgbaImage::from_pixel(16, 16, Rgba([r, g, b, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let output = run(&bytes, "w-8,f-png").unwrap();
    let [r, g, b, _] = image::load_from_memory(&output.bytes).unwrap().get_pixel(4, 4).0;
    assert!(r > 200 && g < 60 && b < 60, "red: {r} {g} {b}");
    let output = run(&bytes, "pg-2,w-8,f-png").unwrap();
    let [r, g, b, _] = image::load_from_memory(&output.bytes).unwrap().get_pixel(4, 4).0;
    assert!(r < 60 && g > 180 && b < 60, "green: {r} {g} {b}");
    let none = run(&bytes, "pg-3,w-8").unwrap_err();
    assert!(matches!(none, ImagingError::NoPage { number: 3, count: 2 }), "{none}");
}

/// A few bytes can claim to be a huge picture; they are told so before any pixel is made.
#[test]
fn huge_pictures_are_refused_by_their_header() {
    let mut jpeg = encoded(blocks(16, 16), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let error = run(&jpeg, "w-10").unwrap_err();
    assert!(matches!(error, ImagingError::TooLarge { width: 30_000, height: 30_000, .. }), "{error}");

    let mut gif = encoded(blocks(16, 16), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0x30, 0x75, 0x30, 0x75]);
    let error = run(&gif, "w-10").unwrap_err();
    assert!(matches!(error, ImagingError::TooLarge { width: 30_000, height: 30_000, .. }), "{error}");
}

#[test]
fn what_cannot_be_done_says_why() {
    let refusal = |source: &[u8], chain| run(source, chain).unwrap_err().to_string();
    let png = encoded(blocks(16, 16), ImageFormat::Png);
    assert!(refusal(b"<svg/>", "w-1").contains("application/octet-stream"));
    assert!(refusal(&png[..40], "w-1").starts_with("The picture can't be decoded: "));
    assert!(refusal(&png, "w-5000").starts_with("The result would have 5000 × 5000 pixels"));
    let tall = refusal(&png, "w-0.5,h-60000,c-force,f-webp");
    assert!(tall.contains("8 × 60000") && tall.contains("16383"), "{tall}");
}

fn chain() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[wh]-([1-9][0-9]{0,2}|0\\.[0-9]{1,2}1)",
        1 => "(ar-[1-9]-[1-9]|dpr-[1-4]|q-[1-9][0-9]|bl-[1-9][0-9]?|rt-N?[0-9]{1,3}|bg-[0-9A-F]{6}([0-9][0-9])?)",
        1 => "(c-(force|at_max|at_least|at_max_enlarge)|cm-(extract|pad_resize|pad_extract))",
        1 => "(fo-(top|left|bottom_right)|[xy]c?-N?[0-9]{1,3}|fl-(h|v|h_v)|e-grayscale|f-(png|gif|webp|jpg|orig))",
        1 => "(t-(true|[1-9][0-9]?)|e-(contrast|sharpen|usm|colorize|gradient|shadow)|o-[1-9][0-9])",
        1 => "(b-[1-9]_[0-9A-F]{6}|r-(max|[0-9]{1,3})|fo-(auto|face|custom)|z-[0-3]\\.[1-9])",
        1 => "(e-distort-a-N?[1-9][0-9]{0,2}|e-distort-p-N?[0-9]{1,2}(_[0-9]{1,2}){7})",
        1 => "(bg-(blurred(_[0-9]{1,2})?|dominant|gradient_dominant_[24])|cr-[0-9A-F]{6}_[1-9][0-9])",
        1 => "(cm-pad_(resize_no_enlarge|extract_no_shrink)|c-maintain_ratio_no_enlarge)",
        1 => "[a-z]{1,2}-\\PC{0,4}",
    ];
    proptest::collection::vec((word, prop_oneof![3 => Just(","), 1 => Just(":")]), 0..10)
        .prop_map(|words| words.into_iter().flat_map(|(word, sign)| [word, sign.to_owned()]).collect())
}

fn attempt(source: &[u8], chain: &str) -> Option<Output> {
    let recipe = Recipe::read(&Chain::parse(chain)).ok()?;
    transform(source, &recipe, "", &Limits { source: 20_000, result: 60_000 }, &|_| None).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_chains(width in 1_u32..60, height in 1_u32..60, code in 1_u16..9, chain in chain()) {
        let source = photo(&blocks(width, height).into(), code);
        if let Some(output) = attempt(&source, &chain) {
            prop_assert!(output.width * output.height <= 60_000);
            prop_assert_eq!(image::load_from_memory(&output.bytes).unwrap().dimensions(), (output.width, output.height));
        }
    }

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200), chain in chain()) {
        let _ = attempt(&bytes, &chain);
    }

    #[test]
    fn damaged_pictures(which in 0_usize..4, damage in proptest::collection::vec((0_usize..4000, any::<u8>()), 1..6), cut in 0_usize..4000) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif][which];
        let mut bytes = encoded(blocks(40, 30), format);
        let length = bytes.len();
        damage.into_iter().for_each(|(at, byte)| bytes[at % length] = byte);
        bytes.truncate(length - cut / 8 % length);
        let _ = attempt(&bytes, "w-20,rt-7");
    }
}
