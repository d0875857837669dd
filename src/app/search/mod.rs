//! The prompt of a search.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// The prompt of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPrompt {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Search(Box::default()))
}

impl Sheet for SearchPrompt {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Search", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Search)
    }
}
