//! The tags of a selection: all, some or none of the files have each; what is toggled becomes a plan.

mod view;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

pub use view::area;

use super::msg::{Key, KeyCode};
use super::widget::Field;
use crate::model::Tag;
use crate::ops::Target;

/// How many of the files have a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Every one.
    All,
    /// Some of them.
    Some,
    /// None.
    None,
}

/// A tag and what is to become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TagRow {
    /// The tag.
    pub tag: Tag,
    /// How many of the files have it now.
    pub files: usize,
    /// How many files of the library are known to have it.
    pub uses: usize,
    /// Who has it now.
    pub before: Holds,
    /// Who is to have it.
    pub after: Holds,
}

/// What came of a key.
pub enum Outcome {
    /// Nothing yet.
    No,
    /// Close without a change.
    Close,
    /// Make the changes.
    Apply,
}

/// What the tags are about.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// The selection.
    Selection,
    /// One file and the tags that it has.
    File(Target, Arc<[Tag]>),
}

/// The dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct TagsDialog {
    /// Which files.
    pub about: About,
    /// How many they are.
    pub files: usize,
    /// What is being typed.
    pub field: Field,
    /// What is wrong with it.
    pub error: Option<String>,
    rows: Vec<TagRow>,
    hits: Vec<usize>,
    cursor: usize,
}

impl TagsDialog {
    /// The tags of `files` files: `held` says how many of them have each, `library` how many of the
    /// files seen so far.
    pub fn new(
        about: About,
        files: usize,
        held: &HashMap<Tag, usize>,
        library: &HashMap<Tag, usize>,
    ) -> Self {
        let names = held.keys().chain(library.keys().filter(|tag| !held.contains_key(*tag)));
        let mut rows: Vec<_> = names
            .map(|tag| {
                let own = held.get(tag).copied().unwrap_or(0);
                let before = match own {
                    0 => Holds::None,
                    n if n >= files => Holds::All,
                    _ => Holds::Some,
                };
                let uses = library.get(tag).copied().unwrap_or(own);
                TagRow { tag: tag.clone(), files: own, uses, before, after: before }
            })
            .collect();
        rows.sort_by(|a, b| (b.files, b.uses, &a.tag).cmp(&(a.files, a.uses, &b.tag)));
        let mut dialog =
            Self { about, files, field: Field::default(), error: None, rows, hits: Vec::new(), cursor: 0 };
        dialog.search();
        dialog
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Outcome::Close,
            (KeyCode::Enter, _) if self.field.text().trim().is_empty() => {
                return if self.is_changed() { Outcome::Apply } else { Outcome::Close };
            }
            (KeyCode::Enter, _) => self.take_typed(),
            (KeyCode::Char(' '), _) if self.field.text().is_empty() => self.toggle(),
            (KeyCode::Tab, _) => self.complete(),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.cursor += 1,
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.cursor = self.cursor.saturating_sub(1),
            _ => {
                if self.field.key(key) == Some(true) {
                    self.typed();
                }
            }
        }
        self.cursor = self.cursor.min(self.hits.len().saturating_sub(1));
        Outcome::No
    }

    /// Searches for what was typed.
    pub fn typed(&mut self) {
        self.error = None;
        self.cursor = 0;
        self.search();
    }

    /// The rows to be seen, and which one is under the cursor.
    pub fn shown(&self) -> (impl ExactSizeIterator<Item = &TagRow>, usize) {
        (self.hits.iter().map(|&at| &self.rows[at]), self.cursor)
    }

    /// Tags that all the files are to have.
    pub fn to_add(&self) -> Vec<Tag> {
        self.changed_to(Holds::All)
    }

    /// Tags that none of the files is to have.
    pub fn to_remove(&self) -> Vec<Tag> {
        self.changed_to(Holds::None)
    }

    fn changed_to(&self, holds: Holds) -> Vec<Tag> {
        self.rows.iter().filter(|r| r.after == holds && r.before != holds).map(|r| r.tag.clone()).collect()
    }

    fn is_changed(&self) -> bool {
        self.rows.iter().any(|row| row.after != row.before)
    }

    fn search(&mut self) {
        let typed = self.field.text().trim().to_lowercase();
        let mut hits: Vec<_> =
            (0..self.rows.len()).filter(|&at| self.rows[at].tag.to_lowercase().contains(&typed)).collect();
        // What begins with the text comes first; the sort is stable and keeps the rest in order.
        hits.sort_by_key(|&at| !self.rows[at].tag.to_lowercase().starts_with(&typed));
        self.hits = hits;
    }

    fn complete(&mut self) {
        if let Some(&at) = self.hits.get(self.cursor) {
            let tag = self.rows[at].tag.clone();
            self.field.set(&tag);
            self.typed();
        }
    }

    fn toggle(&mut self) {
        if let Some(&at) = self.hits.get(self.cursor) {
            let row = &mut self.rows[at];
            row.after = match (row.after, row.before) {
                (Holds::Some, _) => Holds::All,
                (Holds::All, _) => Holds::None,
                (Holds::None, Holds::Some) => Holds::Some,
                (Holds::None, _) => Holds::All,
            };
        }
    }

    /// Enter with text: the row under the cursor if it was chosen or is what was typed, else a new tag.
    fn take_typed(&mut self) {
        let typed = self.field.text().trim().to_owned();
        let exact = self.rows.iter().position(|row| *row.tag == *typed);
        if let Some(error) = wrong(&typed) {
            self.error = Some(error);
            return;
        }
        let at = match exact {
            Some(at) => at,
            None if self.cursor > 0 => self.hits[self.cursor],
            None => {
                let row =
                    TagRow { tag: typed.into(), files: 0, uses: 0, before: Holds::None, after: Holds::None };
                self.rows.insert(0, row);
                0
            }
        };
        self.rows[at].after = if self.rows[at].after == Holds::All { Holds::None } else { Holds::All };
        let row = self.rows.remove(at);
        self.rows.insert(0, row);
        self.field.set("");
        self.typed();
    }

    /// Keys that mean something here.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.field.text().is_empty() {
            let enter = if self.is_changed() { "apply" } else { "close" };
            vec![("Space", "toggle"), ("Enter", enter), ("Esc", "close"), ("type", "search or new")]
        } else {
            vec![("Enter", "add or remove"), ("Tab", "complete"), ("Esc", "close")]
        }
    }
}

/// What the service would refuse about a tag (imagekit-api.md 2.2): `%`, or more than 500 characters.
/// A comma would make two tags of it on upload.
fn wrong(tag: &str) -> Option<String> {
    if tag.contains('%') {
        Some("A tag can't contain %.".to_owned())
    } else if tag.contains(',') {
        Some("A tag can't contain a comma; add the tags one by one.".to_owned())
    } else if tag.chars().count() > 500 {
        Some("All tags of a file may have 500 characters together; this is longer.".to_owned())
    } else {
        None
    }
}
