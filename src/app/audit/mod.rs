//! The health of the library: rules that files break, counted over the copy of the library, and shown as
//! lists to go on with.

#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::browse::Search;
use super::call::{Answer, Call};
use super::catalogue::SyncOrder;
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::state::{Connection, State};
use super::widget::{Cursor, Field, inside};
use crate::catalog::audit::{Bounds, Finding, Found, read_bytes, read_pixels};
use crate::model::{FolderPath, Report};

/// Rows of a page, as far as keys are concerned.
const PAGE: usize = 10;

/// What of the copy was looked at: its files, and when it was brought up to the library.
type Seen = (u64, Option<jiff::Timestamp>);

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditPane {
    found: Option<Arc<Found>>,
    asked: Option<Ticket>,
    /// The state of the copy when it was looked at last.
    seen: Option<Seen>,
    bounds: Bounds,
    /// The folder that is looked at.
    folder: FolderPath,
    /// The folder that was on screen.
    here: FolderPath,
    cursor: Cursor,
    /// The bounds that are being typed.
    typed: Option<Field>,
    error: Option<String>,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut bounds = Bounds::default();
    if let Some((bytes, pixels)) = desk.state.memory.audit_bounds {
        (bounds.bytes, bounds.pixels) = (bytes, pixels);
    }
    let mut pane = AuditPane {
        found: None,
        asked: None,
        seen: None,
        bounds,
        folder: FolderPath::root(),
        here: desk.state.browse.list.path.clone(),
        cursor: Cursor::default(),
        typed: None,
        error: None,
    };
    pane.follow(desk);
    Some(Overlay::Audit(Box::new(pane)))
}

impl Sheet for AuditPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let (rows, area) = (self.findings().len(), view::list(inside(area), self.findings().len()));
        self.typed.is_none().then_some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        self.typed.is_none().then_some(Context::Audit)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        self.error = None;
        if self.cursor.act(action, self.findings().len(), PAGE) {
            return Stay::Open;
        }
        match action {
            Action::SheetClose => return Stay::Close,
            Action::AuditShow if desk.state.catalogue.copy.is_none() => copy_library(desk),
            Action::AuditShow => self.show(desk),
            Action::AuditBounds => self.typed = Some(Field::new(&view::bounds(&self.bounds))),
            Action::AuditFolder => {
                let whole = self.folder.is_root();
                self.folder = if whole { self.here.clone() } else { FolderPath::root() };
                self.look(desk);
            }
            Action::AuditAgain => self.look(desk),
            Action::AuditCopy => {
                if let Some(finding) = self.current() {
                    desk.copy(finding.examples.join("\n"), "Paths of the first files");
                }
            }
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let Some(typed) = &mut self.typed else { return Stay::Open };
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => (self.typed, self.error) = (None, None),
            (KeyCode::Enter, _) => match read(typed.text(), self.bounds) {
                Ok(bounds) => {
                    (self.bounds, self.typed, self.error) = (bounds, None, None);
                    let mut memory = desk.state.memory.clone();
                    memory.audit_bounds = Some((bounds.bytes, bounds.pixels));
                    desk.then(Then::Remember(Box::new(memory)));
                    self.look(desk);
                }
                Err(error) => self.error = Some(error),
            },
            _ => {
                typed.key(key);
                self.error = None;
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if let Some(typed) = &mut self.typed {
            typed.paste(text);
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        if self.asked != Some(ticket) {
            return;
        }
        self.asked = None;
        match result {
            Ok(Answer::Audit(found)) => {
                let on = self.current().map(|finding| finding.name.clone());
                self.found = Some(Arc::clone(found));
                let at = on.and_then(|on| self.findings().iter().position(|own| own.name == on));
                self.cursor = Cursor::new(at.unwrap_or(0));
            }
            Ok(_) => {}
            Err(report) => self.error = Some(format!("{}: {}", report.what, report.why)),
        }
    }

    /// Looks when there is something to look at, and again when a sync has changed it.
    fn follow(&mut self, desk: &mut Desk<'_>) {
        let catalogue = &desk.state.catalogue;
        let Some(copy) = catalogue.copy else { return };
        let now = (copy.files, copy.synced_at);
        let growing = catalogue.is_busy() && !copy.complete;
        if self.asked.is_none() && self.seen.is_none_or(|seen| seen != now && !growing) {
            self.look(desk);
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.typed {
            Some(_) => vec![("Enter", "look again"), ("Esc", "leave")],
            None => Vec::new(),
        }
    }
}

impl AuditPane {
    fn findings(&self) -> &[Finding] {
        self.found.as_ref().map_or(&[], |found| &found.findings)
    }

    fn current(&self) -> Option<&Finding> {
        self.findings().get(self.cursor.at())
    }

    fn look(&mut self, desk: &mut Desk<'_>) {
        self.seen = desk.state.catalogue.copy.map(|copy| (copy.files, copy.synced_at));
        if self.seen.is_some() {
            let call = Call::Audit { bounds: self.bounds, folder: self.folder.clone() };
            self.asked = Some(desk.ask(call, 0));
        }
    }

    /// Shows the files of the finding as a list: found by the library itself where that is possible.
    fn show(&mut self, desk: &mut Desk<'_>) {
        let Some(finding) = self.current() else { return };
        if finding.rows.is_empty() {
            self.error = Some("No file breaks this rule".to_owned());
            return;
        }
        let folder = self.here.clone();
        let search = match &finding.search {
            Some(own) if may_search(desk.state) => Search {
                text: own.text.clone(),
                query: own.compiled.query.clone(),
                here: own.compiled.here.clone(),
                rows: None,
                folder,
            },
            _ => Search::of_rows(&*finding.title, &*finding.rows, folder),
        };
        desk.then(Then::Search(Box::new(search)));
    }
}

fn may_search(state: &State) -> bool {
    matches!(state.connection, Connection::Ready(_))
}

/// Begins to copy the library: without a copy there is nothing to look at.
fn copy_library(desk: &mut Desk<'_>) {
    desk.push(Effect::Sync(SyncOrder::Start));
}

/// Reads bounds: a size and a number of pixels, either of them, in either order.
fn read(text: &str, mut bounds: Bounds) -> Result<Bounds, String> {
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        match read_pixels(word).ok().filter(|_| is_pixels(word)) {
            Some(pixels) => bounds.pixels = pixels,
            None => bounds.bytes = read_bytes(word)?,
        }
    }
    Ok(bounds)
}

fn is_pixels(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("mp") || word.ends_with("px") || word.contains(['x', '×'])
}
