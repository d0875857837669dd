//! The picture and the facts, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Asked, Details};
use crate::app::State;
use crate::app::layout;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Pictures, bytes, count, cut, draw_picture, moment, put, scrollbar, width};
use crate::model::text::harmless;
use crate::model::{File, FileKind, Folder};

/// Draws the pane, whose title has been drawn.
pub fn draw(state: &State, pane: Rect, covered: bool, pictures: &dyn Pictures, buf: &mut Buffer) {
    let inside = layout::inside(pane);
    if let Some(file) = state.current_file() {
        draw_file(state, file, pane, covered, pictures, buf);
    } else if let Some(folder) = state.current_folder() {
        draw_lines(&folder_facts(state, folder), 0, inside, &state.theme, buf);
    }
}

fn draw_file(
    state: &State,
    file: &File,
    pane: Rect,
    covered: bool,
    pictures: &dyn Pictures,
    buf: &mut Buffer,
) {
    let theme = &state.theme;
    let inside = layout::inside(pane);
    let place = state.picture_place();
    let mut below = inside;
    if place.area() > 0 && !covered {
        let words = words(&state.details, file);
        draw_picture(pictures, state.details.wanted.as_ref(), place, &words, theme, buf);
    }
    if place.area() > 0 {
        let used = place.height + 1;
        below = Rect::new(inside.x, inside.y + used, inside.width, inside.height.saturating_sub(used));
    }
    let facts = file_facts(&state.details, file, theme);
    draw_lines(&facts, state.details.top, below, theme, buf);
}

/// What stands where the picture is not.
fn words(details: &Details, file: &File) -> String {
    match (&details.picture, file.kind) {
        (_, FileKind::Video) => "a video has no picture here".to_owned(),
        (_, FileKind::Other) => "no picture".to_owned(),
        (Asked::Failed(report), _) => harmless(&report.why).into_owned(),
        _ => String::new(),
    }
}

/// A line of facts: a name and a value, or a heading where the name is empty.
struct Fact {
    name: String,
    value: String,
    role: Role,
}

fn fact(name: &str, value: impl Into<String>) -> Fact {
    Fact { name: name.to_owned(), value: value.into(), role: Role::Text }
}

fn heading(text: &str) -> Fact {
    Fact { name: String::new(), value: text.to_owned(), role: Role::Dim }
}

fn folder_facts(state: &State, folder: &Folder) -> Vec<Fact> {
    let mut facts = vec![
        fact("folder", folder.path.name()),
        fact("path", folder.path.as_str()),
        fact("created", moment(folder.created)),
        fact("changed", moment(folder.updated)),
    ];
    if let Some(children) = state.browse.family.get(&folder.path) {
        facts.push(fact("folders", count(children.folders().len())));
    }
    facts
}

fn file_facts(details: &Details, file: &File, theme: &Theme) -> Vec<Fact> {
    let mut facts = vec![fact("name", &*file.name)];
    if file.width > 0 {
        facts.push(fact("pixels", format!("{} {} {}", file.width, theme.glyphs.times, file.height)));
    }
    facts.push(fact(
        "size",
        format!("{} ({} bytes)", bytes(file.size), count(usize::try_from(file.size).unwrap_or(usize::MAX))),
    ));
    let known = details.known();
    facts.extend(known.and_then(|d| d.mime.as_deref()).map(|mime| fact("type", mime)));
    if !file.tags.is_empty() {
        facts.push(Fact { role: Role::Tag, ..fact("tags", file.tags.join("  ")) });
    }
    if !file.ai_tags.is_empty() {
        let tags: Vec<_> = file.ai_tags.iter().map(|t| format!("{} {:.0}%", t.name, t.confidence)).collect();
        facts.push(fact("AI tags", tags.join("  ")));
    }
    let access = match (file.private, file.published) {
        (true, true) => "private: needs a signed URL",
        (true, false) => "private, and not published",
        (false, false) => "not published",
        (false, true) => "public",
    };
    facts.push(fact("access", access));
    facts.push(fact("created", moment(file.created)));
    facts.push(fact("changed", moment(file.updated)));
    facts.extend(known.map(|d| fact("version", &*d.version)));
    facts.push(fact("folder", file.folder.as_str()));
    facts.push(fact("id", file.id.to_string()));
    match &details.details {
        Asked::Here(more) => facts.extend(more_facts(more)),
        Asked::Failed(report) => {
            facts
                .push(Fact { role: Role::Bad, ..fact("details", format!("{} {}", report.why, report.next)) });
        }
        _ => {}
    }
    facts
}

fn more_facts(details: &crate::model::Details) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(details.custom_coordinates.as_deref().map(|area| fact("focus", area)));
    facts.extend(details.has_alpha.map(|alpha| fact("alpha", if alpha { "yes" } else { "no" })));
    facts.push(fact("url", &*details.url));
    for (title, pairs) in [("custom metadata", &details.custom), ("embedded metadata", &details.embedded)] {
        if !pairs.is_empty() {
            facts.push(heading(""));
            facts.push(heading(title));
            facts.extend(pairs.iter().map(|(name, value)| fact(name, &**value)));
        }
    }
    facts
}

fn draw_lines(facts: &[Fact], top: usize, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let names = facts.iter().map(|f| width(&f.name)).max().unwrap_or(0).min(usize::from(area.width) / 3);
    let height = usize::from(area.height);
    let top = top.min(facts.len().saturating_sub(height));
    for (n, fact) in facts.iter().skip(top).take(height).enumerate() {
        let y = area.y + u16::try_from(n).unwrap_or(0);
        draw_fact(fact, names, Rect::new(area.x, y, area.width, 1), theme, buf);
    }
    scrollbar(buf, area, top, facts.len(), theme);
}

fn draw_fact(fact: &Fact, names: usize, line: Rect, theme: &Theme, buf: &mut Buffer) {
    let more = theme.glyphs.more;
    let value = harmless(&fact.value);
    if fact.name.is_empty() {
        let style = theme.style(Role::Dim).add_modifier(Modifier::BOLD);
        put(buf, line, 1, &cut(&value, usize::from(line.width).saturating_sub(2), more), style);
        return;
    }
    let name = harmless(&fact.name);
    put(buf, line, 1, &cut(&name, names, more), theme.style(Role::Dim));
    let column = u16::try_from(names + 3).unwrap_or(0);
    let room = usize::from(line.width.saturating_sub(column + 1));
    put(buf, line, column, &cut(&value, room, more), theme.style(fact.role));
}
