//! What one step does to the pixels.

use super::{effect, value};
use crate::model::Area;
use crate::url::recipe::effect::{
    Border, Color, Colorize, Distort, Gradient, Ground, Radius, Replacement, Shadow, Unsharp,
};

/// What one step does to the pixels. The order of the parameters doesn't matter; that in which they
/// are applied is the order of the fields, save for the background, which a canvas needs at once.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Work {
    /// `t`, 1 to 99: how far a colour may be from that of the top left corner, in percent of the
    /// range of a channel, to be cut off at the edges.
    pub trim: Option<u8>,
    /// `w`
    pub width: Option<Length>,
    /// `h`
    pub height: Option<Length>,
    /// `ar`, width by height; counts if exactly one of `w` and `h` is given.
    pub aspect: Option<f64>,
    /// `dpr`, 0.1 to 5: multiplies `w` and `h`.
    pub dpr: Option<f64>,
    /// `c` or `cm`; the latter wins.
    pub fit: Fit,
    /// `fo` as one of nine positions.
    pub focus: Focus,
    /// `fo` as something that is to be found in the picture; wins over the position.
    pub interest: Option<Interest>,
    /// `z`, above 0: how much closer than the crop needs, with something to be found.
    pub zoom: Option<f64>,
    /// `x` and `y`: the top left corner of an extract, in pixels.
    pub corner: (Option<i64>, Option<i64>),
    /// `xc` and `yc`: the centre of an extract, in pixels.
    pub center: (Option<i64>, Option<i64>),
    /// `fl`: left and right change places.
    pub flip_horizontal: bool,
    /// `fl`: top and bottom change places.
    pub flip_vertical: bool,
    /// `rt`, in degrees clockwise, 0 to below 360.
    pub rotation: f64,
    /// `e-contrast`
    pub contrast: bool,
    /// `e-grayscale`
    pub grayscale: bool,
    /// `cr`
    pub replace: Option<Replacement>,
    /// `bl`, 1 to 100.
    pub blur: Option<u8>,
    /// `e-sharpen`, above 0 and up to 1000; ten is as much again as a pixel differs from those around it.
    pub sharpen: Option<f64>,
    /// `e-usm`
    pub unsharp: Option<Unsharp>,
    /// `e-colorize`
    pub colorize: Option<Colorize>,
    /// `e-gradient`
    pub gradient: Option<Gradient>,
    /// `o`, 0 to 100 percent.
    pub opacity: Option<u8>,
    /// `b`
    pub border: Option<Border>,
    /// `r`
    pub radius: Option<Radius>,
    /// `e-distort`
    pub distort: Option<Distort>,
    /// `e-shadow`
    pub shadow: Option<Shadow>,
    /// `bg`
    pub background: Option<Ground>,
}

/// A width or a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// Pixels, 2 to 65535.
    Pixels(u32),
    /// A share of the picture's own, above 0 and up to 1.
    Share(f64),
}

/// How a picture is fitted into the width and the height asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fit {
    /// Fills the box exactly; what stands out is cut off. `c-maintain_ratio`
    #[default]
    Cover,
    /// The same, but where the picture is smaller than the box, so is the result.
    /// `c-maintain_ratio_no_enlarge`
    CoverNoEnlarge,
    /// Fills the box exactly, without regard to the aspect. `c-force`
    Force,
    /// Lies within the box and is never enlarged. `c-at_max`
    AtMax,
    /// Lies within the box. `c-at_max_enlarge`
    AtMaxEnlarge,
    /// Covers the box; nothing is cut off. `c-at_least`
    AtLeast,
    /// Lies within the box; the rest is background. `cm-pad_resize`
    Pad,
    /// The same, never enlarged. `cm-pad_resize_no_enlarge`
    PadNoEnlarge,
    /// A part of the box's size, not scaled. `cm-extract`
    Extract,
    /// The same; where the picture is smaller the rest is background. `cm-pad_extract`
    PadExtract,
    /// The whole picture in its own size on a canvas of at least the box's.
    /// `cm-pad_extract_no_shrink`
    PadExtractNoShrink,
}

/// Where the important part is, in each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Focus {
    /// Left, centre or right.
    pub horizontal: Align,
    /// Top, centre or bottom.
    pub vertical: Align,
}

/// A place in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// Left or top.
    Start,
    /// In the middle.
    #[default]
    Center,
    /// Right or bottom.
    End,
}

/// An important part that the picture, or what is known of it, has to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Where the most is to be seen: `fo-auto`, and faces and objects too, since nothing here knows
    /// what they look like.
    Salient,
    /// The file's own area, not yet told: `fo-custom`. The centre, if nobody tells it.
    Custom,
    /// The file's own area.
    Area(Area),
}

impl Work {
    pub(super) fn take_bare(&mut self, code: &str) -> Option<()> {
        match code {
            "e-contrast" => self.contrast = true,
            "e-grayscale" => self.grayscale = true,
            "e-sharpen" => self.sharpen = Some(effect::SHARPEN),
            "e-usm" => self.unsharp = Some(Unsharp::default()),
            "e-colorize" => self.colorize = Some(Colorize::default()),
            "e-gradient" => self.gradient = Some(Gradient::default()),
            "e-shadow" => self.shadow = Some(Shadow::default()),
            _ => return None,
        }
        Some(())
    }

    pub(super) fn take(&mut self, code: &str, value: &str) -> Option<()> {
        self.take_geometry(code, value).or_else(|| self.take_effect(code, value))
    }

    fn take_geometry(&mut self, code: &str, value: &str) -> Option<()> {
        match code {
            "t" => self.trim = value::trim(value)?,
            "w" => self.width = Some(value::length(value)?),
            "h" => self.height = Some(value::length(value)?),
            "ar" => self.aspect = Some(value::aspect(value)?),
            "dpr" => self.dpr = Some(value::number(value, 0.1, 5.0)?),
            // The crop mode stands, wherever in the step the crop comes.
            "c" => self.fit = if self.fit.is_mode() { self.fit } else { value::crop(value)? },
            "cm" => self.fit = value::crop_mode(value)?,
            "fo" => match value::interest(value) {
                Some(interest) => self.interest = Some(interest),
                None => (self.focus, self.interest) = (value::focus(value)?, None),
            },
            "z" => self.zoom = Some(value::number(value, 0.01, 100.0)?),
            "x" => self.corner.0 = Some(value::offset(value)?),
            "y" => self.corner.1 = Some(value::offset(value)?),
            "xc" => self.center.0 = Some(value::offset(value)?),
            "yc" => self.center.1 = Some(value::offset(value)?),
            "fl" => (self.flip_horizontal, self.flip_vertical) = value::flip(value)?,
            "rt" => self.rotation = value::degrees(value)?,
            _ => return None,
        }
        Some(())
    }

    fn take_effect(&mut self, code: &str, value: &str) -> Option<()> {
        match code {
            // A number behind it has no meaning of its own (imagekit-api.md 4.2).
            "e-contrast" => self.contrast = value::number(value, 0.0, 65535.0).is_some().then_some(true)?,
            "cr" => self.replace = Some(Replacement::read(value)?),
            "bl" => self.blur = Some(value::whole(value, 1..=100)?),
            "e-sharpen" => self.sharpen = Some(value::number(value, f64::MIN_POSITIVE, 1000.0)?),
            "e-usm" => self.unsharp = Some(Unsharp::read(value)?),
            "e-colorize" => self.colorize = Some(Colorize::read(value)?),
            "e-gradient" => self.gradient = Some(Gradient::read(value)?),
            "o" => self.opacity = Some(value::whole(value, 0..=100)?),
            "b" => self.border = Some(Border::read(value)?),
            "r" => self.radius = Some(Radius::read(value)?),
            "e-distort" => self.distort = Some(Distort::read(value)?),
            "e-shadow" => self.shadow = Some(Shadow::read(value)?),
            "bg" => self.background = Some(Ground::read(value)?),
            _ => return None,
        }
        Some(())
    }

    /// The background, if it is a plain colour.
    pub fn background_color(&self) -> Option<Color> {
        match self.background {
            Some(Ground::Color(color)) => Some(color),
            _ => None,
        }
    }

    /// Tells where the file's own area is, for `fo-custom`. Whether that is asked for.
    pub(super) fn place_custom(&mut self, area: Area) -> bool {
        let is_asked = self.interest == Some(Interest::Custom);
        if is_asked {
            self.interest = Some(Interest::Area(area));
        }
        is_asked
    }
}

impl Fit {
    fn is_mode(self) -> bool {
        matches!(
            self,
            Self::Pad | Self::PadNoEnlarge | Self::Extract | Self::PadExtract | Self::PadExtractNoShrink
        )
    }
}
