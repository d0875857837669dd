//! The history, drawn: the runs, or the steps of one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{HistoryPane, Opened};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{count, cut, draw_step, moment, panel, put, scrollbar, width, wrap};
use crate::model::text::harmless;
use crate::ops::Outcome;
use crate::ops::journal::{State as RunState, Summary};

/// Columns of the sign and the moment before a title.
const BEFORE: u16 = 20;

pub(super) fn draw(pane: &HistoryPane, state: &State, frame: &mut Frame, area: Rect) {
    match &pane.opened {
        Some(opened) => draw_steps(opened, state, frame, area),
        None => draw_runs(pane, state, frame, area),
    }
}

fn draw_runs(pane: &HistoryPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let runs = pane.runs.as_deref().unwrap_or_default();
    let title = match runs.len() {
        0 => "History".to_owned(),
        1 => "History: 1 run".to_owned(),
        n => format!("History: {} runs", count(n)),
    };
    let inside = panel(frame, area, &title, theme);
    if let Some(words) = instead(pane) {
        return tell(&words, inside, theme, frame);
    }
    let height = usize::from(inside.height);
    let window = pane.cursor.window(runs.len(), height);
    scrollbar(frame.buffer_mut(), inside, window.start, runs.len(), theme);
    for (n, run) in runs.iter().enumerate().skip(window.start).take(window.len()) {
        let y = inside.y + u16::try_from(n - window.start).unwrap_or(0);
        let line = Rect { y, height: 1, width: inside.width.saturating_sub(1), ..inside };
        draw_run(run, n == pane.cursor.at(), line, theme, frame);
    }
}

/// What is said where there is nothing to list.
fn instead(pane: &HistoryPane) -> Option<(String, Role)> {
    if let Some(report) = &pane.trouble {
        return Some((format!("{}: {} {}", report.what, report.why, report.next), Role::Bad));
    }
    match &pane.runs {
        None => Some(("Reading the journals …".to_owned(), Role::Dim)),
        Some(runs) if runs.is_empty() => Some((
            "Nothing has been done yet. Each change is written down here before it is sent: it can be looked \
             at, taken back (z), and gone on with should it be interrupted."
                .to_owned(),
            Role::Dim,
        )),
        Some(_) => None,
    }
}

fn tell((words, role): &(String, Role), area: Rect, theme: &Theme, frame: &mut Frame) {
    let style = theme.style(Role::Panel).patch(theme.style(*role));
    let words = harmless(words);
    for (n, text) in wrap(&words, usize::from(area.width)).iter().enumerate().take(usize::from(area.height)) {
        let line = Rect { y: area.y + u16::try_from(n).unwrap_or(0), height: 1, ..area };
        put(frame.buffer_mut(), line, 0, &cut(text, usize::from(area.width), theme.glyphs.more), style);
    }
}

fn draw_run(run: &Summary, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    let (sign, role) = sign(run, theme);
    put(buf, line, 1, sign, ground.patch(theme.style(role)));
    put(buf, line, 3, &moment(run.at), ground.patch(theme.style(Role::Dim)));
    let facts = facts(run, theme);
    let columns = usize::from(line.width);
    let room = columns.saturating_sub(width(&facts) + usize::from(BEFORE) + 3);
    let title = harmless(&run.title);
    let title_style = if run.undone {
        ground.patch(theme.style(Role::Dim)).add_modifier(Modifier::CROSSED_OUT)
    } else {
        ground
    };
    put(buf, line, BEFORE, &cut(&title, room, theme.glyphs.more), title_style);
    let at = columns.saturating_sub(width(&facts) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &facts, ground.patch(theme.style(role_of_facts(run))));
}

fn sign(run: &Summary, theme: &Theme) -> (&'static str, Role) {
    match run.state {
        RunState::Running => (theme.glyphs.closed, Role::Accent),
        RunState::Interrupted => (theme.glyphs.warning, Role::Warning),
        RunState::Finished if run.counts.failed > 0 => (theme.glyphs.bad, Role::Bad),
        RunState::Finished if run.counts.cancelled > 0 => (theme.glyphs.warning, Role::Warning),
        RunState::Finished => (theme.glyphs.good, if run.undone { Role::Dim } else { Role::Good }),
    }
}

fn role_of_facts(run: &Summary) -> Role {
    match run.state {
        RunState::Interrupted => Role::Warning,
        _ if run.counts.failed > 0 => Role::Bad,
        _ => Role::Dim,
    }
}

/// `211 done · 3 failed · taken back`.
fn facts(run: &Summary, theme: &Theme) -> String {
    let counts = [
        (run.counts.done, "done"),
        (run.counts.nothing, "unchanged"),
        (run.counts.failed, "failed"),
        (run.counts.cancelled, "not sent"),
    ];
    let told = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", count(*n)));
    let mut facts: Vec<String> = told.collect();
    match run.state {
        RunState::Running => facts.push(format!("of {}, under way", count(run.steps))),
        RunState::Interrupted => facts.push(format!("of {}, interrupted: c goes on", count(run.steps))),
        RunState::Finished if run.undone => facts.push("taken back".to_owned()),
        RunState::Finished => {}
    }
    facts.join(&format!(" {} ", theme.glyphs.dot))
}

/// Where the steps of a run stand.
pub(super) fn steps_area(inside: Rect) -> Rect {
    Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside }.intersection(inside)
}

fn draw_steps(opened: &Opened, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let record = &opened.record;
    let title = harmless(&record.plan.title).into_owned();
    let inside = panel(frame, area, &title, theme);
    let ground = theme.style(Role::Panel);
    let rows = opened.rows();
    let which = if opened.failed_only { "that failed or were not sent" } else { "in all" };
    let head = format!("{}  {}  {} {which}", moment(record.at), theme.glyphs.dot, steps(rows.len()));
    put(frame.buffer_mut(), inside, 0, &head, ground.patch(theme.style(Role::Dim)));
    let list = steps_area(inside);
    if rows.is_empty() {
        return tell(&("No step has failed.".to_owned(), Role::Dim), list, theme, frame);
    }
    let window = opened.cursor.window(rows.len(), usize::from(list.height));
    scrollbar(frame.buffer_mut(), list, window.start, rows.len(), theme);
    for (n, index) in rows.iter().enumerate().skip(window.start).take(window.len()) {
        let y = list.y + u16::try_from(n - window.start).unwrap_or(0);
        let line = Rect { y, height: 1, width: list.width.saturating_sub(1), ..list };
        let ground = theme.style(if n == opened.cursor.at() { Role::Cursor } else { Role::Panel });
        draw_outcome(opened, *index, line, ground, theme, frame);
    }
}

fn steps(n: usize) -> String {
    if n == 1 { "1 step".to_owned() } else { format!("{} steps", count(n)) }
}

fn draw_outcome(opened: &Opened, index: usize, line: Rect, ground: Style, theme: &Theme, frame: &mut Frame) {
    let record = &opened.record;
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    let (sign, role, words) = match record.outcomes.get(index).and_then(Option::as_ref) {
        Some(Outcome::Done) => (theme.glyphs.good, Role::Good, String::new()),
        Some(Outcome::Nothing(why)) => (theme.glyphs.good, Role::Dim, why.clone()),
        Some(Outcome::Cancelled) => (theme.glyphs.warning, Role::Warning, "not sent".to_owned()),
        Some(Outcome::Failed(report)) => {
            (theme.glyphs.bad, Role::Bad, format!("{} {}", report.why, report.next))
        }
        None if record.was.contains_key(&index) => {
            (theme.glyphs.warning, Role::Warning, "sent, the end is not known".to_owned())
        }
        None => (theme.glyphs.dot, Role::Dim, "not sent yet".to_owned()),
    };
    put(buf, line, 0, sign, ground.patch(theme.style(role)));
    let words = harmless(&words);
    let words = cut(&words, usize::from(line.width) / 2, theme.glyphs.more);
    let room = line.width.saturating_sub(4 + u16::try_from(width(&words)).unwrap_or(0));
    if let Some(step) = record.plan.steps.get(index) {
        draw_step(step, Rect { x: line.x + 2, width: room, ..line }, ground, theme, buf);
    }
    let at = usize::from(line.width).saturating_sub(width(&words) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &words, ground.patch(theme.style(role)));
}
