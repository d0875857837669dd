//! The workspace: tabs, bookmarks, libraries and colours, each a list; and the two questions for the
//! letter of a bookmark.

mod view;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::dialog::Overlay;
use super::layout::centred;
use super::msg::{Key, KeyCode, Mouse, MouseKind};
use super::sheet::{Desk, Scene, Sheet, Stay, Then};
use super::state::State;
use super::theme::{Colours, Role};
use super::widget::Cursor;
use crate::model::FolderPath;

/// The lists of the workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Tabs,
    Bookmarks,
    Libraries,
    Colours,
}

impl Part {
    const ALL: [Self; 4] = [Self::Tabs, Self::Bookmarks, Self::Libraries, Self::Colours];

    fn title(self) -> &'static str {
        match self {
            Self::Tabs => "Tabs",
            Self::Bookmarks => "Bookmarks",
            Self::Libraries => "Libraries",
            Self::Colours => "Colours",
        }
    }

    /// The part so many places further, round and round.
    fn step(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|part| *part == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }

    fn rows(self, state: &State) -> usize {
        match self {
            Self::Tabs => state.tabs.count(),
            Self::Bookmarks => state.memory.bookmarks.len(),
            Self::Libraries => state.doors.len(),
            Self::Colours => colours(state).len(),
        }
    }

    /// The row of what is shown, open or worn.
    fn current(self, state: &State) -> usize {
        match self {
            Self::Tabs => state.tabs.shown(),
            Self::Bookmarks => 0,
            Self::Libraries => state.door.unwrap_or(0),
            Self::Colours => colours(state).iter().position(|own| *own == state.theme.worn).unwrap_or(0),
        }
    }
}

/// What can be worn: the colours that follow the terminal, the built-in ones, and the user's own.
fn colours(state: &State) -> Vec<Option<Colours>> {
    let named = Colours::built_in().into_iter().chain(state.themes.iter().cloned());
    std::iter::once(None).chain(named.map(Some)).collect()
}

/// What a letter is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Set,
    Go,
}

/// The workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    part: Part,
    cursor: Cursor,
    letter: Option<Letter>,
    /// What was worn when the colours came into sight, to go back to.
    before: Option<Option<Colours>>,
}

/// Opens it at the tabs.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(at(Part::Tabs, desk.state))
}

/// Opens it at the libraries.
pub(super) fn open_profiles(desk: &mut Desk<'_>) -> Option<Overlay> {
    Some(at(Part::Libraries, desk.state))
}

/// Asks for the letter of a new bookmark.
pub(super) fn set_bookmark(_: &mut Desk<'_>) -> Option<Overlay> {
    Some(asking(Letter::Set))
}

/// Asks for the letter of a bookmark to go to.
pub(super) fn go_to_bookmark(_: &mut Desk<'_>) -> Option<Overlay> {
    Some(asking(Letter::Go))
}

fn at(part: Part, state: &State) -> Overlay {
    let mut sheet = Workspace::default();
    sheet.turn(part, state);
    Overlay::Workspace(Box::new(sheet))
}

fn asking(letter: Letter) -> Overlay {
    let part = Part::Bookmarks;
    Overlay::Workspace(Box::new(Workspace { part, letter: Some(letter), ..Workspace::default() }))
}

impl Workspace {
    fn turn(&mut self, part: Part, state: &State) {
        self.part = part;
        self.cursor = Cursor::new(part.current(state));
    }

    /// Goes to another part; colours that were only looked at are taken off.
    fn step_part(&mut self, by: usize, desk: &mut Desk<'_>) {
        self.take_off(desk);
        self.turn(self.part.step(by), desk.state);
    }

    /// Wears the colours under the cursor, until they are kept or left.
    fn try_on(&mut self, desk: &mut Desk<'_>) {
        if let Some(colours) = colours(desk.state).into_iter().nth(self.cursor.at()) {
            self.before.get_or_insert_with(|| desk.state.theme.worn.clone());
            desk.then(Then::Wear(Box::new(colours)));
        }
    }

    fn take_off(&mut self, desk: &mut Desk<'_>) {
        if let Some(before) = self.before.take() {
            desk.then(Then::Wear(Box::new(before)));
        }
    }

    fn go(&mut self, desk: &mut Desk<'_>) -> Stay {
        let at = self.cursor.at();
        match self.part {
            Part::Tabs => desk.then(Then::ShowTab(at)),
            Part::Bookmarks => match desk.state.memory.bookmarks.values().nth(at) {
                Some(path) => desk.then(Then::Visit(path.clone(), None)),
                None => return Stay::Open,
            },
            Part::Libraries => desk.then(Then::Enter(at)),
            Part::Colours => self.keep_on(desk),
        }
        Stay::Close
    }

    fn keep_on(&mut self, desk: &mut Desk<'_>) {
        self.try_on(desk);
        self.before = None;
        let worn = colours(desk.state).into_iter().nth(self.cursor.at()).flatten();
        let name = worn.map_or_else(|| "auto".to_owned(), |colours| colours.name);
        let text = format!("worn until ikt ends; theme = \"{name}\" in config.toml keeps it");
        desk.then(Then::Toast(text, Role::Good));
    }

    fn drop_row(&mut self, desk: &mut Desk<'_>) {
        let at = self.cursor.at();
        match self.part {
            Part::Tabs => desk.then(Then::CloseTab(at)),
            Part::Bookmarks => {
                let mut memory = desk.state.memory.clone();
                if let Some(letter) = memory.bookmarks.keys().nth(at).copied() {
                    memory.bookmarks.remove(&letter);
                    desk.then(Then::Remember(Box::new(memory)));
                }
            }
            Part::Libraries => {
                let text = "`ikt logout --profile NAME` forgets a profile and its key";
                desk.then(Then::Toast(text.to_owned(), Role::Dim));
            }
            Part::Colours => {}
        }
        let left = self.part.rows(desk.state).saturating_sub(1);
        self.cursor.step(0, left);
    }

    fn set(&self, letter: char, desk: &mut Desk<'_>) {
        let path = desk.state.browse.list.path.clone();
        let mut memory = desk.state.memory.clone();
        let text = match memory.bookmarks.insert(letter, path.clone()) {
            Some(old) if old != path => format!("' {letter} goes to {path} now, no longer to {old}"),
            _ => format!("' {letter} goes to {path}"),
        };
        desk.then(Then::Remember(Box::new(memory)));
        desk.then(Then::Toast(text, Role::Good));
    }

    fn bookmark(&self, letter: char, state: &State) -> Option<FolderPath> {
        state.memory.bookmarks.get(&letter).cloned()
    }

    /// Rows that are seen at once.
    fn page(&self, state: &State) -> usize {
        usize::from(view::rows_area(self.area(state)).height)
    }
}

impl Sheet for Workspace {
    fn area(&self, state: &State) -> Rect {
        match self.letter {
            Some(_) => {
                let rows = u16::try_from(state.memory.bookmarks.len()).unwrap_or(u16::MAX);
                centred(state.size, 60, rows.saturating_add(4).clamp(5, 20))
            }
            None => centred(state.size, 86, 24),
        }
    }

    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn context(&self) -> Option<Context> {
        self.letter.is_none().then_some(Context::Workspace)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        if self.cursor.act(action, self.part.rows(desk.state), self.page(desk.state)) {
            if self.part == Part::Colours {
                self.try_on(desk);
            }
            return Stay::Open;
        }
        match action {
            Action::WorkspaceNext => self.step_part(1, desk),
            Action::WorkspaceBack => self.step_part(Part::ALL.len() - 1, desk),
            Action::WorkspaceOpen => return self.go(desk),
            Action::WorkspaceDrop => self.drop_row(desk),
            Action::SheetClose => {
                self.take_off(desk);
                return Stay::Close;
            }
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let KeyCode::Char(letter) = key.code else {
            return if key.code == KeyCode::Esc { Stay::Close } else { Stay::Open };
        };
        if key.ctrl || key.alt || letter.is_whitespace() {
            return if key.ctrl && letter == 'c' { Stay::Close } else { Stay::Open };
        }
        match self.letter {
            Some(Letter::Set) => self.set(letter, desk),
            _ => match self.bookmark(letter, desk.state) {
                Some(path) => desk.then(Then::Visit(path, None)),
                None => desk.then(Then::Toast(format!("no bookmark has the letter {letter}"), Role::Warning)),
            },
        }
        Stay::Close
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk<'_>) -> Stay {
        let MouseKind::Press { clicks } = mouse.kind else { return Stay::Open };
        let rows = view::rows_area(self.area(desk.state));
        let count = self.part.rows(desk.state);
        let line = Position::new(mouse.column, mouse.row);
        if !rows.contains(line) || usize::from(mouse.row - rows.y) >= count {
            return Stay::Open;
        }
        self.cursor.press(mouse, rows, count);
        match (clicks, self.part) {
            (2, _) => self.go(desk),
            (_, Part::Colours) => {
                self.try_on(desk);
                Stay::Open
            }
            _ => Stay::Open,
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.letter {
            Some(Letter::Set) => vec![("a-z", "its letter"), ("Esc", "close")],
            Some(Letter::Go) => vec![("a-z", "go there"), ("Esc", "close")],
            None => Vec::new(),
        }
    }
}
