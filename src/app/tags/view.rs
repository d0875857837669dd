//! The tags dialog, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Holds, TagRow, TagsDialog};
use crate::app::State;
use crate::app::layout::centred;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, first_row, panel, put, scrollbar, width};
use crate::model::text::harmless;

/// Where the dialog lies.
pub fn area(size: (u16, u16)) -> Rect {
    centred(size, 60, 20)
}

impl TagsDialog {
    /// Draws the dialog.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let noun = if self.files == 1 { "file" } else { "files" };
        let inside = panel(frame, area, &format!("Tags of {} {noun}", count(self.files)), theme);
        let ground = theme.style(Role::Panel);
        let line = |n: u16| Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
        put(frame.buffer_mut(), line(0), 0, "+", ground.patch(theme.style(Role::KeyCap)));
        let field = Rect::new(inside.x + 2, inside.y, inside.width.saturating_sub(2), 1).intersection(inside);
        self.field.draw(frame, field, ground.patch(theme.style(Role::Text)));
        let (text, role) = self.remark();
        let text = cut(&text, usize::from(inside.width), theme.glyphs.more);
        put(frame.buffer_mut(), line(1), 0, &text, ground.patch(theme.style(role)));
        let rows = Rect::new(inside.x, inside.y + 2, inside.width, inside.height.saturating_sub(2));
        self.draw_rows(rows, theme, frame);
    }

    fn remark(&self) -> (String, Role) {
        let (add, remove) = (self.to_add().len(), self.to_remove().len());
        match &self.error {
            Some(error) => (error.clone(), Role::Bad),
            None if add + remove > 0 => (format!("{add} to add, {remove} to remove"), Role::Good),
            None => ("Type to search, or a new tag.".to_owned(), Role::Dim),
        }
    }

    fn draw_rows(&self, area: Rect, theme: &Theme, frame: &mut Frame) {
        let (rows, cursor) = self.shown();
        let (all, height) = (rows.len(), usize::from(area.height));
        let first = first_row(cursor, all, height);
        for (n, row) in rows.enumerate().skip(first).take(height) {
            let y = area.y + u16::try_from(n - first).unwrap_or(0);
            let line = Rect::new(area.x, y, area.width, 1);
            self.draw_row(row, n == cursor, line, theme, frame);
        }
        scrollbar(frame.buffer_mut(), area, first, all, theme);
    }

    fn draw_row(&self, row: &TagRow, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
        let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
        let buf = frame.buffer_mut();
        buf.set_style(line, ground);
        let (sign, role) = match row.after {
            Holds::All => (theme.glyphs.all, Role::Good),
            Holds::Some => (theme.glyphs.some, Role::Warning),
            Holds::None => (theme.glyphs.none, Role::Dim),
        };
        put(buf, line, 1, sign, ground.patch(theme.style(role)));
        let fact = self.fact(row, theme);
        let room = usize::from(line.width).saturating_sub(width(&fact) + 7);
        let tag = harmless(&row.tag);
        put(buf, line, 3, &cut(&tag, room, theme.glyphs.more), ground.patch(theme.style(Role::Tag)));
        let at = usize::from(line.width).saturating_sub(width(&fact) + 2);
        put(buf, line, u16::try_from(at).unwrap_or(0), &fact, ground.patch(theme.style(Role::Dim)));
    }

    fn fact(&self, row: &TagRow, theme: &Theme) -> String {
        if row.after != row.before {
            let (from, to) = (held(row.before, row, self.files), held(row.after, row, self.files));
            return format!("{from} {} {to}", theme.glyphs.arrow);
        }
        match row.before {
            Holds::None if row.uses > 0 => format!("{} in the library", count(row.uses)),
            _ => held(row.before, row, self.files),
        }
    }
}

fn held(holds: Holds, row: &TagRow, files: usize) -> String {
    match holds {
        Holds::All if files == 1 => "yes".to_owned(),
        Holds::None if files == 1 => "no".to_owned(),
        Holds::All => "all".to_owned(),
        Holds::Some => format!("{} of {}", count(row.files), count(files)),
        Holds::None => "none".to_owned(),
    }
}
