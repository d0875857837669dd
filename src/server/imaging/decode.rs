//! From bytes to pixels.

mod jpeg;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::geometry::{Placement, swaps_sides};
use super::{ImagingError, Limits, pixels};
use crate::url::Recipe;

/// Bytes that a decoder may need for one pixel: four channels of 16 bits, as much again for its
/// own tables.
const BYTES_A_PIXEL: u64 = 16;
/// How many times fewer pixels in a row and a column a reduced copy has. (Others don't pay: a half takes as
/// long as all of it, and an eighth as long as a quarter.)
const REDUCTION: u32 = 4;
/// How many times larger than what is made of it a reduced copy has to be at least; below this the result
/// would be less sharp.
const MARGIN: f64 = 2.0;

/// A picture as stored, not yet turned as its EXIF data says: RGB or RGBA of 8 bits.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// All pixels, or those of a reduced copy.
    pub pixels: DynamicImage,
    /// Width and height as stored, whatever `pixels` are.
    pub size: (u32, u32),
    /// How many times fewer pixels than `size` says a row and a column have: 1 for all pixels.
    pub reduction: u32,
    pub orientation: Orientation,
    pub format: ImageFormat,
}

impl Picture {
    /// A picture that needs no turning, with all its pixels.
    pub(super) fn upright(pixels: DynamicImage, format: ImageFormat) -> Self {
        let size = (pixels.width(), pixels.height());
        Self { pixels, size, reduction: 1, orientation: Orientation::NoTransforms, format }
    }

    /// Width and height when it is turned as its EXIF data says.
    pub(super) fn upright_size(&self) -> (u32, u32) {
        turned(self.size, self.orientation)
    }
}

fn turned((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    if swaps_sides(orientation) { (height, width) } else { (width, height) }
}

/// What is known of a picture before its pixels are decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    format: ImageFormat,
    size: (u32, u32),
    orientation: Orientation,
}

/// A decoder that has read the header only.
pub(super) fn open(bytes: &[u8]) -> Result<(ImageFormat, impl ImageDecoder + '_), ImagingError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(corrupt)?;
    let format = reader.format().filter(|format| is_read(*format));
    let format = format.ok_or_else(|| ImagingError::Unsupported(type_name(bytes)))?;
    Ok((format, reader.into_decoder().map_err(corrupt)?))
}

/// Decodes a picture, of an animation the first frame.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, ImagingError> {
    let (header, decoder) = begin(bytes, limits)?;
    all_pixels(header, decoder)
}

/// The same for what a recipe makes of it: where that needs few pixels, a reduced copy.
pub(super) fn decode_for(recipe: &Recipe, bytes: &[u8], limits: &Limits) -> Result<Picture, ImagingError> {
    let (header, decoder) = begin(bytes, limits)?;
    decoded(reduction(recipe, header, limits)?, bytes, header, decoder)
}

/// The same with so many times fewer pixels in a row and a column, if that can be had.
pub(super) fn decode_at(reduction: u32, bytes: &[u8], limits: &Limits) -> Result<Picture, ImagingError> {
    let (header, decoder) = begin(bytes, limits)?;
    decoded(reduction, bytes, header, decoder)
}

/// What is known of a picture before its pixels are decoded.
pub(super) fn header(bytes: &[u8], limits: &Limits) -> Result<Header, ImagingError> {
    Ok(begin(bytes, limits)?.0)
}

/// How many times fewer pixels than there are in a row and a column will do for a recipe. What depends on
/// pixels rather than on sizes needs all. The same for the same header and recipe, so that equal requests have
/// equal answers.
pub(super) fn reduction(recipe: &Recipe, header: Header, limits: &Limits) -> Result<u32, ImagingError> {
    if header.format != ImageFormat::Jpeg {
        return Ok(1);
    }
    let Some(work) = recipe.first_work().filter(|work| !pixels::looks_first(work)) else { return Ok(1) };
    let placement = Placement::of(work, turned(header.size, header.orientation), limits.result)?;
    let least = f64::from(REDUCTION) * MARGIN;
    Ok(if placement.shrinks_by() >= least { REDUCTION } else { 1 })
}

/// Reads the header, and refuses what has too many pixels before there is memory for them.
fn begin<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<(Header, impl ImageDecoder + use<'a>), ImagingError> {
    let (format, mut decoder) = open(bytes)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.source {
        return Err(ImagingError::TooLarge { width, height, limit: limits.source });
    }
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.source.saturating_mul(BYTES_A_PIXEL));
    decoder.set_limits(allowed).map_err(corrupt)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((Header { format, size: (width, height), orientation }, decoder))
}

fn decoded(
    reduction: u32,
    bytes: &[u8],
    header: Header,
    decoder: impl ImageDecoder,
) -> Result<Picture, ImagingError> {
    let Header { format, size, orientation } = header;
    match (reduction > 1).then(|| jpeg::reduced(bytes, reduction, size)).flatten() {
        Some(pixels) => Ok(Picture { pixels: pixels.into(), size, reduction, orientation, format }),
        None => all_pixels(header, decoder),
    }
}

fn all_pixels(header: Header, decoder: impl ImageDecoder) -> Result<Picture, ImagingError> {
    let Header { format, size, orientation } = header;
    let pixels = eight_bits(DynamicImage::from_decoder(decoder).map_err(corrupt)?);
    Ok(Picture { pixels, size, reduction: 1, orientation, format })
}

fn eight_bits(pixels: DynamicImage) -> DynamicImage {
    if pixels.color().has_alpha() { pixels.into_rgba8().into() } else { pixels.into_rgb8().into() }
}

fn is_read(format: ImageFormat) -> bool {
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)
}

fn type_name(bytes: &[u8]) -> String {
    infer::get(bytes).map_or("application/octet-stream", |found| found.mime_type()).to_owned()
}

fn corrupt(error: impl std::fmt::Display) -> ImagingError {
    ImagingError::Corrupt(error.to_string())
}

#[cfg(test)]
mod tests;
