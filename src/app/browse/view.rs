//! The tree and the list, drawn: only the rows on the screen are looked at.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::tree::Node;
use super::{Browse, Children, Load, Row};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, cut_front, date, first_row, put, scrollbar, width};
use crate::model::text::harmless;
use crate::model::{File, FileKind};

/// Draws the rows of the tree.
pub fn draw_tree(browse: &Browse, area: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) {
    let tree = &browse.tree;
    let first = first_row(tree.cursor, tree.nodes.len(), usize::from(area.height));
    for (n, node) in tree.nodes.iter().enumerate().skip(first).take(usize::from(area.height)) {
        let line = line(area, n - first);
        let here = node.path == browse.list.path;
        let style = cursor_style(n == tree.cursor, focused, line, theme, buf);
        draw_node(browse, node, here, line, style, theme, buf);
    }
    scrollbar(buf, area, first, tree.nodes.len(), theme);
}

fn draw_node(
    browse: &Browse,
    node: &Node,
    here: bool,
    line: Rect,
    style: Style,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let sign = match (node.leaf, node.open) {
        (true, _) => " ",
        (false, true) => theme.glyphs.open,
        (false, false) => theme.glyphs.closed,
    };
    let indent = u16::try_from(1 + 2 * node.path.depth()).unwrap_or(u16::MAX).min(line.width / 2);
    let column = put(buf, line, indent, sign, style.patch(theme.style(Role::Dim)));
    let name = if node.path.is_root() { "Library".into() } else { harmless(node.path.name()) };
    let mut name_style = style.patch(theme.style(Role::Folder));
    if here {
        name_style = name_style.add_modifier(Modifier::BOLD);
    }
    let room = usize::from(line.width.saturating_sub(column + 2));
    let end = put(buf, line, column + 1, &cut(&name, room, theme.glyphs.more), name_style);
    if let Some(Children::Failed(_)) = browse.family.get(&node.path) {
        put(buf, line, end + 1, theme.glyphs.warning, style.patch(theme.style(Role::Bad)));
    }
}

/// Draws the rows of the list.
pub fn draw_list(browse: &Browse, first: usize, area: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) {
    let list = &browse.list;
    let columns = Columns::of(area.width, list.search.is_some());
    for n in first..(first + usize::from(area.height)).min(list.len()) {
        let Some(row) = list.row(n) else { break };
        let line = line(area, n - first);
        let style = cursor_style(n == list.cursor, focused, line, theme, buf);
        let picked = browse.selection.contains(row.id()) || list.in_visual(n);
        draw_row(row, picked, &columns, line, style, theme, buf);
    }
    scrollbar(buf, area, first, list.len(), theme);
    draw_edge(browse, first, area, theme, buf);
}

/// What is to be said below the last row: that more is coming, that it did not come, or that there
/// is nothing.
fn draw_edge(browse: &Browse, first: usize, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let list = &browse.list;
    let shown = list.len() - first.min(list.len());
    if shown >= usize::from(area.height) {
        return;
    }
    let (text, role) = match &list.load {
        Load::Failed(report) => (format!("{}: {}", report.what, report.why), Role::Bad),
        Load::Complete if list.is_empty() && list.filter.is_some() => {
            ("nothing matches".to_owned(), Role::Dim)
        }
        Load::Complete if list.is_empty() && list.search.is_some() => {
            ("nothing found: / changes the search, Backspace goes back".to_owned(), Role::Dim)
        }
        Load::Complete if list.is_empty() => ("nothing here yet".to_owned(), Role::Dim),
        Load::Complete => return,
        _ if list.is_all_known() => {
            (format!("{} in the copy; waiting for the library", none(browse)), Role::Dim)
        }
        _ if list.is_empty() && list.search.is_some() => (searched(list.passed()), Role::Dim),
        _ if list.is_empty() => ("loading".to_owned(), Role::Dim),
        _ => ("more below".to_owned(), Role::Dim),
    };
    let text = harmless(&text);
    put(
        buf,
        line(area, shown),
        2,
        &cut(&text, usize::from(area.width).saturating_sub(3), theme.glyphs.more),
        theme.style(role),
    );
}

/// That there is no row, or no other.
fn none(browse: &Browse) -> &'static str {
    match (browse.list.is_empty(), browse.list.filter.is_some()) {
        (false, _) => "no more",
        (true, true) => "nothing matches",
        (true, false) => "nothing",
    }
}

/// How far a search is that has found nothing so far.
fn searched(passed: usize) -> String {
    if passed == 0 { "searching".to_owned() } else { format!("searching, {} looked at", count(passed)) }
}

/// Which facts fit beside the names, and how wide the names may be.
struct Columns {
    name: u16,
    /// The folder, where rows are of many.
    place: u16,
    tags: u16,
    pixels: u16,
    size: u16,
    date: u16,
}

impl Columns {
    fn of(width: u16, searched: bool) -> Self {
        let size = if width >= 34 { 9 } else { 0 };
        let pixels = if width >= 56 { 12 } else { 0 };
        let date = if width >= 72 { 12 } else { 0 };
        let room = width.saturating_sub(6 + size + pixels + date);
        let place = if searched && room >= 24 { room * 2 / 5 } else { 0 };
        let tags = if width >= 84 && !searched { width / 4 } else { 0 };
        Self { name: room - place - tags.min(room - place), place, tags, pixels, size, date }
    }
}

fn draw_row(
    row: Row<'_>,
    picked: bool,
    columns: &Columns,
    line: Rect,
    style: Style,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let glyphs = &theme.glyphs;
    let mark = if picked { glyphs.picked } else { " " };
    put(buf, line, 0, mark, style.patch(theme.style(Role::Picked)));
    let (sign, sign_role, name_role) = match row {
        Row::Folder(_) => (glyphs.folder, Role::Folder, Role::Folder),
        Row::File(file) => {
            (file_sign(file, theme), Role::Dim, if picked { Role::Picked } else { Role::Text })
        }
    };
    put(buf, line, 2, sign, style.patch(theme.style(sign_role)));
    let name = harmless(row.name());
    let name = cut(&name, usize::from(columns.name), glyphs.more);
    put(buf, line, 4, &name, style.patch(theme.style(name_role)));
    if columns.place > 0 {
        draw_place(row, columns, line, style, theme, buf);
    }
    if let Row::File(file) = row {
        draw_facts(file, columns, line, style, theme, buf);
    }
}

/// The folder that something found is in.
fn draw_place(row: Row<'_>, columns: &Columns, line: Rect, style: Style, theme: &Theme, buf: &mut Buffer) {
    let folder = match row {
        Row::Folder(folder) => folder.path.parent(),
        Row::File(file) => Some(file.folder.clone()),
    };
    let Some(folder) = folder else { return };
    let folder = harmless(folder.as_str());
    let folder = cut_front(&folder, usize::from(columns.place - 2), theme.glyphs.more);
    put(buf, line, 5 + columns.name, &folder, style.patch(theme.style(Role::Folder)));
}

fn file_sign(file: &File, theme: &Theme) -> &'static str {
    match file.kind {
        _ if file.private => theme.glyphs.private,
        _ if !file.published => theme.glyphs.draft,
        FileKind::Image => theme.glyphs.image,
        FileKind::Video => theme.glyphs.video,
        FileKind::Other => theme.glyphs.other,
    }
}

fn draw_facts(file: &File, columns: &Columns, line: Rect, style: Style, theme: &Theme, buf: &mut Buffer) {
    let dim = style.patch(theme.style(Role::Dim));
    let mut at = 5 + columns.name + columns.place;
    if columns.tags > 0 {
        let tags = file.tags.join(" ");
        let tags = harmless(&tags);
        let tags = cut(&tags, usize::from(columns.tags - 2), theme.glyphs.more);
        put(buf, line, at, &tags, style.patch(theme.style(Role::Tag)));
        at += columns.tags;
    }
    let mut right = |text: &str, room: u16| {
        if room > 0 {
            let pad = usize::from(room).saturating_sub(width(text) + 1);
            put(buf, line, at + u16::try_from(pad).unwrap_or(0), text, dim);
            at += room;
        }
    };
    if file.width > 0 {
        right(&format!("{}{}{}", file.width, theme.glyphs.times, file.height), columns.pixels);
    } else {
        right("", columns.pixels);
    }
    right(&bytes(file.size), columns.size);
    if columns.date > 0 {
        right(&date(file.updated), columns.date);
    }
}

fn line(area: Rect, n: usize) -> Rect {
    let n = u16::try_from(n).unwrap_or(u16::MAX).min(area.height);
    Rect::new(area.x, area.y + n, area.width, u16::from(n < area.height))
}

/// The style of a row, having painted its ground if the cursor is on it.
fn cursor_style(at_cursor: bool, focused: bool, line: Rect, theme: &Theme, buf: &mut Buffer) -> Style {
    if !at_cursor {
        return Style::new();
    }
    let style = theme.style(if focused { Role::Cursor } else { Role::CursorIdle });
    buf.set_style(line, style);
    style
}
