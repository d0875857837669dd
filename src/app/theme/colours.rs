//! Colours: those of the two schemes, a few more, and the user's own.

use ratatui::style::Color;

use super::Scheme;
use crate::config::{OwnTheme, PAINTS};

/// What is painted; in the order of [`PAINTS`], by which themes of the user name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Text,
    Dim,
    Line,
    Accent,
    OnAccent,
    Picked,
    Folder,
    Good,
    Warning,
    Bad,
    Tag,
    Cursor,
    Idle,
    Bar,
    Panel,
}

/// One colour in the three depths: 24 bits, index in the cube, ANSI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(pub(super) u32, pub(super) u8, pub(super) Color);

pub(super) type Inks = [Ink; PAINTS.len()];

/// Colours with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Colours {
    /// The name by which the setting `theme` asks for them.
    pub name: String,
    scheme: Scheme,
    pub(super) inks: Inks,
}

impl Colours {
    /// Those that ikt comes with, apart from the two that follow the terminal.
    pub fn built_in() -> Vec<Self> {
        let made = |name: &str, scheme, rgb| Self { name: name.to_owned(), scheme, inks: inks(scheme, rgb) };
        vec![
            Self { name: "dark".to_owned(), scheme: Scheme::Dark, inks: DARK },
            Self { name: "light".to_owned(), scheme: Scheme::Light, inks: LIGHT },
            made("high-contrast", Scheme::Dark, HIGH_CONTRAST),
            made("high-contrast-light", Scheme::Light, HIGH_CONTRAST_LIGHT),
            made("ocean", Scheme::Dark, OCEAN),
            made("forest", Scheme::Dark, FOREST),
            made("ember", Scheme::Dark, EMBER),
            made("sand", Scheme::Light, SAND),
        ]
    }

    /// The user's own: what they leave out is as in the scheme that they begin with.
    pub fn own(theme: &OwnTheme) -> Self {
        let scheme = if theme.light { Scheme::Light } else { Scheme::Dark };
        let mut inks = *of(scheme);
        for (ink, own) in inks.iter_mut().zip(&theme.colours) {
            if let Some(rgb) = own {
                *ink = Ink(*rgb, nearest(*rgb), ink.2);
            }
        }
        Self { name: theme.name.clone(), scheme, inks }
    }

    /// For which ground they are, in words.
    pub fn kind(&self) -> &'static str {
        match self.scheme {
            Scheme::Dark => "light on dark",
            Scheme::Light => "dark on light",
        }
    }
}

fn of(scheme: Scheme) -> &'static Inks {
    match scheme {
        Scheme::Dark => &DARK,
        Scheme::Light => &LIGHT,
    }
}

/// Where there are only the terminal's own 16 colours, a theme looks as its scheme does.
fn inks(scheme: Scheme, rgb: [u32; PAINTS.len()]) -> Inks {
    let base = of(scheme);
    std::array::from_fn(|at| Ink(rgb[at], nearest(rgb[at]), base[at].2))
}

/// The index of the nearest colour of the cube or of the greys.
fn nearest(rgb: u32) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let [_, r, g, b] = rgb.to_be_bytes();
    let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let step = |value: u8| (0_u8..).zip(STEPS).min_by_key(|(_, own)| far(value, *own)).unwrap_or_default();
    let ((at_r, own_r), (at_g, own_g), (at_b, own_b)) = (step(r), step(g), step(b));
    let cube = (far(r, own_r) + far(g, own_g) + far(b, own_b), 16 + 36 * at_r + 6 * at_g + at_b);
    let greys = (0_u8..24).map(|n| {
        let grey = 8 + 10 * n;
        (far(r, grey) + far(g, grey) + far(b, grey), 232 + n)
    });
    greys.chain([cube]).min().map_or(16, |(_, index)| index)
}

pub(super) const DARK: Inks = [
    Ink(0xd8dee4, 253, Color::Reset),
    Ink(0x848d97, 245, Color::DarkGray),
    Ink(0x3b4148, 238, Color::DarkGray),
    Ink(0x4cc2ff, 81, Color::Cyan),
    Ink(0x06222f, 16, Color::Black),
    Ink(0xf5b83d, 214, Color::Yellow),
    Ink(0x9ecbff, 117, Color::Blue),
    Ink(0x5fd38d, 78, Color::Green),
    Ink(0xf2a54a, 215, Color::Yellow),
    Ink(0xff7b72, 210, Color::Red),
    Ink(0xc7a6ff, 183, Color::Magenta),
    Ink(0x1d4257, 24, Color::Blue),
    Ink(0x272d34, 236, Color::Black),
    Ink(0x1b2026, 234, Color::Black),
    Ink(0x171b21, 233, Color::Black),
];

pub(super) const LIGHT: Inks = [
    Ink(0x1f2328, 234, Color::Reset),
    Ink(0x656d76, 242, Color::DarkGray),
    Ink(0xc4cbd3, 251, Color::Gray),
    Ink(0x0768a8, 25, Color::Blue),
    Ink(0xffffff, 231, Color::White),
    Ink(0x8f5a00, 94, Color::Magenta),
    Ink(0x0a4f9e, 25, Color::Blue),
    Ink(0x187a34, 28, Color::Green),
    Ink(0x9a5b00, 130, Color::Magenta),
    Ink(0xcf222e, 160, Color::Red),
    Ink(0x7a3ecb, 92, Color::Magenta),
    Ink(0xc5e3f6, 153, Color::Cyan),
    Ink(0xe7ebef, 254, Color::Gray),
    Ink(0xeef1f4, 255, Color::White),
    Ink(0xf6f8fa, 255, Color::White),
];

const OCEAN: [u32; PAINTS.len()] = [
    0xdbe7f0, 0x8a9db0, 0x35495c, 0x5cc8f0, 0x04202d, 0xf2c063, 0x8fc7ff, 0x6fd6a8, 0xf0b070, 0xff8b8b,
    0xc5aef5, 0x14506e, 0x22323f, 0x14212d, 0x101b25,
];

const FOREST: [u32; PAINTS.len()] = [
    0xe0e6d8, 0x98a48c, 0x3d4a38, 0x8fd06f, 0x10200a, 0xf0c674, 0xa7d7c5, 0x8fd06f, 0xefb06a, 0xf58a7a,
    0xd6b0e8, 0x35552c, 0x2a3326, 0x1b241a, 0x161e15,
];

const EMBER: [u32; PAINTS.len()] = [
    0xf0e4da, 0xa8958a, 0x50403a, 0xff9f5a, 0x2a1200, 0xffd166, 0xf7c59f, 0x9fd38a, 0xffb86b, 0xff8577,
    0xe2b3f0, 0x633416, 0x352a25, 0x251c18, 0x1e1613,
];

const HIGH_CONTRAST: [u32; PAINTS.len()] = [
    0xffffff, 0xd0d0d0, 0x8a8a8a, 0x00e5ff, 0x000000, 0xffe000, 0x9ad8ff, 0x5cff8a, 0xffb454, 0xff9d9d,
    0xe0b8ff, 0x004a9e, 0x303030, 0x000000, 0x000000,
];

const HIGH_CONTRAST_LIGHT: [u32; PAINTS.len()] = [
    0x000000, 0x3a3a3a, 0x707070, 0x00439c, 0xffffff, 0x6b3f00, 0x003c8f, 0x005a1e, 0x7a3c00, 0xa00010,
    0x5a1aa0, 0xa8d4ff, 0xdddddd, 0xffffff, 0xffffff,
];

const SAND: [u32; PAINTS.len()] = [
    0x2e2a22, 0x6a6252, 0xc9bfa8, 0x8a4b08, 0xffffff, 0x7d4f00, 0x1f5580, 0x3d6b14, 0x8a4b08, 0xa8281a,
    0x6a3d8f, 0xe6d3a8, 0xe8dfca, 0xf2ead8, 0xf7f1e3,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(rgb: u32) -> f64 {
        let [_, r, g, b] = rgb.to_be_bytes().map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        use Paint as P;
        let inks = [P::Text, P::Dim, P::Accent, P::Picked, P::Folder, P::Good, P::Warning, P::Bad, P::Tag];
        for colours in Colours::built_in() {
            let rgb = |paint: Paint| colours.inks[paint as usize].0;
            let on_bars = inks.into_iter().flat_map(|ink| [(ink, P::Panel), (ink, P::Bar)]);
            let under_cursor =
                [P::Text, P::Folder].into_iter().flat_map(|ink| [(ink, P::Cursor), (ink, P::Idle)]);
            for (ink, ground) in on_bars.chain(under_cursor).chain([(P::OnAccent, P::Accent)]) {
                let found = contrast(rgb(ink), rgb(ground));
                assert!(found >= 4.5, "{}: {ink:?} on {ground:?} is {found:.2}", colours.name);
            }
        }
    }

    #[test]
    fn paints_are_those_that_users_can_name() {
        assert_eq!(Paint::Panel as usize, PAINTS.len() - 1);
        assert_eq!(PAINTS[Paint::OnAccent as usize], "on_accent");
        assert_eq!(PAINTS[Paint::Idle as usize], "idle");
    }

    #[test]
    fn own_colours_stand_on_a_scheme() {
        let mut theme = OwnTheme { name: "mine".into(), light: true, ..OwnTheme::default() };
        theme.colours[Paint::Accent as usize] = Some(0x00ff00);
        let own = Colours::own(&theme);
        assert_eq!(own.inks[Paint::Accent as usize], Ink(0x00ff00, 46, Color::Blue));
        assert_eq!(own.inks[Paint::Text as usize], LIGHT[Paint::Text as usize]);
    }

    #[test]
    fn the_nearest_index_is_one_of_the_same_colour() {
        assert_eq!(
            [nearest(0xffffff), nearest(0), nearest(0xff0000), nearest(0x808080)],
            [231, 16, 196, 244]
        );
    }
}
