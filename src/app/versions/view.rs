//! The versions, drawn: the list above, and below what is known of the one under the cursor.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::compare::{differences, facts, growth, likeness};
use super::{Mode, Versions, Way};
use crate::app::sheet::{Asked, Scene};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, duration, moment, panel, put, scrollbar, width, wrap};
use crate::model::Details;
use crate::model::text::harmless;
use crate::ops::build_versions::{MANY_VERSIONS, MOST_VERSIONS};

/// What is inside of the frame.
pub(super) fn inside(area: Rect) -> Rect {
    Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(2))
}

/// Rows of the list.
pub(super) fn list_rows(inside: Rect, versions: usize) -> usize {
    versions.clamp(1, usize::from(inside.height / 3).max(3))
}

/// Where the versions stand.
pub(super) fn list(inside: Rect, versions: usize) -> Rect {
    let height = u16::try_from(list_rows(inside, versions)).unwrap_or(u16::MAX);
    Rect { y: inside.y + 1, height, ..inside }.intersection(inside)
}

/// The room below the list.
fn below(inside: Rect, versions: usize) -> Rect {
    let used = u16::try_from(list_rows(inside, versions) + 2).unwrap_or(u16::MAX).min(inside.height);
    Rect::new(inside.x, inside.y + used, inside.width, inside.height - used)
}

/// Where the two pictures stand; the second has no room where one is shown alone.
pub(super) fn pictures(inside: Rect, versions: usize, way: Way) -> (Rect, Rect) {
    let below = below(inside, versions);
    let wide = if way == Way::Beside { below.width * 3 / 5 } else { below.width * 2 / 5 };
    let room = Rect::new(below.right() - wide, below.y + 1, wide, below.height.saturating_sub(1));
    if way != Way::Beside {
        return (room, Rect::default());
    }
    let half = room.width.saturating_sub(1) / 2;
    (Rect { width: half, ..room }, Rect { x: room.x + half + 1, width: half, ..room })
}

/// Draws the pane.
pub(super) fn draw(pane: &Versions, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    let name = harmless(&pane.file.name);
    let title = match pane.list().len() {
        0 => format!("Versions of {name}"),
        1 => format!("1 version of {name}"),
        n => format!("{} versions of {name}", count(n)),
    };
    let inside = panel(frame, area, &title, theme);
    let ground = theme.style(Role::Panel);
    let foot = question(pane, scene, inside, frame);
    let inside = Rect { height: inside.height - foot, ..inside };
    let buf = frame.buffer_mut();
    match &pane.versions {
        Asked::Here(versions) => {
            draw_list(pane, versions, scene, inside, buf);
            draw_below(pane, scene, inside, buf);
        }
        Asked::Failed(report) => {
            let text = format!("{}: {} {}", report.what, report.why, report.next);
            draw_text(&text, inside, ground.patch(theme.style(Role::Bad)), buf);
        }
        _ => {
            put(buf, inside, 0, "asking for the versions", ground.patch(theme.style(Role::Dim)));
        }
    }
}

fn draw_text(text: &str, area: Rect, style: Style, buf: &mut Buffer) {
    for (n, line) in wrap(&harmless(text), usize::from(area.width)).iter().enumerate() {
        let Some(row) = row(area, n) else { break };
        put(buf, row, 0, line, style);
    }
}

fn row(area: Rect, n: usize) -> Option<Rect> {
    let n = u16::try_from(n).ok().filter(|n| *n < area.height)?;
    Some(Rect::new(area.x, area.y + n, area.width, 1))
}

/// Draws what is asked at the foot. How many rows it takes.
fn question(pane: &Versions, scene: &Scene<'_>, inside: Rect, frame: &mut Frame) -> u16 {
    let theme = &scene.state.theme;
    let ground = theme.style(Role::Panel);
    let rows = 2.min(inside.height);
    let line = |n: u16| Rect::new(inside.x, inside.bottom() - rows + n, inside.width, 1).intersection(inside);
    match &pane.mode {
        Mode::List => 0,
        Mode::Restore { purge } => {
            let version =
                pane.this().map(|version| harmless(&version.version).into_owned()).unwrap_or_default();
            let text = format!("Make {version} the current one? Enter does it, Esc doesn't.");
            put(frame.buffer_mut(), line(0), 0, &text, ground.patch(theme.style(Role::Warning)));
            let text = match purge {
                true => "The URL is purged afterwards (counts towards the quota). Tab: don't.",
                false => "Caches keep the picture of now until they expire. Tab: purge the URL too.",
            };
            put(frame.buffer_mut(), line(1), 0, text, ground.patch(theme.style(Role::Dim)));
            rows
        }
        Mode::Prune(field) => {
            let text = "How many versions are kept? The older ones are deleted for ever.";
            put(frame.buffer_mut(), line(0), 0, text, ground.patch(theme.style(Role::Warning)));
            field.draw(frame, line(1), ground.patch(theme.style(Role::Text)));
            rows
        }
    }
}

fn draw_list(pane: &Versions, versions: &[Details], scene: &Scene<'_>, inside: Rect, buf: &mut Buffer) {
    let theme = &scene.state.theme;
    let rows = list_rows(inside, versions.len());
    let heading = head(versions.len());
    let style = theme.style(Role::Panel).patch(theme.style(heading.1));
    put(buf, inside, 0, &cut(&heading.0, usize::from(inside.width), theme.glyphs.more), style);
    let window = pane.cursor.window(versions.len(), rows);
    let first = window.start;
    for (n, at) in window.enumerate() {
        let (Some(version), Some(line)) = (versions.get(at), row(inside, n + 1)) else { break };
        let before = versions.get(at + 1).map_or(0, |older| older.file.size);
        draw_version(pane, at, version, before, scene, line, buf);
    }
    scrollbar(buf, list(inside, versions.len()), first, versions.len(), theme);
}

/// The line above the list: columns, or a warning where there will soon be too many versions.
fn head(versions: usize) -> (String, Role) {
    if versions >= MANY_VERSIONS {
        let text =
            format!("{versions} of {MOST_VERSIONS} versions: at {MOST_VERSIONS} uploads fail. P prunes them");
        return (text, Role::Bad);
    }
    (
        format!("  {:<12}{:<18}{:>12}{:>10}{:>8}{:>13}", "version", "changed", "ago", "size", "", "pixels"),
        Role::Dim,
    )
}

fn draw_version(
    pane: &Versions,
    at: usize,
    version: &Details,
    before: u64,
    scene: &Scene<'_>,
    line: Rect,
    buf: &mut Buffer,
) {
    let theme = &scene.state.theme;
    let here = at == pane.cursor.at();
    let ground = theme.style(if here { Role::Cursor } else { Role::Panel });
    buf.set_style(line, ground);
    let file = &version.file;
    let compared = pane.marked == Some(at);
    let mark = if compared { theme.glyphs.picked } else { " " };
    put(buf, line, 0, mark, ground.patch(theme.style(Role::Picked)));
    let name = harmless(&version.version).replace("Version ", "v");
    let weight = if version.current { Modifier::BOLD } else { Modifier::empty() };
    put(buf, line, 2, &cut(&name, 11, theme.glyphs.more), ground.add_modifier(weight));
    put(buf, line, 14, &moment(file.updated), ground);
    let seconds = scene.state.now.duration_since(file.updated).as_secs();
    let ago = u64::try_from(seconds).map(age).unwrap_or_default();
    let pixels = if file.width > 0 {
        format!("{}{}{}", file.width, theme.glyphs.times, file.height)
    } else {
        String::new()
    };
    let change = growth(before, file.size);
    let role = if change.starts_with('-') { Role::Good } else { Role::Warning };
    for (text, end, role) in [
        (ago, 44, Role::Dim),
        (bytes(file.size), 54, Role::Text),
        (change, 62, role),
        (pixels, 75, Role::Dim),
    ] {
        let column = u16::saturating_sub(end, u16::try_from(width(&text)).unwrap_or(0));
        put(buf, line, column, &text, ground.patch(theme.style(role)));
    }
    if version.current {
        put(buf, line, 9, "now", ground.patch(theme.style(Role::Good)));
    }
}

/// Seconds as an age: `3 days`, or as a duration where it is less than a day.
fn age(seconds: u64) -> String {
    match seconds / 86_400 {
        0 => duration(seconds),
        1 => "1 day".to_owned(),
        days => format!("{} days", count(usize::try_from(days).unwrap_or(usize::MAX))),
    }
}

fn draw_below(pane: &Versions, scene: &Scene<'_>, inside: Rect, buf: &mut Buffer) {
    let theme = &scene.state.theme;
    let below = below(inside, pane.list().len());
    let (left, right) = pictures(inside, pane.list().len(), pane.way);
    let left_edge = left.x.saturating_sub(below.x + 2);
    let texts = Rect { width: if left.is_empty() { below.width } else { left_edge }, ..below };
    draw_facts(pane, scene, texts, buf);
    let style = theme.style(Role::Panel).patch(theme.style(Role::Accent));
    let title = |area: Rect| Rect { y: area.y.saturating_sub(1), height: u16::from(area.height > 0), ..area };
    let name = |version: Option<&Details>| {
        version.map(|version| harmless(&version.version).into_owned()).unwrap_or_default()
    };
    let (this, other) = (name(pane.this()), name(pane.other()));
    let words = match (pane.way, pane.other()) {
        (Way::Beside | Way::Blink(true), Some(_)) => other,
        (Way::Heat, Some(_)) => format!("{other} and {this}: light is where they differ"),
        _ => this.clone(),
    };
    put(buf, title(left), 0, &cut(&words, usize::from(left.width), theme.glyphs.more), style);
    pane.left.draw(scene, left, buf);
    if pane.way == Way::Beside && pane.other().is_some() {
        put(buf, title(right), 0, &cut(&this, usize::from(right.width), theme.glyphs.more), style);
        pane.right.draw(scene, right, buf);
    }
}

fn draw_facts(pane: &Versions, scene: &Scene<'_>, area: Rect, buf: &mut Buffer) {
    let theme = &scene.state.theme;
    let ground = theme.style(Role::Panel);
    let Some(this) = pane.this() else { return };
    let other = pane.other().filter(|_| pane.way != Way::Alone);
    let Some(other) = other else {
        for (n, (name, value)) in facts(this).iter().enumerate() {
            let Some(line) = row(area, n) else { break };
            draw_pair(name, &[(value, Role::Text)], line, theme, buf);
        }
        return;
    };
    let alike = hashes(pane, other, this);
    put(
        buf,
        area,
        0,
        &cut(&alike, usize::from(area.width), theme.glyphs.more),
        ground.patch(theme.style(Role::Accent)),
    );
    let pairs = differences(other, this);
    for (n, pair) in pairs.iter().enumerate() {
        let Some(line) = row(area, n + 1) else { break };
        draw_pair(&pair.name, &[(&pair.other, Role::Dim), (&pair.this, Role::Warning)], line, theme, buf);
    }
}

/// What the pHashes of two versions say.
fn hashes(pane: &Versions, other: &Details, this: &Details) -> String {
    match (pane.hashes.get(&other.url), pane.hashes.get(&this.url)) {
        (Some(Asked::Here(first)), Some(Asked::Here(second))) => likeness(first, second),
        (Some(Asked::Failed(report)), _) | (_, Some(Asked::Failed(report))) => {
            format!("pHash: {}", harmless(&report.why))
        }
        (Some(_), Some(_)) => "asking for the pHashes".to_owned(),
        _ => String::new(),
    }
}

/// A name, and one value or two in columns.
fn draw_pair(name: &str, values: &[(&String, Role)], line: Rect, theme: &Theme, buf: &mut Buffer) {
    let ground = theme.style(Role::Panel);
    let more = theme.glyphs.more;
    let names = (line.width / 4).clamp(8, 14);
    put(buf, line, 0, &cut(&harmless(name), usize::from(names), more), ground.patch(theme.style(Role::Dim)));
    let room = line.width.saturating_sub(names + 1) / u16::try_from(values.len().max(1)).unwrap_or(1);
    for (n, (value, role)) in values.iter().enumerate() {
        let column = names + 1 + room * u16::try_from(n).unwrap_or(0);
        let value = harmless(value);
        let text = cut(&value, usize::from(room.saturating_sub(1)), more);
        put(buf, line, column, &text, ground.patch(theme.style(*role)));
    }
}
