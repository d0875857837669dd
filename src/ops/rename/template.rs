//! A name with gaps: `{stem}-{n:03}.{ext}`.

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use thiserror::Error;

use super::{Case, Missing, Subject, split};

/// The date of a gap that says no format.
const DAY: &str = "%Y-%m-%d";
/// Most digits of a counter.
const DIGITS: usize = 12;

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Gap(Gap, Case),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Gap {
    Name,
    Stem,
    Ext,
    Counter { digits: usize, start: i64, step: i64 },
    Created(String),
    Updated(String),
    Taken(String),
    Width,
    Height,
    Tag(usize),
    Exif(String),
    Custom(String),
}

/// What of a file has to be known, beside its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// What a list says.
    pub list: bool,
    /// Values of custom metadata.
    pub custom: bool,
    /// EXIF, which takes a call for each file.
    pub exif: bool,
}

impl Needs {
    /// Whether anything is needed.
    pub fn any(self) -> bool {
        self.list || self.custom || self.exif
    }
}

/// Why a template makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{why}")]
pub struct TemplateError {
    /// The character at which it goes wrong, from 0.
    pub at: usize,
    /// What is wrong.
    pub why: String,
}

impl Template {
    /// Parses a template. `{{` and `}}` are braces.
    ///
    /// # Errors
    ///
    /// For a gap that is not closed or that means nothing, and for an empty template.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let (mut literal, mut rest) = (String::new(), text);
        while let Some(c) = rest.chars().next() {
            let fail = |why: String| TemplateError { at: chars(text) - chars(rest), why };
            let pair = rest.starts_with("{{") || rest.starts_with("}}");
            if pair || !matches!(c, '{' | '}') {
                literal.push(c);
                rest = &rest[c.len_utf8() * if pair { 2 } else { 1 }..];
                continue;
            }
            if c == '}' {
                return Err(fail("this } closes nothing: write }} for a brace".to_owned()));
            }
            let (inside, after) = rest[1..]
                .split_once('}')
                .filter(|(inside, _)| !inside.contains('{'))
                .ok_or_else(|| fail("this { is never closed: write {{ for a brace".to_owned()))?;
            let (gap, case) = Gap::parse(inside).map_err(fail)?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(Part::Gap(gap, case));
            rest = after;
        }
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        if parts.is_empty() {
            return Err(TemplateError { at: 0, why: "a name can't be empty".to_owned() });
        }
        Ok(Self(parts))
    }

    /// What has to be known of a file.
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        for part in &self.0 {
            match part {
                Part::Gap(Gap::Exif(_) | Gap::Taken(_), _) => needs.exif = true,
                Part::Gap(Gap::Custom(_), _) => needs.custom = true,
                Part::Gap(Gap::Created(_) | Gap::Updated(_) | Gap::Width | Gap::Height | Gap::Tag(_), _) => {
                    needs.list = true;
                }
                Part::Text(_) | Part::Gap(Gap::Name | Gap::Stem | Gap::Ext | Gap::Counter { .. }, _) => {}
            }
        }
        needs
    }

    /// Fills it in for the `n`th file; `old` is its name after replacing.
    pub(super) fn fill(&self, old: &str, subject: &Subject, n: usize) -> Result<String, Missing> {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                // A file without one has no dot either.
                Part::Gap(Gap::Ext, _) if split(old).1.is_empty() => {
                    name.truncate(name.strip_suffix('.').unwrap_or(&name).len());
                }
                Part::Gap(gap, case) => name.push_str(&case.of(&gap.value(old, subject, n)?)),
            }
        }
        Ok(name)
    }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

impl Gap {
    fn parse(text: &str) -> Result<(Self, Case), String> {
        let (name, argument) = text.split_once(':').map_or((text, None), |(name, more)| (name, Some(more)));
        let date = || date_format(argument);
        let gap = match name {
            "n" => return Ok((counter(argument)?, Case::AsIs)),
            "created" => return Ok((Self::Created(date()?), Case::AsIs)),
            "updated" => return Ok((Self::Updated(date()?), Case::AsIs)),
            "taken" => return Ok((Self::Taken(date()?), Case::AsIs)),
            "name" => Self::Name,
            "stem" => Self::Stem,
            "ext" => Self::Ext,
            "width" => Self::Width,
            "height" => Self::Height,
            _ => Self::named(name).ok_or_else(|| {
                format!("{{{name}}} means nothing: name stem ext n created updated taken width height tag1 exif.… cm.…")
            })?,
        };
        let case = argument.map_or(Some(Case::AsIs), Case::of_word);
        let unknown =
            || format!("`{}` is no case: lower upper title kebab snake", argument.unwrap_or_default());
        Ok((gap, case.ok_or_else(unknown)?))
    }

    /// Those with a name of their own in them.
    fn named(name: &str) -> Option<Self> {
        let some = |text: &&str| !text.is_empty();
        if let Some(field) = name.strip_prefix("exif.").filter(some) {
            return Some(Self::Exif(field.to_owned()));
        }
        if let Some(field) = name.strip_prefix("cm.").filter(some) {
            return Some(Self::Custom(field.to_owned()));
        }
        let number: usize = name.strip_prefix("tag")?.parse().ok()?;
        Some(Self::Tag(number.checked_sub(1)?))
    }

    fn value(&self, old: &str, subject: &Subject, n: usize) -> Result<String, Missing> {
        let none = |what: &str| Missing(what.to_owned());
        let listed = || subject.listed.as_ref().ok_or_else(|| none("details yet"));
        let some = |pixels: u32, what| if pixels > 0 { Ok(pixels.to_string()) } else { Err(none(what)) };
        Ok(match self {
            Self::Name => old.to_owned(),
            Self::Stem => split(old).0.to_owned(),
            Self::Ext => split(old).1.to_owned(),
            Self::Counter { digits, start, step } => {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                format!("{:0digits$}", start.saturating_add(step.saturating_mul(n)))
            }
            Self::Created(format) => date(listed()?.created, format)?,
            Self::Updated(format) => date(listed()?.updated, format)?,
            Self::Taken(format) => {
                let taken = subject.taken().ok_or_else(|| none("date of the shot"))?;
                written(taken, format)?
            }
            Self::Width => some(listed()?.width, "width")?,
            Self::Height => some(listed()?.height, "height")?,
            Self::Tag(at) => {
                let tags = &listed()?.tags;
                tags.get(*at).ok_or_else(|| Missing(format!("tag {}", at + 1)))?.to_string()
            }
            Self::Exif(name) => text(subject.exif.as_deref(), name, "EXIF")?,
            Self::Custom(name) => text(subject.custom.as_deref(), name, "value of")?,
        })
    }
}

fn text(values: Option<&[(String, String)]>, name: &str, what: &str) -> Result<String, Missing> {
    let found = values.and_then(|values| values.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)));
    match found {
        Some((_, value)) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        _ => Err(Missing(format!("{what} {name}"))),
    }
}

/// `03`, or `03,10` to begin at 10, or `03,10,5` to go on by 5.
fn counter(argument: Option<&str>) -> Result<Gap, String> {
    let wrong = |what: &str| format!("`{what}` is no number: {{n:03,10,5}} has 3 digits, from 10, by 5");
    let mut words = argument.unwrap_or_default().split(',');
    let digits = words.next().unwrap_or_default();
    let digits = if digits.is_empty() { 1 } else { digits.parse().map_err(|_| wrong(digits))? };
    let mut number = || words.next().map_or(Ok(1), |word| word.parse::<i64>().map_err(|_| wrong(word)));
    let (start, step) = (number()?, number()?);
    if let Some(more) = words.next() {
        return Err(wrong(more));
    }
    Ok(Gap::Counter { digits: digits.min(DIGITS), start, step })
}

/// A format, tried out: what can't be written is known before it is used.
fn date_format(argument: Option<&str>) -> Result<String, String> {
    let format = argument.unwrap_or(DAY);
    let tried = strtime::format(format, &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC));
    tried.map_err(|_| format!("`{format}` is no format of dates: such as %Y-%m-%d or %H%M"))?;
    Ok(format.to_owned())
}

fn date(at: Timestamp, format: &str) -> Result<String, Missing> {
    zoned(&at.to_zoned(TimeZone::UTC), format)
}

fn written(at: DateTime, format: &str) -> Result<String, Missing> {
    let at = at.to_zoned(TimeZone::UTC).map_err(|_| Missing("date that can be written".to_owned()))?;
    zoned(&at, format)
}

fn zoned(at: &Zoned, format: &str) -> Result<String, Missing> {
    strtime::format(format, at).map_err(|_| Missing("date that can be written".to_owned()))
}
