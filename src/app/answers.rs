//! What becomes of what was typed into a prompt.

use super::addresses;
use super::browse::Sweep;
use super::dialog::{Ask, Overlay, Prompt};
use super::effect::Effect;
use super::state::State;
use super::{places, runs};
use crate::ops::build::{self, BuildError};
use crate::ops::{self, Plan, Target, Update, build_versions};

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
