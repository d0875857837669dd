//! A selection as a table: edited in the user's editor or in a spreadsheet, and back as changes that
//! are read cell by cell before anything is sent.

mod review;
mod view;

#[cfg(test)]
mod tests;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::model::csv::BOM;
use crate::model::custom::CustomField;
use crate::model::{AssetId, Details, FolderPath, Report};
use crate::ops::Target;
use crate::ops::table::{Column, files, plan, read, write};

use review::Review;

/// Where a table is written first.
const FILE: &str = "ikt-table.csv";

/// What the pane shows.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// The columns, to be chosen.
    Columns,
    /// A path being typed: to write to, or to read from.
    Path { export: bool, field: Field },
    /// What comes back.
    Review(Review),
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq)]
enum Waiting {
    Fields,
    /// Details, to be written as a table: into the file, or for the editor.
    Rows(Option<String>),
    /// The editor.
    Editor,
    /// A file that is being written.
    Written(String, String),
    /// A file that is being read.
    Read,
    /// The files as they are now, to be compared with the table.
    Now,
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePane {
    scope: String,
    partial: bool,
    files: Vec<(AssetId, FolderPath)>,
    columns: Vec<(Column, bool)>,
    fields: Vec<CustomField>,
    cursor: Cursor,
    stage: Stage,
    waiting: Option<(Ticket, Waiting)>,
    /// A file that is there already, and what was to be written: Enter once more replaces it.
    replaces: Option<(String, String)>,
    /// The last table that came back.
    text: String,
    problem: Option<String>,
}

/// Opens it: for the files of the selection, or for all files of the folder.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let browse = &desk.state.browse;
    let selection = !browse.selection.is_empty();
    let targets = browse.selection.targets();
    let file = |target: Target| match target {
        Target::File { id, folder, .. } => Some((id, folder)),
        _ => None,
    };
    let path = browse.list.path.to_string();
    let ticket = desk.ask(Call::Fields { deleted: false }, 0);
    if !selection {
        desk.then(Then::LoadAll);
    }
    Some(Overlay::Table(Box::new(TablePane {
        scope: if selection { "selection".to_owned() } else { path },
        partial: !selection,
        files: targets.into_iter().filter_map(file).collect(),
        columns: Column::all(&[]).into_iter().map(|column| (column, true)).collect(),
        fields: Vec::new(),
        cursor: Cursor::default(),
        stage: Stage::Columns,
        waiting: Some((ticket, Waiting::Fields)),
        replaces: None,
        text: String::new(),
        problem: None,
    })))
}

impl TablePane {
    /// Takes the files of the folder when all are there.
    fn gather(&mut self, desk: &Desk<'_>) {
        if !self.partial {
            return;
        }
        if let Some(files) = desk.state.browse.all_files() {
            self.files = files.map(|file| (file.id.clone(), file.folder.clone())).collect();
            self.partial = false;
        }
    }

    fn is_busy(&self) -> bool {
        self.waiting.is_some() || self.partial
    }

    fn wait(&mut self, ticket: Ticket, what: Waiting) {
        self.problem = None;
        self.waiting = Some((ticket, what));
    }

    fn chosen(&self) -> Vec<Column> {
        self.columns.iter().filter(|(_, on)| *on).map(|(column, _)| column.clone()).collect()
    }

    /// Asks for the rows of the table: into a file, or for the editor.
    fn ask_rows(&mut self, path: Option<String>, desk: &mut Desk<'_>) {
        if self.is_busy() {
            return;
        }
        if self.chosen().is_empty() {
            self.problem = Some("No column is on: Space puts one on".to_owned());
            return;
        }
        let ticket = desk.ask(Call::DetailsOf(self.files.clone()), 0);
        self.wait(ticket, Waiting::Rows(path));
    }

    fn edit(&mut self, text: String, desk: &mut Desk<'_>) {
        let ticket = desk.ticket();
        desk.push(Effect::Edit { ticket, text, suffix: ".csv" });
        self.wait(ticket, Waiting::Editor);
    }

    fn write(&mut self, path: String, text: String, replace: bool, desk: &mut Desk<'_>) {
        let ticket = desk.ask_beside(Call::WriteText { path: path.clone(), text: text.clone(), replace });
        self.wait(ticket, Waiting::Written(path, text));
    }

    /// Compares a table that came back with the files as they are now.
    fn compare(&mut self, text: String, desk: &mut Desk<'_>) {
        self.text = text;
        match files(&self.text) {
            Ok(files) => {
                let ticket = desk.ask(Call::DetailsOf(files), 0);
                self.wait(ticket, Waiting::Now);
            }
            Err(error) => self.stage = Stage::Review(Review::unreadable(error.to_string())),
        }
    }

    fn take_fields(&mut self, answer: &Answer) {
        let Answer::Fields(fields) = answer else { return };
        self.fields = fields.iter().filter_map(crate::model::custom::Field::custom).collect();
        self.columns = Column::all(&self.fields).into_iter().map(|column| (column, true)).collect();
    }

    fn take_rows(&mut self, details: &[Details], path: Option<String>, desk: &mut Desk<'_>) {
        let text = write(details, &self.chosen());
        match path {
            Some(path) => self.write(path, format!("{BOM}{text}"), false, desk),
            None => self.edit(text, desk),
        }
    }

    fn take_now(&mut self, details: &[Details]) {
        self.stage = Stage::Review(match read(&self.text, details, &self.fields) {
            Ok(diff) => Review::new(diff),
            Err(error) => Review::unreadable(error.to_string()),
        });
    }

    fn take_answer(&mut self, waited: Waiting, answer: &Answer, desk: &mut Desk<'_>) {
        match (waited, answer) {
            (Waiting::Fields, fields) => self.take_fields(fields),
            (Waiting::Rows(path), Answer::Details(details)) => self.take_rows(details, path, desk),
            (Waiting::Editor, Answer::Edited(Some(text))) => self.compare(text.clone(), desk),
            (Waiting::Editor, _) => {
                desk.then(Then::Toast("the table was left as it was".to_owned(), Role::Dim));
            }
            (Waiting::Written(path, _), Answer::Written(true)) => {
                self.stage = Stage::Columns;
                let text = format!("{path} written: i reads it back when it is edited");
                desk.then(Then::Toast(text, Role::Good));
            }
            (Waiting::Written(path, text), _) => {
                self.problem = Some(format!("{path} is there already: Enter once more replaces it"));
                self.replaces = Some((path, text));
            }
            (Waiting::Read, Answer::Text(text)) => self.compare(text.clone(), desk),
            (Waiting::Now, Answer::Details(details)) => self.take_now(details),
            _ => {}
        }
    }

    fn go_on(&mut self, desk: &mut Desk<'_>) -> Stay {
        let Stage::Review(review) = &mut self.stage else {
            self.ask_rows(None, desk);
            return Stay::Open;
        };
        if self.waiting.is_some() {
            return Stay::Open;
        }
        if let Some(obstacle) = review.obstacle() {
            desk.then(Then::Toast(obstacle, Role::Warning));
            return Stay::Open;
        }
        desk.then(Then::Run(plan(&review.diff, review.conflicts)));
        Stay::Close
    }

    fn path_key(&mut self, key: Key, desk: &mut Desk<'_>) {
        let Stage::Path { export, field } = &mut self.stage else { return };
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => {
                self.stage = Stage::Columns;
                self.replaces = None;
            }
            (KeyCode::Enter, _) => {
                let (export, path) = (*export, field.text().trim().to_owned());
                self.path_given(export, path, desk);
            }
            _ => {
                if field.key(key) == Some(true) {
                    self.replaces = None;
                    self.problem = None;
                }
            }
        }
    }

    fn path_given(&mut self, export: bool, path: String, desk: &mut Desk<'_>) {
        if path.is_empty() || self.is_busy() {
            return;
        }
        if !export {
            let ticket = desk.ask_beside(Call::ReadText(path));
            return self.wait(ticket, Waiting::Read);
        }
        match self.replaces.take() {
            Some((path, text)) => self.write(path, text, true, desk),
            None => self.ask_rows(Some(path), desk),
        }
    }

    fn rows(&self) -> usize {
        match &self.stage {
            Stage::Review(review) => review.lines.len(),
            _ => self.columns.len(),
        }
    }
}

impl Sheet for TablePane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut ratatui::Frame, area: ratatui::layout::Rect) {
        self.view(scene.state, frame, area);
    }

    fn listed(&mut self, area: ratatui::layout::Rect) -> Option<Listed<'_>> {
        let (area, rows) = (view::list(inside(area)), self.rows());
        Some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        (!matches!(self.stage, Stage::Path { .. })).then_some(Context::Table)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let (rows, page) = (self.rows(), view::rows(self.area(desk.state)));
        if self.cursor.act(action, rows, page) {
            return Stay::Open;
        }
        match action {
            Action::SheetClose if matches!(self.stage, Stage::Review(_)) => {
                self.stage = Stage::Columns;
                self.cursor = Cursor::default();
            }
            Action::SheetClose => return Stay::Close,
            Action::TableGo => return self.go_on(desk),
            Action::TableEdit if matches!(self.stage, Stage::Review(_)) && self.waiting.is_none() => {
                let text = self.text.clone();
                self.edit(text, desk);
            }
            Action::TableEdit => self.ask_rows(None, desk),
            Action::TableToggle => {
                if let (Stage::Columns, Some((_, on))) = (&self.stage, self.columns.get_mut(self.cursor.at()))
                {
                    *on = !*on;
                    self.cursor.step(1, rows);
                }
            }
            Action::TableAll => {
                let all = self.columns.iter().all(|(_, on)| *on);
                self.columns.iter_mut().for_each(|(_, on)| *on = !all);
            }
            Action::TableExport => self.stage = Stage::Path { export: true, field: Field::new(FILE) },
            Action::TableImport => self.stage = Stage::Path { export: false, field: Field::new(FILE) },
            Action::TableConflicts => {
                if let Stage::Review(review) = &mut self.stage {
                    review.conflicts = !review.conflicts;
                }
            }
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        self.path_key(key, desk);
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if let Stage::Path { field, .. } = &mut self.stage {
            field.paste(text);
            self.replaces = None;
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        let Some((_, waited)) = self.waiting.take_if(|(own, _)| *own == ticket) else { return };
        match result {
            Ok(answer) => {
                if matches!(waited, Waiting::Now) {
                    self.cursor = Cursor::default();
                }
                self.take_answer(waited, answer, desk);
            }
            Err(report) => {
                let next = if report.next.is_empty() { String::new() } else { format!(" ({})", report.next) };
                self.problem = Some(format!("{}: {}{next}", report.what, report.why));
            }
        }
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        self.gather(desk);
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.stage {
            Stage::Columns => vec![
                ("Enter", "edit"),
                ("Space", "column"),
                ("*", "all"),
                ("o", "write CSV"),
                ("i", "read CSV"),
                ("Esc", "close"),
            ],
            Stage::Path { export: true, .. } => vec![("Enter", "write"), ("Esc", "back")],
            Stage::Path { export: false, .. } => vec![("Enter", "read"), ("Esc", "back")],
            Stage::Review(_) => {
                vec![("Enter", "make the changes"), ("e", "edit again"), ("c", "conflicts"), ("Esc", "back")]
            }
        }
    }
}
