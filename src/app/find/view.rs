//! The pane, drawn: the text, what was found, and beside it facets and the picture.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::facets::Line;
use super::{FindPane, MOST, is_copied, rows};
use crate::app::catalogue::Work;
use crate::app::sheet::Scene;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, inside, panel, put, scrollbar, width};
use crate::app::{Connection, State};
use crate::model::text::harmless;
use crate::query::{self, TokenKind, Vocabulary};

/// Columns of the pane from which on there are facets, and columns of these.
const FACETS_FROM: u16 = 72;
const FACETS: u16 = 26;
/// Columns and lines from which on there is a picture, and lines of it.
const PICTURE_FROM: (u16, u16) = (96, 24);
const PICTURE: u16 = 12;
/// Lines above what was found.
const HEAD: u16 = 2;

/// Whether facets are shown in an area of the pane.
pub(super) fn has_facets(area: Rect) -> bool {
    inside(area).width >= FACETS_FROM
}

/// Where what was found stands.
pub(super) fn list(inside: Rect) -> Rect {
    let width = if inside.width >= FACETS_FROM { inside.width - FACETS - 1 } else { inside.width };
    let head = HEAD.min(inside.height);
    Rect { y: inside.y + head, height: inside.height - head, width, ..inside }
}

/// Where facets and picture stand.
fn side(inside: Rect) -> Rect {
    let list = list(inside);
    let width = if inside.width >= FACETS_FROM { FACETS } else { 0 };
    Rect { x: inside.right() - width, width, ..list }
}

/// Where the picture of the file under the cursor stands.
pub(super) fn picture(inside: Rect) -> Rect {
    let side = side(inside);
    if inside.width < PICTURE_FROM.0 || inside.height < PICTURE_FROM.1 {
        return Rect { height: 0, ..side };
    }
    Rect { y: side.bottom() - PICTURE, height: PICTURE, ..side }
}

pub(super) fn draw(pane: &FindPane, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let state = scene.state;
    let theme = &state.theme;
    let inside = panel(frame, area, "Find", theme);
    if inside.height == 0 || inside.width < 4 {
        return;
    }
    draw_text(pane, frame, Rect { height: 1, ..inside }, theme);
    let buf = frame.buffer_mut();
    if inside.height > 1 {
        draw_sum(pane, state, Rect { y: inside.y + 1, height: 1, ..inside }, buf);
    }
    draw_hits(pane, state, list(inside), buf);
    let (side, picture) = (side(inside), picture(inside));
    let facets = Rect { height: side.height - picture.height, ..side };
    draw_facets(pane, facets, theme, buf);
    pane.picture.draw(scene, picture, buf);
}

fn draw_text(pane: &FindPane, frame: &mut Frame, line: Rect, theme: &Theme) {
    let ground = theme.style(Role::Panel);
    let sign = if pane.fuzzy { "~" } else { "/" };
    let accent = ground.patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD);
    put(frame.buffer_mut(), line, 0, sign, accent);
    let rest = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
    let vocabulary = Vocabulary {
        custom: pane.finds.as_ref().map(|finds| finds.custom.clone()).unwrap_or_default(),
        ..Vocabulary::default()
    };
    let role = |kind: TokenKind| match kind {
        TokenKind::Field => Role::Folder,
        TokenKind::Operator | TokenKind::Bracket => Role::Dim,
        TokenKind::Literal => Role::Good,
        TokenKind::Joint => Role::Accent,
        TokenKind::Text | TokenKind::Wrong => Role::Text,
    };
    let pieces = query::pieces(pane.field.text(), &vocabulary);
    let styles: Vec<_> = pieces.into_iter().map(|(span, kind)| (span, theme.style(role(kind)))).collect();
    if pane.in_facets {
        put(frame.buffer_mut(), rest, 0, pane.field.text(), ground);
    } else {
        pane.field.draw_styled(frame, rest, ground, &styles);
    }
    if pane.field.text().is_empty() {
        let text = "words of names, paths, tags and values; tag:red, >2mb, is:private …";
        let text = cut(text, usize::from(rest.width.saturating_sub(2)), theme.glyphs.more);
        put(frame.buffer_mut(), rest, 2, &text, ground.patch(theme.style(Role::Dim)));
    }
}

/// How many were found and how fast, or what is wrong.
fn draw_sum(pane: &FindPane, state: &State, line: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let (text, role) = sum(pane, state);
    let text = harmless(&text);
    let room = usize::from(line.width.saturating_sub(2));
    let style = theme.style(Role::Panel).patch(theme.style(role));
    put(buf, line, 2, &cut(&text, room, theme.glyphs.more), style);
}

fn sum(pane: &FindPane, state: &State) -> (String, Role) {
    if !is_copied(state) {
        return match &state.catalogue.work {
            Work::Failed(report) => (format!("{}: {}", report.what, report.why), Role::Bad),
            _ if matches!(state.connection, Connection::Opening) => {
                ("opening the library".to_owned(), Role::Dim)
            }
            _ => ("the library is not copied to this machine yet: Enter copies it".to_owned(), Role::Warning),
        };
    }
    if let Some(error) = &pane.error {
        // What is only unfinished isn't wrong yet.
        let unfinished = error.span.start >= pane.field.text().trim_end().len();
        let text = format!("column {}: {}. {}", error.column, error.message, error.hint);
        return (text, if unfinished { Role::Dim } else { Role::Bad });
    }
    if let Some(report) = &pane.report {
        return (format!("{}: {}", report.what, report.why), Role::Bad);
    }
    let Some(finds) = &pane.finds else { return ("reading the copy of the library".to_owned(), Role::Dim) };
    let dot = theme_dot(state);
    let first = if finds.complete { "" } else { "the first " };
    let wait = if pane.all.is_some() { format!(" {dot} listing all") } else { String::new() };
    let ms = match finds.micros {
        0..1000 => "1 ms".to_owned(),
        micros => format!("{} ms", micros / 1000),
    };
    let (total, of) = (count(finds.total), count(finds.of));
    let best = if finds.total > MOST { format!(", the best {MOST} shown") } else { String::new() };
    (format!("{total} of {first}{of} files{best} {dot} {ms}{wait}"), Role::Dim)
}

fn theme_dot(state: &State) -> &'static str {
    state.theme.glyphs.dot
}

fn draw_hits(pane: &FindPane, state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let hits = pane.hits();
    if hits.is_empty() {
        let looked = is_copied(state) && pane.finds.is_some() && pane.asked.is_none();
        let words = match (looked && pane.error.is_none(), pane.fuzzy, pane.field.text().trim()) {
            (false, ..) => "",
            (true, _, "") => "There are no files in this library.",
            (true, false, _) => "No file has all of these. Ctrl-T looks for what is like them.",
            (true, true, _) => "No file is like these.",
        };
        let words = cut(words, usize::from(area.width.saturating_sub(2)), theme.glyphs.more);
        put(buf, area, 2, &words, theme.style(Role::Panel).patch(theme.style(Role::Dim)));
        return;
    }
    let window = pane.cursor.window(hits.len(), usize::from(area.height));
    let first = window.start;
    for (y, at) in (area.y..area.bottom()).zip(window) {
        let Some(hit) = hits.get(at) else { break };
        let at_cursor = at == pane.cursor.at() && !pane.in_facets;
        let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
        rows::draw(hit, Rect { y, height: 1, ..area }, ground, theme, buf);
    }
    scrollbar(buf, area, first, hits.len(), theme);
}

fn draw_facets(pane: &FindPane, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let lines = pane.facets.lines();
    if area.is_empty() || lines.is_empty() {
        return;
    }
    let window = pane.facets.cursor().window(lines.len(), usize::from(area.height));
    let first = window.start;
    for (y, at) in (area.y..area.bottom()).zip(window) {
        let line = Rect { y, height: 1, ..area };
        match lines.get(at) {
            Some(Line::Head(name)) => {
                let style = theme.style(Role::Panel).patch(theme.style(Role::Accent));
                let name = harmless(name);
                put(buf, line, 0, &cut(&name, usize::from(line.width), theme.glyphs.more), style);
            }
            Some(Line::Value(facet)) => {
                let at_cursor = pane.in_facets && at == pane.facets.cursor().at();
                let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
                buf.set_style(line, ground);
                let files = count(facet.files);
                let used = u16::try_from(width(&files)).unwrap_or(0);
                let column = line.width.saturating_sub(used + 1);
                put(buf, line, column, &files, ground.patch(theme.style(Role::Dim)));
                let (label, room) = (harmless(&facet.label), usize::from(column.saturating_sub(2)));
                let style = ground.patch(theme.style(Role::Text));
                put(buf, line, 1, &cut(&label, room, theme.glyphs.more), style);
                if pane.is_narrowed(&facet.text) {
                    put(buf, line, 0, theme.glyphs.good, ground.patch(theme.style(Role::Good)));
                }
            }
            None => break,
        }
    }
    scrollbar(buf, area, first, lines.len(), theme);
}
