//! When an action can be taken, and why not.

use super::browse::{Load, Row};
use super::{Connection, State};
use crate::model::FileKind;

type Answer = Result<(), &'static str>;

fn that(holds: bool, why_not: &'static str) -> Answer {
    if holds { Ok(()) } else { Err(why_not) }
}

pub(super) fn always(_: &State) -> Answer {
    Ok(())
}

/// Why what needs the library can't be done while its copy stands in for it.
pub(super) const OFFLINE: &str = "the library can't be reached: Ctrl-O tries again";

pub(super) fn connected(state: &State) -> Answer {
    let why_not = if state.is_offline() { OFFLINE } else { "the library is not open yet" };
    that(matches!(state.connection, Connection::Ready(_)), why_not)
}

/// Where the library answers, or may do so in a moment: what only asks can wait for that.
pub(super) fn reachable(state: &State) -> Answer {
    if matches!(state.connection, Connection::Opening) { Ok(()) } else { connected(state) }
}

/// Where the library is reachable, or its copy stands in for it.
pub(super) fn readable(state: &State) -> Answer {
    if state.catalogue.copy.is_some() { Ok(()) } else { reachable(state) }
}

/// Whether the library can be copied, or what is under way held.
pub(super) fn may_sync(state: &State) -> Answer {
    connected(state)
}

pub(super) fn has_copy(state: &State) -> Answer {
    that(state.catalogue.copy.is_some(), "the library is not copied yet: K copies it")
}

pub(super) fn disconnected(state: &State) -> Answer {
    let failed = matches!(state.connection, Connection::Failed(_));
    that(failed || state.read_only.is_some(), "the library is open")
}

pub(super) fn on_row(state: &State) -> Answer {
    that(state.browse.list.current().is_some(), "nothing is under the cursor")
}

pub(super) fn on_row_or_folder(state: &State) -> Answer {
    that(!state.targets_under_cursor().is_empty(), "nothing is under the cursor")
}

pub(super) fn on_file(state: &State) -> Answer {
    that(matches!(state.browse.list.current(), Some(Row::File(_))), "no file is under the cursor")
}

pub(super) fn on_image(state: &State) -> Answer {
    let picture = state.current_file().is_some_and(|file| file.kind == FileKind::Image && file.width > 0);
    that(picture, "no picture is under the cursor")
}

pub(super) fn on_target(state: &State) -> Answer {
    that(
        !state.browse.selection.is_empty() || !state.targets_under_cursor().is_empty(),
        "nothing is selected or under the cursor",
    )
}

pub(super) fn on_files(state: &State) -> Answer {
    let selection = &state.browse.selection;
    if selection.is_empty() {
        on_file(state)
    } else {
        that(selection.len() > selection.folders(), "only folders are selected, and folders have no tags")
    }
}

pub(super) fn has_files(state: &State) -> Answer {
    if state.browse.selection.is_empty() {
        that(!state.browse.list.files.is_empty(), "there are no files here")
    } else {
        on_files(state)
    }
}

pub(super) fn not_root(state: &State) -> Answer {
    let list = &state.browse.list;
    that(!list.path.is_root() || list.search.is_some(), "this is the root of the library")
}

/// Where things can be put.
pub(super) fn in_folder(state: &State) -> Answer {
    connected(state)?;
    that(state.browse.list.search.is_none(), "this is a search: Backspace goes back to the folder")
}

pub(super) fn has_rows(state: &State) -> Answer {
    that(!state.browse.list.is_empty(), "nothing is listed")
}

/// Rows may still be on their way: what is pressed before they come isn't lost.
pub(super) fn may_have_rows(state: &State) -> Answer {
    let list = &state.browse.list;
    let coming = !matches!(list.load, Load::Complete | Load::Failed(_));
    match (coming, state.catalogue.copy) {
        (true, Some(_)) => Ok(()),
        (true, None) => connected(state),
        (false, _) => has_rows(state),
    }
}

pub(super) fn has_rows_or_selection(state: &State) -> Answer {
    connected(state)?;
    has_selection(state).or_else(|_| has_rows(state))
}

pub(super) fn has_selection(state: &State) -> Answer {
    that(!state.browse.selection.is_empty(), "nothing is selected")
}

pub(super) fn has_clip(state: &State) -> Answer {
    that(state.clip.is_some(), "nothing has been copied or cut")?;
    in_folder(state)
}

pub(super) fn has_history(state: &State) -> Answer {
    that(!state.browse.history.is_empty(), "there is no earlier folder")
}

pub(super) fn has_presets(state: &State) -> Answer {
    that(!state.presets.is_empty(), "no transformation is kept yet: P keeps one")
}

pub(super) fn has_jobs(state: &State) -> Answer {
    that(!state.jobs.is_empty(), "nothing has been run yet")
}

pub(super) fn job_runs(state: &State) -> Answer {
    that(state.jobs.current().is_some_and(|job| job.is_live()), "this job is not running")
}

pub(super) fn job_failed(state: &State) -> Answer {
    let retryable = state.jobs.current().is_some_and(|job| !job.is_live() && !job.undone().is_empty());
    that(retryable, "no step of this job has failed")
}

pub(super) fn has_tabs(state: &State) -> Answer {
    that(state.tabs.count() > 1, "this is the only tab")
}

pub(super) fn has_bookmarks(state: &State) -> Answer {
    that(!state.memory.bookmarks.is_empty(), "no folder is bookmarked yet: B bookmarks this one")
}

pub(super) fn has_log(state: &State) -> Answer {
    that(!state.log.is_empty(), "no errors so far")
}
