//! Steps and layers, written.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use percent_encoding::utf8_percent_encode;

use super::super::delivery::COMPONENT;
use super::names::code;
use super::{Encoding, Input, Layer, Step, Value};

/// Effects that are on or off and have no value.
const SWITCHES: [&str; 7] =
    ["e-grayscale", "e-contrast", "e-removedotbg", "e-bgremove", "e-upscale", "e-retouch", "e-genvar"];
/// Effects that have a value or stand bare.
const BARE: [&str; 5] = ["e-sharpen", "e-shadow", "e-gradient", "e-usm", "e-dropshadow"];

/// The transformation as it is written in a URL.
pub fn transformation(steps: &[Step]) -> String {
    let written = |step: &Step| {
        let params: Vec<_> = step.iter().filter_map(|(name, value)| param(name, value)).collect();
        (!params.is_empty()).then(|| params.join(","))
    };
    steps.iter().filter_map(written).collect::<Vec<_>>().join(":")
}

fn param(name: &str, value: &Value) -> Option<String> {
    let code = code(name).unwrap_or(name);
    if code.is_empty() {
        return None;
    }
    match value {
        Value::Layer(layer) => layer.written(),
        Value::List(items) => Some(format!("{code}-{}", items.join(if code == "sr" { "_" } else { "," }))),
        Value::Switch(on) => simple(code, &on.to_string()),
        Value::Text(text) => simple(code, text),
    }
}

fn simple(code: &str, text: &str) -> Option<String> {
    if SWITCHES.contains(&code) {
        return matches!(text, "true" | "-").then(|| code.to_owned());
    }
    Some(match code {
        "raw" => text.to_owned(),
        "di" | "ff" => format!("{code}-{}", flat(text)),
        "t" if text.trim().is_empty() => "t-true".to_owned(),
        _ if BARE.contains(&code) && (text.trim().is_empty() || text == "true") => code.to_owned(),
        _ => format!("{code}-{text}"),
    })
}

/// A path without one slash at each end, and `@@` for those within.
fn flat(path: &str) -> String {
    without_ends(path).replace('/', "@@")
}

fn without_ends(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}

impl Layer {
    /// `None` when it has nothing to show.
    fn written(&self) -> Option<String> {
        let mut words = match &self.input {
            Some(input) => input.written()?,
            None => Vec::new(),
        };
        words.extend(self.mode.iter().map(|mode| format!("lm-{mode}")));
        words.extend(self.place.iter().chain(&self.timing).map(|(code, value)| format!("{code}-{value}")));
        let inside = transformation(&self.steps);
        if !inside.trim().is_empty() {
            words.push(inside);
        }
        words.push("l-end".to_owned());
        Some(words.join(","))
    }
}

impl Input {
    fn written(&self) -> Option<Vec<String>> {
        let layer = match self {
            Self::Text(..) => "l-text",
            Self::Image(..) | Self::Color(_) => "l-image",
            Self::Video(..) => "l-video",
            Self::Subtitles(..) => "l-subtitles",
        };
        (!self.is_empty()).then(|| vec![layer.to_owned(), self.word()])
    }

    /// The input alone: `i-…`, or `ie-…` for one that can't stand plain.
    pub(in crate::url) fn word(&self) -> String {
        match self {
            Self::Text(text, encoding) => text_input(text, *encoding),
            Self::Image(path, encoding) | Self::Video(path, encoding) | Self::Subtitles(path, encoding) => {
                path_input(path, *encoding)
            }
            Self::Color(color) => format!("i-ik_canvas,bg-{color}"),
        }
    }

    fn is_empty(&self) -> bool {
        let (Self::Text(text, _)
        | Self::Image(text, _)
        | Self::Video(text, _)
        | Self::Subtitles(text, _)
        | Self::Color(text)) = self;
        text.is_empty()
    }
}

fn text_input(text: &str, encoding: Encoding) -> String {
    if is_plain(text, encoding, " ._-") {
        format!("i-{}", utf8_percent_encode(text, COMPONENT))
    } else {
        encoded(text)
    }
}

fn path_input(path: &str, encoding: Encoding) -> String {
    let path = without_ends(path);
    if is_plain(path, encoding, " ._-/") { format!("i-{}", path.replace('/', "@@")) } else { encoded(path) }
}

fn is_plain(text: &str, encoding: Encoding, marks: &str) -> bool {
    match encoding {
        Encoding::Plain => true,
        Encoding::Base64 => false,
        Encoding::Auto => text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c)),
    }
}

fn encoded(text: &str) -> String {
    format!("ie-{}", utf8_percent_encode(&BASE64.encode(text), COMPONENT))
}
