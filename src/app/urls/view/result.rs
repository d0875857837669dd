//! The pictures, what is known of them, and the URL.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::State;
use crate::app::state::Connection;
use crate::app::theme::{Role, Theme};
use crate::app::urls::form::span;
use crate::app::urls::layout::Places;
use crate::app::urls::preview::Side;
use crate::app::urls::{Builder, Compare};
use crate::app::widget::{Pictures, bytes, chunks, cut, draw_picture, moment, put, width, wrap};
use crate::model::text::harmless;
use crate::url::Signer;
use crate::url::forms::Signing;

/// Draws pictures, facts and URL.
pub(super) fn draw(
    builder: &Builder,
    state: &State,
    covered: bool,
    places: &Places,
    pictures: &dyn Pictures,
    frame: &mut Frame,
) {
    let preview = &builder.preview;
    let theme = &state.theme;
    let captions = match preview.compare {
        Compare::Beside if !places.before.is_empty() => ("before", "after"),
        Compare::Beside => ("", "after"),
        other => ("", other.title()),
    };
    if !covered {
        let shown = if preview.compare == Compare::Before { &preview.before } else { &preview.after };
        draw_side(&preview.before, places.before, captions.0, theme, pictures, frame);
        draw_side(shown, places.after, captions.1, theme, pictures, frame);
    }
    draw_facts(builder, theme, places.facts, frame);
    draw_url(builder, state, places.url, frame);
}

fn draw_side(
    side: &Side,
    place: Rect,
    caption: &str,
    theme: &Theme,
    pictures: &dyn Pictures,
    frame: &mut Frame,
) {
    if place.is_empty() {
        return;
    }
    let line = Rect { y: place.y - 1, height: 1, ..place };
    let style = theme.style(Role::Dim).add_modifier(Modifier::BOLD);
    let at = put(frame.buffer_mut(), line, 1, caption, style);
    if side.is_waiting() {
        put(frame.buffer_mut(), line, at + 1, theme.glyphs.more, theme.style(Role::Accent));
    }
    if let Some(report) = side.failure() {
        draw_failure(&report.why, &report.next, place, theme, frame);
        return;
    }
    let key = side.picture().map(|(key, _)| key);
    let words = if side.is_waiting() { "" } else { "no picture" };
    draw_picture(pictures, key, place, words, theme, frame.buffer_mut());
}

/// Why there is no picture: in the middle of its place, on as many lines as it takes.
fn draw_failure(why: &str, next: &str, place: Rect, theme: &Theme, frame: &mut Frame) {
    let room = usize::from(place.width).saturating_sub(4);
    let why = wrap(&harmless(why), room).into_iter().map(|line| (line, Role::Bad));
    let next = wrap(&harmless(next), room).into_iter().map(|line| (line, Role::Dim));
    let lines: Vec<_> = why.chain(next).take(usize::from(place.height)).collect();
    let top = (usize::from(place.height) - lines.len()) / 2;
    for (n, (text, role)) in lines.iter().enumerate() {
        let y = place.y + u16::try_from(top + n).unwrap_or(0);
        let line = Rect { y, height: 1, ..place };
        let indent = (usize::from(place.width) - width(text)) / 2;
        put(frame.buffer_mut(), line, u16::try_from(indent).unwrap_or(0), text, theme.style(*role));
    }
}

/// Bytes, format, pixels and time of the result, and what is saved.
fn draw_facts(builder: &Builder, theme: &Theme, area: Rect, frame: &mut Frame) {
    let Some((_, info)) = builder.preview.after.picture() else { return };
    let mut parts = vec![
        (bytes(info.bytes), Role::Text),
        (info.format.to_owned(), Role::Text),
        (format!("{} {} {}", info.width, theme.glyphs.times, info.height), Role::Text),
    ];
    match info.millis {
        Some(millis) => parts.push((format!("{millis} ms"), Role::Dim)),
        None => parts.push(("at hand".to_owned(), Role::Dim)),
    }
    let saved = saved(builder.subject.size, info.bytes);
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    let mut at = 1;
    for (text, role) in parts.iter().filter(|(text, _)| !text.is_empty()) {
        at = put(frame.buffer_mut(), line(0), at, text, theme.style(*role)) + 2;
    }
    if let Some((text, role)) = saved {
        put(frame.buffer_mut(), line(1), 1, &text, theme.style(role));
    }
}

/// What is saved in comparison with the original.
fn saved(original: u64, result: u64) -> Option<(String, Role)> {
    if original == 0 {
        return None;
    }
    // Sizes are far below where a float loses count.
    let share = (original as f64 - result as f64) / original as f64 * 100.0;
    Some(if share >= 0.0 {
        (format!("{:.0} % saved of {}", share, bytes(original)), Role::Good)
    } else {
        (format!("{:.0} % more than the original's {}", -share, bytes(original)), Role::Warning)
    })
}

/// The URL over as many rows as there are, and whether and until when it is signed.
fn draw_url(builder: &Builder, state: &State, area: Rect, frame: &mut Frame) {
    if area.is_empty() {
        return;
    }
    let theme = &state.theme;
    let ground = theme.style(Role::Bar);
    frame.buffer_mut().set_style(area, ground);
    let Connection::Ready(account) = &state.connection else { return };
    let request = builder.request(&account.delivery, state.now.as_second());
    let url = request.url(&Signer::new(&account.private_key));
    let url = harmless(&url);
    let role = if builder.signing == Signing::No { Role::Text } else { Role::Good };
    let room = usize::from(area.width).saturating_sub(2).max(1);
    // The last row says how it is signed.
    let rows = usize::from(area.height).saturating_sub(usize::from(area.height > 1)).max(1);
    let lines = chunks(&url, room);
    for (n, text) in lines.iter().enumerate().take(rows) {
        let line = Rect { y: area.y + u16::try_from(n).unwrap_or(0), height: 1, ..area };
        let is_cut = n + 1 == rows && lines.len() > rows;
        let text =
            if is_cut { format!("{}{}", cut(text, room - 1, ""), theme.glyphs.more) } else { text.clone() };
        put(frame.buffer_mut(), line, 1, &text, ground.patch(theme.style(role)));
    }
    if area.height > 1 {
        let line = Rect { y: area.bottom() - 1, height: 1, ..area };
        let (text, role) = signature(builder, state.now);
        put(frame.buffer_mut(), line, 1, &text, ground.patch(theme.style(role)));
    }
}

/// Whether it is signed, and until when.
fn signature(builder: &Builder, now: Timestamp) -> (String, Role) {
    match builder.signing {
        Signing::No if builder.subject.private => {
            ("not signed, and the file is private: s signs it".to_owned(), Role::Warning)
        }
        Signing::No => ("not signed".to_owned(), Role::Dim),
        Signing::Forever => ("signed for ever".to_owned(), Role::Dim),
        Signing::For(seconds) => {
            let until = now.as_second().saturating_add(seconds);
            let until = Timestamp::from_second(until).map_or_else(|_| String::new(), moment);
            (format!("signed for {}, until {until} UTC", span(seconds)), Role::Dim)
        }
    }
}
