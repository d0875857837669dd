//! From a plan to a run, and what is done with a run.

use super::Effect;
use super::call::{Answer, Call};
use super::dialog::{Overlay, PlanDialog};
use super::effect::{JobId, Ticket};
use super::jobs::Phase;
use super::moves::with_browse;
use super::purging;
use super::state::{Connection, State};
use super::theme::Role;
use super::update::toast;
use super::widget::count;
use crate::model::Report;
use crate::ops::build_purge::stale_url;
use crate::ops::journal::{Record, RunId};
use crate::ops::trash::is_trash;
use crate::ops::{Plan, Step, TakeBack, Verb};

/// Begins a plan: shown first if it touches more than one object or can't be undone; a single copy
/// or move is looked at first and shown only if it would meet something.
pub(super) fn begin(state: &mut State, plan: Plan, effects: &mut Vec<Effect>) {
    if super::doors::refuses(state, &plan, effects) {
        return;
    }
    let deadly = plan.steps.iter().any(|step| step.verb.is_deadly());
    let single = plan.steps.len() == 1 && !deadly;
    let collides = |verb: &Verb| verb.brings_to().is_some();
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
    let moves = |verb: &Verb| verb.moves_to().is_some();
    if plan.steps.iter().any(|step| moves(&step.verb)) && state.clip.as_ref().is_some_and(|clip| clip.cut) {
        state.clip = None;
    }
    start(state, plan, None, effects);
}

fn start(state: &mut State, plan: Plan, undoes: Option<RunId>, effects: &mut Vec<Effect>) {
    let job = state.jobs.begin(plan.clone(), state.now);
    effects.push(Effect::Run { job, plan, undoes });
}

/// Asks for what takes the last change back.
pub(super) fn undo(state: &mut State, effects: &mut Vec<Effect>) {
    state.tickets += 1;
    let ticket = Ticket(state.tickets);
    state.undoing = Some(ticket);
    effects.push(Effect::Call { ticket, call: Call::TakeBack(None), replaces: true, delay_ms: 0 });
}

/// Takes the answer to [`undo`]. Whether it was one.
pub(super) fn undo_answered(
    state: &mut State,
    ticket: Ticket,
    result: &Result<Answer, Report>,
    effects: &mut Vec<Effect>,
) -> bool {
    if state.undoing.take_if(|own| *own == ticket).is_none() {
        return false;
    }
    match result {
        Ok(Answer::TakeBack(back)) => take_back(state, (**back).clone(), effects),
        Ok(_) => {}
        Err(report) => toast(state, format!("{}: {}", report.what, report.why), Role::Warning, effects),
    }
    true
}

/// Shows what takes a run back.
pub(super) fn take_back(state: &mut State, back: TakeBack, effects: &mut Vec<Effect>) {
    if back.plan.steps.is_empty() {
        let why = back.plan.notes.first().map_or("it has changed nothing", |note| &note.text);
        let text = format!("{}: {why}", back.plan.title);
        return toast(state, text, Role::Warning, effects);
    }
    state.tickets += 1;
    let ticket = Ticket(state.tickets);
    effects.push(Effect::Check { ticket, plan: back.plan.clone() });
    let mut dialog = PlanDialog::new(back.plan, Some(ticket));
    dialog.undoes = Some(back.run);
    state.overlays.push(Overlay::Plan(Box::new(dialog)));
}

/// Runs a plan that was shown.
pub(super) fn run_shown(state: &mut State, dialog: &PlanDialog, effects: &mut Vec<Effect>) {
    match &dialog.undoes {
        Some(run) => start(state, dialog.plan.clone(), Some(run.clone()), effects),
        None => run(state, dialog.plan.clone(), effects),
    }
}

/// Goes on with a run that was interrupted.
pub(super) fn go_on(state: &mut State, record: Record, effects: &mut Vec<Effect>) {
    let job = state.jobs.begin(record.plan, state.now);
    effects.push(Effect::GoOn { job, run: record.id });
}

/// Says that runs were interrupted when ikt ended last.
pub(super) fn interrupted(state: &mut State, runs: usize, title: &str, effects: &mut Vec<Effect>) {
    let more = if runs > 1 { format!(" (and {} more)", count(runs - 1)) } else { String::new() };
    toast(state, format!("Interrupted: {title}{more}. Z, then c goes on"), Role::Warning, effects);
}

/// A run has ended: say so, and load what it has touched.
pub(super) fn finished(state: &mut State, id: JobId, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.get(id) else { return };
    let (counts, plan) = (job.counts, job.plan.clone());
    let (title, steps) = (&plan.title, &plan.steps);
    remember_purges(state, id, effects);
    let stale = stale_urls(state, id);
    let (text, role) = match (counts.failed, counts.cancelled) {
        (0, 0) if stale.is_empty() => (done(&plan), Role::Good),
        (0, 0) => (format!("{}. X purges the caches", done(&plan)), Role::Good),
        (0, stopped) => (format!("{title}: stopped, {} not sent", count(stopped)), Role::Warning),
        (failed, _) => (format!("{title}: {} failed (J shows them)", count(failed)), Role::Bad),
    };
    if !stale.is_empty() {
        state.stale = stale;
    }
    toast(state, text, role, effects);
    with_browse(state, effects, |browse, cx| browse.refresh_after(steps, cx));
    if state.browse.under_cursor().is_some() {
        state.details.forget();
    }
}

/// What is said of a plan that is done.
fn done(plan: &Plan) -> String {
    let discards = |step: &Step| matches!(step.verb, Verb::Discard(_));
    let trashes = |step: &Step| step.verb.moves_to().is_some_and(is_trash);
    match &*plan.steps {
        [step] if trashes(step) => format!("Moved {} to the trash: z takes it back", step.target.path()),
        steps if steps.iter().all(trashes) || steps.iter().any(discards) => {
            format!("{}: done, z takes it back", plan.title)
        }
        _ => format!("{}: done", plan.title),
    }
}

/// URLs that caches may still hold after a run.
fn stale_urls(state: &State, id: JobId) -> Vec<String> {
    let (Some(job), Connection::Ready(account)) = (state.jobs.get(id), &state.connection) else {
        return Vec::new();
    };
    let ended = job.plan.steps.iter().zip(&job.outcomes);
    let ended = ended.filter_map(|(step, outcome)| Some((step, outcome.as_ref()?)));
    ended.filter_map(|(step, outcome)| stale_url(step, outcome, &account.delivery)).collect()
}

/// Counts the purges of a run towards the month's quota.
fn remember_purges(state: &mut State, id: JobId, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.get(id) else { return };
    let ended = job.plan.steps.iter().zip(&job.outcomes);
    let ended = ended.filter_map(|(step, outcome)| Some((step, outcome.as_ref()?)));
    if let Some(purges) = purging::counted(state, ended) {
        state.memory.purges = purges;
        effects.push(Effect::Remember(Box::new(state.memory.clone())));
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
