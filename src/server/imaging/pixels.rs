//! What is done to pixels. Pictures are RGB or RGBA of 8 bits throughout.
//!
//! Within a step the order of the parameters doesn't matter; that of the work is: trim, cut and scale
//! (with a canvas), flip, turn, contrast, grayscale, colour replacement, blur, sharpening, tint,
//! gradient, opacity, border, rounded corners, distortion, shadow, background. Size comes first, so
//! that an effect's pixels are those of the result; tones come before what is drawn over them; shadow
//! and background come last, since they show through what the others left clear. Another order is to
//! be had with several steps.

mod blur;
mod border;
mod boxes;
mod corners;
mod distort;
mod gradient;
mod ground;
mod over;
mod palette;
mod rotate;
mod saliency;
mod samples;
mod scale;
mod shadow;
mod tone;
mod trim;

use image::DynamicImage;
use image::metadata::Orientation;

use super::decode::Picture;
use super::geometry::Placement;
use super::{ImagingError, Limits};
use crate::url::recipe::{Interest, Work};

pub(super) use ground::on_white;
pub(super) use scale::{squeezed, upright_size};

/// Does one step's work. The result is upright.
pub(super) fn apply(picture: Picture, work: &Work, limits: &Limits) -> Result<Picture, ImagingError> {
    let picture = trimmed(picture, work);
    let format = picture.format;
    let placement = placed(&picture, work, limits)?;
    let mut pixels = scale::upright(picture, &placement)?;
    if let Some(canvas) = placement.canvas {
        pixels = ground::padded(&pixels, canvas, work.background)?;
    }
    pixels = turned(pixels, work, limits)?;
    pixels = toned(pixels, work);
    pixels = outlined(pixels, work, limits)?;
    Ok(Picture { pixels, orientation: Orientation::NoTransforms, format })
}

/// Whether any pixel shows what is behind it.
pub(super) fn is_transparent(pixels: &DynamicImage) -> bool {
    pixels.as_rgba8().is_some_and(|rgba| rgba.pixels().any(|pixel| pixel.0[3] < 255))
}

/// The edges to be cut off are those of the upright picture.
fn trimmed(picture: Picture, work: &Work) -> Picture {
    let Some(percent) = work.trim else { return picture };
    let Picture { mut pixels, orientation, format } = picture;
    pixels.apply_orientation(orientation);
    Picture { pixels: trim::trimmed(pixels, percent), orientation: Orientation::NoTransforms, format }
}

/// Which part of the picture is wanted, where it comes to lie, and how large.
fn placed(picture: &Picture, work: &Work, limits: &Limits) -> Result<Placement, ImagingError> {
    let size = scale::upright_size(picture);
    let mut placement = Placement::of(work, size, limits.result)?;
    let is_told = work.corner != (None, None) || work.center != (None, None);
    let Some(interest) = work.interest.filter(|_| !is_told && placement.is_cut(size, work.zoom)) else {
        return Ok(placement);
    };
    placement = placement.closer(work.zoom.unwrap_or(1.0), size);
    let center = match interest {
        Interest::Custom => return Ok(placement),
        Interest::Area(area) => (
            f64::from(area.x) + f64::from(area.width) / 2.0,
            f64::from(area.y) + f64::from(area.height) / 2.0,
        ),
        Interest::Salient => saliency::center(picture, size, (placement.part.width, placement.part.height))?,
    };
    Ok(placement.around(center, size))
}

/// Flipped, and turned by any angle.
fn turned(mut pixels: DynamicImage, work: &Work, limits: &Limits) -> Result<DynamicImage, ImagingError> {
    if work.flip_horizontal {
        pixels.apply_orientation(Orientation::FlipHorizontal);
    }
    if work.flip_vertical {
        pixels.apply_orientation(Orientation::FlipVertical);
    }
    rotate::rotated(pixels, work.rotation, limits.result)
}

/// Effects that leave every pixel in its place.
fn toned(mut pixels: DynamicImage, work: &Work) -> DynamicImage {
    if work.contrast {
        tone::stretch(&mut pixels);
    }
    if work.grayscale {
        tone::gray(&mut pixels);
    }
    if let Some(replacement) = &work.replace {
        tone::replace(&mut pixels, replacement);
    }
    if let Some(strength) = work.blur {
        pixels = blur::blurred(&pixels, blur::sigma(strength));
    }
    if let Some(strength) = work.sharpen {
        pixels = blur::sharpened(pixels, strength);
    }
    if let Some(mask) = &work.unsharp {
        pixels = blur::unsharp(pixels, mask);
    }
    if let Some(colorize) = &work.colorize {
        tone::colorize(&mut pixels, colorize);
    }
    if let Some(gradient) = &work.gradient {
        gradient::overlay(&mut pixels, gradient);
    }
    match work.opacity {
        Some(percent) => tone::faded(pixels, percent),
        None => pixels,
    }
}

/// What changes the outline, and what lies behind it.
fn outlined(mut pixels: DynamicImage, work: &Work, limits: &Limits) -> Result<DynamicImage, ImagingError> {
    if let Some(border) = &work.border {
        pixels = border::framed(pixels, border, limits.result)?;
    }
    if let Some(radius) = work.radius {
        pixels = corners::rounded(pixels, radius, work.border);
    }
    if let Some(distort) = &work.distort {
        pixels = distort::distorted(pixels, distort, limits.result)?;
    }
    if let Some(shadow) = &work.shadow {
        pixels = shadow::shadowed(pixels, shadow)?;
    }
    match work.background {
        Some(ground) => ground::grounded(pixels, ground),
        None => Ok(pixels),
    }
}
