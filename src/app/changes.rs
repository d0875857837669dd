//! Selecting, and changing what is selected: each verb asks, or makes a plan.

use super::Effect;
use super::browse::Sweep;
use super::dialog::{Ask, Overlay};
use super::moves::{ask, with_browse};
use super::state::{Clip, Connection, State};
use super::tags::{About, AiTags, TagsDialog};
use super::theme::Role;
use super::update::{toast, trouble};
use super::widget::{Field, count};
use super::{census, runs};
use crate::model::Report;
use crate::ops::build::{self, BuildError};
use crate::ops::trash::{move_to_trash as build_trash, target_is_trash};
use crate::ops::{Plan, Target};

pub(super) fn pick(state: &mut State) {
    let cursor = state.browse.list.cursor;
    let picked = state.browse.list.current().is_some_and(|row| state.browse.selection.contains(row.id()));
    state.browse.pick_row(cursor, !picked);
    state.browse.list.step(1);
}

pub(super) fn visual(state: &mut State, effects: &mut Vec<Effect>) {
    if state.browse.list.visual.is_some() {
        with_browse(state, effects, |browse, cx| browse.commit_visual(cx));
    } else {
        state.browse.list.visual = Some(state.browse.list.cursor);
    }
}

pub(super) fn sweep(state: &mut State, sweep: Sweep, effects: &mut Vec<Effect>) {
    state.browse.list.visual = None;
    with_browse(state, effects, |browse, cx| browse.sweep(sweep, cx));
}

pub(super) fn tags(state: &mut State, effects: &mut Vec<Effect>) {
    let selection = &state.browse.selection;
    let known = state.census.uses_with(&state.browse.tags);
    let dialog = if selection.is_empty() {
        let Some(file) = state.current_file() else { return };
        let held = file.tags.iter().map(|tag| (tag.clone(), 1)).collect();
        let ai_tags = AiTags::new(std::iter::once(&*file.ai_tags));
        TagsDialog::new(About::File(Box::new(file.clone())), 1, &held, known).with_ai(ai_tags)
    } else {
        let files = selection.len() - selection.folders();
        TagsDialog::new(About::Selection, files, selection.tags(), known)
            .with_ai(AiTags::new(selection.ai_tags()))
    };
    state.overlays.push(Overlay::Tags(Box::new(dialog)));
    census::go_on(state, effects);
}

pub(super) fn clip(state: &mut State, cut: bool, effects: &mut Vec<Effect>) {
    let targets = state.targets();
    let verb = if cut { "cut" } else { "copied" };
    let text = format!("{} {verb}: p pastes them into a folder", things(targets.len()));
    state.clip = Some(Clip { targets, cut });
    toast(state, text, Role::Good, effects);
}

fn things(n: usize) -> String {
    if n == 1 { "1 item".to_owned() } else { format!("{} items", count(n)) }
}

pub(super) fn paste(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(clip) = state.clip.clone() else { return };
    let to = &state.browse.list.path;
    let plan = if clip.cut { build::move_to(&clip.targets, to) } else { build::copy_to(&clip.targets, to) };
    begin_or_tell(state, "Could not paste", plan, effects);
}

pub(super) fn rename(state: &mut State) {
    let Some(target) = state.targets_under_cursor().into_iter().next() else { return };
    let field = match &target {
        Target::File { name, .. } | Target::Source { name, .. } => {
            let stem = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
            Field::with_cursor(name, name[..stem].chars().count())
        }
        Target::Folder(path) => Field::new(path.name()),
        Target::Url(_) => return,
    };
    ask(state, Ask::Rename { target, purge: false }, field);
}

pub(super) fn delete(state: &mut State, effects: &mut Vec<Effect>) {
    let plan = build::delete(&state.targets());
    begin_or_tell(state, "Could not delete", plan, effects);
}

/// Moves to the trash: one thing at once, many when the plan has been read. What is there already can
/// only be deleted for ever.
pub(super) fn trash(state: &mut State, effects: &mut Vec<Effect>) {
    let targets = state.targets();
    if targets.iter().all(target_is_trash) {
        return delete(state, effects);
    }
    match build_trash(&targets, state.now) {
        Ok(plan) if plan.steps.len() == 1 => runs::run(state, plan, effects),
        plan => begin_or_tell(state, "Could not move it to the trash", plan, effects),
    }
}

fn begin_or_tell(state: &mut State, what: &str, plan: Result<Plan, BuildError>, effects: &mut Vec<Effect>) {
    match plan {
        Ok(plan) => runs::begin(state, plan, effects),
        Err(error) => trouble(state, Report::new(what, error.to_string(), ""), effects),
    }
}

pub(super) fn copy_url(state: &mut State, effects: &mut Vec<Effect>) {
    let (Some(file), Connection::Ready(account)) = (state.current_file(), &state.connection) else { return };
    let url = crate::url::delivery_url(&account.delivery, &file.path(), None);
    let url = if file.private {
        crate::url::sign(&url, &account.delivery, &account.private_key, None)
    } else {
        url
    };
    let text = if file.private { "signed URL copied (no expiry)" } else { "URL copied" };
    effects.push(Effect::Copy(url));
    toast(state, text, Role::Good, effects);
}
