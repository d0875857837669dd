//! Outlines. One that comes to nothing (no area, not finite) simply isn't drawn.

use std::f32::consts::TAU;

use tiny_skia::{Path, PathBuilder, Rect, Transform};

/// An outline in the units of the canvas.
#[derive(Clone, Debug)]
pub(super) struct Shape(pub(super) Option<Path>);

/// A point.
pub(super) type At = (f32, f32);

impl Shape {
    fn build(draw: impl FnOnce(&mut PathBuilder)) -> Self {
        let mut path = PathBuilder::new();
        draw(&mut path);
        Self(path.finish())
    }

    /// A rectangle by its top left corner and size.
    pub(super) fn rect(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self(Rect::from_xywh(x, y, w, h).map(PathBuilder::from_rect))
    }

    /// A rectangle with round corners.
    pub(super) fn rounded(x: f32, y: f32, w: f32, h: f32, radius: f32) -> Self {
        let r = radius.min(w / 2.0).min(h / 2.0);
        let k = r * 0.4477;
        let (right, bottom) = (x + w, y + h);
        Self::build(|p| {
            p.move_to(x + r, y);
            p.line_to(right - r, y);
            p.cubic_to(right - k, y, right, y + k, right, y + r);
            p.line_to(right, bottom - r);
            p.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
            p.line_to(x + r, bottom);
            p.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r);
            p.line_to(x, y + r);
            p.cubic_to(x, y + k, x + k, y, x + r, y);
            p.close();
        })
    }

    /// An ellipse by its centre and radii.
    pub(super) fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32) -> Self {
        Self(Rect::from_xywh(cx - rx, cy - ry, rx * 2.0, ry * 2.0).and_then(PathBuilder::from_oval))
    }

    /// A circle.
    pub(super) fn circle(cx: f32, cy: f32, r: f32) -> Self {
        Self::ellipse(cx, cy, r, r)
    }

    /// Straight lines through the points, closed.
    pub(super) fn polygon(points: &[At]) -> Self {
        Self::build(|p| {
            lines(p, points);
            p.close();
        })
    }

    /// Straight lines through the points, open: to be stroked.
    pub(super) fn polyline(points: &[At]) -> Self {
        Self::build(|p| lines(p, points))
    }

    /// A smooth closed outline through the points.
    pub(super) fn blob(points: &[At]) -> Self {
        let n = points.len();
        let at = |i: usize| points.get(i % n.max(1)).copied().unwrap_or_default();
        Self::build(|p| {
            let start = at(0);
            p.move_to(start.0, start.1);
            for i in 0..n {
                bend(p, at(i + n - 1), at(i), at(i + 1), at(i + 2));
            }
            p.close();
        })
    }

    /// A smooth open line through the points: to be stroked.
    pub(super) fn curve(points: &[At]) -> Self {
        Self::build(|p| smooth(p, points))
    }

    /// All below a smooth line through the points, down to `floor`.
    pub(super) fn below(points: &[At], floor: f32) -> Self {
        Self::build(|p| {
            smooth(p, points);
            drop_to(p, points, floor);
        })
    }

    /// All below straight lines through the points, down to `floor`.
    pub(super) fn under(points: &[At], floor: f32) -> Self {
        Self::build(|p| {
            lines(p, points);
            drop_to(p, points, floor);
        })
    }

    /// A piece of a ring; angles in turns, 0 at the top, clockwise.
    pub(super) fn arc(cx: f32, cy: f32, inner: f32, outer: f32, from: f32, to: f32) -> Self {
        let steps = ((to - from).abs() * 96.0).ceil().max(2.0);
        let point = |radius: f32, turn: f32| {
            let (sin, cos) = (turn * TAU).sin_cos();
            (cx + radius * sin, cy - radius * cos)
        };
        let turns = (0..=steps as usize).map(|i| from + (to - from) * i as f32 / steps);
        let mut points: Vec<At> = turns.clone().map(|turn| point(outer, turn)).collect();
        points.extend(turns.rev().map(|turn| point(inner, turn)));
        Self::polygon(&points)
    }

    /// Path data as SVG writes it, with the absolute commands M, L, C, Q and Z alone.
    pub(super) fn data(text: &str) -> Self {
        Self::build(|p| {
            let (mut command, mut numbers) = ('M', Vec::with_capacity(6));
            for word in text.split_ascii_whitespace() {
                match word.parse::<f32>() {
                    Ok(number) => numbers.push(number),
                    Err(_) => {
                        command = word.chars().next().unwrap_or('M');
                        numbers.clear();
                    }
                }
                match (command, numbers.as_slice()) {
                    ('M', &[x, y]) => p.move_to(x, y),
                    ('L', &[x, y]) => p.line_to(x, y),
                    ('Q', &[a, b, x, y]) => p.quad_to(a, b, x, y),
                    ('C', &[a, b, c, d, x, y]) => p.cubic_to(a, b, c, d, x, y),
                    ('Z', &[]) => p.close(),
                    _ => continue,
                }
                numbers.clear();
            }
        })
    }

    /// This outline elsewhere.
    pub(super) fn moved(self, x: f32, y: f32) -> Self {
        self.changed(Transform::from_translate(x, y))
    }

    /// This outline turned clockwise about a point, in degrees.
    pub(super) fn turned(self, degrees: f32, x: f32, y: f32) -> Self {
        self.changed(Transform::from_rotate_at(degrees, x, y))
    }

    /// Both outlines as one.
    pub(super) fn and(self, other: Self) -> Self {
        Self::build(|p| [self.0, other.0].iter().flatten().for_each(|path| p.push_path(path)))
    }

    fn changed(self, transform: Transform) -> Self {
        Self(self.0.and_then(|path| path.transform(transform)))
    }
}

fn lines(p: &mut PathBuilder, points: &[At]) {
    for (i, &(x, y)) in points.iter().enumerate() {
        if i == 0 { p.move_to(x, y) } else { p.line_to(x, y) }
    }
}

fn smooth(p: &mut PathBuilder, points: &[At]) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
    p.move_to(first.0, first.1);
    for (i, pair) in points.windows(2).enumerate() {
        let &[from, to] = pair else { continue };
        let before = if i == 0 { first } else { points.get(i - 1).copied().unwrap_or(first) };
        bend(p, before, from, to, points.get(i + 2).copied().unwrap_or(last));
    }
}

/// The curve from `b` to `c` of a Catmull-Rom spline through the four points.
fn bend(p: &mut PathBuilder, a: At, b: At, c: At, d: At) {
    p.cubic_to(
        b.0 + (c.0 - a.0) / 6.0,
        b.1 + (c.1 - a.1) / 6.0,
        c.0 - (d.0 - b.0) / 6.0,
        c.1 - (d.1 - b.1) / 6.0,
        c.0,
        c.1,
    );
}

fn drop_to(p: &mut PathBuilder, points: &[At], floor: f32) {
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        p.line_to(last.0, floor);
        p.line_to(first.0, floor);
        p.close();
    }
}
