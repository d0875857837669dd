//! Keys: to the overlay on top, to a filter being typed, or through the key map to an action.

use super::dialog::{Answer, Chosen, Decision, Overlay};
use super::dispatch;
use super::effect::Effect;
use super::keys::{Lookup, write};
use super::msg::{Key, KeyCode};
use super::state::State;
use super::tags;
use super::theme::Role;
use super::update::toast;
use super::widget::Field;
use super::{addresses, answers, retag, runs, sheet, urls, widget};
use crate::ops::build_upload::pasted_paths;

/// Takes a key.
pub fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    if takes_text(state) {
        overlay_key(state, key, effects);
    } else if filter_is_typed(state) {
        filter_key(state, key, effects);
    } else {
        mapped_key(state, key, effects);
    }
}

/// Whether the overlay on top takes keys by itself instead of through the key map.
fn takes_text(state: &State) -> bool {
    match state.overlays.last() {
        None | Some(Overlay::Jobs | Overlay::Log) => false,
        Some(Overlay::Urls(builder)) => builder.takes_text(),
        Some(overlay) => overlay.sheet().is_none_or(|sheet| sheet.context().is_none()),
    }
}

fn filter_is_typed(state: &State) -> bool {
    state.overlays.is_empty() && state.browse.list.filter.as_ref().is_some_and(|filter| filter.typing)
}

fn mapped_key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    if !state.pending.is_empty() && key.code == KeyCode::Esc {
        state.pending.clear();
        return;
    }
    state.pending.push(key);
    match state.keys.look_up(&state.pending, &state.contexts()) {
        Lookup::Found(action) => {
            state.pending.clear();
            dispatch::act(state, action, effects);
        }
        Lookup::Prefix => {}
        Lookup::Nothing => {
            let keys: Vec<_> = state.pending.iter().map(write).collect();
            state.pending.clear();
            toast(
                state,
                format!("{} does nothing here; ? shows the keys", keys.join(" ")),
                Role::Dim,
                effects,
            );
        }
    }
}

fn filter_key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(filter) = &mut state.browse.list.filter else { return };
    match key.code {
        KeyCode::Enter => {
            filter.typing = false;
            if filter.text.is_empty() {
                state.browse.drop_filter();
            }
        }
        KeyCode::Esc => state.browse.drop_filter(),
        KeyCode::Down | KeyCode::Up => state.browse.list.step(if key.code == KeyCode::Down { 1 } else { -1 }),
        _ => {
            let mut field = Field::new(&filter.text);
            if field.key(key) == Some(true) {
                let text = field.text().to_owned();
                let (browse, mut cx) = state.split(effects);
                browse.set_filter(text, &mut cx);
            }
        }
    }
}

fn overlay_key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    if state.overlays.last().is_some_and(|overlay| overlay.sheet().is_some()) {
        return sheet::top(state, effects, |sheet, desk| sheet.key(key, desk));
    }
    // Taken off while it handles the key, so that it and the rest of the state can both be changed.
    let Some(mut overlay) = state.overlays.pop() else { return };
    let stays = match &mut overlay {
        Overlay::Help(help) => !help.key(key),
        Overlay::Palette(palette) => match palette.key(key) {
            Chosen::No => true,
            Chosen::Close => false,
            Chosen::Do(action) => {
                dispatch::act(state, action, effects);
                false
            }
        },
        Overlay::Plan(dialog) => match dialog.key(key) {
            Decision::No => true,
            Decision::Close => false,
            Decision::Run => {
                runs::run_shown(state, dialog, effects);
                false
            }
        },
        Overlay::Prompt(prompt) => match prompt.key(key) {
            Answer::No => true,
            Answer::Typed => {
                answers::typed(state, prompt);
                true
            }
            Answer::Close => false,
            Answer::Given => answers::given(state, prompt, effects),
        },
        Overlay::Tags(dialog) => match dialog.key(key) {
            tags::Outcome::No => true,
            tags::Outcome::Close => false,
            tags::Outcome::Apply => retag::retag(state, dialog, effects),
        },
        Overlay::Urls(builder) => {
            let outcome = builder.key(key, &state.presets);
            addresses::outcome(state, builder, outcome, effects);
            true
        }
        Overlay::Explained(explained) => match explained.key(key) {
            urls::Answer::No => true,
            urls::Answer::Close => false,
            urls::Answer::Copy => {
                addresses::copy_corrected(state, explained, effects);
                true
            }
            urls::Answer::Edit => {
                addresses::edit_explained(state, explained);
                false
            }
        },
        Overlay::Quit => match key.code {
            KeyCode::Char('y') => {
                effects.push(Effect::Quit);
                false
            }
            KeyCode::Char('c') if key.ctrl => {
                effects.push(Effect::Quit);
                false
            }
            KeyCode::Esc | KeyCode::Char('n' | 'q') | KeyCode::Enter => false,
            _ => true,
        },
        _ => true,
    };
    if stays {
        state.overlays.push(overlay);
    }
}

/// Takes pasted text: into the field that is being typed in.
pub fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    if filter_is_typed(state) {
        let old = state.browse.list.filter.as_ref().map(|filter| filter.text.clone()).unwrap_or_default();
        let mut field = widget::Field::new(&old);
        field.paste(text);
        let (browse, mut cx) = state.split(effects);
        browse.set_filter(field.text().to_owned(), &mut cx);
        return;
    }
    if addresses::is_url(text) && !takes_text(state) {
        addresses::explain(state, text, effects);
        return;
    }
    if state.overlays.is_empty() {
        if let Some(paths) = pasted_paths(text) {
            sheet::open(state, effects, |desk| super::upload::open_paths(paths, desk));
        }
        return;
    }
    if state.overlays.last().is_some_and(|overlay| overlay.sheet().is_some()) {
        return sheet::top(state, effects, |sheet, desk| {
            sheet.paste(text, desk);
            sheet::Stay::Open
        });
    }
    let Some(mut overlay) = state.overlays.pop() else { return };
    match &mut overlay {
        Overlay::Urls(builder) => builder.paste(text),
        Overlay::Help(help) => help.field.paste(text),
        Overlay::Palette(palette) => {
            palette.field.paste(text);
            palette.typed();
        }
        Overlay::Prompt(prompt) => {
            prompt.field.paste(text);
            answers::typed(state, prompt);
        }
        Overlay::Tags(dialog) => {
            dialog.field.paste(text);
            dialog.typed();
        }
        _ => {}
    }
    state.overlays.push(overlay);
}
