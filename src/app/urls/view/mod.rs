//! The builder, drawn.

mod form;
mod lists;
mod result;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use super::layout::places;
use super::{Builder, Mode};
use crate::app::State;
use crate::app::theme::Role;
use crate::app::widget::{Pictures, bytes, cut_front, put, width};
use crate::model::text::harmless;

/// Draws the builder. Pictures are left out where something covers it.
pub fn draw(
    builder: &Builder,
    state: &State,
    covered: bool,
    pictures: &dyn Pictures,
    frame: &mut Frame,
    area: Rect,
) {
    let theme = &state.theme;
    Clear.render(area, frame.buffer_mut());
    let places = places(area, builder.preview.compare);
    draw_title(builder, state, places.title, frame);
    form::draw(builder, state, places.form, frame);
    if places.form.width < area.width {
        for y in places.form.y..places.form.bottom() {
            let line = theme.style(Role::Line);
            frame.buffer_mut().set_string(places.form.right(), y, theme.glyphs.column, line);
        }
    }
    result::draw(builder, state, covered, &places, pictures, frame);
    lists::draw(builder, state, area, &places, frame);
}

fn draw_title(builder: &Builder, state: &State, line: Rect, frame: &mut Frame) {
    let theme = &state.theme;
    let buf = frame.buffer_mut();
    let title = theme.style(Role::Accent).add_modifier(Modifier::BOLD);
    let at = put(buf, line, 0, &format!("{} URL ", theme.glyphs.focus), title) + 1;
    let subject = &builder.subject;
    let mut facts = Vec::new();
    if subject.pixels.0 > 0 {
        facts.push(format!("{} {} {}", subject.pixels.0, theme.glyphs.times, subject.pixels.1));
    }
    if subject.size > 0 {
        facts.push(bytes(subject.size));
    }
    if subject.private {
        facts.push("private".to_owned());
    }
    let mut facts = facts.join("  ");
    if usize::from(line.width) < width(&facts) + 40 {
        facts.clear();
    }
    let room = usize::from(line.width).saturating_sub(usize::from(at) + width(&facts) + 3);
    let path = harmless(&subject.path);
    put(buf, line, at, &cut_front(&path, room, theme.glyphs.more), theme.style(Role::Text));
    let right = usize::from(line.width).saturating_sub(width(&facts) + 1);
    put(buf, line, u16::try_from(right).unwrap_or(0), &facts, theme.style(Role::Dim));
}

/// Keys that mean something while something is typed or chosen.
pub fn hints(builder: &Builder) -> Vec<(&'static str, &'static str)> {
    match &builder.mode {
        Mode::Form => Vec::new(),
        Mode::Value(_) => vec![("Enter", "keep"), ("Tab", "next choice"), ("Esc", "as it was")],
        Mode::Raw(_) => vec![("Enter", "keep"), ("Esc", "as it was")],
        Mode::Add(_) => vec![("Enter", "add"), ("Up Down", "choose"), ("Esc", "close")],
        Mode::Share(_) => vec![("Enter", "copy"), ("Up Down", "choose"), ("Esc", "close")],
        Mode::Presets(_) => {
            vec![("Enter", "use"), ("Del", "forget"), ("Up Down", "choose"), ("Esc", "close")]
        }
        Mode::Name(_) => vec![("Enter", "keep"), ("Esc", "close")],
        Mode::Expiry(_) => vec![("Enter", "sign"), ("Esc", "close")],
    }
}
