//! URLs to purge from the caches.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// URLs to purge from the caches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PurgePane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Purging(Box::default()))
}

impl Sheet for PurgePane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Purge", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Purging)
    }
}
