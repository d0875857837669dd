//! The form, drawn.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::editor::{ChoiceEditor, Editor, Mode, TextEditor};
use super::held::{Held, Summary};
use super::{Row, ValuesForm};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, panel, put, scrollbar, width, wrap};
use crate::model::custom::{plain, rules};
use crate::model::text::harmless;
use crate::ops::ValueChange;

/// Columns of the names at most.
const NAMES: usize = 28;
/// Lines at the foot: what the field is, and what is wrong.
const FOOT: u16 = 3;

/// Draws it.
pub(super) fn draw(form: &ValuesForm, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let files = form.targets.len();
    let noun = if files == 1 { "file" } else { "files" };
    let changed = match form.changes().count() {
        0 => String::new(),
        n => format!(" {} {n} changed", theme.glyphs.dot),
    };
    let title = match form.targets.as_slice() {
        [one] => format!("Custom metadata of {}{changed}", harmless(&one.path())),
        _ => format!("Custom metadata of {} {noun}{changed}", count(files)),
    };
    let inside = panel(frame, area, &title, theme);
    let list = list(inside);
    let foot = Rect { y: list.bottom(), height: inside.height - list.height, ..inside };
    draw_list(form, theme, frame, list);
    draw_foot(form, theme, frame, foot);
    if let Some(editor) = &form.editor {
        draw_editor(form, editor, theme, frame, list);
    }
}

/// Where the fields stand.
pub(super) fn list(inside: Rect) -> Rect {
    Rect { height: inside.height - FOOT.min(inside.height / 2), ..inside }
}

fn draw_list(form: &ValuesForm, theme: &Theme, frame: &mut Frame, area: Rect) {
    let ground = theme.style(Role::Panel);
    let Some(rows) = &form.rows else {
        put(frame.buffer_mut(), area, 0, "reading the fields", ground.patch(theme.style(Role::Dim)));
        return;
    };
    if rows.is_empty() {
        let words = "No fields yet: M shows the fields of custom metadata, and n makes one there";
        put(frame.buffer_mut(), area, 0, words, ground.patch(theme.style(Role::Dim)));
        return;
    }
    let names = rows.iter().map(|row| width(&row.field.label) + 2).max().unwrap_or(0).clamp(8, NAMES);
    let window = form.cursor.window(rows.len(), usize::from(area.height));
    let first = window.start;
    for (line, at) in (area.y..area.bottom()).zip(window) {
        let Some(row) = rows.get(at) else { break };
        let line = Rect { y: line, height: 1, ..area };
        draw_row(form, row, at == form.cursor.at(), names, line, theme, frame);
    }
    scrollbar(frame.buffer_mut(), area, first, rows.len(), theme);
}

fn draw_row(
    form: &ValuesForm,
    row: &Row,
    at_cursor: bool,
    names: usize,
    line: Rect,
    theme: &Theme,
    frame: &mut Frame,
) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    let more = theme.glyphs.more;
    let mark = match (&row.change, row.field.schema.required) {
        (Some(_), _) => (theme.glyphs.picked, Role::Picked),
        (None, true) if form.held.without(&row.field.name) > 0 => (theme.glyphs.warning, Role::Bad),
        (None, true) => ("*", Role::Dim),
        (None, false) => (" ", Role::Dim),
    };
    put(buf, line, 0, mark.0, ground.patch(theme.style(mark.1)));
    let label = harmless(&row.field.label);
    put(buf, line, 2, &cut(&label, names, more), ground.patch(theme.style(Role::Text)));
    let at = u16::try_from(names + 4).unwrap_or(u16::MAX);
    let room = usize::from(line.width.saturating_sub(at));
    let (held, role) = held(form, row);
    let Some(change) = &row.change else {
        put(buf, line, at, &cut(&harmless(&held), room, more), ground.patch(theme.style(role)));
        return;
    };
    let held = harmless(&held).into_owned();
    let held = cut(&held, room / 3, more);
    let at = put(buf, line, at, &held, ground.patch(theme.style(Role::Dim)));
    let new = format!("{} {}", theme.glyphs.arrow, changed(change));
    let room = usize::from(line.width.saturating_sub(at + 1));
    put(buf, line, at + 1, &cut(&harmless(&new), room, more), ground.patch(theme.style(Role::Accent)));
}

fn held(form: &ValuesForm, row: &Row) -> (String, Role) {
    match (&row.held, &form.held) {
        (Summary::Same(value), _) => (plain(value), Role::Text),
        (Summary::None, _) => ("none".to_owned(), Role::Dim),
        (Summary::Differs { values: 1, without }, _) => {
            (format!("one value, {without} without"), Role::Warning)
        }
        (Summary::Differs { values, without: 0 }, _) => (format!("differs: {values} values"), Role::Warning),
        (Summary::Differs { values, without }, _) => {
            (format!("differs: {values} values, {without} without"), Role::Warning)
        }
        (Summary::Unknown, Held::Asked) => ("reading".to_owned(), Role::Dim),
        (Summary::Unknown, _) => ("unknown".to_owned(), Role::Dim),
    }
}

fn changed(change: &ValueChange) -> String {
    let list = |values: &[serde_json::Value]| values.iter().map(plain).collect::<Vec<_>>().join(", ");
    match change {
        ValueChange::Set(value) if *value == serde_json::json!([]) => "nothing chosen".to_owned(),
        ValueChange::Set(value) => plain(value),
        ValueChange::Clear => "cleared".to_owned(),
        ValueChange::Append(values) => format!("+ {}", list(values)),
        ValueChange::Remove(values) => format!("- {}", list(values)),
    }
}

fn draw_foot(form: &ValuesForm, theme: &Theme, frame: &mut Frame, area: Rect) {
    let mut lines: Vec<(String, Role)> = Vec::new();
    if let Some(row) = form.rows().get(form.cursor.at()) {
        let field = &row.field;
        let about = field.description.as_deref().unwrap_or_default();
        let gap = if about.is_empty() { "" } else { ": " };
        lines.push((
            format!("{} {} {}{gap}{about}", field.name, theme.glyphs.dot, rules(&field.schema)),
            Role::Dim,
        ));
    }
    lines.push(remark(form));
    let ground = theme.style(Role::Panel);
    let top = area.bottom().saturating_sub(u16::try_from(lines.len()).unwrap_or(0));
    for (y, (text, role)) in (top..area.bottom()).zip(lines) {
        let line = Rect { y, height: 1, ..area }.intersection(area);
        let text = harmless(&text).into_owned();
        let text = cut(&text, usize::from(line.width), theme.glyphs.more);
        put(frame.buffer_mut(), line, 0, &text, ground.patch(theme.style(role)));
    }
}

fn remark(form: &ValuesForm) -> (String, Role) {
    if form.leaving {
        return ("The changes are not sent: Ctrl-S sends them, Esc drops them".to_owned(), Role::Warning);
    }
    if let Some(error) = &form.error {
        return (error.clone(), Role::Bad);
    }
    if let Some((field, files)) = form.lacking() {
        let files = if files == 1 { "a file has".to_owned() } else { format!("{} files have", count(files)) };
        let text = format!("{} is required and {files} none: the service may refuse changes", field.label);
        return (text, Role::Warning);
    }
    match &form.held {
        Held::Unknown(why) => (why.clone(), Role::Warning),
        _ => (String::new(), Role::Dim),
    }
}

fn draw_editor(form: &ValuesForm, editor: &Editor, theme: &Theme, frame: &mut Frame, list: Rect) {
    let Some(row) = form.rows().get(form.cursor.at()) else { return };
    let title = format!("{} ({})", harmless(&row.field.label), row.field.schema.field_type);
    let wanted = match editor {
        Editor::Text(text) if text.is_long() => 9,
        Editor::Text(_) => 4,
        Editor::Choice(choice) => u16::try_from(choice.options.len()).unwrap_or(u16::MAX).saturating_add(4),
    };
    let height = wanted.min(list.height);
    // Below the field where there is room, else as high as it must be.
    let row_at = form.cursor.at() - form.cursor.window(form.rows().len(), usize::from(list.height)).start;
    let y = list.y + u16::try_from(row_at).unwrap_or(0) + 1;
    let y = y.min(list.bottom().saturating_sub(height)).max(list.y);
    let area = Rect { x: list.x + 2, y, width: list.width.saturating_sub(4), height };
    let inside = panel(frame, area, &title, theme);
    match editor {
        Editor::Text(text) => draw_text(text, theme, frame, inside),
        Editor::Choice(choice) => draw_choice(choice, theme, frame, inside),
    }
}

fn draw_text(editor: &TextEditor, theme: &Theme, frame: &mut Frame, area: Rect) {
    let ground = theme.style(Role::Panel).patch(theme.style(Role::Text));
    let text = Rect { height: area.height.saturating_sub(1).max(1), ..area }.intersection(area);
    if editor.is_long() {
        draw_lines(editor, ground, frame, text);
    } else {
        editor.input.draw(frame, Rect { height: 1, ..text }.intersection(text), ground);
    }
    draw_error(editor.error.as_deref(), theme, frame, area);
}

/// Lines of text with the terminal's cursor in them; those around the cursor where not all fit.
fn draw_lines(editor: &TextEditor, style: Style, frame: &mut Frame, area: Rect) {
    if area.is_empty() {
        return;
    }
    let (text, cursor) = (editor.input.text(), editor.input.cursor());
    let before: String = text.chars().take(cursor).collect();
    let at = before.matches('\n').count();
    let first = (at + 1).saturating_sub(usize::from(area.height));
    let column = harmless(before.rsplit('\n').next().unwrap_or_default()).into_owned();
    let shift = (width(&column) + 1).saturating_sub(usize::from(area.width));
    for (y, line) in (area.y..area.bottom()).zip(text.split('\n').skip(first)) {
        let shown: String = harmless(line).chars().skip(shift).collect();
        put(frame.buffer_mut(), Rect { y, height: 1, ..area }, 0, &shown, style);
    }
    let x = area.x + u16::try_from(width(&column) - shift).unwrap_or(0);
    let y = area.y + u16::try_from(at - first).unwrap_or(0);
    frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), y));
}

fn draw_choice(editor: &ChoiceEditor, theme: &Theme, frame: &mut Frame, area: Rect) {
    let ground = theme.style(Role::Panel);
    let top = Rect { height: area.height.min(1), ..area };
    editor.filter.draw(frame, top, ground.patch(theme.style(Role::Text)));
    if let Some(mode) = editor.mode {
        draw_modes(mode, editor.filter.text(), theme, frame, top);
    }
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area }.intersection(area);
    let shown = editor.shown();
    let window = editor.cursor.window(shown.len(), usize::from(list.height));
    let first = window.start;
    for (y, n) in (list.y..list.bottom()).zip(window) {
        let Some((option, chosen)) =
            shown.get(n).and_then(|at| Some((editor.options.get(*at)?, editor.chosen.get(*at)?)))
        else {
            break;
        };
        let line = Rect { y, height: 1, ..list };
        let style = if n == editor.cursor.at() { ground.patch(theme.style(Role::Cursor)) } else { ground };
        let buf = frame.buffer_mut();
        buf.set_style(line, style);
        let (sign, role) = match (chosen, editor.mode) {
            (true, Some(_)) => (theme.glyphs.all, Role::Good),
            (false, Some(_)) => (theme.glyphs.none, Role::Dim),
            (true, None) => (theme.glyphs.picked, Role::Good),
            (false, None) => (" ", Role::Dim),
        };
        put(buf, line, 1, sign, style.patch(theme.style(role)));
        let text = plain(option);
        let text = harmless(&text).into_owned();
        let room = usize::from(line.width).saturating_sub(4);
        put(buf, line, 3, &cut(&text, room, theme.glyphs.more), style.patch(theme.style(Role::Text)));
    }
    scrollbar(frame.buffer_mut(), list, first, shown.len(), theme);
    draw_error(editor.error.as_deref(), theme, frame, area);
}

/// The three modes at the right of the line, the one that holds marked.
fn draw_modes(mode: Mode, typed: &str, theme: &Theme, frame: &mut Frame, line: Rect) {
    let modes = [Mode::Overwrite, Mode::Append, Mode::Remove];
    let wide: usize = modes.iter().map(|mode| width(mode.words()) + 2).sum();
    let Some(mut at) = usize::from(line.width).checked_sub(wide).filter(|at| *at > width(typed) + 1) else {
        return;
    };
    for own in modes {
        let role = if own == mode { Role::KeyCap } else { Role::Dim };
        let style = theme.style(Role::Panel).patch(theme.style(role));
        put(frame.buffer_mut(), line, u16::try_from(at).unwrap_or(0), own.words(), style);
        at += width(own.words()) + 2;
    }
}

fn draw_error(error: Option<&str>, theme: &Theme, frame: &mut Frame, area: Rect) {
    let Some(error) = error.filter(|_| area.height > 1) else { return };
    let line = Rect { y: area.bottom() - 1, height: 1, ..area };
    let text = harmless(error);
    let text = wrap(&text, usize::from(area.width)).into_iter().next().unwrap_or_default();
    let style = theme.style(Role::Panel).patch(theme.style(Role::Bad));
    put(frame.buffer_mut(), line, 0, &cut(&text, usize::from(area.width), theme.glyphs.more), style);
}
