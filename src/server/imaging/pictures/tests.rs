use std::cell::Cell;

use image::{DynamicImage, Rgb, RgbImage};

use super::super::exif::tests::photo;
use super::super::transform;
use super::*;
use crate::url::Chain;

const LIMITS: Limits = Limits { source: 4_000_000, result: 4_000_000 };

fn source() -> Vec<u8> {
    let pixels = RgbImage::from_fn(800, 600, |x, y| Rgb([(x / 4) as u8, (y / 4) as u8, (x + y) as u8]));
    photo(&DynamicImage::from(pixels), 6)
}

/// Runs chains one after the other; how often the bytes were asked for.
fn reads(pictures: &Pictures, chains: &[&str]) -> usize {
    let (bytes, reads) = (source(), Cell::new(0));
    for chain in chains {
        let recipe = Recipe::read(&Chain::parse(chain)).unwrap();
        let read = || {
            reads.set(reads.get() + 1);
            Ok::<_, ImagingError>(bytes.clone())
        };
        let before = reads.get();
        let made = pictures.transform("a", read, &recipe, "", &|_| None).unwrap();
        assert_eq!(made.took.decode.is_none(), reads.get() == before, "{chain}");
        let alone = transform(&bytes, &recipe, "", &LIMITS, &|_| None).unwrap();
        assert_eq!((made.bytes, made.mime, made.width), (alone.bytes, alone.mime, alone.width), "{chain}");
    }
    reads.get()
}

#[test]
fn many_sizes_cost_one_decoding() {
    assert_eq!(reads(&Pictures::new(LIMITS), &["w-200", "w-300", "w-400,rt-7", "h-500", "q-50"]), 1);
    assert_eq!(reads(&Pictures::new(LIMITS), &["w-20", "w-30", "h-70"]), 1);
}

/// Small results are made of a reduced copy, whether or not all pixels are at hand: the same request has the
/// same answer.
#[test]
fn small_and_large_ones_cost_two() {
    assert_eq!(reads(&Pictures::new(LIMITS), &["w-400", "w-20", "w-300", "w-30"]), 2);
}

#[test]
fn memory_is_bounded() {
    let pictures = Pictures { kept: Mutex::new(Shelf::new(1_000_000)), ..Pictures::new(LIMITS) };
    assert_eq!(reads(&pictures, &["w-400", "w-400"]), 2, "800 × 600 pixels take more than that");
}

#[test]
fn what_was_forgotten_is_decoded_again() {
    let pictures = Pictures::new(LIMITS);
    assert_eq!(reads(&pictures, &["w-400"]), 1);
    pictures.forget();
    assert_eq!(reads(&pictures, &["w-300", "w-200"]), 1);
}

#[test]
fn failures_are_not_kept() {
    let pictures = Pictures::new(LIMITS);
    let recipe = Recipe::read(&Chain::parse("w-9")).unwrap();
    let torn = pictures.transform("a", || Ok(source()[..100].to_vec()), &recipe, "", &|_| None);
    assert!(matches!(torn, Err(ImagingError::Corrupt(_))), "{torn:?}");
    assert_eq!(reads(&pictures, &["w-9"]), 1);
}
