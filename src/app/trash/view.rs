//! The trash, drawn.

use std::borrow::Cow;

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Inside, TrashPane};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{
    Field, bytes, count, cut, cut_front, duration, moment, panel, put, scrollbar, width, wrap,
};
use crate::model::File;
use crate::model::text::harmless;
use crate::ops::trash::{Batch, origin};

/// Columns of the sign and the moment.
const BEFORE: u16 = 21;
/// Columns of sizes and counts at the right.
const FACTS: usize = 26;

pub(super) fn draw(pane: &TrashPane, state: &State, frame: &mut Frame, area: Rect) {
    match &pane.inside {
        Some(inside) => draw_inside(inside, state, frame, area),
        None => draw_batches(pane, state, frame, area),
    }
}

fn draw_batches(pane: &TrashPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let batches = pane.batches.as_deref().unwrap_or_default();
    let title = if batches.is_empty() { "Trash".to_owned() } else { format!("Trash: {}", sum(batches)) };
    let mut inside = panel(frame, area, &title, theme);
    if let Some(field) = &pane.days {
        inside = ask(field, inside, theme, frame);
    }
    if let Some((words, role)) = instead(pane) {
        return tell(&words, role, inside, theme, frame);
    }
    let window = pane.cursor.window(batches.len(), usize::from(inside.height));
    scrollbar(frame.buffer_mut(), inside, window.start, batches.len(), theme);
    for (n, batch) in batches.iter().enumerate().skip(window.start).take(window.len()) {
        let line = line(inside, n - window.start);
        let ground = ground(theme, n == pane.cursor.at());
        frame.buffer_mut().set_style(line, ground);
        let picked = pane.picked.contains(&batch.folder);
        draw_batch(batch, picked, state.now, line, ground, theme, frame);
    }
}

fn line(area: Rect, n: usize) -> Rect {
    let y = area.y + u16::try_from(n).unwrap_or(0);
    Rect { y, height: 1, width: area.width.saturating_sub(1), ..area }
}

fn ground(theme: &Theme, at_cursor: bool) -> Style {
    theme.style(if at_cursor { Role::Cursor } else { Role::Panel })
}

fn draw_batch(
    batch: &Batch,
    picked: bool,
    now: Timestamp,
    line: Rect,
    ground: Style,
    theme: &Theme,
    frame: &mut Frame,
) {
    let buf = frame.buffer_mut();
    if picked {
        put(buf, line, 1, theme.glyphs.good, ground.patch(theme.style(Role::Picked)));
    }
    let when = batch.at.map_or(Cow::Borrowed("not by ikt"), |at| Cow::Owned(moment(at)));
    put(buf, line, 3, &when, ground);
    let age = batch.at.map(|at| age(now, at)).unwrap_or_default();
    put(buf, line, BEFORE, &age, ground.patch(theme.style(Role::Dim)));
    let files = files(batch.files, batch.counted);
    let facts = format!("{files}  {:>9}", bytes(batch.bytes));
    let at = usize::from(line.width).saturating_sub(width(&facts) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &facts, ground.patch(theme.style(Role::Text)));
}

fn files(n: usize, all: bool) -> String {
    let more = if all { "" } else { "+" };
    if n == 1 && all { "1 file".to_owned() } else { format!("{}{more} files", count(n)) }
}

fn sum(batches: &[Batch]) -> String {
    let total = batches.iter().map(|batch| batch.files).sum();
    let size = batches.iter().fold(0, |sum: u64, batch| sum.saturating_add(batch.bytes));
    format!("{}, {}", files(total, batches.iter().all(|batch| batch.counted)), bytes(size))
}

/// How long ago something was.
fn age(now: Timestamp, then: Timestamp) -> String {
    let seconds = now.duration_since(then).as_secs().max(0).unsigned_abs();
    match seconds {
        0..60 => "just now".to_owned(),
        60..86_400 => format!("{} ago", duration(seconds)),
        _ if seconds < 2 * 86_400 => "1 day ago".to_owned(),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

fn instead(pane: &TrashPane) -> Option<(String, Role)> {
    if let Some(report) = &pane.trouble {
        return Some((format!("{}: {} {}", report.what, report.why, report.next), Role::Bad));
    }
    match &pane.batches {
        None => Some(("Looking into the trash …".to_owned(), Role::Dim)),
        Some(batches) if batches.is_empty() => Some((
            "The trash is empty. d moves files and folders here; they stay in the folder /ikt-trash of the \
             library, and keep their URLs only until caches forget them, until they are restored (r) or \
             deleted for ever (D)."
                .to_owned(),
            Role::Dim,
        )),
        Some(_) => None,
    }
}

fn tell(words: &str, role: Role, area: Rect, theme: &Theme, frame: &mut Frame) {
    let style = theme.style(Role::Panel).patch(theme.style(role));
    for (n, text) in wrap(&harmless(words), usize::from(area.width)).iter().enumerate() {
        if n < usize::from(area.height) {
            put(
                frame.buffer_mut(),
                line(area, n),
                0,
                &cut(text, usize::from(area.width), theme.glyphs.more),
                style,
            );
        }
    }
}

/// Asks for the age of what is to go; answers with the room that is left.
fn ask(field: &Field, area: Rect, theme: &Theme, frame: &mut Frame) -> Rect {
    let style = theme.style(Role::Panel);
    let question = "Delete for ever what is older than so many days: ";
    let end = put(frame.buffer_mut(), area, 0, question, style.patch(theme.style(Role::Warning)));
    let place =
        Rect { x: area.x + end, width: area.width.saturating_sub(end), height: area.height.min(1), ..area };
    field.draw(frame, place, style);
    let used = area.height.min(2);
    Rect { y: area.y + used, height: area.height - used, ..area }
}

fn draw_inside(inside: &Inside, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let when = inside.batch.at.map(moment).unwrap_or_else(|| inside.batch.folder.name().to_owned());
    let all = inside.files.as_deref().unwrap_or_default();
    let title = format!("Trash of {}: {}", harmless(&when), files(all.len(), inside.batch.counted));
    let place = panel(frame, area, &title, theme);
    match &inside.files {
        None => return tell("Looking inside …", Role::Dim, place, theme, frame),
        Some(files) if files.is_empty() => {
            return tell("There is no file in it.", Role::Dim, place, theme, frame);
        }
        Some(_) => {}
    }
    let window = inside.cursor.window(all.len(), usize::from(place.height));
    scrollbar(frame.buffer_mut(), place, window.start, all.len(), theme);
    for (n, file) in all.iter().enumerate().skip(window.start).take(window.len()) {
        let line = line(place, n - window.start);
        let ground = ground(theme, n == inside.cursor.at());
        frame.buffer_mut().set_style(line, ground);
        draw_file(file, inside.picked.contains(&file.id), line, ground, theme, frame);
    }
}

/// A file by where it was before.
fn draw_file(file: &File, picked: bool, line: Rect, ground: Style, theme: &Theme, frame: &mut Frame) {
    let buf = frame.buffer_mut();
    if picked {
        put(buf, line, 1, theme.glyphs.good, ground.patch(theme.style(Role::Picked)));
    }
    let home = origin(&file.folder).unwrap_or_else(|| file.folder.clone());
    let path = home.join(&file.name);
    let room = usize::from(line.width).saturating_sub(FACTS.min(usize::from(line.width) / 3) + 4);
    let style = if picked { ground.patch(theme.style(Role::Picked)) } else { ground };
    put(buf, line, 3, &cut_front(&harmless(&path), room, theme.glyphs.more), style);
    let size = bytes(file.size);
    let at = usize::from(line.width).saturating_sub(width(&size) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &size, ground.patch(theme.style(Role::Dim)));
}
