//! The duplicates, drawn: the threshold above, the groups, and the files of one of them.

mod files;
mod head;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::act::groups_of;
use super::layout::Places;
use super::{Dupes, Extent, Mode};
use crate::app::sheet::Scene;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, cut_middle, panel, put, scrollbar, width, wrap};
use crate::model::text::harmless;
use crate::ops::dupes::{Duplicates, Group};

/// Where the numbers of a group end: files, bits, bytes.
const ENDS: [u16; 3] = [7, 14, 24];

/// Draws the pane.
pub(super) fn draw(pane: &Dupes, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    panel(frame, area, &title(pane), theme);
    let places = pane.places(scene.state);
    let buf = frame.buffer_mut();
    let Some(found) = pane.groups() else {
        let room = places.slider.union(places.groups).union(places.files);
        return head::instead(pane, scene.state, room, buf);
    };
    head::slider(pane, found, theme, places.slider, buf);
    head::notes(pane, found, scene.state, places.notes, buf);
    match &pane.mode {
        Mode::Rules(chain) => {
            let room =
                if places.heads.is_empty() { places.groups } else { places.heads.union(places.groups) };
            head::rules(chain, theme, room, buf);
        }
        Mode::Groups | Mode::All(..) => {
            head::heads(found, pane, places.heads, theme, buf);
            draw_groups(pane, found, &places, theme, buf);
        }
    }
    if places.files.is_empty() {
        return;
    }
    draw_line_between(&places, theme, buf);
    files::draw(pane, scene, &places, buf);
}

fn title(pane: &Dupes) -> String {
    let Some(found) = pane.groups() else { return "Duplicates".to_owned() };
    let level = pane.place.level(found);
    if level.groups().is_empty() {
        return "Duplicates: none".to_owned();
    }
    let (groups, images) = (groups_of(level.groups().len()), super::facts::files(level.images()));
    format!("Duplicates: {groups}, {images}, {} to be won", bytes(level.bytes()))
}

/// The rule between groups and files.
fn draw_line_between(places: &Places, theme: &Theme, buf: &mut Buffer) {
    let style = ground(theme).patch(theme.style(Role::Line));
    let (groups, files) = (places.groups, places.files);
    if files.y == groups.y && files.x > groups.x {
        for y in files.y..files.bottom() {
            buf.set_string(files.x - 2, y, theme.glyphs.column, style);
        }
    }
}

fn ground(theme: &Theme) -> Style {
    theme.style(Role::Panel)
}

/// Writes a text that is broken at blanks.
fn paragraph(text: &str, role: Role, area: Rect, theme: &Theme, buf: &mut Buffer) -> u16 {
    let lines = wrap(&harmless(text), usize::from(area.width));
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    for (line, y) in lines.iter().zip(area.y..area.y + rows) {
        let text = cut(line, usize::from(area.width), theme.glyphs.more);
        put(buf, Rect { y, height: 1, ..area }, 0, &text, ground(theme).patch(theme.style(role)));
    }
    rows
}

fn draw_groups(pane: &Dupes, found: &Duplicates, places: &Places, theme: &Theme, buf: &mut Buffer) {
    let area = places.groups;
    let rows = pane.place.groups(found);
    if rows == 0 {
        let text = match pane.place.level < found.max() {
            true => "No two images are so close. ] looks at wider distances.",
            false => "No two images are close.",
        };
        paragraph(text, Role::Dim, area, theme, buf);
        return;
    }
    let window = pane.window(places);
    scrollbar(buf, area, window.start, rows, theme);
    for (at, y) in window.zip(area.y..area.bottom()) {
        let Some(group) = pane.place.group(at, found) else { break };
        let line = Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
        draw_group(pane, found, at, group, theme, line, buf);
    }
}

/// A group: whether it is accepted, how many files, how far apart, what is to be won, and what is kept.
fn draw_group(
    pane: &Dupes,
    found: &Duplicates,
    at: usize,
    group: &Group,
    theme: &Theme,
    line: Rect,
    buf: &mut Buffer,
) {
    let here = at == pane.place.group;
    let style = theme.style(if here { Role::Cursor } else { Role::Panel });
    buf.set_style(line, style);
    let members = pane.place.members(at, found);
    let (sign, role) = match pane.accepted.extent(members, found) {
        Extent::Whole => (theme.glyphs.good, Role::Good),
        Extent::Part => (theme.glyphs.some, Role::Warning),
        Extent::None => (" ", Role::Dim),
    };
    put(buf, line, 0, sign, style.patch(theme.style(role)));
    // What they are sorted by. What the rules win of it stands beside, with the files.
    let won = group.bytes;
    let mut column = 0;
    for (text, end, role) in [
        (count(group.len()), ENDS[0], Role::Text),
        (group.widest.to_string(), ENDS[1], Role::Dim),
        (bytes(won), ENDS[2], if won > 0 { Role::Text } else { Role::Dim }),
    ] {
        let start = u16::saturating_sub(end, u16::try_from(width(&text)).unwrap_or(0)).max(column + 1);
        column = put(buf, line, start, &text, style.patch(theme.style(role)));
    }
    if group.flat {
        column = put(buf, line, column + 1, "flat", style.patch(theme.style(Role::Warning)));
    }
    let kept = pane.decision_of(members).and_then(|decision| decision.kept());
    let name = kept.map(|kept| kept.details.file.name.clone());
    let name = match &name {
        Some(name) => harmless(name),
        None if members.len() > super::FEW => "many files".into(),
        None => theme.glyphs.more.into(),
    };
    let room = usize::from(line.width.saturating_sub(column + 2));
    let weight = if here { Modifier::BOLD } else { Modifier::empty() };
    put(buf, line, column + 2, &cut_middle(&name, room, theme.glyphs.more), style.add_modifier(weight));
}
