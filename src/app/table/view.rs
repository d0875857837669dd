//! The pane, drawn.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::review::{Line, Review};
use super::{Stage, TablePane, Waiting};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, cut_front, panel, put, scrollbar, width};
use crate::model::custom::CustomField;
use crate::model::text::harmless;
use crate::ops::table::Column;

/// Lines above the list, and the frame.
const ABOVE: u16 = 3;
const FRAME: u16 = 2;

/// Lines that rows are drawn in.
pub(super) fn rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(ABOVE + FRAME))
}

/// Where and with what things are drawn.
/// Where the rows stand.
pub(super) fn list(inside: Rect) -> Rect {
    Rect { y: inside.y + ABOVE, height: inside.height.saturating_sub(ABOVE), ..inside }.intersection(inside)
}

struct Place<'a> {
    theme: &'a Theme,
    buf: &'a mut Buffer,
}

impl Place<'_> {
    /// Writes outside text, cut to so many columns; the column behind it.
    fn put(&mut self, line: Rect, at: u16, room: usize, text: &str, style: Style) -> u16 {
        let text = harmless(text);
        put(self.buf, line, at, &cut(&text, room, self.theme.glyphs.more), style)
    }
}

impl TablePane {
    pub(super) fn view(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, &self.title(), theme);
        let line = |n: u16| Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
        let room = usize::from(inside.width);
        let ground = theme.style(Role::Panel);
        let (text, role) = self.status(theme);
        let mut place = Place { theme, buf: frame.buffer_mut() };
        place.put(line(0), 0, room, &text, ground.patch(theme.style(role)));
        if let Some(problem) = &self.problem {
            place.put(line(1), 0, room, problem, ground.patch(theme.style(Role::Bad)));
        }
        if let Stage::Path { export, field } = &self.stage {
            let label = if *export { "Write to " } else { "Read     " };
            put(frame.buffer_mut(), line(2), 0, label, ground.patch(theme.style(Role::Accent)));
            let field_room = Rect { x: inside.x + 9, width: inside.width.saturating_sub(9), ..line(2) };
            field.draw(frame, field_room, ground.patch(theme.style(Role::Text)));
        }
        let mut place = Place { theme, buf: frame.buffer_mut() };
        self.draw_list(list(inside), &mut place);
    }

    fn title(&self) -> String {
        let files = count(self.files.len());
        let noun = if self.files.len() == 1 { "file" } else { "files" };
        match (&self.stage, self.partial, self.scope.as_str()) {
            (Stage::Review(_), ..) => "What the table changes".to_owned(),
            (_, true, folder) => format!("The files of {folder} as a table: loading them all"),
            (_, _, "selection") => format!("{files} selected {noun} as a table"),
            (_, _, folder) => format!("All {files} {noun} of {folder} as a table"),
        }
    }

    fn status(&self, theme: &Theme) -> (String, Role) {
        if let Some((_, waiting)) = &self.waiting {
            let what = match waiting {
                Waiting::Fields => "Reading the custom metadata fields",
                Waiting::Rows(_) => "Reading the files",
                Waiting::Editor => "The table is in the editor",
                Waiting::Written(..) => "Writing the file",
                Waiting::Read => "Reading the file",
                Waiting::Now => "Comparing with the files as they are now",
            };
            return (what.to_owned(), Role::Accent);
        }
        let Stage::Review(review) = &self.stage else {
            let on = self.columns.iter().filter(|(_, on)| *on).count();
            let text =
                format!("{on} of {} columns: a row for each file, a cell for each value", self.columns.len());
            return (text, Role::Dim);
        };
        if let Some(why) = &review.unreadable {
            return (why.clone(), Role::Bad);
        }
        let dot = format!(" {} ", theme.glyphs.dot);
        let files = review.diff.files.len();
        let noun = if files == 1 { "file changes" } else { "files change" };
        let mut facts = vec![format!("{} {noun} in {} cells", count(files), count(review.cells))];
        let mut add = |n: usize, what: &str| {
            if n > 0 {
                facts.push(format!("{} {what}", count(n)));
            }
        };
        add(review.diff.same, "stay as they are");
        add(review.diff.problems.len(), "can't be taken");
        let taken = if review.conflicts {
            "changed meanwhile: changed all the same"
        } else {
            "changed meanwhile: left out"
        };
        add(review.conflicting(), taken);
        let role = match (review.diff.problems.len(), review.conflicting(), files) {
            (1.., ..) => Role::Bad,
            (_, 1.., _) => Role::Warning,
            (_, _, 0) => Role::Dim,
            _ => Role::Good,
        };
        (facts.join(&dot), role)
    }

    fn draw_list(&self, area: Rect, place: &mut Place<'_>) {
        let all = self.rows();
        let window = self.cursor.window(all, usize::from(area.height));
        for (y, at) in (area.y..).zip(window.clone()) {
            let line = Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
            let on = at == self.cursor.at() && !matches!(self.stage, Stage::Path { .. });
            let ground = place.theme.style(if on { Role::Cursor } else { Role::Panel });
            place.buf.set_style(line, ground);
            match &self.stage {
                Stage::Review(review) => draw_line(review, at, line, ground, place),
                _ => self.draw_column(at, line, ground, place),
            }
        }
        scrollbar(place.buf, area, window.start, all, place.theme);
    }

    fn draw_column(&self, at: usize, line: Rect, ground: Style, place: &mut Place<'_>) {
        let Some((column, on)) = self.columns.get(at) else { return };
        let theme = place.theme;
        let (sign, role) = if *on { (theme.glyphs.all, Role::Good) } else { (theme.glyphs.none, Role::Dim) };
        put(place.buf, line, 1, sign, ground.patch(theme.style(role)));
        let name = usize::from(line.width / 3);
        place.put(line, 3, name, &column.title(), ground.patch(theme.style(Role::Text)));
        let at = u16::try_from(name + 5).unwrap_or(0);
        let room = usize::from(line.width.saturating_sub(at));
        place.put(line, at, room, &about(column), ground.patch(theme.style(Role::Dim)));
    }
}

/// What stands in the cells of a column.
fn about(column: &Column) -> String {
    match column {
        Column::Tags => "all tags, with | between them".to_owned(),
        Column::Description => "what is to be seen, in words".to_owned(),
        Column::Focus => "the area of interest: x,y,width,height".to_owned(),
        Column::Custom(field) => {
            let CustomField { label, schema, .. } = &**field;
            let required = if schema.required { ", required" } else { "" };
            format!("{label} ({}{required})", schema.field_type)
        }
    }
}

fn draw_line(review: &Review, at: usize, line: Rect, ground: Style, place: &mut Place<'_>) {
    let theme = place.theme;
    let style = |role| ground.patch(theme.style(role));
    let room = usize::from(line.width);
    match review.lines.get(at) {
        Some(Line::Problem(at)) => {
            let Some(problem) = review.diff.problems.get(*at) else { return };
            let end = place.put(line, 1, 12, &format!("line {}", problem.line), style(Role::Bad));
            let end = place.put(line, end + 2, room / 4, &problem.column, style(Role::Text)) + 1;
            let end = place.put(line, end + 1, room / 2, &problem.why, style(Role::Bad)) + 2;
            let left = room.saturating_sub(usize::from(end));
            place.put(line, end, left, &cut_front(&problem.file, left, theme.glyphs.more), style(Role::Dim));
        }
        Some(Line::File(at)) => {
            let Some(file) = review.diff.files.get(*at) else { return };
            let mark = match (file.conflict, review.conflicts) {
                (false, _) => "",
                (true, false) => "changed meanwhile: left out",
                (true, true) => "changed meanwhile",
            };
            let path = file.target.path();
            let path = harmless(&path);
            let left = room.saturating_sub(width(mark) + 3);
            place.put(line, 1, left, &cut_front(&path, left, theme.glyphs.more), style(Role::Folder));
            let at = u16::try_from(room.saturating_sub(width(mark) + 1)).unwrap_or(0);
            put(place.buf, line, at, mark, style(Role::Warning));
        }
        Some(Line::Cell(file, cell)) => {
            let cell = review.diff.files.get(*file).and_then(|file| file.cells.get(*cell));
            let Some(cell) = cell else { return };
            let name = (room / 5).clamp(12, 24);
            place.put(line, 3, name, &cell.column, style(Role::Dim));
            let half = room.saturating_sub(name + 9) / 2;
            let start = u16::try_from(name + 5).unwrap_or(0);
            let end = place.put(line, start, half, shown(&cell.old), style(Role::Bad));
            let end = put(place.buf, line, end + 1, theme.glyphs.arrow, style(Role::Dim));
            place.put(line, end + 1, half, shown(&cell.new), style(Role::Good));
        }
        None => {}
    }
}

/// A cell, or a word for an empty one.
fn shown(text: &str) -> &str {
    if text.is_empty() { "(empty)" } else { text }
}
