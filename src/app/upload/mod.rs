//! What is to be uploaded, and how: a walk over the local disk, links, a look before anything is sent,
//! and every option.

mod options;
mod picker;
mod preflight;
mod typing;
mod view;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;

pub use options::Item;
pub use picker::Picker;
pub use preflight::{Preflight, Sums};

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::Key;
use super::sheet::{Desk, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field};
use crate::model::{FolderPath, Report};
use crate::ops::build_upload::pasted_paths;
use crate::ops::{Source, UploadOptions};

/// Rows of a page.
const PAGE: usize = 10;

/// Where a person is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Choosing on the local disk.
    Pick(Picker),
    /// Typing or pasting a URL or base64, and what is wrong with it.
    Link(Field, Option<String>),
    /// Looking at what would be sent.
    Preflight(Preflight),
}

/// A line that is being typed over the table.
#[derive(Clone, Debug, PartialEq)]
pub enum Typing {
    /// The folder of the library.
    To(Field),
    /// The name of the row under the cursor.
    Name(Field),
    /// An option, and what is wrong with its value.
    Option(Item, Field, Option<String>),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadPane {
    /// Where a person is.
    pub stage: Stage,
    /// The options.
    pub options: UploadOptions,
    /// Where the cursor is in the form of options, while that is open.
    pub form: Option<Cursor>,
    /// What is being typed.
    pub typing: Option<Typing>,
    /// The folder of the library that it all goes to.
    pub to: FolderPath,
    asked: Ticket,
    /// Whether the folder that was asked for is a remembered one, which may be gone.
    remembered: bool,
    back: Option<Picker>,
}

/// Opens it on the local disk, where the last upload was.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let last = desk.state.memory.upload_from.clone();
    let mut pane = UploadPane::new(Stage::Pick(Picker::default()), desk);
    pane.remembered = last.is_some();
    pane.asked = desk.ask(Call::Disk(last), 0);
    Some(Overlay::Upload(Box::new(pane)))
}

/// Opens it for a URL or base64.
pub(super) fn open_link(desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(Overlay::Upload(Box::new(UploadPane::new(Stage::Link(Field::default(), None), desk))))
}

/// Opens it on files whose paths were pasted or dropped into the terminal.
pub(super) fn open_paths(paths: Vec<String>, desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = UploadPane::new(Stage::Pick(Picker::default()), desk);
    pane.look(paths.into_iter().map(|path| Source::Disk(path.into())).collect(), desk);
    Some(Overlay::Upload(Box::new(pane)))
}

impl UploadPane {
    fn new(stage: Stage, desk: &Desk<'_>) -> Self {
        Self {
            stage,
            options: UploadOptions::default(),
            form: None,
            typing: None,
            to: desk.state.browse.list.path.clone(),
            asked: Ticket::default(),
            remembered: false,
            back: None,
        }
    }

    fn walk(&mut self, path: Option<PathBuf>, desk: &mut Desk<'_>) {
        if let Some(path) = path {
            self.remembered = false;
            self.asked = desk.ask(Call::Disk(Some(path)), 0);
        }
    }

    /// Finds out what sources come to.
    fn look(&mut self, sources: Vec<Source>, desk: &mut Desk<'_>) {
        if sources.is_empty() {
            let text = "Nothing is marked: Space marks files and folders";
            return desk.then(Then::Toast(text.to_owned(), Role::Warning));
        }
        let asked = desk.ask(Call::Gather { sources: sources.clone(), to: self.to.clone() }, 0);
        let preflight = Preflight::new(sources, self.to.clone(), asked);
        if let Stage::Pick(picker) = std::mem::replace(&mut self.stage, Stage::Preflight(preflight)) {
            self.back = Some(picker);
        }
    }

    fn pick_act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let Stage::Pick(picker) = &mut self.stage else { return Stay::Open };
        match action {
            Action::UploadGo if picker.marked.is_empty() && picker.inner().is_some() => {
                let inner = picker.inner();
                self.walk(inner, desk);
            }
            Action::UploadGo => {
                let sources = picker.chosen().into_iter().map(Source::Disk).collect();
                self.look(sources, desk);
            }
            Action::UploadInto => {
                let inner = picker.inner();
                self.walk(inner, desk);
            }
            Action::UploadOut => {
                let outer = picker.outer();
                self.walk(outer, desk);
            }
            Action::UploadHome => {
                let home = picker.folder.home.clone();
                self.walk(home, desk);
            }
            Action::UploadMark => picker.mark(),
            Action::UploadAll => picker.mark_all(),
            Action::UploadHidden => picker.hidden = !picker.hidden,
            Action::UploadFilter => picker.typing = true,
            Action::UploadOptions => self.form = Some(Cursor::default()),
            Action::SheetClose => return Stay::Close,
            _ => drop(picker.moves(action, PAGE)),
        }
        Stay::Open
    }

    fn preflight_act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let Stage::Preflight(table) = &mut self.stage else { return Stay::Open };
        match action {
            Action::UploadGo => return self.begin(desk),
            Action::UploadMark => table.toggle(),
            Action::UploadOptions => self.form = Some(Cursor::default()),
            Action::UploadCompare => compare(table, desk),
            Action::UploadTo => self.typing = Some(Typing::To(Field::new(self.to.as_str()))),
            Action::UploadName => {
                if let Some(row) = table.current() {
                    self.typing = Some(Typing::Name(Field::new(&row.name)));
                }
            }
            Action::UploadOut | Action::SheetClose => match self.back.take() {
                Some(picker) if !picker.folder.path.as_os_str().is_empty() => {
                    self.stage = Stage::Pick(picker);
                }
                _ => return Stay::Close,
            },
            _ => {
                let rows = table.rows();
                table.cursor.act(action, rows, PAGE);
            }
        }
        Stay::Open
    }

    fn begin(&mut self, desk: &mut Desk<'_>) -> Stay {
        let Stage::Preflight(table) = &self.stage else { return Stay::Open };
        if table.files.is_none() {
            desk.then(Then::Toast("still looking what is there".to_owned(), Role::Dim));
            return Stay::Open;
        }
        match table.plan(&self.options) {
            Ok(plan) => {
                if let Some(picker) = &self.back {
                    let mut memory = desk.state.memory.clone();
                    memory.upload_from = Some(picker.folder.path.clone());
                    desk.then(Then::Remember(Box::new(memory)));
                }
                desk.then(Then::Run(plan));
                Stay::Close
            }
            Err(error) => {
                desk.then(Then::Toast(error.to_string(), Role::Warning));
                Stay::Open
            }
        }
    }

    fn form_act(&mut self, action: Action) -> Stay {
        let Some(cursor) = &mut self.form else { return Stay::Open };
        let item = Item::ALL.get(cursor.at()).copied();
        match (action, item) {
            (Action::UploadGo | Action::UploadMark, Some(item)) if item.is_switch() => {
                item.turn(&mut self.options);
            }
            (Action::UploadGo | Action::UploadMark | Action::UploadInto, Some(item)) if !item.is_switch() => {
                self.typing = Some(Typing::Option(item, Field::new(&item.text(&self.options)), None));
            }
            (Action::UploadOptions | Action::SheetClose | Action::UploadOut, _) => self.form = None,
            _ => drop(cursor.act(action, Item::ALL.len(), PAGE)),
        }
        Stay::Open
    }

    fn take_files(&mut self, ticket: Ticket, result: &Result<Answer, Report>) {
        let Stage::Preflight(table) = &mut self.stage else { return };
        if let Some(row) = table.comparing.remove(&ticket) {
            match result {
                Ok(Answer::Same(same)) => drop(table.compared.insert(row, *same)),
                Ok(_) => {}
                Err(report) => table.problems.push(format!("{}: {}", report.what, report.why)),
            }
            return;
        }
        if table.asked != ticket {
            return;
        }
        match result {
            Ok(Answer::Gathered(files, problems)) => {
                table.files = Some(files.clone());
                table.problems.clone_from(problems);
            }
            Ok(_) => {}
            Err(report) => {
                table.files = Some(Vec::new());
                table.problems = vec![format!("{}: {}", report.what, report.why)];
            }
        }
    }
}

/// Asks whether the row under the cursor has the bytes of what is there.
fn compare(table: &mut Preflight, desk: &mut Desk<'_>) {
    let row = table.cursor.at();
    let Some((Source::Disk(path), Some(there))) =
        table.current().map(|one| (one.from.clone(), one.there.clone()))
    else {
        let text = "there is nothing to compare it with";
        return desk.then(Then::Toast(text.to_owned(), Role::Dim));
    };
    let ticket = desk.ask_beside(Call::Compare(path, Box::new(there)));
    table.comparing.insert(ticket, row);
}

impl Sheet for UploadPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn context(&self) -> Option<Context> {
        let types = match &self.stage {
            Stage::Pick(picker) => picker.typing,
            Stage::Link(..) => true,
            Stage::Preflight(_) => false,
        };
        (!types && self.typing.is_none()).then_some(Context::Upload)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        if self.form.is_some() {
            return self.form_act(action);
        }
        match &self.stage {
            Stage::Pick(_) => self.pick_act(action, desk),
            Stage::Preflight(_) => self.preflight_act(action, desk),
            Stage::Link(..) => Stay::Open,
        }
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        if self.typing.is_some() {
            self.typed(key, desk);
            return Stay::Open;
        }
        match &self.stage {
            Stage::Link(..) => return self.link_key(key, desk),
            Stage::Pick(_) => self.filter_key(key),
            Stage::Preflight(_) => {}
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, desk: &mut Desk<'_>) {
        match (&mut self.typing, &mut self.stage) {
            (Some(Typing::To(field) | Typing::Name(field) | Typing::Option(_, field, _)), _) => {
                field.paste(text);
                self.check();
            }
            (None, Stage::Link(field, error)) => {
                field.paste(text);
                *error = None;
            }
            (None, Stage::Pick(picker)) if picker.typing => picker.filter.paste(text),
            _ => {
                if let Some(paths) = pasted_paths(text) {
                    self.look(paths.into_iter().map(|path| Source::Disk(path.into())).collect(), desk);
                }
            }
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        let Stage::Pick(picker) = &mut self.stage else { return self.take_files(ticket, result) };
        if ticket != self.asked {
            return;
        }
        match result {
            Ok(Answer::Disk(folder)) => picker.show(folder.clone()),
            Ok(_) => {}
            // A folder of the last session may be gone.
            Err(_) if self.remembered => {
                self.remembered = false;
                self.asked = desk.ask(Call::Disk(None), 0);
            }
            Err(report) => picker.trouble = Some(report.clone()),
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match (&self.typing, &self.form, &self.stage) {
            (Some(_), _, _) => vec![("Enter", "take it"), ("Esc", "leave it")],
            (None, Some(_), _) => vec![("Enter", "change"), ("j k", "move"), ("Esc", "back")],
            (None, None, Stage::Link(..)) => vec![("Enter", "look at it"), ("Esc", "close")],
            (None, None, Stage::Pick(picker)) if picker.typing => {
                vec![("Enter", "keep"), ("Esc", "drop"), ("Up Down", "move")]
            }
            (None, None, Stage::Pick(picker)) => {
                let enter = if picker.marked.is_empty() { "open" } else { "go on" };
                vec![
                    ("Enter", enter),
                    ("Space", "mark"),
                    ("h", "up"),
                    ("f", "filter"),
                    ("*", "all"),
                    ("~", "home"),
                    (".", "hidden"),
                    ("o", "options"),
                    ("Esc", "close"),
                ]
            }
            (None, None, Stage::Preflight(_)) => vec![
                ("Enter", "upload"),
                ("o", "options"),
                ("t", "to folder"),
                ("Space", "leave out"),
                ("r", "name"),
                ("=", "compare bytes"),
                ("Esc", "back"),
            ],
        }
    }
}
