//! The prompt, drawn over the lower part of the panes.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Row, SearchPrompt};
use crate::app::layout;
use crate::app::sheet::Scene;
use crate::app::state::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, first_row, panel, put, scrollbar, width, wrap};
use crate::model::text::harmless;
use crate::query::{self, TokenKind};

/// Lines of the prompt, its frame included, where there is room.
const LINES: u16 = 13;
/// Lines above the rows: the text, what is said of it in two lines, and an empty one.
const HEAD: u16 = 4;

/// The lower part of the panes, so that the list stays in sight.
pub(super) fn area(state: &State) -> Rect {
    let body = layout::areas(state.size, state.focus, state.browse.list.board).body;
    let height = LINES.min(body.height);
    Rect { y: body.bottom() - height, height, ..body }
}

pub(super) fn draw(prompt: &SearchPrompt, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    let inside = panel(frame, area, "Search", theme);
    if inside.height == 0 || inside.width < 4 {
        return;
    }
    let line =
        |n: u16| Rect { y: inside.y + n.min(inside.height), height: u16::from(n < inside.height), ..inside };
    draw_text(prompt, frame, line(0), theme);
    let buf = frame.buffer_mut();
    draw_meaning(prompt, line(1), line(2), theme, buf);
    if inside.height > HEAD {
        let rows = Rect { y: inside.y + HEAD, height: inside.height - HEAD, ..inside };
        draw_rows(prompt, scene.state, rows, buf);
    }
}

/// The sign before the text, and the text itself.
fn draw_text(prompt: &SearchPrompt, frame: &mut Frame, line: Rect, theme: &Theme) {
    let ground = theme.style(Role::Panel);
    if let Some(name) = &prompt.naming {
        let at = put(frame.buffer_mut(), line, 0, "Keep it as @", ground.patch(theme.style(Role::Accent)));
        let rest = Rect { x: line.x + at, width: line.width - at, ..line };
        return name.draw(frame, rest, ground);
    }
    put(
        frame.buffer_mut(),
        line,
        0,
        "/",
        ground.patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD),
    );
    let rest = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
    let styles = styles(prompt, theme);
    prompt.field.draw_styled(frame, rest, ground, &styles);
}

/// The styles of the pieces of the text, by bytes.
fn styles(prompt: &SearchPrompt, theme: &Theme) -> Vec<(std::ops::Range<usize>, Style)> {
    let text = prompt.field.text();
    if text.starts_with('@') {
        return vec![(0..text.len(), theme.style(Role::Match))];
    }
    let pieces = query::pieces(text, &prompt.terms.vocabulary);
    pieces.into_iter().map(|(span, kind)| (span, theme.style(role(kind)))).collect()
}

fn role(kind: TokenKind) -> Role {
    match kind {
        TokenKind::Field => Role::Folder,
        TokenKind::Operator | TokenKind::Bracket => Role::Dim,
        TokenKind::Text => Role::Tag,
        TokenKind::Literal => Role::Good,
        TokenKind::Joint => Role::Accent,
        TokenKind::Wrong => Role::Bad,
    }
}

/// What the text becomes, or what is wrong with it, with a sign under its column.
fn draw_meaning(prompt: &SearchPrompt, first: Rect, second: Rect, theme: &Theme, buf: &mut Buffer) {
    let dim = theme.style(Role::Panel).patch(theme.style(Role::Dim));
    let room = usize::from(first.width).saturating_sub(2);
    let more = theme.glyphs.more;
    match &prompt.compiled {
        _ if prompt.waits => {
            put(buf, first, 2, "waiting for the custom metadata fields", dim);
        }
        None => {
            let help = if prompt.field.text().starts_with('@') {
                "@name is a search that was kept by name"
            } else {
                "words of names, short forms such as tag:red is:private >2mb, or the search language"
            };
            put(buf, first, 2, &cut(help, room, more), dim);
        }
        Some(Ok(compiled)) => {
            let arrow = theme.glyphs.arrow;
            let sent = format!("{arrow} {}", harmless(&compiled.query));
            let lines = wrap(&sent, room);
            put(buf, first, 2, lines.first().map(String::as_str).unwrap_or_default(), dim);
            if let Some(here) = &compiled.here {
                let here = here.to_string();
                let here = format!("filtered here: {}", harmless(&here));
                let style = theme.style(Role::Panel).patch(theme.style(Role::Warning));
                put(buf, second, 2, &cut(&here, room, more), style);
            } else {
                let rest = lines.get(1..).unwrap_or_default().join(" ");
                put(buf, second, 2, &cut(&rest, room, more), dim);
            }
        }
        Some(Err(error)) => {
            // What is only unfinished isn't wrong yet.
            let unfinished = error.span.start >= prompt.field.text().trim_end().len();
            let role = if unfinished { Role::Dim } else { Role::Bad };
            let style = theme.style(Role::Panel).patch(theme.style(role));
            let before = prompt.field.text().get(..error.span.start).unwrap_or_default();
            let column = prompt.field.column_of(before, room);
            if let Some(column) = column.and_then(|column| u16::try_from(column).ok()) {
                put(buf, first, 2 + column, "^", style);
            }
            let text = format!("{}. {}", error.message, error.hint);
            let text = harmless(&text);
            let lines = wrap(&text, room);
            let shown = lines.first().map(String::as_str).unwrap_or_default();
            put(buf, second, 2, &cut(if lines.len() > 1 { &text } else { shown }, room, more), style);
        }
    }
}

/// What may come next, or the searches that are kept.
fn draw_rows(prompt: &SearchPrompt, state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let height = usize::from(area.height);
    if prompt.rows.is_empty() && prompt.field.text().trim().is_empty() {
        let dim = theme.style(Role::Panel).patch(theme.style(Role::Dim));
        put(buf, area, 2, "no search is kept yet: Ctrl-S keeps one by a name", dim);
        return;
    }
    let first = first_row(prompt.chosen.unwrap_or(0), prompt.rows.len(), height);
    for (n, row) in prompt.rows.iter().enumerate().skip(first).take(height) {
        let offset = u16::try_from(n - first).unwrap_or(0);
        let line = Rect { y: area.y + offset, height: 1, ..area };
        let mut ground = theme.style(Role::Panel);
        if prompt.chosen == Some(n) {
            ground = theme.style(Role::Cursor);
            buf.set_style(line, ground);
        }
        draw_row(row, state, line, ground, buf);
    }
    scrollbar(buf, area, first, prompt.rows.len(), theme);
}

fn draw_row(row: &Row, state: &State, line: Rect, ground: Style, buf: &mut Buffer) {
    let theme = &state.theme;
    let more = theme.glyphs.more;
    let room = usize::from(line.width).saturating_sub(3);
    let dim = ground.patch(theme.style(Role::Dim));
    let (text, note, role) = match row {
        Row::Next(next) => {
            let uses = next.tag.as_deref().and_then(|tag| state.browse.tags.get(tag));
            let note = uses.map_or_else(|| next.note.clone(), |uses| format!("{} files here", count(*uses)));
            (next.text.clone(), note, if next.tag.is_some() { Role::Tag } else { Role::Text })
        }
        Row::Kept(name, text) => (format!("@{name}"), text.clone(), Role::Match),
        Row::Past(text) => (text.clone(), "searched before".to_owned(), Role::Text),
    };
    let text = harmless(&text);
    let wide = room.saturating_sub(width(&note) + 2).max(room / 2);
    let end = put(buf, line, 2, &cut(&text, wide, more), ground.patch(theme.style(role)));
    let at = end.max(24) + 2;
    let note = harmless(&note);
    put(buf, line, at, &cut(&note, usize::from(line.width.saturating_sub(at + 1)), more), dim);
}
