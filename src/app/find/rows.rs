//! One file that was found, in a line: its path with the words made visible, and what else is known.

use std::ops::Range;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, date, put, width};
use crate::catalog::find::Hit;
use crate::catalog::index::Entry;
use crate::model::text::harmless;

/// Columns from which on facts stand beside the path.
const FACTS_FROM: u16 = 56;
/// Columns from which on there are pixels among them.
const PIXELS_FROM: u16 = 76;

/// Draws a line; `ground` is its background.
pub(super) fn draw(hit: &Hit, line: Rect, ground: Style, theme: &Theme, buf: &mut Buffer) {
    buf.set_style(line, ground);
    let facts = facts(&hit.entry, line.width);
    let used = u16::try_from(width(&facts)).unwrap_or(0);
    let dim = ground.patch(theme.style(Role::Dim));
    put(buf, line, line.width.saturating_sub(used + 1), &facts, dim);
    let room = Rect { width: line.width.saturating_sub(used + 3), ..line };
    draw_path(hit, room, ground, theme, buf);
}

fn facts(entry: &Entry, columns: u16) -> String {
    if columns < FACTS_FROM {
        return String::new();
    }
    let updated = Timestamp::from_millisecond(entry.updated_ms).map(date).unwrap_or_default();
    let size = bytes(entry.size);
    let mark = if entry.private {
        "private "
    } else if entry.published {
        ""
    } else {
        "draft "
    };
    if columns < PIXELS_FROM {
        return format!("{mark}{size:>8}  {updated}");
    }
    let pixels = if entry.width > 0 { format!("{}×{}", entry.width, entry.height) } else { String::new() };
    format!("{mark}{pixels:>11}  {size:>8}  {updated}")
}

/// The path, cut at its front where there is no room.
fn draw_path(hit: &Hit, room: Rect, ground: Style, theme: &Theme, buf: &mut Buffer) {
    let path = hit.path();
    let name = path.len().saturating_sub(hit.entry.name.len());
    let from = cut_at(&path, usize::from(room.width.saturating_sub(1)));
    let mut column = 1;
    if from > 0 {
        column = put(buf, room, column, theme.glyphs.more, ground.patch(theme.style(Role::Dim)));
    }
    for (span, is_match) in pieces(&path, name, &hit.matched) {
        let span = span.start.max(from)..span.end;
        let Some(text) = path.get(span.clone()).filter(|text| !text.is_empty()) else { continue };
        let role = if span.start < name { Role::Dim } else { Role::Text };
        let mut style = ground.patch(theme.style(role));
        if is_match {
            style = style.patch(theme.style(Role::Match));
        }
        column = put(buf, room, column, text, style);
    }
}

/// Where the path has to begin so that it fits, in bytes.
fn cut_at(path: &str, columns: usize) -> usize {
    if width(&harmless(path)) <= columns {
        return 0;
    }
    // One column is for the sign that something is missing.
    let mut room = columns.saturating_sub(1);
    let mut fits = |letter: &str| {
        let wide = width(&harmless(letter));
        let fits = wide <= room;
        room = room.saturating_sub(wide);
        fits
    };
    let kept = path.grapheme_indices(true).rev().take_while(|(_, letter)| fits(letter));
    kept.last().map_or(path.len(), |(at, _)| at)
}

/// The path in pieces of one look each: those of the folder, then those of the name.
fn pieces(path: &str, name: usize, matched: &[Range<usize>]) -> Vec<(Range<usize>, bool)> {
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, is_match: bool| {
        if from < name && name < to {
            pieces.push((from..name, is_match));
            pieces.push((name..to, is_match));
        } else if from < to {
            pieces.push((from..to, is_match));
        }
    };
    let mut at = 0;
    for span in matched {
        let (start, end) = (span.start.clamp(at, path.len()), span.end.clamp(at, path.len()));
        if path.is_char_boundary(start) && path.is_char_boundary(end) {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
    }
    push(at, path.len(), false);
    pieces
}
