//! Whether a value is one that the service takes.

use super::{Entry, Kind, entry};
use crate::url::{Chain, Expression};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The parameter needs a value.
    #[error("{title} needs {hint}")]
    Missing {
        /// The parameter.
        title: &'static str,
        /// What it takes.
        hint: String,
    },
    /// The parameter has none.
    #[error("{title} stands alone, without a value")]
    Needless {
        /// The parameter.
        title: &'static str,
    },
    /// The value isn't one of those that it takes.
    #[error("{title} takes {hint}")]
    Value {
        /// The parameter.
        title: &'static str,
        /// What it takes.
        hint: String,
    },
    /// No parameter has this code.
    #[error("there is no transformation {0}")]
    Unknown(String),
}

/// Checks the value of a code as it is written in a URL.
///
/// # Errors
///
/// [`Wrong`], in words for people.
pub fn check(code: &str, value: Option<&str>) -> Result<(), Wrong> {
    let entry = entry(code).ok_or_else(|| Wrong::Unknown(code.to_owned()))?;
    let value = value.unwrap_or_default();
    if entry.values.iter().any(|kind| kind.takes(value)) {
        return Ok(());
    }
    Err(entry.wrong(value))
}

/// Checks every parameter of a transformation. Layers, conditions and named transformations have
/// rules of their own and are let through.
///
/// # Errors
///
/// What is wrong with the first one that is wrong.
pub fn check_chain(text: &str) -> Result<(), Wrong> {
    let chain = Chain::parse(text);
    let params = chain.steps.iter().flat_map(|step| &step.params);
    params
        .filter(|param| !matches!(param.code(), "l" | "if" | "n"))
        .try_for_each(|param| check(param.code(), param.value()))
}

impl Entry {
    fn wrong(&self, value: &str) -> Wrong {
        let title = self.title;
        if self.is_bare() {
            Wrong::Needless { title }
        } else if value.is_empty() {
            Wrong::Missing { title, hint: self.hint() }
        } else {
            Wrong::Value { title, hint: self.hint() }
        }
    }
}

impl Kind {
    fn takes(&self, value: &str) -> bool {
        match self {
            Self::Bare => value.is_empty(),
            Self::Truth => matches!(value, "true" | "false"),
            Self::Whole(least, most, _) => whole(value).is_some_and(|n| (*least..=*most).contains(&n)),
            Self::Decimal(least, most, _) => decimal(value).is_some_and(|n| (*least..=*most).contains(&n)),
            Self::Words(words) => words.contains(&value),
            // A number alone has a range of its own.
            Self::Expression => Expression::parse(value).is_ok_and(|read| !read.is_number()),
            Self::Color => color(value),
            Self::Text(_) => !value.is_empty(),
            Self::Form(has_form, _) => has_form(value),
        }
    }
}

/// A whole number; `N` for a minus.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('N').map_or((1, text), |digits| (-1, digits));
    let plain = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    digits.parse::<i64>().ok().filter(|_| plain).map(|number| sign * number)
}

fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    text.parse().ok().filter(|_| plain)
}

fn whole_in(text: &str, least: i64, most: i64) -> bool {
    whole(text).is_some_and(|n| (least..=most).contains(&n))
}

fn decimal_in(text: &str, least: f64, most: f64) -> bool {
    decimal(text).is_some_and(|n| (least..=most).contains(&n))
}

fn color(text: &str) -> bool {
    let digits = text.len() >= 6 && text.bytes().take(6).all(|c| c.is_ascii_hexdigit());
    let opacity = text.bytes().skip(6).all(|c| c.is_ascii_digit());
    let name = (3..=20).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_lowercase());
    digits && opacity && matches!(text.len(), 6 | 8) || name
}

pub(super) fn ratio(text: &str) -> bool {
    let side = |text: &str| decimal(text).is_some_and(|n| n > 0.0);
    text.split_once(['-', '_']).is_some_and(|(width, height)| side(width) && side(height))
}

pub(super) fn object(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|c| c.is_ascii_lowercase() || matches!(c, b'_' | b' '))
}

pub(super) fn corners(text: &str) -> bool {
    let corners: Vec<_> = text.split('_').collect();
    corners.len() == 4 && corners.iter().all(|corner| whole_in(corner, 0, 65535))
}

pub(super) fn border(text: &str) -> bool {
    let is_width = |width: &str| whole_in(width, 1, 65535) || Expression::parse(width).is_ok();
    text.rsplit_once('_').is_some_and(|(width, edge)| is_width(width) && color(edge))
}

pub(super) fn background(text: &str) -> bool {
    let mut words = text.split('_');
    match words.next() {
        Some("blurred") => {
            let strength = words.next().is_none_or(|word| word == "auto" || whole_in(word, 0, 100));
            strength && words.next().is_none_or(|word| whole_in(word, -255, 255)) && words.next().is_none()
        }
        Some("dominant") => words.next().is_none(),
        Some("gradient") => {
            matches!(text, "gradient_dominant" | "gradient_dominant_2" | "gradient_dominant_4")
        }
        _ => text == "genfill" || text.strip_prefix("genfill-").is_some_and(prompt),
    }
}

pub(super) fn usm(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == 4 && parts.iter().all(|part| decimal(part).is_some())
}

/// Whether parts as `bl-10` are all known and right, each once.
fn parts(text: &str, is_right: impl Fn(&str, &str) -> bool) -> bool {
    let mut seen = Vec::new();
    !text.is_empty()
        && text.split('_').all(|part| {
            let Some((name, value)) = part.split_once('-') else { return false };
            let is_new = !seen.contains(&name);
            seen.push(name);
            is_new && is_right(name, value)
        })
}

pub(super) fn shadow(text: &str) -> bool {
    parts(text, |name, value| match name {
        "bl" => whole_in(value, 0, 15),
        "st" => whole_in(value, 0, 100),
        "x" | "y" => whole_in(value, -100, 100),
        _ => false,
    })
}

pub(super) fn drop_shadow(text: &str) -> bool {
    parts(text, |name, value| match name {
        "az" => whole_in(value, 0, 360),
        "el" => whole_in(value, 0, 90),
        "st" => whole_in(value, 0, 100),
        _ => false,
    })
}

pub(super) fn gradient(text: &str) -> bool {
    // A side such as top_left has the sign that divides the parts.
    let text = ["top", "bottom"].iter().fold(text.to_owned(), |text, edge| {
        text.replace(&format!("{edge}_left"), edge).replace(&format!("{edge}_right"), edge)
    });
    parts(&text, |name, value| match name {
        "ld" => whole_in(value, -360, 360) || matches!(value, "top" | "bottom" | "left" | "right"),
        "from" | "to" => color(value),
        "sp" => decimal(value).is_some(),
        _ => false,
    })
}

pub(super) fn colorize(text: &str) -> bool {
    parts(text, |name, value| match name {
        "co" => color(value),
        "in" => whole_in(value, 0, 100),
        _ => false,
    })
}

pub(super) fn replace(text: &str) -> bool {
    let parts: Vec<_> = text.split('_').collect();
    let tolerance = parts.get(1).is_none_or(|tolerance| whole_in(tolerance, 0, 100));
    parts.len() <= 3 && color(parts[0]) && tolerance && parts.get(2).is_none_or(|from| color(from))
}

pub(super) fn distort(text: &str) -> bool {
    match text.split_once('-') {
        Some(("a", degrees)) => whole_in(degrees, -360, 360),
        Some(("p", points)) => {
            let points: Vec<_> = points.split('_').collect();
            points.len() == 8 && points.iter().all(|point| whole_in(point, -65535, 65535))
        }
        _ => false,
    }
}

pub(super) fn prompt(text: &str) -> bool {
    let told = text.strip_prefix("prompt-").or_else(|| text.strip_prefix("prompte-"));
    told.is_some_and(|words| !words.is_empty())
}

pub(super) fn resolutions(text: &str) -> bool {
    let known = ["240", "360", "480", "720", "1080", "1440", "2160"];
    text.split('_').all(|resolution| known.contains(&resolution))
}

pub(super) fn typography(text: &str) -> bool {
    text.split('_').all(|word| matches!(word, "b" | "i" | "strikethrough"))
}

pub(super) fn font_padding(text: &str) -> bool {
    let parts: Vec<_> = text.split('_').collect();
    (1..=4).contains(&parts.len()) && parts.iter().all(|part| whole_in(part, 0, 65535))
}

pub(super) fn outline(text: &str) -> bool {
    text.split_once('_').is_some_and(|(width, edge)| decimal_in(width, 0.0, 100.0) && color(edge))
}

pub(super) fn font_shadow(text: &str) -> bool {
    text.split_once('_').is_some_and(|(edge, distance)| color(edge) && decimal_in(distance, 0.0, 100.0))
}

pub(super) fn page(text: &str) -> bool {
    let range = |text: &str| text.split('-').all(|end| end.is_empty() || whole_in(end, 1, 100_000));
    text.strip_prefix("name-").is_some_and(|names| !names.is_empty())
        || !text.is_empty() && text.split('_').all(range)
}

pub(super) fn number_list(text: &str) -> bool {
    decimal_in(text, 1.0, 1200.0)
}

/// Whether a focus is one of the nine places.
pub(super) fn is_place(focus: &str) -> bool {
    focus == "center" || focus.split('_').all(|word| matches!(word, "top" | "left" | "bottom" | "right"))
}
