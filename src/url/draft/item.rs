//! A parameter of a form: plain, or a block with steps of its own.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Stage, stages, write_stages};
use crate::url::catalog::Scope;
use crate::url::chain::Param;
use crate::url::layer::Input;
use crate::url::typed::{self, Encoding};

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
    word: Param,
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
        let mut item = Self { on: true, word: Param::of(code), inside: None };
        item.set(value, None);
        item
    }

    /// A layer of a kind (`text`, `image`, …) with what it shows.
    pub fn layer(kind: &str, input: &str) -> Self {
        let mut layer = Self { on: true, word: Param::of(&format!("l-{kind}")), inside: None };
        let mut item = Self { on: true, word: Param::of("i"), inside: None };
        item.set(input, Some(kind));
        layer.inside = Some(Inside { stages: vec![Stage::new(vec![item])] });
        layer
    }

    /// Reads a parameter as it stands in a transformation, blocks whole.
    pub fn parse(text: &str) -> Self {
        let plain = |word: &str| Self { on: true, word: Param::of(word), inside: None };
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
        match self.word.code() {
            "ie" => "i",
            code => code,
        }
    }

    /// The value as people write it, decoded; empty if there is none. `kind` is that of the layer it is in.
    pub fn value(&self, kind: Option<&str>) -> String {
        let input = match (self.code(), kind) {
            ("i", Some("text")) => Input::text_of(&self.word),
            ("i", _) => Input::path_of(&self.word),
            _ => None,
        };
        match (input, self.code()) {
            (Some(input), _) => input.text().to_owned(),
            (None, "ff" | "di") => self.plain_value().replace("@@", "/"),
            (None, _) => self.plain_value(),
        }
    }

    /// Takes a value as people write it. `kind` is that of the layer it is in.
    pub fn set(&mut self, value: &str, kind: Option<&str>) {
        let code = self.code().to_owned();
        let word = match code.as_str() {
            "raw" => value.to_owned(),
            "i" => input(value, kind),
            _ if value.is_empty() => code,
            "ff" | "di" => format!("{code}-{}", encoded(&value.trim_matches('/').replace('/', "@@"))),
            _ => format!("{code}-{}", encoded(value)),
        };
        self.word = Param::of(&word);
    }

    /// As it stands in the URL; of a block its first word.
    pub fn word(&self) -> &str {
        self.word.as_str()
    }

    /// The value as the service reads it, which keeps `@@` and base64.
    pub fn plain_value(&self) -> String {
        percent_decode_str(self.word.value().unwrap_or_default()).decode_utf8_lossy().into_owned()
    }

    /// Whether it is a block: a layer or a condition.
    pub fn is_block(&self) -> bool {
        self.inside.is_some()
    }

    /// The kind of a layer: `text`
    pub fn kind(&self) -> Option<&str> {
        self.word.as_str().strip_prefix("l-").filter(|_| self.is_block())
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
        f.write_str(self.word.as_str())?;
        let Some(inside) = &self.inside else { return Ok(()) };
        let end = if self.word.as_str().starts_with("l-") { "l-end" } else { "if-end" };
        if inside.stages.iter().any(|stage| stage.on && stage.items.iter().any(|item| item.on)) {
            f.write_str(",")?;
        }
        write_stages(f, &inside.stages)?;
        write!(f, ",{end}")
    }
}

fn is_canvas(item: &Item) -> bool {
    item.word.as_str() == "i-ik_canvas"
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// As the newer SDKs write what a layer shows: plain where its letters allow it, else base64.
fn input(value: &str, kind: Option<&str>) -> String {
    let (value, encoding) = (value.to_owned(), Encoding::Auto);
    match kind {
        Some("text") => typed::Input::Text(value, encoding),
        _ => typed::Input::Image(value, encoding),
    }
    .word()
}
