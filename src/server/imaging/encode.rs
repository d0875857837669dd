//! From pixels to bytes.

use std::io::Cursor;

use image::codecs::avif::AvifEncoder;
use image::codecs::gif::GifEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat};
use jpeg_encoder::ColorType;

use super::kept::Kept;
use super::{ImagingError, pixels};
use crate::url::Recipe;
use crate::url::recipe::Format;

/// The service's own default (imagekit-api.md 4.2).
const QUALITY: u8 = 80;
/// Of AVIF's ten speeds the fastest: the others take seconds.
const AVIF_SPEED: u8 = 10;
/// Of GIF's thirty speeds of choosing colours.
const GIF_SPEED: i32 = 10;
/// Pixels of the largest picture that becomes an AVIF without being asked for as such; encoding a
/// larger one takes too long for what it saves.
const AVIF_BY_ITSELF: u64 = 1_000_000;

/// Writes a picture. JPEG and AVIF are the formats with a loss, so the only ones that have a quality;
/// what `kept` holds goes with it where the format has a place for it.
pub(super) fn encode(
    picture: DynamicImage,
    format: ImageFormat,
    recipe: &Recipe,
    kept: Kept,
) -> Result<Vec<u8>, ImagingError> {
    let (width, height) = (picture.width(), picture.height());
    let unwritable = |why| ImagingError::Unwritable { width, height, why };
    let longest = longest_side(format);
    if width.max(height) > longest {
        return Err(unwritable(format!("{} takes {longest} pixels a side", format.to_mime_type())));
    }
    let quality = if recipe.lossless { 100 } else { recipe.quality.unwrap_or(QUALITY) };
    let mut bytes = Vec::new();
    let to = &mut bytes;
    match format {
        ImageFormat::Jpeg => jpeg(picture, quality, recipe.progressive, kept, to),
        ImageFormat::Avif => {
            write(AvifEncoder::new_with_speed_quality(to, AVIF_SPEED, quality), &picture, kept)
        }
        ImageFormat::Png => write(PngEncoder::new(to), &picture, kept),
        ImageFormat::WebP => write(WebPEncoder::new_lossless(to), &picture, kept),
        ImageFormat::Gif => gif(&picture, to),
        other => picture.write_to(&mut Cursor::new(to), other).map_err(|error| error.to_string()),
    }
    .map_err(unwritable)?;
    Ok(bytes)
}

/// Pixels that the format can count.
fn longest_side(format: ImageFormat) -> u32 {
    match format {
        ImageFormat::WebP => 16383,
        ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::Avif => 65535,
        _ => u32::MAX,
    }
}

fn jpeg(
    picture: DynamicImage,
    quality: u8,
    progressive: bool,
    kept: Kept,
    to: &mut Vec<u8>,
) -> Result<(), String> {
    let picture = pixels::on_white(picture).into_rgb8();
    // Longer sides were refused.
    let side = |length: u32| u16::try_from(length).map_err(|error| error.to_string());
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    let mut encoder = jpeg_encoder::Encoder::new(to, quality);
    encoder.set_progressive(progressive);
    // What is too large for the format is left out.
    if let Some(exif) = kept.exif {
        let _ = encoder.add_exif_metadata(&exif);
    }
    if let Some(profile) = kept.profile {
        let _ = encoder.add_icc_profile(&profile);
    }
    encoder.encode(&picture, width, height, ColorType::Rgb).map_err(|error| error.to_string())
}

fn gif(picture: &DynamicImage, to: &mut Vec<u8>) -> Result<(), String> {
    let (width, height) = (picture.width(), picture.height());
    let mut encoder = GifEncoder::new_with_speed(to, GIF_SPEED);
    encoder
        .encode(picture.as_bytes(), width, height, picture.color().into())
        .map_err(|error| error.to_string())
}

fn write(mut encoder: impl ImageEncoder, picture: &DynamicImage, kept: Kept) -> Result<(), String> {
    // What the format has no place for is left out.
    if let Some(exif) = kept.exif {
        let _ = encoder.set_exif_metadata(exif);
    }
    if let Some(profile) = kept.profile {
        let _ = encoder.set_icc_profile(profile);
    }
    let (width, height) = (picture.width(), picture.height());
    encoder
        .write_image(picture.as_bytes(), width, height, picture.color().into())
        .map_err(|error| error.to_string())
}

/// The format to write.
///
/// Where the service may choose, small pictures become AVIF for clients that take it. Otherwise opaque
/// ones become JPEG and transparent ones WebP, or PNG for clients that don't take WebP. (Opaque ones
/// don't become WebP, since without loss it is larger.) Without loss it is WebP or PNG.
pub(super) fn format_for(
    recipe: &Recipe,
    stored: ImageFormat,
    picture: &DynamicImage,
    accept: &str,
) -> ImageFormat {
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    match recipe.format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        Format::Avif => ImageFormat::Avif,
        Format::Gif => ImageFormat::Gif,
        Format::Original => stored,
        Format::Auto if !recipe.lossless && pixels <= AVIF_BY_ITSELF && takes(accept, ImageFormat::Avif) => {
            ImageFormat::Avif
        }
        Format::Auto if !recipe.lossless && !pixels::is_transparent(picture) => ImageFormat::Jpeg,
        Format::Auto if takes(accept, ImageFormat::WebP) => ImageFormat::WebP,
        Format::Auto => ImageFormat::Png,
    }
}

/// What of an `Accept` header makes a difference to [`transform`](super::transform()): requests that
/// agree in it get the same picture.
pub fn accepted(accept: &str) -> &'static str {
    match (takes(accept, ImageFormat::Avif), takes(accept, ImageFormat::WebP)) {
        (true, true) => "avif,webp",
        (true, false) => "avif",
        (false, true) => "webp",
        (false, false) => "",
    }
}

fn takes(accept: &str, format: ImageFormat) -> bool {
    let named = |item: &str| item.split(';').next().unwrap_or_default().trim() == format.to_mime_type();
    accept.split(',').any(named)
}
