//! Files that are drawn on demand: a seed is a picture of a size known before it is drawn.

use image::{DynamicImage, RgbImage};

use super::draw::Scene;
use super::jpeg::{Effort, jpeg};

/// What a drawn file will be, known from its seed alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes of the JPEG.
    pub size: u64,
}

const SHAPES: [(u32, u32); 6] = [(640, 427), (427, 640), (600, 600), (640, 360), (640, 480), (480, 600)];

/// What the picture of a seed will be.
pub fn promise(seed: u64) -> Promise {
    let chance = spread(seed);
    let (width, height) = SHAPES[(chance % SHAPES.len() as u64) as usize];
    // A third to a half of a byte a pixel is more than nearly every drawing takes at its best quality.
    let pixels = u64::from(width) * u64::from(height);
    let size = pixels / 3 + (chance >> 8) % (pixels / 6);
    Promise { width, height, size }
}

/// What the picture of a seed shows: `mountains`, `sneaker`, …
pub fn subject(seed: u64) -> &'static str {
    scene(seed).name()
}

/// Draws the picture of a seed as a JPEG of exactly `size` bytes, a different one for each seed.
///
/// Sizes below what a plain JPEG of these dimensions takes can't be met; [`promise`] is far above.
pub fn drawn(seed: u64, width: u32, height: u32, size: u64) -> Vec<u8> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let picture = DynamicImage::ImageRgba8(scene(seed).draw(seed, width, height)).into_rgb8();
    let fits = [82, 70, 55, 40, 20, 5]
        .into_iter()
        .map(|quality| encoded(&picture, quality))
        .find(|jpeg| paddable(jpeg, size));
    let mut bytes = fits.unwrap_or_else(|| encoded(&RgbImage::new(width, height), 5));
    pad(&mut bytes, size);
    bytes
}

fn scene(seed: u64) -> Scene {
    Scene::pick(spread(seed) >> 32)
}

fn spread(seed: u64) -> u64 {
    let mixed = (seed.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (mixed >> 31)
}

fn encoded(picture: &RgbImage, quality: u8) -> Vec<u8> {
    // Fails for sides alone that a JPEG can't have; nothing can be delivered then.
    jpeg(picture, quality, Effort::Quick, Vec::new()).unwrap_or_default()
}

/// A comment takes at least four bytes: marker and length.
const COMMENT: usize = 4;
/// Most bytes of a comment with its marker: the length, which counts itself, has two bytes.
const LONGEST: usize = 0xffff + 2;

fn paddable(jpeg: &[u8], size: usize) -> bool {
    jpeg.len() == size || jpeg.len() + COMMENT <= size
}

/// Lengthens a JPEG to `size` bytes by comments right after its first segment.
fn pad(jpeg: &mut Vec<u8>, size: usize) {
    let Some(mut missing) = size.checked_sub(jpeg.len()).filter(|missing| *missing >= COMMENT) else {
        return;
    };
    let Some(at) = second_segment(jpeg) else { return };
    let mut comments = Vec::with_capacity(missing);
    while missing > 0 {
        let mut part = missing.min(LONGEST);
        if (1..COMMENT).contains(&(missing - part)) {
            part -= COMMENT;
        }
        let length = u16::try_from(part - 2).unwrap_or(u16::MAX);
        comments.extend([0xff, 0xfe]);
        comments.extend(length.to_be_bytes());
        comments.resize(comments.len() + part - COMMENT, b' ');
        missing -= part;
    }
    jpeg.splice(at..at, comments);
}

/// Where the segment after the first one (JFIF's) begins.
fn second_segment(jpeg: &[u8]) -> Option<usize> {
    let &[0xff, 0xd8, 0xff, _, high, low, ..] = jpeg else { return None };
    Some(4 + usize::from(u16::from_be_bytes([high, low])))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use image::ImageFormat;

    use super::*;

    fn dimensions(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).expect("a whole JPEG");
        (picture.width(), picture.height())
    }

    #[test]
    fn what_is_promised_is_drawn() {
        for k in 0..60u64 {
            let seed = k.wrapping_mul(0x9e37_79b9_97f4_a7c1) ^ k;
            let Promise { width, height, size } = promise(seed);
            let bytes = drawn(seed, width, height, size);
            assert_eq!(bytes.len() as u64, size, "seed {seed}");
            assert_eq!(dimensions(&bytes), (width, height), "seed {seed}");
        }
    }

    #[test]
    fn neighbours_differ() {
        let subjects: HashSet<_> = (0..200).map(subject).collect();
        assert!(subjects.len() > 20, "{subjects:?}");
        let Promise { width, height, size } = promise(1);
        assert_ne!(drawn(1, width, height, size), drawn(2, width, height, size));
    }

    #[test]
    fn any_length_can_be_padded_to() {
        let plain = encoded(&RgbImage::new(8, 8), 50);
        for more in (4..40).chain(LONGEST - 3..LONGEST + 12).chain([3 * LONGEST + 1]) {
            let mut padded = plain.clone();
            pad(&mut padded, plain.len() + more);
            assert_eq!(padded.len(), plain.len() + more);
            assert_eq!(dimensions(&padded), (8, 8));
        }
    }

    #[test]
    fn a_tight_size_lowers_the_quality() {
        let bytes = drawn(7, 320, 200, 9000);
        assert_eq!(bytes.len(), 9000);
        assert_eq!(dimensions(&bytes), (320, 200));
    }
}
