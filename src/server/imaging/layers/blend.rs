//! How the pixels of a layer and those below become one.

use image::{DynamicImage, Rgba, RgbaImage, imageops};

use super::without_needless_alpha;
use crate::url::layer::Mode;

/// Lays `layer` over `base`, its top left corner at `at`. What stands out is cut off.
pub(super) fn blended(
    base: DynamicImage,
    layer: &DynamicImage,
    at: (i64, i64),
    mode: Option<Mode>,
) -> DynamicImage {
    let mut ground = base.into_rgba8();
    match mode {
        // Nothing here can displace; the recipe names that, and never asks for it.
        None | Some(Mode::Displace) => imageops::overlay(&mut ground, layer, at.0, at.1),
        Some(Mode::Multiply) => each(&mut ground, &layer.to_rgba8(), at, |below, above| {
            above.map_or(below, |above| multiplied(below, above))
        }),
        Some(Mode::Cutter) => each(&mut ground, &layer.to_rgba8(), at, |below, above| {
            faded(below, above.map_or(0, |above| above.0[3]))
        }),
        Some(Mode::Cutout) => each(&mut ground, &layer.to_rgba8(), at, |below, above| {
            faded(below, u8::MAX - above.map_or(0, |above| above.0[3]))
        }),
    }
    without_needless_alpha(ground)
}

/// Puts each pixel of the ground through `f`, with that of the layer above it if there is one.
fn each(
    ground: &mut RgbaImage,
    layer: &RgbaImage,
    at: (i64, i64),
    f: impl Fn(Rgba<u8>, Option<Rgba<u8>>) -> Rgba<u8>,
) {
    let above = |x: u32, y: u32| {
        let (x, y) = (i64::from(x) - at.0, i64::from(y) - at.1);
        layer.get_pixel_checked(u32::try_from(x).ok()?, u32::try_from(y).ok()?).copied()
    };
    for (x, y, pixel) in ground.enumerate_pixels_mut() {
        *pixel = f(*pixel, above(x, y));
    }
}

/// A share of its opacity, of 255.
fn faded(pixel: Rgba<u8>, share: u8) -> Rgba<u8> {
    let [r, g, b, a] = pixel.0;
    Rgba([r, g, b, product(a, share)])
}

/// The product of numbers that stand for 0 to 1.
pub(in crate::server::imaging) fn product(a: u8, b: u8) -> u8 {
    u8::try_from((u16::from(a) * u16::from(b) + 127) / 255).unwrap_or(u8::MAX)
}

/// The colours multiplied, where both are opaque; else one shows as far as the other doesn't.
fn multiplied(below: Rgba<u8>, above: Rgba<u8>) -> Rgba<u8> {
    let unit = |value: u8| f32::from(value) / 255.0;
    let (low, high) = (unit(below.0[3]), unit(above.0[3]));
    let alpha = low + high - low * high;
    if alpha == 0.0 {
        return below;
    }
    // The casts saturate.
    let channel = |below: u8, above: u8| {
        let (below, above) = (unit(below), unit(above));
        let sum = (1.0 - high) * low * below + (1.0 - low) * high * above + low * high * below * above;
        (sum / alpha * 255.0).round() as u8
    };
    let ([r, g, b, _], [r2, g2, b2, _]) = (below.0, above.0);
    Rgba([channel(r, r2), channel(g, g2), channel(b, b2), (alpha * 255.0).round() as u8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplication() {
        let pixel = |below, above| multiplied(Rgba(below), Rgba(above)).0;
        assert_eq!(pixel([200, 100, 0, 255], [255, 255, 255, 255]), [200, 100, 0, 255]);
        assert_eq!(pixel([200, 100, 0, 255], [0, 0, 0, 255]), [0, 0, 0, 255]);
        assert_eq!(pixel([255, 102, 51, 255], [51, 51, 255, 255]), [51, 20, 51, 255]);
        assert_eq!(pixel([9, 8, 7, 255], [1, 2, 3, 0]), [9, 8, 7, 255]);
        assert_eq!(pixel([9, 8, 7, 0], [1, 2, 3, 255]), [1, 2, 3, 255]);
        assert_eq!(pixel([9, 8, 7, 0], [1, 2, 3, 0]), [9, 8, 7, 0]);
    }
}
