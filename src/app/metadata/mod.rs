//! What the bytes of a file, or of what a URL answers with, say of themselves.

mod facts;
mod view;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use self::facts::Fact;
use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode, Mouse};
use super::sheet::{Asked, Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::model::{Metadata, Report};

/// What the keys do.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// They are those of the table.
    #[default]
    List,
    /// They type what is searched for.
    Find,
    /// They type a URL.
    Url(Field),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataPane {
    /// The name of the file, or the URL; empty before one was given.
    about: String,
    metadata: Asked<Box<Metadata>>,
    /// The metadata that the service keeps of the file: EXIF, IPTC and XMP in one.
    embedded: Asked<Vec<(String, String)>>,
    facts: Vec<Fact>,
    find: Field,
    cursor: Cursor,
    mode: Mode,
}

/// Opens it on the file under the cursor; without one it asks for a URL.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = MetadataPane {
        about: String::new(),
        metadata: Asked::No,
        embedded: Asked::No,
        facts: Vec::new(),
        find: Field::default(),
        cursor: Cursor::default(),
        mode: Mode::List,
    };
    match desk.state.current_file() {
        Some(file) => {
            pane.about = file.name.to_string();
            let id = file.id.clone();
            let known = desk.state.details.known().filter(|details| details.file.id == id);
            pane.embedded = match known {
                Some(details) => Asked::Here(details.embedded.clone()),
                None => Asked::Yes(desk.ask(Call::Details(vec![id.clone()]), 0)),
            };
            pane.metadata = Asked::Yes(desk.ask(Call::Metadata(id), 0));
        }
        None => pane.mode = Mode::Url(Field::default()),
    }
    Some(Overlay::Metadata(Box::new(pane)))
}

impl MetadataPane {
    /// The facts that hold what is searched for, with the headings above them.
    fn shown(&self) -> Vec<&Fact> {
        let find = self.find.text().to_lowercase();
        let fits = |fact: &&Fact| !fact.is_heading() && (find.is_empty() || fact.holds(&find));
        let groups = self.facts.chunk_by(|_, next| !next.is_heading());
        groups
            .flat_map(|group| {
                let any = group.iter().any(|fact| fits(&fact));
                let heading = group.iter().find(|fact| fact.is_heading()).filter(|_| any);
                heading.into_iter().chain(group.iter().filter(fits))
            })
            .collect()
    }

    fn current(&self) -> Option<&Fact> {
        self.shown().into_iter().nth(self.cursor.at()).filter(|fact| !fact.is_heading())
    }

    /// Keeps the cursor off the headings.
    fn settle(&mut self, up: bool) {
        let shown: Vec<bool> = self.shown().iter().map(|fact| fact.is_heading()).collect();
        self.cursor.step(0, shown.len());
        if shown.get(self.cursor.at()) == Some(&true) {
            let at_top = self.cursor.at() == 0;
            self.cursor.step(if up && !at_top { -1 } else { 1 }, shown.len());
        }
    }

    fn renew(&mut self) {
        let metadata = match &self.metadata {
            Asked::Here(metadata) => Some(&**metadata),
            _ => None,
        };
        let embedded = match &self.embedded {
            Asked::Here(embedded) => embedded.as_slice(),
            _ => &[],
        };
        self.facts = facts::of(metadata, embedded);
        self.settle(false);
    }

    fn ask_url(&mut self, url: &str, desk: &mut Desk<'_>) {
        let url = url.trim();
        if url.is_empty() {
            return;
        }
        self.about = url.to_owned();
        self.embedded = Asked::No;
        self.metadata = Asked::Yes(desk.ask(Call::UrlMetadata(url.to_owned()), 0));
        self.cursor = Cursor::default();
        self.find = Field::default();
        self.renew();
    }

    fn copy_all(&self, desk: &mut Desk<'_>) {
        match &self.metadata {
            Asked::Here(metadata) => {
                let text = serde_json::to_string_pretty(&metadata.raw).unwrap_or_default();
                desk.copy(text, "metadata as JSON");
            }
            _ => desk.then(Then::Toast("there is no metadata to copy".to_owned(), Role::Warning)),
        }
    }
}

impl Sheet for MetadataPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let area = view::list(self, inside(area));
        let rows = self.shown().len();
        Some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk<'_>) -> Stay {
        let area = self.area(desk.state);
        if let Some(Listed { area, rows, cursor }) = self.listed(area) {
            cursor.press(mouse, area, rows);
        }
        // A heading is no row to be at.
        self.settle(false);
        Stay::Open
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::List).then_some(Context::Metadata)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            // What was searched for is dropped first.
            Action::SheetClose if !self.find.text().is_empty() => self.find = Field::default(),
            Action::SheetClose => return Stay::Close,
            Action::MetadataFind => self.mode = Mode::Find,
            Action::MetadataUrl => self.mode = Mode::Url(Field::default()),
            Action::MetadataAll => self.copy_all(desk),
            Action::MetadataCopy => {
                if let Some(fact) = self.current() {
                    desk.copy(fact.value.clone(), &fact.name);
                }
            }
            _ => {
                let page = usize::from(self.area(desk.state).height.saturating_sub(3));
                let before = self.cursor.at();
                self.cursor.act(action, self.shown().len(), page);
                self.settle(self.cursor.at() < before);
            }
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        match (std::mem::take(&mut self.mode), key.code) {
            (Mode::Url(_), KeyCode::Esc) if self.about.is_empty() => return Stay::Close,
            (Mode::Find, KeyCode::Esc) => self.find = Field::default(),
            (_, KeyCode::Esc) | (Mode::Find, KeyCode::Enter) => {}
            (Mode::Url(field), KeyCode::Enter) => self.ask_url(field.text(), desk),
            (Mode::Url(mut field), _) => {
                field.key(key);
                self.mode = Mode::Url(field);
            }
            (mode, _) => {
                self.find.key(key);
                self.mode = mode;
            }
        }
        self.settle(false);
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        match &mut self.mode {
            Mode::Url(field) => field.paste(text.trim()),
            Mode::Find => self.find.paste(text),
            Mode::List => {}
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        let taken = match result {
            Ok(Answer::Metadata(metadata)) => self.metadata.take(ticket, Ok(metadata.clone())),
            Ok(Answer::Details(details)) => {
                let embedded = details.first().map(|details| details.embedded.clone()).unwrap_or_default();
                self.embedded.take(ticket, Ok(embedded))
            }
            Ok(_) => false,
            Err(report) => {
                self.metadata.take(ticket, Err(report.clone()))
                    || self.embedded.take(ticket, Err(report.clone()))
            }
        };
        if taken {
            self.renew();
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.mode {
            Mode::List => Vec::new(),
            Mode::Find => vec![("Enter", "keep"), ("Esc", "show all")],
            Mode::Url(_) => vec![("Enter", "ask"), ("Esc", "don't")],
        }
    }
}
