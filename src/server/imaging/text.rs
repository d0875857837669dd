//! Words as pictures: the font, the lines, and the box around them (imagekit-api.md 4.4).

mod fonts;

use cosmic_text::{Align as Alignment, Buffer, Color, FontSystem, Metrics, Shaping, SwashCache, Wrap};
use image::{Pixel, Rgba, RgbaImage};

use super::layers::{Scene, length, product, tenths};
use super::{ImagingError, geometry};
use crate::url::expression::{Expression, Variables};
use crate::url::recipe::{Align, Lettering};

/// `fs` if it isn't given, in pixels.
const SIZE: f64 = 14.0;
/// `lh` if it isn't given, as a multiple of `fs`: what Open Sans takes from its highest to its lowest
/// stroke.
const LINE: f64 = 1.36;
/// Pixels of a side at most (imagekit-api.md 4.4).
const LONGEST: u32 = 16383;

/// Sides of the padding, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Padding {
    top: u32,
    right: u32,
    bottom: u32,
    left: u32,
}

/// Draws words on their background, or on nothing.
///
/// # Errors
/// If the font can't be had, or the box gets too large.
pub(super) fn drawn(
    lettering: &Lettering,
    variables: &Variables,
    scene: Scene,
) -> Result<RgbaImage, ImagingError> {
    let number = |told: &Option<Expression>| told.as_ref().and_then(|told| told.eval(variables));
    // A letter is drawn by itself, so it is bound by what a picture is.
    let largest = (scene.limits.result as f64).sqrt();
    let size = number(&lettering.size).filter(|size| *size > 0.0).unwrap_or(SIZE).min(largest);
    let line = number(&lettering.line_height).filter(|line| *line > 0.0).unwrap_or(size * LINE);
    let wanted = lettering.width.as_ref();
    let wanted = wanted.and_then(|told| length(told, variables.base.unwrap_or_default().0, variables));

    let (mut fonts, family) = fonts::system(&lettering.font, scene.assets)?;
    // The casts lose digits that no pixel shows.
    let metrics = Metrics::new(size as f32, line as f32);
    let (buffer, width, height) = laid_out(lettering, &family, metrics, wanted, &mut fonts);
    let padding = Padding::of(&lettering.padding, variables);
    let ground = (
        width.saturating_add(padding.left).saturating_add(padding.right).max(1),
        height.saturating_add(padding.top).saturating_add(padding.bottom).max(1),
    );
    check(ground, scene.limits.result)?;
    let color = lettering.background.unwrap_or([0; 4]);
    let mut picture = RgbaImage::from_pixel(ground.0, ground.1, Rgba(color));
    draw(buffer, lettering, &mut fonts, (padding.left, padding.top), &mut picture);
    Ok(picture)
}

fn check(size: (u32, u32), limit: u64) -> Result<(), ImagingError> {
    if size.0.max(size.1) > LONGEST {
        return Err(ImagingError::TextTooLarge { width: size.0, height: size.1, longest: LONGEST });
    }
    geometry::check(size, limit)
}

/// The lines, and how wide and high they are. They are as wide as is wanted, or as the longest.
fn laid_out(
    lettering: &Lettering,
    family: &str,
    metrics: Metrics,
    wanted: Option<f64>,
    fonts: &mut FontSystem,
) -> (Buffer, u32, u32) {
    let mut buffer = Buffer::new(fonts, metrics);
    // At words; a word that is wider than a line by itself is broken.
    buffer.set_wrap(Wrap::WordOrGlyph);
    buffer.set_text(
        &lettering.text,
        &fonts::attributes(lettering, family),
        Shaping::Advanced,
        lettering.align.map(|align| match align {
            Align::Start => Alignment::Left,
            Align::Center => Alignment::Center,
            Align::End => Alignment::Right,
        }),
    );
    buffer.set_size(wanted.map(|width| width as f32), None);
    buffer.shape_until_scroll(fonts, false);
    let longest = buffer.layout_runs().fold(0.0_f32, |longest, run| longest.max(run.line_w));
    let width = wanted.map_or(longest, |width| width as f32);
    if wanted.is_none() {
        // Now that the longest line is known, the others can be aligned with it.
        buffer.set_wrap(Wrap::None);
        buffer.set_size(Some(longest.ceil()), None);
        buffer.shape_until_scroll(fonts, false);
    }
    let height = buffer.layout_runs().fold(0.0_f32, |height, run| height.max(run.line_top + run.line_height));
    (buffer, width.ceil() as u32, height.ceil() as u32)
}

fn draw(
    mut buffer: Buffer,
    lettering: &Lettering,
    fonts: &mut FontSystem,
    (left, top): (u32, u32),
    picture: &mut RgbaImage,
) {
    let [r, g, b, a] = lettering.color;
    let alpha = if a == u8::MAX { tenths(lettering.alpha) } else { a };
    let mut cache = SwashCache::new();
    buffer.draw(fonts, &mut cache, Color::rgb(r, g, b), |x, y, width, height, color| {
        let [r, g, b, coverage] = color.as_rgba();
        let ink = Rgba([r, g, b, product(coverage, alpha)]);
        let at = |start: u32, offset: i32, step: u32| {
            u32::try_from(i64::from(start) + i64::from(offset) + i64::from(step)).ok()
        };
        for (dx, dy) in (0..height).flat_map(|dy| (0..width).map(move |dx| (dx, dy))) {
            let (Some(x), Some(y)) = (at(left, x, dx), at(top, y, dy)) else { continue };
            if let Some(pixel) = picture.get_pixel_mut_checked(x, y) {
                pixel.blend(&ink);
            }
        }
    });
}

impl Padding {
    /// One to four sides, as CSS counts them.
    fn of(told: &[Expression], variables: &Variables) -> Self {
        let side = |i: usize| {
            let value = told.get(i).and_then(|told| told.eval(variables)).unwrap_or_default();
            // The cast is within the range.
            value.round().clamp(0.0, f64::from(LONGEST)) as u32
        };
        let [top, right, bottom, left] = match told.len() {
            0 => [0; 4],
            1 => [side(0); 4],
            2 => [side(0), side(1), side(0), side(1)],
            3 => [side(0), side(1), side(2), side(1)],
            _ => [side(0), side(1), side(2), side(3)],
        };
        Self { top, right, bottom, left }
    }
}

#[cfg(test)]
mod tests;
