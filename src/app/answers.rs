//! What becomes of what was typed into a prompt or the tags.

use super::addresses;
use super::browse::Sweep;
use super::dialog::{Ask, Overlay, Prompt};
use super::effect::Effect;
use super::state::State;
use super::tags::{About, TagsDialog};
use super::{places, runs};
use crate::model::Tag;
use crate::ops::build::{self, BuildError};
use crate::ops::build_tags::characters;
use crate::ops::{self, Plan, TAG_CHARACTERS, Target, Update, build_versions};

/// Suggestions and warnings for what has been typed so far.
pub fn typed(state: &State, prompt: &mut Prompt) {
    let text = prompt.field.text();
    prompt.error = None;
    prompt.note = match &prompt.ask {
        Ask::Rename { target: Target::File { .. }, .. } => rewritten(text, ops::stored_name(text)),
        Ask::Rename { .. } | Ask::NewFolder => rewritten(text, ops::stored_folder_name(text)),
        Ask::GoTo | Ask::Pattern { .. } | Ask::Url | Ask::Description(_) => None,
    };
    if prompt.ask == Ask::GoTo {
        prompt.suggestions = places::suggestions(state, text);
    }
}

fn rewritten(typed: &str, stored: String) -> Option<String> {
    (!typed.is_empty() && stored != typed).then(|| format!("The service will store this as {stored}"))
}

/// Takes an answer. Whether the prompt stays open because the answer can't be taken.
pub fn given(state: &mut State, prompt: &mut Prompt, effects: &mut Vec<Effect>) -> bool {
    let text = prompt.field.text().trim().to_owned();
    if text.is_empty() && !matches!(prompt.ask, Ask::Description(_)) {
        return false;
    }
    match &prompt.ask {
        Ask::Description(target) => {
            let change = Update { description: Some(text), ..Update::default() };
            let plan = build_versions::update(target, change);
            keep_or_begin(state, prompt, plan, effects)
        }
        Ask::Rename { target, purge } => {
            let plan = build::rename(target, &text, *purge);
            keep_or_begin(state, prompt, plan, effects)
        }
        Ask::NewFolder => {
            let plan = build::create_folder(&state.browse.list.path, &text);
            keep_or_begin(state, prompt, plan, effects)
        }
        Ask::GoTo => places::go(state, prompt, &text, effects),
        Ask::Url => match addresses::explained(state, &text) {
            Ok(explained) => {
                state.overlays.push(Overlay::Explained(Box::new(explained)));
                false
            }
            Err(error) => {
                prompt.error = Some(error.to_string());
                true
            }
        },
        Ask::Pattern { pick } => {
            let sweep = Sweep::Pattern { pattern: text, pick: *pick };
            let (browse, mut cx) = state.split(effects);
            browse.sweep(sweep, &mut cx);
            false
        }
    }
}

fn keep_or_begin(
    state: &mut State,
    prompt: &mut Prompt,
    plan: Result<Plan, BuildError>,
    effects: &mut Vec<Effect>,
) -> bool {
    match plan {
        Ok(plan) => {
            runs::begin(state, plan, effects);
            false
        }
        Err(error) => {
            prompt.error = Some(error.to_string());
            true
        }
    }
}

/// Makes the plan of the tags that were toggled. Whether the dialog stays open because it can't.
pub fn retag(state: &mut State, dialog: &mut TagsDialog, effects: &mut Vec<Effect>) -> bool {
    let files = |tag: &str, holds: bool| match &dialog.about {
        About::Selection => state.browse.selection.files_tagged(tag, holds),
        About::File(target, tags) if tags.iter().any(|own| &**own == tag) == holds => vec![target.clone()],
        About::File(..) => Vec::new(),
    };
    if let Some(path) = without_room(state, dialog, files) {
        dialog.error =
            Some(format!("{path} has no room: the tags of a file hold {TAG_CHARACTERS} characters"));
        return true;
    }
    let plan = retag_plan(dialog, files);
    match plan {
        Ok(plan) => {
            runs::begin(state, plan, effects);
            false
        }
        Err(error) => {
            dialog.error = Some(error.to_string());
            true
        }
    }
}

/// A file that would hold more characters of tags than the service allows. What is removed at the same
/// time counts, since tags are added first.
fn without_room(
    state: &State,
    dialog: &TagsDialog,
    files: impl Fn(&str, bool) -> Vec<Target>,
) -> Option<String> {
    let groups = together(dialog.to_add(), |tag| files(tag, false));
    groups.iter().find_map(|(targets, tags)| match &dialog.about {
        About::Selection => state.browse.selection.without_room(targets, characters(tags)),
        About::File(target, own) => {
            (characters(own) + characters(tags) > TAG_CHARACTERS).then(|| target.path())
        }
    })
}

/// One plan of all changes: tags that go to, or leave, the same files travel together.
fn retag_plan(dialog: &TagsDialog, files: impl Fn(&str, bool) -> Vec<Target>) -> Result<Plan, BuildError> {
    let mut plans = Vec::new();
    for (targets, tags) in together(dialog.to_add(), |tag| files(tag, false)) {
        plans.push(build::add_tags(&targets, &tags)?);
    }
    for (targets, tags) in together(dialog.to_remove(), |tag| files(tag, true)) {
        plans.push(build::remove_tags(&targets, &tags)?);
    }
    let mut plans = plans.into_iter();
    let first = plans.next().ok_or(BuildError::NoTargets)?;
    Ok(plans.fold(first, |all, more| Plan {
        title: format!("{}, {}", all.title, more.title),
        steps: all.steps.iter().chain(more.steps.iter()).cloned().collect(),
        notes: all.notes.into_iter().chain(more.notes).collect(),
    }))
}

fn together(tags: Vec<Tag>, files: impl Fn(&str) -> Vec<Target>) -> Vec<(Vec<Target>, Vec<Tag>)> {
    let mut groups: Vec<(Vec<Target>, Vec<Tag>)> = Vec::new();
    for tag in tags {
        let targets = files(&tag);
        match groups.iter_mut().find(|(own, _)| *own == targets) {
            Some((_, tags)) => tags.push(tag),
            None => groups.push((targets, vec![tag])),
        }
    }
    groups
}
