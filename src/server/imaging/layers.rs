//! The stages of a recipe, one after the other: plain work, conditions, and what is laid over
//! (imagekit-api.md 4.4 to 4.6).

mod blend;

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

pub(super) use self::blend::product;
use super::decode::{Picture, decode};
use super::pixels::upright_size;
use super::{ImagingError, Limits, geometry, pixels, text};
use crate::url::expression::{Expression, Variables};
use crate::url::layer::{Place, Position};
use crate::url::recipe::{Align, Content, Overlay, Stage, Swatch};

/// A way to other files: the bytes at a path of the library, which has no slash at the beginning.
pub type Assets<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// What stages need beside the picture.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// Other files.
    pub assets: &'a Assets<'a>,
    pub limits: &'a Limits,
    /// The size of the picture as it was stored, upright.
    pub initial: (u32, u32),
    /// Inside a layer: the size of what it lies on.
    pub base: Option<(u32, u32)>,
}

impl Scene<'_> {
    /// What expressions can name, for a picture of a size.
    fn variables(&self, current: (u32, u32)) -> Variables {
        Variables {
            initial: Some(sides(self.initial)),
            current: Some(sides(current)),
            base: self.base.map(sides),
            ..Variables::default()
        }
    }
}

fn sides((width, height): (u32, u32)) -> (f64, f64) {
    (width.into(), height.into())
}

/// Does all stages.
pub(super) fn run(stages: &[Stage], picture: Picture, scene: Scene) -> Result<Picture, ImagingError> {
    stages.iter().try_fold(picture, |picture, stage| match stage {
        Stage::Work(plain) => {
            let work = plain.worked_out(&scene.variables(upright_size(&picture)));
            pixels::apply(picture, &work, scene.limits)
        }
        Stage::Branch(fork) => {
            let holds = fork.condition.holds(upright_size(&picture), scene.initial);
            run(if holds { &fork.then } else { &fork.otherwise }, picture, scene)
        }
        Stage::Layer(overlay) => laid_over(picture, overlay, scene),
    })
}

fn laid_over(mut picture: Picture, overlay: &Overlay, scene: Scene) -> Result<Picture, ImagingError> {
    picture.pixels.apply_orientation(picture.orientation);
    picture.orientation = Orientation::NoTransforms;
    let base = upright_size(&picture);
    let drawn = drawn(&overlay.content, base, scene)?;
    let inner = Scene { initial: upright_size(&drawn), base: Some(base), ..scene };
    let mut layer = run(&overlay.steps, drawn, inner)?;
    layer.pixels.apply_orientation(layer.orientation);
    let size = (layer.pixels.width(), layer.pixels.height());
    let at = placed(&overlay.position, size, base, &inner.variables(size));
    picture.pixels = blend::blended(picture.pixels, &layer.pixels, at, overlay.mode);
    Ok(picture)
}

/// The content of a layer, before its stages.
fn drawn(content: &Content, base: (u32, u32), scene: Scene) -> Result<Picture, ImagingError> {
    let variables = Variables { base: Some(sides(base)), ..Variables::default() };
    let made = |pixels: RgbaImage| Picture {
        pixels: pixels.into(),
        orientation: Orientation::NoTransforms,
        format: ImageFormat::Png,
    };
    match content {
        Content::Image(path) => decode(&fetched(path, scene.assets)?, scene.limits),
        Content::Canvas(swatch) => block(swatch, &variables, scene.limits).map(made),
        Content::Text(lettering) => text::drawn(lettering, &variables, scene).map(made),
    }
}

/// The bytes of another file.
pub(super) fn fetched(path: &str, assets: &Assets) -> Result<Vec<u8>, ImagingError> {
    assets(path).ok_or_else(|| ImagingError::NoAsset(path.to_owned()))
}

/// A block of one colour.
fn block(swatch: &Swatch, variables: &Variables, limits: &Limits) -> Result<RgbaImage, ImagingError> {
    let (width, height) = variables.base.unwrap_or_default();
    let side = |told: &Option<Expression>, whole: f64| {
        whole_pixels(told.as_ref().and_then(|told| length(told, whole, variables)).unwrap_or(whole))
    };
    let size = (side(&swatch.width, width), side(&swatch.height, height));
    geometry::check(size, limits.result)?;
    let [r, g, b, a] = swatch.color;
    let alpha = if a == u8::MAX { tenths(swatch.alpha) } else { a };
    Ok(RgbaImage::from_pixel(size.0, size.1, Rgba([r, g, b, alpha])))
}

/// The value of a width or a height; up to 1 it is a share of the whole.
pub(super) fn length(told: &Expression, whole: f64, variables: &Variables) -> Option<f64> {
    let value = told.eval(variables).filter(|value| *value > 0.0)?;
    Some(if value <= 1.0 { value * whole } else { value })
}

/// At least one pixel. (The cast saturates.)
fn whole_pixels(side: f64) -> u32 {
    (side.round() as u32).max(1)
}

/// `al`: of 255.
pub(super) fn tenths(alpha: Option<u8>) -> u8 {
    alpha.map_or(u8::MAX, |tenths| u8::try_from((u32::from(tenths) * 255 + 5) / 10).unwrap_or(u8::MAX))
}

/// Where the top left corner of a layer comes to lie.
fn placed(position: &Position, layer: (u32, u32), base: (u32, u32), variables: &Variables) -> (i64, i64) {
    let value = |told: &Option<Expression>| told.as_ref().and_then(|told| told.eval(variables));
    let across = (value(&position.x), value(&position.x_center));
    let down = (value(&position.y), value(&position.y_center));
    let (layer, base) = (sides(layer), sides(base));
    if [across, down] == [(None, None); 2] {
        let (horizontal, vertical) = position.focus.unwrap_or(Place::Center).aligned();
        return (whole(aligned(horizontal, base.0 - layer.0)), whole(aligned(vertical, base.1 - layer.1)));
    }
    let (horizontal, vertical) = position.anchor.unwrap_or(Place::TopLeft).aligned();
    let along = |(corner, center): (Option<f64>, Option<f64>), origin: f64, side: f64| {
        whole(origin + corner.or(center.map(|center| center - side / 2.0)).unwrap_or_default())
    };
    (along(across, aligned(horizontal, base.0), layer.0), along(down, aligned(vertical, base.1), layer.1))
}

fn aligned(align: Align, free: f64) -> f64 {
    match align {
        Align::Start => 0.0,
        Align::Center => free / 2.0,
        Align::End => free,
    }
}

/// The pixel a coordinate falls into. (The cast saturates.)
fn whole(coordinate: f64) -> i64 {
    coordinate.clamp(f64::from(i32::MIN), f64::from(i32::MAX)).floor() as i64
}

/// Makes a picture of RGBA one of RGB, if nothing of it can be seen through.
fn without_needless_alpha(pixels: RgbaImage) -> DynamicImage {
    let opaque = pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let pixels = DynamicImage::from(pixels);
    if opaque { pixels.into_rgb8().into() } else { pixels }
}

#[cfg(test)]
mod tests;
