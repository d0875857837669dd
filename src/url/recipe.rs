//! What a transformation asks for: the parameters of pictures (imagekit-api.md 4.2), read into types.

mod content;
mod effect;
mod ignored;
mod read;
mod stage;
mod value;
mod work;

pub use effect::{
    Border, Color, Colorize, Direction, Distort, Gradient, Ground, Radius, Replacement, Shadow, Unsharp,
};
pub use ignored::{Ignored, Reason};
pub use work::{Align, Fit, Focus, Interest, Length, Work};

pub use content::{Content, Font, Lettering, Swatch};
pub use stage::{Fork, Overlay, Plain, Stage};

use super::chain::Chain;
use super::condition::ConditionError;
use super::layer::{DEEPEST, LayerError};
use crate::model::Area;

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
    /// `lo-true`: without loss, where the format can.
    pub lossless: bool,
    /// `pr-true`: a progressive JPEG.
    pub progressive: bool,
    /// `md-true`: the metadata of the source is kept.
    pub keep_metadata: bool,
    /// `cp-true`: the colour profile of the source is kept.
    pub keep_profile: bool,
    /// `pg`: the frame of an animation, from 1.
    pub page: Option<u32>,
    /// `orig-true`: the bytes as stored, whatever else is asked for.
    pub original: bool,
    /// The parameters that were not followed, in order.
    pub ignored: Vec<Ignored>,
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
    /// AVIF
    Avif,
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

    /// Tells where the file's own area is (its `customCoordinates`), for `fo-custom`. It is in pixels of
    /// the file, so the first step alone can use it; after that the centre stands in. Whether it is used.
    pub fn place_custom(&mut self, area: Area) -> bool {
        match self.steps.first_mut() {
            Some(Stage::Work(plain)) => plain.work.place_custom(area),
            _ => false,
        }
    }

    /// Whether the stored bytes are already what is asked for.
    pub fn is_identity(&self) -> bool {
        let untouched = self.steps.iter().all(Stage::is_nothing);
        let as_stored = matches!(self.format, Format::Auto | Format::Original) && self.quality.is_none();
        let coded_anew = self.lossless || self.progressive || self.page.is_some();
        self.original || untouched && as_stored && !coded_anew
    }
}

#[cfg(test)]
mod tests;
