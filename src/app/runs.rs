//! From a plan to a run, and what is done with a run.

use super::Effect;
use super::dialog::{Overlay, PlanDialog};
use super::effect::{JobId, Ticket};
use super::jobs::Phase;
use super::moves::with_browse;
use super::state::State;
use super::theme::Role;
use super::update::toast;
use super::widget::count;
use crate::ops::{Plan, Verb};

/// Begins a plan: shown first if it touches more than one object or can't be undone; a single copy
/// or move is looked at first and shown only if it would meet something.
pub(super) fn begin(state: &mut State, plan: Plan, effects: &mut Vec<Effect>) {
    if super::doors::refuses(state, &plan, effects) {
        return;
    }
    let deadly = plan.steps.iter().any(|step| step.verb.is_deadly());
    let single = plan.steps.len() == 1 && !deadly;
    let collides = |verb: &Verb| matches!(verb, Verb::CopyTo(_) | Verb::MoveTo(_));
    let looks = plan.steps.iter().any(|step| collides(&step.verb) || deadly);
    if single && !looks {
        return run(state, plan, effects);
    }
    state.tickets += 1;
    let ticket = Ticket(state.tickets);
    effects.push(Effect::Check { ticket, plan: plan.clone() });
    if single {
        state.quiet_check = Some((ticket, plan));
    } else {
        show_plan(state, plan, Some(ticket));
    }
}

/// Shows a plan to be read.
pub(super) fn show_plan(state: &mut State, plan: Plan, checking: Option<Ticket>) {
    state.overlays.push(Overlay::Plan(Box::new(PlanDialog::new(plan, checking))));
}

/// Runs a plan.
pub(super) fn run(state: &mut State, plan: Plan, effects: &mut Vec<Effect>) {
    if super::doors::refuses(state, &plan, effects) {
        return;
    }
    let moves = |verb: &Verb| matches!(verb, Verb::MoveTo(_));
    if plan.steps.iter().any(|step| moves(&step.verb)) && state.clip.as_ref().is_some_and(|clip| clip.cut) {
        state.clip = None;
    }
    let job = state.jobs.begin(plan.clone(), state.now);
    effects.push(Effect::Run { job, plan });
}

/// A run has ended: say so, and load what it has touched.
pub(super) fn finished(state: &mut State, id: JobId, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.get(id) else { return };
    let counts = job.counts;
    let title = job.plan.title.clone();
    let steps = job.plan.steps.clone();
    let (text, role) = match (counts.failed, counts.cancelled) {
        (0, 0) => (format!("{title}: done"), Role::Good),
        (0, stopped) => (format!("{title}: stopped, {} not sent", count(stopped)), Role::Warning),
        (failed, _) => (format!("{title}: {} failed (J shows them)", count(failed)), Role::Bad),
    };
    toast(state, text, role, effects);
    with_browse(state, effects, |browse, cx| browse.refresh_after(&steps, cx));
    if state.browse.under_cursor().is_some() {
        state.details.forget();
    }
}

pub(super) fn pause(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.current() else { return };
    let (id, paused) = (job.id, job.phase == Phase::Paused);
    state.jobs.set_phase(id, if paused { Phase::Running } else { Phase::Paused });
    effects.push(if paused { Effect::Resume(id) } else { Effect::Pause(id) });
}

pub(super) fn cancel(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(id) = state.jobs.current().map(|job| job.id) else { return };
    state.jobs.set_phase(id, Phase::Cancelling);
    effects.push(Effect::Cancel(id));
}

pub(super) fn retry(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.current() else { return };
    let plan = job.plan.only(job.undone());
    run(state, plan, effects);
}

/// Quits, or asks first while a run is under way.
pub(super) fn quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.jobs.live().is_some() {
        state.overlays.push(Overlay::Quit);
    } else {
        effects.push(Effect::Quit);
    }
}
