//! The field under the cursor: copied, or changed where it is changed.

use super::view::{Fact, current_facts};
use crate::app::action::Action;
use crate::app::dialog::{Ask, Overlay, Prompt};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::app::widget::Field;
use crate::app::{dispatch, update};
use crate::ops::Target;

/// Moves the cursor to another field.
pub fn step(state: &mut State, by: isize) {
    let facts = current_facts(state);
    let wanted = state.details.cursor.saturating_add_signed(by).min(facts.len().saturating_sub(1));
    let is_field = |at: &usize| facts.get(*at).is_some_and(|fact| !fact.name.is_empty());
    let after = (wanted..facts.len()).find(is_field);
    let before = (0..=wanted).rev().find(is_field);
    let next = if by < 0 { before.or(after) } else { after.or(before) };
    state.details.cursor = next.unwrap_or(0);
}

fn field(state: &State) -> Option<Fact> {
    let facts = current_facts(state);
    let at = state.details.cursor.min(facts.len().saturating_sub(1));
    facts.into_iter().nth(at).filter(|fact| !fact.name.is_empty())
}

/// Copies the value of the field.
pub fn copy(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(fact) = field(state) {
        effects.push(Effect::Copy(fact.raw.unwrap_or(fact.value)));
        update::toast(state, format!("{} copied", fact.name), Role::Good, effects);
    }
}

/// Opens what the field is changed with.
pub fn edit(state: &mut State, effects: &mut Vec<Effect>) {
    match field(state) {
        Some(Fact { edit: Some(action), .. }) => dispatch::act(state, action, effects),
        Some(fact) => {
            update::toast(state, format!("{} can't be changed; y copies it", fact.name), Role::Dim, effects);
        }
        None => {}
    }
}

/// Asks for the description of the file under the cursor.
pub fn ask_description(state: &mut State) {
    let Some(file) = state.current_file() else { return };
    let known = state.details.known().filter(|details| details.file.id == file.id);
    let text = known.and_then(|details| details.description.clone()).unwrap_or_default();
    let ask = Ask::Description(Target::file(file));
    state.overlays.push(Overlay::Prompt(Box::new(Prompt::new(ask, Field::new(&text)))));
}

/// What a field of custom metadata, a tag and so on are changed with.
pub(super) fn editor(name: &str) -> Option<Action> {
    Some(match name {
        "name" => Action::Rename,
        "tags" => Action::Tags,
        "AI tags" => Action::Vocabulary,
        "access" => Action::Publish,
        "version" => Action::Versions,
        "folder" => Action::GoTo,
        "focus" => Action::Focus,
        "description" => Action::Description,
        "url" => Action::Urls,
        _ => return None,
    })
}
