//! A question with a line of text as its answer: a new name, a folder, a path, a pattern.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::Role;
use crate::app::widget::{Field, cut, panel, put};
use crate::model::text::harmless;
use crate::ops::Target;

/// Suggestions shown at most.
const SHOWN: usize = 6;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Another name for this, and whether the old URL is purged.
    Rename {
        /// The file or folder.
        target: Target,
        /// Purge the old URL.
        purge: bool,
    },
    /// The name of a folder to make here.
    NewFolder,
    /// A folder to go to.
    GoTo,
    /// A delivery URL, to be explained.
    Url,
    /// What is to be seen on this file, in words.
    Description(Target),
    /// A pattern of names to select or to let go.
    Pattern {
        /// Select or let go.
        pick: bool,
    },
}

/// What came of a key.
pub enum Answer {
    /// Nothing yet.
    No,
    /// The text changed.
    Typed,
    /// The question is withdrawn.
    Close,
    /// The text is the answer.
    Given,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// What is asked.
    pub ask: Ask,
    /// The answer so far.
    pub field: Field,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What will come of it, where that isn't plain.
    pub note: Option<String>,
    /// Answers that fit what was typed.
    pub suggestions: Vec<String>,
    chosen: Option<usize>,
}

impl Prompt {
    /// A question, with a first answer to edit.
    pub fn new(ask: Ask, field: Field) -> Self {
        Self { ask, field, error: None, note: None, suggestions: Vec::new(), chosen: None }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Answer {
        match (key.code, &mut self.ask) {
            (KeyCode::Esc, _) => return Answer::Close,
            (KeyCode::Char('c'), _) if key.ctrl => return Answer::Close,
            (KeyCode::Enter, _) => return Answer::Given,
            (KeyCode::Tab, Ask::Rename { target: Target::File { .. }, purge }) => *purge = !*purge,
            (KeyCode::Tab | KeyCode::Down, _) => return self.choose(1),
            (KeyCode::BackTab | KeyCode::Up, _) => return self.choose(-1),
            _ if self.field.key(key) == Some(true) => {
                self.chosen = None;
                self.error = None;
                return Answer::Typed;
            }
            _ => {}
        }
        Answer::No
    }

    fn choose(&mut self, by: isize) -> Answer {
        let Some(last) = self.suggestions.len().min(SHOWN).checked_sub(1) else { return Answer::No };
        let next = match (self.chosen, by) {
            (None, 1..) => 0,
            (None, _) => last,
            (Some(at), 1..) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), _) => at.checked_sub(1).unwrap_or(last),
        };
        self.chosen = Some(next);
        let text = self.suggestions[next].clone();
        self.field.set(&text);
        Answer::No
    }

    fn title(&self) -> &'static str {
        match &self.ask {
            Ask::Rename { target: Target::Folder(_), .. } => "Rename folder",
            Ask::Rename { .. } => "Rename file",
            Ask::NewFolder => "New folder",
            Ask::GoTo => "Go to folder",
            Ask::Url => "Explain a URL",
            Ask::Description(_) => "Description",
            Ask::Pattern { pick: true } => "Select by pattern",
            Ask::Pattern { pick: false } => "Let go by pattern",
        }
    }

    /// Keys that mean something here.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let enter = match &self.ask {
            Ask::Rename { .. } => "rename",
            Ask::NewFolder => "make it",
            Ask::GoTo => "go",
            Ask::Url => "explain",
            Ask::Description(_) => "save",
            Ask::Pattern { pick: true } => "select",
            Ask::Pattern { pick: false } => "let go",
        };
        let mut hints = vec![("Enter", enter), ("Esc", "close")];
        match &self.ask {
            Ask::Rename { target: Target::File { .. }, .. } => hints.push(("Tab", "purge the old URL")),
            Ask::GoTo => hints.push(("Tab", "complete")),
            _ => {}
        }
        hints
    }

    pub(super) fn area(&self, size: (u16, u16)) -> Rect {
        let suggestions = self.suggestions.len().min(SHOWN);
        centred(size, 66, 5 + u16::try_from(suggestions).unwrap_or(0))
    }

    /// Draws the question.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, self.title(), theme);
        let ground = theme.style(Role::Panel);
        let line = |n: u16| Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
        self.field.draw(frame, line(0), ground.patch(theme.style(Role::Text)));
        let (text, role) = self.remark();
        let room = usize::from(inside.width);
        let text = harmless(&text);
        put(
            frame.buffer_mut(),
            line(1),
            0,
            &cut(&text, room, theme.glyphs.more),
            ground.patch(theme.style(role)),
        );
        for (n, suggestion) in self.suggestions.iter().take(SHOWN).enumerate() {
            let line = line(2 + u16::try_from(n).unwrap_or(0));
            let style = if self.chosen == Some(n) { theme.style(Role::Cursor) } else { ground };
            frame.buffer_mut().set_style(line, style);
            let text = harmless(suggestion);
            put(
                frame.buffer_mut(),
                line,
                1,
                &cut(&text, room.saturating_sub(2), theme.glyphs.more),
                style.patch(theme.style(Role::Folder)),
            );
        }
    }

    /// The line under the field: what is wrong, what will come of it, or what else there is to know.
    fn remark(&self) -> (String, Role) {
        if let Some(error) = &self.error {
            return (error.clone(), Role::Bad);
        }
        if let Some(note) = &self.note {
            return (note.clone(), Role::Warning);
        }
        let text = match &self.ask {
            Ask::Rename { target: Target::File { .. }, purge: true } => {
                "The old URL dies, and is purged from the cache (counts towards the quota)."
            }
            Ask::Rename { target: Target::File { .. }, purge: false } => {
                "The old URL dies once caches expire. Tab: purge it now."
            }
            Ask::Rename { .. } => "URLs of all files in it change.",
            Ask::NewFolder => "Letters, digits, - and _ are kept.",
            Ask::GoTo => "A path, a URL of this library, or the id of a file.",
            Ask::Url => "Paste the whole URL, signature and all.",
            Ask::Description(_) => "What is to be seen, in words; an empty one is taken away.",
            Ask::Pattern { .. } => "* is any text, ? one character: *.png, hero-??.jpg",
        };
        (text.to_owned(), Role::Dim)
    }
}
