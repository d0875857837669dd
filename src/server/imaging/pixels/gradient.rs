//! Gradients over a picture.

use image::DynamicImage;

use super::samples::{mix, samples};
use crate::url::recipe::{Align, Color, Direction, Focus, Gradient, Length};

/// Shades between the two colours.
const SHADES: u16 = 1024;

/// Lays a gradient over what can be seen of a picture; its alpha stays.
pub(super) fn overlay(picture: &mut DynamicImage, gradient: &Gradient) {
    let (width, height) = (picture.width(), picture.height());
    let way = Way::of(gradient, (f64::from(width), f64::from(height)));
    let shades: Vec<Color> = (0..=SHADES)
        .map(|at| between(gradient.from, gradient.to, f64::from(at) / f64::from(SHADES)))
        .collect();
    let (samples, channels) = samples(picture);
    let stride = (width as usize * channels).max(1);
    for (y, row) in (0..height).zip(samples.chunks_exact_mut(stride)) {
        for (x, pixel) in (0..width).zip(row.chunks_exact_mut(channels)) {
            let at = way.share(f64::from(x) + 0.5, f64::from(y) + 0.5) * f64::from(SHADES);
            // The cast saturates.
            let Some([r, g, b, alpha]) = shades.get(at.round().min(SHADES.into()) as usize) else { continue };
            for (old, new) in pixel.iter_mut().zip([r, g, b]) {
                *old = mix(*old, *new, *alpha);
            }
        }
    }
}

/// A mean of two colours, each as strong as it can be seen.
fn between(from: Color, to: Color, share: f64) -> Color {
    let [.., from_alpha] = from.map(f64::from);
    let [.., to_alpha] = to.map(f64::from);
    let (old, new) = (from_alpha * (1.0 - share), to_alpha * share);
    let alpha = old + new;
    let mean = |from: u8, to: u8| {
        if alpha == 0.0 { 0.0 } else { (f64::from(from) * old + f64::from(to) * new) / alpha }
    };
    let [a, b, c, _] = from;
    let [d, e, f, _] = to;
    // All are means of bytes.
    [mean(a, d), mean(b, e), mean(c, f), alpha].map(|value| value.round() as u8)
}

/// The line along which a gradient changes.
struct Way {
    middle: (f64, f64),
    step: (f64, f64),
    /// From corner to corner, in pixels.
    length: f64,
    /// From the beginning to the last colour, in pixels.
    stop: f64,
}

impl Way {
    fn of(gradient: &Gradient, (width, height): (f64, f64)) -> Self {
        let step = match gradient.direction {
            Direction::Degrees(degrees) => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                (sin, -cos)
            }
            Direction::Toward(focus) => toward(focus, (width, height)),
        };
        let length = (width * step.0).abs() + (height * step.1).abs();
        let stop = match gradient.stop {
            Length::Pixels(pixels) => f64::from(pixels),
            Length::Share(share) => length * share,
        };
        Self { middle: (width / 2.0, height / 2.0), step, length, stop }
    }

    /// How far on the way to the last colour a point lies, 0 to 1.
    fn share(&self, x: f64, y: f64) -> f64 {
        let along = (x - self.middle.0) * self.step.0 + (y - self.middle.1) * self.step.1;
        ((along + self.length / 2.0) / self.stop).clamp(0.0, 1.0)
    }
}

/// Towards a corner the other two corners are half way, as in CSS.
fn toward(focus: Focus, (width, height): (f64, f64)) -> (f64, f64) {
    let sign = |align| match align {
        Align::Start => -1.0,
        Align::Center => 0.0,
        Align::End => 1.0,
    };
    let (x, y) = (sign(focus.horizontal) * height, sign(focus.vertical) * width);
    let length = x.hypot(y);
    (x / length, y / length)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn on_gray(width: u32, height: u32, gradient: &Gradient) -> RgbImage {
        let mut picture = DynamicImage::from(RgbImage::from_pixel(width, height, Rgb([100; 3])));
        overlay(&mut picture, gradient);
        picture.into_rgb8()
    }

    fn gray(level: u8) -> Color {
        [level, level, level, 255]
    }

    #[test]
    fn downwards_from_white_to_nothing() {
        let picture = on_gray(3, 100, &Gradient::default());
        // 0.5 % of the way at the first row's middle, 99.5 % at the last one's.
        for (y, expected) in [(0, 254), (49, 178), (99, 101)] {
            let [value, ..] = picture.get_pixel(1, y).0;
            assert!(value.abs_diff(expected) <= 1, "row {y}: {value}");
        }
    }

    #[test]
    fn directions() {
        let from_black = |direction| {
            let gradient = Gradient { direction, from: gray(0), to: gray(200), ..Gradient::default() };
            let picture = on_gray(50, 50, &gradient);
            [(0, 0), (49, 0), (0, 49), (49, 49)].map(|(x, y)| picture.get_pixel(x, y).0[0])
        };
        let near = |found: [u8; 4], expected: [u8; 4]| {
            found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 4).then_some(()).ok_or(found)
        };
        assert_eq!(near(from_black(Direction::Degrees(90.0)), [0, 200, 0, 200]), Ok(()));
        assert_eq!(near(from_black(Direction::Degrees(0.0)), [200, 200, 0, 0]), Ok(()));
        assert_eq!(near(from_black(Direction::Degrees(135.0)), [0, 100, 100, 200]), Ok(()));
        let corner = Focus { horizontal: Align::Start, vertical: Align::End };
        assert_eq!(near(from_black(Direction::Toward(corner)), [100, 0, 200, 100]), Ok(()));
    }

    #[test]
    fn behind_the_stop_is_the_last_color() {
        let right = Direction::Degrees(90.0);
        for stop in [Length::Share(0.25), Length::Pixels(10)] {
            let picture = on_gray(40, 1, &Gradient { direction: right, from: gray(0), to: gray(250), stop });
            let [half, ..] = picture.get_pixel(5, 0).0;
            assert!(half.abs_diff(137) <= 1, "{half}");
            assert_eq!(picture.get_pixel(10, 0).0, [250; 3]);
            assert_eq!(picture.get_pixel(39, 0).0, [250; 3]);
        }
    }

    #[test]
    fn alpha_stays() {
        let mut glass = DynamicImage::from(RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 77])));
        overlay(&mut glass, &Gradient { from: gray(9), to: gray(9), ..Gradient::default() });
        assert_eq!(glass.as_bytes(), [9, 9, 9, 77]);
    }
}
