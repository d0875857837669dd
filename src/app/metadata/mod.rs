//! EXIF and the other metadata of a file or of what a URL answers with.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::dialog::Overlay;
use super::sheet::{Desk, Scene, Sheet};
use super::widget::panel;

/// EXIF and the other metadata of a file or of what a URL answers with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetadataPane {}

/// Opens it.
pub(super) fn open(_desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Metadata(Box::default()))
}

impl Sheet for MetadataPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        panel(frame, area, "Metadata", &scene.state.theme);
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Metadata)
    }
}
