//! The line of keys, the keys that can follow, and short news.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::ACTIONS;
use super::layout::Areas;
use super::state::State;
use super::theme::Role;
use super::widget::{blank, cut, put, width};
use crate::model::text::harmless;

/// Draws the keys that mean something here, as many as fit.
pub fn draw_footer(state: &State, area: Rect, buf: &mut Buffer) {
    let mut at = 1;
    for (key, word) in hints(state) {
        let wide = u16::try_from(width(&key) + width(&word) + 3).unwrap_or(u16::MAX);
        if at + wide > area.width {
            break;
        }
        at = put(buf, area, at, &key, state.theme.style(Role::KeyCap));
        at = put(buf, area, at + 1, &word, state.theme.style(Role::Dim)) + 2;
    }
}

/// Keys and what they do here: those of the overlay, or those of the table that can be taken now.
fn hints(state: &State) -> Vec<(String, String)> {
    if state.overlays.is_empty() && state.browse.list.filter.as_ref().is_some_and(|filter| filter.typing) {
        let own = [("Enter", "keep"), ("Esc", "drop"), ("Up Down", "move")];
        return own.map(|(key, word)| (key.to_owned(), word.to_owned())).to_vec();
    }
    let own = state.overlays.last().map(|overlay| overlay.hints()).unwrap_or_default();
    if !own.is_empty() {
        return own.into_iter().map(|(key, word)| (key.to_owned(), word.to_owned())).collect();
    }
    let contexts = state.contexts();
    let mut hints: Vec<_> = ACTIONS
        .iter()
        .filter(|def| !def.hint.is_empty() && contexts.contains(&def.context) && def.check(state).is_ok())
        .map(|def| (state.keys.keys_of(def.action), def.hint.to_owned()))
        .collect();
    // Help stands first, where it is found however narrow the screen is.
    if let Some(at) = hints.iter().position(|(_, word)| word == "help") {
        hints[..=at].rotate_right(1);
    }
    hints
}

/// Draws the keys that can follow the ones pressed so far.
pub fn draw_which_key(state: &State, body: Rect, buf: &mut Buffer) {
    if state.pending.is_empty() {
        return;
    }
    let next = state.keys.continuations(&state.pending, &state.contexts());
    let rows = u16::try_from(next.len()).unwrap_or(u16::MAX).min(body.height);
    let wide = next.iter().map(|(_, action)| width(action.def().title)).max().unwrap_or(0) + 10;
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(body.width);
    let area = Rect::new(body.right() - wide, body.bottom() - rows, wide, rows);
    let ground = state.theme.style(Role::Panel);
    blank(buf, area, ground);
    for (n, (key, action)) in next.iter().take(usize::from(rows)).enumerate() {
        let line = Rect::new(area.x, area.y + u16::try_from(n).unwrap_or(0), wide, 1);
        put(buf, line, 2, key, ground.patch(state.theme.style(Role::KeyCap)));
        put(buf, line, 6, action.def().title, ground);
    }
}

/// Draws short news at the bottom right of the panes.
pub fn draw_toasts(state: &State, areas: &Areas, buf: &mut Buffer) {
    let toasts: Vec<_> = state.toasts.iter().collect();
    // A dialog's frame is left whole.
    let inset = u16::from(!state.overlays.is_empty());
    let most = usize::from(areas.body.width.saturating_sub(2)).min(90);
    for (n, toast) in toasts.iter().rev().enumerate() {
        let Some(y) = u16::try_from(n + 1).ok().and_then(|n| areas.status.y.checked_sub(n + inset)) else {
            return;
        };
        if y < areas.body.y {
            return;
        }
        let text = harmless(&toast.text);
        let times = match toast.times {
            ..=1 => String::new(),
            times => format!(" {}{times}", state.theme.glyphs.times),
        };
        let room = most.saturating_sub(4 + width(&times));
        let text = format!("{}{times}", cut(&text, room, state.theme.glyphs.more));
        let wide = u16::try_from(width(&text) + 4).unwrap_or(0).min(areas.body.width.saturating_sub(inset));
        let line = Rect::new(areas.body.right() - inset - wide, y, wide, 1);
        let ground = state.theme.style(Role::Bar);
        blank(buf, line, ground);
        put(buf, line, 0, state.theme.glyphs.focus, ground.patch(state.theme.style(toast.role)));
        put(buf, line, 2, &text, ground.patch(state.theme.style(toast.role)));
    }
}
