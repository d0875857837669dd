//! Borders.

use image::{DynamicImage, Rgb, RgbImage, Rgba, RgbaImage, imageops};

use super::super::ImagingError;
use super::super::geometry;
use crate::url::recipe::Border;

/// A picture in a frame, by which it grows.
pub(super) fn framed(
    picture: DynamicImage,
    border: &Border,
    limit: u64,
) -> Result<DynamicImage, ImagingError> {
    let side = |own: u32| own.saturating_add(border.width.saturating_mul(2));
    let (width, height) = (side(picture.width()), side(picture.height()));
    geometry::check((width, height), limit)?;
    let at = i64::from(border.width);
    let [r, g, b, alpha] = border.color;
    if picture.color().has_alpha() || alpha < 255 {
        let mut framed = RgbaImage::from_pixel(width, height, Rgba(border.color));
        imageops::replace(&mut framed, &picture.into_rgba8(), at, at);
        return Ok(framed.into());
    }
    let mut framed = RgbImage::from_pixel(width, height, Rgb([r, g, b]));
    imageops::replace(&mut framed, &picture.into_rgb8(), at, at);
    Ok(framed.into())
}

#[cfg(test)]
mod tests {
    use image::GenericImageView;

    use super::*;

    #[test]
    fn a_frame_lies_around_the_picture() {
        let picture: DynamicImage = RgbImage::from_pixel(10, 6, Rgb([9, 9, 9])).into();
        let border = Border { width: 3, color: [255, 0, 0, 255] };
        let framed = framed(picture.clone(), &border, 1000).unwrap();
        assert_eq!(framed.dimensions(), (16, 12));
        let inside = |x, y| (3..13).contains(&x) && (3..9).contains(&y);
        for (x, y, pixel) in framed.pixels() {
            assert_eq!(pixel.0, if inside(x, y) { [9, 9, 9, 255] } else { [255, 0, 0, 255] }, "{x}, {y}");
        }
        assert!(super::framed(picture, &Border { width: u32::MAX, ..border }, 1000).is_err());
    }

    #[test]
    fn glass_stays_glass() {
        let glass: DynamicImage = RgbaImage::from_pixel(2, 2, Rgba([5, 5, 5, 50])).into();
        let framed = framed(glass, &Border { width: 1, color: [0, 0, 0, 255] }, 100).unwrap();
        assert_eq!(framed.get_pixel(1, 1).0, [5, 5, 5, 50]);
    }
}
