//! The one table of what can be asked of a picture or a video (imagekit-api.md 4.2, 4.4): codes, names
//! in the official SDKs, values, and where each is allowed. Forms, completion, checks and the manual
//! are made of it.

mod check;
mod table;
mod warn;

pub use check::{Wrong, check, check_chain};
pub use table::ENTRIES;
pub use warn::{Warning, warnings};

/// A parameter of a transformation.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What stands in the URL: `w`
    pub code: &'static str,
    /// What people call it: `Width`
    pub title: &'static str,
    /// Its name in the Python SDK 4.1.0; empty if that has none.
    pub classic: &'static str,
    /// Its names in the newer SDKs, in the camel case of Node; the first one is the one to write.
    pub typed: &'static [&'static str],
    /// The chapter that it belongs to.
    pub group: Group,
    /// What it can be asked of.
    pub scope: &'static [Scope],
    /// What its value may be: any of these.
    pub values: &'static [Kind],
    /// A value to begin with.
    pub example: &'static str,
    /// What it does, in a line.
    pub doc: &'static str,
}

/// Chapters of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Width, height and what follows from them.
    Size,
    /// How a picture is fitted.
    Crop,
    /// How the result is written.
    Output,
    /// The ground and the edge.
    Ground,
    /// Turning and mirroring.
    Turn,
    /// What is done to the colours.
    Effect,
    /// What a model does.
    Ai,
    /// Videos alone.
    Video,
    /// Layers: what they show and where they lie.
    Layer,
    /// Text of layers.
    Text,
    /// Other.
    Other,
}

/// Something that a parameter can be asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A picture on top of another asset.
    ImageLayer,
    /// A text on top of another asset.
    TextLayer,
    /// A ground of one colour on top of another asset.
    ColorLayer,
    /// Subtitles of a video.
    Subtitles,
}

/// A kind of value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// None: the code stands alone.
    Bare,
    /// `true` or `false`
    Truth,
    /// A whole number in a range; negative ones begin with `N`.
    Whole(i64, i64, &'static str),
    /// A number in a range, without sign.
    Decimal(f64, f64, &'static str),
    /// One of these words.
    Words(&'static [&'static str]),
    /// Arithmetic: `iw_div_2`
    Expression,
    /// `RRGGBB`, `RRGGBBAA` or a name.
    Color,
    /// Any text, described.
    Text(&'static str),
    /// A form of its own: whether a value has it, and what it looks like.
    Form(fn(&str) -> bool, &'static str),
}

impl Group {
    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Crop => "crop and focus",
            Self::Output => "format",
            Self::Ground => "ground and edge",
            Self::Turn => "turn",
            Self::Effect => "effects",
            Self::Ai => "AI",
            Self::Video => "video",
            Self::Layer => "layer",
            Self::Text => "text",
            Self::Other => "other",
        }
    }
}

impl Entry {
    /// Words that the value may be, for completion.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.values
            .iter()
            .flat_map(|kind| match kind {
                Kind::Words(words) => words,
                Kind::Truth => ["true", "false"].as_slice(),
                _ => &[],
            })
            .copied()
    }

    /// What the value may be, in words: `2 to 65535 px, or auto, or arithmetic such as iw_div_2`.
    pub fn hint(&self) -> String {
        let kinds: Vec<_> = self.values.iter().map(|kind| kind.hint()).collect();
        kinds.join(", or ")
    }

    /// Whether it stands alone and never has a value.
    pub fn is_bare(&self) -> bool {
        matches!(self.values, [Kind::Bare])
    }
}

impl Kind {
    fn hint(&self) -> String {
        match self {
            Self::Bare => "nothing".to_owned(),
            Self::Truth => "true or false".to_owned(),
            Self::Whole(least, most, unit) => format!("{least} to {most}{unit}"),
            Self::Decimal(least, most, unit) => format!("{least} to {most}{unit}"),
            Self::Words(words) => match words {
                [.., _, _, _, _, _, _, _] => format!("{}…", words[..6].join(" ")),
                words => words.join(" "),
            },
            Self::Expression => "arithmetic such as iw_div_2".to_owned(),
            Self::Color => "a colour: RRGGBB, RRGGBBaa or a name".to_owned(),
            Self::Text(what) | Self::Form(_, what) => (*what).to_owned(),
        }
    }
}

/// The entry of a code.
pub fn entry(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests;
