//! From pixels to bytes.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageResult};

use super::{ImagingError, pixels};
use crate::url::recipe::Format;

/// The service's own default (imagekit-api.md 4.2).
const QUALITY: u8 = 80;

/// Writes a picture. JPEG is the only format with a loss, so the only one that has a quality.
pub(super) fn encode(
    picture: DynamicImage,
    format: ImageFormat,
    quality: Option<u8>,
) -> Result<Vec<u8>, ImagingError> {
    let (width, height) = (picture.width(), picture.height());
    let unwritable = |why| ImagingError::Unwritable { width, height, why };
    let longest = longest_side(format);
    if width.max(height) > longest {
        return Err(unwritable(format!("{} takes {longest} pixels a side", format.to_mime_type())));
    }
    let mut bytes = Vec::new();
    write(picture, format, quality.unwrap_or(QUALITY), &mut bytes)
        .map_err(|error| unwritable(error.to_string()))?;
    Ok(bytes)
}

/// Pixels that the format can count.
fn longest_side(format: ImageFormat) -> u32 {
    match format {
        ImageFormat::WebP => 16383,
        ImageFormat::Jpeg | ImageFormat::Gif => 65535,
        _ => u32::MAX,
    }
}

fn write(picture: DynamicImage, format: ImageFormat, quality: u8, bytes: &mut Vec<u8>) -> ImageResult<()> {
    match format {
        ImageFormat::Jpeg => {
            JpegEncoder::new_with_quality(bytes, quality).encode_image(&pixels::on_white(picture))
        }
        _ => picture.write_to(&mut Cursor::new(bytes), format),
    }
}

/// The format to write.
///
/// Where the service may choose, opaque pictures become JPEG and transparent ones WebP, or PNG for
/// clients that don't take WebP. (Opaque ones don't become WebP, since without loss it is larger.)
pub(super) fn format_for(
    asked: Format,
    stored: ImageFormat,
    picture: &DynamicImage,
    accept: &str,
) -> ImageFormat {
    match asked {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
        Format::Original => stored,
        Format::Auto if !pixels::is_transparent(picture) => ImageFormat::Jpeg,
        Format::Auto if takes_webp(accept) => ImageFormat::WebP,
        Format::Auto => ImageFormat::Png,
    }
}

/// Whether the value of an `Accept` header names WebP; all that [`transform`](super::transform()) reads
/// out of it.
pub fn takes_webp(accept: &str) -> bool {
    accept.split(',').any(|item| item.split(';').next().unwrap_or_default().trim() == "image/webp")
}
