//! What a transformation asks for: the parameters of pictures (imagekit-api.md 4.2), read into types.

mod effect;
mod ignored;
mod value;
mod work;

pub use effect::{
    Border, Color, Colorize, Direction, Distort, Gradient, Ground, Radius, Replacement, Shadow, Unsharp,
};
pub use ignored::{Ignored, Reason};
pub use work::{Align, Area, Fit, Focus, Interest, Length, Work};

use super::chain::{Chain, Param, Step};

/// Chains that the service knows by name (`n-…`).
const NAMED: &[(&str, &str)] = &[
    ("ik_ml_thumbnail", "w-400,h-300,c-at_max"),
    // What older releases call it.
    ("media_library_thumbnail", "w-400,h-300,c-at_max"),
];

/// A whole transformation.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Recipe {
    /// What is done to the pixels, one after the other.
    pub steps: Vec<Work>,
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
}

impl Recipe {
    /// Reads a chain. Parameters that ikt doesn't know, or whose value makes no sense, are ignored
    /// as the service does, and named.
    ///
    /// # Errors
    /// If it uses a named transformation that doesn't exist.
    pub fn read(chain: &Chain) -> Result<Self, RecipeError> {
        let mut recipe = Self::default();
        for step in &chain.steps {
            recipe.add(step)?;
        }
        Ok(recipe)
    }

    /// Tells where the file's own area is (its `customCoordinates`), for `fo-custom`. It is in pixels of
    /// the file, so the first step alone can use it; after that the centre stands in.
    pub fn place_custom(&mut self, area: Area) {
        if let Some(work) = self.steps.first_mut() {
            work.place_custom(area);
        }
    }

    /// Whether the stored bytes are already what is asked for.
    pub fn is_identity(&self) -> bool {
        let untouched = self.steps.iter().all(|work| *work == Work::default());
        let as_stored = matches!(self.format, Format::Auto | Format::Original) && self.quality.is_none();
        let coded_anew = self.lossless || self.progressive || self.page.is_some();
        self.original || untouched && as_stored && !coded_anew
    }

    fn add(&mut self, step: &Step) -> Result<(), RecipeError> {
        let mut work = Work::default();
        for param in &step.params {
            if param.code() == "n" {
                self.add_named(param.value().unwrap_or_default())?;
            } else if self.take(&mut work, param).is_none() && !param.as_str().is_empty() {
                self.ignored.push(Ignored::of(param));
            }
        }
        self.steps.push(work);
        Ok(())
    }

    fn add_named(&mut self, name: &str) -> Result<(), RecipeError> {
        let known = NAMED.iter().find(|(known, _)| *known == name);
        let (_, chain) = known.ok_or_else(|| RecipeError::UnknownName(name.to_owned()))?;
        Chain::parse(chain).steps.iter().try_for_each(|step| self.add(step))
    }

    /// Takes a parameter over; `None` if it isn't understood.
    fn take(&mut self, work: &mut Work, param: &Param) -> Option<()> {
        let Some(value) = param.value() else { return work.take_bare(param.code()) };
        match param.code() {
            "f" => self.format = value::format(value)?,
            "q" => self.quality = Some(value::whole(value, 1..=100)?),
            "lo" => self.lossless = value::truth(value)?,
            "pr" => self.progressive = value::truth(value)?,
            "md" => self.keep_metadata = value::truth(value)?,
            "cp" => self.keep_profile = value::truth(value)?,
            "pg" => self.page = Some(value::page(value)?),
            "orig" => self.original = value::truth(value)?,
            code => work.take(code, value)?,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
