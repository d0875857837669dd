//! A fingerprint of what a picture looks like.
//!
//! The service does not publish its algorithm. This is the common one: the picture on white in
//! 32 × 32 shades of gray, a two-dimensional cosine transform (DCT-II), and one bit for each of the
//! 8 × 8 lowest frequencies but the zeroth of either direction, row by row from the highest bit: set
//! where the coefficient is above the median of all 64. Scaling, mild compression and changes of
//! brightness leave nearly all bits as they are.

use std::f64::consts::PI;
use std::fmt;

use image::{DynamicImage, GrayImage};

use super::{ImagingError, pixels};

const SIDE: usize = 32;
const FREQUENCIES: usize = 8;
/// Below this a coefficient is rounding noise: pictures of one colour have no frequencies at all.
const NOISE: f64 = 1e-6;

/// 64 bits; the number of different ones is the distance of two pictures. Written as 16 hexadecimal
/// digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PHash(pub u64);

impl fmt::Display for PHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl PHash {
    pub(super) fn of(picture: &DynamicImage) -> Result<Self, ImagingError> {
        let small = pixels::squeezed(picture, SIDE as u32)?;
        Ok(Self(bits(&coefficients(&pixels::on_white(small).into_luma8()))))
    }
}

fn bits(coefficients: &[f64]) -> u64 {
    let mut sorted = coefficients.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let median =
        sorted.get(middle.saturating_sub(1)..=middle).map_or(0.0, |pair| pair.iter().sum::<f64>() / 2.0);
    coefficients.iter().fold(0, |bits, value| bits << 1 | u64::from(*value > median))
}

/// The 64 low frequencies, row by row.
fn coefficients(gray: &GrayImage) -> Vec<f64> {
    let waves: Vec<[f64; SIDE]> = (1..=FREQUENCIES).map(wave).collect();
    let rows = gray.rows().map(|row| row.map(|pixel| f64::from(pixel.0[0])).collect::<Vec<_>>());
    // For each row of pixels its eight horizontal frequencies.
    let across: Vec<Vec<f64>> =
        rows.map(|row| waves.iter().map(|wave| dot(wave, row.iter().copied())).collect()).collect();
    let mut coefficients = Vec::with_capacity(FREQUENCIES * FREQUENCIES);
    for vertical in &waves {
        for horizontal in 0..FREQUENCIES {
            let value = dot(vertical, across.iter().filter_map(|row| row.get(horizontal).copied()));
            coefficients.push(if value.abs() < NOISE { 0.0 } else { value });
        }
    }
    coefficients
}

fn wave(frequency: usize) -> [f64; SIDE] {
    std::array::from_fn(|x| (PI * frequency as f64 * (x as f64 + 0.5) / SIDE as f64).cos())
}

fn dot(wave: &[f64; SIDE], values: impl Iterator<Item = f64>) -> f64 {
    wave.iter().zip(values).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use image::imageops::FilterType;
    use image::{Rgb, RgbImage};

    use super::*;

    fn landscape() -> DynamicImage {
        RgbImage::from_fn(320, 200, |x, y| {
            let hill = (x as f64 / 50.0).sin() * 30.0 + 120.0;
            let sun = (x as f64 - 250.0).hypot(y as f64 - 40.0) < 25.0;
            match (sun, f64::from(y) < hill) {
                (true, _) => Rgb([250, 220, 120]),
                (_, true) => Rgb([110, 160, 230 - (y / 2) as u8]),
                _ => Rgb([40, (y / 2) as u8 + 60, 50]),
            }
        })
        .into()
    }

    fn distance(a: &DynamicImage, b: &DynamicImage) -> u32 {
        (PHash::of(a).unwrap().0 ^ PHash::of(b).unwrap().0).count_ones()
    }

    #[test]
    fn near_duplicates_are_near() {
        let picture = landscape();
        assert_eq!(distance(&picture, &picture.clone()), 0);
        assert!(distance(&picture, &picture.resize_exact(100, 60, FilterType::Triangle)) <= 4);
        assert!(distance(&picture, &picture.brighten(15)) <= 4);
        assert!(distance(&picture, &picture.fast_blur(2.0)) <= 6);
    }

    #[test]
    fn other_pictures_are_far() {
        let picture = landscape();
        assert!(distance(&picture, &picture.rotate90()) > 16);
        assert!(distance(&picture, &picture.fliph()) > 16);
        let mut inverted = picture.clone();
        inverted.invert();
        assert!(distance(&picture, &inverted) > 48);
    }

    /// A wave of one frequency is that frequency's coefficient and no other.
    #[test]
    fn the_transform_tells_frequencies_apart() {
        let wave = GrayImage::from_fn(32, 32, |x, y| {
            let angle = |n: u32, frequency: f64| (PI * frequency * (f64::from(n) + 0.5) / 32.0).cos();
            image::Luma([(128.0 + 120.0 * angle(x, 3.0) * angle(y, 2.0)).round() as u8])
        });
        let found = coefficients(&wave);
        let (strongest, value) =
            found.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).unwrap();
        assert_eq!(strongest, 8 + 2, "row of frequency 2, column of frequency 3");
        assert!((value / (120.0 * 16.0 * 16.0) - 1.0).abs() < 0.01, "{value}");
        assert!(found.iter().enumerate().all(|(i, other)| i == strongest || other.abs() < 100.0));
    }

    #[test]
    fn one_colour_has_no_frequencies() {
        let plain = RgbImage::from_pixel(77, 33, Rgb([200, 10, 90])).into();
        assert_eq!(PHash::of(&plain).unwrap().to_string(), "0000000000000000");
    }
}
