//! What is drawn on: anti-aliased fills with gradients, soft shadows, glows and clips.
//!
//! A canvas is measured in units: its shorter side has 1000, whatever its pixels.

use image::RgbaImage;
use tiny_skia::{
    BlendMode, FillRule, FilterQuality, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint,
    Pattern, Pixmap, PixmapPaint, Point, RadialGradient, Rect, Shader, SpreadMode, Stroke, Transform,
};

use super::color::Color;
use super::shape::{At, Shape};

/// What a shape is filled with.
#[derive(Clone, Debug)]
pub(super) enum Ink {
    Solid(Color),
    /// From a point to a point.
    Linear(At, At, Vec<Color>),
    /// From a centre outwards to a radius.
    Radial(At, f32, Vec<Color>),
}

impl From<Color> for Ink {
    fn from(color: Color) -> Self {
        Self::Solid(color)
    }
}

/// A gradient downwards, from one height to another.
pub(super) fn down(from: f32, to: f32, colors: &[Color]) -> Ink {
    Ink::Linear((0.0, from), (0.0, to), colors.to_vec())
}

/// A gradient to the right.
pub(super) fn across(from: f32, to: f32, colors: &[Color]) -> Ink {
    Ink::Linear((from, 0.0), (to, 0.0), colors.to_vec())
}

/// A picture in the making.
pub(super) struct Canvas {
    pixmap: Pixmap,
    transform: Transform,
    clip: Option<Mask>,
    blend: BlendMode,
    /// Units from left to right.
    pub(super) w: f32,
    /// Units from top to bottom.
    pub(super) h: f32,
}

impl Canvas {
    /// An empty canvas; sides of 0 pixels count as 1.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let (width, height) = (width.max(1), height.max(1));
        let scale = width.min(height) as f32 / 1000.0;
        Some(Self {
            pixmap: Pixmap::new(width, height)?,
            transform: Transform::from_scale(scale, scale),
            clip: None,
            blend: BlendMode::SourceOver,
            w: width as f32 / scale,
            h: height as f32 / scale,
        })
    }

    /// The pixels as they stand.
    pub(super) fn finish(self) -> RgbaImage {
        let (width, height) = (self.pixmap.width(), self.pixmap.height());
        let mut data = self.pixmap.take();
        for pixel in data.chunks_exact_mut(4) {
            if let &mut [r, g, b, a] = pixel
                && a != 255
                && a != 0
            {
                let part = |c: u8| u8::try_from(u32::from(c) * 255 / u32::from(a)).unwrap_or(255);
                pixel.copy_from_slice(&[part(r), part(g), part(b), a]);
            }
        }
        RgbaImage::from_raw(width, height, data).unwrap_or_default()
    }

    /// Fills everything.
    pub(super) fn flood(&mut self, ink: impl Into<Ink>) {
        let all = Shape::rect(-2.0, -2.0, self.w + 4.0, self.h + 4.0);
        self.fill(&all, ink);
    }

    /// Fills a shape.
    pub(super) fn fill(&mut self, shape: &Shape, ink: impl Into<Ink>) {
        if let (Some(path), Some(paint)) = (&shape.0, self.paint(ink.into())) {
            self.pixmap.fill_path(path, &paint, FillRule::Winding, self.transform, self.clip.as_ref());
        }
    }

    /// Draws a line of this width along a shape, with round ends.
    pub(super) fn stroke(&mut self, shape: &Shape, width: f32, ink: impl Into<Ink>) {
        let stroke =
            Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        if let (Some(path), Some(paint)) = (&shape.0, self.paint(ink.into())) {
            self.pixmap.stroke_path(path, &paint, &stroke, self.transform, self.clip.as_ref());
        }
    }

    /// A light that fades outwards.
    pub(super) fn glow(&mut self, at: At, radius: f32, color: Color) {
        let fade = [1.0, 0.56, 0.25, 0.06, 0.0].map(|part| color.alpha(color.a * part)).to_vec();
        self.fill(&Shape::circle(at.0, at.1, radius), Ink::Radial(at, radius, fade));
    }

    /// A shape with an edge blurred over about `blur` units: shadows, mist, out of focus things.
    pub(super) fn soft(&mut self, shape: &Shape, blur: f32, color: Color) {
        let Some(path) = &shape.0 else { return };
        let blur = blur * self.transform.sx.hypot(self.transform.ky);
        // Drawn small enough that the blur is a few pixels wide, which is as soft and much faster.
        let shrink = (4.0 / blur.max(0.01)).min(1.0);
        let radius = (blur * shrink / 2.0).round().max(1.0);
        let transform = self.transform.post_scale(shrink, shrink);
        let Some(bounds) = path.clone().transform(transform).map(|path| path.bounds()) else { return };
        let margin = 3.0 * radius + 1.0;
        let edge = |at: f32, side: u32| at.clamp(-margin, side as f32 * shrink + margin);
        let (width, height) = (self.pixmap.width(), self.pixmap.height());
        let left = edge((bounds.left() - margin).floor(), width);
        let top = edge((bounds.top() - margin).floor(), height);
        let (wide, tall) =
            (edge(bounds.right() + margin, width) - left, edge(bounds.bottom() + margin, height) - top);
        let Some(mut small) = Pixmap::new(wide.ceil() as u32, tall.ceil() as u32) else { return };
        let mut paint = Paint::default();
        paint.set_color(color.raw());
        small.fill_path(path, &paint, FillRule::Winding, transform.post_translate(-left, -top), None);
        blurred(&mut small, radius as usize);
        let paint = PixmapPaint {
            quality: FilterQuality::Bilinear,
            blend_mode: self.blend,
            ..PixmapPaint::default()
        };
        let grow = Transform::from_translate(left, top).post_scale(1.0 / shrink, 1.0 / shrink);
        self.pixmap.draw_pixmap(0, 0, small.as_ref(), &paint, grow, self.clip.as_ref());
    }

    /// Draws with nothing shown outside `shape`.
    pub(super) fn inside(&mut self, shape: &Shape, draw: impl FnOnce(&mut Self)) {
        let Some(path) = &shape.0 else { return };
        let outer = self.clip.take();
        let mask = match &outer {
            Some(mask) => {
                let mut mask = mask.clone();
                mask.intersect_path(path, FillRule::Winding, true, self.transform);
                Some(mask)
            }
            None => Mask::new(self.pixmap.width(), self.pixmap.height()).map(|mut mask| {
                mask.fill_path(path, FillRule::Winding, true, self.transform);
                mask
            }),
        };
        self.clip = mask;
        draw(self);
        self.clip = outer;
    }

    /// Draws with the origin at `at`, everything `scale` times as large, turned by `degrees`.
    pub(super) fn placed(&mut self, at: At, scale: f32, degrees: f32, draw: impl FnOnce(&mut Self)) {
        let outer = self.transform;
        self.transform = outer
            .pre_translate(at.0, at.1)
            .pre_concat(Transform::from_rotate(degrees))
            .pre_scale(scale, scale);
        draw(self);
        self.transform = outer;
    }

    /// Draws mirrored about the vertical line through `x`.
    pub(super) fn mirrored(&mut self, x: f32, draw: impl FnOnce(&mut Self)) {
        let outer = self.transform;
        self.transform = outer.pre_translate(2.0 * x, 0.0).pre_scale(-1.0, 1.0);
        draw(self);
        self.transform = outer;
    }

    /// Draws with colours blended in another way.
    pub(super) fn blending(&mut self, mode: BlendMode, draw: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.blend, mode);
        draw(self);
        self.blend = outer;
    }

    /// Colours everything by place in units; for textures. Worked out for every second pixel.
    pub(super) fn shade(&mut self, color: impl Fn(f32, f32) -> Color) {
        let (width, height) = (self.pixmap.width().div_ceil(2), self.pixmap.height().div_ceil(2));
        let Some(mut half) = Pixmap::new(width, height) else { return };
        let unit = 2.0 / self.transform.sx;
        for (i, pixel) in (0u32..).zip(half.pixels_mut()) {
            let (x, y) = ((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
            *pixel = color(x * unit, y * unit).raw().premultiply().to_color_u8();
        }
        let twice = Transform::from_scale(2.0, 2.0);
        let shader = Pattern::new(half.as_ref(), SpreadMode::Pad, FilterQuality::Bilinear, 1.0, twice);
        let all = Rect::from_xywh(0.0, 0.0, self.pixmap.width() as f32, self.pixmap.height() as f32);
        if let Some(all) = all {
            let paint = Paint { shader, ..Paint::default() };
            self.pixmap.fill_rect(all, &paint, Transform::identity(), None);
        }
    }

    fn paint(&self, ink: Ink) -> Option<Paint<'static>> {
        let shader = match ink {
            Ink::Solid(color) => Shader::SolidColor(color.raw()),
            Ink::Linear(from, to, colors) => LinearGradient::new(
                Point::from_xy(from.0, from.1),
                Point::from_xy(to.0, to.1),
                stops(&colors),
                SpreadMode::Pad,
                Transform::identity(),
            )?,
            Ink::Radial(at, radius, colors) => {
                let at = Point::from_xy(at.0, at.1);
                RadialGradient::new(at, at, radius, stops(&colors), SpreadMode::Pad, Transform::identity())?
            }
        };
        Some(Paint { shader, blend_mode: self.blend, anti_alias: true, ..Paint::default() })
    }
}

fn stops(colors: &[Color]) -> Vec<GradientStop> {
    let last = colors.len().saturating_sub(1).max(1) as f32;
    colors.iter().enumerate().map(|(i, color)| GradientStop::new(i as f32 / last, color.raw())).collect()
}

/// Three box blurs in each direction, which are nearly a Gaussian.
fn blurred(pixmap: &mut Pixmap, radius: usize) {
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let data = pixmap.data_mut();
    let mut line = Vec::new();
    for _ in 0..3 {
        for y in 0..height {
            box_blur(data, y * width, 1, width, radius, &mut line);
        }
        for x in 0..width {
            box_blur(data, x, width, height, radius, &mut line);
        }
    }
}

fn box_blur(data: &mut [u8], start: usize, step: usize, len: usize, radius: usize, line: &mut Vec<[u8; 4]>) {
    let slot = |i: usize| (start + i * step) * 4;
    line.clear();
    line.extend((0..len).map(|i| {
        let mut pixel = [0; 4];
        pixel.copy_from_slice(&data[slot(i)..slot(i) + 4]);
        pixel
    }));
    let clamped = |i: usize| line[i.saturating_sub(radius).min(len - 1)];
    let span = 2 * radius as u32 + 1;
    let mut sum = [0u32; 4];
    for i in 0..=2 * radius {
        add(&mut sum, clamped(i));
    }
    for i in 0..len {
        for (channel, total) in sum.iter().enumerate() {
            data[slot(i) + channel] = ((total + span / 2) / span) as u8;
        }
        add(&mut sum, clamped(i + 2 * radius + 1));
        let leaving = clamped(i);
        sum.iter_mut().zip(leaving).for_each(|(total, c)| *total -= u32::from(c));
    }
}

fn add(sum: &mut [u32; 4], pixel: [u8; 4]) {
    sum.iter_mut().zip(pixel).for_each(|(total, c)| *total += u32::from(c));
}
