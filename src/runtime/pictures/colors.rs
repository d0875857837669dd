//! Half blocks for terminals with fewer colours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::app::theme::Depth;

/// The steps of the 6×6×6 cube of 256 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The sixteen colours as xterm draws them.
const ANSI: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// Replaces 24-bit colours in the area by the nearest that the terminal has.
pub(super) fn reduce(buf: &mut Buffer, area: Rect, depth: Depth) {
    let nearest: fn([u8; 3]) -> Color = match depth {
        Depth::True | Depth::None => return,
        Depth::Indexed => indexed,
        Depth::Ansi => ansi,
    };
    let reduced = |color| match color {
        Color::Rgb(r, g, b) => nearest([r, g, b]),
        other => other,
    };
    for position in area.intersection(buf.area).positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.fg = reduced(cell.fg);
            cell.bg = reduced(cell.bg);
        }
    }
}

fn indexed(colour: [u8; 3]) -> Color {
    let cube = colour.map(|channel| {
        (0u8..).zip(STEPS).min_by_key(|(_, step)| step.abs_diff(channel)).map_or(0, |(index, _)| index)
    });
    let in_cube = cube.map(|index| STEPS[usize::from(index)]);
    let average = (u16::from(colour[0]) + u16::from(colour[1]) + u16::from(colour[2])) / 3;
    // 24 greys from 8 in steps of 10.
    let grey = u8::try_from((average.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    let in_greys = [8 + 10 * grey; 3];
    if distance(colour, in_greys) < distance(colour, in_cube) {
        Color::Indexed(232 + grey)
    } else {
        Color::Indexed(16 + 36 * cube[0] + 6 * cube[1] + cube[2])
    }
}

fn ansi(colour: [u8; 3]) -> Color {
    ANSI.iter().min_by_key(|(_, other)| distance(colour, *other)).map_or(Color::Reset, |(name, _)| *name)
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.into_iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_the_nearest_there_are() {
        assert_eq!(indexed([255, 0, 0]), Color::Indexed(196));
        assert_eq!(indexed([90, 140, 180]), Color::Indexed(16 + 36 + 12 + 3));
        assert_eq!(indexed([48, 48, 48]), Color::Indexed(236));
        assert_eq!(indexed([255, 255, 255]), Color::Indexed(231));
        assert_eq!(ansi([250, 10, 10]), Color::LightRed);
        assert_eq!(ansi([120, 130, 125]), Color::DarkGray);
    }

    #[test]
    fn only_the_area_changes() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 2, 1));
        for cell in &mut buf.content {
            cell.fg = Color::Rgb(255, 0, 0);
        }
        reduce(&mut buf, Rect::new(1, 0, 5, 5), Depth::Indexed);
        assert_eq!(
            buf.content.iter().map(|cell| cell.fg).collect::<Vec<_>>(),
            [Color::Rgb(255, 0, 0), Color::Indexed(196)]
        );
    }
}
