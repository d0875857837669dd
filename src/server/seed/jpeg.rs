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

/// A JPEG's segment for applications: the number of its kind and its content.
pub(super) type Segment = (u8, Vec<u8>);

/// Encodes a picture with half the resolution for colour, and what others would have written into it.
///
/// # Errors
/// A side of 0 or more than 65,535 pixels; a segment that is too long.
pub(super) fn jpeg(
    picture: &RgbImage,
    quality: u8,
    effort: Effort,
    segments: Vec<Segment>,
) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(effort == Effort::Small);
    encoder.set_optimized_huffman_tables(effort == Effort::Small);
    for (kind, content) in segments {
        encoder.add_app_segment(kind, content)?;
    }
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or_default();
    encoder.encode(picture.as_raw(), side(picture.width()), side(picture.height()), ColorType::Rgb)?;
    Ok(bytes)
}
