//! A step of a plan as a line: what, and what becomes of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{cut, cut_front, put, width};
use crate::app::theme::{Role, Theme};
use crate::model::text::harmless;
use crate::ops::{Step, Target, Verb};

/// Draws a step on a ground: the path and what is done to it.
pub fn draw_step(step: &Step, line: Rect, ground: Style, theme: &Theme, buf: &mut Buffer) {
    let more = theme.glyphs.more;
    let path = step.target.path();
    let path = harmless(&path);
    let change = change(step, theme);
    let room = usize::from(line.width);
    let right = width(&change).min(room * 3 / 5);
    let path = cut_front(&path, room.saturating_sub(right + 2), more);
    let role = match step.target {
        Target::Folder(_) => Role::Folder,
        Target::File { .. } => Role::Text,
    };
    let end = put(buf, line, 0, &path, ground.patch(theme.style(role)));
    let role = if step.verb == Verb::Delete { Role::Bad } else { Role::Accent };
    put(buf, line, end + 1, &cut(&change, right, more), ground.patch(theme.style(role)));
}

fn change(step: &Step, theme: &Theme) -> String {
    let arrow = theme.glyphs.arrow;
    let text = match &step.verb {
        Verb::AddTags(tags) => format!("+ {}", tags.join(", ")),
        Verb::RemoveTags(tags) => format!("- {}", tags.join(", ")),
        Verb::Delete => "deleted".to_owned(),
        Verb::CopyTo(to) => format!("{arrow} copy in {to}"),
        Verb::MoveTo(to) => format!("{arrow} {to}"),
        Verb::Rename { name, .. } => format!("{arrow} {name}"),
        Verb::CreateFolder => "new folder".to_owned(),
    };
    harmless(&text).into_owned()
}
