//! The versions of a file.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// The versions of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Versions(Box::default()))
}

impl Sheet for Versions {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Versions", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Versions)
    }
}
