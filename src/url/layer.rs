//! What is laid over a picture (imagekit-api.md 4.4): the block from `l-…` to `l-end` as a model that can
//! be edited.

mod input;
mod words;

use std::fmt;

pub use input::Input;
pub use words::{Mode, Place};

use super::block;
use super::chain::{Chain, Param};
use super::expression::{Expression, ExpressionError};

/// Layers within layers at most (imagekit-api.md 4.4).
pub const DEEPEST: usize = 3;

/// A layer, with all that its block says. It is written in the order in which the SDKs do.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What is laid over.
    pub source: Source,
    /// `lm`: how its pixels and those below become one; `None` lays them over.
    pub mode: Option<Mode>,
    /// Where.
    pub position: Position,
    /// When, on a video.
    pub timing: Timing,
    /// What is done to it before; layers of its own among that.
    pub chain: Chain,
}

/// What is laid over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `l-image`: the picture at a path of the library, from its root, without slash at the beginning.
    Image(Input),
    /// `l-image,i-ik_canvas`: one colour.
    Canvas,
    /// `l-text`: these words.
    Text(Input),
    /// `l-video`: the video at a path.
    Video(Input),
    /// `l-subtitles`: the subtitles at a path.
    Subtitles(Input),
}

/// Where a layer lies on its parent, in the parent's pixels. Numbers may be negative (`N…`) and
/// expressions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Position {
    /// `lx`: of the left edge, from the anchor.
    pub x: Option<Expression>,
    /// `ly`: of the top edge, from the anchor.
    pub y: Option<Expression>,
    /// `lxc`: of the centre, from the anchor; instead of `lx`.
    pub x_center: Option<Expression>,
    /// `lyc`: of the centre, from the anchor; instead of `ly`.
    pub y_center: Option<Expression>,
    /// `lap`: the point of the parent from which those are counted; top left if not given.
    pub anchor: Option<Place>,
    /// `lfo`: counts if none of those is given; the centre if this isn't either.
    pub focus: Option<Place>,
}

/// When a layer is shown on a video, in seconds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Timing {
    /// `lso`
    pub start: Option<Expression>,
    /// `leo`; wins over the duration.
    pub end: Option<Expression>,
    /// `ldu`
    pub duration: Option<Expression>,
}

/// Why a block is no layer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerError {
    /// The block has no end.
    #[error("`{0}` has no `l-end`; add it behind the last parameter of the layer")]
    Unfinished(String),
    /// Behind `l-` stands what isn't known.
    #[error("`l-{0}` is no kind of layer; image, text, video and subtitles are")]
    Kind(String),
    /// There is neither `i-…` nor `ie-…`.
    #[error("`l-{0}` lacks what to lay over: add `i-` with a path or a text")]
    NoInput(String),
    /// The input can't be decoded.
    #[error("`{0}` can't be decoded: behind `ie-` stands base64 of UTF-8, percent-encoded")]
    Input(String),
    /// A number or an expression can't be read.
    #[error("`{param}`: {error}")]
    Number {
        /// As written.
        param: String,
        /// Where in its value, and why.
        error: ExpressionError,
    },
    /// A word isn't one of those that the parameter takes.
    #[error("`{param}` should be one of {choices}")]
    Choice {
        /// As written.
        param: String,
        /// What could stand there.
        choices: String,
    },
}

impl Layer {
    /// A layer in the middle, untransformed.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            mode: None,
            position: Position::default(),
            timing: Timing::default(),
            chain: Chain::default(),
        }
    }

    /// Reads a whole block.
    ///
    /// # Errors
    /// [`LayerError`]
    pub fn parse(param: &Param) -> Result<Self, LayerError> {
        let text = param.as_str();
        let unfinished = || LayerError::Unfinished(text.split([',', ':']).next().unwrap_or_default().into());
        let (kind, inner) = block::inside(text, "l-", "l-end").ok_or_else(unfinished)?;
        let mut chain = Chain::parse(inner);
        let own = own_words(&mut chain);
        let mut layer = Self { chain, ..Self::new(source(kind, &own)?) };
        own.iter().try_for_each(|param| layer.take(param))?;
        Ok(layer)
    }

    fn take(&mut self, param: &Param) -> Result<(), LayerError> {
        let choice = |choices: String| LayerError::Choice { param: param.to_string(), choices };
        let value = param.value().unwrap_or_default();
        let (position, timing) = (&mut self.position, &mut self.timing);
        let place = |slot: &mut Option<Place>| {
            *slot = Some(Place::parse(value).ok_or_else(|| choice(Place::choices()))?);
            Ok(())
        };
        let number = match param.code() {
            "lx" => &mut position.x,
            "ly" => &mut position.y,
            "lxc" => &mut position.x_center,
            "lyc" => &mut position.y_center,
            "lso" => &mut timing.start,
            "leo" => &mut timing.end,
            "ldu" => &mut timing.duration,
            "lap" => return place(&mut position.anchor),
            "lfo" => return place(&mut position.focus),
            "lm" => {
                self.mode = Some(Mode::parse(value).ok_or_else(|| choice(Mode::choices()))?);
                return Ok(());
            }
            // The input, which was read before.
            _ => return Ok(()),
        };
        let read = Expression::parse(value);
        *number = Some(read.map_err(|error| LayerError::Number { param: param.to_string(), error })?);
        Ok(())
    }
}

/// Takes the parameters that are the layer's own, and no transformation, out of a chain.
fn own_words(chain: &mut Chain) -> Vec<Param> {
    const OWN: [&str; 12] = ["i", "ie", "lm", "lx", "ly", "lxc", "lyc", "lap", "lfo", "lso", "leo", "ldu"];
    let is_own = |param: &Param| OWN.contains(&param.code());
    let mut own = Vec::new();
    chain.steps.retain_mut(|step| {
        let before = step.params.len();
        own.extend(step.params.iter().filter(|param| is_own(param)).cloned());
        step.params.retain(|param| !is_own(param));
        // A step of nothing but such words is none.
        before == step.params.len() || !step.params.is_empty()
    });
    own
}

/// What a layer of a kind shows; `ie` wins over `i`, the last of each counts.
fn source(kind: &str, own: &[Param]) -> Result<Source, LayerError> {
    let make: fn(Input) -> Source = match kind {
        "image" => Source::Image,
        "text" => Source::Text,
        "video" => Source::Video,
        "subtitles" => Source::Subtitles,
        _ => return Err(LayerError::Kind(kind.to_owned())),
    };
    let find = |code: &str| own.iter().rev().find(|param| param.code() == code);
    let param = find("ie").or_else(|| find("i")).ok_or_else(|| LayerError::NoInput(kind.to_owned()))?;
    let input = match kind {
        "text" => Input::text_of(param),
        _ => Input::path_of(param),
    };
    let input = input.ok_or_else(|| LayerError::Input(param.to_string()))?;
    if input.text().is_empty() {
        return Err(LayerError::NoInput(kind.to_owned()));
    }
    Ok(if kind == "image" && input.text() == CANVAS { Source::Canvas } else { make(input) })
}

/// The name that stands for no picture but a colour.
const CANVAS: &str = "ik_canvas";

impl Source {
    /// The word behind `l-`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Image(_) | Self::Canvas => "image",
            Self::Text(_) => "text",
            Self::Video(_) => "video",
            Self::Subtitles(_) => "subtitles",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "l-{},{}", self.source.kind(), self.source)?;
        if let Some(mode) = self.mode {
            write!(f, ",lm-{}", mode.name())?;
        }
        write!(f, "{}{}", self.position, self.timing)?;
        if !self.chain.steps.is_empty() {
            write!(f, ",{}", self.chain)?;
        }
        f.write_str(",l-end")
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Canvas => write!(f, "i-{CANVAS}"),
            Self::Text(input) => input.write_text(f),
            Self::Image(input) | Self::Video(input) | Self::Subtitles(input) => input.write_path(f),
        }
    }
}

impl fmt::Display for Position {
    /// Each parameter with a comma before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = [("lx", &self.x), ("ly", &self.y), ("lxc", &self.x_center), ("lyc", &self.y_center)];
        write_numbers(f, &numbers)?;
        for (code, place) in [("lap", self.anchor), ("lfo", self.focus)] {
            if let Some(place) = place {
                write!(f, ",{code}-{}", place.name())?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Timing {
    /// Each parameter with a comma before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_numbers(f, &[("lso", &self.start), ("leo", &self.end), ("ldu", &self.duration)])
    }
}

fn write_numbers(f: &mut fmt::Formatter<'_>, numbers: &[(&str, &Option<Expression>)]) -> fmt::Result {
    for (code, number) in numbers {
        if let Some(number) = number {
            write!(f, ",{code}-{number}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
