//! The question before quitting while runs are under way.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::theme::Role;
use crate::app::widget::{panel, put};

/// Draws the question.
pub fn draw_quit(state: &State, frame: &mut Frame, area: Rect) {
    let inside = panel(frame, area, "Quit while a job runs?", &state.theme);
    let style = |role| state.theme.style(Role::Panel).patch(state.theme.style(role));
    let lines = [
        ("What has not been sent will not be done.", Role::Text),
        ("", Role::Text),
        ("y  quit        Esc  stay", Role::Dim),
    ];
    for (n, (text, role)) in lines.into_iter().enumerate().take(usize::from(inside.height)) {
        let y = inside.y + u16::try_from(n).unwrap_or(0);
        put(frame.buffer_mut(), Rect::new(inside.x, y, inside.width, 1), 0, text, style(role));
    }
}
