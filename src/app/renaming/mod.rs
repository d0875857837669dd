//! New names for many files by a pattern.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// New names for many files by a pattern.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renaming {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Renaming(Box::default()))
}

impl Sheet for Renaming {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Rename many", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Renaming)
    }
}
