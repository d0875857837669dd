//! The tags of the library: counted, renamed, merged; AI tags.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// The tags of the library: counted, renamed, merged; AI tags.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Vocabulary(Box::default()))
}

impl Sheet for Vocabulary {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Tags of the library", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Vocabulary)
    }
}
