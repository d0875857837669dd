//! What lies behind a picture.

use image::{DynamicImage, Rgba, RgbaImage};

use super::super::ImagingError;
use super::super::geometry::{Canvas, Part};
use super::over::lay_over;
use super::samples::{recolor, without_needless_alpha};
use super::{blur, palette, scale};
use crate::url::recipe::{Color, Ground};

const WHITE: Color = [255; 4];
const CLEAR: Color = [0; 4];
/// The longer side of the copy of a picture that is blurred for its ground; more can't be seen.
const BLURRED_SIDE: u32 = 256;
/// How the longer side of a ground is to the usual blur of it.
const USUAL_BLUR: f64 = 30.0;

/// Lays a picture on a canvas. Where no ground is asked for it is clear, or white behind a picture
/// without transparency.
pub(super) fn padded(
    picture: &DynamicImage,
    canvas: Canvas,
    ground: Option<Ground>,
) -> Result<DynamicImage, ImagingError> {
    let usual = Ground::Color(if picture.color().has_alpha() { CLEAR } else { WHITE });
    laid_on(picture, canvas, ground.unwrap_or(usual))
}

/// Puts a ground behind a transparent picture.
pub(super) fn grounded(picture: DynamicImage, ground: Ground) -> Result<DynamicImage, ImagingError> {
    if !picture.color().has_alpha() {
        return Ok(picture);
    }
    let canvas = Canvas { size: (picture.width(), picture.height()), at: (0, 0) };
    laid_on(&picture, canvas, ground)
}

/// Replaces transparency by white.
pub(in crate::server::imaging) fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut ground = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba(WHITE));
    lay_over(&mut ground, &picture, (0, 0));
    without_needless_alpha(ground, false)
}

fn laid_on(picture: &DynamicImage, canvas: Canvas, ground: Ground) -> Result<DynamicImage, ImagingError> {
    let (width, height) = canvas.size;
    let has_alpha = match ground {
        Ground::Color([.., alpha]) => alpha < 255,
        Ground::Blurred { .. } => picture.color().has_alpha(),
        Ground::Dominant | Ground::Gradient { .. } => false,
    };
    let mut made = match ground {
        Ground::Color(color) => RgbaImage::from_pixel(width, height, Rgba(color)),
        Ground::Dominant => RgbaImage::from_pixel(width, height, Rgba(palette::dominant(picture))),
        Ground::Gradient { colors } => between(canvas.size, corner_colors(picture, canvas, colors)),
        Ground::Blurred { strength, brightness } => blurred(picture, canvas.size, strength, brightness)?,
    };
    lay_over(&mut made, picture, canvas.at);
    Ok(without_needless_alpha(made, has_alpha))
}

/// The colours of the canvas's corners: top left, top right, bottom left, bottom right. Two are those
/// of the picture's edges to which the canvas adds most.
fn corner_colors(picture: &DynamicImage, canvas: Canvas, colors: u8) -> [Color; 4] {
    const EDGE: f64 = 0.1;
    const CORNER: f64 = 0.25;
    let of = |left, top, width, height| palette::dominant_of(picture, (left, top, width, height));
    if colors == 4 {
        return [(0.0, 0.0), (1.0 - CORNER, 0.0), (0.0, 1.0 - CORNER), (1.0 - CORNER, 1.0 - CORNER)]
            .map(|(left, top)| of(left, top, CORNER, CORNER));
    }
    let across = canvas.size.0.saturating_sub(picture.width());
    let down = canvas.size.1.saturating_sub(picture.height());
    if across > down {
        let (left, right) = (of(0.0, 0.0, EDGE, 1.0), of(1.0 - EDGE, 0.0, EDGE, 1.0));
        [left, right, left, right]
    } else {
        let (top, bottom) = (of(0.0, 0.0, 1.0, EDGE), of(0.0, 1.0 - EDGE, 1.0, EDGE));
        [top, top, bottom, bottom]
    }
}

/// Four corners, and what lies between them.
fn between((width, height): (u32, u32), [a, b, c, d]: [Color; 4]) -> RgbaImage {
    let share = |at: u32, side: u32| f64::from(at) / f64::from(side.saturating_sub(1).max(1));
    let mixed = |from: Color, to: Color, share: f64| {
        let mut mixed = from;
        for (from, to) in mixed.iter_mut().zip(to) {
            // A mean of bytes is one.
            *from = (f64::from(*from) * (1.0 - share) + f64::from(to) * share).round() as u8;
        }
        mixed
    };
    let mut ground = RgbaImage::new(width, height);
    for (y, row) in (0..height).zip(ground.rows_mut()) {
        let (left, right) = (mixed(a, c, share(y, height)), mixed(b, d, share(y, height)));
        for (x, pixel) in (0..width).zip(row) {
            *pixel = Rgba(mixed(left, right, share(x, width)));
        }
    }
    ground
}

/// The picture itself, large enough to cover everything, and blurred.
fn blurred(
    picture: &DynamicImage,
    size: (u32, u32),
    strength: Option<u8>,
    brightness: i16,
) -> Result<RgbaImage, ImagingError> {
    let longer = size.0.max(size.1);
    let sigma = strength.map_or(f64::from(longer) / USUAL_BLUR, blur::sigma);
    let copy = small(size, sigma);
    let mut soft = scale::resampled(picture, covering(picture, size), copy)?;
    if sigma > 0.0 {
        soft = blur::blurred(&soft, sigma * f64::from(copy.0) / f64::from(size.0));
    }
    if brightness != 0 {
        // Between 0 and 255.
        recolor(&mut soft, |color| color.map(|value| (i16::from(value) + brightness).clamp(0, 255) as u8));
    }
    Ok(scale::forced(&soft, size)?.into_rgba8())
}

/// The size of the copy that is blurred: smaller only if the blur hides that.
fn small((width, height): (u32, u32), sigma: f64) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= BLURRED_SIDE || sigma * f64::from(BLURRED_SIDE) < 2.0 * f64::from(longer) {
        return (width, height);
    }
    let side = |own: u32| (u64::from(own) * u64::from(BLURRED_SIDE) / u64::from(longer)).max(1);
    let side = |own: u32| u32::try_from(side(own)).unwrap_or(BLURRED_SIDE);
    (side(width), side(height))
}

/// The largest part in the middle of a picture that has the aspect of `size`.
fn covering(picture: &DynamicImage, size: (u32, u32)) -> Part {
    let own = (f64::from(picture.width()), f64::from(picture.height()));
    let size = (f64::from(size.0), f64::from(size.1));
    let factor = (own.0 / size.0).min(own.1 / size.1);
    let (width, height) = (size.0 * factor, size.1 * factor);
    Part { left: (own.0 - width) / 2.0, top: (own.1 - height) / 2.0, width, height }
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView, Rgb, RgbImage};

    use super::*;

    /// Left red, right blue, 40 × 20.
    fn halves() -> DynamicImage {
        RgbImage::from_fn(40, 20, |x, _| Rgb(if x < 20 { [240, 0, 0] } else { [0, 0, 240] })).into()
    }

    fn color(picture: &DynamicImage, x: u32, y: u32) -> [u8; 4] {
        picture.get_pixel(x, y).0
    }

    fn on(ground: Ground, size: (u32, u32)) -> DynamicImage {
        let at = (i64::from(size.0 - 40) / 2, i64::from(size.1 - 20) / 2);
        let picture = padded(&halves(), Canvas { size, at }, Some(ground)).unwrap();
        assert_eq!(picture.dimensions(), size);
        assert_eq!(color(&picture, size.0 / 2 - 1, size.1 / 2), [240, 0, 0, 255]);
        assert_eq!(color(&picture, size.0 / 2, size.1 / 2), [0, 0, 240, 255]);
        picture
    }

    #[test]
    fn two_colors_go_from_edge_to_edge() {
        let wide = on(Ground::Gradient { colors: 2 }, (81, 20));
        assert_eq!((color(&wide, 0, 3), color(&wide, 80, 3)), ([240, 0, 0, 255], [0, 0, 240, 255]));
        // A quarter of the way.
        let wide = on(Ground::Gradient { colors: 2 }, (161, 20));
        assert_eq!(color(&wide, 40, 3), [180, 0, 60, 255]);
        let tall = on(Ground::Gradient { colors: 4 }, (40, 60));
        assert_eq!((color(&tall, 0, 0), color(&tall, 39, 59)), ([240, 0, 0, 255], [0, 0, 240, 255]));
    }

    #[test]
    fn one_color_is_the_most_frequent() {
        let mut picture = halves().into_rgb8();
        picture.put_pixel(0, 0, Rgb([0, 0, 240]));
        picture.put_pixel(0, 1, Rgb([0, 0, 240]));
        let canvas = Canvas { size: (50, 20), at: (5, 0) };
        let padded = padded(&picture.into(), canvas, Some(Ground::Dominant)).unwrap();
        assert_eq!(color(&padded, 2, 9), [0, 0, 240, 255]);
    }

    #[test]
    fn a_blurred_ground_is_the_picture_itself() {
        let soft = on(Ground::Blurred { strength: Some(4), brightness: 0 }, (40, 60));
        let [left, .., right] = [2, 20, 37].map(|x| color(&soft, x, 5));
        assert!(left[0] > 230 && left[2] < 10 && right[2] > 230 && right[0] < 10, "{left:?} {right:?}");
        let [r, _, b, _] = color(&soft, 20, 5);
        assert!(r > 60 && b > 60, "{r} {b}");
        let dark = on(Ground::Blurred { strength: Some(4), brightness: -100 }, (40, 60));
        assert!(color(&dark, 2, 5)[0].abs_diff(left[0] - 100) <= 1);
        on(Ground::Blurred { strength: None, brightness: 0 }, (400, 900));
    }

    #[test]
    fn glass_lets_the_ground_through() {
        let glass = DynamicImage::from(RgbaImage::from_pixel(2, 2, Rgba([200, 0, 0, 128])));
        let on_black = grounded(glass.clone(), Ground::Color([0, 0, 0, 255])).unwrap();
        assert_eq!(on_black.as_bytes(), [100, 0, 0].repeat(4));
        assert_eq!(on_white(glass).as_bytes()[..3], [227, 127, 127]);
    }
}
