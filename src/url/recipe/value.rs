//! Values of parameters. Each function answers `None` for what it doesn't understand.

use std::ops::RangeInclusive;

use super::{Align, Color, Fit, Focus, Format, Interest, Length};

pub(super) fn truth(value: &str) -> Option<bool> {
    value.parse().ok()
}

pub(super) fn whole(value: &str, range: RangeInclusive<u8>) -> Option<u8> {
    value.parse().ok().filter(|number| range.contains(number))
}

/// A decimal number without sign or exponent.
pub(super) fn number(value: &str, least: f64, most: f64) -> Option<f64> {
    let plain = value.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    let number = value.parse().ok().filter(|_| plain)?;
    (least..=most).contains(&number).then_some(number)
}

/// Above 1 pixels, else a share; sides above 65535 pixels are ignored.
pub(super) fn length(value: &str) -> Option<Length> {
    match value.parse() {
        Ok(pixels @ 2..=65535) => Some(Length::Pixels(pixels)),
        _ => number(value, f64::MIN_POSITIVE, 1.0).map(Length::Share),
    }
}

/// `4-3` or `4_3`.
pub(super) fn aspect(value: &str) -> Option<f64> {
    let (width, height) = value.split_once(['-', '_'])?;
    let side = |text| number(text, 0.001, 65535.0);
    Some(side(width)? / side(height)?)
}

/// A whole number; `N5` is −5.
pub(super) fn offset(value: &str) -> Option<i64> {
    let number: i64 = signed(value)?.parse().ok()?;
    (-65535..=65535).contains(&number).then_some(number)
}

/// Degrees, made to lie between 0 and 360. `auto` is what is always done.
pub(super) fn degrees(value: &str) -> Option<f64> {
    if value == "auto" {
        return Some(0.0);
    }
    let (sign, digits) = value.strip_prefix('N').map_or((1.0, value), |digits| (-1.0, digits));
    Some((sign * number(digits, 0.0, 65535.0)?).rem_euclid(360.0))
}

fn signed(value: &str) -> Option<String> {
    let (sign, digits) = value.strip_prefix('N').map_or(("", value), |digits| ("-", digits));
    digits.bytes().all(|c| c.is_ascii_digit()).then(|| format!("{sign}{digits}"))
}

pub(super) fn crop(value: &str) -> Option<Fit> {
    Some(match value {
        "maintain_ratio" => Fit::Cover,
        "maintain_ratio_no_enlarge" => Fit::CoverNoEnlarge,
        "force" => Fit::Force,
        "at_max" => Fit::AtMax,
        "at_max_enlarge" => Fit::AtMaxEnlarge,
        "at_least" => Fit::AtLeast,
        _ => return None,
    })
}

pub(super) fn crop_mode(value: &str) -> Option<Fit> {
    Some(match value {
        "pad_resize" => Fit::Pad,
        "pad_resize_no_enlarge" => Fit::PadNoEnlarge,
        "extract" => Fit::Extract,
        "pad_extract" => Fit::PadExtract,
        "pad_extract_no_shrink" => Fit::PadExtractNoShrink,
        _ => return None,
    })
}

pub(super) fn focus(value: &str) -> Option<Focus> {
    let (vertical, horizontal) = match value.split_once('_') {
        Some((vertical, horizontal)) => {
            (edge(vertical, "top", "bottom")?, edge(horizontal, "left", "right")?)
        }
        None if value == "center" => (Align::Center, Align::Center),
        None => match edge(value, "top", "bottom") {
            Some(vertical) => (vertical, Align::Center),
            None => (Align::Center, edge(value, "left", "right")?),
        },
    };
    Some(Focus { horizontal, vertical })
}

fn edge(word: &str, start: &str, end: &str) -> Option<Align> {
    if word == start {
        Some(Align::Start)
    } else if word == end {
        Some(Align::End)
    } else {
        None
    }
}

pub(super) fn format(value: &str) -> Option<Format> {
    Some(match value {
        "auto" => Format::Auto,
        "orig" => Format::Original,
        "jpg" | "jpeg" => Format::Jpeg,
        "png" => Format::Png,
        "webp" => Format::WebP,
        "avif" => Format::Avif,
        "gif" => Format::Gif,
        _ => return None,
    })
}

/// Horizontal and vertical.
pub(super) fn flip(value: &str) -> Option<(bool, bool)> {
    Some(match value {
        "h" => (true, false),
        "v" => (false, true),
        "h_v" | "v_h" => (true, true),
        _ => return None,
    })
}

/// What is to be found in the picture: `custom`, or a word that is no position: `auto`, `face`, and
/// the names of objects (the list of COCO), two of them joined by an underscore.
pub(super) fn interest(value: &str) -> Option<Interest> {
    let is_name = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase() || c == b' ');
    match value {
        "custom" => Some(Interest::Custom),
        "auto" | "auto-custom_override" => Some(Interest::Salient),
        _ if focus(value).is_some() => None,
        _ => value.split('_').all(is_name).then_some(Interest::Salient),
    }
}

/// Percent; `true` stands for 10, `false` for none.
pub(super) fn trim(value: &str) -> Option<Option<u8>> {
    const USUAL: u8 = 10;
    match value {
        "true" => Some(Some(USUAL)),
        "false" => Some(None),
        number => whole(number, 1..=99).map(Some),
    }
}

/// The number of a page, from 1.
pub(super) fn page(value: &str) -> Option<u32> {
    u32::try_from(offset(value)?).ok().filter(|page| *page > 0)
}

/// `RRGGBB`, `RRGGBBaa` with the opacity in percent, 00 to 99, or a name that CSS knows.
pub(super) fn color(value: &str) -> Option<Color> {
    if value.bytes().all(|c| c.is_ascii_alphabetic()) && !value.bytes().all(|c| c.is_ascii_hexdigit()) {
        return csscolorparser::parse(value).ok().map(|color| color.to_rgba8());
    }
    if !value.is_ascii() || !matches!(value.len(), 6 | 8) {
        return None;
    }
    let (digits, opacity) = value.split_at(6);
    if !digits.bytes().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue, alpha(opacity)?])
}

fn alpha(percent: &str) -> Option<u8> {
    if percent.is_empty() {
        return Some(255);
    }
    let percent = percent.parse::<u16>().ok().filter(|_| percent.bytes().all(|c| c.is_ascii_digit()))?;
    u8::try_from((percent * 255 + 50) / 100).ok()
}
