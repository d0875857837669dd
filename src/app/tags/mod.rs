//! The tags of a selection: all, some or none of the files have each; what is toggled becomes a plan.

mod ai;
mod view;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashMap;

pub use ai::{AiRow, AiTags, Fate};
pub use view::area;

use super::msg::{Key, KeyCode};
use super::widget::Field;
use crate::model::{File, Tag};

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
    /// The tag in small letters, for the search.
    folded: String,
    /// When it was typed or toggled by name: the latest has the greatest number and stands first.
    turn: usize,
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
    /// One file.
    File(Box<File>),
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
    /// The AI tags of the files.
    pub ai: AiTags,
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
        library: HashMap<&Tag, usize>,
    ) -> Self {
        let names = held.keys().chain(library.keys().copied().filter(|tag| !held.contains_key(*tag)));
        let mut rows: Vec<_> = names
            .map(|tag| {
                let own = held.get(tag).copied().unwrap_or(0);
                let before = match own {
                    0 => Holds::None,
                    n if n >= files => Holds::All,
                    _ => Holds::Some,
                };
                let uses = library.get(tag).copied().unwrap_or(own);
                TagRow::new(tag.clone(), own, uses, before)
            })
            .collect();
        sort(&mut rows);
        let (field, ai) = (Field::default(), AiTags::default());
        let mut dialog = Self { about, files, field, error: None, ai, rows, hits: Vec::new(), cursor: 0 };
        dialog.search();
        dialog
    }

    /// The same with the AI tags of the files.
    pub fn with_ai(self, ai: AiTags) -> Self {
        Self { ai, ..self }
    }

    /// Takes tags of the library and how many files have each. The cursor stays on its tag.
    pub fn learn(&mut self, uses: &[(&Tag, usize)]) {
        let known: HashMap<Tag, usize> =
            self.rows.iter().enumerate().map(|(at, row)| (row.tag.clone(), at)).collect();
        for (tag, files) in uses {
            match known.get(*tag).and_then(|at| self.rows.get_mut(*at)) {
                Some(row) => row.uses = *files,
                None => self.rows.push(TagRow::new(Tag::clone(tag), 0, *files, Holds::None)),
            }
        }
        let on = self.hits.get(self.cursor).and_then(|at| self.rows.get(*at)).map(|row| row.tag.clone());
        sort(&mut self.rows);
        self.search();
        // At the top below a text the cursor means the text itself.
        if self.cursor > 0 || self.field.text().is_empty() {
            let at = self.hits.iter().position(|&at| Some(&self.rows[at].tag) == on.as_ref());
            self.cursor = at.unwrap_or(0);
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Outcome::Close,
            (KeyCode::Enter, _) if self.field.text().trim().is_empty() => {
                return if self.is_changed() { Outcome::Apply } else { Outcome::Close };
            }
            (KeyCode::Enter, _) => self.take_typed(),
            _ if self.ai.has_keys && self.ai_key(key) => {}
            (KeyCode::Tab, _) if self.field.text().is_empty() => self.ai.has_keys = !self.ai.is_empty(),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) if self.is_at_end() => self.ai.has_keys = true,
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

    /// Takes a key in the block of AI tags. Whether it means something there; if not, it goes to the
    /// field, and so do those that follow.
    fn ai_key(&mut self, key: Key) -> bool {
        match (key.code, key.ctrl) {
            (KeyCode::Char(' '), false) => self.ai.toggle(Fate::Remove),
            (KeyCode::Char('t'), true) => self.ai.toggle(Fate::Promote),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.ai.down(),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.ai.has_keys = !self.ai.up(),
            (KeyCode::Tab, _) => self.ai.has_keys = false,
            _ => {
                self.ai.has_keys = false;
                return false;
            }
        }
        self.error = None;
        true
    }

    /// Whether the next row down is that of an AI tag.
    fn is_at_end(&self) -> bool {
        self.field.text().is_empty() && !self.ai.is_empty() && self.cursor + 1 >= self.hits.len()
    }

    /// Searches for what was typed.
    pub fn typed(&mut self) {
        self.error = None;
        self.cursor = 0;
        self.ai.has_keys = false;
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
        self.rows.iter().any(|row| row.after != row.before) || !self.ai.to_remove().is_empty()
    }

    fn search(&mut self) {
        let typed = self.field.text().trim().to_lowercase();
        let mut hits: Vec<_> =
            (0..self.rows.len()).filter(|&at| self.rows[at].folded.contains(&typed)).collect();
        // What begins with the text comes first; the sort is stable and keeps the rest in order.
        hits.sort_by_key(|&at| !self.rows[at].folded.starts_with(&typed));
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
                self.rows.push(TagRow::new(typed.into(), 0, 0, Holds::None));
                self.rows.len() - 1
            }
        };
        let last = self.rows.iter().map(|row| row.turn).max().unwrap_or(0);
        let row = &mut self.rows[at];
        row.after = if row.after == Holds::All { Holds::None } else { Holds::All };
        row.turn = last + 1;
        sort(&mut self.rows);
        self.field.set("");
        self.typed();
    }

    /// Keys that mean something here.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.ai.has_keys {
            let enter = if self.is_changed() { "apply" } else { "close" };
            return vec![("Space", "remove"), ("Ctrl-T", "make a tag"), ("Enter", enter), ("Tab", "tags")];
        }
        if self.field.text().is_empty() {
            let enter = if self.is_changed() { "apply" } else { "close" };
            let mut hints = vec![("Space", "toggle"), ("Enter", enter), ("Esc", "close")];
            hints.extend((!self.ai.is_empty()).then_some(("Tab", "AI tags")));
            hints.push(("type", "search or new"));
            hints
        } else {
            vec![("Enter", "add or remove"), ("Tab", "complete"), ("Esc", "close")]
        }
    }
}

impl TagRow {
    fn new(tag: Tag, files: usize, uses: usize, before: Holds) -> Self {
        Self { folded: tag.to_lowercase(), tag, files, uses, before, after: before, turn: 0 }
    }
}

/// What was typed first, the latest before all; then what most of the files, and of the library, have.
fn sort(rows: &mut [TagRow]) {
    rows.sort_by(|a, b| {
        let by = |row: &TagRow| (Reverse(row.turn), Reverse(row.files), Reverse(row.uses));
        by(a).cmp(&by(b)).then_with(|| a.tag.cmp(&b.tag))
    });
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
