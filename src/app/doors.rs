//! Which library is open, whether it may be changed, and going over to another.

use super::Effect;
use super::effect::JobId;
use super::state::{Options, State};
use super::theme::Role;
use super::update::{connected, toast, trouble};
use crate::config::Memory;
use crate::model::{Account, FolderPath, Report};
use crate::ops::{Outcome, Plan, Verb};

/// Why nothing may be changed: the user wants it so.
pub(super) const READ_ONLY: &str = "the library is open to be read only";
/// Why nothing may be changed: the service says so.
const KEY_MAY_ONLY_READ: &str = "the key may only read";

/// Asks for another library, unless something is under way that belongs to this one.
pub(super) fn enter(state: &mut State, door: usize, effects: &mut Vec<Effect>) {
    if state.door == Some(door) {
        return toast(state, "this library is open", Role::Dim, effects);
    }
    let Some(name) = state.doors.get(door).map(|door| door.name.clone()) else { return };
    if is_held(state, effects) {
        return;
    }
    effects.push(Effect::Enter { door });
    toast(state, format!("opening {name}"), Role::Dim, effects);
}

/// Another library answers: everything on screen begins anew, and tickets go on, so that answers of the
/// old one are nobody's.
pub(super) fn entered(
    state: &mut State,
    door: usize,
    account: Account,
    memory: Memory,
    effects: &mut Vec<Effect>,
) {
    if is_held(state, effects) {
        return;
    }
    // Where the old one was left, before its memory is that of another.
    effects.push(Effect::Remember(Box::new(state.kept())));
    let fresh = State::new(Options {
        size: state.size,
        now: state.now,
        theme: state.theme.clone(),
        sort: state.browse.list.sort,
        start: FolderPath::root(),
        presets: std::mem::take(&mut state.presets),
        memory,
        keys: state.keys.clone(),
        themes: std::mem::take(&mut state.themes),
        doors: std::mem::take(&mut state.doors),
        door: Some(door),
    });
    let old = std::mem::replace(state, fresh);
    state.tickets = old.tickets;
    state.graphics = old.graphics;
    state.toasts = old.toasts;
    state.log = old.log;
    effects.push(Effect::Adopt { door });
    connected(state, account, effects);
}

fn is_held(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let held = state.jobs.live().is_some();
    if held {
        let why = "a job is running in this library: J shows it, and it can be cancelled there";
        toast(state, why, Role::Warning, effects);
    }
    held
}

/// Whether a plan can't be carried out, since it would change what may only be read.
pub(super) fn refuses(state: &mut State, plan: &Plan, effects: &mut Vec<Effect>) -> bool {
    let reads = |verb: &Verb| matches!(verb, Verb::Download(_));
    let offline = state.is_offline().then_some(super::enabled::OFFLINE);
    match state.read_only.or(offline) {
        Some(why) if !plan.steps.iter().all(|step| reads(&step.verb)) => {
            let next = match offline {
                Some(_) => "connect again with Ctrl-O",
                None => "open it without --read-only, or with a key that may write",
            };
            trouble(state, Report::new(format!("Could not begin: {}", plan.title), why, next), effects);
            true
        }
        _ => false,
    }
}

/// After the first refusal of a key that may read nothing is sent any more: what follows would fail in
/// the same way (imagekit-api.md 1.2).
pub(super) fn look_for_refusal(
    state: &mut State,
    job: JobId,
    ended: &[(usize, Outcome)],
    effects: &mut Vec<Effect>,
) {
    let refused = |outcome: &Outcome| matches!(outcome, Outcome::Failed(report) if may_not_write(report));
    if state.read_only.is_some() || !ended.iter().any(|(_, outcome)| refused(outcome)) {
        return;
    }
    state.read_only = Some(KEY_MAY_ONLY_READ);
    effects.push(Effect::Cancel(job));
    let text =
        "the service lets this key read, not write: from now on nothing is changed (Ctrl-O tries again)";
    toast(state, text, Role::Bad, effects);
}

/// A 403 that is about the key's rights; expired keys, disabled accounts and used up quotas have words
/// of their own.
fn may_not_write(report: &Report) -> bool {
    const OTHERS: [&str; 5] = ["expired", "disabled", "quota", "limit", "storage"];
    let why = report.why.to_lowercase();
    report.status == Some(403) && !OTHERS.iter().any(|word| why.contains(word))
}
