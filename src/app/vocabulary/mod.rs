//! The tags of the library: counted page by page, since the service has no list of them; renamed,
//! merged and removed everywhere by plans over all files that have them.

#[cfg(test)]
mod tests;
mod view;

use std::cmp::Reverse;
use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::widget::{Cursor, Field, inside};
use crate::model::{File, Report, Tag, TagUse};
use crate::ops::{BuildError, Plan, build_tags, check_tags};
use crate::query::{self, Condition, Expr, Query, Test, Value};

/// Rows of a page, as far as keys are concerned.
const PAGE: usize = 15;

/// What is to be done to a tag everywhere.
#[derive(Clone, Debug, PartialEq)]
enum Job {
    Replace(String),
    Remove,
    RemoveAi,
    PromoteAi,
}

/// How far the counting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counting {
    /// A page is on its way.
    Asked(Ticket),
    /// It was stopped before the end, or failed.
    Stopped,
    /// All files were counted.
    Done,
}

/// What takes the keys.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// The list.
    #[default]
    List,
    /// The filter is being typed.
    Filter,
    /// The tag that another becomes is being typed.
    Name { tag: Tag, merge: bool, typed: Field, error: Option<String> },
    /// The files that have a tag are being found.
    Finding { tag: Tag, job: Job, ticket: Ticket },
}

/// The tags of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Vocabulary {
    uses: HashMap<Tag, TagUse>,
    /// Tags that fit the filter, in order.
    shown: Vec<TagUse>,
    by_name: bool,
    filter: Field,
    cursor: Cursor,
    files: usize,
    counting: Counting,
    mode: Mode,
    error: Option<String>,
    /// Whether a plan was made of them since they were counted.
    stale: bool,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = Vocabulary {
        uses: HashMap::new(),
        shown: Vec::new(),
        by_name: false,
        filter: Field::default(),
        cursor: Cursor::default(),
        files: 0,
        counting: Counting::Stopped,
        mode: Mode::List,
        error: None,
        stale: false,
    };
    pane.count(desk);
    Some(Overlay::Vocabulary(Box::new(pane)))
}

impl Sheet for Vocabulary {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let (area, rows) = (view::list(inside(area)), self.shown.len());
        matches!(self.mode, Mode::List | Mode::Filter).then_some(Listed {
            area,
            rows,
            cursor: &mut self.cursor,
        })
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::List).then_some(Context::Vocabulary)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        self.error = None;
        if self.cursor.act(action, self.shown.len(), PAGE) {
            return Stay::Open;
        }
        match action {
            Action::SheetClose => return self.close(),
            Action::TagFilter => self.mode = Mode::Filter,
            Action::TagOrder => {
                self.by_name = !self.by_name;
                self.arrange();
            }
            Action::TagRecount => {
                self.uses.clear();
                (self.files, self.stale) = (0, false);
                self.count(desk);
            }
            Action::TagShow => {
                if let Some(tag) = self.current() {
                    desk.search(holders(&tag.tag));
                }
            }
            Action::TagRename => self.ask_name(false),
            Action::TagMerge => self.ask_name(true),
            Action::TagRemove => self.find(Job::Remove, desk),
            Action::AiPromote => self.find(Job::PromoteAi, desk),
            Action::AiRemove => self.find(Job::RemoveAi, desk),
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let leaves = key.code == KeyCode::Esc || (key.code == KeyCode::Char('c') && key.ctrl);
        match &mut self.mode {
            Mode::Filter => self.filter_key(key, leaves),
            Mode::Name { .. } if leaves => self.mode = Mode::List,
            Mode::Name { .. } => self.name_key(key, desk),
            Mode::List | Mode::Finding { .. } if leaves => self.mode = Mode::List,
            Mode::List | Mode::Finding { .. } => {}
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        match &mut self.mode {
            Mode::Filter => {
                self.filter.paste(text);
                self.arrange();
            }
            Mode::Name { typed, .. } => typed.paste(text),
            _ => {}
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if self.counting == Counting::Asked(ticket) {
            return self.take_page(result, desk);
        }
        match (&self.mode, result) {
            (Mode::Finding { tag, job, ticket: own }, Ok(Answer::Files(files))) if *own == ticket => {
                match plan(files, tag, job) {
                    Ok(plan) => {
                        self.stale = true;
                        desk.then(Then::Begin(plan));
                    }
                    Err(BuildError::NoTargets) => {
                        self.error = Some(format!("No file that a search finds has {tag} now"));
                    }
                    Err(error) => self.error = Some(error.to_string()),
                }
                self.mode = Mode::List;
            }
            (Mode::Finding { ticket: own, .. }, Err(report)) if *own == ticket => {
                self.error = Some(format!("{}: {}", report.what, report.why));
                self.mode = Mode::List;
            }
            _ => {}
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.mode {
            Mode::List => Vec::new(),
            Mode::Filter => vec![("Enter", "keep"), ("Esc", "drop"), ("Up Down", "move")],
            Mode::Name { merge: true, .. } => vec![("Enter", "merge"), ("Tab", "complete"), ("Esc", "leave")],
            Mode::Name { .. } => vec![("Enter", "rename"), ("Tab", "complete"), ("Esc", "leave")],
            Mode::Finding { .. } => vec![("Esc", "stop")],
        }
    }
}

impl Vocabulary {
    /// Counts on, from the file after those that were counted.
    fn count(&mut self, desk: &mut Desk<'_>) {
        self.counting = Counting::Asked(desk.ask(Call::Tags { skip: self.files }, 0));
    }

    fn take_page(&mut self, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        match result {
            Ok(Answer::Tags { uses, files, more, .. }) => {
                self.files += files;
                for own in uses {
                    let nothing = || TagUse { tag: own.tag.clone(), files: 0, ai_files: 0 };
                    let sum = self.uses.entry(own.tag.clone()).or_insert_with(nothing);
                    sum.files += own.files;
                    sum.ai_files += own.ai_files;
                }
                self.arrange();
                match more {
                    true => self.count(desk),
                    false => self.counting = Counting::Done,
                }
            }
            Ok(_) => self.counting = Counting::Stopped,
            Err(report) => {
                self.counting = Counting::Stopped;
                self.error = Some(format!("{}: {}", report.what, report.why));
            }
        }
    }

    /// Fits the rows to the filter, the cursor staying on its tag.
    fn arrange(&mut self) {
        let on = self.current().map(|own| own.tag.clone());
        let typed = self.filter.text().to_lowercase();
        let fits = |own: &&TagUse| own.tag.to_lowercase().contains(&typed);
        self.shown = self.uses.values().filter(fits).cloned().collect();
        if self.by_name {
            self.shown.sort_by_cached_key(|own| (own.tag.to_lowercase(), own.tag.clone()));
        } else {
            self.shown.sort_by_cached_key(|own| (Reverse(own.files.max(own.ai_files)), own.tag.clone()));
        }
        let at = on.and_then(|on| self.shown.iter().position(|own| own.tag == on));
        self.cursor = Cursor::new(at.unwrap_or(0));
    }

    fn current(&self) -> Option<&TagUse> {
        self.shown.get(self.cursor.at())
    }

    /// Esc gives up one thing at a time: the counting, the filter, the pane.
    fn close(&mut self) -> Stay {
        if matches!(self.counting, Counting::Asked(_)) {
            self.counting = Counting::Stopped;
        } else if !self.filter.text().is_empty() {
            self.filter = Field::default();
            self.arrange();
        } else {
            return Stay::Close;
        }
        Stay::Open
    }

    fn filter_key(&mut self, key: Key, leaves: bool) {
        match key.code {
            _ if leaves => {
                self.filter = Field::default();
                self.mode = Mode::List;
                self.arrange();
            }
            KeyCode::Enter => self.mode = Mode::List,
            KeyCode::Down => self.cursor.step(1, self.shown.len()),
            KeyCode::Up => self.cursor.step(-1, self.shown.len()),
            _ if self.filter.key(key) == Some(true) => {
                self.cursor = Cursor::default();
                self.shown.clear();
                self.arrange();
            }
            _ => {}
        }
    }

    fn ask_name(&mut self, merge: bool) {
        let Some(tag) = self.current() else { return };
        if tag.files == 0 {
            self.error = Some(format!("{} is an AI tag alone: p makes it a tag", tag.tag));
            return;
        }
        let tag = tag.tag.clone();
        let typed = if merge { Field::default() } else { Field::new(&tag) };
        self.mode = Mode::Name { tag, merge, typed, error: None };
    }

    fn name_key(&mut self, key: Key, desk: &mut Desk<'_>) {
        let completion = self.completion();
        let Mode::Name { tag, merge, typed, error } = &mut self.mode else { return };
        match key.code {
            KeyCode::Tab => {
                if let Some(completion) = completion {
                    typed.set(&completion);
                }
            }
            KeyCode::Enter => {
                let name = typed.text().trim().to_owned();
                match wrong(&name, tag, *merge, &self.uses) {
                    Some(why) => *error = Some(why),
                    None => {
                        let ticket = desk.ask(Call::Found(holders(tag)), 0);
                        let (tag, job) = (tag.clone(), Job::Replace(name));
                        self.mode = Mode::Finding { tag, job, ticket };
                    }
                }
            }
            _ => {
                typed.key(key);
                *error = None;
            }
        }
    }

    /// The most used other tag that begins with what is typed.
    fn completion(&self) -> Option<Tag> {
        let Mode::Name { tag, typed, .. } = &self.mode else { return None };
        let typed = typed.text().trim().to_lowercase();
        let fits = |own: &&TagUse| own.tag != *tag && own.tag.to_lowercase().starts_with(&typed);
        let best = self.uses.values().filter(fits).max_by_key(|own| (own.files, Reverse(own.tag.clone())));
        best.map(|own| own.tag.clone()).filter(|_| !typed.is_empty())
    }

    /// Finds the files that a tag is to be changed on.
    fn find(&mut self, job: Job, desk: &mut Desk<'_>) {
        let Some(own) = self.current() else { return };
        let why_not = match job {
            Job::Remove | Job::Replace(_) if own.files == 0 => "is an AI tag alone: a removes it",
            Job::RemoveAi | Job::PromoteAi if own.ai_files == 0 => "is no AI tag",
            _ => {
                let tag = own.tag.clone();
                let ticket = desk.ask(Call::Found(holders(&tag)), 0);
                self.mode = Mode::Finding { tag, job, ticket };
                return;
            }
        };
        self.error = Some(format!("{} {why_not}", own.tag));
    }
}

fn plan(files: &[File], tag: &str, job: &Job) -> Result<Plan, BuildError> {
    match job {
        Job::Replace(name) => build_tags::replace_tag(files, tag, name),
        Job::Remove => build_tags::remove_tag(files, tag),
        Job::RemoveAi => build_tags::remove_ai_tag(files, tag),
        Job::PromoteAi => build_tags::promote_ai_tag(files, tag),
    }
}

/// Why a tag can't be renamed or merged so.
fn wrong(name: &str, tag: &Tag, merge: bool, uses: &HashMap<Tag, TagUse>) -> Option<String> {
    if name == &**tag {
        return Some("That is the tag itself".to_owned());
    }
    if name.contains(',') {
        return Some("A tag can't contain a comma".to_owned());
    }
    if let Err(error) = check_tags(&[Tag::from(name)]) {
        return Some(error.to_string());
    }
    let is_there = uses.get(name).is_some_and(|own| own.files > 0);
    (merge && !is_there).then(|| "No file has that tag: r renames".to_owned())
}

/// The search for the files that have a tag, by people or by a recognition service.
fn holders(tag: &Tag) -> String {
    let test = Test::In(vec![Value::Text(tag.to_string())]);
    let expr = Expr::Is(Condition { field: query::Field::Tags, test, negated: false });
    Query { expr }.to_string()
}
