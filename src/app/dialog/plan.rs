//! A plan, to be read before it runs.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::State;
use crate::app::effect::Ticket;
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Field, bytes, count, cut, draw_step, duration, panel, put, scrollbar, wrap};
use crate::model::Report;
use crate::model::text::harmless;
use crate::ops::journal::RunId;
use crate::ops::{Note, Plan};

/// What has to be typed before something is deleted for ever.
pub const CONFIRMATION: &str = "delete";
/// What an account lets through, for the estimate (imagekit-api.md 1.7).
const WRITES_A_SECOND: f64 = 4.0;
/// Columns of the dialog.
const WIDE: u16 = 92;
/// Notes shown above the steps at most.
const NOTES: usize = 6;

/// What came of a key.
pub enum Decision {
    /// Nothing yet.
    No,
    /// The plan is dropped.
    Close,
    /// The plan is to be run.
    Run,
}

/// A plan and what is known of what it would meet.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDialog {
    /// The plan.
    pub plan: Plan,
    /// The look at the library that is under way.
    pub checking: Option<Ticket>,
    /// Why that look failed.
    pub trouble: Option<Report>,
    /// What has to be typed, for what can't be undone.
    pub confirm: Option<Field>,
    /// The run that is taken back by it.
    pub undoes: Option<RunId>,
    top: usize,
}

impl PlanDialog {
    /// A plan before anything is known of what it would meet.
    pub fn new(plan: Plan, checking: Option<Ticket>) -> Self {
        let deadly = plan.steps.iter().any(|step| step.verb.is_deadly());
        let confirm = deadly.then(Field::default);
        Self { plan, checking, trouble: None, confirm, undoes: None, top: 0 }
    }

    /// Takes what a look at the library has found.
    pub fn checked(&mut self, ticket: Ticket, result: Result<Vec<Note>, Report>) {
        if self.checking != Some(ticket) {
            return;
        }
        self.checking = None;
        match result {
            Ok(notes) => self.plan.notes.extend(notes),
            Err(report) => self.trouble = Some(report),
        }
        self.plan.notes.sort_by_key(|note| !note.warning);
    }

    /// Whether everything that has to be typed has been typed.
    fn may_run(&self) -> bool {
        self.confirm.as_ref().is_none_or(|field| field.text().trim() == CONFIRMATION)
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Decision {
        match key.code {
            KeyCode::Esc => return Decision::Close,
            KeyCode::Enter if self.may_run() => return Decision::Run,
            KeyCode::Down => self.top += 1,
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown => self.top += 10,
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            _ => match &mut self.confirm {
                Some(field) => {
                    field.key(key);
                }
                None => return self.plain_key(key),
            },
        }
        self.top = self.top.min(self.plan.steps.len().saturating_sub(1));
        Decision::No
    }

    fn plain_key(&mut self, key: Key) -> Decision {
        match key.code {
            KeyCode::Char('y') => return Decision::Run,
            KeyCode::Char('n' | 'q') => return Decision::Close,
            KeyCode::Char('j') => self.top += 1,
            KeyCode::Char('k') => self.top = self.top.saturating_sub(1),
            _ => {}
        }
        Decision::No
    }

    /// Keys that mean something here.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let run = if self.confirm.is_some() && !self.may_run() { "(type it first)" } else { "run" };
        vec![("Enter", run), ("Esc", "drop it"), ("Up Down", "read")]
    }

    pub(super) fn area(&self, size: (u16, u16)) -> Rect {
        let wide = WIDE.min(size.0);
        let remarks = self.remarks(usize::from(wide.saturating_sub(4))).len();
        let rows = self.plan.steps.len().min(12) + remarks + 4 + usize::from(self.asking_rows());
        let height = u16::try_from(rows).unwrap_or(u16::MAX).min(size.1.saturating_sub(2).max(4));
        centred(size, wide, height)
    }

    /// Rows at the foot that ask for the word.
    fn asking_rows(&self) -> u16 {
        if self.confirm.is_some() { 3 } else { 0 }
    }

    /// Draws the plan: the question at the foot first, then as much above it as fits.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let title = harmless(&self.plan.title).into_owned();
        let inside = panel(frame, area, &title, theme);
        let asking = self.asking_rows().min(inside.height);
        let above = Rect { height: inside.height - asking, ..inside };
        if let Some(field) = &self.confirm {
            let foot = Rect { y: above.bottom(), height: asking, ..inside };
            draw_confirmation(field, &mut Pen { frame, inside: foot, y: foot.y, theme });
        }
        let mut pen = Pen { frame, inside: above, y: above.y, theme };
        pen.line(&self.costs(theme), Role::Dim);
        for (text, role) in self.remarks(usize::from(inside.width)) {
            pen.line(&text, role);
        }
        pen.line("", Role::Text);
        self.draw_steps(&mut pen);
    }

    /// How much it is: calls, bytes, time.
    fn costs(&self, theme: &Theme) -> String {
        let size = self.plan.bytes();
        let calls = self.plan.calls();
        let mut facts = vec![format!("{} {}", count(calls), if calls == 1 { "call" } else { "calls" })];
        if size > 0 {
            facts.push(bytes(size));
        }
        let seconds = self.plan.seconds(Some(WRITES_A_SECOND));
        if seconds > 1 {
            facts.push(format!("about {} on an account", duration(seconds)));
        }
        facts.join(&format!("  {}  ", theme.glyphs.dot))
    }

    fn remarks(&self, columns: usize) -> Vec<(String, Role)> {
        let mut lines = Vec::new();
        if self.checking.is_some() {
            lines.push(("looking what this would meet".to_owned(), Role::Dim));
        }
        if let Some(report) = &self.trouble {
            lines.push((format!("{}: {}", report.what, report.why), Role::Bad));
        }
        for note in self.plan.notes.iter().take(NOTES) {
            let role = if note.warning { Role::Warning } else { Role::Dim };
            lines.push((note.text.clone(), role));
        }
        let more = self.plan.notes.len().saturating_sub(NOTES);
        if more > 0 {
            lines.push((format!("and {} more like these", count(more)), Role::Dim));
        }
        let wrapped =
            |(text, role): (String, Role)| wrap(&text, columns).into_iter().map(move |line| (line, role));
        lines.into_iter().flat_map(wrapped).collect()
    }

    fn draw_steps(&self, pen: &mut Pen) {
        let rows = pen.room();
        let area = Rect::new(pen.inside.x, pen.y, pen.inside.width, rows);
        let top = self.top.min(self.plan.steps.len().saturating_sub(usize::from(rows)));
        for step in self.plan.steps.iter().skip(top).take(usize::from(rows)) {
            let ground = pen.theme.style(Role::Panel);
            draw_step(step, pen.next(), ground, pen.theme, pen.frame.buffer_mut());
        }
        scrollbar(pen.frame.buffer_mut(), area, top, self.plan.steps.len(), pen.theme);
    }
}

fn draw_confirmation(field: &Field, pen: &mut Pen) {
    if pen.room() >= 3 {
        pen.line("", Role::Text);
    }
    if pen.room() >= 2 {
        pen.line(&format!("This can't be undone. Type {CONFIRMATION} and press Enter:"), Role::Bad);
    }
    let line = pen.next();
    let style = pen.theme.style(Role::Panel).patch(pen.theme.style(Role::Text)).add_modifier(Modifier::BOLD);
    field.draw(pen.frame, line, style);
}

/// Writes one line after the other.
struct Pen<'a, 'b> {
    frame: &'a mut Frame<'b>,
    inside: Rect,
    y: u16,
    theme: &'a Theme,
}

impl Pen<'_, '_> {
    fn room(&self) -> u16 {
        self.inside.bottom().saturating_sub(self.y)
    }

    fn next(&mut self) -> Rect {
        let line = Rect::new(self.inside.x, self.y, self.inside.width, self.room().min(1));
        self.y += 1;
        line
    }

    fn line(&mut self, text: &str, role: Role) {
        let line = self.next();
        let text = harmless(text);
        let text = cut(&text, usize::from(line.width), self.theme.glyphs.more);
        let style = self.theme.style(Role::Panel).patch(self.theme.style(role));
        put(self.frame.buffer_mut(), line, 0, &text, style);
    }
}
