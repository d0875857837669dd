//! The jobs pane and the one-line progress, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Job, Jobs, Phase};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, draw_step, duration, first_row, panel, put, scrollbar, width};
use crate::model::text::harmless;
use crate::ops::Outcome;

/// Jobs listed above the report at most.
const LISTED: usize = 5;

/// Draws the pane.
pub fn draw(state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let inside = panel(frame, area, "Jobs", theme);
    if state.jobs.is_empty() {
        let text = "Nothing has been run yet. Bulk work shows here: how far it is, and how each file fared.";
        put(frame.buffer_mut(), inside, 0, text, theme.style(Role::Panel).patch(theme.style(Role::Dim)));
        return;
    }
    let listed = draw_list(state, inside, frame);
    let head = Rect::new(inside.x, inside.y + listed, inside.width, inside.height.saturating_sub(listed));
    let Some(job) = state.jobs.current() else { return };
    let used = draw_head(job, state, head, frame);
    let rows = Rect::new(head.x, head.y + used, head.width, head.height.saturating_sub(used));
    draw_report(&state.jobs, job, rows, theme, frame);
}

fn draw_list(state: &State, area: Rect, frame: &mut Frame) -> u16 {
    if state.jobs.iter().len() < 2 {
        return 0;
    }
    let theme = &state.theme;
    let shown = state.jobs.iter().len().min(LISTED);
    let first = first_row(state.jobs.shown(), state.jobs.iter().len(), shown);
    for (n, job) in state.jobs.iter().enumerate().skip(first).take(shown) {
        let y = area.y + u16::try_from(n - first).unwrap_or(0);
        let line = Rect::new(area.x, y, area.width, 1).intersection(area);
        let ground = theme.style(if n == state.jobs.shown() { Role::Cursor } else { Role::Panel });
        frame.buffer_mut().set_style(line, ground);
        let (sign, role) = sign(job, theme);
        put(frame.buffer_mut(), line, 1, sign, ground.patch(theme.style(role)));
        let facts = facts(job, state);
        let title = harmless(&job.plan.title);
        let room = usize::from(line.width).saturating_sub(width(&facts) + 6);
        put(frame.buffer_mut(), line, 3, &cut(&title, room, theme.glyphs.more), ground);
        let at = usize::from(line.width).saturating_sub(width(&facts) + 1);
        put(
            frame.buffer_mut(),
            line,
            u16::try_from(at).unwrap_or(0),
            &facts,
            ground.patch(theme.style(Role::Dim)),
        );
    }
    u16::try_from(shown + 1).unwrap_or(0)
}

fn sign(job: &Job, theme: &Theme) -> (&'static str, Role) {
    match job.phase {
        Phase::Finished if job.counts.failed > 0 => (theme.glyphs.bad, Role::Bad),
        Phase::Finished if job.counts.cancelled > 0 => (theme.glyphs.warning, Role::Warning),
        Phase::Finished => (theme.glyphs.good, Role::Good),
        Phase::Running => (theme.glyphs.closed, Role::Accent),
        _ => (theme.glyphs.warning, Role::Warning),
    }
}

/// How far a job is, in words: `120 of 300 · 12/s · 15 s left`.
fn facts(job: &Job, state: &State) -> String {
    let steps = job.plan.steps.len();
    let mut facts = Vec::new();
    if job.is_live() {
        facts.push(format!("{} of {}", count(job.counts.ended()), count(steps)));
        if job.is_transfer() {
            let (moved, total) = (job.moved.bytes(), job.moved.total(&job.plan));
            facts.push(format!("{} of {}", bytes(moved), bytes(total)));
            // A cast from a float saturates.
            facts.push(format!("{}/s", bytes(job.bytes_a_second(state.now) as u64)));
        } else {
            facts.push(format!("{:.1}/s", job.rate(state.now)));
        }
        facts.extend(job.eta(state.now).map(|eta| format!("{} left", duration(eta))));
    } else {
        facts.push(format!("{} done", count(job.counts.done)));
    }
    let counts = [
        (job.counts.nothing, "unchanged"),
        (job.counts.failed, "failed"),
        (job.counts.cancelled, "not sent"),
    ];
    facts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", count(*n))));
    facts.join(&format!(" {} ", state.theme.glyphs.dot))
}

fn draw_head(job: &Job, state: &State, area: Rect, frame: &mut Frame) -> u16 {
    let theme = &state.theme;
    let ground = theme.style(Role::Panel);
    let line = |n: u16| Rect::new(area.x, area.y + n, area.width, 1).intersection(area);
    let room = usize::from(area.width);
    let title = harmless(&job.plan.title);
    let buf = frame.buffer_mut();
    put(buf, line(0), 0, &cut(&title, room, theme.glyphs.more), ground.add_modifier(Modifier::BOLD));
    let bar = usize::from(area.width).min(40);
    let full = bar * job.counts.ended() / job.plan.steps.len().max(1);
    let end =
        put(buf, line(1), 0, &theme.glyphs.full.repeat(full), ground.patch(theme.style(sign(job, theme).1)));
    let end =
        put(buf, line(1), end, &theme.glyphs.empty.repeat(bar - full), ground.patch(theme.style(Role::Line)));
    put(buf, line(1), end + 2, &facts(job, state), ground);
    let (words, role) = words(job, state);
    put(buf, line(2), 0, &cut(&words, room, theme.glyphs.more), ground.patch(theme.style(role)));
    4
}

fn words(job: &Job, state: &State) -> (String, Role) {
    match &job.phase {
        Phase::Running => match job.moved.counted {
            Some((_, done, of)) => {
                (format!("about {} of {} files are there", whole(done), whole(of)), Role::Dim)
            }
            None => ("running".to_owned(), Role::Dim),
        },
        Phase::Paused => ("paused: Space goes on".to_owned(), Role::Warning),
        Phase::Cancelling => ("stopping: waiting for what was sent".to_owned(), Role::Warning),
        Phase::Waiting(until, why) => {
            let left = until.duration_since(state.now).as_secs().max(0).unsigned_abs();
            (format!("waiting {} more: {}", duration(left), harmless(why)), Role::Warning)
        }
        Phase::Finished => {
            let end = job.ended.unwrap_or(state.now);
            let seconds = end.duration_since(job.started).as_secs().max(0).unsigned_abs();
            (format!("finished after {}", duration(seconds)), Role::Dim)
        }
    }
}

fn whole(n: u64) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX))
}

fn draw_report(jobs: &Jobs, job: &Job, area: Rect, theme: &Theme, frame: &mut Frame) {
    let height = usize::from(area.height);
    let rows = jobs.rows();
    let first = first_row(jobs.cursor, rows, height);
    for row in first..(first + height).min(rows) {
        let Some(step) = jobs.step_at(row) else { break };
        let y = area.y + u16::try_from(row - first).unwrap_or(0);
        draw_outcome(job, step, row == jobs.cursor, Rect::new(area.x, y, area.width, 1), theme, frame);
    }
    if rows == 0 {
        put(
            frame.buffer_mut(),
            area,
            0,
            "No step has failed.",
            theme.style(Role::Panel).patch(theme.style(Role::Dim)),
        );
    }
    scrollbar(frame.buffer_mut(), area, first, rows, theme);
}

fn draw_outcome(job: &Job, step: usize, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    frame.buffer_mut().set_style(line, ground);
    let (sign, role, words) = match job.outcomes.get(step).and_then(Option::as_ref) {
        None => match (job.moved.of(step), job.plan.steps.get(step).map(|step| step.target.size())) {
            (Some(moved), Some(size)) if size > 0 => {
                (theme.glyphs.closed, Role::Accent, format!("{} of {}", bytes(moved), bytes(size)))
            }
            (Some(moved), _) => (theme.glyphs.closed, Role::Accent, bytes(moved)),
            (None, _) => (theme.glyphs.dot, Role::Dim, String::new()),
        },
        Some(Outcome::Done) => (theme.glyphs.good, Role::Good, String::new()),
        Some(Outcome::Nothing(why)) => (theme.glyphs.good, Role::Dim, why.clone()),
        Some(Outcome::Cancelled) => (theme.glyphs.warning, Role::Warning, "not sent".to_owned()),
        Some(Outcome::Failed(report)) => {
            (theme.glyphs.bad, Role::Bad, format!("{} {}", report.why, report.next))
        }
    };
    put(frame.buffer_mut(), line, 0, sign, ground.patch(theme.style(role)));
    let words = harmless(&words);
    let words = cut(&words, usize::from(line.width) / 2, theme.glyphs.more);
    let room = line.width.saturating_sub(4 + u16::try_from(width(&words)).unwrap_or(0));
    if let Some(step) = job.plan.steps.get(step) {
        let place = Rect::new(line.x + 2, line.y, room, 1);
        draw_step(step, place, ground, theme, frame.buffer_mut());
    }
    let at = usize::from(line.width).saturating_sub(width(&words) + 1);
    put(frame.buffer_mut(), line, u16::try_from(at).unwrap_or(0), &words, ground.patch(theme.style(role)));
}

/// The job under way in one line for the status bar.
pub fn progress_line(state: &State) -> Option<String> {
    let job = state.jobs.live()?;
    let verb = harmless(&job.plan.title);
    let verb = cut(&verb, 28, state.theme.glyphs.more);
    let word = match job.phase {
        Phase::Paused => " paused",
        Phase::Waiting(..) => " waiting",
        Phase::Cancelling => " stopping",
        _ => "",
    };
    let percent = 100 * job.counts.ended() / job.plan.steps.len().max(1);
    let eta = job.eta(state.now).map(|eta| format!(" {} left", duration(eta))).unwrap_or_default();
    Some(format!("{verb} {percent}%{word}{eta}"))
}
