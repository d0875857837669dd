//! Actions: each verb is one short function.

use super::action::{Action, Context};
use super::browse::Sweep;
use super::dialog::{Ask, Help, Overlay, Palette};
use super::effect::Effect;
use super::sheet::{self, Sheet};
use super::state::{Connection, Pane, State};
use super::theme::Role;
use super::update::toast;
use super::urls::Builder;
use super::widget::Field;
use super::{addresses, changes, moves, runs, tabs};
use crate::model::{FolderPath, SortKey};
use crate::url::forms::Form;

/// Does an action, or says why it can't be done now.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if needs_selection(action) && state.browse.is_scanning() {
        // What it is about isn't known yet, so neither is whether it can be done.
        return state.waiting.push(action);
    }
    if let Err(why_not) = action.def().check(state) {
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
    let sheet = state.overlays.last().and_then(Overlay::sheet).and_then(Sheet::context);
    let own = action.def().context;
    if sheet.is_some_and(|context| own == context || own == Context::Sheet) {
        return sheet::top(state, effects, |sheet, desk| sheet.act(action, desk));
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
    matches!(
        action,
        Action::Tags
            | Action::Values
            | Action::CopyHere
            | Action::Cut
            | Action::Delete
            | Action::Trash
            | Action::Picked
            | Action::Renaming
            | Action::Table
            | Action::Download
            | Action::Purging
            | Action::Export
    )
}

fn carry_out(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Down => moves::step(state, 1, effects),
        Action::Up => moves::step(state, -1, effects),
        Action::PageDown => moves::step(state, moves::page(state), effects),
        Action::PageUp => moves::step(state, -moves::page(state), effects),
        Action::HalfDown => moves::step(state, moves::page(state) / 2, effects),
        Action::HalfUp => moves::step(state, -(moves::page(state) / 2), effects),
        Action::Top => moves::step(state, isize::MIN, effects),
        Action::Bottom => moves::bottom(state, effects),
        Action::Left => state.browse.list.step(-1),
        Action::Right => state.browse.list.step(1),
        Action::Open => moves::open(state, effects),
        Action::Parent => moves::with_browse(state, effects, |browse, cx| browse.up(cx)),
        Action::Expand => moves::expand(state, effects),
        Action::Collapse => moves::collapse(state, effects),
        Action::EnterFolder | Action::LeaveDetails => state.focus = Pane::List,
        Action::NextPane => state.focus = moves::next_pane(state.focus, true),
        Action::PreviousPane => state.focus = moves::next_pane(state.focus, false),
        Action::Details => state.focus = Pane::Details,
        Action::GoTo => moves::ask(state, Ask::GoTo, Field::new("/")),
        Action::GoRoot => {
            moves::with_browse(state, effects, |browse, cx| browse.visit(FolderPath::root(), None, cx))
        }
        Action::GoBack => moves::with_browse(state, effects, |browse, cx| browse.back(cx)),
        Action::Picked => changes::pick(state),
        Action::Visual => changes::visual(state, effects),
        Action::All => changes::sweep(state, Sweep::All, effects),
        Action::Invert => changes::sweep(state, Sweep::Invert, effects),
        Action::PickPattern => moves::ask(state, Ask::Pattern { pick: true }, Field::default()),
        Action::DropPattern => moves::ask(state, Ask::Pattern { pick: false }, Field::default()),
        Action::Clear => moves::escape(state, effects),
        Action::Tags => changes::tags(state, effects),
        Action::CopyHere => changes::clip(state, false, effects),
        Action::Cut => changes::clip(state, true, effects),
        Action::Paste => changes::paste(state, effects),
        Action::Rename => changes::rename(state),
        Action::Delete => changes::delete(state, effects),
        Action::NewFolder => moves::ask(state, Ask::NewFolder, Field::default()),
        Action::CopyUrl => changes::copy_url(state, effects),
        Action::Filter => moves::with_browse(state, effects, |browse, cx| browse.filter(cx)),
        Action::Board => state.browse.list.board = !state.browse.list.board,
        Action::SortName => moves::sort(state, SortKey::Name, effects),
        Action::SortCreated => moves::sort(state, SortKey::Created, effects),
        Action::SortUpdated => moves::sort(state, SortKey::Updated, effects),
        Action::SortSize => moves::sort(state, SortKey::Size, effects),
        Action::SortWidth => moves::sort(state, SortKey::Width, effects),
        Action::SortHeight => moves::sort(state, SortKey::Height, effects),
        Action::SortReverse => moves::reverse(state, effects),
        Action::Reload => moves::reload(state, effects),
        Action::Jobs => state.overlays.push(Overlay::Jobs),
        Action::Log => state.overlays.push(Overlay::Log),
        Action::Help => {
            let contexts = state.contexts();
            state.overlays.push(Overlay::Help(Help::new(contexts)));
        }
        Action::Palette => {
            let contexts = state.contexts();
            state.overlays.push(Overlay::Palette(Palette::new(contexts)));
        }
        Action::JobClose | Action::LogClose => drop(state.overlays.pop()),
        Action::Urls => addresses::open(state),
        Action::UrlExplain => moves::ask(state, Ask::Url, Field::default()),
        Action::UrlClose => drop(state.overlays.pop()),
        Action::UrlAdd => addresses::with(state, Builder::pick),
        Action::UrlEdit => addresses::with(state, Builder::edit),
        Action::UrlSign => addresses::with(state, Builder::turn_signing),
        Action::UrlShare => addresses::with(state, Builder::share),
        Action::UrlCopy => addresses::copy(state, Form::Url, effects),
        Action::UrlCompare => addresses::with(state, Builder::compare),
        Action::UrlFlip => addresses::with(state, Builder::flip),
        Action::UrlRaw => addresses::with(state, Builder::edit_raw),
        Action::UrlToggle => addresses::with(state, Builder::toggle),
        Action::UrlRemove => addresses::with(state, Builder::remove),
        Action::UrlMore => addresses::with(state, |builder| builder.nudge(true)),
        Action::UrlLess => addresses::with(state, |builder| builder.nudge(false)),
        Action::UrlStep => addresses::with(state, Builder::add_step),
        Action::UrlLower => addresses::with(state, |builder| builder.shift(true)),
        Action::UrlRaise => addresses::with(state, |builder| builder.shift(false)),
        Action::UrlUndo => addresses::with(state, |builder| builder.travel(true)),
        Action::UrlRedo => addresses::with(state, |builder| builder.travel(false)),
        Action::UrlExpiry => addresses::with(state, Builder::ask_expiry),
        Action::UrlPlain => addresses::with(state, |builder| builder.set_dpr(1)),
        Action::UrlDouble => addresses::with(state, |builder| builder.set_dpr(2)),
        Action::UrlTriple => addresses::with(state, |builder| builder.set_dpr(3)),
        Action::UrlPosition => addresses::with(state, Builder::turn_position),
        Action::UrlRules => addresses::with(state, Builder::turn_rules),
        Action::UrlPresets => addresses::choose_preset(state),
        Action::UrlKeep => addresses::with(state, Builder::name_preset),
        Action::UrlBrowser => addresses::browse(state, effects),
        Action::UrlDown => addresses::with(state, |builder| builder.step(1)),
        Action::UrlUp => addresses::with(state, |builder| builder.step(-1)),
        Action::UrlTop => addresses::with(state, |builder| builder.step(isize::MIN)),
        Action::UrlBottom => addresses::with(state, |builder| builder.step(isize::MAX)),
        Action::JobDown => state.jobs.step(1),
        Action::JobUp => state.jobs.step(-1),
        Action::JobNext => state.jobs.show(1),
        Action::JobPrevious => state.jobs.show(-1),
        Action::JobFailed => {
            state.jobs.failed_only = !state.jobs.failed_only;
            state.jobs.cursor = 0;
        }
        Action::JobPause => runs::pause(state, effects),
        Action::JobCancel => runs::cancel(state, effects),
        Action::JobRetry => runs::retry(state, effects),
        Action::LogDown => state.log.step(1),
        Action::LogUp => state.log.step(-1),
        Action::LogCopy => {
            if let Some(entry) = state.log.current() {
                effects.push(Effect::Copy(super::log::as_text(&entry.report)));
                toast(state, "report copied", Role::Good, effects);
            }
        }
        Action::Dupes => sheet::open(state, effects, super::dupes::open),
        Action::Find => sheet::open(state, effects, super::find::open),
        Action::Audit => sheet::open(state, effects, super::audit::open),
        Action::Versions => sheet::open(state, effects, super::versions::open),
        Action::Metadata => sheet::open(state, effects, super::metadata::open),
        Action::Inspector => sheet::open(state, effects, super::inspector::open),
        Action::Signing => sheet::open(state, effects, super::signing::open),
        Action::Schema => sheet::open(state, effects, super::schema::open),
        Action::Values => sheet::open(state, effects, super::values::open),
        Action::Vocabulary => sheet::open(state, effects, super::vocabulary::open),
        Action::Search => sheet::open(state, effects, super::search::open),
        Action::Export => sheet::open(state, effects, super::export::open),
        Action::Upload => sheet::open(state, effects, super::upload::open),
        Action::UploadUrl => sheet::open(state, effects, super::upload::open_link),
        Action::Download => sheet::open(state, effects, super::disk::open),
        Action::Purging => {
            sheet::open(state, effects, super::purging::open);
            state.stale.clear();
        }
        Action::History => sheet::open(state, effects, super::history::open),
        Action::TrashPane => sheet::open(state, effects, super::trash::open),
        Action::Renaming => sheet::open(state, effects, super::renaming::open),
        Action::Table => sheet::open(state, effects, super::table::open),
        Action::Workspace => sheet::open(state, effects, super::workspace::open),
        Action::BookmarkSet => sheet::open(state, effects, super::workspace::set_bookmark),
        Action::BookmarkGo => sheet::open(state, effects, super::workspace::go_to_bookmark),
        Action::Profiles => sheet::open(state, effects, super::workspace::open_profiles),
        Action::TabNew => tabs::open(state, effects),
        Action::TabClose => tabs::close(state, state.tabs.shown(), effects),
        Action::Trash => changes::trash(state, effects),
        Action::Publish => sheet::open(state, effects, super::publishing::open),
        Action::Focus => sheet::open(state, effects, super::focus::open),
        Action::Description => super::details::ask_description(state),
        Action::DetailCopy => super::details::copy(state, effects),
        Action::DetailEdit => super::details::edit(state, effects),
        Action::Undo => runs::undo(state, effects),
        Action::Reconnect => {
            state.connection = Connection::Opening;
            effects.push(Effect::Reconnect);
        }
        Action::Catalogue => super::catalogue::turn(state, effects),
        Action::Hashes => super::catalogue::hashes(state, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Quit | Action::QuitNow => runs::quit(state, effects),
        _ => {
            // Those of sheets have been taken by the sheet.
            if let Some(number) = tabs::number(action) {
                tabs::show(state, number, effects);
            }
        }
    }
}
