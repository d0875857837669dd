//! Bent and tilted pictures.

use std::f64::consts::PI;

use image::{DynamicImage, Rgba, RgbaImage, imageops};

use super::super::ImagingError;
use super::super::geometry;
use crate::url::recipe::Distort;

/// Distorts a picture; what it doesn't cover is clear. A perspective keeps the size of the picture, an
/// arc is as large as it needs to be.
pub(super) fn distorted(
    picture: DynamicImage,
    distort: &Distort,
    limit: u64,
) -> Result<DynamicImage, ImagingError> {
    match distort {
        Distort::Perspective(corners) => {
            let corners = corners.map(|(x, y)| (x as f64, y as f64));
            let picture = picture.into_rgba8();
            Ok(tilted(&picture, &corners).unwrap_or(picture).into())
        }
        Distort::Arc(degrees) if *degrees < 0.0 => {
            let bent = bent(&imageops::flip_vertical(&picture.into_rgba8()), -degrees, limit)?;
            Ok(imageops::flip_vertical(&bent).into())
        }
        Distort::Arc(degrees) => Ok(bent(&picture.into_rgba8(), *degrees, limit)?.into()),
    }
}

/// `None` if the corners don't span a surface.
fn tilted(picture: &RgbaImage, corners: &[(f64, f64); 4]) -> Option<RgbaImage> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let back = from_unit_square(corners).and_then(inverse)?;
    Some(drawn(picture, picture.dimensions(), |x, y| {
        let [u, v, w] = back.map(|[a, b, c]| a * x + b * y + c);
        (u / w * width, v / w * height)
    }))
}

type Matrix = [[f64; 3]; 3];

/// The projection of the unit square to four corners, in their order around it.
fn from_unit_square(&[p0, p1, p2, p3]: &[(f64, f64); 4]) -> Option<Matrix> {
    let sum = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
    let (first, second) = ((p1.0 - p2.0, p1.1 - p2.1), (p3.0 - p2.0, p3.1 - p2.1));
    let area = first.0 * second.1 - second.0 * first.1;
    if area == 0.0 {
        return None;
    }
    let g = (sum.0 * second.1 - second.0 * sum.1) / area;
    let h = (first.0 * sum.1 - sum.0 * first.1) / area;
    Some([
        [p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0],
        [p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1],
        [g, h, 1.0],
    ])
}

/// The way back, but for a factor, which a projection doesn't mind.
fn inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix) -> Option<Matrix> {
    let back = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ];
    let [[first, ..], [second, ..], [third, ..]] = back;
    let size = a * first + b * second + c * third;
    (size != 0.0 && size.is_finite()).then_some(back)
}

/// Bends a picture upwards, so that its middle row keeps its length.
fn bent(picture: &RgbaImage, degrees: f64, limit: u64) -> Result<RgbaImage, ImagingError> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let radius = width / degrees.to_radians();
    let (outer, inner) = (radius + height / 2.0, (radius - height / 2.0).max(0.0));
    let half = degrees.to_radians() / 2.0;
    let across = if half < PI / 2.0 { 2.0 * outer * half.sin() } else { 2.0 * outer };
    let lowest = half.cos() * if half < PI / 2.0 { inner } else { outer };
    // The casts saturate.
    let size = ((across.ceil() as u32).max(1), ((outer - lowest).ceil() as u32).max(1));
    geometry::check(size, limit)?;
    let middle = f64::from(size.0) / 2.0;
    Ok(drawn(picture, size, |x, y| {
        let (x, y) = (x - middle, outer - y);
        (width / 2.0 + x.atan2(y) * radius, outer - x.hypot(y))
    }))
}

/// A picture of `size` whose every point is looked up where `place` says.
fn drawn(picture: &RgbaImage, size: (u32, u32), place: impl Fn(f64, f64) -> (f64, f64)) -> RgbaImage {
    RgbaImage::from_fn(size.0, size.1, |x, y| {
        let (x, y) = place(f64::from(x) + 0.5, f64::from(y) + 0.5);
        Rgba(looked_up(picture, x - 0.5, y - 0.5))
    })
}

/// The colour between the four pixels around a place; outside of the picture everything is clear.
fn looked_up(picture: &RgbaImage, x: f64, y: f64) -> [u8; 4] {
    let inside = |at: f64, side: u32| at > -1.0 && at < f64::from(side);
    if !(inside(x, picture.width()) && inside(y, picture.height())) {
        return [0; 4];
    }
    let (left, top) = (x.floor(), y.floor());
    let (right_share, bottom_share) = (x - left, y - top);
    let mut sum = [0.0; 4];
    for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        let weight = (if dx > 0.0 { right_share } else { 1.0 - right_share })
            * (if dy > 0.0 { bottom_share } else { 1.0 - bottom_share });
        if left + dx < 0.0 || top + dy < 0.0 {
            continue;
        }
        // Neither is below 0, and both are below a side.
        let Some(pixel) = picture.get_pixel_checked((left + dx) as u32, (top + dy) as u32) else { continue };
        let [r, g, b, alpha] = pixel.0.map(f64::from);
        let parts = [r * alpha, g * alpha, b * alpha, alpha];
        sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * weight);
    }
    let [r, g, b, alpha] = sum;
    if alpha <= 0.0 {
        return [0; 4];
    }
    // Means of bytes.
    [r / alpha, g / alpha, b / alpha, alpha].map(|value| value.round() as u8)
}

#[cfg(test)]
mod tests {
    use image::GenericImageView;

    use super::*;

    /// Left red, right blue, each with a white upper half.
    fn quarters(width: u32, height: u32) -> DynamicImage {
        RgbaImage::from_fn(width, height, |x, y| {
            Rgba(match (x < width / 2, y < height / 2) {
                (_, true) => [255; 4],
                (true, _) => [255, 0, 0, 255],
                (false, _) => [0, 0, 255, 255],
            })
        })
        .into()
    }

    #[test]
    fn corners_that_stay_change_nothing() {
        let picture = quarters(40, 30);
        let corners = Distort::Perspective([(0, 0), (40, 0), (40, 30), (0, 30)]);
        assert_eq!(distorted(picture.clone(), &corners, 10_000).unwrap(), picture);
    }

    /// Moved by whole pixels, and made half as large: both can be told without a projection.
    #[test]
    fn corners_that_move_together() {
        let picture = quarters(40, 40);
        let moved = Distort::Perspective([(10, 5), (50, 5), (50, 45), (10, 45)]);
        let moved = distorted(picture.clone(), &moved, 10_000).unwrap();
        assert_eq!(moved.get_pixel(9, 20).0[3], 0);
        assert_eq!(moved.get_pixel(20, 4).0[3], 0);
        for (x, y) in [(10, 5), (39, 30), (29, 25), (30, 25)] {
            assert_eq!(moved.get_pixel(x, y), picture.get_pixel(x - 10, y - 5), "{x}, {y}");
        }
        let halved = Distort::Perspective([(0, 0), (20, 0), (20, 20), (0, 20)]);
        let halved = distorted(picture, &halved, 10_000).unwrap();
        assert_eq!(halved.get_pixel(4, 15).0, [255, 0, 0, 255]);
        assert_eq!(halved.get_pixel(15, 15).0, [0, 0, 255, 255]);
        assert_eq!(halved.get_pixel(25, 15).0[3], 0);
    }

    /// In a trapezium the diagonals still meet in the picture's middle.
    #[test]
    fn a_tilted_picture_has_its_middle_where_the_diagonals_meet() {
        // From 10, 0 to 40, 40 and from 30, 0 to 0, 40: at 20, 13⅓.
        let tilted = Distort::Perspective([(10, 0), (30, 0), (40, 40), (0, 40)]);
        let tilted = distorted(quarters(40, 40), &tilted, 10_000).unwrap();
        assert_eq!(tilted.get_pixel(20, 11).0, [255; 4]);
        assert_eq!(tilted.get_pixel(15, 16).0, [255, 0, 0, 255]);
        assert_eq!(tilted.get_pixel(25, 16).0, [0, 0, 255, 255]);
        assert_eq!(tilted.get_pixel(2, 2).0[3], 0);
    }

    #[test]
    fn corners_in_a_line_change_nothing() {
        let picture = quarters(10, 10);
        let line = Distort::Perspective([(0, 0), (5, 5), (10, 10), (5, 5)]);
        assert_eq!(distorted(picture.clone(), &line, 10_000).unwrap(), picture);
    }

    /// Half a circle: the middle row of 314 pixels lies on a radius of 100, the upper edge on 110.
    #[test]
    fn an_arc_of_half_a_circle() {
        let picture = distorted(quarters(314, 20), &Distort::Arc(180.0), 1_000_000).unwrap();
        assert_eq!(picture.dimensions(), (220, 110));
        assert_eq!(picture.get_pixel(110, 5).0, [255; 4]);
        assert_eq!(picture.get_pixel(104, 15).0, [255, 0, 0, 255]);
        assert_eq!(picture.get_pixel(115, 15).0, [0, 0, 255, 255]);
        assert_eq!(picture.get_pixel(5, 105).0, [255; 4]);
        assert_eq!(picture.get_pixel(15, 105).0, [255, 0, 0, 255]);
        assert_eq!(picture.get_pixel(110, 60).0[3], 0);
        assert_eq!(picture.get_pixel(5, 5).0[3], 0);
    }

    #[test]
    fn downwards_is_upwards_upside_down() {
        let up = distorted(quarters(100, 20).flipv(), &Distort::Arc(60.0), 100_000).unwrap();
        let down = distorted(quarters(100, 20), &Distort::Arc(-60.0), 100_000).unwrap();
        assert_eq!(down, up.flipv());
        assert!(distorted(quarters(100, 20), &Distort::Arc(1.0), 100).is_err());
    }
}
