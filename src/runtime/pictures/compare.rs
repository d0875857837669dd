//! Two pictures in one: before and after beside a line, or where they differ.

use image::{Rgba, RgbaImage, imageops};

use crate::app::effect::Framed;

/// The left half of `before` and the right half of `after`, with a line between them. Both are of one size.
pub(super) fn split(before: &RgbaImage, mut after: RgbaImage) -> RgbaImage {
    let (width, height) = after.dimensions();
    let middle = width / 2;
    let left = imageops::crop_imm(before, 0, 0, middle, height).to_image();
    imageops::replace(&mut after, &left, 0, 0);
    let line = (width / 160).clamp(1, 4);
    for x in middle.saturating_sub(line / 2)..(middle + line.div_ceil(2)).min(width) {
        for y in 0..height {
            after.put_pixel(x, y, Rgba([255, 255, 255, 255]));
        }
    }
    after
}

/// Where two pictures of one size differ: dark where they are alike, over violet and orange to white where
/// they are not.
pub(super) fn difference(before: &RgbaImage, mut after: RgbaImage) -> RgbaImage {
    for (pixel, old) in after.pixels_mut().zip(before.pixels()) {
        *pixel = heat(distance(pixel.0, old.0));
    }
    after
}

/// The largest difference of a channel, each seen through its opacity.
fn distance(a: [u8; 4], b: [u8; 4]) -> u8 {
    let seen = |pixel: [u8; 4], n: usize| u32::from(pixel[n]) * u32::from(pixel[3]) / 255;
    let differences = (0..3).map(|n| seen(a, n).abs_diff(seen(b, n))).chain([u32::from(a[3].abs_diff(b[3]))]);
    // The largest is at most 255.
    differences.max().unwrap_or(0) as u8
}

/// Small differences are what one looks for, so the scale is steep at its beginning.
fn heat(distance: u8) -> Rgba<u8> {
    const STEPS: [[u8; 3]; 5] = [[12, 10, 28], [96, 28, 128], [216, 72, 72], [252, 176, 60], [255, 255, 220]];
    let strength = (f32::from(distance) / 255.0).sqrt() * 4.0;
    // Between 0 and 4.
    let step = (strength as usize).min(3);
    let part = strength - step as f32;
    let mix = |n: usize| {
        let (from, to) = (f32::from(STEPS[step][n]), f32::from(STEPS[step + 1][n]));
        (from + (to - from) * part).round() as u8
    };
    Rgba([mix(0), mix(1), mix(2), 255])
}

/// A white frame around a part of a picture; what is outside of it becomes darker.
pub(super) fn frame(picture: &mut RgbaImage, framed: &Framed) {
    let (width, height) = picture.dimensions();
    let scaled = |at: u64, whole: u32, own: u32| {
        let own = u64::from(own);
        u32::try_from((at * own / u64::from(whole.max(1))).min(own)).unwrap_or(u32::MAX)
    };
    let [x, y, wide, high] = framed.part.map(u64::from);
    let (left, right) = (scaled(x, framed.whole.0, width), scaled(x + wide, framed.whole.0, width).max(1));
    let (top, bottom) = (scaled(y, framed.whole.1, height), scaled(y + high, framed.whole.1, height).max(1));
    let (left, top) = (left.min(right - 1), top.min(bottom - 1));
    let line = (width.max(height) / 200).max(1);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if !(left..right).contains(&x) || !(top..bottom).contains(&y) {
            for channel in &mut pixel.0[..3] {
                *channel /= 3;
            }
        } else if x < left + line || x + line >= right || y < top + line || y + line >= bottom {
            *pixel = Rgba([255, 255, 255, 255]);
        }
    }
}

/// A picture in the middle of an empty ground, never enlarged; it keeps its shape.
pub(super) fn on_canvas(picture: &RgbaImage, (width, height): (u32, u32)) -> RgbaImage {
    let mut canvas = RgbaImage::new(width, height);
    let left = (i64::from(width) - i64::from(picture.width())) / 2;
    let top = (i64::from(height) - i64::from(picture.height())) / 2;
    imageops::replace(&mut canvas, picture, left, top);
    canvas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(colour: [u8; 4]) -> RgbaImage {
        RgbaImage::from_pixel(20, 10, Rgba(colour))
    }

    #[test]
    fn halves_of_both() {
        let both = split(&ground([255, 0, 0, 255]), ground([0, 0, 255, 255]));
        assert_eq!(both.get_pixel(3, 5).0, [255, 0, 0, 255]);
        assert_eq!(both.get_pixel(16, 5).0, [0, 0, 255, 255]);
        assert_eq!(both.get_pixel(10, 5).0, [255; 4]);
    }

    #[test]
    fn alike_is_dark_and_different_is_light() {
        let red = ground([255, 0, 0, 255]);
        let brightness =
            |picture: RgbaImage| picture.get_pixel(0, 0).0[..3].iter().map(|c| u32::from(*c)).sum::<u32>();
        let alike = brightness(difference(&red, red.clone()));
        let near = brightness(difference(&red, ground([245, 0, 0, 255])));
        let far = brightness(difference(&red, ground([0, 255, 255, 255])));
        assert!(alike < near && near < far, "{alike} {near} {far}");
        // What is clear looks as black as black: only its opacity differs.
        assert_eq!(distance([9, 9, 9, 0], [200, 9, 9, 0]), 0);
    }

    #[test]
    fn a_frame_is_drawn_where_the_part_is() {
        let mut picture = ground([90, 90, 90, 255]);
        frame(&mut picture, &Framed { part: [100, 0, 50, 100], whole: (200, 100) });
        let red = |x, y| picture.get_pixel(x, y).0[0];
        assert_eq!((red(9, 5), red(10, 5), red(12, 5), red(14, 5), red(15, 5)), (30, 255, 90, 255, 30));
        // What lies outside of the picture, or is empty, is drawn as far as it can be.
        for part in [[900, 900, 10, 10], [0, 0, 0, 0], [u32::MAX; 4]] {
            frame(&mut picture, &Framed { part, whole: (0, 7) });
        }
    }

    #[test]
    fn a_canvas_keeps_the_shape() {
        let canvas = on_canvas(&ground([1, 2, 3, 255]), (40, 10));
        assert_eq!((canvas.get_pixel(9, 0).0[3], canvas.get_pixel(10, 0).0[3]), (0, 255));
    }
}
