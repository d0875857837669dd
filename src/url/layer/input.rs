//! What a layer shows, plain or in base64.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::super::chain::Param;
use super::super::delivery::COMPONENT;

/// Characters of a plain input, and of base64, that count; what is behind them is cut off
/// (imagekit-api.md 4.4).
const LONGEST: (usize, usize) = (2000, 2500);

/// Base64 with or without `=` at its end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What doesn't stay as it is in a path: what the grammar and the encoding need for themselves. An `@`
/// of a name must not become half a slash.
const PATH: &AsciiSet =
    &CONTROLS.add(b',').add(b':').add(b'%').add(b'+').add(b'&').add(b'#').add(b'?').add(b'@');

/// A path or a text, decoded, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// `i-…`
    Plain(String),
    /// `ie-…`: in base64.
    Base64(String),
}

impl Input {
    /// The path or the text.
    pub fn text(&self) -> &str {
        let (Self::Plain(text) | Self::Base64(text)) = self;
        text
    }

    /// Reads a text; `None` if it can't be decoded.
    pub(in crate::url) fn text_of(param: &Param) -> Option<Self> {
        let value = param.value().unwrap_or_default();
        if param.code() == "ie" {
            return decoded(value).map(Self::Base64);
        }
        let text = percent_decoded(value)?;
        Some(Self::Plain(text.chars().take(LONGEST.0).collect()))
    }

    /// Reads a path; `None` if it can't be decoded.
    pub(in crate::url) fn path_of(param: &Param) -> Option<Self> {
        let value = param.value().unwrap_or_default();
        let trimmed = |path: &str| path.trim_matches('/').to_owned();
        if param.code() == "ie" {
            return decoded(value).map(|path| Self::Base64(trimmed(&path)));
        }
        Some(Self::Plain(trimmed(&percent_decoded(&value.replace("@@", "/"))?)))
    }

    pub(super) fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => write!(f, "i-{}", utf8_percent_encode(text, COMPONENT)),
            Self::Base64(text) => write_base64(f, text),
        }
    }

    pub(super) fn write_path(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(path) => {
                let path = utf8_percent_encode(path, PATH).to_string();
                write!(f, "i-{}", path.replace('/', "@@"))
            }
            Self::Base64(path) => write_base64(f, path),
        }
    }
}

fn write_base64(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "ie-{}", utf8_percent_encode(&BASE64.encode(text), COMPONENT))
}

fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

fn decoded(value: &str) -> Option<String> {
    let value = percent_decoded(value)?;
    // A `+` that was decoded as a query is a blank.
    let base64: String = value.replace(' ', "+").chars().take(LONGEST.1).collect();
    match String::from_utf8(BASE64.decode(cut(&base64)).ok()?) {
        Ok(text) => Some(text),
        Err(error) if base64.len() == LONGEST.1 => {
            // The cut may have gone through a character.
            let valid = error.utf8_error().valid_up_to();
            String::from_utf8(error.into_bytes().get(..valid)?.to_vec()).ok()
        }
        Err(_) => None,
    }
}

/// The part of a base64 text that is whole groups, if it was cut.
fn cut(base64: &str) -> &str {
    let whole = if base64.len() == LONGEST.1 { LONGEST.1 / 4 * 4 } else { base64.len() };
    base64.get(..whole).unwrap_or(base64)
}
