//! JPEGs of drawings.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

/// How much time a JPEG may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Made while somebody waits.
    Quick,
    /// Made once and kept: as few bytes as the quality allows.
    Small,
}

/// Encodes a picture with half the resolution for colour, and what a camera would have written.
///
/// # Errors
/// A side of 0 or more than 65,535 pixels; an EXIF block that doesn't fit into a segment.
pub(super) fn jpeg(
    picture: &RgbImage,
    quality: u8,
    effort: Effort,
    exif: Option<&[u8]>,
) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(effort == Effort::Small);
    encoder.set_optimized_huffman_tables(effort == Effort::Small);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif)?;
    }
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or_default();
    encoder.encode(picture.as_raw(), side(picture.width()), side(picture.height()), ColorType::Rgb)?;
    Ok(bytes)
}
