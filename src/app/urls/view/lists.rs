//! Lists and questions over the builder: what can be added, forms to copy, presets, names, times.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::theme::Role;
use crate::app::urls::layout::Places;
use crate::app::urls::{Builder, Menu, Mode, Picker};
use crate::app::widget::{Field, cut, first_row, panel, put, scrollbar, width};
use crate::model::text::harmless;

/// Draws the list that keys choose from, if there is one.
pub(super) fn draw(builder: &Builder, state: &State, area: Rect, places: &Places, frame: &mut Frame) {
    // Over the form, so that the pictures stay in sight.
    let form = places.form;
    let room = Rect { width: form.width, ..form };
    match &builder.mode {
        Mode::Add(picker) => draw_picker(picker, state, tall(room), frame),
        Mode::Share(menu) => draw_menu(menu, "Copy as", state, tall(room), frame),
        Mode::Presets(menu) => draw_menu(menu, "Presets", state, tall(room), frame),
        Mode::Name(field) => {
            draw_question(field, "Keep as a preset", "a name", state, low(room, area), frame)
        }
        Mode::Expiry(field) => {
            draw_question(
                field,
                "Sign for",
                "30m, 1h, 7d; nothing is for ever",
                state,
                low(room, area),
                frame,
            );
        }
        Mode::Form | Mode::Value(_) | Mode::Raw(_) => {}
    }
}

fn tall(form: Rect) -> Rect {
    Rect { height: form.height.min(24), ..form }
}

fn low(form: Rect, area: Rect) -> Rect {
    Rect { height: 4, ..form }.intersection(area)
}

fn draw_question(field: &Field, title: &str, words: &str, state: &State, area: Rect, frame: &mut Frame) {
    let theme = &state.theme;
    let inside = panel(frame, area, title, theme);
    let ground = theme.style(Role::Panel);
    field.draw(frame, Rect { height: inside.height.min(1), ..inside }, ground.patch(theme.style(Role::Text)));
    let line = Rect { y: inside.y + 1, height: 1, ..inside }.intersection(inside);
    put(frame.buffer_mut(), line, 0, words, ground.patch(theme.style(Role::Dim)));
}

/// A row of a list: a name, a word at its right, and what it is about.
struct Row<'a> {
    name: &'a str,
    word: &'a str,
}

fn draw_picker(picker: &Picker, state: &State, area: Rect, frame: &mut Frame) {
    let (shown, cursor) = picker.shown();
    let rows: Vec<_> = shown.iter().map(|what| Row { name: what.title(), word: what.code() }).collect();
    let about = picker.current().map_or("nothing is called like that", |what| what.doc());
    draw_list("Add", &picker.field, &rows, cursor, about, state, area, frame);
}

fn draw_menu(menu: &Menu, title: &str, state: &State, area: Rect, frame: &mut Frame) {
    let (shown, cursor) = menu.shown();
    let rows: Vec<_> = shown.iter().map(|(name, _)| Row { name, word: "" }).collect();
    let about = shown.get(cursor).map_or("nothing is called like that", |(_, words)| words.as_str());
    draw_list(title, &menu.field, &rows, cursor, about, state, area, frame);
}

#[expect(clippy::too_many_arguments, reason = "the parts of one drawing")]
fn draw_list(
    title: &str,
    field: &Field,
    rows: &[Row<'_>],
    cursor: usize,
    about: &str,
    state: &State,
    area: Rect,
    frame: &mut Frame,
) {
    let theme = &state.theme;
    let inside = panel(frame, area, title, theme);
    let ground = theme.style(Role::Panel);
    let top = Rect { height: inside.height.min(1), ..inside };
    field.draw(frame, top, ground.patch(theme.style(Role::Text)));
    let help = u16::from(inside.height >= 5);
    let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + help), ..inside };
    let list = list.intersection(inside);
    let height = usize::from(list.height);
    let first = first_row(cursor, rows.len(), height);
    for (n, row) in rows.iter().enumerate().skip(first).take(height) {
        let line = Rect { y: list.y + u16::try_from(n - first).unwrap_or(0), height: 1, ..list };
        let style = if n == cursor { ground.patch(theme.style(Role::Cursor)) } else { ground };
        let buf = frame.buffer_mut();
        buf.set_style(line, style);
        let room = usize::from(line.width).saturating_sub(width(row.word) + 3);
        let name = harmless(row.name);
        put(buf, line, 1, &cut(&name, room, theme.glyphs.more), style.patch(theme.style(Role::Text)));
        let right = usize::from(line.width).saturating_sub(width(row.word) + 2);
        put(buf, line, u16::try_from(right).unwrap_or(0), row.word, style.patch(theme.style(Role::Dim)));
    }
    scrollbar(frame.buffer_mut(), list, first, rows.len(), theme);
    let last = Rect { y: inside.bottom() - help, height: help, ..inside };
    let about = harmless(about);
    let about = cut(&about, usize::from(last.width), theme.glyphs.more);
    put(frame.buffer_mut(), last, 0, &about, ground.patch(theme.style(Role::Dim)));
}
