//! The picture and the facts, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::Details;
use super::edit::editor;
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::layout;
use crate::app::state::{Pane, State};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{
    Pictures, bytes, count, cut, draw_picture, first_row, moment, put, scrollbar, width,
};
use crate::model::text::harmless;
use crate::model::{File, FileKind, Folder};

/// Draws the pane, whose title has been drawn.
pub fn draw(state: &State, pane: Rect, covered: bool, pictures: &dyn Pictures, buf: &mut Buffer) {
    let inside = layout::inside(pane);
    if let Some(file) = state.current_file() {
        draw_file(state, file, pane, covered, pictures, buf);
    } else if let Some(folder) = state.current_folder() {
        draw_lines(&folder_facts(state, folder), None, inside, &state.theme, buf);
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
        let wanted = state.details.wanted.as_ref().filter(|key| pictures.size(key).is_some());
        draw_picture(pictures, wanted.or(state.details.plain.as_ref()), place, &words, theme, buf);
    }
    if place.area() > 0 {
        let used = place.height + 1;
        below = Rect::new(inside.x, inside.y + used, inside.width, inside.height.saturating_sub(used));
    }
    let facts = file_facts(&state.details, file, theme);
    let cursor = (state.focus == Pane::Details).then_some(state.details.cursor);
    draw_lines(&facts, cursor, below, theme, buf);
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
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
    role: Role,
    /// What is copied, where that is not the value as it is shown.
    pub(super) raw: Option<String>,
    /// What it is changed with.
    pub(super) edit: Option<Action>,
}

/// The facts of the file under the cursor.
pub(super) fn current_facts(state: &State) -> Vec<Fact> {
    match (state.current_file(), state.current_folder()) {
        (Some(file), _) => file_facts(&state.details, file, &state.theme),
        (None, Some(folder)) => folder_facts(state, folder),
        (None, None) => Vec::new(),
    }
}

fn fact(name: &str, value: impl Into<String>) -> Fact {
    Fact { name: name.to_owned(), value: value.into(), role: Role::Text, raw: None, edit: editor(name) }
}

fn heading(text: &str) -> Fact {
    Fact { name: String::new(), value: text.to_owned(), role: Role::Dim, raw: None, edit: None }
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
    let size =
        format!("{} ({} bytes)", bytes(file.size), count(usize::try_from(file.size).unwrap_or(usize::MAX)));
    facts.push(Fact { raw: Some(file.size.to_string()), ..fact("size", size) });
    let known = details.known();
    facts.extend(known.and_then(|d| d.mime.as_deref()).map(|mime| fact("type", mime)));
    if !file.tags.is_empty() {
        let raw = Some(file.tags.join(", "));
        facts.push(Fact { role: Role::Tag, raw, ..fact("tags", file.tags.join("  ")) });
    }
    if !file.ai_tags.is_empty() {
        for (n, tag) in file.ai_tags.iter().enumerate() {
            let source = tag.source.strip_suffix("-auto-tagging").unwrap_or(&tag.source);
            let value = format!("{}  {:.0}%  {source}", tag.name, tag.confidence);
            let name = if n == 0 { "AI tags" } else { "AI tag" };
            facts.push(Fact { role: Role::Tag, raw: Some(tag.name.to_string()), ..fact(name, value) });
        }
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
    if let Asked::Failed(report) = &details.details {
        facts.push(Fact { role: Role::Bad, ..fact("details", format!("{} {}", report.why, report.next)) });
    }
    facts.extend(known.into_iter().flat_map(more_facts));
    facts
}

fn more_facts(details: &crate::model::Details) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.push(or_none("focus", details.custom_coordinates.as_deref()));
    facts.push(or_none("description", details.description.as_deref()));
    facts.extend(details.has_alpha.map(|alpha| fact("alpha", if alpha { "yes" } else { "no" })));
    if let Some(film) = &details.film {
        facts.extend(film.duration.map(|seconds| fact("duration", format!("{seconds:.1} s"))));
        facts.extend(film.bit_rate.map(|rate| fact("bit rate", format!("{} bit/s", rate))));
        facts.extend(film.video_codec.as_deref().map(|codec| fact("video", codec)));
        facts.extend(film.audio_codec.as_deref().map(|codec| fact("audio", codec)));
    }
    facts.push(fact("url", &*details.url));
    facts.extend(details.version_id.as_ref().map(|id| fact("version id", id.to_string())));
    let groups = [
        ("custom metadata", &details.custom, Action::Values),
        ("embedded metadata", &details.embedded, Action::Metadata),
        ("extensions", &details.extensions, Action::Metadata),
    ];
    for (title, pairs, edit) in groups {
        if !pairs.is_empty() {
            facts.push(heading(""));
            facts.push(heading(title));
            facts.extend(pairs.iter().map(|(name, value)| Fact { edit: Some(edit), ..fact(name, &**value) }));
        }
    }
    facts
}

/// A field that can be given a value where it has none.
fn or_none(name: &str, value: Option<&str>) -> Fact {
    let value = value.filter(|value| !value.is_empty());
    let role = if value.is_some() { Role::Text } else { Role::Dim };
    Fact { role, raw: Some(value.unwrap_or_default().to_owned()), ..fact(name, value.unwrap_or("none")) }
}

fn draw_lines(facts: &[Fact], cursor: Option<usize>, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let names = facts.iter().map(|f| width(&f.name)).max().unwrap_or(0).min(usize::from(area.width) / 3);
    let height = usize::from(area.height);
    let cursor = cursor.map(|at| at.min(facts.len().saturating_sub(1)));
    let top = first_row(cursor.unwrap_or(0), facts.len(), height);
    for (n, fact) in facts.iter().skip(top).take(height).enumerate() {
        let y = area.y + u16::try_from(n).unwrap_or(0);
        let line = Rect::new(area.x, y, area.width, 1);
        let here = cursor == Some(top + n) && !fact.name.is_empty();
        let ground = if here { theme.style(Role::Cursor) } else { Style::default() };
        buf.set_style(line, ground);
        draw_fact(fact, names, line, ground, theme, buf);
    }
    scrollbar(buf, area, top, facts.len(), theme);
}

fn draw_fact(fact: &Fact, names: usize, line: Rect, ground: Style, theme: &Theme, buf: &mut Buffer) {
    let more = theme.glyphs.more;
    let value = harmless(&fact.value);
    if fact.name.is_empty() {
        let style = theme.style(Role::Dim).add_modifier(Modifier::BOLD);
        put(buf, line, 1, &cut(&value, usize::from(line.width).saturating_sub(2), more), style);
        return;
    }
    let name = harmless(&fact.name);
    put(buf, line, 1, &cut(&name, names, more), ground.patch(theme.style(Role::Dim)));
    let column = u16::try_from(names + 3).unwrap_or(0);
    let room = usize::from(line.width.saturating_sub(column + 1));
    put(buf, line, column, &cut(&value, room, more), ground.patch(theme.style(fact.role)));
}
