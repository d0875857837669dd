//! The cursor of a list in a sheet.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::window::first_row;
use crate::app::action::Action;
use crate::app::msg::{Mouse, MouseKind};

/// Which row of a list is meant. A list of no rows has it at 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(usize);

impl Cursor {
    /// On this row.
    pub fn new(at: usize) -> Self {
        Self(at)
    }

    /// The row.
    pub fn at(self) -> usize {
        self.0
    }

    /// Moves by rows, within a list of `rows`.
    pub fn step(&mut self, by: isize, rows: usize) {
        self.0 = self.0.saturating_add_signed(by).min(rows.saturating_sub(1));
    }

    /// Takes an action that moves, in a list of `rows` of which `page` are seen. Whether it was one.
    pub fn act(&mut self, action: Action, rows: usize, page: usize) -> bool {
        let page = isize::try_from(page.max(1)).unwrap_or(isize::MAX);
        let by = match action {
            Action::SheetDown => 1,
            Action::SheetUp => -1,
            Action::SheetPageDown => page,
            Action::SheetPageUp => -page,
            Action::SheetTop => isize::MIN,
            Action::SheetBottom => isize::MAX,
            _ => return false,
        };
        self.step(by, rows);
        true
    }

    /// Goes to the row that is pressed, in a list of `rows` whose lines stand in this area.
    pub fn press(&mut self, mouse: Mouse, area: Rect, rows: usize) {
        let at = Position::new(mouse.column, mouse.row);
        if !matches!(mouse.kind, MouseKind::Press { .. }) || !area.contains(at) {
            return;
        }
        let window = self.window(rows, usize::from(area.height));
        let row = window.start + usize::from(mouse.row - area.y);
        if window.contains(&row) {
            self.0 = row;
        }
    }

    /// The rows to draw in so many lines, such that the cursor is among them.
    pub fn window(self, rows: usize, lines: usize) -> Range<usize> {
        let first = first_row(self.0, rows, lines);
        first..(first + lines).min(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_within_the_list_and_within_the_window() {
        let mut cursor = Cursor::default();
        for (action, at) in [
            (Action::SheetUp, 0),
            (Action::SheetDown, 1),
            (Action::SheetPageDown, 5),
            (Action::SheetBottom, 9),
            (Action::SheetDown, 9),
        ] {
            assert!(cursor.act(action, 10, 4));
            assert_eq!(cursor.at(), at);
            assert!(cursor.window(10, 4).contains(&at));
        }
        let press = |column, row| {
            let kind = MouseKind::Press { clicks: 1 };
            Mouse { kind, column, row, ctrl: false, shift: false }
        };
        let area = Rect::new(2, 5, 10, 4);
        for (column, row, at) in [(2, 5, 6), (3, 8, 7), (1, 5, 7), (2, 4, 7), (2, 9, 7)] {
            cursor.press(press(column, row), area, 10);
            assert_eq!(cursor.at(), at, "{column} {row}");
        }
        assert!(!cursor.act(Action::SheetClose, 10, 4));
        cursor.step(1, 0);
        assert_eq!((cursor.at(), cursor.window(0, 4)), (0, 0..0));
    }
}
