//! Values of custom metadata of one file or many, in a form made of the fields.
//!
//! Each field is kept as it is, set or cleared; what was changed becomes one plan. Letters jump to the
//! field that begins with them, so the form takes its keys by itself.

mod editor;
mod held;
#[cfg(test)]
mod tests;
mod view;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Map, Value};

use super::action::Context;
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::widget::{Cursor, inside};
use crate::model::Report;
use crate::model::custom::{CustomField, Field};
use crate::ops::build_values::{FileValues, changes_something, set_values};
use crate::ops::{Target, ValueChange};
use editor::{Editor, Typed};
use held::{Held, Summary};

/// Of so many files the values are read; of more they are unknown, and every file is sent a change.
const READ: usize = 300;

/// A field, what the files hold of it, and what is to become of that.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    field: CustomField,
    held: Summary,
    change: Option<ValueChange>,
}

/// Values of custom metadata of one file or many, in a form made of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValuesForm {
    targets: Vec<Target>,
    rows: Option<Vec<Row>>,
    held: Held,
    cursor: Cursor,
    /// Letters typed so far to jump to a field.
    jump: String,
    editor: Option<Editor>,
    /// What is wrong, or has failed.
    error: Option<String>,
    /// Whether Esc has been pressed once although something is changed.
    leaving: bool,
    asked: [Ticket; 2],
}

/// Opens it on the selected files, or on the one under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let files = |target: &Target| matches!(target, Target::File { .. });
    let targets: Vec<Target> = desk.state.targets().into_iter().filter(files).collect();
    let fields = desk.ask(Call::Fields { deleted: false }, 0);
    let mut form = ValuesForm { asked: [fields, fields], targets, ..ValuesForm::default() };
    if form.targets.len() <= READ {
        let ids = form.targets.iter().filter_map(Target::id).cloned().collect();
        form.asked[1] = desk.ask_beside(Call::Details(ids));
    } else {
        form.held = Held::Unknown(format!("more than {READ} files: what they hold is not read"));
    }
    Some(Overlay::Values(Box::new(form)))
}

impl Sheet for ValuesForm {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let (area, rows) = (view::list(inside(area)), self.rows().len());
        self.editor.is_none().then_some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        None
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        self.error = None;
        if let Some(editor) = self.editor.take() {
            self.edit_key(editor, key);
            return Stay::Open;
        }
        let leaving = std::mem::take(&mut self.leaving);
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return self.leave(leaving),
            (KeyCode::Char('s'), true) => return self.apply(desk),
            (KeyCode::Char('n'), true) => self.step(1),
            (KeyCode::Char('p'), true) => self.step(-1),
            (KeyCode::Char(_), true) => {}
            (KeyCode::Down | KeyCode::Tab, _) => self.step(1),
            (KeyCode::Up | KeyCode::BackTab, _) => self.step(-1),
            (KeyCode::PageDown, _) => self.step(10),
            (KeyCode::PageUp, _) => self.step(-10),
            (KeyCode::Home, _) => self.step(isize::MIN),
            (KeyCode::End, _) => self.step(isize::MAX),
            (KeyCode::Enter, _) => self.edit(),
            (KeyCode::Delete, _) => self.clear(),
            (KeyCode::Backspace, _) => self.keep(),
            (KeyCode::Char(letter), false) => self.jump_by(letter),
            _ => {}
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if let Some(editor) = &mut self.editor {
            editor.paste(text);
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        match result {
            Ok(Answer::Fields(fields)) if ticket == self.asked[0] => self.take_fields(fields),
            Ok(Answer::Details(details)) if ticket == self.asked[1] => {
                let values = details.iter().map(|details| held::values(&details.raw)).collect();
                self.held = Held::Known(values);
                self.sum_up();
            }
            Err(report) if ticket == self.asked[1] && ticket != self.asked[0] => {
                self.held = Held::Unknown(format!("{}: {}", report.what, report.why));
                self.sum_up();
            }
            Err(report) if ticket == self.asked[0] => {
                self.error = Some(format!("{}: {}", report.what, report.why));
            }
            _ => {}
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if let Some(editor) = &self.editor {
            return editor.hints();
        }
        let mut hints = Vec::new();
        if self.changes().next().is_some() {
            hints.push(("Ctrl-S", "apply"));
        }
        hints.extend([("Enter", "change"), ("a-z", "jump"), ("Delete", "clear"), ("Backspace", "keep")]);
        hints.push(("Esc", "back"));
        hints
    }
}

impl ValuesForm {
    fn take_fields(&mut self, fields: &[Field]) {
        let row = |field| Row { field, held: Summary::Unknown, change: None };
        self.rows = Some(fields.iter().filter_map(Field::custom).map(row).collect());
        self.sum_up();
    }

    fn sum_up(&mut self) {
        for row in self.rows.iter_mut().flatten() {
            row.held = self.held.summary(&row.field.name);
        }
    }

    fn rows(&self) -> &[Row] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn row_mut(&mut self) -> Option<&mut Row> {
        self.rows.as_mut()?.get_mut(self.cursor.at())
    }

    fn step(&mut self, by: isize) {
        self.jump.clear();
        self.cursor.step(by, self.rows().len());
    }

    /// Goes to the first field that begins with the letters so far, or with the last one alone.
    fn jump_by(&mut self, letter: char) {
        self.jump.extend(letter.to_lowercase());
        if self.find_jump().is_none() {
            self.jump = letter.to_lowercase().collect();
        }
        if let Some(at) = self.find_jump() {
            self.cursor = Cursor::new(at);
        }
    }

    fn find_jump(&self) -> Option<usize> {
        let begins = |text: &str| text.to_lowercase().starts_with(&self.jump);
        self.rows().iter().position(|row| begins(&row.field.label) || begins(&row.field.name))
    }

    fn edit(&mut self) {
        self.jump.clear();
        let Some(row) = self.row_mut() else { return };
        self.editor = Some(Editor::new(&row.field, &row.held, row.change.as_ref()));
    }

    fn edit_key(&mut self, mut editor: Editor, key: Key) {
        match editor.key(key) {
            Typed::Stays => self.editor = Some(editor),
            Typed::Left => {}
            Typed::Given(change) => {
                if let Some(row) = self.row_mut() {
                    row.take(change);
                }
            }
        }
    }

    fn clear(&mut self) {
        self.jump.clear();
        let Some(row) = self.row_mut() else { return };
        if row.field.schema.required {
            self.error = Some(format!("{} is required: it can be set, but not cleared", row.field.label));
        } else {
            row.take(ValueChange::Clear);
        }
    }

    fn keep(&mut self) {
        self.jump.clear();
        if let Some(row) = self.row_mut() {
            row.change = None;
        }
    }

    fn changes(&self) -> impl Iterator<Item = (String, ValueChange)> {
        self.rows().iter().filter_map(|row| Some((row.field.name.clone(), row.change.clone()?)))
    }

    /// Closes, or asks once more where changes would be lost.
    fn leave(&mut self, again: bool) -> Stay {
        if again || self.changes().next().is_none() {
            return Stay::Close;
        }
        self.leaving = true;
        Stay::Open
    }

    fn apply(&mut self, desk: &mut Desk<'_>) -> Stay {
        let changes: Vec<_> = self.changes().collect();
        if changes.is_empty() {
            self.error = Some("Nothing is changed yet: Enter changes the field under the cursor".to_owned());
            return Stay::Open;
        }
        match set_values(&self.files(), &changes) {
            Ok(plan) => {
                desk.then(Then::Begin(plan));
                Stay::Close
            }
            Err(_) => {
                self.error = Some("The files hold these values already: there is nothing to send".to_owned());
                Stay::Open
            }
        }
    }

    fn files(&self) -> Vec<FileValues<'_>> {
        let known: &[Map<String, Value>] = match &self.held {
            Held::Known(values) if values.len() == self.targets.len() => values,
            _ => &[],
        };
        self.targets.iter().enumerate().map(|(at, target)| (target, known.get(at))).collect()
    }

    /// A required field that some of the files lack and that isn't set here, and how many files lack
    /// it: the service may refuse any change of such a file.
    fn lacking(&self) -> Option<(&CustomField, usize)> {
        let required = self.rows().iter().filter(|row| row.field.schema.required && row.change.is_none());
        required.map(|row| (&row.field, self.held.without(&row.field.name))).find(|(_, files)| *files > 0)
    }
}

impl Row {
    /// A change that changes nothing is none.
    fn take(&mut self, change: ValueChange) {
        let same = match (&self.held, &change) {
            (Summary::Same(held), change) => !changes_something(change, Some(held)),
            (Summary::None, change) => !changes_something(change, None),
            _ => false,
        };
        self.change = (!same).then_some(change);
    }
}
