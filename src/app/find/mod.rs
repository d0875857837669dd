//! Files found in the copy of the library while one types, with facets to narrow them down.

mod facets;
mod rows;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use self::facets::FacetList;
use super::action::Context;
use super::browse::Search;
use super::call::{Answer, Call};
use super::catalogue::SyncOrder;
use super::dialog::Overlay;
use super::effect::{Effect, PictureKey, Slot, Ticket, picture_request};
use super::msg::{Key, KeyCode, PictureInfo};
use super::picture::Wanted;
use super::sheet::{Desk, Listed, Position, Scene, Sheet, Stay, Then};
use super::state::State;
use super::widget::{Cursor, Field, inside};
use crate::catalog::find::{Ask, Finds, Hit};
use crate::model::{File, FolderPath, Report};
use crate::query::Error;

/// Files that are shown at most: the best.
const MOST: usize = 500;
/// Rows of a page, as far as keys are concerned.
const PAGE: isize = 10;
/// Milliseconds without a key before facets are counted, and before a picture is looked for.
const REST: u64 = 60;

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct FindPane {
    field: Field,
    fuzzy: bool,
    /// The folder that was on screen.
    folder: FolderPath,
    finds: Option<Arc<Finds>>,
    /// What is wrong with the text; what was found before it stays in sight.
    error: Option<Error>,
    report: Option<Report>,
    /// What was asked last, while it isn't answered.
    asked: Option<Ticket>,
    /// All that is found, on its way to the list.
    all: Option<Ticket>,
    cursor: Cursor,
    facets: FacetList,
    /// The keys move in the facets.
    in_facets: bool,
    /// Files in the copy when it was looked at last.
    seen: Option<u64>,
    /// The number of the file whose picture is wanted, the call for it, and the file.
    shown: Option<(u32, Ticket, Option<Box<File>>)>,
    picture: Wanted,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = FindPane {
        field: Field::default(),
        fuzzy: false,
        folder: desk.state.browse.list.path.clone(),
        finds: None,
        error: None,
        report: None,
        asked: None,
        all: None,
        cursor: Cursor::default(),
        facets: FacetList::default(),
        in_facets: false,
        seen: None,
        shown: None,
        picture: Wanted::default(),
    };
    pane.follow(desk);
    Some(Overlay::Find(Box::new(pane)))
}

impl FindPane {
    fn hits(&self) -> &[Hit] {
        self.finds.as_ref().map_or(&[], |finds| &finds.hits)
    }

    fn current(&self) -> Option<&Hit> {
        self.hits().get(self.cursor.at())
    }

    fn question(&self, facets: bool) -> Ask {
        Ask {
            text: self.field.text().to_owned(),
            fuzzy: self.fuzzy,
            folder: self.folder.clone(),
            most: MOST,
            facets,
        }
    }

    /// Looks anew; an older look is ended by it.
    fn look(&mut self, desk: &mut Desk<'_>) {
        self.seen = desk.state.catalogue.copy.map(|copy| copy.files);
        if self.seen.is_some() {
            self.asked = Some(desk.ask(Call::Find(self.question(false)), 0));
        }
    }

    fn typed(&mut self, desk: &mut Desk<'_>) {
        self.cursor = Cursor::default();
        self.look(desk);
    }

    /// Goes to the file under the cursor, in its folder.
    fn visit(&mut self, desk: &mut Desk<'_>) {
        if desk.state.catalogue.copy.is_none() {
            return desk.push(Effect::Sync(SyncOrder::Start));
        }
        if let Some(hit) = self.current() {
            desk.then(Then::Visit(hit.entry.folder.clone(), Some(hit.entry.name.clone())));
        }
    }

    /// Puts all that is found into the list.
    fn list_all(&mut self, desk: &mut Desk<'_>) {
        if self.finds.as_ref().is_some_and(|finds| finds.total > 0) {
            self.all = Some(desk.ask(Call::FindAll(self.question(false)), 0));
        }
    }

    /// Whether the text holds what a facet stands for.
    fn is_narrowed(&self, piece: &str) -> bool {
        place_of(piece, self.field.text()).is_some()
    }

    /// Takes the facet under the cursor into the text, or out of it again.
    fn narrow(&mut self, desk: &mut Desk<'_>) {
        let Some(piece) =
            self.facets.current().map(|facet| facet.text.clone()).filter(|text| !text.is_empty())
        else {
            return;
        };
        let text = self.field.text();
        let text = match place_of(&piece, text) {
            Some(at) => {
                let (before, after) = (text[..at].trim_end(), text[at + piece.len()..].trim_start());
                [before, after].join(" ").trim().to_owned()
            }
            None => format!("{} {piece}", text.trim_end()).trim_start().to_owned(),
        };
        self.field.set(&text);
        self.typed(desk);
    }

    fn facet_key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        match (key.code, key.ctrl) {
            (KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab | KeyCode::Left, _) => self.in_facets = false,
            (KeyCode::Down, _) | (KeyCode::Char('j' | 'n'), _) => self.facets.step(1),
            (KeyCode::Up, _) | (KeyCode::Char('k' | 'p'), _) => self.facets.step(-1),
            (KeyCode::PageDown, _) => self.facets.step(PAGE),
            (KeyCode::PageUp, _) => self.facets.step(-PAGE),
            (KeyCode::Enter | KeyCode::Char(' '), _) => self.narrow(desk),
            (KeyCode::Char('s'), true) => self.list_all(desk),
            _ => {}
        }
        Stay::Open
    }

    fn took(&mut self, finds: &Arc<Finds>, desk: &mut Desk<'_>) {
        (self.error, self.report) = (None, None);
        if let Some(facets) = &finds.facets {
            self.facets.set(facets);
            self.in_facets &= !self.facets.is_empty();
        } else if view::has_facets(self.area(desk.state)) {
            // They come when the keys rest: what is found isn't to wait for them.
            self.asked = Some(desk.ask(Call::Find(self.question(true)), REST));
        }
        self.finds = Some(Arc::clone(finds));
        let rows = self.hits().len();
        self.cursor.step(0, rows);
    }

    /// Asks for the file under the cursor, whose picture is wanted.
    fn follow_picture(&mut self, desk: &mut Desk<'_>) {
        let room = view::picture(inside(self.area(desk.state)));
        let row = self.current().map(|hit| hit.entry.row).filter(|_| !room.is_empty());
        let Some(row) = row else {
            self.shown = None;
            return self.picture.follow(None, Slot::Left, desk);
        };
        if self.shown.as_ref().is_none_or(|(shown, ..)| *shown != row) {
            self.shown = Some((row, desk.ask(Call::Copied(row), REST), None));
        }
        if let Some((_, _, Some(file))) = &self.shown {
            let request = picture_request(file, room.width, room.height);
            self.picture.follow(Some(request), Slot::Left, desk);
        }
    }
}

impl Sheet for FindPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn context(&self) -> Option<Context> {
        None
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let (rows, area) = (self.hits().len(), view::list(inside(area)));
        Some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        if self.in_facets {
            return self.facet_key(key, desk);
        }
        let rows = self.hits().len();
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) => return Stay::Close,
            (KeyCode::Enter, _) => self.visit(desk),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.cursor.step(1, rows),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.cursor.step(-1, rows),
            (KeyCode::PageDown, _) => self.cursor.step(PAGE, rows),
            (KeyCode::PageUp, _) => self.cursor.step(-PAGE, rows),
            (KeyCode::Tab, _) => {
                self.in_facets = !self.facets.is_empty() && view::has_facets(self.area(desk.state));
            }
            (KeyCode::Char('s'), true) => self.list_all(desk),
            (KeyCode::Char('t'), true) => {
                self.fuzzy = !self.fuzzy;
                self.typed(desk);
            }
            _ => {
                if self.field.key(key) == Some(true) {
                    self.typed(desk);
                }
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, desk: &mut Desk<'_>) {
        self.field.paste(text);
        self.typed(desk);
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if self.asked == Some(ticket) {
            self.asked = None;
            match result {
                Ok(Answer::Finds(Ok(finds))) => self.took(finds, desk),
                Ok(Answer::Finds(Err(error))) => self.error = Some(error.clone()),
                Ok(_) => {}
                Err(report) => self.report = Some(report.clone()),
            }
        } else if self.all == Some(ticket) {
            self.all = None;
            match result {
                Ok(Answer::Rows(rows)) => {
                    let text = self.field.text().trim();
                    let text = if text.is_empty() { "all files" } else { text };
                    let search = Search::of_rows(text, Arc::clone(rows), self.folder.clone());
                    desk.then(Then::Search(Box::new(search)));
                }
                Ok(Answer::Finds(Err(error))) => self.error = Some(error.clone()),
                Ok(_) => {}
                Err(report) => desk.then(Then::Trouble(report.clone())),
            }
        } else if let Some((_, asked, file)) = &mut self.shown
            && *asked == ticket
            && let Ok(Answer::Files(files)) = result
        {
            *file = files.first().cloned().map(Box::new);
        }
    }

    fn take_picture(
        &mut self,
        ticket: Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        self.picture.take(ticket, key, result)
    }

    /// Looks when there is something to look at, and again when the copy has grown.
    fn follow(&mut self, desk: &mut Desk<'_>) {
        let now = desk.state.catalogue.copy.map(|copy| copy.files);
        if now.is_some() && now != self.seen && self.asked.is_none() {
            self.look(desk);
        }
        self.follow_picture(desk);
    }

    fn position(&self) -> Option<Position> {
        let rows = self.hits().len();
        let more = self.finds.as_ref().is_some_and(|finds| finds.total > rows);
        Some(Position { at: self.cursor.at(), rows, more })
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.in_facets {
            return vec![("Enter", "only these"), ("Tab", "back to the text"), ("Ctrl-S", "list all")];
        }
        let mut hints = vec![("Enter", "go there"), ("Ctrl-S", "list all")];
        if !self.facets.is_empty() {
            hints.push(("Tab", "facets"));
        }
        hints.push(("Ctrl-T", if self.fuzzy { "exact" } else { "fuzzy" }));
        hints.push(("Esc", "leave"));
        hints
    }
}

/// Where a piece stands in a text by itself.
fn place_of(piece: &str, text: &str) -> Option<usize> {
    let alone = |at: usize| {
        let (before, after) = (text.get(..at)?, text.get(at + piece.len()..)?);
        (before.is_empty() || before.ends_with(' ')).then_some(())?;
        (after.is_empty() || after.starts_with(' ')).then_some(at)
    };
    if piece.is_empty() {
        return None;
    }
    text.match_indices(piece).find_map(|(at, _)| alone(at))
}

/// Whether there is a copy to look in.
fn is_copied(state: &State) -> bool {
    state.catalogue.copy.is_some()
}
