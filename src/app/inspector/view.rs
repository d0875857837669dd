//! The last calls, drawn.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Inspector, is_failed, text};
use crate::app::sheet::{Asked, Scene};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, panel, put, scrollbar, width};
use crate::model::CallRecord;
use crate::model::text::harmless;

/// Columns from which the list and one call stand side by side.
const WIDE: u16 = 110;

/// What is inside of the frame.
pub(super) fn inside(area: Rect) -> Rect {
    Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(2))
}

/// Where the list and the one call stand.
pub(super) fn rooms(inside: Rect, reading: bool) -> (Rect, Rect) {
    if inside.width >= WIDE {
        let list = Rect { width: inside.width / 2 - 1, ..inside };
        let x = list.right() + 2;
        return (list, Rect { x, width: inside.right() - x, ..inside });
    }
    if reading { (Rect::default(), inside) } else { (inside, Rect::default()) }
}

/// Draws the pane.
pub(super) fn draw(pane: &Inspector, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    let ground = theme.style(Role::Panel);
    let shown = pane.shown();
    let failed = if pane.failed_only { " that failed" } else { "" };
    let title = match (shown.len(), &pane.reading) {
        (1, _) => format!("The last call{failed}"),
        (n, Some(_)) => format!("Call {} of {}{failed}", count(pane.cursor.at() + 1), count(n)),
        (n, None) => format!("The last {} calls{failed}", count(n)),
    };
    let inside = panel(frame, area, &title, theme);
    let buf = frame.buffer_mut();
    let (words, role) = match &pane.records {
        Asked::Failed(report) => (harmless(&report.why).into_owned(), Role::Bad),
        Asked::Here(_) if shown.is_empty() && pane.failed_only => {
            ("No call has failed. f shows all.".to_owned(), Role::Good)
        }
        Asked::Here(_) if shown.is_empty() => ("No call has been made yet.".to_owned(), Role::Dim),
        _ => (String::new(), Role::Dim),
    };
    put(
        buf,
        inside,
        0,
        &cut(&words, usize::from(inside.width), theme.glyphs.more),
        ground.patch(theme.style(role)),
    );
    let (list, one) = rooms(inside, pane.reading.is_some());
    draw_list(pane, &shown, theme, list, buf);
    if let Some(record) = pane.current() {
        draw_one(pane, record, theme, one, buf);
    }
}

fn draw_list(pane: &Inspector, shown: &[&CallRecord], theme: &Theme, area: Rect, buf: &mut Buffer) {
    let window = pane.cursor.window(shown.len(), usize::from(area.height));
    let first = window.start;
    for (n, at) in (0..).zip(window) {
        let Some(record) = shown.get(at) else { break };
        let role = match (at == pane.cursor.at(), pane.reading.is_some()) {
            (true, false) => Role::Cursor,
            (true, true) => Role::CursorIdle,
            (false, _) => Role::Panel,
        };
        let line = Rect::new(area.x, area.y + n, area.width, 1).intersection(area);
        let ground = theme.style(role);
        buf.set_style(line, ground);
        let status = record.status.map_or_else(|| "---".to_owned(), |status| status.to_string());
        put(buf, line, 0, &status, ground.patch(theme.style(status_role(record))));
        put(buf, line, 4, &cut(&harmless(&record.method), 6, ""), ground.patch(theme.style(Role::Dim)));
        let facts = format!("{:>6} ms{:>9}", record.duration.as_millis(), bytes(record.answer_size));
        let room = usize::from(line.width).saturating_sub(width(&facts) + 14);
        let path = text::path(record);
        put(buf, line, 11, &cut(&harmless(&path), room, theme.glyphs.more), ground);
        let column = usize::from(line.width).saturating_sub(width(&facts) + 1);
        put(buf, line, u16::try_from(column).unwrap_or(0), &facts, ground.patch(theme.style(Role::Dim)));
    }
    scrollbar(buf, area, first, shown.len(), theme);
}

fn status_role(record: &CallRecord) -> Role {
    match record.status {
        _ if !is_failed(record) => Role::Good,
        Some(423 | 429) => Role::Warning,
        _ => Role::Bad,
    }
}

fn draw_one(pane: &Inspector, record: &CallRecord, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let lines = text::lines(record, usize::from(area.width.saturating_sub(1)));
    let height = usize::from(area.height);
    let top = pane.reading.map_or(0, |top| top.at()).min(lines.len().saturating_sub(height));
    for (n, (text, role)) in (0..).zip(lines.iter().skip(top).take(height)) {
        let line = Rect::new(area.x, area.y + n, area.width, 1).intersection(area);
        put(buf, line, 0, text, theme.style(Role::Panel).patch(theme.style(*role)));
    }
    scrollbar(buf, area, top, lines.len(), theme);
}
