//! A selection edited as a table, and what that changes.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// A selection edited as a table, and what that changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TablePane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Table(Box::default()))
}

impl Sheet for TablePane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Edit as a table", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Table)
    }
}
