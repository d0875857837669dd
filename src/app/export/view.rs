//! The export, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{ExportPane, Phase};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{cut, panel, put, wrap};
use crate::model::text::harmless;
use crate::ops::export::Format;

/// Lines with the frame.
pub(super) const LINES: u16 = 11;

pub(super) fn draw(pane: &ExportPane, theme: &Theme, frame: &mut Frame, area: Rect) {
    let title = format!("Export {}", harmless(&pane.title));
    let inside = panel(frame, area, &title, theme);
    if inside.width < 12 {
        return;
    }
    let line =
        |n: u16| Rect { y: inside.y + n.min(inside.height), height: u16::from(n < inside.height), ..inside };
    let ground = theme.style(Role::Panel);
    let dim = ground.patch(theme.style(Role::Dim));
    let buf = frame.buffer_mut();
    put(buf, line(1), 0, "As", dim);
    let mut at = 4;
    for format in Format::ALL {
        let chosen = format == pane.format;
        let style = if chosen { theme.style(Role::Cursor).add_modifier(Modifier::BOLD) } else { dim };
        at = put(buf, line(1), at, &format!(" {} ", format.name()), style) + 1;
    }
    put(buf, line(3), 0, "To", dim);
    let note = match pane.format {
        Format::Csv => "tags, pixels, dates, URL and every custom metadata field, a row each",
        Format::Json => "everything that the service says of each",
        Format::Urls => "one a line; those of private files still need a signature",
    };
    let room = usize::from(inside.width);
    put(buf, line(4), 4, &cut(note, room.saturating_sub(4), theme.glyphs.more), dim);
    if pane.folders > 0 {
        let text = format!("{} selected folders are left out", pane.folders);
        put(
            buf,
            line(5),
            4,
            &cut(&text, room.saturating_sub(4), theme.glyphs.more),
            ground.patch(theme.style(Role::Warning)),
        );
    }
    let (text, role) = match &pane.phase {
        Phase::Typing | Phase::Done => (String::new(), Role::Dim),
        Phase::Running(_) => ("reading the library, and writing".to_owned(), Role::Accent),
        Phase::Exists => ("There is such a file already. Replace it? y/N".to_owned(), Role::Warning),
        Phase::Failed(report) => (format!("{}: {}; {}", report.what, report.why, report.next), Role::Bad),
    };
    let text = harmless(&text).into_owned();
    for (n, words) in (6..).zip(wrap(&text, room)) {
        put(buf, line(n), 0, &cut(&words, room, theme.glyphs.more), ground.patch(theme.style(role)));
    }
    let place = line(3);
    let place = Rect { x: place.x + 4, width: place.width.saturating_sub(4), ..place };
    pane.path.draw(frame, place, ground);
}
