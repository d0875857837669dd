//! The pane of purges, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{PurgePane, sent_this_month};
use crate::app::State;
use crate::app::theme::Role;
use crate::app::widget::{count, cut, cut_front, panel, put, scrollbar, wrap};
use crate::model::text::harmless;
use crate::ops::build_purge::PURGES_A_MONTH;

/// Lines of the remark at the foot.
const FOOT: u16 = 2;

pub(super) fn draw(pane: &PurgePane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let purges = pane.purges();
    let good = purges.iter().filter(|(_, wrong)| wrong.is_none()).count();
    let noun = if good == 1 { "purge" } else { "purges" };
    let title = if pane.left_behind { "Purge old URLs" } else { "Purge from the caches" };
    let inside = panel(frame, area, &format!("{title}: {} {noun}", count(good)), theme);
    let ground = theme.style(Role::Panel);
    let line = |n: u16| Rect { y: inside.y.saturating_add(n), height: 1, ..inside }.intersection(inside);
    let sent = sent_this_month(state);
    let quota =
        format!("{} of about {} purges of this month were sent by ikt", count(sent), count(PURGES_A_MONTH));
    let role = if sent + good > PURGES_A_MONTH { Role::Bad } else { Role::Dim };
    put(frame.buffer_mut(), line(0), 0, &quota, ground.patch(theme.style(role)));
    let mode = match (pane.star, pane.folded) {
        (true, false) => "Each file with its transformations (file*).",
        (true, true) => "Folded: what many URLs begin with, and *. More may be purged than these.",
        (false, true) => "Folded where several URLs of a folder begin alike.",
        (false, false) => "Each URL exactly.",
    };
    put(frame.buffer_mut(), line(1), 0, mode, ground.patch(theme.style(Role::Dim)));
    if let Some((field, error)) = &pane.typing {
        put(frame.buffer_mut(), line(2), 0, "URL", ground.patch(theme.style(Role::KeyCap)));
        let at = line(2);
        let room = Rect { x: at.x.saturating_add(4), width: at.width.saturating_sub(4), ..at };
        field.draw(frame, room.intersection(at), ground.patch(theme.style(Role::Text)));
        if let Some(error) = error {
            put(frame.buffer_mut(), line(3), 4, error, ground.patch(theme.style(Role::Bad)));
        }
    }
    draw_list(pane, &purges, list(inside), state, frame);
    let words = "Transformations in the path (/tr:w-300/…) are URLs of their own: e types one.";
    for (n, text) in wrap(words, usize::from(inside.width)).iter().take(usize::from(FOOT)).enumerate() {
        let at = inside.height.saturating_sub(FOOT).saturating_add(u16::try_from(n).unwrap_or(0));
        put(frame.buffer_mut(), line(at), 0, text, ground.patch(theme.style(Role::Dim)));
    }
}

/// Where the URLs stand.
pub(super) fn list(inside: Rect) -> Rect {
    let height = inside.height.saturating_sub(4 + FOOT);
    Rect { y: inside.y.saturating_add(4), height, ..inside }.intersection(inside)
}

fn draw_list(
    pane: &PurgePane,
    purges: &[(String, Option<crate::ops::build_purge::PurgeError>)],
    list: Rect,
    state: &State,
    frame: &mut Frame,
) {
    let theme = &state.theme;
    let window = pane.cursor.window(purges.len(), usize::from(list.height));
    let first = window.start;
    for (y, row) in (list.y..).zip(window) {
        let Some((url, wrong)) = purges.get(row) else { break };
        let line = Rect { y, height: 1, ..list };
        let ground = theme.style(if row == pane.cursor.at() { Role::Cursor } else { Role::Panel });
        let buf = frame.buffer_mut();
        buf.set_style(line, ground);
        let (sign, role) = match wrong {
            None => (theme.glyphs.good, Role::Good),
            Some(_) => (theme.glyphs.bad, Role::Bad),
        };
        put(buf, line, 0, sign, ground.patch(theme.style(role)));
        let reason = wrong.map(|wrong| wrong.to_string()).unwrap_or_default();
        let room = usize::from(line.width).saturating_sub(3);
        let url = harmless(url);
        let half = if reason.is_empty() { room } else { room / 2 };
        let end = put(
            buf,
            line,
            2,
            &cut_front(&url, half, theme.glyphs.more),
            ground.patch(theme.style(Role::Text)),
        );
        let rest = usize::from(line.width.saturating_sub(end + 2));
        put(buf, line, end + 2, &cut(&reason, rest, theme.glyphs.more), ground.patch(theme.style(Role::Bad)));
    }
    scrollbar(frame.buffer_mut(), list, first, purges.len(), theme);
}
