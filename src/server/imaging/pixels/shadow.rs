//! Shadows.

use image::{DynamicImage, GrayImage, Rgba, RgbaImage, imageops};

use super::super::ImagingError;
use super::over::lay_over;
use super::{boxes, is_transparent};
use crate::url::recipe::Shadow;

/// Pixels of the largest picture that gets a shadow (imagekit-api.md 4.2).
const LIMIT: u64 = 2_000_000;

/// Lays a shadow under what can be seen. An opaque picture has no room for one.
pub(super) fn shadowed(picture: DynamicImage, shadow: &Shadow) -> Result<DynamicImage, ImagingError> {
    let (width, height) = (picture.width(), picture.height());
    if u64::from(width) * u64::from(height) > LIMIT {
        return Err(ImagingError::ShadowTooLarge { width, height, limit: LIMIT });
    }
    if !is_transparent(&picture) {
        return Ok(picture);
    }
    let picture = picture.into_rgba8();
    // The picture has at most 2 million pixels, and the share at most a hundred percent.
    let offset = |percent: i8| i64::from(width) * i64::from(percent) / 100;
    let mut shape = GrayImage::new(width, height);
    imageops::replace(&mut shape, &alpha(&picture), offset(shadow.x), offset(shadow.y));
    if shadow.blur > 0 {
        boxes::soften(&mut shape, width, 1, shadow.blur.into());
    }
    let mut ground = RgbaImage::new(width, height);
    for (pixel, shade) in ground.pixels_mut().zip(shape.iter()) {
        let alpha = (u16::from(*shade) * u16::from(shadow.saturation) + 50) / 100;
        *pixel = Rgba([0, 0, 0, u8::try_from(alpha).unwrap_or(255)]);
    }
    lay_over(&mut ground, &picture.into(), (0, 0));
    Ok(ground.into())
}

fn alpha(picture: &RgbaImage) -> GrayImage {
    let mut alpha = GrayImage::new(picture.width(), picture.height());
    for (to, from) in alpha.pixels_mut().zip(picture.pixels()) {
        let [.., value] = from.0;
        to.0 = [value];
    }
    alpha
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A red square of 20 × 20 at 40, 40 in the middle of nothing.
    fn square() -> DynamicImage {
        let inside = |x, y| (40..60).contains(&x) && (40..60).contains(&y);
        RgbaImage::from_fn(100, 100, |x, y| if inside(x, y) { Rgba([255, 0, 0, 255]) } else { Rgba([0; 4]) })
            .into()
    }

    #[test]
    fn a_sharp_shadow_is_the_shape_moved() {
        let shadow = Shadow { blur: 0, saturation: 40, x: 10, y: -5 };
        let picture = shadowed(square(), &shadow).unwrap().into_rgba8();
        let shade = Rgba([0, 0, 0, 102]);
        for (x, y, expected) in [
            (45, 45, Rgba([255, 0, 0, 255])),
            (65, 45, shade),
            (69, 54, shade),
            (69, 55, Rgba([0; 4])),
            (70, 45, Rgba([0; 4])),
            (65, 34, Rgba([0; 4])),
            (65, 35, shade),
        ] {
            assert_eq!(*picture.get_pixel(x, y), expected, "{x}, {y}");
        }
    }

    /// Blurring spreads a shadow, it makes no more and no less of it.
    #[test]
    fn a_soft_shadow_weighs_as_much() {
        let shadow = Shadow { blur: 4, saturation: 100, x: 0, y: 25 };
        let picture = shadowed(square(), &shadow).unwrap().into_rgba8();
        let below = picture.rows().skip(60).flatten().map(|pixel| u64::from(pixel.0[3])).sum::<u64>();
        assert!(below.abs_diff(400 * 255) < 400 * 255 / 12, "{below}");
        assert!(picture.get_pixel(50, 75).0[3] > 240 && picture.get_pixel(38, 75).0[3] > 40);
    }

    #[test]
    fn opaque_and_large_pictures() {
        let opaque = DynamicImage::new_rgb8(10, 10);
        assert_eq!(shadowed(opaque.clone(), &Shadow::default()).unwrap(), opaque);
        let large = shadowed(DynamicImage::new_rgba8(2001, 1000), &Shadow::default()).unwrap_err();
        assert!(matches!(large, ImagingError::ShadowTooLarge { width: 2001, .. }), "{large}");
    }
}
