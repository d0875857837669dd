//! The tags dialog, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{AiRow, Fate, Holds, TagRow, TagsDialog};
use crate::app::State;
use crate::app::layout::centred;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, first_row, panel, put, scrollbar, width};
use crate::model::text::harmless;

/// AI tags that are seen at once.
const AI_ROWS: usize = 5;

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
        let ai = self.ai_height();
        let rows = Rect::new(inside.x, inside.y + 2, inside.width, inside.height.saturating_sub(2 + ai));
        self.draw_rows(rows, theme, frame);
        if ai > 0 {
            let below = Rect::new(inside.x, rows.bottom(), inside.width, ai).intersection(inside);
            self.draw_ai(below, theme, frame);
        }
    }

    /// Rows of the block of AI tags, with its title.
    fn ai_height(&self) -> u16 {
        let rows = self.ai.shown().0.len();
        if rows == 0 { 0 } else { u16::try_from(rows.min(AI_ROWS)).unwrap_or(0) + 1 }
    }

    fn draw_ai(&self, area: Rect, theme: &Theme, frame: &mut Frame) {
        let (rows, cursor) = self.ai.shown();
        let title = Rect { height: area.height.min(1), ..area };
        let style = theme.style(Role::Panel).patch(theme.style(Role::Dim));
        put(frame.buffer_mut(), title, 1, &format!("AI tags {}", count(rows.len())), style);
        let area = Rect { y: area.y + title.height, height: area.height - title.height, ..area };
        let first = first_row(cursor, rows.len(), usize::from(area.height));
        let lines = (area.y..area.bottom()).map(|y| Rect { y, height: 1, ..area });
        for ((n, row), line) in rows.iter().enumerate().skip(first).zip(lines) {
            self.draw_ai_row(row, self.ai.has_keys && n == cursor, line, theme, frame);
        }
        scrollbar(frame.buffer_mut(), area, first, rows.len(), theme);
    }

    fn draw_ai_row(&self, row: &AiRow, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
        let (sign, role, mut fact) = match row.fate {
            Fate::Keep => (theme.glyphs.all, Role::Dim, ai_fact(row)),
            Fate::Remove => (theme.glyphs.none, Role::Warning, "is removed".to_owned()),
            Fate::Promote => (theme.glyphs.all, Role::Good, "becomes a tag".to_owned()),
        };
        if self.files > 1 {
            fact = format!("{fact}  {} of {}", count(row.files), count(self.files));
        }
        draw_line(frame, line, at_cursor, theme, (sign, role), (&row.tag, &fact));
    }

    fn remark(&self) -> (String, Role) {
        let (add, remove) = (self.to_add().len(), self.to_remove().len());
        match &self.error {
            Some(error) => (error.clone(), Role::Bad),
            None if add + remove > 0 => (format!("{add} to add, {remove} to remove"), Role::Good),
            None if !self.ai.to_remove().is_empty() => {
                ("AI tags that are removed can't be put back".to_owned(), Role::Warning)
            }
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
            self.draw_row(row, n == cursor && !self.ai.has_keys, line, theme, frame);
        }
        scrollbar(frame.buffer_mut(), area, first, all, theme);
    }

    fn draw_row(&self, row: &TagRow, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
        let (sign, role) = match row.after {
            Holds::All => (theme.glyphs.all, Role::Good),
            Holds::Some => (theme.glyphs.some, Role::Warning),
            Holds::None => (theme.glyphs.none, Role::Dim),
        };
        draw_line(frame, line, at_cursor, theme, (sign, role), (&row.tag, &self.fact(row, theme)));
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

/// A sign, a tag, and at the right end what is to be said of it.
fn draw_line(
    frame: &mut Frame,
    line: Rect,
    at_cursor: bool,
    theme: &Theme,
    (sign, role): (&str, Role),
    (tag, fact): (&str, &str),
) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    put(buf, line, 1, sign, ground.patch(theme.style(role)));
    let room = usize::from(line.width).saturating_sub(width(fact) + 7);
    let tag = cut(&harmless(tag), room, theme.glyphs.more).into_owned();
    put(buf, line, 3, &tag, ground.patch(theme.style(Role::Tag)));
    let at = usize::from(line.width).saturating_sub(width(fact) + 2);
    put(buf, line, u16::try_from(at).unwrap_or(0), fact, ground.patch(theme.style(Role::Dim)));
}

/// How sure who is: `google 87–95 %`.
fn ai_fact(row: &AiRow) -> String {
    let short =
        |source: &std::sync::Arc<str>| harmless(source.trim_end_matches("-auto-tagging")).into_owned();
    let sources: Vec<String> = row.sources.iter().map(short).collect();
    let (least, most) = row.confidence;
    let sure = if most - least < 1.0 { format!("{most:.0} %") } else { format!("{least:.0} to {most:.0} %") };
    format!("{} {sure}", sources.join(", "))
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
