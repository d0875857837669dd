//! The answer of the metadata calls (imagekit-api.md 2.11).

use image::{DynamicImage, ImageDecoder, ImageFormat};
use serde::Serialize;
use serde_json::{Map, Value};

use super::decode::{decode, open};
use super::{ImagingError, Limits, PHash, exif, quality};

/// What a picture is and says of itself, in the wire form of the service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Pixels, as stored.
    pub height: u32,
    /// Pixels, as stored.
    pub width: u32,
    /// Bytes.
    pub size: usize,
    /// `jpg`, `png`, `webp` or `gif`.
    pub format: &'static str,
    /// Whether an ICC profile is embedded.
    pub has_color_profile: bool,
    /// Of a JPEG about what its encoder was asked for, 1 to 100; of others 0, the service's word for unknown.
    pub quality: u8,
    /// Dots an inch, where the file says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<f64>,
    /// Whether any pixel is seen through.
    pub has_transparency: bool,
    /// The perceptual hash, 16 hexadecimal digits.
    pub p_hash: String,
    /// The groups `image`, `thumbnail`, `exif`, `gps`, `interoperability` and `makernote`.
    pub exif: Map<String, Value>,
}

/// Reads all that the metadata calls tell of a picture. Decodes it: not for an async thread.
///
/// # Errors
/// If it isn't a picture that can be read, or too large.
pub fn metadata(bytes: &[u8], limits: &Limits) -> Result<Metadata, ImagingError> {
    let mut picture = decode(bytes, limits)?;
    let (format, mut decoder) = open(bytes)?;
    let exif = decoder.exif_metadata().ok().flatten().and_then(exif::read);
    let (width, height) = (picture.pixels.width(), picture.pixels.height());
    let has_transparency = is_seen_through(&picture.pixels);
    picture.pixels.apply_orientation(picture.orientation);
    Ok(Metadata {
        height,
        width,
        size: bytes.len(),
        format: short_name(format),
        has_color_profile: decoder.icc_profile().is_ok_and(|profile| profile.is_some()),
        quality: quality::quality(bytes),
        density: jfif_density(bytes).or_else(|| exif.as_ref().and_then(exif::density)),
        has_transparency,
        p_hash: PHash::of(&picture.pixels)?.to_string(),
        exif: exif::groups(exif.as_ref()),
    })
}

fn is_seen_through(pixels: &DynamicImage) -> bool {
    pixels.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX))
}

fn short_name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpg",
        other => other.extensions_str().first().copied().unwrap_or_default(),
    }
}

/// Dots an inch by the JFIF header of a JPEG; `None` if that tells an aspect only.
fn jfif_density(bytes: &[u8]) -> Option<f64> {
    let [0xff, 0xd8, 0xff, 0xe0, _, _, b'J', b'F', b'I', b'F', 0, _, _, unit, high, low, ..] = bytes else {
        return None;
    };
    let density = f64::from(u16::from_be_bytes([*high, *low]));
    match unit {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
