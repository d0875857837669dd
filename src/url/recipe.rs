//! What a transformation asks for: the parameters of pictures (imagekit-api.md 4.2), read into types.

mod content;
mod read;
mod stage;
mod value;

pub use content::{Content, Font, Lettering, Swatch};
pub use stage::{Fork, Overlay, Plain, Stage};

use super::chain::Chain;
use super::condition::ConditionError;
use super::layer::{DEEPEST, LayerError};

/// Chains that the service knows by name (`n-…`).
const NAMED: &[(&str, &str)] = &[
    ("ik_ml_thumbnail", "w-400,h-300,c-at_max"),
    // What older releases call it.
    ("media_library_thumbnail", "w-400,h-300,c-at_max"),
];

/// A whole transformation.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Recipe {
    /// What is done to the picture, one after the other.
    pub steps: Vec<Stage>,
    /// `f`; the last one counts.
    pub format: Format,
    /// `q`, 1 to 100; the last one counts.
    pub quality: Option<u8>,
    /// `orig-true`: the bytes as stored, whatever else is asked for.
    pub original: bool,
    /// The parameters that were not understood, as written, in order.
    pub ignored: Vec<String>,
}

/// What one step does to the pixels.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Work {
    /// `w`
    pub width: Option<Length>,
    /// `h`
    pub height: Option<Length>,
    /// `ar`, width by height; counts if exactly one of `w` and `h` is given.
    pub aspect: Option<f64>,
    /// `dpr`, 0.1 to 5: multiplies `w` and `h`.
    pub dpr: Option<f64>,
    /// `c` or `cm`; the latter wins.
    pub fit: Fit,
    /// `fo`
    pub focus: Focus,
    /// `x` and `y`: the top left corner of an extract, in pixels.
    pub corner: (Option<i64>, Option<i64>),
    /// `xc` and `yc`: the centre of an extract, in pixels.
    pub center: (Option<i64>, Option<i64>),
    /// `bg`, as red, green, blue and alpha.
    pub background: Option<[u8; 4]>,
    /// `e-grayscale`
    pub grayscale: bool,
    /// `bl`, 1 to 100.
    pub blur: Option<u8>,
    /// `fl`: left and right change places.
    pub flip_horizontal: bool,
    /// `fl`: top and bottom change places.
    pub flip_vertical: bool,
    /// `rt`, in degrees clockwise, 0 to below 360.
    pub rotation: f64,
}

/// A width or a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// Pixels, 2 to 65535.
    Pixels(u32),
    /// A share of the picture's own, above 0 and up to 1.
    Share(f64),
}

/// How a picture is fitted into the width and the height asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fit {
    /// Fills the box exactly; what stands out is cut off. `c-maintain_ratio`
    #[default]
    Cover,
    /// Fills the box exactly, without regard to the aspect. `c-force`
    Force,
    /// Lies within the box and is never enlarged. `c-at_max`
    AtMax,
    /// Lies within the box. `c-at_max_enlarge`
    AtMaxEnlarge,
    /// Covers the box; nothing is cut off. `c-at_least`
    AtLeast,
    /// Lies within the box; the rest is background. `cm-pad_resize`
    Pad,
    /// A part of the box's size, not scaled. `cm-extract`
    Extract,
    /// The same; where the picture is smaller the rest is background. `cm-pad_extract`
    PadExtract,
}

/// Where the important part is, in each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Focus {
    /// Left, centre or right.
    pub horizontal: Align,
    /// Top, centre or bottom.
    pub vertical: Align,
}

/// A place in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// Left or top.
    Start,
    /// In the middle.
    #[default]
    Center,
    /// Right or bottom.
    End,
}

/// A format of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Whatever suits the picture and the client.
    #[default]
    Auto,
    /// As stored.
    Original,
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// WebP
    WebP,
    /// GIF
    Gif,
}

/// A transformation that can't be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecipeError {
    /// `n-…` with a name that nobody gave.
    #[error("There is no named transformation `{0}`.")]
    UnknownName(String),
    /// A layer can't be read.
    #[error("The layer can't be drawn: {0}.")]
    Layer(#[from] LayerError),
    /// A condition can't be read.
    #[error("The condition can't be read: {0}.")]
    Condition(#[from] ConditionError),
    /// Layers lie within layers within layers.
    #[error("At most {DEEPEST} layers lie within each other. Make one of them a step of its own.")]
    TooDeep,
}

impl Recipe {
    /// Reads a chain. Parameters that ikt doesn't know, or whose value makes no sense, are ignored
    /// as the service does, and named.
    ///
    /// # Errors
    /// If it uses a named transformation that doesn't exist, or a layer or a condition that can't be read.
    pub fn read(chain: &Chain) -> Result<Self, RecipeError> {
        read::read(chain)
    }

    /// The paths of the files that are needed beside the picture itself: layers and fonts. From the root
    /// of the library, without slash at the beginning.
    pub fn assets(&self) -> Vec<&str> {
        let mut paths = Vec::new();
        self.steps.iter().for_each(|stage| stage.collect(&mut paths));
        paths
    }

    /// The work of the first step, if it is plain and doesn't depend on the size of the picture.
    pub fn first_work(&self) -> Option<&Work> {
        match self.steps.first() {
            Some(Stage::Work(plain)) if plain.is_settled() => Some(&plain.work),
            _ => None,
        }
    }

    /// Whether the stored bytes are already what is asked for.
    pub fn is_identity(&self) -> bool {
        let untouched = self.steps.iter().all(Stage::is_nothing);
        let as_stored = matches!(self.format, Format::Auto | Format::Original) && self.quality.is_none();
        self.original || untouched && as_stored
    }
}

impl Work {
    fn take_bare(&mut self, code: &str) -> Option<()> {
        (code == "e-grayscale").then(|| self.grayscale = true)
    }

    fn take(&mut self, code: &str, value: &str) -> Option<()> {
        match code {
            "w" => self.width = Some(value::length(value)?),
            "h" => self.height = Some(value::length(value)?),
            "ar" => self.aspect = Some(value::aspect(value)?),
            "dpr" => self.dpr = Some(value::number(value, 0.1, 5.0)?),
            // The crop mode stands, wherever in the step the crop comes.
            "c" => self.fit = if self.fit.is_mode() { self.fit } else { value::crop(value)? },
            "cm" => self.fit = value::crop_mode(value)?,
            "fo" => self.focus = value::focus(value)?,
            "x" => self.corner.0 = Some(value::offset(value)?),
            "y" => self.corner.1 = Some(value::offset(value)?),
            "xc" => self.center.0 = Some(value::offset(value)?),
            "yc" => self.center.1 = Some(value::offset(value)?),
            "bg" => self.background = Some(value::color(value)?),
            "bl" => self.blur = Some(value::whole(value, 1..=100)?),
            "fl" => (self.flip_horizontal, self.flip_vertical) = value::flip(value)?,
            "rt" => self.rotation = value::degrees(value)?,
            _ => return None,
        }
        Some(())
    }
}

impl Fit {
    fn is_mode(self) -> bool {
        matches!(self, Self::Pad | Self::Extract | Self::PadExtract)
    }
}

#[cfg(test)]
mod tests;
