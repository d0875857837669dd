//! Rounded corners.

use image::{DynamicImage, Rgba, RgbaImage};

use super::samples::mix;
use crate::url::recipe::{Border, Radius};

/// The quarter of an ellipse that rounds a corner: its half axes, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Quarter {
    x: f64,
    y: f64,
}

/// Makes clear what lies outside of rounded corners. A border that is part of the picture already
/// follows the curve.
pub(super) fn rounded(picture: DynamicImage, radius: Radius, border: Option<Border>) -> DynamicImage {
    let mut pixels = picture.into_rgba8();
    let quarters = quarters(radius, pixels.dimensions());
    for (quarter, (right, bottom)) in
        quarters.into_iter().zip([(false, false), (true, false), (true, true), (false, true)])
    {
        round(&mut pixels, quarter, (right, bottom), border);
    }
    pixels.into()
}

/// Top left, top right, bottom right, bottom left. Radii that don't fit beside each other shrink
/// together, as in CSS.
fn quarters(radius: Radius, (width, height): (u32, u32)) -> [Quarter; 4] {
    let (width, height) = (f64::from(width), f64::from(height));
    match radius {
        Radius::Max => [Quarter { x: width / 2.0, y: height / 2.0 }; 4],
        Radius::Corners(radii) => {
            let [a, b, c, d] = radii.map(f64::from);
            let fit =
                |side: f64, one: f64, other: f64| if one + other > side { side / (one + other) } else { 1.0 };
            let factor = fit(width, a, b).min(fit(width, c, d)).min(fit(height, a, d)).min(fit(height, b, c));
            [a, b, c, d].map(|radius| Quarter { x: radius * factor, y: radius * factor })
        }
    }
}

fn round(pixels: &mut RgbaImage, quarter: Quarter, (right, bottom): (bool, bool), border: Option<Border>) {
    let (width, height) = pixels.dimensions();
    // The casts saturate.
    let (columns, rows) = ((quarter.x.ceil() as u32).min(width), (quarter.y.ceil() as u32).min(height));
    let ring = border.map(|border| (border.color, quarter.within(border.width)));
    for row in 0..rows {
        for column in 0..columns {
            // From the ellipse's centre towards the corner.
            let (x, y) = (quarter.x - f64::from(column) - 0.5, quarter.y - f64::from(row) - 0.5);
            if x <= 0.0 || y <= 0.0 {
                continue;
            }
            let place = (
                if right { width - 1 - column } else { column },
                if bottom { height - 1 - row } else { row },
            );
            let pixel = pixels.get_pixel_mut(place.0, place.1);
            if let Some((color, Some(inner))) = ring {
                let share = coverage(-inner.beyond(x, y));
                *pixel = Rgba([0, 1, 2, 3].map(|at: usize| mix(pixel.0[at], color[at], share)));
            }
            let [.., alpha] = &mut pixel.0;
            *alpha = mix(0, *alpha, coverage(quarter.beyond(x, y)));
        }
    }
}

impl Quarter {
    /// The inner edge of a border of this width; `None` where its corner is square.
    fn within(self, border: u32) -> Option<Self> {
        let inner = Self { x: self.x - f64::from(border), y: self.y - f64::from(border) };
        (inner.x > 0.0 && inner.y > 0.0).then_some(inner)
    }

    /// How far a point lies outside of the ellipse, in pixels; near its edge exact enough.
    fn beyond(self, x: f64, y: f64) -> f64 {
        let share = (x / self.x).hypot(y / self.y);
        let slope = (x / (self.x * self.x)).hypot(y / (self.y * self.y));
        if slope == 0.0 { -self.x.min(self.y) } else { share * (share - 1.0) / slope }
    }
}

/// How much of a pixel is covered by what ends so far inside (below 0) or outside of its middle.
fn coverage(beyond: f64) -> u8 {
    // Between 0 and 255.
    ((0.5 - beyond).clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use image::GenericImageView;
    use rstest::rstest;

    use super::*;

    fn red(width: u32, height: u32) -> DynamicImage {
        RgbaImage::from_pixel(width, height, Rgba([255, 0, 0, 255])).into()
    }

    fn area(picture: &DynamicImage) -> f64 {
        picture.pixels().map(|(_, _, pixel)| f64::from(pixel.0[3]) / 255.0).sum()
    }

    /// The area of a circle, of an ellipse, and of a square without what four quarters of a circle leave.
    #[rstest]
    #[case((100, 100), Radius::Max, std::f64::consts::PI * 50.0 * 50.0)]
    #[case((200, 100), Radius::Max, std::f64::consts::PI * 100.0 * 50.0)]
    #[case((101, 101), Radius::Max, std::f64::consts::PI * 50.5 * 50.5)]
    #[case((100, 80), Radius::Corners([20; 4]), 8000.0 - (4.0 - std::f64::consts::PI) * 400.0)]
    #[case((100, 80), Radius::Corners([20, 0, 0, 0]), 8000.0 - (1.0 - std::f64::consts::PI / 4.0) * 400.0)]
    #[case((100, 100), Radius::Corners([900; 4]), std::f64::consts::PI * 50.0 * 50.0)]
    fn areas(#[case] (width, height): (u32, u32), #[case] radius: Radius, #[case] expected: f64) {
        let found = area(&rounded(red(width, height), radius, None));
        assert!((found - expected).abs() < expected * 0.002, "{found}, not {expected}");
    }

    #[test]
    fn each_corner_has_its_own() {
        let picture = rounded(red(40, 40), Radius::Corners([0, 10, 0, 20]), None);
        let clear = |x, y| picture.get_pixel(x, y).0[3] == 0;
        assert_eq!([clear(0, 0), clear(39, 0), clear(39, 39), clear(0, 39)], [false, true, false, true]);
    }

    #[test]
    fn a_border_follows_the_curve() {
        let border = Border { width: 5, color: [0, 0, 255, 255] };
        let picture = rounded(red(100, 100), Radius::Max, Some(border));
        // From the middle along the diagonal: red up to 45 pixels, blue up to 50.
        let diagonal = |far: f64| (50.0 + far * std::f64::consts::FRAC_1_SQRT_2) as u32;
        let at = |far: f64| picture.get_pixel(diagonal(far), diagonal(far)).0;
        assert_eq!((at(42.0), at(47.5), at(53.0)[3]), ([255, 0, 0, 255], [0, 0, 255, 255], 0));
    }
}
