//! Values of custom metadata of one file or many, in a form made of the fields.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// Values of custom metadata of one file or many, in a form made of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValuesForm {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Values(Box::default()))
}

impl Sheet for ValuesForm {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Custom metadata", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Values)
    }
}
