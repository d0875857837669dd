//! What was done, to be undone or gone on with.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// What was done, to be undone or gone on with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::History(Box::default()))
}

impl Sheet for HistoryPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "History", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::History)
    }
}
