//! The pane, drawn.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::{Line, Names, Renaming};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, panel, put, scrollbar, width};
use crate::model::text::harmless;
use crate::ops::rename::{Case, Clash, Row, Subject};

/// Lines above the names, and the frame.
const ABOVE: u16 = 5;
const FRAME: u16 = 2;
/// Columns before a text that is typed.
const LABEL: u16 = 10;
/// What can stand in a template, for who has not learnt it yet.
const GAPS: &str = "{name} {stem} {ext} {n:03} {n:03,10,5} {created:%Y-%m-%d} {taken:%H%M} {exif.Model} \
                    {width} {height} {tag1} {cm.field} {stem:kebab}";

/// Lines that names are drawn in.
pub(super) fn rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(ABOVE + FRAME))
}

/// A line of pieces, each in its style, cut at the right.
/// Where the names stand.
pub(super) fn list(inside: Rect) -> Rect {
    Rect { y: inside.y + ABOVE, height: inside.height.saturating_sub(ABOVE), ..inside }.intersection(inside)
}

struct Pen<'a> {
    buf: &'a mut Buffer,
    line: Rect,
    at: u16,
    end: u16,
    more: &'static str,
}

impl Pen<'_> {
    fn put(&mut self, text: &str, style: Style) {
        let room = usize::from(self.end.saturating_sub(self.at));
        let text = harmless(text);
        self.at = put(self.buf, self.line, self.at, &cut(&text, room, self.more), style);
    }
}

impl Renaming {
    pub(super) fn view(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, &self.title(), theme);
        let line = |n: u16| Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
        self.draw_lines(line, theme, frame);
        let buf = frame.buffer_mut();
        self.draw_options(line(2), theme, buf);
        let (text, role) = self.status(theme);
        let ground = theme.style(Role::Panel);
        let room = usize::from(inside.width);
        put(
            buf,
            line(3),
            0,
            &cut(&harmless(&text), room, theme.glyphs.more),
            ground.patch(theme.style(role)),
        );
        let gaps = if self.line == Line::Template { GAPS } else { "" };
        put(buf, line(4), 0, &cut(gaps, room, theme.glyphs.more), ground.patch(theme.style(Role::Dim)));
        self.draw_rows(list(inside), theme, buf);
    }

    fn title(&self) -> String {
        if self.partial {
            return format!("Rename the files of {}: loading them all", self.scope);
        }
        let files = self.subjects.len();
        let noun = if files == 1 { "file" } else { "files" };
        let left_out = match self.folders {
            0 => String::new(),
            n => format!(", folders left out: {}", count(n)),
        };
        match self.scope.as_str() {
            "selection" => format!("Rename {} selected {noun}{left_out}", count(files)),
            folder => format!("Rename all {} {noun} of {folder}", count(files)),
        }
    }

    fn draw_lines(&self, line: impl Fn(u16) -> Rect, theme: &Theme, frame: &mut Frame) {
        let half = line(1).width / 2;
        let second = Rect { x: line(1).x + half, width: line(1).width - half, ..line(1) };
        let places = [line(0), Rect { width: half.saturating_sub(1), ..line(1) }, second];
        let ground = theme.style(Role::Panel);
        let order = Line::ALL.iter().zip(["Template", "Find", "Replace"]).zip(places).zip(&self.lines);
        for (((own, label), place), field) in order {
            let focused = *own == self.line && !self.reviewed;
            let role = if focused { Role::Accent } else { Role::Dim };
            put(frame.buffer_mut(), place, 0, label, ground.patch(theme.style(role)));
            let room = Rect { x: place.x + LABEL, width: place.width.saturating_sub(LABEL), ..place };
            if focused {
                field.draw(frame, room, ground.patch(theme.style(Role::Text)));
            } else {
                let text = harmless(field.text());
                let text = cut(&text, usize::from(room.width), theme.glyphs.more);
                put(frame.buffer_mut(), room, 0, &text, ground.patch(theme.style(Role::Text)));
            }
        }
    }

    fn draw_options(&self, line: Rect, theme: &Theme, buf: &mut Buffer) {
        let ground = theme.style(Role::Panel);
        let (dim, key) = (ground.patch(theme.style(Role::Dim)), ground.patch(theme.style(Role::KeyCap)));
        let on = |on: bool| if on { theme.glyphs.all } else { theme.glyphs.none };
        let set = |set: bool| if set { ground.patch(theme.style(Role::Good)) } else { dim };
        let mut pen = Pen { buf, line, at: 0, end: line.width, more: theme.glyphs.more };
        pen.put("Tab ", key);
        pen.put(&format!("{} purge the old URLs   ", on(self.purge)), set(self.purge));
        pen.put("Ctrl-R ", key);
        pen.put(&format!("{} regex   ", on(self.regex)), set(self.regex));
        pen.put("Ctrl-T ", key);
        pen.put(&format!("case: {}", self.case.word()), set(self.case != Case::AsIs));
    }

    /// The line about all names.
    fn status(&self, theme: &Theme) -> (String, Role) {
        let dot = format!(" {} ", theme.glyphs.dot);
        if let Names::Wrong(error) = &self.names {
            return (error.to_string(), Role::Bad);
        }
        if let Some(problem) = &self.problem {
            return (problem.clone(), Role::Bad);
        }
        let counts = self.check.counts();
        if self.reviewed {
            let purges = match self.purge {
                true => format!("{} old URLs purged (a month has a quota)", count(counts.changed)),
                false => "old URLs not purged".to_owned(),
            };
            let files = if counts.changed == 1 { "file" } else { "files" };
            let text = format!("Enter renames {} {files}{dot}{purges}", count(counts.changed));
            return (text, Role::Warning);
        }
        let mut facts = vec![format!("{} change", count(counts.changed))];
        let mut add = |n: usize, what: &str| {
            if n > 0 {
                facts.push(format!("{} {what}", count(n)));
            }
        };
        add(counts.same, "stay");
        add(self.check.clashes(), "collide");
        add(counts.rewritten, "rewritten by the service");
        add(counts.missing, "lack a value and stay");
        add(counts.invalid, "can't be a name");
        if let Some(waiting) = self.waiting() {
            facts.push(waiting);
        } else if self.there.is_unknown() {
            facts.push("taken names not looked at".to_owned());
        }
        if matches!(self.names, Names::ByHand(_)) {
            facts.push("names from the editor: typing goes back to the template".to_owned());
        }
        let bad = self.check.clashes() + counts.invalid > 0;
        let role = match (bad, counts.changed) {
            (true, _) => Role::Bad,
            (false, 0) => Role::Dim,
            (false, _) => Role::Good,
        };
        (facts.join(&dot), role)
    }

    fn waiting(&self) -> Option<String> {
        let all = count(self.subjects.len());
        if let Some(read) = self.facts.read() {
            return Some(format!("reading metadata: {} of {all}", count(read)));
        }
        if self.facts.reads_details() {
            return Some("reading details".to_owned());
        }
        (!self.is_checked()).then(|| format!("looking: {} of {all}", count(self.check.looked_at())))
    }

    fn draw_rows(&self, area: Rect, theme: &Theme, buf: &mut Buffer) {
        if self.subjects.is_empty() {
            let text = if self.partial { "" } else { "There are no files here to rename." };
            put(buf, area, 0, text, theme.style(Role::Panel).patch(theme.style(Role::Dim)));
            return;
        }
        let rows = self.subjects.len();
        let window = self.cursor.window(rows, usize::from(area.height));
        for (y, at) in (area.y..).zip(window.clone()) {
            let line = Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
            self.draw_row(at, line, theme, buf);
        }
        scrollbar(buf, area, window.start, rows, theme);
    }

    fn draw_row(&self, at: usize, line: Rect, theme: &Theme, buf: &mut Buffer) {
        let Some((subject, row)) = self.row(at) else { return };
        let at_cursor = at == self.cursor.at();
        let ground = theme.style(if at_cursor { Role::CursorIdle } else { Role::Panel });
        buf.set_style(line, ground);
        let style = |role| ground.patch(theme.style(role));
        let (mark, mark_role) = self.mark(at, row.as_ref());
        let mark = harmless(&mark);
        let mark = cut(&mark, usize::from(line.width / 3), theme.glyphs.more);
        let right = u16::try_from(width(&mark)).unwrap_or(0);
        let half = line.width.saturating_sub(right.max(12) + 4) / 2;
        let (old, new) = (&*subject.name, row.as_ref().and_then(stored));
        let (kept, gone, come) = new.map_or((old.len(), 0, 0), |new| changed(old, new));
        let tail = |text: &str, from: usize| text.get(from..).unwrap_or_default().to_owned();
        let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
        let mut pen = Pen { buf, line, at: 1, end: half, more: theme.glyphs.more };
        let plain = if new.is_some() { Role::Text } else { Role::Dim };
        pen.put(&part(old, 0, kept), style(plain));
        pen.put(&part(old, kept, kept + gone), style(Role::Bad));
        pen.put(&tail(old, kept + gone), style(plain));
        (pen.at, pen.end) = (half + 1, line.width);
        if let Some(new) = new {
            pen.put(theme.glyphs.arrow, style(Role::Dim));
            (pen.at, pen.end) = (half + 3, line.width.saturating_sub(right + 2));
            pen.put(&part(new, 0, kept), style(Role::Text));
            pen.put(&part(new, kept, kept + come), style(Role::Good));
            pen.put(&tail(new, kept + come), style(Role::Text));
        }
        (pen.at, pen.end) = (line.width.saturating_sub(right + 1), line.width);
        pen.put(&mark, style(mark_role));
    }

    /// What is to be said of a name.
    fn mark(&self, at: usize, row: Option<&Row>) -> (String, Role) {
        match self.check.clash(at) {
            Some(Clash::There) => return ("is there already".to_owned(), Role::Bad),
            Some(Clash::With(other)) => {
                let other = self.subjects.get(other).map(|other: &Subject| &*other.name).unwrap_or_default();
                return (format!("as {other}"), Role::Bad);
            }
            None => {}
        }
        match row {
            None => (String::new(), Role::Dim),
            Some(Row::Same) => ("stays".to_owned(), Role::Dim),
            Some(Row::New { rewritten: true, .. }) => ("rewritten".to_owned(), Role::Warning),
            Some(Row::New { .. }) => (String::new(), Role::Dim),
            Some(Row::Missing(missing)) => (missing.to_string(), Role::Warning),
            Some(Row::Invalid(_)) => ("can't be a name".to_owned(), Role::Bad),
        }
    }
}

fn stored(row: &Row) -> Option<&str> {
    match row {
        Row::New { stored, .. } => Some(stored),
        _ => None,
    }
}

/// Bytes that two names have in common at the front, and bytes of each that differ behind them.
fn changed(old: &str, new: &str) -> (usize, usize, usize) {
    let same = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum::<usize>()
    };
    let front = same(&mut old.graphemes(true).zip(new.graphemes(true)));
    let (old, new) = (old.get(front..).unwrap_or_default(), new.get(front..).unwrap_or_default());
    let back = same(&mut old.graphemes(true).rev().zip(new.graphemes(true).rev()));
    (front, old.len() - back, new.len() - back)
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn what_differs_is_in_the_middle() {
        assert_eq!(changed("IMG_1.jpg", "photo_1.jpg"), (0, 3, 5));
        assert_eq!(changed("a.jpg", "a-1.jpg"), (1, 0, 2));
        assert_eq!(changed("aa", "a"), (1, 1, 0));
        assert_eq!(changed("e\u{301}x", "ex"), (0, 3, 1));
    }
}
