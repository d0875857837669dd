//! A picture that a sheet wants: asked for when it is another one, the last that came shown meanwhile.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::effect::{Effect, PictureKey, PictureRequest, Slot, Ticket};
use super::msg::PictureInfo;
use super::sheet::{Asked, Desk, Scene};
use super::widget::draw_picture;
use crate::model::Report;
use crate::model::text::harmless;

/// Milliseconds that a sheet has to rest before a picture is asked for.
const REST: u64 = 15;

/// A picture: which is wanted, and the last that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    key: Option<PictureKey>,
    asked: Asked<PictureInfo>,
    shown: Option<PictureKey>,
}

impl Wanted {
    /// Asks for a picture if it is another one than the last.
    pub fn follow(&mut self, request: Option<PictureRequest>, slot: Slot, desk: &mut Desk<'_>) {
        let key = request.as_ref().map(|request| request.key.clone());
        if key == self.key {
            return;
        }
        self.key = key;
        self.asked = Asked::No;
        if request.is_none() {
            // What was shown belongs to nothing that is in sight now.
            self.shown = None;
        }
        if let Some(request) = request {
            let ticket = desk.ticket();
            self.asked = Asked::Yes(ticket);
            desk.push(Effect::Preview { ticket, slot, request, delay_ms: REST });
        }
    }

    /// Whether none is wanted.
    pub fn is_unwanted(&self) -> bool {
        self.key.is_none()
    }

    /// Whether it has come, or has turned out not to come.
    pub fn is_settled(&self) -> bool {
        matches!(self.asked, Asked::Here(_) | Asked::Failed(_))
    }

    /// Takes word of a picture. Whether it was this one.
    pub fn take(&mut self, ticket: Ticket, key: &PictureKey, result: &Result<PictureInfo, Report>) -> bool {
        let taken = self.key.as_ref() == Some(key) && self.asked.take(ticket, result.clone());
        if taken {
            self.shown = result.is_ok().then(|| key.clone());
        }
        taken
    }

    /// Draws the last that came, or why there is none.
    pub fn draw(&self, scene: &Scene<'_>, area: Rect, buf: &mut Buffer) {
        let (theme, pictures) = (&scene.state.theme, scene.pictures);
        if scene.covered || area.is_empty() {
            return;
        }
        let words = match &self.asked {
            Asked::Failed(report) => harmless(&report.why).into_owned(),
            Asked::Yes(_) if self.shown.is_none() => "the picture is on its way".to_owned(),
            _ => String::new(),
        };
        draw_picture(pictures, self.shown.as_ref(), area, &words, theme, buf);
    }
}
