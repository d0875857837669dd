//! Effects that look at one pixel at a time.

use image::DynamicImage;

use super::palette;
use super::samples::{mix, read, recolor, samples};
use crate::url::recipe::{Colorize, Replacement};

/// The brightness that the eye sees, as JPEG reckons it (ITU-R BT.601).
pub(super) fn luma([r, g, b]: [u8; 3]) -> u8 {
    let sum = u32::from(r) * 19595 + u32::from(g) * 38470 + u32::from(b) * 7471 + 0x8000;
    // The factors add up to 65536.
    (sum >> 16) as u8
}

/// `e-grayscale`
pub(super) fn gray(picture: &mut DynamicImage) {
    recolor(picture, |color| [luma(color); 3]);
}

/// `e-contrast`: the darkest brightness becomes 0 and the brightest 255. All channels are treated
/// alike, so that colours keep their hue.
pub(super) fn stretch(picture: &mut DynamicImage) {
    let Some((darkest, brightest)) = range(picture).filter(|(darkest, brightest)| darkest < brightest) else {
        return;
    };
    let span = u32::from(brightest - darkest);
    let table: Vec<u8> = (0..=255_u8)
        .map(|value| {
            let above = u32::from(value.saturating_sub(darkest));
            u8::try_from((above * 255 + span / 2) / span).unwrap_or(255)
        })
        .collect();
    let stretched = |value: u8| table.get(usize::from(value)).copied().unwrap_or(value);
    recolor(picture, |color| color.map(stretched));
}

/// The smallest and the largest brightness of what can be seen.
fn range(picture: &DynamicImage) -> Option<(u8, u8)> {
    let (samples, channels) = read(picture);
    let seen = samples.chunks_exact(channels).filter_map(|pixel| match pixel {
        [_, _, _, 0] => None,
        [r, g, b, ..] => Some(luma([*r, *g, *b])),
        _ => None,
    });
    seen.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((least, most)) => Some((value.min(least), value.max(most))),
    })
}

/// `cr`: colours near the old one become the new one, and keep their difference from it.
pub(super) fn replace(picture: &mut DynamicImage, replacement: &Replacement) {
    // From black to white, squared.
    const WHOLE: i64 = 3 * 255 * 255;
    let [r, g, b, _] = replacement.from.unwrap_or_else(|| palette::dominant(picture));
    let (old, [r, g, b, _]) = ([r, g, b], replacement.to);
    let new = [r, g, b];
    let tolerance = i64::from(replacement.tolerance);
    recolor(picture, |color| {
        let far: i64 =
            color.iter().zip(old).map(|(a, b)| i64::from(a.abs_diff(b))).map(|far| far * far).sum();
        if far * 10_000 > WHOLE * tolerance * tolerance {
            return color;
        }
        let mut shifted = new;
        for ((to, was), from) in shifted.iter_mut().zip(color).zip(old) {
            let value = i16::from(*to) + i16::from(was) - i16::from(from);
            *to = u8::try_from(value.clamp(0, 255)).unwrap_or(*to);
        }
        shifted
    });
}

/// `e-colorize`: black stays black, white stays white, and between them lies the colour, at its own
/// brightness.
pub(super) fn colorize(picture: &mut DynamicImage, colorize: &Colorize) {
    let [r, g, b, _] = colorize.color;
    let middle = luma([r, g, b]);
    let shade = |light: u8, channel: u8| {
        if light <= middle {
            scaled(channel, light, middle)
        } else {
            255 - scaled(255 - channel, 255 - light, 255 - middle)
        }
    };
    let table: Vec<[u8; 3]> =
        (0..=255_u8).map(|light| [r, g, b].map(|channel| shade(light, channel))).collect();
    let share = u8::try_from((u16::from(colorize.intensity) * 255 + 50) / 100).unwrap_or(255);
    recolor(picture, |color| {
        let [r, g, b] = table.get(usize::from(luma(color))).copied().unwrap_or(color);
        let [old_r, old_g, old_b] = color;
        [mix(old_r, r, share), mix(old_g, g, share), mix(old_b, b, share)]
    });
}

/// `value * part / whole`, rounded; the part is at most the whole.
fn scaled(value: u8, part: u8, whole: u8) -> u8 {
    let (value, part, whole) = (u32::from(value), u32::from(part), u32::from(whole).max(1));
    u8::try_from((value * part + whole / 2) / whole).unwrap_or(255)
}

/// `o`: so many percent of the opacity it has.
pub(super) fn faded(picture: DynamicImage, percent: u8) -> DynamicImage {
    let mut picture = DynamicImage::from(picture.into_rgba8());
    let (samples, _) = samples(&mut picture);
    for alpha in samples.iter_mut().skip(3).step_by(4) {
        *alpha = u8::try_from((u16::from(*alpha) * u16::from(percent) + 50) / 100).unwrap_or(*alpha);
    }
    picture
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn of(colors: &[[u8; 3]]) -> DynamicImage {
        RgbImage::from_fn(colors.len() as u32, 1, |x, _| Rgb(colors[x as usize])).into()
    }

    fn colors(picture: &DynamicImage) -> Vec<[u8; 3]> {
        picture.as_bytes().chunks(3).map(|c| [c[0], c[1], c[2]]).collect()
    }

    /// 0.299, 0.587 and 0.114 of 255.
    #[test]
    fn gray_is_what_the_eye_sees() {
        let mut picture = of(&[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255; 3], [7; 3]]);
        gray(&mut picture);
        assert_eq!(colors(&picture), [[76; 3], [150; 3], [29; 3], [255; 3], [7; 3]]);
    }

    #[test]
    fn the_range_of_brightness_is_filled() {
        let mut picture = of(&[[100; 3], [150; 3], [200; 3]]);
        stretch(&mut picture);
        assert_eq!(colors(&picture), [[0; 3], [128; 3], [255; 3]]);
        let mut plain = of(&[[90; 3], [90; 3]]);
        stretch(&mut plain);
        assert_eq!(colors(&plain), [[90; 3]; 2]);
    }

    /// 10 % of the way from black to white is 44.17, and 25 more in each channel are 43.3 away.
    #[test]
    fn near_colors_are_replaced_with_their_shade() {
        let replacement =
            Replacement { to: [0, 0, 200, 255], tolerance: 10, from: Some([100, 100, 100, 255]) };
        let mut picture = of(&[[100; 3], [125; 3], [126; 3], [90, 100, 110]]);
        replace(&mut picture, &replacement);
        assert_eq!(colors(&picture), [[0, 0, 200], [25, 25, 225], [126; 3], [0, 0, 210]]);
    }

    #[test]
    fn the_most_frequent_color_is_the_one_to_replace() {
        let mut picture = of(&[[10, 200, 10], [10, 200, 10], [200, 10, 10]]);
        replace(&mut picture, &Replacement { to: [1, 2, 3, 255], tolerance: 5, from: None });
        assert_eq!(colors(&picture), [[1, 2, 3], [1, 2, 3], [200, 10, 10]]);
    }

    #[test]
    fn a_tint_lies_between_black_and_white() {
        let tint = Colorize { color: [255, 0, 0, 255], intensity: 100 };
        let mut picture = of(&[[0; 3], [76; 3], [255; 3], [38; 3]]);
        colorize(&mut picture, &tint);
        assert_eq!(colors(&picture), [[0; 3], [255, 0, 0], [255; 3], [128, 0, 0]]);

        let mut half = of(&[[76; 3]]);
        colorize(&mut half, &Colorize { intensity: 50, ..tint });
        assert_eq!(colors(&half), [[166, 38, 38]]);

        let (mut tinted, mut grayed) = (of(&[[200, 30, 90]]), of(&[[200, 30, 90]]));
        colorize(&mut tinted, &Colorize { color: [128, 128, 128, 255], intensity: 100 });
        gray(&mut grayed);
        assert_eq!(tinted, grayed);
    }

    #[test]
    fn opacity_is_a_share_of_what_there_is() {
        let alphas = |picture: DynamicImage, percent| {
            faded(picture, percent).into_rgba8().pixels().map(|pixel| pixel.0[3]).collect::<Vec<_>>()
        };
        assert_eq!(alphas(of(&[[1; 3]]), 50), [128]);
        assert_eq!(alphas(RgbaImage::from_pixel(1, 1, Rgba([1, 2, 3, 200])).into(), 50), [100]);
        assert_eq!(alphas(of(&[[1; 3]]), 0), [0]);
    }
}
