//! Which pictures the pane wants: small ones side by side, or two files compared.

use std::ops::Range;
use std::sync::Arc;

use super::layout::{Columns, Places};
use super::place::Place;
use super::{Dupes, Way};
use crate::app::effect::{Effect, Look, Other, PictureKey, PictureRequest, Slot, picture_request};
use crate::app::sheet::Desk;
use crate::app::widget::first_row;
use crate::model::{File, FileKind};
use crate::ops::dupes::Row;
use ratatui::layout::Rect;

/// Milliseconds that the pane has to rest before small pictures are asked for.
const REST: u64 = 30;
/// So many files of a group are looked at to see how high pictures are.
const LOOKED_AT: usize = 16;
/// Facts that the pictures leave room for.
const FACTS: usize = 10;

/// So many files of each group beside the one under the cursor have their pictures fetched ahead.
const AHEAD: usize = 6;

/// The small pictures of the pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Thumbs {
    /// Those asked for last.
    asked: Vec<PictureKey>,
    /// Those of them that are still to come.
    coming: Vec<PictureKey>,
    /// Pictures of other groups that were fetched ahead last.
    ahead: Vec<PictureKey>,
}

impl Thumbs {
    /// Those in sight.
    pub(super) fn in_sight(&self) -> &[PictureKey] {
        &self.asked
    }

    /// Takes word of a picture. Whether it was one of them.
    pub(super) fn take(&mut self, key: &PictureKey) -> bool {
        self.coming.retain(|own| own != key);
        self.asked.contains(key)
    }

    fn are_settled(&self) -> bool {
        !self.asked.is_empty() && self.coming.is_empty()
    }
}

impl Dupes {
    /// Which of the members stand side by side: the kept one, and those around the cursor.
    pub(super) fn shown(&self, columns: &Columns) -> Vec<usize> {
        let (members, here) = (self.members().len(), self.standing(self.member()));
        let most = columns.shown.min(members);
        let standing: Vec<usize> = if self.kept_at().is_none() || most < 2 {
            let first = first_row(here, members, most);
            (first..members.min(first + most)).collect()
        } else {
            let first = first_row(here.saturating_sub(1), members - 1, most - 1) + 1;
            std::iter::once(0).chain(first..members.min(first + most - 1)).collect()
        };
        standing.into_iter().map(|standing| self.member_at(standing)).collect()
    }

    /// The columns of the group under the cursor; pictures are no higher than they have to be.
    pub(super) fn columns(&self, places: &Places) -> Columns {
        let members = self.members();
        let files = members.iter().take(LOOKED_AT).filter_map(|row| self.file(*row));
        let tall = files.filter_map(|file| file.height.saturating_mul(1000).checked_div(file.width)).max();
        places.columns(members.len(), FACTS, tall.unwrap_or(1000))
    }

    /// The rows that are compared: the kept one, and the one under the cursor or, if that is itself,
    /// another.
    pub(super) fn pair(&self) -> Option<(Row, Row)> {
        let kept = self.kept().or_else(|| self.members().first().copied())?;
        let this = self.row().filter(|row| *row != kept);
        let other = || self.members().iter().copied().find(|row| *row != kept);
        Some((kept, this.or_else(other)?))
    }

    fn file(&self, row: Row) -> Option<&File> {
        self.book.get(row).map(|member| &member.details.file)
    }

    /// Asks for what is to be seen and wasn't asked for.
    pub(super) fn follow_pictures(&mut self, places: &Places, desk: &mut Desk<'_>) {
        let columns = self.columns(places);
        let shows = desk.state.shows_pictures() && !places.files.is_empty();
        let (left, right) = if shows { self.compared(&columns, places.files) } else { (None, None) };
        self.left.follow(left, Slot::Left, desk);
        self.right.follow(right, Slot::Right, desk);
        let small =
            if shows && self.way == Way::All { self.small(&columns, places.files) } else { Vec::new() };
        let keys = keys(&small);
        if keys != self.thumbs.asked {
            (self.thumbs.coming, self.thumbs.asked) = (keys.clone(), keys);
            if !small.is_empty() {
                let ticket = desk.ticket();
                desk.push(Effect::Thumbs { ticket, slot: Slot::Members, requests: small, delay_ms: REST });
            }
        }
        self.fetch_ahead(places, desk);
    }

    /// When the pictures of the group under the cursor are here, those that the next key may want are
    /// fetched: of the next group, and of the one before.
    fn fetch_ahead(&mut self, places: &Places, desk: &mut Desk<'_>) {
        let settled = match self.way {
            Way::All => self.thumbs.are_settled(),
            _ => self.left.is_settled() && (self.right.is_settled() || self.right.is_unwanted()),
        };
        if !settled {
            return;
        }
        let here = self.place.group;
        let near = [here.checked_add(1), here.checked_sub(1)];
        let requests: Vec<_> =
            near.into_iter().flatten().flat_map(|at| self.pictures_of(at, places)).collect();
        let keys = keys(&requests);
        if keys != self.thumbs.ahead {
            self.thumbs.ahead = keys;
            if !requests.is_empty() {
                desk.push(Effect::Prefetch { requests });
            }
        }
    }

    /// The pictures of another group, as they will be wanted when the cursor comes to it.
    fn pictures_of(&mut self, group: usize, places: &Places) -> Vec<PictureRequest> {
        let there = Place { group, member: None, ..self.place };
        let here = std::mem::replace(&mut self.place, there);
        let columns = self.columns(places);
        let mut requests = self.small(&columns, places.files);
        if self.way != Way::All {
            let (left, right) = self.compared(&columns, places.files);
            requests = left.into_iter().chain(right).collect();
        }
        self.place = here;
        requests.truncate(AHEAD);
        requests
    }

    fn small(&self, columns: &Columns, files: Rect) -> Vec<PictureRequest> {
        let members = self.members();
        let shown = self.shown(columns).into_iter().filter_map(|at| members.get(at)).enumerate();
        let place = |n| columns.picture(n, files);
        shown.filter_map(|(n, row)| request(self.file(*row)?, place(n), Look::Small)).collect()
    }

    fn compared(&self, columns: &Columns, files: Rect) -> (Option<PictureRequest>, Option<PictureRequest>) {
        let pair = self.pair().and_then(|(kept, this)| Some((self.file(kept)?, self.file(this)?)));
        let (Some((kept, this)), false) = (pair, self.way == Way::All) else { return (None, None) };
        let (left, right) = columns.compared(files, self.way == Way::Beside);
        let other = || Look::Against(Arc::new(Other::of(kept)));
        match self.way {
            Way::All => (None, None),
            Way::Beside => (request(kept, left, Look::Small), request(this, right, Look::Small)),
            Way::Blink(true) => (request(kept, left, Look::Small), None),
            Way::Blink(false) => (request(this, left, Look::Small), None),
            Way::Heat => (request(this, left, other()), None),
        }
    }

    /// The groups in sight.
    pub(super) fn window(&self, places: &Places) -> Range<usize> {
        let rows = self.groups().map_or(0, |found| self.place.groups(found));
        crate::app::widget::Cursor::new(self.place.group).window(rows, usize::from(places.groups.height))
    }
}

fn keys(requests: &[PictureRequest]) -> Vec<PictureKey> {
    requests.iter().map(|request| request.key.clone()).collect()
}

fn request(file: &File, place: Rect, look: Look) -> Option<PictureRequest> {
    if file.kind != FileKind::Image || place.is_empty() {
        return None;
    }
    let mut request = picture_request(file, place.width, place.height);
    request.key.look = look;
    Some(request)
}
