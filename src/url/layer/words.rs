//! Words that parameters of layers choose from.

use super::super::recipe::Align;

/// One of nine places in a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `center`
    Center,
    /// `top`
    Top,
    /// `left`
    Left,
    /// `bottom`
    Bottom,
    /// `right`
    Right,
    /// `top_left`
    TopLeft,
    /// `top_right`
    TopRight,
    /// `bottom_left`
    BottomLeft,
    /// `bottom_right`
    BottomRight,
}

/// How the pixels of a layer and those below become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The colours are multiplied: white shows what is below, black stays black.
    Multiply,
    /// Of the parent stays only what lies below opaque parts of the layer.
    Cutter,
    /// The parent loses what lies below opaque parts of the layer.
    Cutout,
    /// The colours of the layer say how far the parent's pixels move.
    Displace,
}

impl Place {
    /// All of them, with the names they have in URLs.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("center", Self::Center),
        ("top", Self::Top),
        ("left", Self::Left),
        ("bottom", Self::Bottom),
        ("right", Self::Right),
        ("top_left", Self::TopLeft),
        ("top_right", Self::TopRight),
        ("bottom_left", Self::BottomLeft),
        ("bottom_right", Self::BottomRight),
    ];

    /// The place of a name.
    pub fn parse(name: &str) -> Option<Self> {
        find(&Self::NAMES, name)
    }

    /// The name in URLs.
    pub fn name(self) -> &'static str {
        name(&Self::NAMES, self)
    }

    /// Across and down.
    pub fn aligned(self) -> (Align, Align) {
        let horizontal = match self {
            Self::Left | Self::TopLeft | Self::BottomLeft => Align::Start,
            Self::Center | Self::Top | Self::Bottom => Align::Center,
            Self::Right | Self::TopRight | Self::BottomRight => Align::End,
        };
        let vertical = match self {
            Self::Top | Self::TopLeft | Self::TopRight => Align::Start,
            Self::Center | Self::Left | Self::Right => Align::Center,
            Self::Bottom | Self::BottomLeft | Self::BottomRight => Align::End,
        };
        (horizontal, vertical)
    }

    pub(super) fn choices() -> String {
        Self::NAMES.map(|(name, _)| name).join(", ")
    }
}

impl Mode {
    /// All of them, with the names they have in URLs.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("multiply", Self::Multiply),
        ("cutter", Self::Cutter),
        ("cutout", Self::Cutout),
        ("displace", Self::Displace),
    ];

    /// The mode of a name.
    pub fn parse(name: &str) -> Option<Self> {
        find(&Self::NAMES, name)
    }

    /// The name in URLs.
    pub fn name(self) -> &'static str {
        name(&Self::NAMES, self)
    }

    pub(super) fn choices() -> String {
        Self::NAMES.map(|(name, _)| name).join(", ")
    }
}

fn find<T: Copy>(names: &[(&str, T)], wanted: &str) -> Option<T> {
    names.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
}

/// Each value has a name.
fn name<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}
