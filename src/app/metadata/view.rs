//! Metadata, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::facts::Fact;
use super::{MetadataPane, Mode};
use crate::app::sheet::{Asked, Scene};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, panel, put, scrollbar, width, wrap};
use crate::model::text::harmless;

/// Draws the pane.
pub(super) fn draw(pane: &MetadataPane, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    let ground = theme.style(Role::Panel);
    let shown = pane.shown();
    let fields = shown.iter().filter(|fact| !fact.is_heading()).count();
    let title = match (pane.about.is_empty(), fields) {
        (true, _) => "Metadata of a URL".to_owned(),
        (false, 0) => format!("Metadata of {}", harmless(&pane.about)),
        (false, n) => format!("Metadata of {}: {} fields", harmless(&pane.about), count(n)),
    };
    let inside = panel(frame, area, &title, theme);
    draw_line(pane, theme, inside, frame);
    let list = below_line(pane, inside);
    let (words, role) = words(pane, shown.is_empty());
    for (n, line) in (0..).zip(wrap(&words, usize::from(list.width))) {
        let row = Rect::new(list.x, list.y + n, list.width, 1).intersection(list);
        put(frame.buffer_mut(), row, 0, &line, ground.patch(theme.style(role)));
    }
    draw_facts(pane, &shown, theme, self::list(pane, inside), frame);
}

/// Where the facts stand.
pub(super) fn list(pane: &MetadataPane, inside: Rect) -> Rect {
    let empty = pane.shown().is_empty();
    let has_words = !empty && !words(pane, empty).0.is_empty();
    below(below_line(pane, inside), has_words)
}

/// What is left where something stands in the first line.
fn below(area: Rect, used: bool) -> Rect {
    let used = u16::from(used).min(area.height);
    Rect { y: area.y + used, height: area.height - used, ..area }
}

fn below_line(pane: &MetadataPane, inside: Rect) -> Rect {
    below(inside, pane.mode != Mode::List || !pane.find.text().is_empty())
}

/// The line that is typed in. How many rows it takes.
fn draw_line(pane: &MetadataPane, theme: &Theme, inside: Rect, frame: &mut Frame) {
    let ground = theme.style(Role::Panel);
    let (label, field) = match &pane.mode {
        Mode::Url(field) => ("URL ", field),
        _ if pane.mode == Mode::Find || !pane.find.text().is_empty() => ("/ ", &pane.find),
        _ => return,
    };
    let line = Rect { height: inside.height.min(1), ..inside };
    let at = put(frame.buffer_mut(), line, 0, label, ground.patch(theme.style(Role::KeyCap)));
    let place = Rect { x: line.x + at, width: line.width.saturating_sub(at), ..line };
    if pane.mode == Mode::List {
        let text = harmless(pane.find.text());
        put(frame.buffer_mut(), place, 0, &text, ground.patch(theme.style(Role::Match)));
    } else {
        field.draw(frame, place, ground.patch(theme.style(Role::Text)));
    }
}

/// What stands where there is nothing, or not all.
fn words(pane: &MetadataPane, empty: bool) -> (String, Role) {
    match &pane.metadata {
        Asked::Failed(report) => {
            (harmless(&format!("{}: {} {}", report.what, report.why, report.next)).into_owned(), Role::Bad)
        }
        Asked::Yes(_) => ("asking for the metadata".to_owned(), Role::Dim),
        Asked::No => ("Type or paste a URL that this library answers.".to_owned(), Role::Dim),
        Asked::Here(_) if empty && !pane.find.text().is_empty() => {
            ("Nothing like this.".to_owned(), Role::Dim)
        }
        Asked::Here(_) if empty => ("The file says nothing of itself.".to_owned(), Role::Dim),
        Asked::Here(_) => (String::new(), Role::Dim),
    }
}

fn draw_facts(pane: &MetadataPane, shown: &[&Fact], theme: &Theme, area: Rect, frame: &mut Frame) {
    let buf = frame.buffer_mut();
    let names =
        shown.iter().filter(|fact| !fact.is_heading()).map(|fact| width(&fact.name)).max().unwrap_or(0);
    let names = names.min(usize::from(area.width) / 3).max(8);
    let window = pane.cursor.window(shown.len(), usize::from(area.height));
    let first = window.start;
    for (n, at) in (0..).zip(window) {
        let Some(fact) = shown.get(at) else { break };
        let line = Rect::new(area.x, area.y + n, area.width, 1).intersection(area);
        let ground = theme.style(if at == pane.cursor.at() { Role::Cursor } else { Role::Panel });
        let name = harmless(&fact.name);
        if fact.is_heading() {
            let style =
                theme.style(Role::Panel).patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD);
            put(buf, line, 0, &name, style);
            continue;
        }
        buf.set_style(line, ground);
        put(buf, line, 2, &cut(&name, names, theme.glyphs.more), ground.patch(theme.style(Role::Dim)));
        let column = u16::try_from(names + 4).unwrap_or(0);
        let value = harmless(&fact.value);
        let room = usize::from(line.width.saturating_sub(column + 1));
        put(buf, line, column, &cut(&value, room, theme.glyphs.more), ground);
    }
    scrollbar(buf, area, first, shown.len(), theme);
}
