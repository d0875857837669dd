//! The custom metadata fields of the account: made, changed, deleted, and who lacks what is required.

mod form;
#[cfg(test)]
mod tests;
mod view;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field as Input, inside};
use crate::model::Report;
use crate::model::custom::Field;
use crate::query::{self, Condition, Expr, Query, Test};
use form::{FieldForm, Filled, Write};

/// Rows of a page, as far as keys are concerned.
const PAGE: usize = 15;

/// What the pane shows and takes keys for.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// The list.
    #[default]
    List,
    /// A field that is being made or changed.
    Form(Box<FieldForm>),
    /// A field whose name has to be typed before it is deleted.
    Deletion(Box<Deletion>),
}

/// A field to be deleted.
#[derive(Clone, Debug, PartialEq)]
struct Deletion {
    field: Field,
    typed: Input,
    error: Option<String>,
}

/// The custom metadata fields of the account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaPane {
    fields: Option<Vec<Field>>,
    /// Whether deleted ones are shown.
    deleted: bool,
    error: Option<String>,
    cursor: Cursor,
    mode: Mode,
    listing: Ticket,
    /// The write that is under way.
    writing: Option<Ticket>,
    /// The field to put the cursor on when the list comes.
    wanted: Option<String>,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = SchemaPane::default();
    pane.list(desk);
    Some(Overlay::Schema(Box::new(pane)))
}

impl Sheet for SchemaPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let rows = self.fields.as_ref().map_or(0, Vec::len);
        let area = view::list(inside(area));
        (self.mode == Mode::List).then_some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::List).then_some(Context::Schema)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        self.error = None;
        let rows = self.fields.as_ref().map_or(0, Vec::len);
        if self.cursor.act(action, rows, PAGE) {
            return Stay::Open;
        }
        match action {
            Action::SheetClose => return Stay::Close,
            Action::FieldNew => self.mode = Mode::Form(Box::new(FieldForm::new())),
            Action::FieldEdit => self.edit(desk),
            Action::FieldDelete => self.ask_deletion(desk),
            Action::FieldLacking => self.show_lacking(desk),
            Action::FieldGone => {
                self.deleted = !self.deleted;
                self.wanted = self.current().map(|field| field.name.clone());
                self.list(desk);
            }
            Action::FieldCopy => {
                if let Some(fields) = &self.fields {
                    desk.copy(as_json(fields), "The fields as JSON");
                }
            }
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let leaves = key.code == KeyCode::Esc || (key.code == KeyCode::Char('c') && key.ctrl);
        if leaves {
            // A write that is under way ends by itself; the list shows what came of it.
            self.mode = Mode::List;
            return Stay::Open;
        }
        if self.writing.is_some() {
            return Stay::Open;
        }
        match std::mem::take(&mut self.mode) {
            Mode::List => {}
            Mode::Form(mut form) => {
                let filled = form.key(key, self.fields.as_deref().unwrap_or_default());
                if let Filled::Given(write) = filled {
                    self.writing = Some(desk.ask_beside(match *write {
                        Write::Create(new) => Call::CreateField(new),
                        Write::Update(id, change) => Call::UpdateField(id, change),
                    }));
                }
                self.mode = Mode::Form(form);
            }
            Mode::Deletion(mut deletion) => {
                if key.code != KeyCode::Enter {
                    deletion.typed.key(key);
                    deletion.error = None;
                } else if deletion.typed.text() == deletion.field.name {
                    self.writing = Some(desk.ask_beside(Call::DeleteField(deletion.field.id.clone())));
                } else {
                    deletion.error = Some(format!("That is not {}", deletion.field.name));
                }
                self.mode = Mode::Deletion(deletion);
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        match &mut self.mode {
            Mode::List => {}
            Mode::Form(form) => form.paste(text, self.fields.as_deref().unwrap_or_default()),
            Mode::Deletion(deletion) => deletion.typed.paste(text),
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if ticket == self.listing {
            self.take_list(result);
        } else if self.writing == Some(ticket) {
            self.writing = None;
            self.take_written(result, desk);
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.mode {
            Mode::List => Vec::new(),
            Mode::Form(form) => form.hints(),
            Mode::Deletion(_) => vec![("Enter", "delete for ever"), ("Esc", "keep it")],
        }
    }
}

impl SchemaPane {
    fn list(&mut self, desk: &mut Desk<'_>) {
        self.listing = desk.ask(Call::Fields { deleted: self.deleted }, 0);
    }

    fn current(&self) -> Option<&Field> {
        self.fields.as_ref()?.get(self.cursor.at())
    }

    fn take_list(&mut self, result: &Result<Answer, Report>) {
        match result {
            Ok(Answer::Fields(fields)) => {
                let mut fields = fields.clone();
                fields.sort_by_cached_key(|field| (field.deleted, field.label.to_lowercase()));
                let wanted = self.wanted.take();
                if let Some(at) = fields.iter().position(|field| Some(&field.name) == wanted.as_ref()) {
                    self.cursor = Cursor::new(at);
                }
                self.cursor.step(0, fields.len());
                self.fields = Some(fields);
            }
            Ok(_) => {}
            Err(report) => self.error = Some(said(report)),
        }
    }

    /// An error stays in the form, with all that was typed.
    fn take_written(&mut self, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        match (result, &mut self.mode) {
            (Err(report), Mode::Form(form)) => form.failed(said(report)),
            (Err(report), Mode::Deletion(deletion)) => deletion.error = Some(said(report)),
            (Err(report), Mode::List) => self.error = Some(said(report)),
            (Ok(Answer::Field(field)), mode) => {
                if let Mode::Form(form) = mode {
                    self.error = form.not_taken(field);
                }
                desk.then(Then::Toast(format!("The field {} is as asked", field.name), Role::Good));
                self.wanted = Some(field.name.clone());
                self.mode = Mode::List;
                self.list(desk);
            }
            (Ok(_), mode) => {
                if let Mode::Deletion(deletion) = mode {
                    let text = format!("The field {} is deleted", deletion.field.name);
                    desk.then(Then::Toast(text, Role::Good));
                }
                self.mode = Mode::List;
                self.list(desk);
            }
        }
    }

    fn edit(&mut self, desk: &mut Desk<'_>) {
        let Some(field) = self.current() else { return };
        let form = match &field.schema {
            _ if field.deleted => Err("is deleted: it can't be changed any more"),
            Some(schema) => Ok(FieldForm::of(field, schema)),
            None => Err("is of a type that ikt doesn't know"),
        };
        match form {
            Ok(form) => self.mode = Mode::Form(Box::new(form)),
            Err(why) => desk.then(Then::Toast(format!("{} {why}", field.label), Role::Warning)),
        }
    }

    fn ask_deletion(&mut self, desk: &mut Desk<'_>) {
        let Some(field) = self.current() else { return };
        let why_not = match (field.deleted, field.reserved) {
            (true, _) => "is deleted already",
            (_, true) => "belongs to the service: it can't be deleted",
            _ => {
                let field = field.clone();
                self.mode =
                    Mode::Deletion(Box::new(Deletion { field, typed: Input::default(), error: None }));
                return;
            }
        };
        desk.then(Then::Toast(format!("{} {why_not}", field.label), Role::Warning));
    }

    /// Searches for the files that have no value of the field.
    fn show_lacking(&mut self, desk: &mut Desk<'_>) {
        let Some(field) = self.current().filter(|field| !field.deleted) else { return };
        let field = query::Field::Custom(field.name.clone());
        let lacks = Expr::Is(Condition { field, test: Test::Exists, negated: true });
        let file = Condition {
            field: query::Field::Type,
            test: Test::Equal(query::Value::Text(query::AssetType::File.name().to_owned())),
            negated: false,
        };
        let query = Query { expr: Expr::All(vec![Expr::Is(file), lacks]) };
        desk.search(query.to_string());
    }
}

fn said(report: &Report) -> String {
    format!("{}: {}", report.what, report.why)
}

/// The fields as the API writes them, without their ids.
fn as_json(fields: &[Field]) -> String {
    let without_id = |field: &Field| {
        let mut raw = field.raw.clone();
        if let Some(object) = raw.as_object_mut() {
            object.remove("id");
        }
        raw
    };
    let fields: serde_json::Value = fields.iter().filter(|field| !field.deleted).map(without_id).collect();
    format!("{fields:#}")
}
