//! A step of a plan as a line: what, and what becomes of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{cut, cut_front, put, width};
use crate::app::theme::{Role, Theme};
use crate::model::text::harmless;
use crate::ops::{Step, Target, Update, ValueChange, Verb};

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
        _ => Role::Text,
    };
    let end = put(buf, line, 0, &path, ground.patch(theme.style(role)));
    let role = if step.verb.is_deadly() { Role::Bad } else { Role::Accent };
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
        Verb::Discard(discard) => format!("{arrow} {}", discard.to),
        Verb::Rename { name, .. } => format!("{arrow} {name}"),
        Verb::CreateFolder => "new folder".to_owned(),
        Verb::DeleteIfEmpty => "deleted if nothing is inside".to_owned(),
        Verb::RemoveAiTags(tags) => format!("- {}", tags.join(", ")),
        Verb::Update(update) => changes(update),
        Verb::Publish { published: true, .. } => "published".to_owned(),
        Verb::Publish { published: false, .. } => "taken back".to_owned(),
        Verb::RestoreVersion(_) => "an older version".to_owned(),
        Verb::DeleteVersion(_) => "a version deleted".to_owned(),
        Verb::Purge => "purged".to_owned(),
        Verb::Upload(options) if options.overwrite => "uploaded, or a new version".to_owned(),
        Verb::Upload(_) => "uploaded".to_owned(),
        Verb::Download(to) => format!("{arrow} {}", to.into.display()),
    };
    harmless(&text).into_owned()
}

/// The names of what is changed, and the new values where they are short.
fn changes(update: &Update) -> String {
    let mut words = Vec::new();
    if let Some(tags) = &update.tags {
        words.push(format!("tags = {}", tags.join(", ")));
    }
    if let Some(area) = &update.coordinates {
        words.push(format!("focus = {area}"));
    }
    if let Some(text) = &update.description {
        words.push(format!("description = {text}"));
    }
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let list = |values: &[serde_json::Value]| values.iter().map(plain).collect::<Vec<_>>().join(", ");
    words.extend(update.values.iter().map(|(name, change)| match change {
        ValueChange::Set(value) => format!("{name} = {}", plain(value)),
        ValueChange::Clear => format!("{name} cleared"),
        ValueChange::Append(more) => format!("{name} + {}", list(more)),
        ValueChange::Remove(less) => format!("{name} - {}", list(less)),
    }));
    words.join("; ")
}
