//! The colours that a picture has most of.

use image::DynamicImage;

use crate::url::recipe::Color;

const WHITE: Color = [255; 4];
/// Colours of one kind share the upper bits of their channels.
const BITS: u32 = 4;

/// Pixels of one kind.
#[derive(Clone, Copy, Default)]
struct Kind {
    count: u64,
    sums: [u64; 3],
}

/// The mean of the most frequent kind of colour; white if nothing can be seen.
pub(super) fn dominant(picture: &DynamicImage) -> Color {
    let mut kinds = vec![Kind::default(); 1 << (3 * BITS)];
    let (samples, channels) = super::samples::read(picture);
    for pixel in samples.chunks_exact(channels) {
        let [r, g, b, rest @ ..] = pixel else { continue };
        if rest.first().is_some_and(|alpha| *alpha < 128) {
            continue;
        }
        if let Some(kind) = kinds.get_mut(index([*r, *g, *b])) {
            kind.count += 1;
            let [sum_r, sum_g, sum_b] = &mut kind.sums;
            *sum_r += u64::from(*r);
            *sum_g += u64::from(*g);
            *sum_b += u64::from(*b);
        }
    }
    let most = kinds.iter().max_by_key(|kind| kind.count).filter(|kind| kind.count > 0);
    most.map_or(WHITE, |kind| {
        let [r, g, b] = kind.sums.map(|sum| u8::try_from(sum / kind.count).unwrap_or(255));
        [r, g, b, 255]
    })
}

/// The most frequent colour of a part, given as shares of the sides: left, top, width and height.
pub(super) fn dominant_of(picture: &DynamicImage, (left, top, width, height): (f64, f64, f64, f64)) -> Color {
    let (own_width, own_height) = (f64::from(picture.width()), f64::from(picture.height()));
    // The casts saturate, and the part is cut to what there is.
    let size = |share: f64, own: f64| ((share * own).round() as u32).max(1);
    let part = picture.crop_imm(
        (left * own_width) as u32,
        (top * own_height) as u32,
        size(width, own_width),
        size(height, own_height),
    );
    dominant(&part)
}

fn index([r, g, b]: [u8; 3]) -> usize {
    let upper = |channel: u8| usize::from(channel >> (8 - BITS));
    (upper(r) << (2 * BITS)) | (upper(g) << BITS) | upper(b)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    #[test]
    fn the_most_frequent_color_is_found() {
        let picture = RgbImage::from_fn(10, 10, |x, y| {
            Rgb(match (x, y % 2) {
                (0..=5, 0) => [201, 33, 33],
                (0..=5, _) => [203, 35, 35],
                _ => [x as u8 * 20, y as u8 * 20, 9],
            })
        });
        assert_eq!(dominant(&picture.into()), [202, 34, 34, 255]);
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        let mostly_clear =
            RgbaImage::from_fn(4, 1, |x, _| Rgba(if x == 0 { [9, 8, 7, 255] } else { [200, 0, 0, 0] }));
        assert_eq!(dominant(&mostly_clear.into()), [9, 8, 7, 255]);
        assert_eq!(dominant(&RgbaImage::new(3, 3).into()), WHITE);
    }

    #[test]
    fn parts_have_their_own() {
        let halves: DynamicImage =
            RgbImage::from_fn(20, 10, |x, _| Rgb(if x < 10 { [255, 0, 0] } else { [0, 0, 255] })).into();
        assert_eq!(dominant_of(&halves, (0.0, 0.0, 0.1, 1.0)), [255, 0, 0, 255]);
        assert_eq!(dominant_of(&halves, (0.9, 0.0, 0.1, 1.0)), [0, 0, 255, 255]);
    }
}
