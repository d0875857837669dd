//! The error log, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Entry;
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{cut, first_row, moment, panel, put};
use crate::model::text::harmless;

/// Lines of one failure: what, why and what next.
const LINES: usize = 3;

/// Draws the log.
pub fn draw(state: &State, frame: &mut Frame, area: Rect) {
    let inside = panel(frame, area, "Errors so far", &state.theme);
    let theme = &state.theme;
    if state.log.is_empty() {
        put(frame.buffer_mut(), inside, 0, "Nothing has failed.", theme.style(Role::Panel));
        return;
    }
    let height = usize::from(inside.height) / LINES;
    let first = first_row(state.log.cursor, state.log.entries().len(), height.max(1));
    for (n, entry) in state.log.entries().iter().enumerate().skip(first).take(height.max(1)) {
        let y = inside.y + u16::try_from((n - first) * LINES).unwrap_or(0);
        let place = Rect::new(inside.x, y, inside.width, 3).intersection(inside);
        draw_entry(entry, n == state.log.cursor, place, theme, frame);
    }
}

fn draw_entry(entry: &Entry, at_cursor: bool, area: Rect, theme: &Theme, frame: &mut Frame) {
    let report = &entry.report;
    let ground = theme.style(Role::Panel);
    let head = if at_cursor { theme.style(Role::Cursor) } else { ground };
    let times =
        if entry.times > 1 { format!("  {}{}", theme.glyphs.times, entry.times) } else { String::new() };
    let status = report.status.map(|s| format!("  {s}")).unwrap_or_default();
    let request = report.request_id.as_ref().map(|id| format!("  request {id}")).unwrap_or_default();
    let lines = [
        (
            format!("{}  {}{times}", moment(entry.at), report.what),
            head.patch(theme.style(Role::Bad)).add_modifier(Modifier::BOLD),
        ),
        (format!("  {}{status}", report.why), ground.patch(theme.style(Role::Text))),
        (format!("  {}{request}", report.next), ground.patch(theme.style(Role::Dim))),
    ];
    for (n, (text, style)) in lines.into_iter().enumerate().take(usize::from(area.height)) {
        let y = area.y + u16::try_from(n).unwrap_or(0);
        let line = Rect::new(area.x, y, area.width, 1);
        let text = harmless(&text);
        put(frame.buffer_mut(), line, 0, &cut(&text, usize::from(area.width), theme.glyphs.more), style);
    }
}
