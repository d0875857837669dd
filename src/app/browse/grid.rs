//! The light table: thumbnails in a grid, of which only those on the screen exist.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Browse, Row};
use crate::app::effect::{PictureRequest, picture_request};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Pictures, bytes, cut, draw_picture, put, scroll, width};
use crate::model::FileKind;
use crate::model::text::harmless;

/// Columns of a thumbnail at least.
const COLUMNS: u16 = 20;
/// Rows of a thumbnail's picture.
const ROWS: u16 = 7;
/// Rows under a picture: its name, its facts and an empty one.
const WORDS: u16 = 3;

/// How the grid lies in its area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Board {
    /// The area.
    pub area: Rect,
    /// Thumbnails side by side, at least 1.
    pub across: usize,
    /// Columns of one.
    pub cell: u16,
    /// Lines of thumbnails on the screen, at least 1.
    pub down: usize,
}

/// Lays the grid out in an area.
pub fn board(area: Rect) -> Board {
    let across = (area.width / COLUMNS).max(1);
    let down = (area.height / (ROWS + WORDS)).max(1);
    Board { area, across: usize::from(across), cell: area.width / across, down: usize::from(down) }
}

impl Board {
    /// The first row of the list on the screen.
    pub fn first(&self, cursor: usize, rows: usize) -> usize {
        let lines = rows.div_ceil(self.across);
        scroll(0, cursor / self.across, lines, self.down) * self.across
    }

    /// Where the `n`th thumbnail on the screen stands.
    pub fn cell(&self, n: usize) -> Rect {
        let place = |n: usize, size: u16| u16::try_from(n).unwrap_or(u16::MAX).saturating_mul(size);
        let x = self.area.x + place(n % self.across, self.cell);
        let y = self.area.y + place(n / self.across, ROWS + WORDS);
        Rect::new(x, y, self.cell, ROWS + WORDS).intersection(self.area)
    }

    fn picture(&self) -> (u16, u16) {
        (self.cell.saturating_sub(2), ROWS)
    }

    /// What stands at a point of the screen, as a row of the list.
    pub fn hit(&self, column: u16, row: u16, first: usize) -> Option<usize> {
        (0..self.across * self.down).find(|&n| self.cell(n).contains((column, row).into())).map(|n| first + n)
    }

    /// The pictures that are on the screen.
    pub fn requests(&self, browse: &Browse) -> Vec<PictureRequest> {
        let first = self.first(browse.list.cursor, browse.list.len());
        let (columns, rows) = self.picture();
        let files = (first..first + self.across * self.down).filter_map(|n| match browse.list.row(n)? {
            Row::File(file) if file.kind == FileKind::Image => Some(file),
            _ => None,
        });
        files.map(|file| picture_request(file, columns, rows)).collect()
    }
}

/// Draws the light table.
pub fn draw_board(
    browse: &Browse,
    area: Rect,
    focused: bool,
    pictures: &dyn Pictures,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let board = board(area);
    let first = board.first(browse.list.cursor, browse.list.len());
    for n in 0..board.across * board.down {
        let Some(row) = browse.list.row(first + n) else { break };
        let cell = board.cell(n);
        let at_cursor = first + n == browse.list.cursor;
        let picked = browse.selection.contains(row.id()) || browse.list.in_visual(first + n);
        draw_cell(&board, row, cell, Marks { at_cursor, picked, focused }, pictures, theme, buf);
    }
}

struct Marks {
    at_cursor: bool,
    picked: bool,
    focused: bool,
}

fn draw_cell(
    board: &Board,
    row: Row<'_>,
    cell: Rect,
    marks: Marks,
    pictures: &dyn Pictures,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let (columns, rows) = board.picture();
    let place = Rect::new(cell.x + 1, cell.y, columns, rows).intersection(cell);
    let (key, words) = match row {
        Row::Folder(_) => (None, "folder"),
        Row::File(file) => match file.kind {
            FileKind::Image => (Some(picture_request(file, columns, rows).key), ""),
            FileKind::Video => (None, "video"),
            FileKind::Other => (None, "no picture"),
        },
    };
    if !place.is_empty() {
        draw_picture(pictures, key.as_ref(), place, words, theme, buf);
    }
    let line =
        |n: u16| Rect::new(cell.x, cell.y + rows + n, cell.width.saturating_sub(1), 1).intersection(cell);
    let name_style = match (marks.at_cursor, row) {
        (true, _) if marks.focused => theme.style(Role::Text).patch(theme.style(Role::Cursor)),
        (true, _) => theme.style(Role::Text).patch(theme.style(Role::CursorIdle)),
        (false, Row::Folder(_)) => theme.style(Role::Folder),
        (false, Row::File(_)) => theme.style(Role::Text),
    };
    if marks.at_cursor {
        buf.set_style(line(0), name_style);
    }
    let mark = if marks.picked { theme.glyphs.picked } else { " " };
    let column =
        put(buf, line(0), 0, mark, name_style.patch(theme.style(Role::Picked)).add_modifier(Modifier::BOLD));
    let name = harmless(row.name());
    let room = usize::from(cell.width).saturating_sub(3);
    put(buf, line(0), column, &cut(&name, room, theme.glyphs.more), name_style);
    if let Row::File(file) = row {
        let mut facts = format!("{}{}{}", file.width, theme.glyphs.times, file.height);
        let size = bytes(file.size);
        if width(&facts) + width(&size) + 3 <= room {
            facts = format!("{facts}  {size}");
        }
        put(buf, line(1), 1, &facts, theme.style(Role::Dim));
    }
}
