//! Sizes and places: which part of a picture is scaled to what, and where it lies. Pure numbers.

use image::metadata::Orientation;

use super::ImagingError;
use crate::url::recipe::{Align, Fit, Focus, Interest, Length, Work};

/// The longest side that a device pixel ratio may lead to, else it is ignored (imagekit-api.md 4.2).
const LONGEST_BY_DPR: f64 = 5000.0;

/// A part of a picture, in pixels from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// What to do with a picture: cut out `part`, scale it to `size`, and lay it on a canvas if there
/// is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placement {
    pub part: Part,
    pub size: (u32, u32),
    pub canvas: Option<Canvas>,
}

/// A ground larger than the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Canvas {
    pub size: (u32, u32),
    /// Where the picture's top left corner comes to lie.
    pub at: (i64, i64),
}

impl Part {
    pub(super) fn whole((width, height): (u32, u32)) -> Self {
        Self { left: 0.0, top: 0.0, width: width.into(), height: height.into() }
    }

    /// The same without what rounding let stand out of a picture of this size.
    pub(super) fn within(self, (width, height): (u32, u32)) -> Self {
        let (left, top) = (self.left.max(0.0), self.top.max(0.0));
        let width = self.width.min(f64::from(width) - left);
        let height = self.height.min(f64::from(height) - top);
        Self { left, top, width, height }
    }

    /// Where this part of the upright picture is in the picture as stored. `size` is that of the
    /// upright one.
    pub(super) fn in_stored(self, orientation: Orientation, (width, height): (u32, u32)) -> Self {
        let Self { left, top, width: w, height: h } = self;
        let right = f64::from(width) - left - w;
        let bottom = f64::from(height) - top - h;
        let (left, top) = match orientation {
            Orientation::NoTransforms => (left, top),
            Orientation::FlipHorizontal => (right, top),
            Orientation::Rotate180 => (right, bottom),
            Orientation::FlipVertical => (left, bottom),
            Orientation::Rotate90FlipH => (top, left),
            Orientation::Rotate90 => (top, right),
            Orientation::Rotate270FlipH => (bottom, right),
            Orientation::Rotate270 => (bottom, left),
        };
        let (width, height) = if swaps_sides(orientation) { (h, w) } else { (w, h) };
        Self { left, top, width, height }
    }
}

/// Whether width and height change places when a picture is turned upright.
pub(super) fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

impl Canvas {
    /// A ground of `size` for a `picture` that lies on it as the focus says.
    fn around(picture: (u32, u32), size: (u32, u32), focus: Focus) -> Self {
        let at = (aligned(focus.horizontal, size.0, picture.0), aligned(focus.vertical, size.1, picture.1));
        Self { size, at }
    }
}

impl Placement {
    /// Reads the size and the crop of a step for a picture of `size`, upright; no result has more
    /// than `limit` pixels.
    pub(super) fn of(work: &Work, size: (u32, u32), limit: u64) -> Result<Self, ImagingError> {
        let placement = match work.fit {
            Fit::Extract | Fit::PadExtract => extract(work, size),
            Fit::PadExtractNoShrink => on_canvas(work, size),
            _ => scale(work, size),
        };
        let ground = placement.canvas.map_or(placement.size, |canvas| canvas.size);
        check(placement.size, limit)?;
        check(ground, limit)?;
        Ok(placement)
    }

    /// The same with a part that is `zoom` times smaller, as far as a picture of `own` pixels goes.
    pub(super) fn closer(mut self, zoom: f64, own: (u32, u32)) -> Self {
        let widest = (f64::from(own.0) / self.part.width).min(f64::from(own.1) / self.part.height);
        let factor = (1.0 / zoom).min(widest);
        self.part.left += self.part.width * (1.0 - factor) / 2.0;
        self.part.top += self.part.height * (1.0 - factor) / 2.0;
        self.part.width *= factor;
        self.part.height *= factor;
        self.around((self.part.left + self.part.width / 2.0, self.part.top + self.part.height / 2.0), own)
    }

    /// The same with a part around `center`, as far as it stays in a picture of `own` pixels.
    pub(super) fn around(mut self, center: (f64, f64), own: (u32, u32)) -> Self {
        let at = |middle: f64, side: f64, own: u32| {
            (middle - side / 2.0).floor().clamp(0.0, (f64::from(own) - side).max(0.0))
        };
        self.part.left = at(center.0, self.part.width, own.0);
        self.part.top = at(center.1, self.part.height, own.1);
        self
    }

    /// Whether a part is wanted that may lie here or there.
    pub(super) fn is_cut(&self, own: (u32, u32), zoom: Option<f64>) -> bool {
        self.part != Part::whole(own) || zoom.is_some()
    }

    /// Whether a picture of `size` stays as it is, apart from the canvas.
    pub(super) fn keeps(&self, size: (u32, u32)) -> bool {
        self.size == size && self.part == Part::whole(size)
    }
}

/// An error if a picture of this size is too large to be made.
pub(super) fn check((width, height): (u32, u32), limit: u64) -> Result<(), ImagingError> {
    let (width, height) = (u64::from(width), u64::from(height));
    if width * height > limit { Err(ImagingError::ResultTooLarge { width, height, limit }) } else { Ok(()) }
}

fn scale(work: &Work, size: (u32, u32)) -> Placement {
    let own = (f64::from(size.0), f64::from(size.1));
    let whole = |factor: f64| Placement {
        part: Part::whole(size),
        size: (pixels(own.0 * factor), pixels(own.1 * factor)),
        canvas: None,
    };
    let enlarges = !matches!(work.fit, Fit::AtMax | Fit::CoverNoEnlarge | Fit::PadNoEnlarge);
    let no_enlarging = |factor: f64| if enlarges { factor } else { factor.min(1.0) };
    let (width, height) = match wanted(work, own) {
        (None, None) => return whole(1.0),
        (Some(width), None) => return whole(no_enlarging(width / own.0)),
        (None, Some(height)) => return whole(no_enlarging(height / own.1)),
        (Some(width), Some(height)) => (width, height),
    };
    let inside = (width / own.0).min(height / own.1);
    let around = (width / own.0).max(height / own.1);
    match work.fit {
        Fit::AtMax | Fit::AtMaxEnlarge => whole(no_enlarging(inside)),
        Fit::AtLeast => whole(around),
        Fit::Pad | Fit::PadNoEnlarge => {
            let picture = whole(no_enlarging(inside));
            let canvas = Canvas::around(picture.size, (pixels(width), pixels(height)), work.focus);
            Placement { canvas: Some(canvas), ..picture }
        }
        Fit::Force => Placement { size: (pixels(width), pixels(height)), ..whole(1.0) },
        Fit::Cover | Fit::CoverNoEnlarge | Fit::Extract | Fit::PadExtract | Fit::PadExtractNoShrink => {
            let factor = no_enlarging(around);
            let cut = ((width / factor).min(own.0), (height / factor).min(own.1));
            Placement {
                part: focused(work.focus, own, cut),
                size: (pixels(cut.0 * factor), pixels(cut.1 * factor)),
                canvas: None,
            }
        }
    }
}

/// A part in the picture's own scale. Its place is told by `x`/`y`, by `xc`/`yc`, or by the focus.
fn extract(work: &Work, size: (u32, u32)) -> Placement {
    let own = (f64::from(size.0), f64::from(size.1));
    let asked = asked(work, own);
    let cut = (asked.0.min(size.0), asked.1.min(size.1));
    let mut part = focused(work.focus, own, (cut.0.into(), cut.1.into()));
    part.left = place(part.left, work.corner.0, work.center.0, part.width, own.0);
    part.top = place(part.top, work.corner.1, work.center.1, part.height, own.1);
    let canvas =
        (work.fit == Fit::PadExtract && asked != cut).then(|| Canvas::around(cut, asked, work.focus));
    Placement { part, size: cut, canvas }
}

/// The whole picture in its own scale, on a canvas that is large enough for it.
fn on_canvas(work: &Work, size: (u32, u32)) -> Placement {
    let asked = asked(work, (f64::from(size.0), f64::from(size.1)));
    let ground = (asked.0.max(size.0), asked.1.max(size.1));
    let canvas = (ground != size).then(|| Canvas::around(size, ground, work.focus));
    Placement { part: Part::whole(size), size, canvas }
}

/// The box of an extract: of the picture's own sides where none is asked for, or of those of the
/// file's own area.
fn asked(work: &Work, own: (f64, f64)) -> (u32, u32) {
    let usual = match (work.interest, work.width, work.height) {
        (Some(Interest::Area(area)), None, None) => (area.width.into(), area.height.into()),
        _ => own,
    };
    let (width, height) = wanted(work, own);
    (pixels(width.unwrap_or(usual.0)), pixels(height.unwrap_or(usual.1)))
}

/// One coordinate of an extract, inside the picture, on whole pixels.
fn place(focused: f64, corner: Option<i64>, center: Option<i64>, side: f64, own: f64) -> f64 {
    // Both lie within ±65535.
    let told = corner.map(|x| x as f64).or(center.map(|x| x as f64 - side / 2.0));
    told.unwrap_or(focused).floor().clamp(0.0, (own - side).max(0.0))
}

/// Width and height asked for, in pixels; the aspect and the device pixel ratio are counted in.
fn wanted(work: &Work, own: (f64, f64)) -> (Option<f64>, Option<f64>) {
    let length = |length: Option<Length>, own: f64| {
        length.map(|length| match length {
            Length::Pixels(pixels) => f64::from(pixels),
            Length::Share(share) => own * share,
        })
    };
    let (width, height) = match (length(work.width, own.0), length(work.height, own.1), work.aspect) {
        (Some(width), None, Some(aspect)) => (Some(width), Some(width / aspect)),
        (None, Some(height), Some(aspect)) => (Some(height * aspect), Some(height)),
        (width, height, _) => (width, height),
    };
    let ratio = work.dpr.filter(|ratio| {
        let allowed = |side: Option<f64>| side.is_none_or(|s| (1.0..=LONGEST_BY_DPR).contains(&(s * ratio)));
        allowed(width) && allowed(height)
    });
    let ratio = ratio.unwrap_or(1.0);
    (width.map(|side| side * ratio), height.map(|side| side * ratio))
}

fn focused(focus: Focus, own: (f64, f64), (width, height): (f64, f64)) -> Part {
    let at = |align, free: f64| match align {
        Align::Start => 0.0,
        Align::Center => free / 2.0,
        Align::End => free,
    };
    Part {
        left: at(focus.horizontal, (own.0 - width).max(0.0)),
        top: at(focus.vertical, (own.1 - height).max(0.0)),
        width,
        height,
    }
}

fn aligned(align: Align, ground: u32, picture: u32) -> i64 {
    let free = i64::from(ground) - i64::from(picture);
    match align {
        Align::Start => 0,
        Align::Center => free / 2,
        Align::End => free,
    }
}

/// The nearest whole number of pixels, at least one. (The cast saturates.)
fn pixels(side: f64) -> u32 {
    (side.round() as u32).max(1)
}

#[cfg(test)]
mod tests;
