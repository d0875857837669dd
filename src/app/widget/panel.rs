//! Grounds, titles and scroll bars.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::text::{cut, put, width};
use crate::app::theme::{Role, Theme};

/// Clears a place for a dialog, draws its frame and title, and answers with what is inside.
pub fn panel(frame: &mut Frame, area: Rect, title: &str, theme: &Theme) -> Rect {
    let buf = frame.buffer_mut();
    Clear.render(area, buf);
    clear_halves(buf, area);
    buf.set_style(area, theme.style(Role::Panel));
    let inside = inside(area);
    if inside == area {
        return area;
    }
    let line = theme.style(Role::Panel).patch(theme.style(Role::Line));
    let (h, v) = (theme.glyphs.rule, theme.glyphs.column);
    let corners = if h == "-" { ["+", "+", "+", "+"] } else { ["╭", "╮", "╰", "╯"] };
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for x in area.x + 1..right {
        buf.set_string(x, area.y, h, line);
        buf.set_string(x, bottom, h, line);
    }
    for y in area.y + 1..bottom {
        buf.set_string(area.x, y, v, line);
        buf.set_string(right, y, v, line);
    }
    for (corner, (x, y)) in
        corners.iter().zip([(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)])
    {
        buf.set_string(x, y, corner, line);
    }
    let title = format!(" {} ", cut(title, usize::from(area.width) - 6, theme.glyphs.more));
    put(
        buf,
        area,
        2,
        &title,
        theme.style(Role::Panel).patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD),
    );
    inside
}

/// What is inside of the frame of a panel; one that is too small for a frame has none.
pub fn inside(area: Rect) -> Rect {
    if area.width < 6 || area.height < 4 {
        return area;
    }
    Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
}

/// Paints an empty ground.
pub fn blank(buf: &mut Buffer, area: Rect, style: Style) {
    clear_halves(buf, area);
    for y in area.y..area.bottom() {
        buf.set_string(area.x, y, " ".repeat(usize::from(area.width)), style);
    }
}

/// Takes away the wide characters that begin left of an area and end in it: they would hide its first column.
fn clear_halves(buf: &mut Buffer, area: Rect) {
    let Some(x) = area.x.checked_sub(1) else { return };
    for y in area.y..area.bottom() {
        if let Some(cell) = buf.cell_mut((x, y)).filter(|cell| width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}

/// Draws the title of a pane: its name, and a fact or two at the right.
pub fn pane_title(buf: &mut Buffer, pane: Rect, title: &str, fact: &str, focused: bool, theme: &Theme) {
    if pane.height < 4 {
        return;
    }
    let line = Rect { height: 1, ..pane };
    let style =
        if focused { theme.style(Role::Accent).add_modifier(Modifier::BOLD) } else { theme.style(Role::Dim) };
    let mark = if focused { theme.glyphs.focus } else { " " };
    let mut at = put(buf, line, 0, mark, style);
    let room = usize::from(pane.width).saturating_sub(2);
    let title = cut(title, room, theme.glyphs.more);
    at = put(buf, line, at, &title, style);
    let fact_at = usize::from(pane.width).saturating_sub(width(fact) + 1);
    if fact_at > usize::from(at) + 1 {
        put(buf, line, u16::try_from(fact_at).unwrap_or(0), fact, theme.style(Role::Dim));
    }
}

/// Draws a scroll bar at the right edge of an area whose rows don't all fit.
pub fn scrollbar(buf: &mut Buffer, area: Rect, first: usize, rows: usize, theme: &Theme) {
    let height = usize::from(area.height);
    if rows <= height || area.width == 0 || height == 0 {
        return;
    }
    let thumb = (height * height / rows).max(1);
    let top = first * (height - thumb) / (rows - height);
    for y in 0..height {
        let on = (top..top + thumb).contains(&y);
        if let (true, Ok(y)) = (on, u16::try_from(y)) {
            buf.set_string(area.right() - 1, area.y + y, theme.glyphs.thumb, theme.style(Role::Line));
        }
    }
}
