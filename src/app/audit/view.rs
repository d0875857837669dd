//! The health of the library, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::AuditPane;
use crate::app::State;
use crate::app::catalogue::Work;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, panel, put, scrollbar, width};
use crate::catalog::audit::{Bounds, Finding};
use crate::model::text::harmless;

/// Where the numbers of files end.
const NUMBERS: u16 = 8;
/// Lines that examples have at least, the one above them included, where there is room for them at all.
const EXAMPLES: u16 = 4;

/// Draws it.
pub(super) fn draw(pane: &AuditPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let inside = panel(frame, area, &title(pane, state), theme);
    let rules = pane.findings().len();
    draw_list(pane, state, frame, list(inside, rules));
    draw_examples(pane, theme, frame, examples(inside, rules));
    let last = Rect { y: inside.bottom().saturating_sub(1), height: inside.height.min(1), ..inside };
    match &pane.typed {
        Some(typed) if pane.error.is_none() => {
            let word = "large is more than ";
            write(word, Role::Dim, theme, frame, last);
            let used = u16::try_from(width(word)).unwrap_or(0).min(last.width);
            let field = Rect { x: last.x + used, width: last.width - used, ..last };
            typed.draw(frame, field, theme.style(Role::Panel).patch(theme.style(Role::Text)));
        }
        _ => {
            let (text, role) = remark(pane, state);
            write(&text, role, theme, frame, last);
        }
    }
}

/// Where so many rules stand: all of them where there is room for that beside a few examples.
pub(super) fn list(inside: Rect, rules: usize) -> Rect {
    let room = inside.height.saturating_sub(1);
    let least = if room >= 9 { EXAMPLES } else { 0 };
    let rules = u16::try_from(rules).unwrap_or(u16::MAX).max(1);
    Rect { height: rules.min(room - least), ..inside }
}

fn examples(inside: Rect, rules: usize) -> Rect {
    let above = list(inside, rules).height;
    let height = inside.height.saturating_sub(above + 1);
    Rect { y: inside.y + above, height, ..inside }.intersection(inside)
}

fn title(pane: &AuditPane, state: &State) -> String {
    let dot = state.theme.glyphs.dot;
    let place = if pane.folder.is_root() { String::new() } else { format!(" {dot} {}", pane.folder) };
    let files = match &pane.found {
        Some(found) => {
            let whole = state.catalogue.copy.is_some_and(|copy| copy.complete);
            let first = if whole { "" } else { "the first " };
            format!(" {dot} {first}{} files", count(usize::try_from(found.files).unwrap_or(usize::MAX)))
        }
        None => String::new(),
    };
    harmless(&format!("Health of the library{place}{files}")).into_owned()
}

fn draw_list(pane: &AuditPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let findings = pane.findings();
    if findings.is_empty() {
        let text = match (state.catalogue.copy.is_some(), pane.asked.is_some()) {
            (false, _) => "The library is not copied to this machine yet: Enter copies it",
            (true, true) => "looking at all files",
            (true, false) => "",
        };
        return write(text, Role::Dim, theme, frame, Rect { height: area.height.min(1), ..area });
    }
    let window = pane.cursor.window(findings.len(), usize::from(area.height));
    let first = window.start;
    for (y, at) in (area.y..area.bottom()).zip(window) {
        let Some(finding) = findings.get(at) else { break };
        draw_row(finding, at == pane.cursor.at(), Rect { y, height: 1, ..area }, theme, frame);
    }
    scrollbar(frame.buffer_mut(), area, first, findings.len(), theme);
}

fn draw_row(finding: &Finding, at_cursor: bool, line: Rect, theme: &Theme, frame: &mut Frame) {
    let ground = theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
    frame.buffer_mut().set_style(line, ground);
    let files = finding.rows.len();
    let number = if files == 0 { theme.glyphs.good.to_owned() } else { count(files) };
    let role = if files == 0 { Role::Good } else { Role::Warning };
    // Numbers stand in front, where the eye finds them beside the rule however wide the screen is.
    let at = NUMBERS.saturating_sub(u16::try_from(width(&number)).unwrap_or(u16::MAX));
    let end = put(frame.buffer_mut(), line, at, &number, ground.patch(theme.style(role))).max(NUMBERS);
    let title = harmless(&finding.title);
    let title = cut(&title, usize::from(line.width.saturating_sub(end + 4)), theme.glyphs.more);
    let words = if files == 0 { Role::Dim } else { Role::Text };
    put(frame.buffer_mut(), line, end + 2, &title, ground.patch(theme.style(words)));
}

/// The first files of the finding under the cursor, under a line.
fn draw_examples(pane: &AuditPane, theme: &Theme, frame: &mut Frame, area: Rect) {
    let Some(finding) = pane.current().filter(|_| area.height > 1) else { return };
    let (shown, files) = (finding.examples.len().min(usize::from(area.height) - 1), finding.rows.len());
    let words = match files {
        0 => "no file breaks this rule ".to_owned(),
        _ if shown < files => format!("{} of {} files, Enter lists all ", count(shown), count(files)),
        1 => "1 file, Enter shows it ".to_owned(),
        _ => format!("{} files, Enter lists them ", count(files)),
    };
    let line = Rect { height: 1, ..area };
    write(&words, Role::Dim, theme, frame, line);
    let used = u16::try_from(width(&words)).unwrap_or(u16::MAX).min(line.width);
    let rule = theme.glyphs.rule.repeat(usize::from(line.width - used));
    write(&rule, Role::Line, theme, frame, Rect { x: line.x + used, width: line.width - used, ..line });
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    for (y, path) in (below.y..below.bottom()).zip(&finding.examples) {
        write(path, Role::Dim, theme, frame, Rect { y, height: 1, ..below });
    }
}

fn remark(pane: &AuditPane, state: &State) -> (String, Role) {
    if let Some(error) = &pane.error {
        return (error.clone(), Role::Bad);
    }
    match &state.catalogue.work {
        Work::Failed(report) => (format!("{}: {}", report.what, report.why), Role::Bad),
        Work::Syncing { done, .. } if state.catalogue.copy.is_none_or(|copy| !copy.complete) => {
            let done = count(usize::try_from(*done).unwrap_or(usize::MAX));
            (format!("copying the library: {done} files so far"), Role::Accent)
        }
        Work::Paused => ("copying the library is held: K goes on with it".to_owned(), Role::Warning),
        _ if pane.asked.is_some() && pane.found.is_some() => ("looking again".to_owned(), Role::Accent),
        _ => (format!("large is more than {}: b changes that", bounds(&pane.bounds)), Role::Dim),
    }
}

/// Bounds as they are typed: `20mb 25mp`.
pub(super) fn bounds(bounds: &Bounds) -> String {
    let size = bytes(bounds.bytes).replace(' ', "").to_lowercase();
    let pixels = bounds.pixels;
    if pixels.is_multiple_of(100_000) && pixels > 0 {
        let (whole, tenth) = (pixels / 1_000_000, pixels % 1_000_000 / 100_000);
        let tenth = if tenth > 0 { format!(".{tenth}") } else { String::new() };
        format!("{size} {whole}{tenth}mp")
    } else {
        format!("{size} {pixels}px")
    }
}

fn write(text: &str, role: Role, theme: &Theme, frame: &mut Frame, line: Rect) {
    let text = harmless(text);
    let text = cut(&text, usize::from(line.width), theme.glyphs.more);
    put(frame.buffer_mut(), line, 0, &text, theme.style(Role::Panel).patch(theme.style(role)));
}
