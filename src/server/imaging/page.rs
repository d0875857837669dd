//! Frames of animations.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat};

use super::decode::{self, Picture, decode};
use super::{ImagingError, Limits};

/// Decodes the picture of this number, from 1. Only animations as GIF have more than one.
pub(super) fn page(source: &[u8], number: u32, limits: &Limits) -> Result<Picture, ImagingError> {
    let (format, decoder) = decode::open(source)?;
    let (width, height) = decoder.dimensions();
    if format != ImageFormat::Gif || number == 1 {
        return decode(source, limits);
    }
    if u64::from(width) * u64::from(height) > limits.source {
        return Err(ImagingError::TooLarge { width, height, limit: limits.source });
    }
    let corrupt = |error: image::ImageError| ImagingError::Corrupt(error.to_string());
    let mut count = 0;
    for frame in GifDecoder::new(Cursor::new(source)).map_err(corrupt)?.into_frames() {
        let frame = frame.map_err(corrupt)?;
        count += 1;
        if count == number {
            let pixels = DynamicImage::from(frame.into_buffer());
            return Ok(Picture { pixels, orientation: Orientation::NoTransforms, format });
        }
    }
    Err(ImagingError::NoPage { number, count })
}
