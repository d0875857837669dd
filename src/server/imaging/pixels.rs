//! What is done to pixels. Pictures are RGB or RGBA of 8 bits throughout.

mod rotate;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, Rgba, RgbaImage, imageops};

use super::decode::Picture;
use super::geometry::{Canvas, Part, Placement, swaps_sides};
use super::{ImagingError, Limits};
use crate::url::recipe::Work;

const WHITE: [u8; 4] = [255; 4];
const CLEAR: [u8; 4] = [0; 4];

/// Does one step's work. The result is upright.
pub(super) fn apply(picture: &Picture, work: &Work, limits: &Limits) -> Result<Picture, ImagingError> {
    let placement = Placement::of(work, picture.upright_size(), limits.result)?;
    let mut pixels = upright(picture, &placement)?;
    if let Some(canvas) = placement.canvas {
        pixels = padded(&pixels, canvas, work.background);
    }
    if work.grayscale {
        pixels = gray(&pixels);
    }
    if let Some(strength) = work.blur {
        pixels = pixels.fast_blur(f32::from(strength) / 2.0);
    }
    if work.flip_horizontal {
        pixels.apply_orientation(Orientation::FlipHorizontal);
    }
    if work.flip_vertical {
        pixels.apply_orientation(Orientation::FlipVertical);
    }
    pixels = rotate::rotated(pixels, work.rotation, limits.result)?;
    if let Some(color) = work.background {
        pixels = on_ground(pixels, color);
    }
    Ok(Picture::upright(pixels, picture.format))
}

/// Replaces transparency by white.
pub(super) fn on_white(pixels: DynamicImage) -> DynamicImage {
    on_ground(pixels, WHITE)
}

/// Whether any pixel shows what is behind it.
pub(super) fn is_transparent(pixels: &DynamicImage) -> bool {
    pixels.as_rgba8().is_some_and(|rgba| rgba.pixels().any(|pixel| pixel.0[3] < 255))
}

/// The whole picture, forced into a square.
pub(super) fn squeezed(picture: &DynamicImage, side: u32) -> Result<DynamicImage, ImagingError> {
    resampled(picture, Part::whole((picture.width(), picture.height())), (side, side))
}

/// The part asked for in the size asked for. Scaled first and turned then: a small picture is
/// turned in no time.
fn upright(picture: &Picture, placement: &Placement) -> Result<DynamicImage, ImagingError> {
    let mut pixels = if placement.keeps(picture.upright_size()) {
        picture.pixels.clone()
    } else {
        scaled(picture, placement)?
    };
    pixels.apply_orientation(picture.orientation);
    Ok(pixels)
}

fn scaled(picture: &Picture, placement: &Placement) -> Result<DynamicImage, ImagingError> {
    let orientation = picture.orientation;
    let part = placement.part.in_stored(orientation, picture.upright_size()).reduced(picture.reduction);
    let (width, height) = placement.size;
    let size = if swaps_sides(orientation) { (height, width) } else { (width, height) };
    resampled(&picture.pixels, part, size)
}

fn resampled(
    stored: &DynamicImage,
    part: Part,
    (width, height): (u32, u32),
) -> Result<DynamicImage, ImagingError> {
    let part = part.within((stored.width(), stored.height()));
    let mut result = DynamicImage::new(width, height, stored.color());
    let options = ResizeOptions::new()
        .crop(part.left, part.top, part.width, part.height)
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(stored, &mut result, &options).map_err(|error| ImagingError::Unwritable {
        width,
        height,
        why: error.to_string(),
    })?;
    Ok(result)
}

fn padded(picture: &DynamicImage, canvas: Canvas, color: Option<[u8; 4]>) -> DynamicImage {
    let color = color.unwrap_or(if picture.color().has_alpha() { CLEAR } else { WHITE });
    let mut ground = RgbaImage::from_pixel(canvas.size.0, canvas.size.1, Rgba(color));
    imageops::overlay(&mut ground, picture, canvas.at.0, canvas.at.1);
    without_needless_alpha(ground, picture.color().has_alpha() || color[3] < 255)
}

fn on_ground(picture: DynamicImage, color: [u8; 4]) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut ground = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba(color));
    imageops::overlay(&mut ground, &picture, 0, 0);
    without_needless_alpha(ground, color[3] < 255)
}

fn without_needless_alpha(pixels: RgbaImage, needed: bool) -> DynamicImage {
    let pixels = DynamicImage::from(pixels);
    if needed { pixels } else { pixels.into_rgb8().into() }
}

fn gray(picture: &DynamicImage) -> DynamicImage {
    let gray = picture.grayscale();
    if gray.color().has_alpha() { gray.into_rgba8().into() } else { gray.into_rgb8().into() }
}
