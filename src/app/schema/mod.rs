//! The custom metadata fields of the account.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// The custom metadata fields of the account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Schema(Box::default()))
}

impl Sheet for SchemaPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Custom metadata fields", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Schema)
    }
}
