//! What was moved to the trash.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// What was moved to the trash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrashPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Trash(Box::default()))
}

impl Sheet for TrashPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Trash", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Trash)
    }
}
