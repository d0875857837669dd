//! A parameter of a form: plain, or a block with steps of its own.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Stage, stages, write_stages};
use crate::url::catalog::Scope;
use crate::url::typed::Encoding;
use crate::url::typed::Input;

/// What stays as it is in a value: all that has no meaning in a URL or in a transformation.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'@')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')')
    .remove(b'"');

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whether it is written.
    pub on: bool,
    /// As it stands in a URL: `w-400`; of a block its first word: `l-text`, `if-ar_gt_1`.
    word: String,
    /// What is in the block.
    pub inside: Option<Inside>,
}

/// The steps of a layer or of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// They themselves; those of a layer begin with what it shows and where.
    pub stages: Vec<Stage>,
}

impl Item {
    /// A parameter with a value as people write it; an empty one makes a bare code.
    pub fn new(code: &str, value: &str) -> Self {
        let mut item = Self { on: true, word: code.to_owned(), inside: None };
        item.set(value, None);
        item
    }

    /// A layer of a kind (`text`, `image`, …) with what it shows.
    pub fn layer(kind: &str, input: &str) -> Self {
        let mut layer = Self { on: true, word: format!("l-{kind}"), inside: None };
        let mut item = Self { on: true, word: "i".to_owned(), inside: None };
        item.set(input, Some(kind));
        layer.inside = Some(Inside { stages: vec![Stage::new(vec![item])] });
        layer
    }

    /// A block as it stands in a transformation: `l-text,i-a,l-end`
    pub fn block(text: &str) -> Self {
        Self::parse(text)
    }

    /// Reads a parameter as it stands in a transformation, blocks whole.
    pub(super) fn parse(text: &str) -> Self {
        let plain = |word: &str| Self { on: true, word: word.to_owned(), inside: None };
        let end = match text {
            "l-end" | "if-end" | "if-else" => return plain(text),
            _ if text.starts_with("l-") => "l-end",
            _ if text.starts_with("if-") => "if-end",
            _ => return plain(text),
        };
        let (word, rest) = text.split_once([',', ':']).unwrap_or((text, ""));
        let body = match rest.strip_suffix(end) {
            Some(body) => body.strip_suffix([',', ':']).unwrap_or(body),
            None => rest,
        };
        Self { inside: Some(Inside { stages: stages(body) }), ..plain(word) }
    }

    /// The code: `w`, `e-sharpen`, `l`, `if`; that of an input is `i` in either encoding.
    pub fn code(&self) -> &str {
        match self.parts().0 {
            "ie" => "i",
            code => code,
        }
    }

    /// The value as people write it, decoded; empty if there is none. `kind` is that of the layer it is in.
    pub fn value(&self, kind: Option<&str>) -> String {
        let (code, value) = self.parts();
        let plain = percent_decode_str(value).decode_utf8_lossy();
        match (code, kind) {
            ("ie", _) => match BASE64.decode(plain.as_bytes()) {
                Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Err(_) => plain.into_owned(),
            },
            ("i", Some("text")) => plain.into_owned(),
            ("i" | "ff" | "di", _) => plain.replace("@@", "/"),
            _ => plain.into_owned(),
        }
    }

    /// Takes a value as people write it. `kind` is that of the layer it is in.
    pub fn set(&mut self, value: &str, kind: Option<&str>) {
        let code = self.code().to_owned();
        self.word = match code.as_str() {
            "raw" => value.to_owned(),
            "i" => input(value, kind),
            _ if value.is_empty() => code,
            "ff" | "di" => format!("{code}-{}", encoded(&value.trim_matches('/').replace('/', "@@"))),
            _ => format!("{code}-{}", encoded(value)),
        };
    }

    /// As it stands in the URL; of a block its first word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// The value as the service reads it, which keeps `@@` and base64.
    pub fn plain_value(&self) -> String {
        percent_decode_str(self.parts().1).decode_utf8_lossy().into_owned()
    }

    /// Whether it is a block: a layer or a condition.
    pub fn is_block(&self) -> bool {
        self.inside.is_some()
    }

    /// The kind of a layer: `text`
    pub fn kind(&self) -> Option<&str> {
        self.word.strip_prefix("l-").filter(|_| self.is_block())
    }

    /// What parameters inside of it are asked of; `None` if that is what it itself is asked of.
    pub(super) fn scope(&self) -> Option<Scope> {
        let inputs = |inside: &Inside| inside.stages.iter().flat_map(|stage| &stage.items).any(is_canvas);
        match self.kind()? {
            "text" => Some(Scope::TextLayer),
            "video" => Some(Scope::Video),
            "subtitles" => Some(Scope::Subtitles),
            _ if self.inside.as_ref().is_some_and(inputs) => Some(Scope::ColorLayer),
            _ => Some(Scope::ImageLayer),
        }
    }

    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)?;
        let Some(inside) = &self.inside else { return Ok(()) };
        let end = if self.word.starts_with("l-") { "l-end" } else { "if-end" };
        if inside.stages.iter().any(|stage| stage.on && stage.items.iter().any(|item| item.on)) {
            f.write_str(",")?;
        }
        write_stages(f, &inside.stages)?;
        write!(f, ",{end}")
    }

    fn parts(&self) -> (&str, &str) {
        let prefix = if self.word.starts_with("e-") { 2 } else { 0 };
        match self.word[prefix..].find('-') {
            Some(at) => (&self.word[..prefix + at], &self.word[prefix + at + 1..]),
            None => (&self.word, ""),
        }
    }
}

fn is_canvas(item: &Item) -> bool {
    item.word == "i-ik_canvas"
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// As the newer SDKs write what a layer shows: plain where its letters allow it, else base64.
fn input(value: &str, kind: Option<&str>) -> String {
    let (value, encoding) = (value.to_owned(), Encoding::Auto);
    match kind {
        Some("text") => Input::Text(value, encoding),
        _ => Input::Image(value, encoding),
    }
    .word()
}
