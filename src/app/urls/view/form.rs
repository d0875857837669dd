//! The form: steps, parameters and layers, and how the URL is made.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::urls::form::{Choice, Under, span};
use crate::app::urls::{Builder, Mode};
use crate::app::widget::{cut, first_row, put, scrollbar, width, wrap};
use crate::model::text::harmless;
use crate::url::catalog;
use crate::url::classic::Position;
use crate::url::draft::{Item, Line, Path, Remark};
use crate::url::forms::{Rules, Signing};

/// Rows under the form that explain the line under the cursor.
const HELP: u16 = 3;

/// Draws the form, and under it what there is to say of the line under the cursor.
pub(super) fn draw(builder: &Builder, state: &State, area: Rect, frame: &mut Frame) {
    let help = if area.height >= 10 { HELP } else { u16::from(area.height >= 4) };
    let rows = Rect { height: area.height - help, ..area };
    let remarks = builder.draft.remarks(builder.subject.scope());
    if let Mode::Raw(_) = builder.mode {
        draw_raw(builder, state, rows, frame);
    } else {
        draw_rows(builder, state, &remarks, rows, frame);
    }
    draw_help(builder, state, &remarks, Rect { y: rows.bottom(), height: help, ..area }, frame);
}

fn draw_rows(builder: &Builder, state: &State, remarks: &[(Path, Remark)], area: Rect, frame: &mut Frame) {
    let lines = builder.lines();
    // A heading stands between the transformation and the URL.
    let heading = lines.len();
    let all = builder.rows() + 2;
    let cursor = if builder.cursor >= heading { builder.cursor + 2 } else { builder.cursor };
    let height = usize::from(area.height);
    let first = first_row(cursor, all, height);
    for (y, n) in (first..all).enumerate().take(height) {
        let line = Rect { y: area.y + u16::try_from(y).unwrap_or(0), height: 1, ..area };
        let at_cursor = n == cursor;
        if n < heading {
            let remark = remarks.iter().find(|(path, _)| *path == lines[n].path).map(|(_, remark)| remark);
            draw_line(builder, &lines[n], at_cursor, remark, state, line, frame);
        } else if n == heading {
            let words = if lines.is_empty() { "nothing yet: a adds a transformation" } else { "" };
            put(frame.buffer_mut(), line, 1, words, state.theme.style(Role::Dim));
        } else if n == heading + 1 {
            put(frame.buffer_mut(), line, 1, "URL", heading_style(&state.theme));
        } else if let Some(choice) = Choice::ALL.get(n - heading - 2) {
            draw_choice(builder, *choice, at_cursor, &state.theme, line, frame);
        }
    }
    scrollbar(frame.buffer_mut(), area, first, all, &state.theme);
}

fn heading_style(theme: &Theme) -> Style {
    theme.style(Role::Dim).add_modifier(Modifier::BOLD)
}

fn draw_line(
    builder: &Builder,
    line: &Line,
    at_cursor: bool,
    remark: Option<&Remark>,
    state: &State,
    row: Rect,
    frame: &mut Frame,
) {
    let theme = &state.theme;
    let ground = if at_cursor { theme.style(Role::Cursor) } else { Style::new() };
    frame.buffer_mut().set_style(row, ground);
    let indent = u16::try_from(1 + 2 * line.depth).unwrap_or(1);
    let Some(item) = builder.draft.item(&line.path) else {
        let off = if line.on { "" } else { " (off)" };
        let title = format!("Step {}{off}", line.path.last() + 1);
        put(frame.buffer_mut(), row, indent, &title, ground.patch(heading_style(theme)));
        return;
    };
    let faded = |role: Role| if line.on { theme.style(role) } else { theme.style(Role::Line) };
    let indent = indent + 1;
    let sign = match (line.on, remark) {
        (false, _) => theme.glyphs.none,
        (true, Some(_)) => "!",
        (true, None) => " ",
    };
    let sign_role = match remark {
        Some(Remark::Wrong(_)) => Role::Bad,
        Some(Remark::Warning(_)) => Role::Warning,
        None => Role::Dim,
    };
    put(frame.buffer_mut(), row, indent - 1, sign, ground.patch(theme.style(sign_role)));
    let title = title(item);
    let at = put(frame.buffer_mut(), row, indent + 1, &title, ground.patch(faded(Role::Text)));
    if item.is_block() {
        return;
    }
    let column = value_column(row);
    let code = item.code();
    let room = usize::from(column).saturating_sub(usize::from(at) + 1);
    if title != code && width(code) <= room && !matches!(code, "i" | "raw" | "if") {
        let right = column.saturating_sub(u16::try_from(width(code)).unwrap_or(0) + 2);
        if right > at {
            put(frame.buffer_mut(), row, right, code, ground.patch(faded(Role::Dim)));
        }
    }
    let place = Rect { x: row.x + column, width: row.width.saturating_sub(column + 1), ..row };
    if let (Mode::Value(editing), true) = (&builder.mode, at_cursor) {
        let style = theme.style(Role::Text).add_modifier(Modifier::UNDERLINED);
        editing.field.draw(frame, place, style);
        return;
    }
    let value = item.value(builder.draft.layer_kind(&line.path));
    let value = harmless(&value);
    let role = if matches!(remark, Some(Remark::Wrong(_))) { Role::Bad } else { Role::Accent };
    let value = cut(&value, usize::from(place.width), theme.glyphs.more);
    put(frame.buffer_mut(), place, 0, &value, ground.patch(faded(role)));
}

/// Where values stand.
fn value_column(row: Rect) -> u16 {
    (row.width * 11 / 20).clamp(12, 24).min(row.width)
}

/// What a parameter is called.
fn title(item: &Item) -> String {
    match (item.kind(), item.code()) {
        (Some("text"), _) => "Text overlay".to_owned(),
        (Some("image"), _) => "Image overlay".to_owned(),
        (Some("video"), _) => "Video overlay".to_owned(),
        (Some("subtitles"), _) => "Subtitles".to_owned(),
        (Some(kind), _) => format!("{kind} overlay"),
        (None, "if") if item.is_block() => format!("If {}", item.plain_value().replace('_', " ")),
        (None, "if") => "Else".to_owned(),
        (None, code) => match catalog::entry(code) {
            Some(entry) => entry.title.to_owned(),
            None => code.to_owned(),
        },
    }
}

fn draw_choice(
    builder: &Builder,
    choice: Choice,
    at_cursor: bool,
    theme: &Theme,
    row: Rect,
    frame: &mut Frame,
) {
    let ground = if at_cursor { theme.style(Role::Cursor) } else { Style::new() };
    let buf = frame.buffer_mut();
    buf.set_style(row, ground);
    let (title, value) = match choice {
        Choice::Signed => ("Signed", signing(builder.signing)),
        Choice::Position => (
            "Position",
            match builder.position {
                Position::Query => "in the query".to_owned(),
                Position::Path => "in the path".to_owned(),
            },
        ),
        Choice::Rules => (
            "Rules of",
            match builder.rules {
                Rules::Typed => "newer SDKs".to_owned(),
                Rules::Classic => "Python SDK 4".to_owned(),
            },
        ),
    };
    put(buf, row, 3, title, ground.patch(theme.style(Role::Text)));
    let column = value_column(row);
    let room = usize::from(row.width.saturating_sub(column + 1));
    let value = cut(&value, room, theme.glyphs.more);
    put(buf, row, column, &value, ground.patch(theme.style(Role::Accent)));
}

pub(super) fn signing(signing: Signing) -> String {
    match signing {
        Signing::No => "no".to_owned(),
        Signing::Forever => "for ever".to_owned(),
        Signing::For(seconds) => format!("for {}", span(seconds)),
    }
}

/// What is wrong with the line under the cursor, what its author should know, or what it takes.
fn draw_help(builder: &Builder, state: &State, remarks: &[(Path, Remark)], area: Rect, frame: &mut Frame) {
    let theme = &state.theme;
    let mut texts: Vec<(String, Role)> = Vec::new();
    match builder.under() {
        _ if matches!(builder.mode, Mode::Raw(_)) => {
            texts.extend(remarks.iter().map(|(path, remark)| (told(builder, path, remark), role(remark))));
            texts.push((
                "The whole transformation: steps are divided by : and parameters by ,".to_owned(),
                Role::Dim,
            ));
        }
        Under::Line(line) => {
            let own = remarks.iter().filter(|(path, _)| *path == line.path);
            texts.extend(own.map(|(_, remark)| (remark.text().to_owned(), role(remark))));
            match builder.draft.item(&line.path) {
                Some(item) => texts.extend(about(item).map(|text| (text, Role::Dim))),
                None => texts.push(("Steps are done one after the other.".to_owned(), Role::Dim)),
            }
        }
        Under::Choice(choice) => texts.push((about_choice(choice).to_owned(), Role::Dim)),
    }
    // What is wrong elsewhere comes before what the line under the cursor is about.
    if !texts.iter().any(|(_, role)| *role != Role::Dim) {
        let first = remarks.first().map(|(path, remark)| (told(builder, path, remark), role(remark)));
        texts.splice(0..0, first);
    }
    let room = usize::from(area.width).saturating_sub(2);
    let lines = texts
        .iter()
        .flat_map(|(text, role)| wrap(&harmless(text), room).into_iter().map(move |line| (line, *role)));
    for (n, (text, role)) in lines.enumerate().take(usize::from(area.height)) {
        let line = Rect { y: area.y + u16::try_from(n).unwrap_or(0), height: 1, ..area };
        put(frame.buffer_mut(), line, 1, &text, theme.style(role));
    }
}

fn role(remark: &Remark) -> Role {
    match remark {
        Remark::Wrong(_) => Role::Bad,
        Remark::Warning(_) => Role::Warning,
    }
}

fn told(builder: &Builder, path: &Path, remark: &Remark) -> String {
    match (remark, builder.draft.item(path)) {
        (Remark::Warning(text), Some(item)) => format!("{}: {text}", title(item)),
        _ => remark.text().to_owned(),
    }
}

fn about(item: &Item) -> Option<String> {
    if item.is_block() {
        return Some("a adds to it, space switches it off, J and K move it.".to_owned());
    }
    let entry = catalog::entry(item.code())?;
    let hint = if entry.is_bare() { String::new() } else { format!(" Takes {}.", entry.hint()) };
    Some(format!("{}{hint}", entry.doc))
}

fn about_choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Signed => "Private files are served with a signature only. Enter: another time.",
        Choice::Position => "Both are served alike; the signature differs.",
        Choice::Rules => "How the path is encoded: newer SDKs percent-encode it, the Python SDK 4 does not.",
    }
}

/// The whole transformation as text, over as many rows as it takes.
fn draw_raw(builder: &Builder, state: &State, area: Rect, frame: &mut Frame) {
    let Mode::Raw(field) = &builder.mode else { return };
    let theme = &state.theme;
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    put(frame.buffer_mut(), line(0), 1, "Transformation", heading_style(theme));
    let place = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..line(1) };
    field.draw(frame, place, theme.style(Role::Text).add_modifier(Modifier::UNDERLINED));
    // Below it the form that the text makes.
    for (n, own) in builder.lines().iter().enumerate() {
        let Ok(y) = u16::try_from(n + 3) else { return };
        if y >= area.height {
            return;
        }
        draw_line(builder, own, false, None, state, line(y), frame);
    }
}
