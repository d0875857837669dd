use image::{DynamicImage, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;
use rstest::rstest;

use super::super::exif::tests::photo;
use super::super::pixels;
use super::*;
use crate::url::Chain;

const LIMITS: Limits = Limits { source: 4_000_000, result: 4_000_000 };

/// Waves in all directions, long enough to be seen in a picture of a tenth of the size.
fn waves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |n: u32, length: f64| (127.0 + 100.0 * (f64::from(n) / length).sin()) as u8;
        Rgb([wave(x, 40.0), wave(y, 55.0), wave(x + 2 * y, 80.0)])
    })
}

fn jpeg(picture: &RgbImage, sampling: SamplingFactor, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(progressive);
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).unwrap();
    bytes
}

fn recipe(chain: &str) -> Recipe {
    Recipe::read(&Chain::parse(chain)).unwrap()
}

/// What the first step makes of a picture: by a copy that may be reduced, and by all pixels.
fn both(bytes: &[u8], chain: &str) -> (u32, [DynamicImage; 2]) {
    let recipe = recipe(chain);
    let few = decode_for(&recipe, bytes, &LIMITS).unwrap();
    let all = decode(bytes, &LIMITS).unwrap();
    assert_eq!(few.size, all.size);
    let made = [&few, &all]
        .map(|picture| pixels::apply(picture, recipe.first_work().unwrap(), &LIMITS).unwrap().pixels);
    (few.reduction, made)
}

/// The largest and the mean difference of two pictures of the same size.
fn differences([a, b]: &[DynamicImage; 2]) -> (u8, f64) {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let (a, b) = (a.to_rgb8(), b.to_rgb8());
    let all: Vec<u8> = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| a.abs_diff(*b)).collect();
    let sum: f64 = all.iter().map(|&difference| f64::from(difference)).sum();
    (all.iter().copied().max().unwrap_or_default(), sum / all.len() as f64)
}

#[rstest]
#[case::sequential(SamplingFactor::F_2_2, false)]
#[case::full_colour(SamplingFactor::F_1_1, false)]
#[case::progressive(SamplingFactor::F_2_2, true)]
fn a_reduced_copy_looks_the_same(#[case] sampling: SamplingFactor, #[case] progressive: bool) {
    let bytes = jpeg(&waves(1003, 701), sampling, progressive);
    for chain in ["w-100", "w-80,h-80,fo-right", "h-60,rt-90", "w-90,h-70,c-force", "w-0.1"] {
        let (reduction, made) = both(&bytes, chain);
        let (largest, mean) = differences(&made);
        assert_eq!(reduction, REDUCTION, "{chain}");
        assert!(largest <= 6 && mean < 1.5, "{chain}: {largest} at most, {mean} on average");
    }
}

#[rstest]
#[case("w-126")]
#[case("w-40,h-700,c-force")]
#[case("w-20,h-20,cm-extract,x-3,y-5")]
#[case("f-png")]
#[case("rt-90:w-20")]
fn what_needs_all_pixels_gets_them(#[case] chain: &str) {
    let bytes = jpeg(&waves(1000, 700), SamplingFactor::F_2_2, false);
    assert_eq!(decode_for(&recipe(chain), &bytes, &LIMITS).unwrap().reduction, 1);
}

#[test]
fn gray_pictures_are_reduced_too() {
    let gray = DynamicImage::from(waves(800, 640)).into_luma8();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 90).encode(gray.as_raw(), 800, 640, ColorType::Luma).unwrap();
    let (reduction, made) = both(&bytes, "w-80");
    assert_eq!(reduction, REDUCTION);
    assert!(differences(&made).0 <= 4);
}

/// Four colours, and files that end early, are left to the other decoder.
#[test]
fn what_cannot_be_reduced_is_decoded_whole() {
    let mut cmyk = Vec::new();
    let ink = [20, 200, 90, 10].repeat(320 * 320);
    Encoder::new(&mut cmyk, 90).encode(&ink, 320, 320, ColorType::Cmyk).unwrap();
    let mut torn = jpeg(&waves(800, 800), SamplingFactor::F_2_2, false);
    torn.truncate(torn.len() / 2);
    for bytes in [cmyk, torn] {
        let (reduction, made) = both(&bytes, "w-20");
        assert_eq!(reduction, 1);
        assert_eq!(differences(&made).0, 0);
    }
}

/// What a header claims is looked at before there is memory for it, whichever decoder would be used.
#[test]
fn too_many_pixels_are_refused_by_the_header() {
    let mut bytes = jpeg(&waves(64, 64), SamplingFactor::F_2_2, false);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let error = decode_for(&recipe("w-8"), &bytes, &LIMITS).unwrap_err();
    assert!(matches!(error, ImagingError::TooLarge { width: 65535, height: 65535, .. }), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Reduced or not, turned or not: the result has the same dimensions, and shows the same.
    #[test]
    fn dimensions_are_those_of_all_pixels(
        size in (70_u32..420, 70_u32..420),
        asked in (3_u32..30, 3_u32..30),
        code in 1_u16..9,
        crop in 0_usize..5,
    ) {
        let bytes = photo(&waves(size.0, size.1).into(), code);
        let crop = ["", ",c-force", ",c-at_max", ",c-at_least", ",cm-pad_resize"][crop];
        let (_, made) = both(&bytes, &format!("w-{},h-{}{crop}", asked.0, asked.1));
        prop_assert!(differences(&made).1 < 4.0);
    }
}
