//! What the user wants otherwise than the rules, and what is to be done with which groups.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::model::{AssetId, FolderPath};
use crate::ops::dupes::{Apart, Candidate, Decision, Duplicates, Field, Row, Rules};

/// The groups of a library, and what the user decided before.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// The groups at every threshold.
    pub duplicates: Duplicates,
    /// Pairs that are no duplicates.
    pub apart: Apart,
    /// Folders whose files are always kept.
    pub safe: Vec<FolderPath>,
}

/// How it is decided which file of a group is kept, and what the user wants otherwise. It holds at every
/// threshold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// The rules.
    pub rules: Rules,
    /// Files to be kept whatever the rules say; of two in one group the last one.
    keep: Vec<Row>,
    /// Files that stay as they are.
    out: HashSet<Row>,
    /// Files whose values are used where files disagree.
    values: Vec<(Field, Row)>,
}

impl Choices {
    /// As these rules say, and nothing otherwise.
    pub fn by(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Keeps this file.
    pub fn keep(&mut self, row: Row) {
        self.keep.retain(|other| *other != row);
        self.keep.push(row);
        self.out.remove(&row);
    }

    /// Takes a file out of what is decided, or in again.
    pub fn turn_out(&mut self, row: Row) {
        if !self.out.remove(&row) {
            self.out.insert(row);
        }
    }

    /// Uses the value of this file where files disagree.
    pub fn choose(&mut self, field: Field, row: Row) {
        self.values.retain(|other| *other != (field.clone(), row));
        self.values.push((field, row));
    }

    /// What becomes of the files of a group; `None` for fewer than two.
    pub fn decide(&self, members: Vec<Candidate>, safe: &[FolderPath], apart: &Apart) -> Option<Decision> {
        let ids: HashMap<Row, AssetId> =
            members.iter().map(|member| (member.row, member.id().clone())).collect();
        let mut decision = Decision::new(members, &self.rules, safe, apart)?;
        if let Some(id) = self.keep.iter().rev().find_map(|row| ids.get(row)) {
            decision.keep(id);
        }
        self.out.iter().filter_map(|row| ids.get(row)).for_each(|id| decision.toggle(id));
        for (field, row) in &self.values {
            if let Some(id) = ids.get(row) {
                decision.choose(field.clone(), id.clone());
            }
        }
        Some(decision)
    }
}

/// All groups at a threshold whose images are close enough.
#[derive(Clone, Debug, PartialEq)]
pub struct All {
    /// The threshold at which they are groups.
    pub level: u8,
    /// The widest distance from neighbour to neighbour.
    pub widest: u8,
    /// The first members of groups that the user let go again.
    pub except: HashSet<Row>,
}

/// Which groups are accepted: what was decided of them is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accepted {
    /// Single groups by their first members.
    groups: BTreeMap<Row, Arc<[Row]>>,
    /// The group of each file in these.
    of: HashMap<Row, Row>,
    /// Many at once.
    pub all: Option<All>,
}

/// How far a group is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// None of it.
    None,
    /// Some of its files, as a group of their own.
    Part,
    /// It as it is.
    Whole,
}

impl Accepted {
    /// Whether nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.all.is_none()
    }

    /// The single groups.
    pub fn groups(&self) -> impl Iterator<Item = &Arc<[Row]>> {
        self.groups.values()
    }

    /// How far a group is accepted. `found` are the groups that `all` is about.
    pub fn extent(&self, members: &[Row], found: &Duplicates) -> Extent {
        let Some(first) = members.first() else { return Extent::None };
        if self.by_all(*first, members.len(), found) {
            return Extent::Whole;
        }
        // A group that holds an accepted one is as a rule only a little larger.
        let some = members.iter().take(LOOKED_AT).find_map(|row| self.of.get(row));
        match some.and_then(|first| self.groups.get(first)) {
            None => Extent::None,
            Some(group) if group.len() == members.len() => Extent::Whole,
            Some(_) => Extent::Part,
        }
    }

    fn by_all(&self, first: Row, members: usize, found: &Duplicates) -> bool {
        let Some(all) = &self.all else { return false };
        let Some(number) = found.group_of(all.level, first) else { return false };
        let level = found.level(all.level);
        let fits = level
            .groups()
            .get(number)
            .is_some_and(|group| group.len() == members && group.widest <= all.widest && !group.flat);
        let own = found.members(all.level, number).first();
        fits && own.is_some_and(|own| !all.except.contains(own))
    }

    /// Accepts a group, or lets it go again. Whether it is accepted now.
    pub fn turn(&mut self, members: &[Row], found: &Duplicates) -> bool {
        let Some(first) = members.first().copied() else { return false };
        if self.by_all(first, members.len(), found) {
            if let Some(all) = &mut self.all {
                let number = found.group_of(all.level, first);
                let own = number.and_then(|number| found.members(all.level, number).first());
                all.except.insert(own.copied().unwrap_or(first));
            }
            return false;
        }
        let whole = self.extent(members, found) == Extent::Whole;
        for row in members {
            if let Some(first) = self.of.remove(row)
                && let Some(group) = self.groups.remove(&first)
            {
                for row in group.iter() {
                    self.of.remove(row);
                }
            }
        }
        if !whole {
            self.put(members);
        }
        !whole
    }

    /// Accepts a group.
    pub(super) fn put(&mut self, members: &[Row]) {
        if let Some(first) = members.first().copied() {
            self.of.extend(members.iter().map(|row| (*row, first)));
            self.groups.insert(first, members.into());
        }
    }

    /// How many groups are accepted: those that `Order::groups` gives.
    pub fn count(&self, found: &Duplicates) -> usize {
        let Some(all) = &self.all else { return self.groups.len() };
        let own: HashSet<usize> = self.of.keys().filter_map(|row| found.group_of(all.level, *row)).collect();
        let counts = |number: &usize| {
            let first = found.members(all.level, *number).first();
            !own.contains(number) && first.is_some_and(|first| !all.except.contains(first))
        };
        self.groups.len() + found.level(all.level).within(all.widest).filter(counts).count()
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// So many members of a group are looked at to see whether a part of it is accepted.
const LOOKED_AT: usize = 64;

/// What a plan is to be made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The groups.
    pub found: Arc<Found>,
    /// Which of them.
    pub accepted: Accepted,
    /// What is kept of each.
    pub choices: Choices,
    /// Whether the kept ones get tags and values of the others.
    pub merging: bool,
}

impl Order {
    /// The members of each group that is accepted.
    pub fn groups(&self) -> Vec<Arc<[Row]>> {
        let mut groups: Vec<Arc<[Row]>> = self.accepted.groups().cloned().collect();
        let Some(all) = &self.accepted.all else { return groups };
        let found = &self.found.duplicates;
        for number in found.level(all.level).within(all.widest) {
            let members = found.members(all.level, number);
            let excepted = members.first().is_none_or(|first| all.except.contains(first));
            // What was accepted as another group is that group.
            if !excepted && !members.iter().any(|row| self.accepted.of.contains_key(row)) {
                groups.push(members.into());
            }
        }
        groups
    }
}
