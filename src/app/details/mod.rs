//! The file under the cursor: its picture and everything that is known of it.

mod edit;
mod view;

pub use edit::{ask_description, copy, edit, step};
pub use view::draw;

use ratatui::layout::Rect;

use super::asked::Asked;
use super::cx::Cx;
use super::effect::{Effect, Framed, Look, PictureKey, Slot, Ticket, picture_request};
use super::msg::PictureInfo;
use crate::model::{self, Area, AssetId, File, FileKind};

/// Milliseconds that the cursor has to rest before a picture is asked for.
const REST: u64 = 40;
/// Milliseconds that it has to rest before details are asked for: most of them are known from the
/// list, and each asking is one of the few calls a second that an account allows.
const LONG_REST: u64 = 120;

/// The pane's state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Which file, and when it last changed.
    about: Option<(AssetId, i64)>,
    /// What the details call says.
    pub details: Asked<Box<model::Details>>,
    /// What the copy of the library says, while the call is under way or where it failed.
    copied: Option<Box<model::Details>>,
    /// Which picture is wanted.
    pub wanted: Option<PictureKey>,
    /// The picture.
    pub picture: Asked<PictureInfo>,
    /// The picture without the frame of its focus area, for as long as that one isn't here.
    pub plain: Option<PictureKey>,
    /// The field under the cursor, counted with headings.
    pub cursor: usize,
}

impl Details {
    /// Turns to the file under the cursor, if it is another one or its picture has another size.
    pub fn follow(&mut self, file: Option<&File>, picture: Rect, cx: &mut Cx) {
        let about = file.map(|file| (file.id.clone(), file.updated.as_millisecond()));
        if about != self.about {
            let same = matches!((&self.about, &about), (Some((old, _)), Some((new, _))) if old == new);
            let cursor = if same || self.about.is_none() { self.cursor } else { 0 };
            *self = Self { about, cursor, ..Self::default() };
            if let Some(file) = file {
                let ticket = cx.ticket();
                self.details = Asked::Yes(ticket);
                cx.push(Effect::Details { ticket, id: file.id.clone(), delay_ms: LONG_REST });
            }
        }
        self.follow_picture(file, picture, cx);
    }

    fn follow_picture(&mut self, file: Option<&File>, area: Rect, cx: &mut Cx) {
        let mut request = file
            .filter(|file| file.kind == FileKind::Image && area.area() > 0)
            .map(|file| picture_request(file, area.width, area.height));
        self.plain = request.as_ref().map(|request| request.key.clone());
        if let (Some(request), Some(framed)) = (&mut request, file.and_then(|file| self.framed(file))) {
            request.key.look = Look::Framed(framed);
        }
        if request.as_ref().map(|r| &r.key) == self.wanted.as_ref() {
            return;
        }
        self.wanted = request.as_ref().map(|r| r.key.clone());
        self.picture = Asked::No;
        if let Some(request) = request {
            let ticket = cx.ticket();
            self.picture = Asked::Yes(ticket);
            cx.push(Effect::Preview { ticket, slot: Slot::Preview, request, delay_ms: REST });
        }
    }

    /// Asks anew for everything.
    pub fn forget(&mut self) {
        *self = Self { cursor: self.cursor, ..Self::default() };
    }

    /// The focus area, if the file has one.
    fn framed(&self, file: &File) -> Option<Framed> {
        let area: Area = self.known()?.custom_coordinates.as_deref()?.parse().ok()?;
        let part = [area.x, area.y, area.width, area.height];
        area.fits((file.width, file.height)).then_some(Framed { part, whole: (file.width, file.height) })
    }

    /// Takes what the copy of the library says of the file.
    pub fn take_known(&mut self, ticket: Ticket, details: Box<model::Details>) {
        if self.details == Asked::Yes(ticket) {
            self.copied = Some(details);
        }
    }

    /// The details, if they are here and about this file.
    pub fn known(&self) -> Option<&model::Details> {
        match &self.details {
            Asked::Here(details) => Some(details),
            _ => self.copied.as_deref(),
        }
    }
}
