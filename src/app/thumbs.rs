//! Which thumbnails the light table wants: asked for when the set changes.

use ratatui::layout::Rect;

use super::State;
use super::browse;
use super::effect::{Effect, PictureKey, Slot};
use super::layout;

/// Milliseconds that the table has to rest before its thumbnails are asked for.
const REST: u64 = 30;

/// Asks for the thumbnails on the screen if they are others than those asked for last.
pub fn follow(state: &mut State, list: Rect, effects: &mut Vec<Effect>) {
    if !state.browse.list.board || list.area() == 0 || !state.shows_pictures() {
        state.thumbs.clear();
        return;
    }
    let requests = browse::board(layout::inside(list)).requests(&state.browse);
    let keys: Vec<PictureKey> = requests.iter().map(|request| request.key.clone()).collect();
    if keys == state.thumbs {
        return;
    }
    state.thumbs = keys;
    if requests.is_empty() {
        return;
    }
    state.tickets += 1;
    let ticket = super::effect::Ticket(state.tickets);
    effects.push(Effect::Thumbs { ticket, slot: Slot::Thumbs, requests, delay_ms: REST });
}
