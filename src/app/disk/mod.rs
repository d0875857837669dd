//! Where downloads go on the local disk.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// Where downloads go on the local disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DiskPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Disk(Box::default()))
}

impl Sheet for DiskPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Download", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Disk)
    }
}
