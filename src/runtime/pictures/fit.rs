//! How large a picture is asked for and drawn.

use ratatui::layout::Size;

use crate::runtime::graphics::{Graphics, Way};

/// xterm shows no sixel picture larger than this, as it comes.
const SIXEL_LIMIT: f64 = 1000.0;
/// Half blocks are asked for at twice their size, for a better scaling down.
const FINER: f64 = 2.0;

/// The measure of pictures on this terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Width and height of a cell, in the pixels that pictures are drawn with.
    cell: (f64, f64),
    limit: f64,
    finer: f64,
    /// Whether a drawn picture has pixels of its own, rather than halves of cells.
    exact: bool,
}

/// A picture's place: pixels drawn, and cells that they fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) cells: Size,
}

impl Measure {
    pub(super) fn of(graphics: &Graphics) -> Self {
        let (width, height) = (f64::from(graphics.cell.0), f64::from(graphics.cell.1));
        match graphics.way {
            Way::HalfBlocks | Way::None => {
                Self { cell: (1.0, height / width), limit: f64::INFINITY, finer: FINER, exact: false }
            }
            Way::Sixel => Self { cell: (width, height), limit: SIXEL_LIMIT, finer: 1.0, exact: true },
            Way::Kitty { .. } | Way::Iterm2 => {
                Self { cell: (width, height), limit: f64::INFINITY, finer: 1.0, exact: true }
            }
        }
    }

    /// The pixels to ask for, at most, for so many columns and rows.
    pub(super) fn asked(&self, columns: u16, rows: u16) -> (u32, u32) {
        let (width, height) = self.room(columns, rows);
        (pixels(width * self.finer), pixels(height * self.finer))
    }

    /// Where a picture of these pixels goes. It keeps its shape and is never enlarged.
    pub(super) fn place(&self, width: u32, height: u32, columns: u16, rows: u16) -> Place {
        let (room_width, room_height) = self.room(columns, rows);
        let (wide, high) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let scale = (room_width / wide).min(room_height / high).min(1.0);
        let (wide, high) = (wide * scale, high * scale);
        let cells = Size::new(self.cells(wide / self.cell.0, columns), self.cells(high / self.cell.1, rows));
        if self.exact {
            Place { width: pixels(wide), height: pixels(high), cells }
        } else {
            Place { width: cells.width.into(), height: u32::from(cells.height) * 2, cells }
        }
    }

    fn room(&self, columns: u16, rows: u16) -> (f64, f64) {
        let side = |count: u16, cell: f64| (f64::from(count.max(1)) * cell).min(self.limit);
        (side(columns, self.cell.0), side(rows, self.cell.1))
    }

    fn cells(&self, count: f64, most: u16) -> u16 {
        // A hair above a whole cell is a rounding error.
        let whole = if self.exact { (count - 1e-6).ceil() } else { count.round() };
        // The value is between 1 and a u16.
        whole.clamp(1.0, f64::from(most.max(1))) as u16
    }
}

/// Rounded, at least 1; a float cast saturates.
fn pixels(length: f64) -> u32 {
    (length.round() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn graphics(way: Way, cell: (u16, u16)) -> Graphics {
        Graphics { way, cell, ..Graphics::unasked() }
    }

    const KITTY: Way = Way::Kitty { compressed: false };

    #[test]
    fn exact_pictures_fill_the_cells_that_they_touch() {
        let measure = Measure::of(&graphics(KITTY, (10, 20)));
        assert_eq!(measure.asked(40, 20), (400, 400));
        let place = measure.place(400, 300, 40, 20);
        assert_eq!(place, Place { width: 400, height: 300, cells: Size::new(40, 15) });
        let small = measure.place(16, 16, 40, 20);
        assert_eq!(small, Place { width: 16, height: 16, cells: Size::new(2, 1) });
        let large = measure.place(4000, 3000, 40, 20);
        assert_eq!(large, Place { width: 400, height: 300, cells: Size::new(40, 15) });
    }

    #[test]
    fn half_blocks_follow_the_shape_of_the_cells() {
        let square = Measure::of(&graphics(Way::HalfBlocks, (10, 20)));
        assert_eq!(square.asked(40, 20), (80, 80));
        assert_eq!(square.place(80, 60, 40, 20).cells, Size::new(40, 15));
        let tall = Measure::of(&graphics(Way::HalfBlocks, (10, 25)));
        assert_eq!(tall.place(800, 800, 40, 20).cells, Size::new(40, 16));
    }

    #[test]
    fn sixels_stay_within_what_xterm_shows() {
        let measure = Measure::of(&graphics(Way::Sixel, (10, 20)));
        assert_eq!(measure.asked(200, 60), (1000, 1000));
    }

    proptest! {
        #[test]
        fn a_picture_never_leaves_its_room(
            width in 0u32..40_000, height in 0u32..40_000,
            columns in 0u16..600, rows in 0u16..300,
            cell in (1u16..60, 1u16..90),
            way in prop::sample::select(vec![KITTY, Way::Sixel, Way::Iterm2, Way::HalfBlocks]),
        ) {
            let place = Measure::of(&graphics(way, cell)).place(width, height, columns, rows);
            prop_assert!((1..=columns.max(1)).contains(&place.cells.width));
            prop_assert!((1..=rows.max(1)).contains(&place.cells.height));
            prop_assert!(place.width >= 1 && place.height >= 1);
            if way != Way::HalfBlocks {
                prop_assert!(place.width <= u32::from(place.cells.width) * u32::from(cell.0));
                prop_assert!(place.height <= u32::from(place.cells.height) * u32::from(cell.1));
            }
        }
    }
}
