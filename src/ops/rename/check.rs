//! New names side by side: which change, which collide. Made in steps, so that no key waits for it.

use std::collections::{HashMap, HashSet};

use super::{Missing, Subject};
use crate::ops::names::stored_name;

/// What becomes of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// It stays.
    Same,
    /// It becomes this.
    New {
        /// As the service stores it.
        stored: String,
        /// Whether the service rewrites what was asked for.
        rewritten: bool,
    },
    /// The file lacks what its name would be made of, and keeps the old one.
    Missing(Missing),
    /// Nothing can have this name.
    Invalid(String),
}

impl Row {
    /// What becomes of a file for which this name was found.
    pub fn of(subject: &Subject, name: Result<String, Missing>) -> Self {
        let name = match name {
            Ok(name) => name,
            Err(missing) => return Self::Missing(missing),
        };
        let stored = stored_name(name.trim());
        if matches!(&*stored, "" | "." | "..") || name.contains('/') {
            return Self::Invalid(name);
        }
        if *stored == *subject.name {
            return Self::Same;
        }
        Self::New { rewritten: stored != name, stored }
    }
}

/// What a new name collides with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// The name of another of the files, by its place.
    With(usize),
    /// A file that is there and keeps its name.
    There,
}

/// How many names do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Change.
    pub changed: usize,
    /// Are the same.
    pub same: usize,
    /// Are rewritten by the service; they change too.
    pub rewritten: usize,
    /// Can't be made, for lack of a value.
    pub missing: usize,
    /// Can't be had by any file.
    pub invalid: usize,
}

/// The look at all names, as far as it has got.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    next: usize,
    counts: Counts,
    claims: HashMap<String, usize>,
    clashes: HashMap<usize, Clash>,
    changes: Vec<(usize, String)>,
}

impl Check {
    /// Looks at the next files, at most `most` of them. `there` are paths of other files.
    pub fn step(
        &mut self,
        subjects: &[Subject],
        there: &HashSet<String>,
        most: usize,
        name: impl Fn(usize, &Subject) -> Result<String, Missing>,
    ) {
        for _ in 0..most {
            let Some(subject) = subjects.get(self.next) else { return };
            let row = Row::of(subject, name(self.next, subject));
            self.claim(subject, row, there);
            self.next += 1;
        }
    }

    fn claim(&mut self, subject: &Subject, row: Row, there: &HashSet<String>) {
        let at = self.next;
        let path = match row {
            Row::New { stored, rewritten } => {
                self.counts.changed += 1;
                self.counts.rewritten += usize::from(rewritten);
                let path = subject.folder.join(&stored);
                if there.contains(&path) {
                    self.clashes.insert(at, Clash::There);
                }
                self.changes.push((at, stored));
                path
            }
            Row::Same => {
                self.counts.same += 1;
                subject.path()
            }
            Row::Missing(_) => {
                self.counts.missing += 1;
                subject.path()
            }
            Row::Invalid(_) => {
                self.counts.invalid += 1;
                subject.path()
            }
        };
        if let Some(other) = self.claims.insert(path, at) {
            self.clashes.insert(at, Clash::With(other));
            self.clashes.entry(other).or_insert(Clash::With(at));
        }
    }

    /// Files looked at so far.
    pub fn looked_at(&self) -> usize {
        self.next
    }

    /// How many names do what, so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many names collide, so far.
    pub fn clashes(&self) -> usize {
        self.clashes.len()
    }

    /// What the name of this file collides with.
    pub fn clash(&self, at: usize) -> Option<Clash> {
        self.clashes.get(&at).copied()
    }

    /// The next file after this one, round the end, whose name collides.
    pub fn next_clash(&self, at: usize) -> Option<usize> {
        let after = self.clashes.keys().filter(|clash| **clash > at).min();
        after.or_else(|| self.clashes.keys().min()).copied()
    }

    /// The files that change, by their places, and their names as they will be stored.
    pub fn changes(&self) -> &[(usize, String)] {
        &self.changes
    }
}
