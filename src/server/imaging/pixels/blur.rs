//! Softer and sharper.

use image::DynamicImage;

use super::boxes::{padded, soften};
use super::samples::{read, samples};
use crate::url::recipe::Unsharp;

/// What the weights of a kernel add up to.
const WHOLE: i32 = 1 << 16;
/// From this standard deviation on running means are as good as a kernel.
const WIDE: f64 = 5.0;
/// The farthest that a kernel looks, in pixels.
const FARTHEST: usize = 64;

/// A Gaussian blur of this standard deviation in pixels. A larger one takes no longer.
pub(super) fn blurred(picture: &DynamicImage, sigma: f64) -> DynamicImage {
    if sigma < WIDE {
        let weights = kernel(sigma, 0.0);
        return softened(picture, |picture| convolved(picture, &weights));
    }
    softened(picture, |picture| {
        let mut soft = picture.clone();
        let width = soft.width();
        let (samples, channels) = samples(&mut soft);
        soften(samples, width, channels, sigma);
        soft
    })
}

/// `bl`: the standard deviation of a strength of 1 to 100.
pub(super) fn sigma(strength: u8) -> f64 {
    f64::from(strength) / 2.0
}

/// `e-sharpen`: what differs from the pixels around is made to differ more.
pub(super) fn sharpened(picture: DynamicImage, strength: f64) -> DynamicImage {
    unsharp(picture, &Unsharp { radius: 3.0, sigma: 1.0, amount: strength / 10.0, threshold: 0.0 })
}

/// `e-usm`: adds the difference from a blurred picture, where it is large enough.
pub(super) fn unsharp(mut picture: DynamicImage, mask: &Unsharp) -> DynamicImage {
    let weights = kernel(mask.sigma, mask.radius);
    let soft = softened(&picture, |picture| convolved(picture, &weights));
    // Both are at most 1000; the casts saturate.
    let (amount, threshold) = ((mask.amount * 256.0).round() as i32, (mask.threshold * 255.0) as i32);
    let (sharp, channels) = samples(&mut picture);
    let (soft, _) = read(&soft);
    for (sharp, soft) in sharp.chunks_exact_mut(channels).zip(soft.chunks_exact(channels)) {
        for (value, around) in sharp.iter_mut().zip(soft).take(3) {
            let difference = i32::from(*value) - i32::from(*around);
            if difference.abs() > threshold {
                let changed = i32::from(*value) + (difference * amount + 128).div_euclid(256);
                *value = u8::try_from(changed.clamp(0, 255)).unwrap_or(*value);
            }
        }
    }
    picture
}

/// Blurs a picture so that colours which can't be seen don't show.
fn softened(picture: &DynamicImage, blur: impl Fn(&DynamicImage) -> DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return blur(picture);
    }
    let mut weighted = picture.clone();
    change(&mut weighted, |value, alpha| (value * alpha + 127) / 255);
    let mut soft = blur(&weighted);
    change(&mut soft, |value, alpha| (value * 255 + alpha / 2).checked_div(alpha).unwrap_or(0).min(255));
    soft
}

/// Makes every colour another with the help of its alpha.
fn change(picture: &mut DynamicImage, to: impl Fn(u32, u32) -> u32) {
    let (samples, channels) = samples(picture);
    for pixel in samples.chunks_exact_mut(channels) {
        let [r, g, b, alpha] = pixel else { continue };
        for value in [r, g, b] {
            *value = u8::try_from(to((*value).into(), (*alpha).into())).unwrap_or(255);
        }
    }
}

/// A Gaussian's weights as far as `radius`, or as far as they count if that is 0.
fn kernel(sigma: f64, radius: f64) -> Vec<i32> {
    let radius = if radius > 0.0 { radius.ceil() } else { (3.0 * sigma).ceil() };
    // The casts saturate.
    let radius = (radius as usize).min(FARTHEST);
    let sigma = sigma.max(0.01);
    let half: Vec<f64> =
        (0..=radius).map(|far| (-(far as f64).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
    let sum = 2.0 * half.iter().sum::<f64>() - 1.0;
    let mut weights: Vec<i32> =
        half.iter().map(|weight| (weight / sum * f64::from(WHOLE)).round() as i32).collect();
    let others: i32 = weights.iter().skip(1).sum();
    if let Some(middle) = weights.first_mut() {
        *middle = WHOLE - 2 * others;
    }
    weights.iter().skip(1).rev().chain(&weights).copied().collect()
}

/// A blur by a kernel of odd length: first along the rows, then along the columns. Beyond the edges
/// the outermost pixels go on.
fn convolved(picture: &DynamicImage, weights: &[i32]) -> DynamicImage {
    let radius = weights.len() / 2;
    let mut result = picture.clone();
    let (source, channels) = read(picture);
    let stride = (picture.width() as usize * channels).max(1);
    let (samples, _) = samples(&mut result);

    let mut sums = vec![0_i32; stride];
    for (row, to) in source.chunks_exact(stride).zip(samples.chunks_exact_mut(stride)) {
        let padded = padded(row, channels, radius);
        sums.fill(WHOLE / 2);
        for (at, weight) in weights.iter().enumerate() {
            add(&mut sums, padded.get(at * channels..).unwrap_or_default(), *weight);
        }
        write(to, &sums);
    }

    let across = samples.to_vec();
    let rows: Vec<&[u8]> = across.chunks_exact(stride).collect();
    let last = rows.len().saturating_sub(1);
    for (y, to) in samples.chunks_exact_mut(stride).enumerate() {
        sums.fill(WHOLE / 2);
        for (at, weight) in weights.iter().enumerate() {
            let row = (y + at).saturating_sub(radius).min(last);
            add(&mut sums, rows.get(row).copied().unwrap_or_default(), *weight);
        }
        write(to, &sums);
    }
    result
}

fn add(sums: &mut [i32], values: &[u8], weight: i32) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += i32::from(*value) * weight);
}

fn write(to: &mut [u8], sums: &[i32]) {
    for (to, sum) in to.iter_mut().zip(sums) {
        *to = u8::try_from(sum / WHOLE).unwrap_or(255);
    }
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// Black on the left, white on the right.
    fn edge(low: u8, high: u8) -> DynamicImage {
        RgbImage::from_fn(40, 9, |x, _| Rgb([if x < 20 { low } else { high }; 3])).into()
    }

    fn row(picture: &DynamicImage) -> Vec<f64> {
        (0..40).map(|x| f64::from(picture.get_pixel(x, 4).0[0])).collect()
    }

    /// The integral of the bell curve, by Abramowitz and Stegun 7.1.26 (exact to 1.5e-7).
    fn bell_integral(x: f64) -> f64 {
        let z = x.abs() / 2_f64.sqrt();
        let t = 1.0 / (1.0 + 0.3275911 * z);
        let series =
            t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        let erf = 1.0 - series * (-z * z).exp();
        0.5 * (1.0 + erf.copysign(x))
    }

    /// An edge becomes the integral of a bell curve.
    #[test]
    fn an_edge_becomes_a_slope() {
        // By a kernel, and by means.
        for strength in [6, 16] {
            let soft = row(&blurred(&edge(0, 255), sigma(strength)));
            for (x, value) in soft.iter().enumerate() {
                let expected = 255.0 * bell_integral((x as f64 - 19.5) / sigma(strength));
                assert!((value - expected).abs() < 6.0, "{strength}, {x}: {value}, not {expected}");
            }
        }
        let kernel = row(&convolved(&edge(0, 255), &kernel(3.0, 0.0)));
        for (x, value) in kernel.iter().enumerate() {
            let expected = 255.0 * bell_integral((x as f64 - 19.5) / 3.0);
            assert!((value - expected).abs() < 3.0, "{x}: {value}, not {expected}");
        }
    }

    #[test]
    fn clear_colors_do_not_bleed() {
        let picture =
            RgbaImage::from_fn(20, 1, |x, _| Rgba(if x < 10 { [0, 255, 0, 0] } else { [200, 0, 0, 255] }));
        let soft = blurred(&picture.into(), 2.0).into_rgba8();
        assert!(soft.pixels().all(|pixel| pixel.0[1] == 0), "no green");
        assert!(soft.get_pixel(9, 0).0[3] > 80 && soft.get_pixel(9, 0).0[0] > 190);
    }

    /// Three pixels in a row with weights 1/4, 1/2, 1/4 can be reckoned by hand.
    #[test]
    fn a_mask_adds_what_a_blur_takes() {
        // A Gaussian whose weight one pixel away is half of that in the middle.
        let sigma = (1.0 / (2.0 * 2_f64.ln())).sqrt();
        let mask = Unsharp { radius: 1.0, sigma, amount: 1.0, threshold: 0.0 };
        let sharp = row(&unsharp(edge(100, 140), &mask));
        // Blurred, the two pixels at the edge are 110 and 130.
        assert_eq!(sharp[17..23], [100.0, 100.0, 90.0, 150.0, 140.0, 140.0]);
        let blunt = row(&unsharp(edge(100, 140), &Unsharp { threshold: 0.05, ..mask }));
        assert_eq!(blunt, row(&edge(100, 140)));
    }

    #[test]
    fn sharpening_grows_with_its_number() {
        let step = |strength| {
            let row = row(&sharpened(edge(100, 140), strength));
            row[20] - row[19]
        };
        assert!(40.0 < step(2.0) && step(2.0) < step(10.0) && step(10.0) < step(20.0));
    }
}
