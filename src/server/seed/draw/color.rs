//! Colours, and how they mix.

/// A colour of sRGB with opacity, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color {
    pub(super) r: f32,
    pub(super) g: f32,
    pub(super) b: f32,
    pub(super) a: f32,
}

/// The opaque colour `0xRRGGBB`.
pub(super) const fn hex(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color { r: r as f32 / 255.0, g: g as f32 / 255.0, b: b as f32 / 255.0, a: 1.0 }
}

pub(super) const BLACK: Color = hex(0x000000);
pub(super) const WHITE: Color = hex(0xffffff);

impl Color {
    /// This colour with another opacity.
    pub(super) const fn alpha(self, a: f32) -> Self {
        Self { a, ..self }
    }

    /// `part` of the other colour, the rest of this one.
    pub(super) fn mix(self, other: Self, part: f32) -> Self {
        let part = part.clamp(0.0, 1.0);
        let blend = |from: f32, to: f32| from + (to - from) * part;
        Self {
            r: blend(self.r, other.r),
            g: blend(self.g, other.g),
            b: blend(self.b, other.b),
            a: blend(self.a, other.a),
        }
    }

    /// Nearer to white.
    pub(super) fn light(self, part: f32) -> Self {
        self.mix(WHITE.alpha(self.a), part)
    }

    /// Nearer to a deep blue-black, which keeps shadows from looking like soot.
    pub(super) fn dark(self, part: f32) -> Self {
        self.mix(hex(0x0d0b1a).alpha(self.a), part)
    }

    /// The colour at `at` (0 to 1) of a row of evenly spaced colours.
    pub(super) fn along(colors: &[Self], at: f32) -> Self {
        let place = at.clamp(0.0, 1.0) * colors.len().saturating_sub(1) as f32;
        let from = place.floor();
        let pick = |i: f32| colors.get(i as usize).copied();
        match (pick(from), pick(from + 1.0)) {
            (Some(a), Some(b)) => a.mix(b, place - from),
            (Some(only), None) => only,
            _ => BLACK,
        }
    }

    /// As the drawing library has it.
    pub(super) fn raw(self) -> tiny_skia::Color {
        tiny_skia::Color::from_rgba(
            self.r.clamp(0.0, 1.0),
            self.g.clamp(0.0, 1.0),
            self.b.clamp(0.0, 1.0),
            self.a.clamp(0.0, 1.0),
        )
        .unwrap_or(tiny_skia::Color::BLACK)
    }
}
