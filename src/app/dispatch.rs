//! Actions: each verb is one short function.

use super::action::Action;
use super::browse::{Row, Sweep};
use super::dialog::{Ask, Help, Overlay, Palette, PlanDialog, Prompt};
use super::effect::{Effect, JobId, Ticket};
use super::jobs::Phase;
use super::layout;
use super::state::{Clip, Connection, Pane, State};
use super::tags::{About, TagsDialog};
use super::theme::Role;
use super::update::{toast, trouble};
use super::widget::{Field, count};
use crate::model::{Direction, FolderPath, Report, Sort, SortKey};
use crate::ops::build::{self, BuildError};
use crate::ops::{Plan, Target, Verb};

/// Does an action, or says why it can't be done now.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if let Err(why_not) = (action.def().enabled)(state) {
        return toast(state, format!("{}: {why_not}", action.def().title), Role::Warning, effects);
    }
    if needs_selection(action) {
        let (browse, mut cx) = state.split(effects);
        browse.commit_visual(&mut cx);
        if browse.is_scanning() {
            state.waiting.push(action);
            return;
        }
    }
    carry_out(state, action, effects);
}

/// Does what had to wait for the selection to be made up.
pub fn do_waiting(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.waiting.is_empty() && !state.browse.is_scanning() {
        for action in std::mem::take(&mut state.waiting) {
            act(state, action, effects);
        }
    }
}

fn needs_selection(action: Action) -> bool {
    matches!(action, Action::Tags | Action::CopyHere | Action::Cut | Action::Delete | Action::Picked)
}

fn carry_out(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Down => step(state, 1, effects),
        Action::Up => step(state, -1, effects),
        Action::PageDown => step(state, page(state), effects),
        Action::PageUp => step(state, -page(state), effects),
        Action::HalfDown => step(state, page(state) / 2, effects),
        Action::HalfUp => step(state, -(page(state) / 2), effects),
        Action::Top => step(state, isize::MIN, effects),
        Action::Bottom => bottom(state, effects),
        Action::Left => state.browse.list.step(-1),
        Action::Right => state.browse.list.step(1),
        Action::Open => open(state, effects),
        Action::Parent => with_browse(state, effects, |browse, cx| browse.up(cx)),
        Action::Expand => expand(state, effects),
        Action::Collapse => collapse(state, effects),
        Action::EnterFolder | Action::LeaveDetails => state.focus = Pane::List,
        Action::NextPane => state.focus = next_pane(state.focus, true),
        Action::PreviousPane => state.focus = next_pane(state.focus, false),
        Action::Details => state.focus = Pane::Details,
        Action::GoTo => ask(state, Ask::GoTo, Field::new("/")),
        Action::GoRoot => {
            with_browse(state, effects, |browse, cx| browse.visit(FolderPath::root(), None, cx))
        }
        Action::GoBack => with_browse(state, effects, |browse, cx| browse.back(cx)),
        Action::Picked => pick(state),
        Action::Visual => visual(state, effects),
        Action::All => sweep(state, Sweep::All, effects),
        Action::Invert => sweep(state, Sweep::Invert, effects),
        Action::PickPattern => ask(state, Ask::Pattern { pick: true }, Field::default()),
        Action::DropPattern => ask(state, Ask::Pattern { pick: false }, Field::default()),
        Action::Clear => escape(state),
        Action::Tags => tags(state),
        Action::CopyHere => clip(state, false, effects),
        Action::Cut => clip(state, true, effects),
        Action::Paste => paste(state, effects),
        Action::Rename => rename(state),
        Action::Delete => delete(state, effects),
        Action::NewFolder => ask(state, Ask::NewFolder, Field::default()),
        Action::CopyUrl => copy_url(state, effects),
        Action::Filter => with_browse(state, effects, |browse, cx| browse.filter(cx)),
        Action::Board => state.browse.list.board = !state.browse.list.board,
        Action::SortName => sort(state, SortKey::Name, effects),
        Action::SortCreated => sort(state, SortKey::Created, effects),
        Action::SortUpdated => sort(state, SortKey::Updated, effects),
        Action::SortSize => sort(state, SortKey::Size, effects),
        Action::SortWidth => sort(state, SortKey::Width, effects),
        Action::SortHeight => sort(state, SortKey::Height, effects),
        Action::SortReverse => reverse(state, effects),
        Action::Reload => reload(state, effects),
        Action::Jobs => state.overlays.push(Overlay::Jobs),
        Action::Log => state.overlays.push(Overlay::Log),
        Action::Help => state.overlays.push(Overlay::Help(Help::default())),
        Action::Palette => state.overlays.push(Overlay::Palette(Palette::default())),
        Action::JobClose | Action::LogClose => drop(state.overlays.pop()),
        Action::JobDown => state.jobs.step(1),
        Action::JobUp => state.jobs.step(-1),
        Action::JobNext => state.jobs.show(1),
        Action::JobPrevious => state.jobs.show(-1),
        Action::JobFailed => {
            state.jobs.failed_only = !state.jobs.failed_only;
            state.jobs.cursor = 0;
        }
        Action::JobPause => pause(state, effects),
        Action::JobCancel => cancel(state, effects),
        Action::JobRetry => retry(state, effects),
        Action::LogDown => state.log.step(1),
        Action::LogUp => state.log.step(-1),
        Action::LogCopy => {
            if let Some(entry) = state.log.current() {
                effects.push(Effect::Copy(super::log::as_text(&entry.report)));
                toast(state, "report copied", Role::Good, effects);
            }
        }
        Action::Reconnect => {
            state.connection = Connection::Opening;
            effects.push(Effect::Reconnect);
        }
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Quit | Action::QuitNow => quit(state, effects),
    }
}

fn with_browse(
    state: &mut State,
    effects: &mut Vec<Effect>,
    go: impl FnOnce(&mut super::browse::Browse, &mut super::Cx),
) {
    let (browse, mut cx) = state.split(effects);
    go(browse, &mut cx);
}

fn quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.jobs.live().is_some() {
        state.overlays.push(Overlay::Quit);
    } else {
        effects.push(Effect::Quit);
    }
}

// Moving

fn page(state: &State) -> isize {
    let areas = layout::areas(state.size, state.focus, state.browse.list.board);
    let area = layout::inside(areas.list);
    if state.browse.list.board {
        let board = super::browse::board(area);
        return isize::try_from(board.across * board.down).unwrap_or(1);
    }
    isize::try_from(area.height.max(2) - 1).unwrap_or(1)
}

fn step(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    match state.focus {
        Pane::Details => state.details.scroll(by),
        Pane::List => {
            let rows = if state.browse.list.board && by.abs() == 1 { across(state) } else { 1 };
            state.browse.list.step(by.saturating_mul(rows));
        }
        Pane::Tree => {
            let tree = &mut state.browse.tree;
            tree.cursor = tree.cursor.saturating_add_signed(by).min(tree.nodes.len().saturating_sub(1));
            show_tree_folder(state, effects);
        }
    }
}

/// Thumbnails side by side: what one step up or down is on the light table.
fn across(state: &State) -> isize {
    let areas = layout::areas(state.size, state.focus, true);
    isize::try_from(super::browse::board(layout::inside(areas.list)).across).unwrap_or(1)
}

/// The list shows the folder under the cursor of the tree.
fn show_tree_folder(state: &mut State, effects: &mut Vec<Effect>) {
    let path = state.browse.tree.current();
    if path != state.browse.list.path {
        with_browse(state, effects, |browse, cx| browse.visit(path, None, cx));
    }
}

fn bottom(state: &mut State, effects: &mut Vec<Effect>) {
    if state.focus == Pane::List {
        with_browse(state, effects, |browse, cx| browse.list.go_end(cx));
    } else {
        step(state, isize::MAX, effects);
    }
}

fn open(state: &mut State, effects: &mut Vec<Effect>) {
    match state.browse.list.current() {
        Some(Row::Folder(folder)) => {
            let path = folder.path.clone();
            with_browse(state, effects, |browse, cx| browse.visit(path, None, cx));
        }
        Some(Row::File(_)) => state.focus = Pane::Details,
        None => {}
    }
}

fn expand(state: &mut State, effects: &mut Vec<Effect>) {
    let path = state.browse.tree.current();
    with_browse(state, effects, |browse, cx| {
        if browse.tree.is_open(&path) {
            let last = browse.tree.nodes.len() - 1;
            browse.tree.cursor = (browse.tree.cursor + 1).min(last);
        } else {
            browse.ask_folders(path.clone(), cx);
            browse.tree.expand(&path, &browse.family);
        }
    });
    show_tree_folder(state, effects);
}

fn collapse(state: &mut State, effects: &mut Vec<Effect>) {
    let path = state.browse.tree.current();
    let closed = state.browse.tree.collapse(&path, &state.browse.family);
    if !closed && let Some(parent) = path.parent() {
        with_browse(state, effects, |browse, cx| browse.visit(parent, None, cx));
    }
}

fn next_pane(pane: Pane, forward: bool) -> Pane {
    match (pane, forward) {
        (Pane::Tree, true) | (Pane::Details, false) => Pane::List,
        (Pane::List, true) | (Pane::Tree, false) => Pane::Details,
        (Pane::Details, true) | (Pane::List, false) => Pane::Tree,
    }
}

// Looking

fn sort(state: &mut State, key: SortKey, effects: &mut Vec<Effect>) {
    let now = state.browse.list.sort;
    let usual = if key == SortKey::Name { Direction::Ascending } else { Direction::Descending };
    let direction = if now.key == key { turned(now.direction) } else { usual };
    with_browse(state, effects, |browse, cx| browse.sort(Sort { key, direction }, cx));
}

fn reverse(state: &mut State, effects: &mut Vec<Effect>) {
    let now = state.browse.list.sort;
    let sort = Sort { direction: turned(now.direction), ..now };
    with_browse(state, effects, |browse, cx| browse.sort(sort, cx));
}

fn turned(direction: Direction) -> Direction {
    match direction {
        Direction::Ascending => Direction::Descending,
        Direction::Descending => Direction::Ascending,
    }
}

fn reload(state: &mut State, effects: &mut Vec<Effect>) {
    state.details.forget();
    with_browse(state, effects, |browse, cx| browse.reload(cx));
}

fn ask(state: &mut State, ask: Ask, field: Field) {
    let mut prompt = Prompt::new(ask, field);
    super::answers::typed(state, &mut prompt);
    state.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

fn escape(state: &mut State) {
    state.waiting.clear();
    if state.focus != Pane::List {
        state.focus = Pane::List;
    } else {
        state.browse.escape();
    }
}

// Selecting

fn pick(state: &mut State) {
    let cursor = state.browse.list.cursor;
    let picked = state.browse.list.current().is_some_and(|row| state.browse.selection.contains(row.id()));
    state.browse.pick_row(cursor, !picked);
    state.browse.list.step(1);
}

fn visual(state: &mut State, effects: &mut Vec<Effect>) {
    if state.browse.list.visual.is_some() {
        with_browse(state, effects, |browse, cx| browse.commit_visual(cx));
    } else {
        state.browse.list.visual = Some(state.browse.list.cursor);
    }
}

fn sweep(state: &mut State, sweep: Sweep, effects: &mut Vec<Effect>) {
    state.browse.list.visual = None;
    with_browse(state, effects, |browse, cx| browse.sweep(sweep, cx));
}

// Changing

fn tags(state: &mut State) {
    let selection = &state.browse.selection;
    let dialog = if selection.is_empty() {
        let Some(file) = state.current_file() else { return };
        let held = file.tags.iter().map(|tag| (tag.clone(), 1)).collect();
        let about = About::File(Target::file(file), file.tags.clone());
        TagsDialog::new(about, 1, &held, &state.browse.tags)
    } else {
        let files = selection.len() - selection.folders();
        TagsDialog::new(About::Selection, files, selection.tags(), &state.browse.tags)
    };
    state.overlays.push(Overlay::Tags(Box::new(dialog)));
}

fn clip(state: &mut State, cut: bool, effects: &mut Vec<Effect>) {
    let targets = state.targets();
    let verb = if cut { "cut" } else { "copied" };
    let text = format!("{} {verb}: p pastes them into a folder", things(targets.len()));
    state.clip = Some(Clip { targets, cut });
    toast(state, text, Role::Good, effects);
}

fn things(n: usize) -> String {
    if n == 1 { "1 item".to_owned() } else { format!("{} items", count(n)) }
}

fn paste(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(clip) = state.clip.clone() else { return };
    let to = &state.browse.list.path;
    let plan = if clip.cut { build::move_to(&clip.targets, to) } else { build::copy_to(&clip.targets, to) };
    begin_or_tell(state, "Could not paste", plan, effects);
}

fn rename(state: &mut State) {
    let Some(target) = state.targets_under_cursor().into_iter().next() else { return };
    let field = match &target {
        Target::File { name, .. } => {
            let stem = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
            Field::with_cursor(name, name[..stem].chars().count())
        }
        Target::Folder(path) => Field::new(path.name()),
    };
    ask(state, Ask::Rename { target, purge: false }, field);
}

fn delete(state: &mut State, effects: &mut Vec<Effect>) {
    let plan = build::delete(&state.targets());
    begin_or_tell(state, "Could not delete", plan, effects);
}

fn begin_or_tell(state: &mut State, what: &str, plan: Result<Plan, BuildError>, effects: &mut Vec<Effect>) {
    match plan {
        Ok(plan) => begin(state, plan, effects),
        Err(error) => trouble(state, Report::new(what, error.to_string(), ""), effects),
    }
}

fn copy_url(state: &mut State, effects: &mut Vec<Effect>) {
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

// Plans and jobs

/// Begins a plan: shown first if it touches more than one object or can't be undone; a single copy
/// or move is looked at first and shown only if it would meet something.
pub fn begin(state: &mut State, plan: Plan, effects: &mut Vec<Effect>) {
    let deadly = plan.steps.iter().any(|step| step.verb == Verb::Delete);
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
pub fn show_plan(state: &mut State, plan: Plan, checking: Option<Ticket>) {
    state.overlays.push(Overlay::Plan(Box::new(PlanDialog::new(plan, checking))));
}

/// Runs a plan.
pub fn run(state: &mut State, plan: Plan, effects: &mut Vec<Effect>) {
    let moves = |verb: &Verb| matches!(verb, Verb::MoveTo(_));
    if plan.steps.iter().any(|step| moves(&step.verb)) && state.clip.as_ref().is_some_and(|clip| clip.cut) {
        state.clip = None;
    }
    let job = state.jobs.begin(plan.clone(), state.now);
    effects.push(Effect::Run { job, plan });
}

/// A run has ended: say so, and load what it has touched.
pub fn finished(state: &mut State, id: JobId, effects: &mut Vec<Effect>) {
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

fn pause(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.current() else { return };
    let (id, paused) = (job.id, job.phase == Phase::Paused);
    state.jobs.set_phase(id, if paused { Phase::Running } else { Phase::Paused });
    effects.push(if paused { Effect::Resume(id) } else { Effect::Pause(id) });
}

fn cancel(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(id) = state.jobs.current().map(|job| job.id) else { return };
    state.jobs.set_phase(id, Phase::Cancelling);
    effects.push(Effect::Cancel(id));
}

fn retry(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(job) = state.jobs.current() else { return };
    let plan = job.plan.only(job.undone());
    run(state, plan, effects);
}
