//! The mouse, looked up in the same layout that the views draw into.

use ratatui::layout::Rect;

use super::browse::board;
use super::dialog::Overlay;
use super::effect::Effect;
use super::layout::{self, inside};
use super::msg::{Key, KeyCode, Mouse, MouseKind};
use super::state::{Pane, State};
use super::widget::first_row;
use super::{action::Action, dispatch, input, sheet};

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Takes a mouse event.
pub fn mouse(state: &mut State, mouse: Mouse, effects: &mut Vec<Effect>) {
    if let Some(overlay) = state.overlays.last() {
        return over_dialog(state, overlay.area(state), mouse, effects);
    }
    let areas = layout::areas(state.size, state.focus, state.browse.list.board);
    let at = |area: Rect| area.contains((mouse.column, mouse.row).into());
    let pane = if at(areas.tree) {
        Pane::Tree
    } else if at(areas.list) {
        Pane::List
    } else if at(areas.details) {
        Pane::Details
    } else if at(areas.header) {
        return press_tab(state, mouse, effects);
    } else {
        return;
    };
    match mouse.kind {
        MouseKind::ScrollDown => scroll(state, pane, NOTCH),
        MouseKind::ScrollUp => scroll(state, pane, -NOTCH),
        MouseKind::Press { clicks } => {
            state.focus = pane;
            match pane {
                Pane::Tree => press_tree(state, areas.tree, mouse, clicks, effects),
                Pane::List => press_list(state, areas.list, mouse, clicks, effects),
                Pane::Details => {}
            }
        }
    }
}

fn press_tab(state: &mut State, mouse: Mouse, effects: &mut Vec<Effect>) {
    let chips = super::view::tab_chips(state);
    let pressed = matches!(mouse.kind, MouseKind::Press { .. });
    let number = chips.iter().position(|(place, _)| place.contains(&mouse.column));
    if let Some(number) = number.filter(|_| pressed) {
        super::tabs::show(state, number, effects);
    }
}

fn over_dialog(state: &mut State, area: Rect, mouse: Mouse, effects: &mut Vec<Effect>) {
    let key = |code| Key { code, ctrl: false, alt: false, shift: false };
    match mouse.kind {
        MouseKind::ScrollDown => input::key(state, key(KeyCode::Down), effects),
        MouseKind::ScrollUp => input::key(state, key(KeyCode::Up), effects),
        MouseKind::Press { .. } => {
            let outside = !area.contains((mouse.column, mouse.row).into());
            if outside && !matches!(state.overlays.last(), Some(Overlay::Quit)) {
                input::key(state, key(KeyCode::Esc), effects);
            } else if !outside {
                sheet::top(state, effects, |sheet, desk| sheet.mouse(mouse, desk));
            }
        }
    }
}

fn scroll(state: &mut State, pane: Pane, by: isize) {
    match pane {
        Pane::Details => super::details::step(state, by),
        Pane::List => state.browse.list.step(by),
        Pane::Tree => {
            let tree = &mut state.browse.tree;
            tree.cursor = tree.cursor.saturating_add_signed(by).min(tree.nodes.len().saturating_sub(1));
        }
    }
}

fn press_tree(state: &mut State, area: Rect, mouse: Mouse, clicks: u8, effects: &mut Vec<Effect>) {
    let rows = inside(area);
    let Some(line) = mouse.row.checked_sub(rows.y) else { return };
    let tree = &mut state.browse.tree;
    let first = first_row(tree.cursor, tree.nodes.len(), usize::from(rows.height));
    let node = first + usize::from(line);
    if node >= tree.nodes.len() {
        return;
    }
    tree.cursor = node;
    let path = tree.current();
    let (browse, mut cx) = state.split(effects);
    browse.visit(path.clone(), None, &mut cx);
    if clicks == 2 {
        let open = browse.tree.is_open(&path);
        dispatch::act(state, if open { Action::Collapse } else { Action::Expand }, effects);
    }
}

fn press_list(state: &mut State, area: Rect, mouse: Mouse, clicks: u8, effects: &mut Vec<Effect>) {
    let rows = inside(area);
    let list = &state.browse.list;
    let row = if list.board {
        let board = board(rows);
        board.hit(mouse.column, mouse.row, board.first(list.cursor, list.len()))
    } else {
        mouse.row.checked_sub(rows.y).map(|line| list.top + usize::from(line))
    };
    let Some(row) = row.filter(|row| *row < list.len()) else { return };
    if mouse.shift && state.browse.list.visual.is_none() {
        state.browse.list.visual = Some(state.browse.list.cursor);
    }
    state.browse.list.go(row);
    if mouse.ctrl {
        let picked = state.browse.list.current().is_some_and(|r| state.browse.selection.contains(r.id()));
        state.browse.pick_row(row, !picked);
    } else if clicks == 2 {
        dispatch::act(state, Action::Open, effects);
    }
}
