//! A short list to choose from, searched by typing.

use crate::app::msg::{Key, KeyCode};
use crate::app::widget::Field;

/// A list of things with a name and a word about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What was typed.
    pub field: Field,
    items: Vec<(String, String)>,
    cursor: usize,
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    No,
    /// The list is to be closed.
    Close,
    /// The thing of this name.
    Take(String),
    /// The thing of this name is to be taken away.
    Drop(String),
}

impl Menu {
    /// A list of names and words.
    pub fn new(items: Vec<(String, String)>) -> Self {
        Self { field: Field::default(), items, cursor: 0 }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Chosen {
        let current = |menu: &Self| menu.shown().0.get(menu.cursor).map(|(name, _)| name.clone());
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Chosen::Close,
            (KeyCode::Enter, _) => return current(self).map_or(Chosen::No, Chosen::Take),
            (KeyCode::Delete, _) | (KeyCode::Char('d'), true) => {
                return current(self).map_or(Chosen::No, Chosen::Drop);
            }
            (KeyCode::Down | KeyCode::Tab, _) | (KeyCode::Char('n'), true) => self.cursor += 1,
            (KeyCode::Up | KeyCode::BackTab, _) | (KeyCode::Char('p'), true) => {
                self.cursor = self.cursor.saturating_sub(1);
            }
            _ => {
                if self.field.key(key) == Some(true) {
                    self.cursor = 0;
                }
            }
        }
        self.cursor = self.cursor.min(self.shown().0.len().saturating_sub(1));
        Chosen::No
    }

    /// What fits to what was typed, what begins with it first, and which is under the cursor.
    pub fn shown(&self) -> (Vec<&(String, String)>, usize) {
        let typed = self.field.text().trim().to_lowercase();
        let fits = |(name, words): &&(String, String)| {
            name.to_lowercase().contains(&typed) || words.to_lowercase().contains(&typed)
        };
        let mut shown: Vec<_> = self.items.iter().filter(fits).collect();
        shown.sort_by_key(|(name, _)| !name.to_lowercase().starts_with(&typed));
        (shown, self.cursor)
    }
}
