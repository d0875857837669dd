//! Transformations of pictures.

use super::decode::decode;
use super::encode::{encode, format_for};
use super::kept::Kept;
use super::layers::{self, Assets, Scene};
use super::page::page;
use super::{ImagingError, Limits, pixels};
use crate::url::Recipe;

/// A transformed picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, `image/png`, `image/webp`, `image/avif` or `image/gif`.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Does what `recipe` says with an encoded picture, whose EXIF orientation is applied first. `accept`
/// is the client's header of that name; `assets` are the other files, which layers need. Takes as long as it takes: not for an async thread.
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
    let picture = match recipe.page {
        Some(number) => page(source, number, limits)?,
        None => decode(source, limits)?,
    };
    let scene = Scene { assets, limits, initial: pixels::upright_size(&picture), base: None };
    let mut picture = layers::run(&recipe.steps, picture, scene)?;
    picture.pixels.apply_orientation(picture.orientation);
    let format = format_for(recipe, picture.format, &picture.pixels, accept);
    let (width, height) = (picture.pixels.width(), picture.pixels.height());
    let bytes = encode(picture.pixels, format, recipe, Kept::of(source, recipe))?;
    Ok(Output { bytes, mime: format.to_mime_type(), width, height })
}

#[cfg(test)]
mod tests;
