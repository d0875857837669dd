//! Moving about and looking: the cursor, the panes, the tree, the order.

use super::Effect;
use super::browse::Row;
use super::dialog::{Ask, Overlay, Prompt};
use super::layout;
use super::state::{Pane, State};
use super::widget::Field;
use crate::model::{Direction, Sort, SortKey};

/// Lends the panes what they need to ask for effects.
pub(super) fn with_browse(
    state: &mut State,
    effects: &mut Vec<Effect>,
    go: impl FnOnce(&mut super::browse::Browse, &mut super::Cx),
) {
    let (browse, mut cx) = state.split(effects);
    go(browse, &mut cx);
}

pub(super) fn page(state: &State) -> isize {
    let areas = layout::areas(state.size, state.focus, state.browse.list.board);
    let area = layout::inside(areas.list);
    if state.browse.list.board {
        let board = super::browse::board(area);
        return isize::try_from(board.across * board.down).unwrap_or(1);
    }
    isize::try_from(area.height.max(2) - 1).unwrap_or(1)
}

pub(super) fn step(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    match state.focus {
        Pane::Details => super::details::step(state, by),
        Pane::List => {
            let rows = if state.browse.list.board && matches!(by, 1 | -1) { across(state) } else { 1 };
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
    if path != state.browse.list.path || state.browse.list.search.is_some() {
        with_browse(state, effects, |browse, cx| browse.visit(path, None, cx));
    }
}

pub(super) fn bottom(state: &mut State, effects: &mut Vec<Effect>) {
    if state.focus == Pane::List {
        with_browse(state, effects, |browse, cx| browse.list.go_end(cx));
    } else {
        step(state, isize::MAX, effects);
    }
}

pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    match state.browse.list.current() {
        Some(Row::Folder(folder)) => {
            let path = folder.path.clone();
            with_browse(state, effects, |browse, cx| browse.visit(path, None, cx));
        }
        Some(Row::File(_)) => state.focus = Pane::Details,
        None => {}
    }
}

pub(super) fn expand(state: &mut State, effects: &mut Vec<Effect>) {
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

pub(super) fn collapse(state: &mut State, effects: &mut Vec<Effect>) {
    let path = state.browse.tree.current();
    let closed = state.browse.tree.collapse(&path, &state.browse.family);
    if !closed && let Some(parent) = path.parent() {
        with_browse(state, effects, |browse, cx| browse.visit(parent, None, cx));
    }
}

pub(super) fn next_pane(pane: Pane, forward: bool) -> Pane {
    match (pane, forward) {
        (Pane::Tree, true) | (Pane::Details, false) => Pane::List,
        (Pane::List, true) | (Pane::Tree, false) => Pane::Details,
        (Pane::Details, true) | (Pane::List, false) => Pane::Tree,
    }
}

pub(super) fn sort(state: &mut State, key: SortKey, effects: &mut Vec<Effect>) {
    let now = state.browse.list.sort;
    let usual = if key == SortKey::Name { Direction::Ascending } else { Direction::Descending };
    let direction = if now.key == key { turned(now.direction) } else { usual };
    with_browse(state, effects, |browse, cx| browse.sort(Sort { key, direction }, cx));
}

pub(super) fn reverse(state: &mut State, effects: &mut Vec<Effect>) {
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

pub(super) fn reload(state: &mut State, effects: &mut Vec<Effect>) {
    state.details.forget();
    with_browse(state, effects, |browse, cx| browse.reload(cx));
}

pub(super) fn ask(state: &mut State, ask: Ask, field: Field) {
    let mut prompt = Prompt::new(ask, field);
    super::answers::typed(state, &mut prompt);
    state.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

pub(super) fn escape(state: &mut State, effects: &mut Vec<Effect>) {
    state.waiting.clear();
    if state.focus != Pane::List {
        state.focus = Pane::List;
    } else {
        with_browse(state, effects, |browse, cx| browse.escape(cx));
    }
}
