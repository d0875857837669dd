//! What the root does for the URL builder: opening it, copying, the browser, presets, pasted URLs.

use super::dialog::Overlay;
use super::effect::Effect;
use super::state::{Connection, State};
use super::theme::Role;
use super::update::{toast, trouble};
use super::urls::{Builder, Explained, Outcome, Presets, Subject};
use crate::model::{Account, Report};
use crate::url::draft::Draft;
use crate::url::forms::{self, Form, Request, Signing};
use crate::url::{PartsError, Signer};

/// Opens the builder on the file under the cursor.
pub(super) fn open(state: &mut State) {
    let Some(file) = state.current_file() else { return };
    let builder = Builder::new(Subject::of(file), Draft::default());
    state.overlays.push(Overlay::Urls(Box::new(builder)));
}

/// Does something to the builder on top.
pub(super) fn with<T>(state: &mut State, act: impl FnOnce(&mut Builder) -> T) {
    if let Some(builder) = state.overlays.last_mut().and_then(Overlay::builder) {
        act(builder);
    }
}

/// Copies one of the forms of the URL on top.
pub(super) fn copy(state: &mut State, form: Form, effects: &mut Vec<Effect>) {
    let Some(Overlay::Urls(builder)) = state.overlays.last() else { return };
    let asked = asked(state, builder);
    copy_request(state, form, asked, effects);
}

/// What a builder asks for, and what signs it.
fn asked(state: &State, builder: &Builder) -> Option<(Request, Signer)> {
    let account = account(state)?;
    let request = builder.request(&account.delivery, state.now.as_second());
    Some((request, Signer::new(&account.private_key)))
}

fn copy_request(state: &mut State, form: Form, asked: Option<(Request, Signer)>, effects: &mut Vec<Effect>) {
    let Some((request, signer)) = asked else { return };
    let signed = match request.signing {
        Signing::No => "",
        Signing::Forever => ", signed for ever",
        Signing::For(_) => ", signed",
    };
    effects.push(Effect::Copy(forms::write(form, &request, &signer)));
    toast(state, format!("{} copied{signed}", form.title()), Role::Good, effects);
}

fn account(state: &State) -> Option<&Account> {
    match &state.connection {
        Connection::Ready(account) => Some(account),
        Connection::Opening | Connection::Failed(_) => None,
    }
}

/// Opens the URL on top in the browser.
pub(super) fn browse(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Urls(builder)) = state.overlays.last() else { return };
    let Some((request, signer)) = asked(state, builder) else { return };
    effects.push(Effect::Browse(request.url(&signer)));
    toast(state, "opened in the browser", Role::Good, effects);
}

/// Opens the list of presets.
pub(super) fn choose_preset(state: &mut State) {
    if let Some(builder) = state.overlays.last_mut().and_then(Overlay::builder) {
        builder.choose_preset(&state.presets);
    }
}

/// Does what came of a key in the builder, which is not among the overlays at the moment.
pub(super) fn outcome(state: &mut State, builder: &Builder, outcome: Outcome, effects: &mut Vec<Effect>) {
    match outcome {
        Outcome::No => {}
        Outcome::Copy(form) => {
            let asked = asked(state, builder);
            copy_request(state, form, asked, effects);
        }
        Outcome::Keep(presets, said) => keep(state, presets, said, effects),
        Outcome::Refuse(why) => toast(state, why, Role::Warning, effects),
    }
}

fn keep(state: &mut State, presets: Presets, said: String, effects: &mut Vec<Effect>) {
    state.presets.clone_from(&presets);
    effects.push(Effect::KeepPresets(presets));
    toast(state, said, Role::Good, effects);
}

/// Whether a pasted text is to be explained.
pub(super) fn is_url(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Explains a pasted URL.
pub(super) fn explain(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    match explained(state, text) {
        Ok(explained) => state.overlays.push(Overlay::Explained(Box::new(explained))),
        Err(error) => {
            let next = "paste a URL of this library, or open ikt with the profile that it belongs to";
            trouble(state, Report::new("Could not explain the URL", error.to_string(), next), effects);
        }
    }
}

/// What there is to say of a URL.
pub(super) fn explained(state: &State, text: &str) -> Result<Explained, PartsError> {
    let account = account(state).ok_or_else(|| PartsError::NoHost(text.to_owned()))?;
    Explained::of(text, account, state.now.as_second())
}

/// Copies the URL as it should be.
pub(super) fn copy_corrected(state: &mut State, explained: &Explained, effects: &mut Vec<Effect>) {
    effects.push(Effect::Copy(explained.corrected().to_owned()));
    toast(state, "the right URL copied", Role::Good, effects);
}

/// Opens the builder on an explained URL. A file of this name in the folder on screen lends its details.
pub(super) fn edit_explained(state: &mut State, explained: &Explained) {
    let known = state.current_file().filter(|file| file.path() == explained.path());
    state.overlays.push(Overlay::Urls(Box::new(explained.builder(known))));
}
