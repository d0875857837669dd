//! Effects with several settings (imagekit-api.md 4.2). Each `read` answers `None` for what it doesn't
//! understand.

use super::value;
use super::work::{Focus, Length};

/// Red, green, blue and alpha.
pub type Color = [u8; 4];

/// How much `e-sharpen` does without a number.
pub(super) const SHARPEN: f64 = 10.0;

/// What lies behind a picture. `bg`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// One colour.
    Color(Color),
    /// The picture itself, blurred. `blurred_<strength>_<brightness>`
    Blurred {
        /// 0 to 100; `None` is left to the server.
        strength: Option<u8>,
        /// −255 to 255, added to each channel.
        brightness: i16,
    },
    /// The picture's most frequent colour.
    Dominant,
    /// A gradient of the most frequent colours of the picture's edges.
    Gradient {
        /// 2 (one a side) or 4 (one a corner).
        colors: u8,
    },
}

/// `b-<width>_<colour>`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    /// Pixels on each side, by which the picture grows; 1 to 65535.
    pub width: u32,
    /// Of the border.
    pub color: Color,
}

/// Rounded corners. `r`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radius {
    /// As round as can be: a circle or an ellipse's likeness.
    Max,
    /// Pixels: top left, top right, bottom right, bottom left.
    Corners([u32; 4]),
}

/// `e-shadow-bl-<blur>_st-<saturation>_x-<x>_y-<y>`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// 0 to 15.
    pub blur: u8,
    /// 0 to 100 percent of black.
    pub saturation: u8,
    /// −100 to 100 percent of the picture's width, to the right.
    pub x: i8,
    /// −100 to 100 percent of the picture's width, downwards.
    pub y: i8,
}

/// `e-gradient-ld-<direction>_from-<colour>_to-<colour>_sp-<stop>`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gradient {
    /// Where it leads.
    pub direction: Direction,
    /// The colour at the beginning.
    pub from: Color,
    /// The colour at the stop and behind it.
    pub to: Color,
    /// How far along the way the last colour is reached.
    pub stop: Length,
}

/// The way that a gradient takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Direction {
    /// Clockwise from upwards: 90 is to the right.
    Degrees(f64),
    /// To a side or a corner.
    Toward(Focus),
}

/// `e-colorize-co-<colour>_in-<intensity>`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colorize {
    /// The colour that mid-tones take on.
    pub color: Color,
    /// 0 to 100 percent.
    pub intensity: u8,
}

/// `cr-<to>_<tolerance>_<from>`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The new colour.
    pub to: Color,
    /// 0 to 100 percent of the distance between black and white.
    pub tolerance: u8,
    /// The old colour; the most frequent one if none is named.
    pub from: Option<Color>,
}

/// `e-usm-<radius>-<sigma>-<amount>-<threshold>`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unsharp {
    /// Pixels around each that are looked at.
    pub radius: f64,
    /// Standard deviation of the blur, in pixels.
    pub sigma: f64,
    /// How much of the difference is added.
    pub amount: f64,
    /// The smallest difference that counts, as a share of the range of a channel.
    pub threshold: f64,
}

/// `e-distort`
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distort {
    /// Where the four corners go, in pixels: top left, top right, bottom right, bottom left.
    Perspective([(i64, i64); 4]),
    /// Bent upwards into an arc of so many degrees, −360 to 360 and not 0; downwards below 0.
    Arc(f64),
}

impl Ground {
    pub(super) fn read(value: &str) -> Option<Self> {
        let mut parts = value.split('_');
        match parts.next()? {
            "blurred" => Self::blurred(&parts.collect::<Vec<_>>()),
            "dominant" => parts.next().is_none().then_some(Self::Dominant),
            "gradient" => match value {
                "gradient_dominant" | "gradient_dominant_2" => Some(Self::Gradient { colors: 2 }),
                "gradient_dominant_4" => Some(Self::Gradient { colors: 4 }),
                _ => None,
            },
            _ => value::color(value).map(Self::Color),
        }
    }

    fn blurred(parts: &[&str]) -> Option<Self> {
        let strength = match parts.first() {
            None | Some(&"auto") => None,
            Some(number) => Some(value::whole(number, 0..=100)?),
        };
        let brightness = parts.get(1).map_or(Some(0), |number| value::offset(number))?;
        let brightness = i16::try_from(brightness).ok().filter(|number| number.unsigned_abs() <= 255)?;
        (parts.len() <= 2).then_some(Self::Blurred { strength, brightness })
    }
}

impl Border {
    pub(super) fn read(value: &str) -> Option<Self> {
        let (width, color) = value.rsplit_once('_')?;
        let width = u32::try_from(value::offset(width)?).ok().filter(|width| *width > 0)?;
        Some(Self { width, color: value::color(color)? })
    }
}

impl Radius {
    pub(super) fn read(value: &str) -> Option<Self> {
        if value == "max" {
            return Some(Self::Max);
        }
        let pixels = |text: &str| value::offset(text).and_then(|number| u32::try_from(number).ok());
        let numbers: Vec<u32> = value.split('_').map(pixels).collect::<Option<_>>()?;
        match *numbers {
            [all] => Some(Self::Corners([all; 4])),
            [a, b, c, d] => Some(Self::Corners([a, b, c, d])),
            _ => None,
        }
    }
}

impl Default for Shadow {
    fn default() -> Self {
        Self { blur: 10, saturation: 30, x: 2, y: 2 }
    }
}

impl Shadow {
    pub(super) fn read(value: &str) -> Option<Self> {
        let percent = |value: &str| {
            let number = value::offset(value).and_then(|number| i8::try_from(number).ok());
            number.filter(|number| number.unsigned_abs() <= 100)
        };
        let mut shadow = Self::default();
        for (key, value) in settings(value, &["bl", "st", "x", "y"])? {
            match key {
                "bl" => shadow.blur = value::whole(&value, 0..=15)?,
                "st" => shadow.saturation = value::whole(&value, 0..=100)?,
                "x" => shadow.x = percent(&value)?,
                _ => shadow.y = percent(&value)?,
            }
        }
        Some(shadow)
    }
}

impl Default for Gradient {
    fn default() -> Self {
        Self { direction: Direction::Degrees(180.0), from: [255; 4], to: [0; 4], stop: Length::Share(1.0) }
    }
}

impl Gradient {
    pub(super) fn read(value: &str) -> Option<Self> {
        let mut gradient = Self::default();
        for (key, value) in settings(value, &["ld", "from", "to", "sp"])? {
            match key {
                "ld" => gradient.direction = Direction::read(&value)?,
                "from" => gradient.from = value::color(&value)?,
                "to" => gradient.to = value::color(&value)?,
                _ => gradient.stop = value::length(&value)?,
            }
        }
        Some(gradient)
    }
}

impl Direction {
    fn read(value: &str) -> Option<Self> {
        let degrees = || value::degrees(value).filter(|_| value != "auto").map(Self::Degrees);
        degrees().or_else(|| value::focus(value).filter(|_| value != "center").map(Self::Toward))
    }
}

impl Default for Colorize {
    fn default() -> Self {
        Self { color: [128, 128, 128, 255], intensity: 100 }
    }
}

impl Colorize {
    pub(super) fn read(value: &str) -> Option<Self> {
        let mut colorize = Self::default();
        for (key, value) in settings(value, &["co", "in"])? {
            match key {
                "co" => colorize.color = value::color(&value)?,
                _ => colorize.intensity = value::whole(&value, 0..=100)?,
            }
        }
        Some(colorize)
    }
}

impl Replacement {
    /// Percent, when none is named.
    const TOLERANCE: u8 = 35;

    pub(super) fn read(value: &str) -> Option<Self> {
        let parts: Vec<&str> = value.split('_').collect();
        let (to, tolerance, from) = match *parts {
            [to] => (to, None, None),
            [to, tolerance] => (to, Some(tolerance), None),
            [to, tolerance, from] => (to, Some(tolerance), Some(from)),
            _ => return None,
        };
        Some(Self {
            to: value::color(to)?,
            tolerance: tolerance.map_or(Some(Self::TOLERANCE), |number| value::whole(number, 0..=100))?,
            from: from.map_or(Some(None), |color| value::color(color).map(Some))?,
        })
    }
}

impl Default for Unsharp {
    /// The documentation's own example.
    fn default() -> Self {
        Self { radius: 2.0, sigma: 2.0, amount: 0.8, threshold: 0.024 }
    }
}

impl Unsharp {
    pub(super) fn read(value: &str) -> Option<Self> {
        let numbers: Vec<f64> =
            value.split('-').map(|text| value::number(text, 0.0, 1000.0)).collect::<Option<_>>()?;
        match *numbers {
            [radius, sigma, amount, threshold] => Some(Self { radius, sigma, amount, threshold }),
            _ => None,
        }
    }
}

impl Distort {
    pub(super) fn read(value: &str) -> Option<Self> {
        match value.split_once('-')? {
            ("a", degrees) => {
                let degrees = value::offset(degrees).filter(|n| *n != 0 && n.abs() <= 360)?;
                i16::try_from(degrees).ok().map(|degrees| Self::Arc(degrees.into()))
            }
            ("p", corners) => {
                let numbers: Vec<i64> = corners.split('_').map(value::offset).collect::<Option<_>>()?;
                let [a, b, c, d, e, f, g, h] = *numbers else { return None };
                Some(Self::Perspective([(a, b), (c, d), (e, f), (g, h)]))
            }
            _ => None,
        }
    }
}

/// Settings like `key-value_key-value`. A value may itself hold underscores (`top_left`), so a new
/// setting begins only where one of the known keys stands.
fn settings(text: &str, keys: &[&'static str]) -> Option<Vec<(&'static str, String)>> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for word in text.split('_') {
        let begun = word.split_once('-').and_then(|(key, value)| {
            keys.iter().find(|known| **known == key).map(|known| (*known, value.to_owned()))
        });
        match begun {
            Some(setting) => found.push(setting),
            None => {
                let (_, value) = found.last_mut()?;
                value.push('_');
                value.push_str(word);
            }
        }
    }
    Some(found)
}
