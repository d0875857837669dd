//! The copy of the library on this machine, as the screen knows it: how old it is, what brings it up to
//! the library, and what of the user's own changes it is to be told.

mod changed;
#[cfg(test)]
mod tests;

pub use changed::Changed;
pub(super) use changed::changed;

use std::sync::Arc;

use jiff::Timestamp;

use super::Effect;
use super::state::{Connection, State};
use super::theme::Role;
use super::update::{toast, trouble};
use super::widget::count;
use crate::model::{AssetId, File, FolderPath, Report};

/// What there is of a copy: the catalogue's own word, beside the state of the screen.
pub use crate::catalog::State as Copied;

/// A copy is brought up to the library again after so many seconds.
pub const EVERY_SECONDS: u64 = 300;
/// Folders of more files than this are left to the next sync: to hand them over would take too long for a key.
const SEEN_MOST: usize = 5000;

/// What is to be done with the copy of the library.
#[derive(Clone, Debug, PartialEq)]
pub enum SyncOrder {
    /// Bring it up to the library; make it where there is none.
    Start,
    /// The same, and get the pHashes of its pictures.
    WithHashes,
    /// As `Start`, if the library is so small that one call shows all of it.
    IfSmall,
    /// Nothing now: say when it is time again.
    Later,
    /// Hold what is under way.
    Pause,
    /// Go on with it.
    Resume,
    /// End what is under way. What is copied stays.
    Stop,
    /// Of pHashes, these are wanted first.
    First(Vec<AssetId>),
    /// The user's own changes: read anew what they are about.
    Changed(Box<Changed>),
    /// The library has just listed these as all the files of a folder: read anew what differs from them.
    Seen(FolderPath, Arc<[File]>),
}

/// What is under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Work {
    /// Nothing.
    #[default]
    Nothing,
    /// Files are being copied.
    Syncing {
        /// So far.
        done: u64,
        /// Of so many, where that is known.
        of: Option<u64>,
    },
    /// pHashes are being asked for.
    Hashing {
        /// So far.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// The user holds it.
    Paused,
    /// It has failed.
    Failed(Report),
}

/// The copy of the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogueState {
    /// What there is; `None` where there is no copy, or not yet known.
    pub copy: Option<Copied>,
    /// What is under way.
    pub work: Work,
    /// How often something in it has changed since the start.
    pub changes: u64,
    /// Whether it is known what there is.
    opened: bool,
    /// Whether the user has asked for what is under way.
    asked: bool,
    /// The folder and row that pHashes were last wanted from first.
    looked: Option<(FolderPath, usize)>,
}

/// News of the copy.
#[derive(Clone, Debug, PartialEq)]
pub enum CatalogueNews {
    /// What there is, told once after the start; `None` where there is no copy.
    Opened(Option<Copied>),
    /// There is something, but it can't be used.
    Unusable(Report),
    /// So many files are copied, of so many where that is known.
    Syncing(u64, Option<u64>),
    /// So many pHashes are known, of so many.
    Hashing(u64, u64),
    /// The work is held.
    Paused,
    /// The work has ended well, or was stopped by the user; this is what there is now.
    Ended(Copied),
    /// The work has failed, and why; this is what there is.
    Failed(Report, Option<Copied>),
    /// Own changes were taken in; this is what there is now.
    Changed(Copied),
    /// It is time to sync again.
    Due,
}

impl CatalogueState {
    /// Whether something is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self.work, Work::Syncing { .. } | Work::Hashing { .. })
    }
}

/// Takes news of the copy.
pub(super) fn take(state: &mut State, news: CatalogueNews, effects: &mut Vec<Effect>) {
    let catalogue = &mut state.catalogue;
    match news {
        CatalogueNews::Opened(copy) => {
            (catalogue.copy, catalogue.opened) = (copy, true);
            begin(state, effects);
        }
        CatalogueNews::Unusable(report) => {
            catalogue.work = Work::Failed(report.clone());
            trouble(state, report, effects);
        }
        CatalogueNews::Syncing(done, of) => {
            catalogue.work = Work::Syncing { done, of };
            let copy = catalogue.copy.get_or_insert_default();
            copy.files = copy.files.max(done);
        }
        CatalogueNews::Hashing(done, of) => {
            catalogue.work = Work::Hashing { done, of };
            if let Some(copy) = &mut catalogue.copy {
                copy.hashed = done;
            }
        }
        CatalogueNews::Paused => catalogue.work = Work::Paused,
        CatalogueNews::Ended(copy) => ended(state, copy, effects),
        CatalogueNews::Failed(report, copy) => {
            catalogue.copy = copy.or(catalogue.copy);
            catalogue.work = Work::Failed(report.clone());
            if std::mem::take(&mut catalogue.asked) {
                trouble(state, report, effects);
            } else {
                state.log.add(state.now, report);
            }
        }
        CatalogueNews::Changed(copy) => {
            catalogue.copy = Some(copy);
            catalogue.changes += 1;
            let (browse, mut cx) = state.split(effects);
            browse.copy_changed(&mut cx);
        }
        CatalogueNews::Due => again(state, effects),
    }
}

/// The copy is there: the list shows what it has until the library answers, and it is brought up to it.
fn begin(state: &mut State, effects: &mut Vec<Effect>) {
    if state.catalogue.copy.is_none() {
        return sync_if_ready(state, effects);
    }
    if !matches!(state.connection, Connection::Ready(_)) {
        let (browse, mut cx) = state.split(effects);
        browse.begin(&mut cx);
    }
    sync_if_ready(state, effects);
}

/// The library answers: the copy is brought up to it, or begun where the library is small.
pub(super) fn connected(state: &mut State, effects: &mut Vec<Effect>) {
    sync_if_ready(state, effects);
}

fn sync_if_ready(state: &mut State, effects: &mut Vec<Effect>) {
    effects.extend(due(state).map(Effect::Sync));
}

/// What is to be done to have the copy up to the library, if that can be done now.
fn due(state: &State) -> Option<SyncOrder> {
    let ready = matches!(state.connection, Connection::Ready(_)) && state.catalogue.opened;
    if !ready || state.catalogue.is_busy() || state.catalogue.work == Work::Paused {
        return None;
    }
    Some(if state.catalogue.copy.is_some() { SyncOrder::Start } else { SyncOrder::IfSmall })
}

/// Syncs anew while nothing else needs the calls; else the next time.
fn again(state: &mut State, effects: &mut Vec<Effect>) {
    let idle = state.jobs.live().is_none() && state.catalogue.copy.is_some();
    let order = due(state).filter(|_| idle).unwrap_or(SyncOrder::Later);
    effects.push(Effect::Sync(order));
}

fn ended(state: &mut State, copy: Copied, effects: &mut Vec<Effect>) {
    let catalogue = &mut state.catalogue;
    (catalogue.copy, catalogue.work) = (Some(copy), Work::Nothing);
    catalogue.changes += 1;
    if std::mem::take(&mut catalogue.asked) {
        let files = count(usize::try_from(copy.files).unwrap_or(usize::MAX));
        let text = if copy.complete {
            format!("{files} files are copied: they are found offline too")
        } else {
            format!("stopped: {files} files are copied so far")
        };
        toast(state, text, Role::Good, effects);
    }
}

/// Begins to copy the library, holds it, or goes on with it.
pub(super) fn turn(state: &mut State, effects: &mut Vec<Effect>) {
    let catalogue = &mut state.catalogue;
    let (order, text) = match &catalogue.work {
        Work::Syncing { .. } | Work::Hashing { .. } => {
            (SyncOrder::Pause, "copying the library is held: K goes on with it")
        }
        Work::Paused => (SyncOrder::Resume, "copying the library goes on"),
        Work::Nothing | Work::Failed(_) => (SyncOrder::Start, "copying the library: K holds it"),
    };
    catalogue.asked |= order == SyncOrder::Start;
    effects.push(Effect::Sync(order));
    toast(state, text, Role::Dim, effects);
}

/// Gets the pHashes of the library, those of what is on screen first.
pub(super) fn hashes(state: &mut State, effects: &mut Vec<Effect>) {
    state.catalogue.asked = true;
    effects.push(Effect::Sync(SyncOrder::First(on_screen(state))));
    effects.push(Effect::Sync(SyncOrder::WithHashes));
    toast(state, "getting the pHashes of the library: K holds it", Role::Dim, effects);
}

/// While pHashes are asked for, those of what has come on screen are wanted first.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if !matches!(state.catalogue.work, Work::Hashing { .. }) {
        return;
    }
    let here = (state.browse.list.path.clone(), state.browse.list.top);
    if state.catalogue.looked.as_ref() != Some(&here) {
        state.catalogue.looked = Some(here);
        effects.push(Effect::Sync(SyncOrder::First(on_screen(state))));
    }
}

fn on_screen(state: &State) -> Vec<AssetId> {
    let list = &state.browse.list;
    let rows = usize::from(state.size.1);
    let shown = (list.top..list.top.saturating_add(rows)).map_while(|at| list.row(at));
    shown.map(|row| row.id().clone()).collect()
}

/// A page of the list has come: where the folder on screen is whole with it, what others have changed in it
/// is in the copy before the next sync.
pub(super) fn see(state: &State, effects: &mut Vec<Effect>) {
    let catalogue = &state.catalogue;
    let takes = catalogue.copy.is_some_and(|copy| copy.complete) && catalogue.work != Work::Paused;
    if let Some((path, files)) = state.browse.list.whole().filter(|(_, files)| files.len() <= SEEN_MOST)
        && takes
    {
        effects.push(Effect::Sync(SyncOrder::Seen(path.clone(), files.into())));
    }
}

/// A run has ended: the copy is told what it has changed.
pub(super) fn tell_changes(state: &State, id: super::effect::JobId, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.get(id).filter(|_| state.catalogue.copy.is_some()) else { return };
    let changed = changed(&job.plan.steps, &job.outcomes);
    if changed != Changed::default() {
        effects.push(Effect::Sync(SyncOrder::Changed(Box::new(changed))));
    }
}

/// What the status line says of the copy, if anything.
pub(super) fn line(state: &State) -> Option<(String, Role)> {
    let catalogue = &state.catalogue;
    let copy = catalogue.copy?;
    let dot = state.theme.glyphs.dot;
    if state.is_offline() {
        let age = copy.synced_at.map_or_else(
            || format!("the first {} files", short(copy.files)),
            |at| format!("copy of {} ago", age(at, state.now)),
        );
        return Some((format!("offline {dot} {age}"), Role::Warning));
    }
    Some(match &catalogue.work {
        // Bringing an old copy up to date takes a moment: no reason to make the line flicker.
        Work::Syncing { .. } | Work::Nothing if copy.complete => {
            (format!("catalogue {}", age(copy.synced_at?, state.now)), Role::Dim)
        }
        Work::Syncing { done, of: Some(of) } => {
            (format!("copying {} of {}", short(*done), short(*of)), Role::Accent)
        }
        Work::Syncing { done, of: None } => (format!("copying {}", short(*done)), Role::Accent),
        Work::Hashing { done, of } => (format!("pHashes {} of {}", short(*done), short(*of)), Role::Accent),
        Work::Paused => (format!("held at {}", short(copy.files)), Role::Warning),
        Work::Failed(_) => ("catalogue: failed, ! says why".to_owned(), Role::Bad),
        Work::Nothing => (format!("first {} files", short(copy.files)), Role::Dim),
    })
}

/// `now`, `3 min`, `2 h`, `5 d`.
fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(at.as_second()).max(0);
    match seconds {
        0..60 => "1 min".to_owned(),
        60..3600 => format!("{} min", seconds / 60),
        3600..86_400 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// `999`, `412k`, `1.2M`.
fn short(n: u64) -> String {
    match n {
        0..1000 => n.to_string(),
        1000..1_000_000 => format!("{}k", n / 1000),
        _ if n.is_multiple_of(1_000_000) => format!("{}M", n / 1_000_000),
        _ => format!("{}.{}M", n / 1_000_000, n % 1_000_000 / 100_000),
    }
}
