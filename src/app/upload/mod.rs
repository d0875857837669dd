//! What is to be uploaded, and how.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// What is to be uploaded, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UploadPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Upload(Box::default()))
}

impl Sheet for UploadPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Upload", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Upload)
    }
}
