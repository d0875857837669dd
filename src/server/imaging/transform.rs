//! Transformations of pictures.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::decode::{Picture, decode_for};
use super::encode::{encode, format_for};
use super::kept::Kept;
use super::layers::{self, Assets, Scene};
use super::page::page;
use super::{ImagingError, Limits};
use crate::url::Recipe;

/// A transformed picture.
#[derive(Clone, Debug)]
pub struct Output {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, `image/png`, `image/webp`, `image/avif` or `image/gif`.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What the making took.
    pub took: Took,
}

/// How long the parts of a picture's making took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// From bytes to pixels; `None` if that had been done before.
    pub decode: Option<Duration>,
    /// What was done to the pixels.
    pub work: Duration,
    /// From pixels to bytes.
    pub encode: Duration,
}

/// Does what `recipe` says with an encoded picture, whose EXIF orientation is applied first. `accept`
/// is the client's header of that name; `assets` are the other files, which
/// layers need. Takes as long as it takes: not for an async thread.
///
/// # Errors
/// If the source isn't a picture that can be read, source or result are too large, or a layer can't be drawn.
pub fn transform(
    source: &[u8],
    recipe: &Recipe,
    accept: &str,
    limits: &Limits,
    assets: &Assets,
) -> Result<Output, ImagingError> {
    let started = Instant::now();
    let picture = match recipe.page {
        Some(number) => page(source, number, limits)?,
        None => decode_for(recipe, source, limits)?,
    };
    let decoding = started.elapsed();
    let mut output = finish(&picture, recipe, accept, limits, Kept::of(source, recipe), assets)?;
    output.took.decode = Some(decoding);
    Ok(output)
}

/// The same with a picture that was decoded for it, and what is kept of its source beside the pixels.
pub(super) fn finish(
    source: &Picture,
    recipe: &Recipe,
    accept: &str,
    limits: &Limits,
    kept: Kept,
    assets: &Assets,
) -> Result<Output, ImagingError> {
    let started = Instant::now();
    let scene = Scene { assets, limits, initial: source.upright_size(), base: None };
    let picture = layers::run(&recipe.steps, Cow::Borrowed(source), scene)?;
    let Picture { mut pixels, orientation, format: stored, .. } = picture.into_owned();
    pixels.apply_orientation(orientation);
    let work = started.elapsed();
    let format = format_for(recipe, stored, &pixels, accept);
    let (width, height) = (pixels.width(), pixels.height());
    let bytes = encode(pixels, format, recipe, kept)?;
    let took = Took { decode: None, work, encode: started.elapsed() - work };
    Ok(Output { bytes, mime: format.to_mime_type(), width, height, took })
}

#[cfg(test)]
mod tests;
