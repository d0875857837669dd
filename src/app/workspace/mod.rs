//! Bookmarks, tabs and profiles.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// Bookmarks, tabs and profiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Workspace(Box::default()))
}

impl Sheet for Workspace {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Workspace", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Workspace)
    }
}
