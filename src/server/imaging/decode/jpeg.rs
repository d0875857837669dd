//! JPEGs at a fraction of their size: a block of 8 × 8 pixels is computed as a smaller one from its lowest
//! frequencies, so that neither time nor memory is spent on pixels that nobody will see.

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

/// A copy with `by` times fewer pixels in a row and a column, the last ones of which may stand for less than
/// `by`. `None` for what this decoder doesn't read and others do: CMYK, and files cut short.
pub(super) fn reduced(bytes: &[u8], by: u32, (width, height): (u32, u32)) -> Option<RgbImage> {
    let least = (width.div_ceil(by), height.div_ceil(by));
    let mut decoder = Decoder::new(bytes);
    let (width, height) = decoder.scale(u16::try_from(least.0).ok()?, u16::try_from(least.1).ok()?).ok()?;
    let (width, height) = (u32::from(width), u32::from(height));
    let format = decoder.info()?.pixel_format;
    if (width, height) != least || !matches!(format, PixelFormat::RGB24 | PixelFormat::L8) {
        return None;
    }
    let pixels = decoder.decode().ok()?;
    match format {
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels),
        _ => Some(DynamicImage::from(GrayImage::from_raw(width, height, pixels)?).into_rgb8()),
    }
}
