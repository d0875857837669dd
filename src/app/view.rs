//! The screen, drawn: bars, panes, and what lies over them.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::browse::{Browse, Load, draw_board, draw_list, draw_tree};
use super::dialog::Overlay;
use super::layout::{Areas, areas, inside};
use super::sheet::{Position, Sheet};
use super::state::{Connection, Pane, State};
use super::theme::Role;
use super::widget::{Pictures, bytes, count, cut, cut_front, pane_title, put, width};
use super::{catalogue, details, footer, jobs};
use crate::model::text::harmless;
use crate::model::{Direction, SortKey};

/// Draws the whole screen.
pub fn view(state: &State, pictures: &dyn Pictures, frame: &mut Frame) {
    let room = frame.area();
    // The terminal has shrunk, and word of it is on its way: a frame of the old size would not fit.
    if room.width < state.size.0 || room.height < state.size.1 {
        return;
    }
    let areas = areas(state.size, state.focus, state.browse.list.board);
    draw_header(state, areas.header, frame.buffer_mut());
    draw_panes(state, &areas, pictures, frame.buffer_mut());
    draw_status(state, areas.status, frame.buffer_mut());
    footer::draw_footer(state, areas.footer, frame.buffer_mut());
    footer::draw_which_key(state, areas.body, frame.buffer_mut());
    for (n, overlay) in state.overlays.iter().enumerate() {
        let covered = n + 1 < state.overlays.len();
        overlay.draw(state, covered, pictures, frame);
    }
    if let Some(filter) = state.browse.list.filter.as_ref().filter(|f| f.typing && state.overlays.is_empty())
    {
        place_filter_cursor(&filter.text, areas.status, frame);
    }
    footer::draw_toasts(state, &areas, frame.buffer_mut());
}

fn draw_header(state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let bar = theme.style(Role::Bar);
    buf.set_style(area, bar);
    let at = put(buf, area, 0, " ikt ", theme.style(Role::Brand)) + 1;
    let (place, role) = match &state.connection {
        Connection::Opening => ("opening the library".to_owned(), Role::Dim),
        Connection::Ready(account) => (account.name.clone(), Role::Dim),
        Connection::Failed(_) => ("not connected (Ctrl-O tries again)".to_owned(), Role::Bad),
    };
    let place = harmless(&place);
    let room = usize::from(area.width.saturating_sub(at));
    let at = draw_tabs(state, area, at, buf);
    let room = usize::from(area.width.saturating_sub(at)).min(room);
    let list = &state.browse.list;
    let path = match &list.search {
        Some(search) => cut(&harmless(&format!("/{}", search.text)), room, theme.glyphs.more).into_owned(),
        None => cut_front(&harmless(list.path.as_str()), room, theme.glyphs.more).into_owned(),
    };
    let at = put(buf, area, at, &path, bar.add_modifier(Modifier::BOLD));
    let right = usize::from(area.width).saturating_sub(width(&place) + 1);
    if right > usize::from(at) + 1 {
        put(buf, area, u16::try_from(right).unwrap_or(0), &place, bar.patch(theme.style(role)));
    }
}

/// The column where the tabs begin, behind the program's name.
const TABS_AT: u16 = 6;

/// Where the tabs stand in the header, from a column to the next, and what they show: their digits and,
/// as far as there is room, their names. None where there is one tab only.
pub(super) fn tab_chips(state: &State) -> Vec<(std::ops::Range<u16>, String)> {
    let tabs = state.tabs.count();
    if tabs == 1 {
        return Vec::new();
    }
    let room = (usize::from(state.size.0) / 2 / tabs).clamp(3, 18) - 3;
    let mut at = TABS_AT;
    let chip = |(n, browse): (usize, &Browse)| {
        let path = &browse.list.path;
        let name = if path.is_root() { "/".into() } else { harmless(path.name()) };
        let text = format!("{} {}", n + 1, cut(&name, room, state.theme.glyphs.more)).trim_end().to_owned();
        let end = at.saturating_add(u16::try_from(width(&text)).unwrap_or(u16::MAX));
        let place = at..end;
        at = end.saturating_add(1);
        (place, text)
    };
    state.tabs.all(&state.browse).enumerate().map(chip).collect()
}

/// Draws the tabs. The column behind them.
fn draw_tabs(state: &State, area: Rect, at: u16, buf: &mut Buffer) -> u16 {
    let theme = &state.theme;
    let mut behind = at;
    for (n, (place, text)) in tab_chips(state).into_iter().enumerate() {
        let style = if n == state.tabs.shown() {
            theme.style(Role::Bar).patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD)
        } else {
            theme.style(Role::Bar).patch(theme.style(Role::Dim))
        };
        behind = put(buf, area, place.start, &text, style) + 2;
    }
    behind
}

fn draw_panes(state: &State, areas: &Areas, pictures: &dyn Pictures, buf: &mut Buffer) {
    draw_separators(state, areas, buf);
    if !areas.tree.is_empty() {
        pane_title(buf, areas.tree, "Folders", "", state.focus == Pane::Tree, &state.theme);
        draw_tree(&state.browse, inside(areas.tree), state.focus == Pane::Tree, &state.theme, buf);
    }
    if !areas.list.is_empty() {
        draw_list_pane(state, areas.list, pictures, buf);
    }
    if !areas.details.is_empty() {
        pane_title(buf, areas.details, "Details", state.graphics, state.focus == Pane::Details, &state.theme);
        let covered = is_covered(state, state.picture_place());
        details::draw(state, areas.details, covered, pictures, buf);
    }
}

/// Whether a dialog lies over a place: pictures of some terminals would shine through.
fn is_covered(state: &State, place: Rect) -> bool {
    state.overlays.iter().any(|overlay| overlay.area(state).intersects(place))
}

fn draw_separators(state: &State, areas: &Areas, buf: &mut Buffer) {
    let style = state.theme.style(Role::Line);
    for pane in [areas.list, areas.details] {
        if pane.x > 0 && !pane.is_empty() {
            for y in pane.y..pane.bottom() {
                buf.set_string(pane.x - 1, y, state.theme.glyphs.column, style);
            }
        }
    }
}

fn draw_list_pane(state: &State, area: Rect, pictures: &dyn Pictures, buf: &mut Buffer) {
    let list = &state.browse.list;
    let focused = state.focus == Pane::List;
    let (title, facts) = match &list.search {
        Some(search) => (format!("Search: {}", harmless(&search.text)).into(), found(state)),
        None if list.path.is_root() => ("Library".into(), order(state)),
        None => (harmless(list.path.name()), order(state)),
    };
    let room = usize::from(area.width).saturating_sub(width(&facts) + 4);
    let title = cut(&title, room.max(8), state.theme.glyphs.more);
    pane_title(buf, area, &title, &facts, focused, &state.theme);
    let rows = inside(area);
    if !list.board {
        draw_list(&state.browse, list.top, rows, focused, &state.theme, buf);
    } else if !is_covered(state, rows) {
        draw_board(&state.browse, rows, focused, pictures, &state.theme, buf);
    }
}

/// `12 found`, with a plus where there is more to load; what was left out here; and the order.
fn found(state: &State) -> String {
    let list = &state.browse.list;
    let more = if list.load == Load::Complete { "" } else { "+" };
    let here = list.search.as_ref().is_some_and(|search| search.here.is_some());
    let filtered = if here { " (filtered here)" } else { "" };
    format!("{}{more} found{filtered}  {}", count(list.files.len() + list.folders.len()), order(state))
}

fn order(state: &State) -> String {
    let sort = state.browse.list.sort;
    let key = match sort.key {
        SortKey::Name => "name",
        SortKey::Created => "uploaded",
        SortKey::Updated => "changed",
        SortKey::Size => "size",
        SortKey::Height => "height",
        SortKey::Width => "width",
    };
    let arrow = match sort.direction {
        Direction::Ascending => state.theme.glyphs.up,
        Direction::Descending => state.theme.glyphs.down,
    };
    format!("{key} {arrow}")
}

fn draw_status(state: &State, area: Rect, buf: &mut Buffer) {
    let bar = state.theme.style(Role::Bar);
    buf.set_style(area, bar);
    let mut at = 1;
    for (text, role) in status(state) {
        let room = usize::from(area.width.saturating_sub(at));
        let text = cut(&text, room, state.theme.glyphs.more);
        at = put(buf, area, at, &text, bar.patch(state.theme.style(role))) + 2;
    }
    let mut end = usize::from(area.width);
    if let Some(progress) = jobs::progress_line(state) {
        end = end.saturating_sub(width(&progress) + 1);
        let right = u16::try_from(end).unwrap_or(0).max(at);
        put(buf, area, right, &progress, bar.patch(state.theme.style(Role::Accent)));
    }
    if let Some((text, role)) = catalogue::line(state) {
        // Only where there is room.
        let right = u16::try_from(end.saturating_sub(width(&text) + 1)).unwrap_or(0);
        if right > at {
            put(buf, area, right, &text, bar.patch(state.theme.style(role)));
        }
    }
}

/// The parts of the status line: the filter, the position, the selection, what waits to be pasted.
fn status(state: &State) -> Vec<(String, Role)> {
    let list = &state.browse.list;
    let mut parts = Vec::new();
    if state.read_only.is_some() {
        parts.push(("READ ONLY".to_owned(), Role::Warning));
    }
    if let Some(filter) = &list.filter {
        parts.push((format!("/{}", harmless(&filter.text)), Role::Accent));
    }
    parts.extend(position(state).map(|text| (text, Role::Dim)));
    if list.visual.is_some() {
        parts.push(("RANGE".to_owned(), Role::Picked));
    }
    if let Some(scanned) = state.browse.scanned() {
        parts.push((format!("selecting {}", count(scanned)), Role::Picked));
    }
    let selection = &state.browse.selection;
    if !selection.is_empty() {
        let glyphs = &state.theme.glyphs;
        let (n, size) = (count(selection.len()), bytes(selection.bytes()));
        parts.push((format!("{} {n} selected {} {size}", glyphs.picked, glyphs.dot), Role::Picked));
    }
    if let Some(clip) = &state.clip {
        let verb = if clip.cut { "cut" } else { "copied" };
        parts.push((format!("{} {verb}", count(clip.targets.len())), Role::Accent));
    }
    parts
}

/// `3 of 214`, with a plus where there are more: of the list, or of what a sheet over it has found, if it
/// has found anything.
fn position(state: &State) -> Option<String> {
    let sheets = state.overlays.iter().rev().filter_map(Overlay::sheet);
    if let Some(Position { at, rows, more }) = sheets.filter_map(Sheet::position).next() {
        let more = if more { "+" } else { "" };
        return (rows > 0).then(|| format!("{} of {}{more}", count(at + 1), count(rows)));
    }
    let list = &state.browse.list;
    let more = if list.load == Load::Complete || list.is_all_known() { "" } else { "+" };
    let here = if list.is_empty() { 0 } else { list.cursor + 1 };
    let filling = if list.is_filling() { " loading all" } else { "" };
    Some(format!("{} of {}{more}{filling}", count(here), count(list.len())))
}

/// The terminal's cursor stands behind the filter's text in the status line.
fn place_filter_cursor(text: &str, status: Rect, frame: &mut Frame) {
    let column = u16::try_from(2 + width(text)).unwrap_or(u16::MAX).min(status.width.saturating_sub(1));
    if !status.is_empty() {
        frame.set_cursor_position((status.x + column, status.y));
    }
}
