//! The pane of downloads, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{DiskPane, Typing};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Field, bytes, count, cut, cut_front, panel, put, scrollbar, width};
use crate::model::text::harmless;
use crate::ops::{Existing, Target, relative};

/// Columns of what the values are called.
const WORD: u16 = 11;

pub(super) fn draw(pane: &DiskPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let inside = panel(frame, area, &title(pane, theme), theme);
    let line = |n: u16| Rect { y: inside.y.saturating_add(n), height: 1, ..inside }.intersection(inside);
    let into = match &pane.typing {
        Some(Typing::Into(field)) => Value::Typed(field, Role::Text),
        _ => Value::Text(&pane.into, Role::Accent),
    };
    draw_value("to", into, line(0), theme, frame);
    let what = match &pane.typing {
        Some(Typing::As(field, error)) => {
            Value::Typed(field, if error.is_some() { Role::Bad } else { Role::Text })
        }
        _ if pane.transformation.is_empty() => Value::Text("originals", Role::Dim),
        _ => Value::Text(&pane.transformation, Role::Accent),
    };
    draw_value("as", what, line(1), theme, frame);
    let (word, role) = match pane.existing {
        Existing::Skip => ("skipped", Role::Dim),
        Existing::Replace => ("written over", Role::Warning),
        Existing::KeepBoth => ("kept; new ones get a number", Role::Dim),
    };
    draw_value("existing", Value::Text(word, role), line(2), theme, frame);
    let (remark, role) = match (&pane.typing, &pane.trouble) {
        (Some(Typing::As(_, Some(error))), _) => (error.clone(), Role::Bad),
        (Some(Typing::As(..)), _) => {
            ("such as w-800,f-webp; nothing for the originals".to_owned(), Role::Dim)
        }
        (_, Some(report)) => (format!("{}: {}", report.what, report.why), Role::Bad),
        (_, None) if pane.files.is_none() => ("Looking through the folders".to_owned(), Role::Dim),
        (_, None) => (String::new(), Role::Dim),
    };
    let style = theme.style(Role::Panel).patch(theme.style(role));
    let remark = harmless(&remark);
    let remark = cut(&remark, usize::from(inside.width), theme.glyphs.more);
    put(frame.buffer_mut(), line(3), 0, &remark, style);
    draw_files(pane, list(inside), theme, frame);
}

/// Where the files stand.
pub(super) fn list(inside: Rect) -> Rect {
    let height = inside.height.saturating_sub(4);
    Rect { y: inside.y.saturating_add(4), height, ..inside }.intersection(inside)
}

fn title(pane: &DiskPane, theme: &Theme) -> String {
    let Some(files) = &pane.files else { return "Download".to_owned() };
    let size: u64 = files.iter().map(Target::size).sum();
    let noun = if files.len() == 1 { "file" } else { "files" };
    format!("Download {} {noun} {} {}", count(files.len()), theme.glyphs.dot, bytes(size))
}

enum Value<'a> {
    Text(&'a str, Role),
    Typed(&'a Field, Role),
}

fn draw_value(word: &str, value: Value<'_>, line: Rect, theme: &Theme, frame: &mut Frame) {
    let ground = theme.style(Role::Panel);
    put(frame.buffer_mut(), line, 0, word, ground.patch(theme.style(Role::Dim)));
    let room = Rect { x: line.x.saturating_add(WORD), width: line.width.saturating_sub(WORD), ..line }
        .intersection(line);
    match value {
        Value::Text(text, role) => {
            let text = harmless(text);
            let text = cut(&text, usize::from(room.width), theme.glyphs.more);
            put(frame.buffer_mut(), room, 0, &text, ground.patch(theme.style(role)));
        }
        Value::Typed(field, role) => field.draw(frame, room, ground.patch(theme.style(role))),
    }
}

fn draw_files(pane: &DiskPane, list: Rect, theme: &Theme, frame: &mut Frame) {
    let Some(files) = &pane.files else { return };
    let ground = theme.style(Role::Panel);
    if files.is_empty() {
        put(frame.buffer_mut(), list, 0, "There is no file in it.", ground.patch(theme.style(Role::Dim)));
        return;
    }
    let window = pane.cursor.window(files.len(), usize::from(list.height));
    let first = window.start;
    for (y, row) in (list.y..).zip(window) {
        let Some(file) = files.get(row) else { break };
        let line = Rect { y, height: 1, ..list };
        let ground = if row == pane.cursor.at() { theme.style(Role::Cursor) } else { ground };
        let buf = frame.buffer_mut();
        buf.set_style(line, ground);
        let path = file.path();
        let size = bytes(file.size());
        let room = usize::from(line.width).saturating_sub(width(&size) + 4);
        let path = harmless(relative(&path, &pane.from));
        let path = cut_front(&path, room, theme.glyphs.more);
        put(buf, line, 1, &path, ground.patch(theme.style(Role::Text)));
        let at = usize::from(line.width).saturating_sub(width(&size) + 1);
        put(buf, line, u16::try_from(at).unwrap_or(0), &size, ground.patch(theme.style(Role::Dim)));
    }
    scrollbar(frame.buffer_mut(), list, first, files.len(), theme);
}
