//! The last calls to the library.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// The last calls to the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspector {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Inspector(Box::default()))
}

impl Sheet for Inspector {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Inspector", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Inspector)
    }
}
