//! New names for many files by a pattern, seen beside the old ones before anything is done.

mod view;
mod work;

#[cfg(test)]
mod tests;

use super::action::Context;
use super::call::Answer;
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::model::Report;
use crate::ops::rename::{Case, Check, Missing, Pattern, PatternError, Row, Subject, plan};

use work::{Facts, There};

/// The template that stands there first: every name as it is, the cursor behind its stem.
const TEMPLATE: &str = "{stem}.{ext}";
const STEM: usize = 6;

/// Which line is typed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Line {
    #[default]
    Template,
    Find,
    Replace,
}

impl Line {
    const ALL: [Self; 3] = [Self::Template, Self::Find, Self::Replace];

    fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|line| *line == self).unwrap_or_default();
        Self::ALL.get(at.saturating_add_signed(by)).copied().unwrap_or(self)
    }
}

/// Where new names come from.
#[derive(Clone, Debug, PartialEq)]
enum Names {
    Pattern(Pattern),
    Wrong(PatternError),
    /// One for each file, from an editor.
    ByHand(Vec<String>),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Renaming {
    /// `/from`, or `selection`.
    scope: String,
    /// Whether files of the folder are still to come.
    partial: bool,
    subjects: Vec<Subject>,
    /// Folders that are selected, and stay as they are.
    folders: usize,
    lines: [Field; 3],
    line: Line,
    regex: bool,
    case: Case,
    purge: bool,
    names: Names,
    check: Check,
    there: There,
    facts: Facts,
    cursor: Cursor,
    /// What was given to an editor, and the asking.
    edited: Option<(Ticket, String)>,
    /// What an editor gave back and could not be taken: it is given to the next one.
    draft: Option<String>,
    /// What went wrong last.
    problem: Option<String>,
    /// Whether Enter was pressed before all names were looked at.
    hurried: bool,
    /// Whether the next Enter runs it.
    reviewed: bool,
}

/// Opens it: for the files of the selection, or for all files of the folder.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let browse = &desk.state.browse;
    let selection = !browse.selection.is_empty();
    let scope = if selection { "selection".to_owned() } else { browse.list.path.to_string() };
    let line = |text: &str| Field::new(text);
    let mut pane = Renaming {
        scope,
        partial: !selection,
        subjects: Vec::new(),
        folders: browse.selection.folders(),
        lines: [Field::with_cursor(TEMPLATE, STEM), line(""), line("")],
        line: Line::Template,
        regex: false,
        case: Case::AsIs,
        purge: false,
        names: Names::ByHand(Vec::new()),
        check: Check::default(),
        there: There::default(),
        facts: Facts::default(),
        cursor: Cursor::default(),
        edited: None,
        draft: None,
        problem: None,
        hurried: false,
        reviewed: false,
    };
    pane.compile();
    if selection {
        pane.subjects = work::selected(desk.state);
    } else {
        desk.then(Then::LoadAll);
    }
    Some(Overlay::Renaming(Box::new(pane)))
}

impl Renaming {
    fn field(&mut self) -> &mut Field {
        let [template, find, replace] = &mut self.lines;
        match self.line {
            Line::Template => template,
            Line::Find => find,
            Line::Replace => replace,
        }
    }

    /// Makes the pattern of what was typed, and looks at all names anew.
    fn compile(&mut self) {
        let [template, find, replace] = &self.lines;
        let pattern = Pattern::new(template.text(), find.text(), replace.text(), self.regex, self.case);
        self.names = pattern.map_or_else(Names::Wrong, Names::Pattern);
        self.look_again();
    }

    fn look_again(&mut self) {
        self.check = Check::default();
        self.problem = None;
        self.hurried = false;
    }

    /// The new name of a file; of one that can't be named yet, `None`.
    fn name(&self, at: usize, subject: &Subject) -> Option<Result<String, Missing>> {
        match &self.names {
            Names::Pattern(pattern) if subject.lacks(pattern.needs()).any() => None,
            Names::Pattern(pattern) => Some(pattern.name(subject, at)),
            Names::ByHand(names) => names.get(at).map(|name| Ok(name.clone())),
            Names::Wrong(_) => None,
        }
    }

    /// What becomes of a file; `None` while that isn't known.
    fn row(&self, at: usize) -> Option<(&Subject, Option<Row>)> {
        let subject = self.subjects.get(at)?;
        Some((subject, self.name(at, subject).map(|name| Row::of(subject, name))))
    }

    fn is_checked(&self) -> bool {
        !self.partial && self.there.is_known() && self.check.looked_at() >= self.subjects.len()
    }

    /// Why it can't be run now.
    fn obstacle(&self) -> Option<String> {
        let counts = self.check.counts();
        if let Names::Wrong(error) = &self.names {
            Some(error.to_string())
        } else if self.check.clashes() > 0 {
            Some("Names collide: Ctrl-G goes to the next one".to_owned())
        } else if counts.invalid > 0 {
            Some("Some names can't be had by any file: they are marked".to_owned())
        } else if counts.changed == 0 {
            Some("No name changes yet: change the template, or replace a part of the names".to_owned())
        } else {
            None
        }
    }

    fn enter(&mut self, desk: &mut Desk<'_>) -> Stay {
        if self.reviewed {
            let plan = plan(&self.subjects, self.check.changes(), self.there.paths(), self.purge);
            desk.then(Then::Run(plan));
            return Stay::Close;
        }
        let wrong = matches!(self.names, Names::Wrong(_));
        if !wrong && !self.is_checked() {
            self.hurried = true;
            return Stay::Open;
        }
        self.problem = self.obstacle();
        self.reviewed = self.problem.is_none();
        Stay::Open
    }

    /// Gives the new names to an editor, one a line.
    fn edit(&mut self, desk: &mut Desk<'_>) {
        if self.partial || self.edited.is_some() {
            return;
        }
        let text = self.draft.take().unwrap_or_else(|| self.as_text());
        let ticket = desk.ticket();
        desk.push(Effect::Edit { ticket, text: text.clone(), suffix: ".txt" });
        self.edited = Some((ticket, text));
    }

    fn as_text(&self) -> String {
        let mut text = String::new();
        for (at, subject) in self.subjects.iter().enumerate() {
            let name = self.name(at, subject).and_then(Result::ok);
            let name = name.as_deref().unwrap_or(&subject.name);
            text.extend(name.chars().map(|c| if c.is_control() { '_' } else { c }));
            text.push('\n');
        }
        text
    }

    /// Takes the names as they were edited.
    fn take_names(&mut self, given: &str, text: String) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.len() == self.subjects.len() {
            self.names = Names::ByHand(lines);
            return self.look_again();
        }
        let before: Vec<&str> = given.lines().collect();
        let first = lines.iter().zip(&before).position(|(new, old)| new != old);
        let first = first.unwrap_or_else(|| lines.len().min(before.len())) + 1;
        let (lines, files) = (lines.len(), self.subjects.len());
        self.problem = Some(format!(
            "{lines} lines for {files} files: each file needs its line. The first that differs is line {first}; \
             Ctrl-E opens it again"
        ));
        self.draft = Some(text);
    }

    fn takes_edit(&mut self, ticket: Ticket, result: &Result<Answer, Report>) -> bool {
        let Some((_, given)) = self.edited.take_if(|(own, _)| *own == ticket) else { return false };
        match result {
            Ok(Answer::Edited(Some(text))) => self.take_names(&given, text.clone()),
            Ok(_) => {}
            Err(report) => self.problem = Some(format!("{}: {} ({})", report.what, report.why, report.next)),
        }
        true
    }

    fn typed(&mut self, key: Key) {
        if self.field().key(key) == Some(true) {
            self.compile();
        }
    }
}

impl Sheet for Renaming {
    fn draw(&self, scene: &Scene<'_>, frame: &mut ratatui::Frame, area: ratatui::layout::Rect) {
        self.view(scene.state, frame, area);
    }

    fn listed(&mut self, area: ratatui::layout::Rect) -> Option<Listed<'_>> {
        let (area, rows) = (view::list(inside(area)), self.subjects.len());
        Some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        None
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let rows = self.subjects.len();
        let page = isize::try_from(view::rows(self.area(desk.state))).unwrap_or(1);
        self.hurried = false;
        match (key.code, key.ctrl) {
            (KeyCode::Enter, _) => return self.enter(desk),
            (KeyCode::Esc, _) if self.reviewed => self.reviewed = false,
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Stay::Close,
            (KeyCode::PageDown, _) => self.cursor.step(page, rows),
            (KeyCode::PageUp, _) => self.cursor.step(-page, rows),
            (KeyCode::Char('n'), true) => self.cursor.step(1, rows),
            (KeyCode::Char('p'), true) => self.cursor.step(-1, rows),
            (KeyCode::Char('g'), true) => {
                let next = self.check.next_clash(self.cursor.at());
                self.cursor = next.map_or(self.cursor, Cursor::new);
            }
            (KeyCode::Tab, _) => self.purge = !self.purge,
            // What was read is what is run: any change goes back.
            _ if self.reviewed => self.reviewed = false,
            (KeyCode::Down, _) => self.line = self.line.step(1),
            (KeyCode::Up, _) => self.line = self.line.step(-1),
            (KeyCode::Char('e'), true) => self.edit(desk),
            (KeyCode::Char('r'), true) => {
                self.regex = !self.regex;
                self.compile();
            }
            (KeyCode::Char('t'), true) => {
                self.case = self.case.next();
                self.compile();
            }
            _ => self.typed(key),
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if !self.reviewed {
            self.field().paste(text);
            self.compile();
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if let Some(report) = self.there.take(ticket, result, &self.subjects) {
            desk.then(Then::Toast(format!("{}: {}", report.what, report.why), Role::Warning));
        }
        if self.facts.take(ticket, result, &mut self.subjects) {
            self.look_again();
        }
        self.takes_edit(ticket, result);
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        self.gather(desk);
        self.there.ask(self.partial, &self.subjects, desk);
        if let Names::Pattern(pattern) = &self.names {
            self.facts.ask(pattern.needs(), &self.subjects, desk);
        }
        self.go_on(desk);
        if self.hurried && self.is_checked() {
            self.hurried = false;
            self.problem = self.obstacle();
            self.reviewed = self.problem.is_none();
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.reviewed {
            return vec![("Enter", "rename"), ("Tab", "purge"), ("Esc", "change")];
        }
        vec![
            ("Enter", "review"),
            ("Esc", "close"),
            ("Tab", "purge"),
            ("Down Up", "line"),
            ("Ctrl-E", "editor"),
            ("Ctrl-R", "regex"),
            ("Ctrl-T", "case"),
            ("PgDn", "scroll"),
            ("Ctrl-G", "collision"),
        ]
    }
}
