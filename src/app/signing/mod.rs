//! Upload authentication parameters, and the pHash distance of two files.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// Upload authentication parameters, and the pHash distance of two files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signing {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Signing(Box::default()))
}

impl Sheet for Signing {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Signing", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Signing)
    }
}
