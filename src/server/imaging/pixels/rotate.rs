//! Rotation by any angle.

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};
use tiny_skia::{ColorU8, FilterQuality, IntSize, Pixmap, PixmapPaint, Transform};

use super::super::ImagingError;
use super::super::geometry;

/// Turns a picture clockwise by 0 to 360 degrees. Beside right angles the result is as large as the
/// turned picture needs, its corners transparent.
pub(super) fn rotated(
    mut picture: DynamicImage,
    degrees: f64,
    limit: u64,
) -> Result<DynamicImage, ImagingError> {
    let right_angle = [
        (0.0, Orientation::NoTransforms),
        (90.0, Orientation::Rotate90),
        (180.0, Orientation::Rotate180),
        (270.0, Orientation::Rotate270),
    ];
    if let Some((_, turn)) = right_angle.into_iter().find(|(angle, _)| *angle == degrees) {
        picture.apply_orientation(turn);
        return Ok(picture);
    }
    let size = turned_size((picture.width(), picture.height()), degrees);
    geometry::check(size, limit)?;
    turned(picture.into_rgba8(), degrees, size).ok_or(ImagingError::ResultTooLarge {
        width: size.0.into(),
        height: size.1.into(),
        limit,
    })
}

/// The sides of the upright rectangle around the turned picture. (The casts saturate.)
fn turned_size((width, height): (u32, u32), degrees: f64) -> (u32, u32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (f64::from(width), f64::from(height));
    let side = |a: f64, b: f64| ((a.abs() + b.abs()).ceil() as u32).max(1);
    (side(width * cos, height * sin), side(width * sin, height * cos))
}

/// `None` if memory for so many pixels can't be addressed.
fn turned(picture: RgbaImage, degrees: f64, size: (u32, u32)) -> Option<DynamicImage> {
    let middle = |(width, height): (u32, u32)| (width as f32 / 2.0, height as f32 / 2.0);
    let (from, to) = (middle(picture.dimensions()), middle(size));
    let transform =
        Transform::from_translate(-from.0, -from.1).post_rotate(degrees as f32).post_translate(to.0, to.1);
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    let mut ground = Pixmap::new(size.0, size.1)?;
    ground.draw_pixmap(0, 0, premultiplied(picture)?.as_ref(), &paint, transform, None);
    Some(demultiplied(&ground)?.into())
}

fn premultiplied(mut picture: RgbaImage) -> Option<Pixmap> {
    for pixel in picture.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let color = ColorU8::from_rgba(r, g, b, a).premultiply();
        pixel.0 = [color.red(), color.green(), color.blue(), color.alpha()];
    }
    let size = IntSize::from_wh(picture.width(), picture.height())?;
    Pixmap::from_vec(picture.into_raw(), size)
}

fn demultiplied(pixels: &Pixmap) -> Option<RgbaImage> {
    let colors = pixels.pixels().iter().map(|pixel| pixel.demultiply());
    let bytes = colors.flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]).collect();
    RgbaImage::from_raw(pixels.width(), pixels.height(), bytes)
}
