//! Near-duplicates: their groups at a threshold that is moved by a key, what differs in a group, which
//! file of it is kept, and the plan that does what was accepted.

mod act;
mod book;
mod choices;
mod facts;
mod layout;
mod pictures;
mod place;
mod rules;
mod standing;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

pub use choices::{Accepted, All, Choices, Extent, Found, Order};

use super::action::{Action, Context};
use super::call::{Answer, Call, Grouping};
use super::catalogue::Work;
use super::dialog::Overlay;
use super::effect::{PictureKey, Ticket};
use super::msg::{Key, Mouse, PictureInfo};
use super::picture::Wanted;
use super::sheet::{Asked, Desk, Listed, Position, Scene, Sheet, Stay, Then};
use super::state::State;
use super::theme::Role;
use super::widget::Cursor;
use crate::model::{AssetId, Report};
use crate::ops::Verb;
use crate::ops::dupes::{Decision, Duplicates, Row};
use book::Book;
use pictures::Thumbs;
use place::{MANY, Place};
use rules::Chain;

/// The threshold at first, where it is sensible.
const USUAL: u8 = 8;
/// Groups in sight that have more files than this aren't decided on until they are looked at.
const FEW: usize = 60;
/// So many decisions are kept.
const DECIDED: usize = 512;

/// How the files of a group are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    /// Side by side, as many as fit.
    #[default]
    All,
    /// The kept one and the one under the cursor, large.
    Beside,
    /// One after the other in one place; whether it is the kept one now.
    Blink(bool),
    /// Where the two differ.
    Heat,
}

/// What the keys do.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// They are those of the table.
    #[default]
    Groups,
    /// They change the rules.
    Rules(Chain),
    /// They say up to which distance all groups are accepted. With it: groups, files and bytes.
    All(u8, (usize, usize, u64)),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Dupes {
    /// The groups; those of before while they are formed anew.
    found: Option<Arc<Found>>,
    /// Whether they are asked for, and what came last: whether there is a catalogue at all.
    asked: Asked<bool>,
    place: Place,
    book: Book,
    /// Decisions on groups, by their first member and how many there are.
    decided: HashMap<(Row, usize), Decision>,
    choices: Choices,
    merging: bool,
    accepted: Accepted,
    way: Way,
    mode: Mode,
    left: Wanted,
    right: Wanted,
    thumbs: Thumbs,
    plan: Asked<()>,
    /// What is told to the catalogue, and the answer still to come.
    told: Vec<Ticket>,
    /// Pairs that were taken apart last.
    last_apart: Option<Vec<(AssetId, AssetId)>>,
    /// Runs that had ended, and changes of the catalogue, when the groups were asked for.
    seen: (usize, u64),
    /// pHashes that were known then.
    hashed: u64,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = Dupes {
        found: None,
        asked: Asked::No,
        place: Place { level: USUAL, ..Place::default() },
        book: Book::default(),
        decided: HashMap::new(),
        choices: Choices::by(rules::remembered(&desk.state.memory)),
        merging: desk.state.memory.keep_merges.unwrap_or(true),
        accepted: Accepted::default(),
        way: Way::default(),
        mode: Mode::default(),
        left: Wanted::default(),
        right: Wanted::default(),
        thumbs: Thumbs::default(),
        plan: Asked::No,
        told: Vec::new(),
        last_apart: None,
        seen: (0, 0),
        hashed: 0,
    };
    pane.load(desk);
    Some(Overlay::Dupes(Box::new(pane)))
}

/// Runs that have ended, and changes of the catalogue.
fn seen(state: &State) -> (usize, u64) {
    (state.jobs.iter().filter(|job| !job.is_live()).count(), state.catalogue.changes)
}

impl Dupes {
    /// Asks for the groups.
    fn load(&mut self, desk: &mut Desk<'_>) {
        self.seen = seen(desk.state);
        self.hashed = desk.state.catalogue.copy.map_or(0, |copy| copy.hashed);
        self.asked = Asked::Yes(desk.ask(Call::Duplicates(Grouping::Begin(self.found.clone())), 0));
    }

    /// The groups, if there are any images to be grouped.
    fn groups(&self) -> Option<&Duplicates> {
        self.found.as_ref().map(|found| &found.duplicates).filter(|found| found.images() > 0)
    }

    /// The files of the group under the cursor.
    fn members(&self) -> &[Row] {
        self.groups().map(|found| self.place.members(self.place.group, found)).unwrap_or_default()
    }

    /// What was decided of a group, as far as its files are known.
    fn decision_of(&self, members: &[Row]) -> Option<&Decision> {
        self.decided.get(&(*members.first()?, members.len()))
    }

    /// What was decided of the group under the cursor.
    fn decision(&self) -> Option<&Decision> {
        self.decision_of(self.members())
    }

    /// Where everything stands.
    fn places(&self, state: &State) -> layout::Places {
        let what = match (&self.mode, self.way) {
            (Mode::Rules(_), _) => layout::Use::Rules,
            (_, Way::All) => layout::Use::Groups,
            _ => layout::Use::Two,
        };
        layout::Places::of(self.area(state), what)
    }

    /// Where a member of a decision stands among all.
    fn at(&self, decision: &Decision, member: usize) -> usize {
        let row = decision.members().get(member).map(|member| member.row);
        self.members().iter().take(MANY).position(|other| Some(*other) == row).unwrap_or_default()
    }

    /// The file under the cursor.
    fn row(&self) -> Option<Row> {
        self.members().get(self.member()).copied()
    }

    /// The kept file of the group under the cursor.
    fn kept(&self) -> Option<Row> {
        Some(self.decision()?.kept()?.row)
    }

    /// Decides on the groups in sight whose files are known.
    fn decide(&mut self, places: std::ops::Range<usize>) {
        let Some(found) = self.found.clone() else { return };
        if self.decided.len() > DECIDED {
            self.decided.clear();
        }
        for at in places.chain([self.place.group]) {
            let members = self.place.members(at, &found.duplicates);
            let Some(first) = members.first().filter(|_| members.len() <= MANY) else { continue };
            let key = (*first, members.len());
            if self.decided.contains_key(&key) {
                continue;
            }
            if let Some(files) = self.book.all(members)
                && let Some(decision) = self.choices.decide(files, &found.safe, &found.apart)
            {
                self.decided.insert(key, decision);
            }
        }
    }

    /// The files that are to be known: those of the groups in sight, and those in sight of the group under
    /// the cursor.
    fn wanted(&self, places: std::ops::Range<usize>, columns: usize) -> Vec<Row> {
        let Some(found) = self.groups() else { return Vec::new() };
        let own = self.members();
        let mut wanted: Vec<Row> = if own.len() <= MANY {
            own.to_vec()
        } else {
            let first = self.member().saturating_sub(columns);
            own.iter().skip(first).take(3 * columns).copied().collect()
        };
        for at in places.filter(|at| *at != self.place.group) {
            let members = self.place.members(at, found);
            if members.len() <= FEW {
                wanted.extend(members);
            }
        }
        wanted
    }

    /// Takes groups that were formed anew.
    fn put(&mut self, found: Arc<Found>) {
        let row = self.row();
        let before = self.found.replace(Arc::clone(&found));
        let groups = &found.duplicates;
        let mut to = (self.place.level, self.place.order);
        if before.is_none() {
            to.0 = USUAL.min(groups.sensible());
        }
        self.book = Book::default();
        self.decided.clear();
        self.accepted.retain(groups);
        self.place.turn(to, row, before.as_ref().map(|before| &before.duplicates), groups);
    }

    /// Asks anew where the library has changed, or where enough pHashes have come.
    fn renew(&mut self, desk: &mut Desk<'_>) {
        let catalogue = &desk.state.catalogue;
        let hashed = catalogue.copy.map_or(0, |copy| copy.hashed);
        let hashing = matches!(catalogue.work, Work::Hashing { .. });
        let more = hashing && hashed > self.hashed.saturating_add(self.hashed / 4).saturating_add(100);
        let now = seen(desk.state);
        let done = now.0 != self.seen.0
            && desk.state.jobs.iter().next().is_some_and(|job| {
                job.undone().is_empty()
                    && job.plan.steps.iter().any(|step| matches!(step.verb, Verb::Discard(_)))
            });
        if done {
            self.accepted.clear();
        }
        if now != self.seen || (more && !matches!(self.asked, Asked::Yes(_))) {
            self.load(desk);
        }
    }
}

impl Sheet for Dupes {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::Groups).then_some(Context::Dupes)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        if action == Action::SheetClose {
            if self.way != Way::All {
                self.way = Way::All;
                return Stay::Open;
            }
            // What is still being grouped isn't wanted any more.
            desk.ask(Call::Duplicates(Grouping::End), 0);
            return Stay::Close;
        }
        act::act(self, action, desk);
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        act::key(self, key, desk);
        Stay::Open
    }

    fn position(&self) -> Option<Position> {
        let rows = self.groups().map_or(0, |found| self.place.groups(found));
        Some(Position { at: self.place.group, rows, more: false })
    }

    fn listed(&mut self, _: Rect) -> Option<Listed<'_>> {
        None
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk<'_>) -> Stay {
        let places = self.places(desk.state);
        let Some(found) = self.found.clone() else { return Stay::Open };
        let rows = self.place.groups(&found.duplicates);
        let mut cursor = Cursor::new(self.place.group);
        cursor.press(mouse, places.groups, rows);
        let by = cursor.at().cast_signed().saturating_sub(self.place.group.cast_signed());
        self.place.step(by, &found.duplicates);
        Stay::Open
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        let groups = self.found.as_ref().map(|found| &found.duplicates);
        if self.book.take(ticket, result, groups) {
            return;
        }
        if let Some(at) = self.told.iter().position(|own| *own == ticket) {
            self.told.remove(at);
            if let Err(report) = result {
                desk.then(Then::Trouble(report.clone()));
            }
            if self.told.is_empty() {
                self.load(desk);
            }
            return;
        }
        match result {
            Ok(Answer::Duplicates(found)) => {
                if self.asked.take(ticket, Ok(found.is_some()))
                    && let Some(found) = found
                {
                    self.put(Arc::clone(found));
                }
            }
            Ok(Answer::DupesPlan(plan)) => {
                if self.plan.take(ticket, Ok(())) {
                    desk.then(match plan {
                        Ok(plan) => Then::Begin((**plan).clone()),
                        Err(why) => Then::Toast(why.clone(), Role::Warning),
                    });
                }
            }
            Ok(_) => {}
            Err(report) => {
                self.asked.take(ticket, Err(report.clone()));
                if self.plan.take(ticket, Err(report.clone())) {
                    desk.then(Then::Trouble(report.clone()));
                }
            }
        }
    }

    fn take_picture(
        &mut self,
        ticket: Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        self.left.take(ticket, key, result) || self.right.take(ticket, key, result) || self.thumbs.take(key)
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        self.renew(desk);
        let places = self.places(desk.state);
        let rows = self.groups().map_or(0, |found| self.place.groups(found));
        let window = Cursor::new(self.place.group).window(rows, usize::from(places.groups.height));
        let wanted = self.wanted(window.clone(), places.most_columns());
        self.book.follow(&wanted, desk);
        self.decide(window);
        self.follow_pictures(&places, desk);
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.mode {
            Mode::Groups if self.groups().is_none() => {
                let own =
                    if matches!(self.asked, Asked::Yes(_)) { Vec::new() } else { vec![("Enter", "begin")] };
                own.into_iter().chain([("Esc", "back"), ("?", "help")]).collect()
            }
            Mode::Groups => Vec::new(),
            Mode::Rules(_) => vec![
                ("Space", "on/off"),
                ("J K", "move the rule"),
                ("j k", "choose"),
                ("Enter", "use these"),
                ("Esc", "as before"),
            ],
            Mode::All(..) => vec![("Enter", "accept them"), ("[ ]", "distance"), ("Esc", "don't")],
        }
    }
}
