//! Where in a picture the most is to be seen.
//!
//! A heuristic, not a model: on a small copy, every pixel counts by how much it differs from its
//! neighbours (edges) and from the picture's mean colour (contrast), a little more near the middle.
//! The window in which these add up to the most is then moved to their centre of gravity. It knows
//! nothing of faces or objects, and stands in for both.

use image::{DynamicImage, RgbaImage};

use super::super::ImagingError;
use super::super::decode::Picture;
use super::super::geometry::swaps_sides;
use super::scale;
use super::tone::luma;

/// The longer side of the copy, in pixels.
const SIDE: f64 = 128.0;
/// What a pixel in a corner counts less than one in the middle.
const MIDDLE: f64 = 0.25;

/// The centre of the best window of this size, in pixels of the upright picture, whose size `own` is.
pub(super) fn center(
    picture: &Picture,
    own: (u32, u32),
    window: (f64, f64),
) -> Result<(f64, f64), ImagingError> {
    let factor = (SIDE / f64::from(own.0.max(own.1))).min(1.0);
    // The casts saturate.
    let side = |length: f64, most: u32| ((length * factor).round() as u32).clamp(1, most);
    let small = (side(own.0.into(), u32::MAX), side(own.1.into(), u32::MAX));
    let map = Map::of(&copy(picture, small)?);
    let (x, y) = map.best((side(window.0, small.0), side(window.1, small.1)));
    Ok((x * f64::from(own.0) / f64::from(small.0), y * f64::from(own.1) / f64::from(small.1)))
}

fn copy(picture: &Picture, (width, height): (u32, u32)) -> Result<RgbaImage, ImagingError> {
    let stored = if swaps_sides(picture.orientation) { (height, width) } else { (width, height) };
    let mut copy: DynamicImage = scale::forced(&picture.pixels, stored)?;
    copy.apply_orientation(picture.orientation);
    Ok(copy.into_rgba8())
}

/// How much is to be seen at each pixel.
struct Map {
    width: u32,
    height: u32,
    values: Vec<f64>,
}

impl Map {
    fn of(picture: &RgbaImage) -> Self {
        let (width, height) = picture.dimensions();
        let mean = mean(picture);
        let light = |x: u32, y: u32| {
            let [r, g, b, _] = picture.get_pixel(x.min(width - 1), y.min(height - 1)).0;
            f64::from(luma([r, g, b]))
        };
        let off = |at: u32, side: u32| (f64::from(at) + 0.5) / f64::from(side) * 2.0 - 1.0;
        let value = |(x, y, pixel): (u32, u32, &image::Rgba<u8>)| {
            let [r, g, b, alpha] = pixel.0.map(f64::from);
            let edges = (light(x + 1, y) - light(x.saturating_sub(1), y)).abs()
                + (light(x, y + 1) - light(x, y.saturating_sub(1))).abs();
            let contrast: f64 = [r, g, b].iter().zip(mean).map(|(value, mean)| (value - mean).abs()).sum();
            let far = (off(x, width).powi(2) + off(y, height).powi(2)) / 2.0;
            (edges + contrast / 3.0) * alpha / 255.0 * (1.0 - MIDDLE * far)
        };
        Self { width, height, values: picture.enumerate_pixels().map(value).collect() }
    }

    /// The centre of the best window.
    fn best(&self, window: (u32, u32)) -> (f64, f64) {
        let sums = self.sums();
        let mut best = (f64::MIN, (0, 0));
        for top in 0..=self.height - window.1 {
            for left in 0..=self.width - window.0 {
                let sum = self.sum(&sums, (left, top), window);
                if sum > best.0 {
                    best = (sum, (left, top));
                }
            }
        }
        self.gravity(best.1, window)
    }

    /// What lies above and left of each pixel, added up; one more row and column than there are.
    fn sums(&self) -> Vec<f64> {
        let stride = self.width as usize + 1;
        let mut sums = vec![0.0; stride];
        for row in self.values.chunks_exact(self.width as usize) {
            let above = sums.len() - stride;
            let mut along = 0.0;
            sums.push(0.0);
            for (x, value) in row.iter().enumerate() {
                along += value;
                sums.push(sums.get(above + x + 1).copied().unwrap_or_default() + along);
            }
        }
        sums
    }

    fn sum(&self, sums: &[f64], (left, top): (u32, u32), window: (u32, u32)) -> f64 {
        let at = |x: u32, y: u32| {
            sums.get(y as usize * (self.width as usize + 1) + x as usize).copied().unwrap_or_default()
        };
        let (right, bottom) = (left + window.0, top + window.1);
        at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)
    }

    /// The centre of gravity of what is to be seen in a window.
    fn gravity(&self, (left, top): (u32, u32), window: (u32, u32)) -> (f64, f64) {
        let (mut x_sum, mut y_sum, mut sum) = (0.0, 0.0, 0.0);
        let rows = self.values.chunks_exact(self.width as usize).enumerate();
        for (y, row) in rows.skip(top as usize).take(window.1 as usize) {
            for (x, value) in row.iter().enumerate().skip(left as usize).take(window.0 as usize) {
                x_sum += (x as f64 + 0.5) * value;
                y_sum += (y as f64 + 0.5) * value;
                sum += value;
            }
        }
        if sum > 0.0 {
            return (x_sum / sum, y_sum / sum);
        }
        (f64::from(self.width) / 2.0, f64::from(self.height) / 2.0)
    }
}

fn mean(picture: &RgbaImage) -> [f64; 3] {
    let (mut sums, mut weight) = ([0.0; 3], 0.0);
    for pixel in picture.pixels() {
        let [r, g, b, alpha] = pixel.0.map(f64::from);
        sums.iter_mut().zip([r, g, b]).for_each(|(sum, value)| *sum += value * alpha);
        weight += alpha;
    }
    sums.map(|sum| if weight > 0.0 { sum / weight } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{ImageFormat, Rgb, RgbImage};
    use rstest::rstest;

    use super::*;

    /// A checkered mark of 60 × 60 around a place on a plain ground.
    fn marked(at: (u32, u32)) -> RgbImage {
        RgbImage::from_fn(600, 400, |x, y| {
            let inside = x.abs_diff(at.0) < 30 && y.abs_diff(at.1) < 30;
            Rgb(if inside && (x / 10 + y / 10) % 2 == 0 { [250, 60, 10] } else { [120, 130, 140] })
        })
    }

    fn found(pixels: RgbImage, orientation: Orientation, own: (u32, u32), window: (f64, f64)) -> (f64, f64) {
        let picture = Picture { pixels: pixels.into(), orientation, format: ImageFormat::Png };
        center(&picture, own, window).unwrap()
    }

    #[rstest]
    #[case((500, 100))]
    #[case((80, 330))]
    #[case((300, 200))]
    fn a_mark_is_found(#[case] at: (u32, u32)) {
        for window in [(200.0, 400.0), (120.0, 120.0), (600.0, 150.0)] {
            let (x, y) = found(marked(at), Orientation::NoTransforms, (600, 400), window);
            let is_near = |found: f64, at: u32, side: f64, own: f64| {
                side >= own || (found - f64::from(at)).abs() < 20.0
            };
            assert!(
                is_near(x, at.0, window.0, 600.0) && is_near(y, at.1, window.1, 400.0),
                "{window:?}: {x}, {y}"
            );
        }
    }

    #[test]
    fn pictures_are_looked_at_upright() {
        // Turned by 90° clockwise, what was at 500, 100 is at 300, 500.
        let (x, y) = found(marked((500, 100)), Orientation::Rotate90, (400, 600), (100.0, 100.0));
        assert!((x - 300.0).abs() < 20.0 && (y - 500.0).abs() < 20.0, "{x}, {y}");
    }

    #[test]
    fn where_nothing_is_to_be_seen_the_middle_is() {
        let plain = RgbImage::from_pixel(50, 30, Rgb([9; 3]));
        assert_eq!(found(plain, Orientation::NoTransforms, (50, 30), (50.0, 30.0)), (25.0, 15.0));
    }
}
