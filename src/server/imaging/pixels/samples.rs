//! Pictures as rows of samples.

use image::{DynamicImage, RgbaImage};

/// The samples of a picture, and how many of them a pixel has: 3, or 4 with alpha.
pub(super) fn samples(picture: &mut DynamicImage) -> (&mut [u8], usize) {
    match picture {
        DynamicImage::ImageRgb8(pixels) => (&mut **pixels, 3),
        DynamicImage::ImageRgba8(pixels) => (&mut **pixels, 4),
        // There are no others here.
        _ => (&mut [], 3),
    }
}

/// The same, to be read only.
pub(super) fn read(picture: &DynamicImage) -> (&[u8], usize) {
    (picture.as_bytes(), picture.color().channel_count().into())
}

/// The samples by rows, and how many of them a pixel has.
pub(super) fn rows(picture: &DynamicImage) -> (impl DoubleEndedIterator<Item = &[u8]>, usize) {
    let (samples, channels) = read(picture);
    // A width fits into 32 bits, and so into this.
    let stride = (picture.width() as usize * channels).max(1);
    (samples.chunks_exact(stride), channels)
}

/// Gives every pixel another colour; its alpha stays.
pub(super) fn recolor(picture: &mut DynamicImage, change: impl Fn([u8; 3]) -> [u8; 3]) {
    let (samples, channels) = samples(picture);
    for pixel in samples.chunks_exact_mut(channels) {
        if let [r, g, b, ..] = pixel {
            [*r, *g, *b] = change([*r, *g, *b]);
        }
    }
}

/// Without an alpha channel, if it isn't needed.
pub(super) fn without_needless_alpha(pixels: RgbaImage, needed: bool) -> DynamicImage {
    let pixels = DynamicImage::from(pixels);
    if needed { pixels } else { pixels.into_rgb8().into() }
}

/// `share` of 255 parts of `new`, the rest of `old`.
pub(super) fn mix(old: u8, new: u8, share: u8) -> u8 {
    let (old, new, share) = (u32::from(old), u32::from(new), u32::from(share));
    // A mean of bytes is one.
    ((old * (255 - share) + new * share + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_a_mean() {
        assert_eq!((mix(10, 200, 0), mix(10, 200, 255)), (10, 200));
        assert_eq!(mix(0, 255, 128), 128);
        assert_eq!(mix(100, 200, 51), 120);
    }

    #[test]
    fn colors_change_and_alpha_stays() {
        let mut glass = DynamicImage::from(RgbaImage::from_pixel(2, 1, image::Rgba([1, 2, 3, 4])));
        recolor(&mut glass, |[r, g, b]| [b, g, r]);
        assert_eq!(glass.as_bytes(), [3, 2, 1, 4, 3, 2, 1, 4]);
        assert_eq!(rows(&glass).0.count(), 1);
    }
}
