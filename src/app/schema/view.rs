//! The fields and the form, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::form::{FieldForm, Line};
use super::{Deletion, Mode, SchemaPane};
use crate::app::State;
use crate::app::layout::centred;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, panel, put, scrollbar, width, wrap};
use crate::model::custom::{Field, rules};
use crate::model::text::harmless;

/// Columns of labels and of names at most.
const WIDEST: usize = 26;
/// Columns of the titles of lines in the form.
const TITLES: u16 = 18;

/// Draws it.
pub(super) fn draw(pane: &SchemaPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let inside = panel(frame, area, &title(pane, theme), theme);
    let foot = Rect { y: inside.bottom().saturating_sub(1), height: inside.height.min(1), ..inside };
    draw_list(pane, theme, frame, list(inside));
    draw_foot(pane, theme, frame, foot);
    match &pane.mode {
        Mode::List => {}
        Mode::Form(form) => draw_form(form, pane.writing.is_some(), state, frame),
        Mode::Deletion(deletion) => draw_deletion(deletion, pane.writing.is_some(), state, frame),
    }
}

/// Where the fields stand.
pub(super) fn list(inside: Rect) -> Rect {
    Rect { height: inside.height.saturating_sub(2), ..inside }
}

fn title(pane: &SchemaPane, theme: &Theme) -> String {
    let Some(fields) = &pane.fields else { return "Fields of custom metadata".to_owned() };
    let deleted = fields.iter().filter(|field| field.deleted).count();
    let living = count(fields.len() - deleted);
    match pane.deleted {
        true => format!("Fields of custom metadata {0} {living} {0} {deleted} deleted", theme.glyphs.dot),
        false => format!("Fields of custom metadata {} {living}", theme.glyphs.dot),
    }
}

fn draw_list(pane: &SchemaPane, theme: &Theme, frame: &mut Frame, area: Rect) {
    let dim = theme.style(Role::Panel).patch(theme.style(Role::Dim));
    let Some(fields) = &pane.fields else {
        if pane.error.is_none() {
            put(frame.buffer_mut(), area, 0, "reading the fields", dim);
        }
        return;
    };
    if fields.is_empty() {
        put(frame.buffer_mut(), area, 0, "No fields yet: n makes the first one", dim);
        return;
    }
    let widest = |text: fn(&Field) -> &str| {
        fields.iter().map(|field| width(text(field))).max().unwrap_or(0).clamp(6, WIDEST)
    };
    let (labels, names) = (widest(|field| &field.label), widest(|field| &field.name));
    let window = pane.cursor.window(fields.len(), usize::from(area.height));
    let first = window.start;
    for (y, at) in (area.y..area.bottom()).zip(window) {
        let Some(field) = fields.get(at) else { break };
        let line = Rect { y, height: 1, ..area };
        draw_row(field, at == pane.cursor.at(), (labels, names), line, theme, frame);
    }
    scrollbar(frame.buffer_mut(), area, first, fields.len(), theme);
}

fn draw_row(
    field: &Field,
    at_cursor: bool,
    (labels, names): (usize, usize),
    line: Rect,
    theme: &Theme,
    frame: &mut Frame,
) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
    let text = |role: Role| ground.patch(theme.style(if field.deleted { Role::Dim } else { role }));
    let required = field.schema.as_ref().is_some_and(|schema| schema.required);
    put(buf, line, 0, if required { "*" } else { " " }, text(Role::Warning));
    let more = theme.glyphs.more;
    put(buf, line, 2, &cut(&harmless(&field.label), labels, more), text(Role::Text));
    put(buf, line, column(labels + 4), &cut(&harmless(&field.name), names, more), text(Role::Dim));
    let at = column(labels + names + 6);
    let words = match (&field.schema, field.deleted, field.reserved) {
        (_, true, _) => "deleted: its name stays taken".to_owned(),
        (Some(schema), _, true) => format!("{}, kept by the service", rules(schema)),
        (Some(schema), ..) => rules(schema),
        (None, ..) => "a type that ikt doesn't know".to_owned(),
    };
    let room = usize::from(line.width.saturating_sub(at + 1));
    put(buf, line, at, &cut(&harmless(&words), room, more), text(Role::Accent));
}

fn draw_foot(pane: &SchemaPane, theme: &Theme, frame: &mut Frame, area: Rect) {
    let (text, role) = match (&pane.error, pane.current()) {
        (Some(error), _) => (error.as_str(), Role::Bad),
        (None, Some(field)) => (field.description.as_deref().unwrap_or_default(), Role::Dim),
        (None, None) => ("", Role::Dim),
    };
    let text = harmless(text);
    let style = theme.style(Role::Panel).patch(theme.style(role));
    put(frame.buffer_mut(), area, 0, &cut(&text, usize::from(area.width), theme.glyphs.more), style);
}

fn draw_form(form: &FieldForm, busy: bool, state: &State, frame: &mut Frame) {
    let theme = &state.theme;
    let lines: Vec<Line> = form.lines().collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = centred(state.size, 76, rows.saturating_add(6).min(state.size.1.saturating_sub(2)));
    let title = match form.changes() {
        Some(field) => format!("Change {}", harmless(&field.label)),
        None => "New field of custom metadata".to_owned(),
    };
    let inside = panel(frame, area, &title, theme);
    let body = Rect { height: inside.height.saturating_sub(3), ..inside };
    let at = lines.iter().position(|line| *line == form.at()).unwrap_or(0);
    let first = (at + 1).saturating_sub(usize::from(body.height));
    for (y, line) in (body.y..body.bottom()).zip(lines.iter().skip(first)) {
        draw_line(form, *line, theme, frame, Rect { y, height: 1, ..body });
    }
    draw_advice(
        form,
        busy,
        theme,
        frame,
        Rect { y: body.bottom() + 1, height: 2, ..inside }.intersection(inside),
    );
}

fn draw_line(form: &FieldForm, line: Line, theme: &Theme, frame: &mut Frame, area: Rect) {
    let active = line == form.at();
    let ground = theme.style(if active { Role::Cursor } else { Role::Panel });
    frame.buffer_mut().set_style(area, ground);
    let problem = form.problem(line);
    let (sign, role) = match problem {
        Some(_) => (theme.glyphs.bad, Role::Bad),
        None => (" ", Role::Dim),
    };
    put(frame.buffer_mut(), area, 0, sign, ground.patch(theme.style(role)));
    put(frame.buffer_mut(), area, 2, line.title(), ground.patch(theme.style(Role::Dim)));
    let rest = Rect { x: area.x + 2 + TITLES, width: area.width.saturating_sub(2 + TITLES), ..area };
    let text = ground.patch(theme.style(Role::Text));
    let (field_type, required) = form.settings();
    match line {
        Line::Type if form.changes().is_some() => {
            let words = format!("{field_type} (a type never changes)");
            put(frame.buffer_mut(), rest, 0, &words, ground.patch(theme.style(Role::Dim)));
        }
        Line::Type => {
            put(frame.buffer_mut(), rest, 0, field_type.as_str(), text);
        }
        Line::Required => {
            let (sign, word) = if required { (theme.glyphs.all, "yes") } else { (theme.glyphs.none, "no") };
            put(frame.buffer_mut(), rest, 0, &format!("{sign} {word}"), text);
        }
        Line::Name if form.changes().is_some() => {
            let name = harmless(form.input(line).text()).into_owned();
            put(frame.buffer_mut(), rest, 0, &name, ground.patch(theme.style(Role::Dim)));
        }
        _ if active => form.input(line).draw(frame, rest, text),
        _ => draw_typed(form, line, text, theme, frame, rest),
    }
}

fn draw_typed(form: &FieldForm, line: Line, style: Style, theme: &Theme, frame: &mut Frame, area: Rect) {
    let typed = form.input(line).text();
    let (typed, style) = match (typed.is_empty(), line) {
        (true, Line::Label) => (form.input(Line::Name).text(), style.patch(theme.style(Role::Dim))),
        _ => (typed, style),
    };
    let typed = harmless(typed);
    put(frame.buffer_mut(), area, 0, &cut(&typed, usize::from(area.width), theme.glyphs.more), style);
}

/// What is wrong with the line, or what can be typed there.
fn draw_advice(form: &FieldForm, busy: bool, theme: &Theme, frame: &mut Frame, area: Rect) {
    let line = form.at();
    let (text, role) = match (form.failure(), form.problem(line)) {
        _ if busy => ("sending".to_owned(), Role::Dim),
        (Some(failure), _) => (failure.to_owned(), Role::Bad),
        (None, Some(problem)) => (format!("{}: {problem}", line.title()), Role::Bad),
        (None, None) => (advice(line).to_owned(), Role::Dim),
    };
    let text = harmless(&text).into_owned();
    let style = theme.style(Role::Panel).patch(theme.style(role));
    for (y, text) in (area.y..area.bottom()).zip(wrap(&text, usize::from(area.width))) {
        let line = Rect { y, height: 1, ..area };
        put(frame.buffer_mut(), line, 0, &cut(&text, usize::from(area.width), theme.glyphs.more), style);
    }
}

fn advice(line: Line) -> &'static str {
    match line {
        Line::Name => "The key of its values. It never changes, and can't be used again after a delete.",
        Line::Label => "What people read; the name where nothing is typed.",
        Line::Type => {
            "Left and Right choose, or a letter: Text, Textarea, Number, Date, Boolean, SingleSelect, MultiSelect. It never changes."
        }
        Line::Options => {
            "With commas between them: small, 30, true. A text that looks like a number stands in quotation marks: \"30\"."
        }
        Line::Min | Line::Max => "A number, or a date such as 2026-03-14. Empty: no bound.",
        Line::MinLength | Line::MaxLength => "Characters. Empty: no bound.",
        Line::Required => "Space: yes or no. A required field needs a default.",
        Line::Default => {
            "Needed where a value is required. Choices of a MultiSelect have commas between them."
        }
        Line::Description => "What it is for, at most 500 characters.",
    }
}

fn draw_deletion(deletion: &Deletion, busy: bool, state: &State, frame: &mut Frame) {
    let theme = &state.theme;
    let label = harmless(&deletion.field.label).into_owned();
    let inside = panel(frame, centred(state.size, 70, 9), &format!("Delete {label} for ever"), theme);
    let name = harmless(&deletion.field.name).into_owned();
    let last = match &deletion.error {
        _ if busy => ("sending".to_owned(), Role::Dim),
        Some(error) => (error.clone(), Role::Bad),
        None => (String::new(), Role::Dim),
    };
    let lines = [
        ("Its values are lost on all files, and nothing brings them back.".to_owned(), Role::Bad),
        (format!("No field can ever be named {name} again."), Role::Bad),
        (String::new(), Role::Dim),
        (format!("Type {name} and press Enter:"), Role::Text),
    ];
    let style = |role| theme.style(Role::Panel).patch(theme.style(role));
    for (y, (text, role)) in (inside.y..inside.bottom()).zip(&lines) {
        let line = Rect { y, height: 1, ..inside };
        let text = cut(text, usize::from(line.width), theme.glyphs.more);
        put(frame.buffer_mut(), line, 0, &text, style(*role));
    }
    let line = |n: u16| Rect { y: inside.y + n, height: 1, ..inside }.intersection(inside);
    deletion.typed.draw(frame, line(4), style(Role::Text));
    let text = harmless(&last.0).into_owned();
    put(
        frame.buffer_mut(),
        line(5),
        0,
        &cut(&text, usize::from(inside.width), theme.glyphs.more),
        style(last.1),
    );
}
