//! Downloads: where to, as what, and what becomes of files that are there.

mod view;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::model::{FolderPath, Report};
use crate::ops::build_download::{common_folder, download};
use crate::ops::{Download, Existing, Target};
use crate::url::catalog;

/// Rows of a page.
const PAGE: usize = 10;

/// What is being typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Typing {
    /// The folder of the local disk.
    Into(Field),
    /// The transformation, and what is wrong with it.
    As(Field, Option<String>),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct DiskPane {
    /// The files; `None` while the folders among what was chosen are looked through.
    pub files: Option<Vec<Target>>,
    /// Why they can't be.
    pub trouble: Option<Report>,
    /// The folder of the local disk, as it was typed.
    pub into: String,
    /// A transformation; none for the originals.
    pub transformation: String,
    /// What becomes of files that are there.
    pub existing: Existing,
    /// What is being typed.
    pub typing: Option<Typing>,
    /// Where the cursor is.
    pub cursor: Cursor,
    from: FolderPath,
    asked: Ticket,
    preset: usize,
}

/// Opens it on the selection or what is under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let targets = desk.state.targets();
    let folders = targets.iter().any(Target::is_folder);
    let into = desk.state.memory.download_to.as_ref();
    let mut pane = DiskPane {
        from: common_folder(&targets),
        files: (!folders).then(|| targets.clone()),
        trouble: None,
        into: into.map_or_else(|| "./".to_owned(), |path| path.display().to_string()),
        transformation: String::new(),
        existing: Existing::Skip,
        typing: None,
        cursor: Cursor::default(),
        asked: Ticket::default(),
        preset: 0,
    };
    if folders {
        pane.asked = desk.ask(Call::Below(targets), 0);
    }
    Some(Overlay::Disk(Box::new(pane)))
}

impl DiskPane {
    fn run(&self, desk: &mut Desk<'_>) -> Stay {
        let Some(files) = &self.files else {
            desk.then(Then::Toast("still looking through the folders".to_owned(), Role::Dim));
            return Stay::Open;
        };
        let to = Download {
            into: self.into.clone().into(),
            from: self.from.clone(),
            transformation: (!self.transformation.is_empty()).then(|| self.transformation.clone()),
            existing: self.existing,
        };
        match download(files, &Arc::new(to)) {
            Ok(plan) => {
                let mut memory = desk.state.memory.clone();
                memory.download_to = Some(self.into.clone().into());
                if memory != desk.state.memory {
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

    /// Takes the next of the transformations that are kept by name, and after the last the originals.
    fn turn_preset(&mut self, desk: &Desk<'_>) {
        let kept: Vec<String> = desk.state.presets.values().map(ToString::to_string).collect();
        self.transformation = kept.get(self.preset).cloned().unwrap_or_default();
        self.preset = if self.preset < kept.len() { self.preset + 1 } else { 0 };
    }

    fn given(&mut self) {
        match self.typing.take() {
            Some(Typing::Into(field)) => {
                let text = field.text().trim();
                text_or_here(text).clone_into(&mut self.into);
            }
            Some(Typing::As(field, _)) => match catalog::check_chain(field.text().trim()) {
                Ok(()) => self.transformation = field.text().trim().to_owned(),
                Err(error) => self.typing = Some(Typing::As(field, Some(error.to_string()))),
            },
            None => {}
        }
    }
}

fn text_or_here(text: &str) -> &str {
    if text.is_empty() { "./" } else { text }
}

impl Sheet for DiskPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let rows = self.files.as_ref().map_or(0, Vec::len);
        Some(Listed { area: view::list(inside(area)), rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        self.typing.is_none().then_some(Context::Disk)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            Action::DiskRun => return self.run(desk),
            Action::DiskInto => self.typing = Some(Typing::Into(Field::new(&self.into))),
            Action::DiskAs => self.typing = Some(Typing::As(Field::new(&self.transformation), None)),
            Action::DiskPreset => self.turn_preset(desk),
            Action::DiskExisting => {
                self.existing = match self.existing {
                    Existing::Skip => Existing::Replace,
                    Existing::Replace => Existing::KeepBoth,
                    Existing::KeepBoth => Existing::Skip,
                }
            }
            Action::SheetClose => return Stay::Close,
            _ => {
                let rows = self.files.as_ref().map_or(0, Vec::len);
                self.cursor.act(action, rows, PAGE);
            }
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, _desk: &mut Desk<'_>) -> Stay {
        match (key.code, &mut self.typing) {
            (KeyCode::Esc, _) => self.typing = None,
            (KeyCode::Char('c'), _) if key.ctrl => self.typing = None,
            (KeyCode::Enter, _) => self.given(),
            (_, Some(Typing::Into(field))) => drop(field.key(key).is_some()),
            (_, Some(Typing::As(field, error))) => {
                if field.key(key) == Some(true) {
                    *error = catalog::check_chain(field.text().trim()).err().map(|error| error.to_string());
                }
            }
            (_, None) => {}
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk<'_>) {
        if let Some(Typing::Into(field) | Typing::As(field, _)) = &mut self.typing {
            field.paste(text);
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _desk: &mut Desk<'_>) {
        if ticket != self.asked {
            return;
        }
        match result {
            Ok(Answer::Targets(files)) => self.files = Some(files.clone()),
            Ok(_) => {}
            Err(report) => self.trouble = Some(report.clone()),
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.typing.is_some() {
            return vec![("Enter", "take it"), ("Esc", "leave it")];
        }
        vec![
            ("Enter", "download"),
            ("t", "to folder"),
            ("e", "transformation"),
            ("p", "preset"),
            ("x", "existing files"),
            ("Esc", "close"),
        ]
    }
}
