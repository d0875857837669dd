//! The reducer: one message in, effects out.

use super::asked::Asked;
use super::browse::Row;
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::layout;
use super::msg::{JobEvent, Msg, Reply};
use super::state::{Connection, State};
use super::theme::Role;
use super::widget::scroll;
use super::{catalogue, census, dispatch, doors, input, mouse, places, runs, sheet, tabs};
use crate::model::{Account, Report};
use crate::ops::{Note, Outcome, Step};

/// Takes a message, changes the state, and answers with what is to be done.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    take(state, msg, &mut effects);
    sheet::each(state, &mut effects, |sheet, desk| sheet.follow(desk));
    follow(state, &mut effects);
    effects
}

fn take(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) {
    match msg {
        Msg::Key(key) => input::key(state, key, effects),
        Msg::Mouse(mouse) => mouse::mouse(state, mouse, effects),
        Msg::Paste(text) => input::paste(state, &text, effects),
        Msg::Resize(columns, rows) => state.size = (columns, rows),
        Msg::Now(now) => state.now = now,
        Msg::Connected(account) => connected(state, account, effects),
        Msg::ConnectFailed(report) => {
            state.connection = Connection::Failed(report.clone());
            trouble(state, report, effects);
        }
        Msg::Entered { door, account, memory } => doors::entered(state, door, account, *memory, effects),
        Msg::NotEntered(report) => trouble(state, report, effects),
        Msg::Graphics(kind) => state.graphics = kind,
        Msg::Scheme(scheme) => state.theme.scheme = scheme,
        Msg::Reply(reply) => self::reply(state, reply, effects),
        Msg::Job(id, event) => job(state, id, event, effects),
        Msg::Catalogue(news) => catalogue::take(state, news, effects),
        Msg::Interrupted(runs, title) => runs::interrupted(state, runs, &title, effects),
        Msg::Continue => {
            let (browse, mut cx) = state.split(effects);
            browse.advance(&mut cx);
            dispatch::do_waiting(state, effects);
        }
        Msg::Wake(token) => state.toasts.wake(token),
        Msg::Resumed => effects.push(Effect::Redraw),
        Msg::Trouble(report) => trouble(state, report, effects),
        Msg::Changed(ids) => {
            effects.push(Effect::Forget(ids.into()));
            state.details.forget();
        }
    }
}

/// The end of the one way that errors take: the log, and a word on the screen.
pub(super) fn trouble(state: &mut State, report: Report, effects: &mut Vec<Effect>) {
    let text = format!("{}: {}", report.what, report.why);
    state.log.add(state.now, report);
    toast(state, text, Role::Bad, effects);
}

/// Shows a piece of news.
pub(super) fn toast(state: &mut State, text: impl Into<String>, role: Role, effects: &mut Vec<Effect>) {
    let mut cx = super::Cx { effects, tickets: &mut state.tickets, now: state.now };
    state.toasts.show(text, role, &mut cx);
}

pub(super) fn connected(state: &mut State, account: Account, effects: &mut Vec<Effect>) {
    state.read_only = account.read_only.then_some(doors::READ_ONLY);
    state.connection = Connection::Ready(account);
    let (browse, mut cx) = state.split(effects);
    browse.connected(&mut cx);
    catalogue::connected(state, effects);
}

fn reply(state: &mut State, reply: Reply, effects: &mut Vec<Effect>) {
    tabs::take(state, &reply);
    match reply {
        Reply::Folders { ticket, path, result } => {
            note_failure(state, &result, effects);
            state.browse.take_folders(ticket, &path, result);
        }
        Reply::Files { ticket, skip, result } => {
            note_failure(state, &result, effects);
            let (browse, mut cx) = state.split(effects);
            let waited = browse.waits_for(ticket);
            browse.take_files(ticket, skip, result, &mut cx);
            if waited {
                catalogue::see(state, effects);
            }
            dispatch::do_waiting(state, effects);
        }
        Reply::KnownFolders { ticket, path, folders } => {
            state.browse.take_known_folders(ticket, &path, folders);
        }
        Reply::KnownFiles { ticket, page } => {
            let (browse, mut cx) = state.split(effects);
            browse.take_known(ticket, page, &mut cx);
        }
        Reply::KnownDetails { ticket, details } => state.details.take_known(ticket, details),
        Reply::Details { ticket, result } => {
            // Shown where the details would be; a toast for each file passed over would be noise.
            if let (Err(report), Asked::Yes(_)) = (&result, &state.details.details) {
                state.log.add(state.now, report.clone());
            }
            state.details.details.take(ticket, result);
        }
        Reply::Picture { ticket, key, result } => {
            let mut own = false;
            sheet::each(state, effects, |sheet, _| own |= sheet.take_picture(ticket, &key, &result));
            if own {
                return;
            }
            let mut builders = state.overlays.iter_mut().filter_map(Overlay::builder);
            if builders.any(|builder| builder.take(ticket, &key, &result)) {
                return;
            }
            let arrived = result.is_ok();
            if state.details.wanted.as_ref() == Some(&key)
                && state.details.picture.take(ticket, result)
                && arrived
            {
                prefetch(state, effects);
            }
        }
        Reply::Called { ticket, result } if places::take(state, ticket, &result, effects) => {}
        Reply::Called { ticket, result } => {
            if let Err(report) = &result {
                state.log.add(state.now, report.clone());
            }
            census::heard(state, ticket, &result, effects);
            if !runs::undo_answered(state, ticket, &result, effects) {
                sheet::each(state, effects, |sheet, desk| sheet.take(ticket, &result, desk));
            }
        }
        Reply::Checked { ticket, result } => checked(state, ticket, result, effects),
    }
}

fn note_failure<T>(state: &mut State, result: &Result<T, Report>, effects: &mut Vec<Effect>) {
    if let Err(report) = result {
        trouble(state, report.clone(), effects);
    }
}

fn checked(state: &mut State, ticket: Ticket, result: Result<Vec<Note>, Report>, effects: &mut Vec<Effect>) {
    if let Some((_, mut plan)) = state.quiet_check.take_if(|(own, _)| *own == ticket) {
        let quiet = result.as_ref().is_ok_and(|notes| !notes.iter().any(|note| note.warning));
        if quiet && !plan.notes.iter().any(|note| note.warning) {
            runs::run(state, plan, effects);
            return;
        }
        if let Ok(notes) = result {
            plan.notes.extend(notes);
        }
        runs::show_plan(state, plan, None);
        return;
    }
    for overlay in &mut state.overlays {
        if let Overlay::Plan(dialog) = overlay {
            dialog.checked(ticket, result.clone());
        }
    }
}

fn job(state: &mut State, id: super::effect::JobId, event: JobEvent, effects: &mut Vec<Effect>) {
    state.jobs.take(id, &event, state.now);
    match event {
        JobEvent::Ended(ended) => {
            let Some(steps) = state.jobs.get(id).map(|job| job.plan.steps.clone()) else { return };
            for (_, outcome) in &ended {
                if let Outcome::Failed(report) = outcome {
                    state.log.add(state.now, report.clone());
                }
            }
            doors::look_for_refusal(state, id, &ended, effects);
            let well = ended.iter().filter(|(_, o)| matches!(o, Outcome::Done | Outcome::Nothing(_)));
            let done: Vec<&Step> = well.filter_map(|(at, _)| steps.get(*at)).collect();
            tabs::apply(state, &done);
            let (browse, mut cx) = state.split(effects);
            browse.apply(&done, &mut cx);
        }
        JobEvent::Waiting { .. }
        | JobEvent::Stored(_)
        | JobEvent::Progress { .. }
        | JobEvent::Counted { .. } => {}
        JobEvent::Finished => {
            catalogue::tell_changes(state, id, effects);
            runs::finished(state, id, effects);
        }
    }
}

/// After every message: the window follows the cursor, and the details and pictures follow the file.
fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let areas = layout::areas(state.size, state.focus, state.browse.list.board);
    let height = usize::from(layout::inside(areas.list).height);
    let list = &mut state.browse.list;
    list.top = scroll(list.top, list.cursor, list.len(), height);
    let (browse, mut cx) = state.split(effects);
    browse.list.ask_if_near(&mut cx);
    catalogue::follow(state, effects);
    if state.is_offline() {
        return follow_file(state, effects);
    }
    let Connection::Ready(account) = &state.connection else { return };
    let (size, second) = (state.size, state.now.as_second());
    if let Some(builder) = state.overlays.iter_mut().find_map(Overlay::builder) {
        let mut cx = super::Cx { effects, tickets: &mut state.tickets, now: state.now };
        builder.follow(size, account, second, &mut cx);
    }
    follow_file(state, effects);
    super::thumbs::follow(state, areas.list, effects);
}

fn follow_file(state: &mut State, effects: &mut Vec<Effect>) {
    let place = state.picture_place();
    let State { details, browse, tickets, now, .. } = state;
    let mut cx = super::Cx { effects, tickets, now: *now };
    let file = match browse.list.current() {
        Some(Row::File(file)) => Some(file),
        _ => None,
    };
    details.follow(file, place, &mut cx);
}

/// When a picture is here, the pictures that the next key may want are fetched.
fn prefetch(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(key) = state.details.wanted.clone() else { return };
    let cursor = state.browse.list.cursor;
    let near = [cursor + 1, cursor + 2, cursor.wrapping_sub(1)];
    let requests: Vec<_> = near
        .into_iter()
        .filter_map(|at| match state.browse.list.row(at)? {
            Row::File(file) if file.kind == crate::model::FileKind::Image => {
                Some(super::effect::picture_request(file, key.columns, key.rows))
            }
            _ => None,
        })
        .collect();
    if !requests.is_empty() {
        effects.push(Effect::Prefetch { requests });
    }
}
