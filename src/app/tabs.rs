//! Tabs: places in the library side by side. The one on screen is [`State::browse`]; the others wait
//! here, each with its folder, cursor, order, filter, selection and history.

use super::Effect;
use super::browse::{Browse, Search};
use super::msg::Reply;
use super::state::State;
use super::theme::Role;
use super::update::toast;
use super::{Cx, action::Action};
use jiff::Timestamp;

use crate::config::{Memory, Tab, TabSearch};
use crate::model::{FolderPath, Sort};
use crate::ops::Step;
use crate::query::{self, Compiled, Terms, Vocabulary};

/// Tabs at most: each has a digit.
pub const MOST: usize = 9;

/// A tab that isn't on screen.
#[derive(Clone, Debug, PartialEq)]
struct Hidden {
    browse: Browse,
    /// Whether the library has been changed since it was on screen.
    stale: bool,
}

/// The tabs beside the one on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tabs {
    /// In their order, without the one on screen.
    hidden: Vec<Hidden>,
    /// The number of the one on screen, from 0.
    shown: usize,
}

impl Tabs {
    /// How many there are, with the one on screen.
    pub fn count(&self) -> usize {
        self.hidden.len() + 1
    }

    /// The number of the one on screen, from 0.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// All tabs in their order, where this is the one on screen.
    pub fn all<'a>(&'a self, on_screen: &'a Browse) -> impl Iterator<Item = &'a Browse> {
        let (before, after) = self.hidden.split_at(self.shown.min(self.hidden.len()));
        let browse = |hidden: &'a Hidden| &hidden.browse;
        before.iter().map(browse).chain([on_screen]).chain(after.iter().map(browse))
    }

    /// Swaps the one on screen for the tab of this number.
    fn swap(&mut self, number: usize, on_screen: &mut Browse) -> Option<bool> {
        if number == self.shown || number >= self.count() {
            return None;
        }
        let mut next = self.hidden.remove(number - usize::from(number > self.shown));
        std::mem::swap(&mut next.browse, on_screen);
        let stale = std::mem::replace(&mut next.stale, false);
        let at = self.shown - usize::from(number < self.shown);
        self.hidden.insert(at, next);
        self.shown = number;
        Some(stale)
    }
}

/// The tabs that the last session left, and the one of them that is shown; none where it left none.
pub(super) fn restored(memory: &Memory, sort: Sort, now: Timestamp) -> Option<(Tabs, Browse)> {
    let mut all: Vec<Browse> = memory.tabs.iter().take(MOST).map(|tab| begun(tab, sort, now)).collect();
    if all.is_empty() {
        return None;
    }
    let shown = memory.tab.min(all.len() - 1);
    let on_screen = all.remove(shown);
    // Nothing of them is loaded yet.
    let hidden = all.into_iter().map(|browse| Hidden { browse, stale: true }).collect();
    Some((Tabs { hidden, shown }, on_screen))
}

fn begun(tab: &Tab, sort: Sort, now: Timestamp) -> Browse {
    let folder = tab.folder.clone().unwrap_or_else(FolderPath::root);
    match &tab.search {
        Some(kept) => Browse::begun_with(sort, searched(kept, folder, now), tab.name.clone()),
        None => Browse::begun(sort, folder, tab.name.clone()),
    }
}

/// A kept search. Its text is read anew, since `yesterday` is another day now; where it can't be, as with
/// custom metadata fields, which aren't known yet, it is what it was.
fn searched(kept: &TabSearch, folder: FolderPath, now: Timestamp) -> Search {
    let terms = Terms { vocabulary: Vocabulary::default(), folder: folder.clone(), now };
    let (query, here) = match query::compile(&kept.text, &terms) {
        Ok(Compiled { query, here }) => (query, here),
        Err(_) => {
            let here = kept.here.as_deref().and_then(|text| query::parse(text).ok());
            (kept.query.clone(), here)
        }
    };
    Search { text: kept.text.clone(), query, here, rows: None, folder }
}

fn kept_search(search: &Search) -> TabSearch {
    TabSearch {
        text: search.text.clone(),
        query: search.query.clone(),
        here: search.here.as_ref().map(ToString::to_string),
    }
}

/// What the next session is to find: what is remembered, with the tabs as they are now.
pub(super) fn kept(state: &State) -> Memory {
    let tabs = state.tabs.all(&state.browse).map(|browse| Tab {
        folder: Some(browse.list.path.clone()),
        // What was found in the copy is found anew: its numbers are of this copy alone.
        search: browse.list.search.as_deref().filter(|own| own.rows.is_none()).map(kept_search),
        name: browse.name_here().map(str::to_owned),
    });
    Memory { tabs: tabs.collect(), tab: state.tabs.shown, ..state.memory.clone() }
}

/// Opens a tab on the same folder, with nothing selected.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if state.tabs.count() >= MOST {
        return toast(state, "nine tabs are open: Ctrl-W closes one", Role::Warning, effects);
    }
    if is_busy(state, effects) {
        return;
    }
    let list = &state.browse.list;
    let (path, sort, board) = (list.path.clone(), list.sort, list.board);
    let name = list.current().map(|row| row.name().to_owned());
    let mut browse = Browse::begun(sort, path.clone(), name.clone());
    browse.list.board = board;
    let old = std::mem::replace(&mut state.browse, browse);
    let at = state.tabs.shown;
    state.tabs.hidden.insert(at, Hidden { browse: old, stale: false });
    // The new one is the last.
    state.tabs.shown = state.tabs.hidden.len();
    let (browse, mut cx) = state.split(effects);
    browse.visit(path, name, &mut cx);
}

/// Shows the tab of this number, from 0.
pub(super) fn show(state: &mut State, number: usize, effects: &mut Vec<Effect>) {
    if number == state.tabs.shown {
        return;
    }
    if number >= state.tabs.count() {
        let text = format!("there is no tab {}: Ctrl-T opens one", number + 1);
        return toast(state, text, Role::Dim, effects);
    }
    if is_busy(state, effects) {
        return;
    }
    if let Some(stale) = state.tabs.swap(number, &mut state.browse) {
        let (browse, mut cx) = state.split(effects);
        browse.wake(stale, &mut cx);
    }
}

/// Closes the tab of this number, from 0; the last one stays.
pub(super) fn close(state: &mut State, number: usize, effects: &mut Vec<Effect>) {
    if state.tabs.count() == 1 {
        return toast(state, "this is the only tab", Role::Dim, effects);
    }
    if number == state.tabs.shown {
        let next = if number + 1 < state.tabs.count() { number + 1 } else { number - 1 };
        state.browse.leave();
        state.waiting.clear();
        show(state, next, effects);
    }
    let shown = state.tabs.shown;
    if number == shown || number >= state.tabs.count() {
        return;
    }
    state.tabs.hidden.remove(number - usize::from(number > shown));
    state.tabs.shown = shown - usize::from(number < shown);
}

/// Whether the tab can't be left, since an action waits for its selection.
fn is_busy(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let busy = !state.waiting.is_empty();
    if busy {
        toast(state, "files are still being selected: Esc gives that up", Role::Warning, effects);
    }
    busy
}

/// The number of the tab that an action shows, from 0.
pub(super) fn number(action: Action) -> Option<usize> {
    const SHOWN: [Action; MOST] = [
        Action::Tab1,
        Action::Tab2,
        Action::Tab3,
        Action::Tab4,
        Action::Tab5,
        Action::Tab6,
        Action::Tab7,
        Action::Tab8,
        Action::Tab9,
    ];
    SHOWN.iter().position(|own| *own == action)
}

/// Hands an answer to the hidden tab that waits for it; what comes of it is asked for again when the
/// tab is shown.
pub(super) fn take(state: &mut State, reply: &Reply) {
    let State { tabs, tickets, now, .. } = state;
    let mut dropped = Vec::new();
    for tab in &mut tabs.hidden {
        let mut cx = Cx { effects: &mut dropped, tickets, now: *now };
        match reply {
            Reply::Files { ticket, skip, result } if tab.browse.waits_for(*ticket) => {
                tab.browse.take_files(*ticket, *skip, result.clone(), &mut cx);
            }
            Reply::Folders { ticket, path, result } => {
                tab.browse.take_folders(*ticket, path, result.clone());
            }
            _ => {}
        }
    }
}

/// Brings the hidden tabs in line with steps that have ended well. They are loaded anew when they are
/// shown.
pub(super) fn apply(state: &mut State, done: &[&Step]) {
    let State { tabs, tickets, now, .. } = state;
    let mut dropped = Vec::new();
    for tab in &mut tabs.hidden {
        tab.browse.apply(done, &mut Cx { effects: &mut dropped, tickets, now: *now });
        tab.stale = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_kept_search_is_read_anew_and_where_it_can_not_be_it_is_what_it_was() {
        let now: Timestamp = "2026-03-14T09:00:00Z".parse().expect("a literal");
        let kept = |text: &str| TabSearch {
            text: text.to_owned(),
            query: "tags IN [\"kept\"]".to_owned(),
            here: Some("name = \"x\"".to_owned()),
        };
        let again = |text: &str| searched(&kept(text), FolderPath::root(), now);
        let day = again("shot:yesterday");
        assert!(day.query.contains("2026-03-13") && day.here.is_none(), "{day:?}");
        // Which fields there are isn't known before the library has been asked.
        let custom = again("rights:licensed");
        assert_eq!(custom.query, "tags IN [\"kept\"]");
        assert_eq!(kept_search(&custom), kept("rights:licensed"));
    }

    proptest! {
        /// The order of tabs is that of a plain list, whatever is shown.
        #[test]
        fn tabs_keep_their_order(count in 1_usize..9, shown in prop::collection::vec(0_usize..9, 0..20)) {
            let named = |n: usize| Browse::begun(Sort::BY_NAME, FolderPath::new(&format!("/{n}")), None);
            let mut on_screen = named(0);
            let hidden = (1..count).map(|n| Hidden { browse: named(n), stale: false }).collect();
            let mut tabs = Tabs { hidden, shown: 0 };
            for number in shown {
                let before = tabs.shown();
                tabs.swap(number, &mut on_screen);
                prop_assert_eq!(tabs.shown(), if number < count { number } else { before });
                let names: Vec<_> = tabs.all(&on_screen).map(|b| b.list.path.name().to_owned()).collect();
                prop_assert_eq!(names, (0..count).map(|n| n.to_string()).collect::<Vec<_>>());
                let own = tabs.shown().to_string();
                prop_assert_eq!(on_screen.list.path.name(), own.as_str());
            }
        }
    }
}
