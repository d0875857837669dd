//! The workspace, drawn: the parts side by side, and the rows of one.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Letter, Part, Workspace, colours};
use crate::app::state::State;
use crate::app::theme::Role;
use crate::app::widget::{count, cut, cut_front, panel, put, scrollbar, width};
use crate::model::text::harmless;

/// A row: a sign and its role, a name and its role, and a fact at the right.
struct Row {
    sign: String,
    name: String,
    role: Role,
    fact: String,
}

/// Where the rows stand in the sheet.
pub(super) fn rows_area(area: Rect) -> Rect {
    let rows = Rect::new(
        area.x + 2.min(area.width),
        area.y.saturating_add(3),
        area.width.saturating_sub(4),
        area.height.saturating_sub(5),
    );
    rows.intersection(area)
}

pub(super) fn draw(sheet: &Workspace, state: &State, frame: &mut Frame, area: Rect) {
    if let Some(letter) = sheet.letter {
        return draw_letters(letter, state, frame, area);
    }
    let inside = panel(frame, area, "Workspace", &state.theme);
    draw_parts(sheet.part, state, Rect { height: inside.height.min(1), ..inside }, frame.buffer_mut());
    let rows = rows_area(area);
    let all = rows_of(sheet.part, state);
    if all.is_empty() {
        let text = empty(sheet.part);
        let style = state.theme.style(Role::Panel).patch(state.theme.style(Role::Dim));
        put(frame.buffer_mut(), rows, 0, &cut(text, usize::from(rows.width), state.theme.glyphs.more), style);
        return;
    }
    let window = sheet.cursor.window(all.len(), usize::from(rows.height));
    let first = window.start;
    for (n, row) in all.iter().enumerate().take(window.end).skip(first) {
        let y = rows.y + u16::try_from(n - first).unwrap_or(0);
        let line = Rect::new(rows.x, y, rows.width, 1);
        draw_row(row, n == sheet.cursor.at(), state, line, frame.buffer_mut());
    }
    scrollbar(frame.buffer_mut(), rows, first, all.len(), &state.theme);
}

fn draw_parts(shown: Part, state: &State, line: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let ground = theme.style(Role::Panel);
    let mut at = 0;
    for part in Part::ALL {
        let (mark, style) = if part == shown {
            (theme.glyphs.focus, ground.patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD))
        } else {
            (" ", ground.patch(theme.style(Role::Dim)))
        };
        at = put(buf, line, at, &format!("{mark}{} {}", part.title(), count(part.rows(state))), style) + 3;
    }
}

fn empty(part: Part) -> &'static str {
    match part {
        Part::Bookmarks => "No bookmarks yet: B in a folder, then a letter; ' and the letter go there.",
        Part::Libraries => "No other library: `ikt login` keeps the keys of an account as a profile.",
        Part::Tabs | Part::Colours => "",
    }
}

fn rows_of(part: Part, state: &State) -> Vec<Row> {
    match part {
        Part::Tabs => tabs(state),
        Part::Bookmarks => bookmarks(state),
        Part::Libraries => libraries(state),
        Part::Colours => colours(state)
            .into_iter()
            .map(|own| {
                let worn = own == state.theme.worn;
                let (name, fact) = match &own {
                    Some(colours) => (harmless(&colours.name).into_owned(), colours.kind()),
                    None => ("auto".to_owned(), "as the terminal's background is"),
                };
                Row { sign: sign(worn, state), name, role: Role::Text, fact: fact.to_owned() }
            })
            .collect(),
    }
}

fn sign(current: bool, state: &State) -> String {
    if current { state.theme.glyphs.picked.to_owned() } else { String::new() }
}

fn tabs(state: &State) -> Vec<Row> {
    let all = state.tabs.all(&state.browse).enumerate();
    all.map(|(n, browse)| {
        let selected = browse.selection.len();
        let fact = match selected {
            0 => String::new(),
            n => format!("{} selected", count(n)),
        };
        let sign = format!("{} {}", n + 1, sign(n == state.tabs.shown(), state));
        let name = harmless(browse.list.path.as_str()).into_owned();
        Row { sign, name, role: Role::Folder, fact }
    })
    .collect()
}

fn bookmarks(state: &State) -> Vec<Row> {
    let all = state.memory.bookmarks.iter();
    all.map(|(letter, path)| Row {
        sign: harmless(&letter.to_string()).into_owned(),
        name: harmless(path.as_str()).into_owned(),
        role: Role::Folder,
        fact: String::new(),
    })
    .collect()
}

fn libraries(state: &State) -> Vec<Row> {
    let open = |n| state.door == Some(n);
    let all = state.doors.iter().enumerate();
    all.map(|(n, door)| {
        let place = harmless(&door.place).into_owned();
        let read_only =
            if door.read_only { format!(" {} read only", state.theme.glyphs.dot) } else { String::new() };
        Row {
            sign: sign(open(n), state),
            name: harmless(&door.name).into_owned(),
            role: Role::Text,
            fact: format!("{place}{read_only}"),
        }
    })
    .collect()
}

fn draw_row(row: &Row, at_cursor: bool, state: &State, line: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    buf.set_style(line, ground);
    put(buf, line, 1, &row.sign, ground.patch(theme.style(Role::Accent)));
    let room = usize::from(line.width).saturating_sub(6);
    let name = cut_front(&row.name, room, theme.glyphs.more);
    let end = put(buf, line, 5, &name, ground.patch(theme.style(row.role)));
    let left = usize::from(line.width.saturating_sub(end + 3));
    let fact = cut(&row.fact, left, theme.glyphs.more);
    let at = usize::from(line.width).saturating_sub(width(&fact) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &fact, ground.patch(theme.style(Role::Dim)));
}

fn draw_letters(letter: Letter, state: &State, frame: &mut Frame, area: Rect) {
    let title = match letter {
        Letter::Set => "Bookmark this folder",
        Letter::Go => "Go to a bookmark",
    };
    let inside = panel(frame, area, title, &state.theme);
    let ground = state.theme.style(Role::Panel);
    let text = match letter {
        Letter::Set => "Press the letter that will go here.",
        Letter::Go => "Press a letter.",
    };
    put(frame.buffer_mut(), inside, 0, text, ground.patch(state.theme.style(Role::Dim)));
    for (n, row) in bookmarks(state).iter().enumerate() {
        let Ok(y) = u16::try_from(n + 1) else { return };
        let line = Rect::new(inside.x, inside.y.saturating_add(y), inside.width, 1).intersection(inside);
        if line.is_empty() {
            return;
        }
        draw_row(row, false, state, line, frame.buffer_mut());
    }
}
