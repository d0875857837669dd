//! From bytes to pixels.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::{ImagingError, Limits};

/// Bytes that a decoder may need for one pixel: four channels of 16 bits, as much again for its
/// own tables.
const BYTES_A_PIXEL: u64 = 16;

/// A picture as stored: RGB or RGBA of 8 bits, not yet turned as its EXIF data says.
pub(super) struct Picture {
    pub pixels: DynamicImage,
    pub orientation: Orientation,
    pub format: ImageFormat,
}

/// A decoder that has read the header only.
pub(super) fn open(bytes: &[u8]) -> Result<(ImageFormat, impl ImageDecoder + '_), ImagingError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(corrupt)?;
    let format = reader.format().filter(|format| is_read(*format));
    let format = format.ok_or_else(|| ImagingError::Unsupported(type_name(bytes)))?;
    Ok((format, reader.into_decoder().map_err(corrupt)?))
}

/// Decodes a picture; of an animation the first frame.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, ImagingError> {
    let (format, mut decoder) = open(bytes)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.source {
        return Err(ImagingError::TooLarge { width, height, limit: limits.source });
    }
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.source.saturating_mul(BYTES_A_PIXEL));
    decoder.set_limits(allowed).map_err(corrupt)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let pixels = DynamicImage::from_decoder(decoder).map_err(corrupt)?;
    Ok(Picture { pixels: eight_bits(pixels), orientation, format })
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
