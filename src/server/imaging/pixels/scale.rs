//! Parts of pictures in other sizes.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;
use image::metadata::Orientation;

use super::super::ImagingError;
use super::super::decode::Picture;
use super::super::geometry::{Part, Placement, swaps_sides};

/// The whole picture, forced into a square.
pub(in crate::server::imaging) fn squeezed(
    picture: &DynamicImage,
    side: u32,
) -> Result<DynamicImage, ImagingError> {
    forced(picture, (side, side))
}

/// The whole picture, forced into a size.
pub(super) fn forced(picture: &DynamicImage, size: (u32, u32)) -> Result<DynamicImage, ImagingError> {
    resampled(picture, Part::whole((picture.width(), picture.height())), size)
}

/// The size that a picture has when it stands upright.
pub(in crate::server::imaging) fn upright_size(picture: &Picture) -> (u32, u32) {
    let (width, height) = (picture.pixels.width(), picture.pixels.height());
    if swaps_sides(picture.orientation) { (height, width) } else { (width, height) }
}

/// The part asked for in the size asked for. Scaled first and turned then: a small picture is
/// turned in no time.
pub(super) fn upright(picture: Picture, placement: &Placement) -> Result<DynamicImage, ImagingError> {
    let size = upright_size(&picture);
    let Picture { mut pixels, orientation, .. } = picture;
    if !placement.keeps(size) {
        pixels = scaled(&pixels, placement, orientation, size)?;
    }
    pixels.apply_orientation(orientation);
    Ok(pixels)
}

fn scaled(
    stored: &DynamicImage,
    placement: &Placement,
    orientation: Orientation,
    size: (u32, u32),
) -> Result<DynamicImage, ImagingError> {
    let part = placement.part.in_stored(orientation, size);
    let (width, height) = placement.size;
    let size = if swaps_sides(orientation) { (height, width) } else { (width, height) };
    resampled(stored, part, size)
}

/// A part of a picture in another size.
pub(super) fn resampled(
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
