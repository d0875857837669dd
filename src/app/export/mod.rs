//! What is listed or selected, written for other programs: as a table, JSON or URLs, to a file or to
//! the clipboard.

#[cfg(test)]
mod tests;
mod view;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::browse::{Row, Source};
use super::call::{Answer, Call, ExportCall, Exported, Place};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Scene, Sheet, Stay, Then};
use super::state::State;
use super::theme::Role;
use super::widget::{Field, count};
use crate::model::{AssetId, Report};
use crate::ops::export::Format;

/// An export being put together.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPane {
    what: Exported,
    /// What that is, in words.
    title: String,
    /// Selected folders, which are left out.
    folders: usize,
    format: Format,
    path: Field,
    /// Whether the path was typed by the user: the format no longer changes its end.
    typed: bool,
    phase: Phase,
}

#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// The path is typed.
    Typing,
    /// It is being written.
    Running(Ticket),
    /// There is such a file already: `y` replaces it.
    Exists,
    /// It failed, and why.
    Failed(Report),
    /// It is written: the pane closes.
    Done,
}

/// Opens it on the selection, else on all that is listed.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let browse = &desk.state.browse;
    let selection = &browse.selection;
    let list = &browse.list;
    let (what, title, name, folders) = if !selection.is_empty() {
        let targets = selection.targets();
        let ids: Vec<AssetId> = targets.iter().filter_map(|target| target.id()).cloned().collect();
        let title = format!("{} selected", files(ids.len()));
        (Exported::These(ids), title, "selection".to_owned(), selection.folders())
    } else if list.filter.is_some() {
        let ids: Vec<AssetId> = (0..list.len()).filter_map(|n| file_id(list.row(n))).collect();
        let title = format!("{} that the filter leaves", files(ids.len()));
        (Exported::These(ids), title, "filtered".to_owned(), 0)
    } else {
        let source = list.source();
        let (title, name) = match &source {
            Source::Search(search) => (format!("what is found by {}", search.text), "search".to_owned()),
            Source::Folder(path) if path.is_root() => {
                ("the files of the root".to_owned(), "library".to_owned())
            }
            Source::Folder(path) => (format!("the files of {path}"), path.name().to_owned()),
        };
        (Exported::All(source, list.sort), title, name, 0)
    };
    let format = Format::default();
    let path = Field::new(&format!("{}.{}", file_name(&name), format.extension()));
    let pane = ExportPane { what, title, folders, format, path, typed: false, phase: Phase::Typing };
    Some(Overlay::Export(Box::new(pane)))
}

fn files(n: usize) -> String {
    format!("{} {}", count(n), if n == 1 { "file" } else { "files" })
}

fn file_id(row: Option<Row<'_>>) -> Option<AssetId> {
    match row? {
        Row::File(file) => Some(file.id.clone()),
        Row::Folder(_) => None,
    }
}

/// A name as it can be that of a file on every disk.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' };
    let name: String = name.chars().map(plain).take(100).collect();
    let name = name.trim_matches(['.', ' ']).to_owned();
    if name.is_empty() { "export".to_owned() } else { name }
}

impl ExportPane {
    fn turn(&mut self, forward: bool) {
        let at = Format::ALL.iter().position(|format| *format == self.format).unwrap_or(0);
        let step = if forward { 1 } else { Format::ALL.len() - 1 };
        let old = self.format;
        self.format = Format::ALL.get((at + step) % Format::ALL.len()).copied().unwrap_or_default();
        if self.typed {
            return;
        }
        let path = self.path.text().to_owned();
        if let Some(stem) = path.strip_suffix(old.extension()) {
            self.path.set(&format!("{stem}{}", self.format.extension()));
        }
    }

    fn begin(&mut self, place: Place, desk: &mut Desk<'_>) {
        let export = ExportCall { what: self.what.clone(), format: self.format, place };
        self.phase = Phase::Running(desk.ask(Call::Export(export), 0));
    }

    fn write(&mut self, replace: bool, desk: &mut Desk<'_>) {
        let path = self.path.text().trim().to_owned();
        if path.is_empty() {
            self.phase = Phase::Failed(Report::new("Could not write", "the path is empty", "type one"));
            return;
        }
        self.begin(Place::File { path, replace }, desk);
    }

    /// Leaves; what is under way is ended by asking for nothing in its place.
    fn leave(&mut self, desk: &mut Desk<'_>) -> Stay {
        if matches!(self.phase, Phase::Running(_)) {
            self.what = Exported::These(Vec::new());
            self.begin(Place::Clipboard, desk);
            desk.then(Then::Toast("export stopped, nothing written".to_owned(), Role::Warning));
        }
        Stay::Close
    }
}

impl Sheet for ExportPane {
    fn area(&self, state: &State) -> Rect {
        super::layout::centred(state.size, 76, view::LINES)
    }

    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, &scene.state.theme, frame, area);
    }

    fn context(&self) -> Option<Context> {
        None
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        match (&self.phase, key.code, key.ctrl) {
            (Phase::Exists, KeyCode::Char('y'), false) => self.write(true, desk),
            (Phase::Exists, _, _) => self.phase = Phase::Typing,
            (_, KeyCode::Esc, _) => return self.leave(desk),
            (Phase::Running(_), _, _) => {}
            (_, KeyCode::Enter, _) => self.write(false, desk),
            (_, KeyCode::Tab | KeyCode::Down, _) => self.turn(true),
            (_, KeyCode::BackTab | KeyCode::Up, _) => self.turn(false),
            (_, KeyCode::Char('y'), true) => self.begin(Place::Clipboard, desk),
            _ => {
                self.typed |= self.path.key(key) == Some(true);
                self.phase = Phase::Typing;
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk<'_>) {
        if matches!(self.phase, Phase::Typing | Phase::Failed(_)) {
            self.path.paste(text);
            self.typed = true;
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if self.phase != Phase::Running(ticket) {
            return;
        }
        match result {
            Ok(Answer::Exported { rows, text }) => {
                let what = format!("{} as {}", count(*rows), self.format.name());
                match text {
                    Some(text) => desk.copy(text.clone(), &what),
                    None => {
                        let text = format!("{what} written to {}", self.path.text().trim());
                        desk.then(Then::Toast(text, Role::Good));
                    }
                }
                self.phase = Phase::Done;
            }
            Ok(Answer::Exists) => self.phase = Phase::Exists,
            Ok(_) => {}
            Err(report) => self.phase = Phase::Failed(report.clone()),
        }
    }

    fn is_done(&self) -> bool {
        self.phase == Phase::Done
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.phase {
            Phase::Exists => vec![("y", "replace it"), ("Esc", "no")],
            Phase::Running(_) | Phase::Done => vec![("Esc", "stop")],
            Phase::Typing | Phase::Failed(_) => {
                vec![("Enter", "write"), ("Tab", "format"), ("Ctrl-Y", "to the clipboard"), ("Esc", "leave")]
            }
        }
    }
}
