//! Candidates for `srcset`, by the rules of the JavaScript SDK 5.5.1.

use super::{Source, Value, build};
use crate::url::mac::Signer;

/// Widths that pictures are offered in, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoints {
    /// For pictures as wide as the screen.
    pub devices: Vec<u32>,
    /// For smaller ones.
    pub images: Vec<u32>,
}

impl Default for Breakpoints {
    fn default() -> Self {
        Self {
            devices: vec![640, 750, 828, 1080, 1200, 1920, 2048, 3840],
            images: vec![16, 32, 48, 64, 96, 128, 256, 384],
        }
    }
}

/// The attributes of a responsive `<img>`. Of what is `None` there is no attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Responsive {
    /// `src`
    pub src: String,
    /// `srcset`
    pub srcset: Option<String>,
    /// `sizes`
    pub sizes: Option<String>,
    /// `width`, in CSS pixels.
    pub width: Option<f64>,
}

/// The attributes for a picture that is shown `width` CSS pixels wide, or as `sizes` say; each candidate
/// is signed on its own.
pub fn responsive(
    source: &Source,
    width: Option<f64>,
    sizes: Option<&str>,
    breakpoints: &Breakpoints,
    signer: &Signer,
) -> Responsive {
    attributes(width, sizes, breakpoints, |width| {
        let mut source = source.clone();
        let width = width.map(|width| ("width".to_owned(), Value::Text(width.to_string())));
        let crop = ("crop".to_owned(), Value::Text("at_max".to_owned()));
        source.steps.push(width.into_iter().chain([crop]).collect());
        build(&source, signer)
    })
}

/// The attributes, whose URLs `url` makes: for a width in pixels, or for any.
pub(in crate::url) fn attributes(
    width: Option<f64>,
    sizes: Option<&str>,
    breakpoints: &Breakpoints,
    url: impl Fn(Option<u32>) -> String,
) -> Responsive {
    let (widths, unit) = candidates(width, sizes, breakpoints);
    let entry = |(at, &width): (usize, &u32)| match unit {
        Unit::Density => format!("{} {}x", url(Some(width)), at + 1),
        Unit::Width => format!("{} {width}w", url(Some(width))),
    };
    let entries: Vec<_> = widths.iter().enumerate().map(entry).collect();
    let default = (unit == Unit::Width && sizes.is_none()).then(|| "100vw".to_owned());
    Responsive {
        src: url(widths.last().copied()),
        srcset: (!entries.is_empty()).then(|| entries.join(", ")),
        sizes: sizes.map(str::to_owned).or(default),
        width,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// `2x`
    Density,
    /// `640w`
    Width,
}

fn candidates(width: Option<f64>, sizes: Option<&str>, breakpoints: &Breakpoints) -> (Vec<u32>, Unit) {
    let mut devices = breakpoints.devices.clone();
    devices.sort_unstable();
    let mut all: Vec<u32> = breakpoints.images.iter().chain(&devices).copied().collect();
    all.sort_unstable();
    if let Some(sizes) = sizes {
        let least = smallest_share(sizes)
            .zip(devices.first())
            .map(|(share, &first)| f64::from(first) * share / 100.0);
        all.retain(|&own| least.is_none_or(|least| f64::from(own) >= least));
        return (all, Unit::Width);
    }
    let Some(width) = width else { return (devices, Unit::Width) };
    let nearest = |wanted: f64| all.iter().find(|&&own| f64::from(own) >= wanted).or(all.last()).copied();
    let mut pair: Vec<u32> = [nearest(width), nearest(width * 2.0)].into_iter().flatten().collect();
    pair.dedup();
    (pair, Unit::Density)
}

/// The smallest share of the viewport, in percent, that `sizes` name: `33vw`.
fn smallest_share(sizes: &str) -> Option<f64> {
    let share = |word: &str| word.trim_end_matches(')').strip_suffix("vw")?.parse::<u32>().ok();
    let least = sizes.split([' ', ',', '(']).filter_map(share).min()?;
    Some(f64::from(least))
}
