//! The tags of the library, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Counting, Mode, Vocabulary};
use crate::app::State;
use crate::app::layout::centred;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Field, count, cut, panel, put, scrollbar, width};
use crate::model::TagUse;
use crate::model::text::harmless;

/// Columns of a number.
const NUMBER: u16 = 10;

/// Draws it.
pub(super) fn draw(pane: &Vocabulary, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let inside = panel(frame, area, &title(pane, theme), theme);
    let line = |n: u16| Rect { y: inside.y + n, height: 1, ..inside }.intersection(inside);
    draw_top(pane, theme, frame, line(0));
    draw_heads(pane, theme, frame, line(1));
    draw_list(pane, theme, frame, list(inside));
    let (text, role) = remark(pane);
    let last = Rect { y: inside.bottom().saturating_sub(1), height: inside.height.min(1), ..inside };
    write(&text, role, theme, frame, last);
    if let Mode::Name { tag, merge, typed, error } = &pane.mode {
        draw_question(pane, tag, *merge, typed, error.as_deref(), state, frame);
    }
}

/// Where the tags stand.
pub(super) fn list(inside: Rect) -> Rect {
    Rect { y: inside.y + 2, height: inside.height.saturating_sub(4), ..inside }.intersection(inside)
}

fn title(pane: &Vocabulary, theme: &Theme) -> String {
    let dot = theme.glyphs.dot;
    let (tags, files) = (count(pane.uses.len()), count(pane.files));
    let more = if pane.counting == Counting::Done { "" } else { "+" };
    format!("Tags of the library {dot} {tags}{more} in {files}{more} files")
}

fn draw_top(pane: &Vocabulary, theme: &Theme, frame: &mut Frame, line: Rect) {
    let ground = theme.style(Role::Panel);
    put(frame.buffer_mut(), line, 0, "/", ground.patch(theme.style(Role::KeyCap)));
    let field = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
    match pane.mode {
        Mode::Filter => pane.filter.draw(frame, field, ground.patch(theme.style(Role::Text))),
        _ if pane.filter.text().is_empty() => write("find a tag", Role::Dim, theme, frame, field),
        _ => write(pane.filter.text(), Role::Match, theme, frame, field),
    }
}

fn draw_heads(pane: &Vocabulary, theme: &Theme, frame: &mut Frame, line: Rect) {
    let arrow = if pane.by_name { theme.glyphs.up } else { theme.glyphs.down };
    let (name, files) = if pane.by_name {
        (format!("tag {arrow}"), "files".to_owned())
    } else {
        ("tag".to_owned(), format!("files {arrow}"))
    };
    let style = theme.style(Role::Panel).patch(theme.style(Role::Dim));
    put(frame.buffer_mut(), line, 1, &name, style);
    put_right(&files, 1, line, style, frame);
    put_right("by AI", 0, line, style, frame);
}

/// Writes a text into the column of numbers that is so far from the right.
fn put_right(text: &str, column: u16, line: Rect, style: ratatui::style::Style, frame: &mut Frame) {
    let end = line.width.saturating_sub(2 + column * NUMBER);
    let at = end.saturating_sub(u16::try_from(width(text)).unwrap_or(u16::MAX));
    put(frame.buffer_mut(), line, at, text, style);
}

fn draw_list(pane: &Vocabulary, theme: &Theme, frame: &mut Frame, area: Rect) {
    if pane.shown.is_empty() {
        let text = match (pane.counting, pane.uses.is_empty()) {
            (Counting::Asked(_), true) => "counting",
            (_, true) => "No file has a tag yet: t gives files tags",
            (_, false) => "No tag holds these letters",
        };
        return write(text, Role::Dim, theme, frame, Rect { height: area.height.min(1), ..area });
    }
    let window = pane.cursor.window(pane.shown.len(), usize::from(area.height));
    let first = window.start;
    for (y, at) in (area.y..area.bottom()).zip(window) {
        let Some(own) = pane.shown.get(at) else { break };
        let line = Rect { y, height: 1, ..area };
        draw_row(own, at == pane.cursor.at(), line, theme, frame);
    }
    scrollbar(frame.buffer_mut(), area, first, pane.shown.len(), theme);
}

fn draw_row(own: &TagUse, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    frame.buffer_mut().set_style(line, ground);
    let room = usize::from(line.width.saturating_sub(2 * NUMBER + 4));
    let role = if own.files == 0 { Role::Dim } else { Role::Tag };
    let tag = harmless(&own.tag);
    put(frame.buffer_mut(), line, 1, &cut(&tag, room, theme.glyphs.more), ground.patch(theme.style(role)));
    for (column, files) in [(1, own.files), (0, own.ai_files)] {
        let text = if files == 0 { theme.glyphs.dot.to_owned() } else { count(files) };
        let role = if files == 0 { Role::Line } else { Role::Text };
        put_right(&text, column, line, ground.patch(theme.style(role)), frame);
    }
}

fn remark(pane: &Vocabulary) -> (String, Role) {
    if let Some(error) = &pane.error {
        return (error.clone(), Role::Bad);
    }
    match (&pane.mode, pane.counting) {
        (Mode::Finding { tag, .. }, _) => (format!("finding the files that have {tag}"), Role::Accent),
        (_, Counting::Asked(_)) => {
            (format!("counting: {} files so far. Esc stops it", count(pane.files)), Role::Accent)
        }
        (_, Counting::Stopped) => {
            ("Not all files are counted. Ctrl-R counts again".to_owned(), Role::Warning)
        }
        (_, Counting::Done) if pane.stale => {
            ("Counted before the last change. Ctrl-R counts again".to_owned(), Role::Dim)
        }
        (_, Counting::Done) => (String::new(), Role::Dim),
    }
}

fn draw_question(
    pane: &Vocabulary,
    tag: &str,
    merge: bool,
    typed: &Field,
    error: Option<&str>,
    state: &State,
    frame: &mut Frame,
) {
    let theme = &state.theme;
    let verb = if merge { "Merge" } else { "Rename" };
    let title = format!("{verb} {} {}", harmless(tag), if merge { "into" } else { "to" });
    let inside = panel(frame, centred(state.size, 60, 5), &title, theme);
    let line = |n: u16| Rect { y: inside.y + n, height: 1, ..inside }.intersection(inside);
    typed.draw(frame, line(0), theme.style(Role::Panel).patch(theme.style(Role::Text)));
    let there = pane.uses.get(typed.text().trim()).filter(|own| own.files > 0 && &*own.tag != tag);
    let (text, role) = match (error, there, pane.completion()) {
        (Some(error), ..) => (error.to_owned(), Role::Bad),
        (None, Some(own), _) => {
            let text = format!(
                "{} files have it: the two become one, which can't be told apart again",
                count(own.files)
            );
            (text, Role::Warning)
        }
        (None, None, Some(tag)) => (format!("Tab: {tag}"), Role::Dim),
        (None, None, None) => ("On all files that have it; a plan is shown first".to_owned(), Role::Dim),
    };
    write(&text, role, theme, frame, line(2));
}

fn write(text: &str, role: Role, theme: &Theme, frame: &mut Frame, line: Rect) {
    let text = harmless(text);
    let text = cut(&text, usize::from(line.width), theme.glyphs.more);
    put(frame.buffer_mut(), line, 0, &text, theme.style(Role::Panel).patch(theme.style(role)));
}
