//! What the keys do.

use std::sync::Arc;

use super::rules::{Chain, Turn};
use super::{Accepted, All, Dupes, Found, MANY, Mode, Order, Way};
use crate::app::action::Action;
use crate::app::call::Call;
use crate::app::catalogue::SyncOrder;
use crate::app::effect::Effect;
use crate::app::layout::areas;
use crate::app::msg::{Key, KeyCode};
use crate::app::sheet::{Asked, Desk, Then};
use crate::app::theme::Role;
use crate::app::widget::count;
use crate::model::AssetId;
use crate::ops::dupes::{self, Fate, merge};

/// Takes an action of the table.
pub(super) fn act(pane: &mut Dupes, action: Action, desk: &mut Desk<'_>) {
    match action {
        Action::DupeAccept if pane.groups().is_none() => return pane.ask_hashes(desk),
        Action::DupeHashes => return pane.ask_hashes(desk),
        Action::DupeTogether => return pane.together(desk),
        Action::DupeReload => return pane.load(desk),
        Action::DupeUndo => return desk.then(Then::Act(Action::Undo)),
        Action::DupeRules => return pane.mode = Mode::Rules(Chain::new(&pane.choices.rules)),
        Action::DupeMerge => {
            pane.merging = !pane.merging;
            return pane.remember(desk);
        }
        _ => {}
    }
    let Some(found) = pane.found.clone().filter(|found| found.duplicates.images() > 0) else { return };
    let page = isize::try_from(areas_height(desk)).unwrap_or(isize::MAX);
    let groups = &found.duplicates;
    match action {
        Action::SheetDown => pane.place.step(1, groups),
        Action::SheetUp => pane.place.step(-1, groups),
        Action::SheetPageDown => pane.place.step(page, groups),
        Action::SheetPageUp => pane.place.step(-page, groups),
        Action::SheetTop => pane.place.step(isize::MIN, groups),
        Action::SheetBottom => pane.place.step(isize::MAX, groups),
        Action::DupeCloser => pane.turn(pane.place.level.saturating_sub(1), &found),
        Action::DupeWider => pane.turn(pane.place.level.saturating_add(1), &found),
        Action::DupeNext => {
            let standing = next(pane.standing(pane.member()), pane.members().len());
            pane.place.member = Some(pane.member_at(standing));
        }
        Action::DupePrevious => {
            let standing = pane.standing(pane.member()).saturating_sub(1);
            pane.place.member = Some(pane.member_at(standing));
        }
        Action::DupeOrder => pane.turn_order(&found),
        Action::DupeBeside => pane.turn_way(),
        Action::DupeBlink => pane.way = Way::Blink(!matches!(pane.way, Way::Blink(true))),
        Action::DupeDifference => pane.way = if pane.way == Way::Heat { Way::All } else { Way::Heat },
        Action::DupeAll => pane.ask_all(pane.place.level, &found),
        Action::DupePlan => pane.ask_plan(&found, desk),
        _ => pane.act_on_group(action, &found, desk),
    }
}

fn next(member: usize, members: usize) -> usize {
    if member + 1 < members { member + 1 } else { 0 }
}

fn areas_height(desk: &Desk<'_>) -> u16 {
    areas(desk.state.size, desk.state.focus, desk.state.browse.list.board).body.height / 2
}

/// Takes a key while the keys aren't those of the table.
pub(super) fn key(pane: &mut Dupes, key: Key, desk: &mut Desk<'_>) {
    match std::mem::take(&mut pane.mode) {
        Mode::Groups => {}
        Mode::Rules(mut chain) => {
            let turn = chain.key(key);
            let rules = if turn == Turn::Dropped { chain.before().clone() } else { chain.chain() };
            if rules != pane.choices.rules {
                pane.choices.rules = rules;
                pane.decided.clear();
            }
            match turn {
                Turn::Nothing | Turn::Changed => pane.mode = Mode::Rules(chain),
                Turn::Done if *chain.before() != pane.choices.rules => pane.remember(desk),
                Turn::Done | Turn::Dropped => {}
            }
        }
        Mode::All(widest, counts) => match key.code {
            KeyCode::Enter => pane.accept_all(widest, counts, desk),
            KeyCode::Esc | KeyCode::Char('q') => {}
            code => {
                let Some(found) = pane.found.clone() else { return };
                let to = match code {
                    KeyCode::Char('[' | 'h' | 'j' | '-') | KeyCode::Left | KeyCode::Down => {
                        widest.saturating_sub(1)
                    }
                    KeyCode::Char(']' | 'l' | 'k' | '+') | KeyCode::Right | KeyCode::Up => {
                        widest.saturating_add(1)
                    }
                    KeyCode::Char(c) => c.to_digit(10).and_then(|n| u8::try_from(n).ok()).unwrap_or(widest),
                    _ => widest,
                };
                pane.ask_all(to, &found);
            }
        },
    }
}

impl Dupes {
    /// How files are kept is a matter of the library: the next time it is as it was left.
    fn remember(&self, desk: &mut Desk<'_>) {
        let mut memory = desk.state.memory.clone();
        memory.keep_rules = Some(self.choices.rules.to_string());
        memory.keep_merges = Some(self.merging);
        desk.then(Then::Remember(Box::new(memory)));
    }

    fn turn(&mut self, level: u8, found: &Found) {
        let (row, groups) = (self.row(), &found.duplicates);
        self.place.turn((level, self.place.order), row, Some(groups), groups);
    }

    fn turn_order(&mut self, found: &Found) {
        let order = match self.place.order {
            dupes::Order::Bytes => dupes::Order::Closeness,
            dupes::Order::Closeness => dupes::Order::Bytes,
        };
        let (row, groups) = (self.row(), &found.duplicates);
        self.place.turn((self.place.level, order), row, Some(groups), groups);
    }

    fn turn_way(&mut self) {
        self.way = match self.way {
            Way::All => Way::Beside,
            Way::Beside | Way::Blink(_) => Way::Heat,
            Way::Heat => Way::All,
        };
    }

    /// Begins to copy the library, with pHashes.
    fn ask_hashes(&mut self, desk: &mut Desk<'_>) {
        if desk.state.catalogue.is_busy() && matches!(self.asked, Asked::Yes(_)) {
            return;
        }
        if desk.state.is_offline() {
            let text = "pHashes come from the library, and that can't be reached now";
            return desk.then(Then::Toast(text.to_owned(), Role::Warning));
        }
        desk.push(Effect::Sync(SyncOrder::WithHashes));
    }

    /// Asks whether all groups of at most this distance are accepted.
    fn ask_all(&mut self, widest: u8, found: &Found) {
        let widest = widest.min(self.place.level);
        let level = self.place.level(&found.duplicates);
        let groups = level.within(widest).filter_map(|number| level.groups().get(number));
        let counts = groups.fold((0, 0, 0_u64), |(groups, files, bytes), group| {
            (groups + 1, files + group.len(), bytes.saturating_add(group.bytes))
        });
        self.mode = Mode::All(widest, counts);
    }

    fn accept_all(&mut self, widest: u8, (groups, ..): (usize, usize, u64), desk: &mut Desk<'_>) {
        if groups == 0 {
            let text = format!("no group is as close as {widest}");
            return desk.then(Then::Toast(text, Role::Warning));
        }
        self.accepted.all = Some(All { level: self.place.level, widest, except: Default::default() });
        let text = format!("{} accepted: p shows the plan", groups_of(groups));
        desk.then(Then::Toast(text, Role::Good));
    }

    /// Asks for the plan of what is accepted; of the group under the cursor where nothing is.
    fn ask_plan(&mut self, found: &Arc<Found>, desk: &mut Desk<'_>) {
        if matches!(self.plan, Asked::Yes(_)) {
            return;
        }
        let mut accepted = self.accepted.clone();
        if accepted.is_empty() {
            accepted.turn(self.members(), &found.duplicates);
        }
        let order = Order {
            found: Arc::clone(found),
            accepted,
            choices: self.choices.clone(),
            merging: self.merging,
        };
        self.plan = Asked::Yes(desk.ask(Call::DupesPlan(Box::new(order)), 0));
    }

    /// Takes an action on the group under the cursor, or on a file of it.
    fn act_on_group(&mut self, action: Action, found: &Found, desk: &mut Desk<'_>) {
        let Some(row) = self.row() else { return };
        // What is done to a file doesn't move the cursor to another.
        self.place.member = Some(self.member());
        match action {
            Action::DupeAccept => {
                let members: Vec<_> = self.members().to_vec();
                if self.accepted.turn(&members, &found.duplicates) {
                    self.place.step(1, &found.duplicates);
                }
            }
            Action::DupeKeep => {
                self.choices.keep(row);
                self.decided.clear();
            }
            Action::DupeOut => self.turn_out(row, desk),
            Action::DupeValues => self.use_values(row, desk),
            Action::DupeApart => self.tell_apart(row, found, desk),
            Action::DupeApartAll => self.tell_all_apart(found, desk),
            Action::DupeSafe => self.turn_safe(row, found, desk),
            Action::DupeShow => {
                if let Some(file) = self.book.get(row).map(|member| &member.details.file) {
                    desk.then(Then::Visit(file.folder.clone(), Some(file.name.to_string())));
                }
            }
            _ => {}
        }
    }

    /// What becomes of a file of the group under the cursor.
    pub(super) fn fate(&self, row: u32) -> Option<Fate> {
        let decision = self.decision()?;
        let at = decision.members().iter().position(|member| member.row == row)?;
        Some(decision.fate(at))
    }

    fn turn_out(&mut self, row: u32, desk: &mut Desk<'_>) {
        if self.fate(row) == Some(Fate::Kept) {
            let text = "this is the one that is kept: Space on another keeps that instead";
            return desk.then(Then::Toast(text.to_owned(), Role::Warning));
        }
        self.choices.turn_out(row);
        self.decided.clear();
    }

    /// Uses the values of this file where those of the group disagree.
    fn use_values(&mut self, row: u32, desk: &mut Desk<'_>) {
        let Some(decision) = self.decision() else { return };
        let own = |at: &usize| decision.members().get(*at).is_some_and(|member| member.row == row);
        let conflicts = merge(decision).conflicts;
        let conflicts =
            conflicts.into_iter().filter(|conflict| conflict.values.iter().any(|(at, _)| own(at)));
        let fields: Vec<_> = conflicts.map(|conflict| conflict.field).collect();
        if fields.is_empty() {
            let text = "this file has no value of its own in which the group disagrees";
            return desk.then(Then::Toast(text.to_owned(), Role::Warning));
        }
        fields.into_iter().for_each(|field| self.choices.choose(field, row));
        self.decided.clear();
    }

    /// Says that the file under the cursor and the kept one are no duplicates, or are some again.
    fn tell_apart(&mut self, row: u32, found: &Found, desk: &mut Desk<'_>) {
        let kept = self.kept().filter(|kept| *kept != row);
        let id = |row: u32| self.book.get(row).map(|member| member.id().clone());
        let Some((a, b)) = kept.and_then(|kept| Some((id(kept)?, id(row)?))) else {
            let text = "this is the one that is kept: h and l go to another";
            return desk.then(Then::Toast(text.to_owned(), Role::Warning));
        };
        let apart = !found.apart.holds(&a, &b);
        self.tell(vec![(a, b)], apart, desk);
    }

    /// The same of all pairs of a group.
    fn tell_all_apart(&mut self, found: &Found, desk: &mut Desk<'_>) {
        if self.members().len() > PAIRED {
            let text = format!("only groups of up to {PAIRED} files: n takes single ones apart");
            return desk.then(Then::Toast(text, Role::Warning));
        }
        let Some(decision) = self.decision() else { return };
        let ids: Vec<&AssetId> = decision.members().iter().map(|member| member.id()).collect();
        let pairs = ids.iter().enumerate().flat_map(|(at, a)| ids.iter().skip(at + 1).map(move |b| (a, b)));
        let pairs: Vec<(AssetId, AssetId)> = pairs.map(|(a, b)| ((*a).clone(), (*b).clone())).collect();
        let apart = !pairs.iter().all(|(a, b)| found.apart.holds(a, b));
        self.tell(pairs, apart, desk);
    }

    fn tell(&mut self, pairs: Vec<(AssetId, AssetId)>, apart: bool, desk: &mut Desk<'_>) {
        let text = match (apart, pairs.len()) {
            (true, 1) => "not duplicates: remembered, Backspace takes it back".to_owned(),
            (true, n) => {
                format!("{} pairs are not duplicates: remembered, Backspace takes it back", count(n))
            }
            (false, _) => "duplicates again".to_owned(),
        };
        desk.then(Then::Toast(text, Role::Good));
        self.last_apart = apart.then(|| pairs.clone());
        self.told.push(desk.ask_beside(Call::Apart { pairs, apart }));
    }

    /// Takes back what was said last of pairs.
    pub(super) fn together(&mut self, desk: &mut Desk<'_>) {
        match self.last_apart.take() {
            Some(pairs) => self.tell(pairs, false, desk),
            None => desk.then(Then::Toast("no pair was taken apart just now".to_owned(), Role::Warning)),
        }
    }

    /// Makes the folder of a file safe, or no longer.
    fn turn_safe(&mut self, row: u32, found: &Found, desk: &mut Desk<'_>) {
        let Some(file) = self.book.get(row).map(|member| &member.details.file) else { return };
        let mut folders = found.safe.clone();
        let text = if let Some(at) = folders.iter().position(|folder| file.folder.is_within(folder)) {
            format!("{} is no longer safe", folders.remove(at))
        } else {
            folders.push(file.folder.clone());
            format!("{} is safe: its files are always kept", file.folder)
        };
        desk.then(Then::Toast(text, Role::Good));
        self.told.push(desk.ask_beside(Call::SafeFolders(folders)));
    }
}

/// All pairs of a group are taken apart where it has up to so many files.
const PAIRED: usize = 64;

/// `1 group`, `1 204 groups`.
pub(super) fn groups_of(n: usize) -> String {
    if n == 1 { "1 group".to_owned() } else { format!("{} groups", count(n)) }
}

impl Accepted {
    /// Keeps of single groups those whose files are all still there, and nothing of many at once.
    pub(super) fn retain(&mut self, found: &dupes::Duplicates) {
        let whole: Vec<Arc<[u32]>> = self
            .groups()
            .filter(|group| group.iter().take(MANY).all(|row| found.hash(*row).is_some()))
            .cloned()
            .collect();
        let all = self.all.take().filter(|all| all.level <= found.max());
        self.clear();
        self.all = all;
        for group in whole {
            self.put(&group);
        }
    }
}
