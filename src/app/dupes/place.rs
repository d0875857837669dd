//! Where the cursor is: which group at which threshold, and which file of it.

use std::cmp::Reverse;

use crate::ops::dupes::{Duplicates, Group, Level, Order, Row};

/// A group with more files than this is not decided on while it is looked at: the rules choose when
/// the plan is made.
pub(super) const MANY: usize = 500;

/// Where the cursor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The threshold, in bits.
    pub(super) level: u8,
    pub(super) order: Order,
    /// The group, counted in the order.
    pub(super) group: usize,
    /// The file, counted among the members; `None` for the first one that isn't kept.
    pub(super) member: Option<usize>,
}

impl Place {
    /// The groups at the threshold.
    pub(super) fn level<'a>(&self, found: &'a Duplicates) -> &'a Level {
        found.level(self.level)
    }

    /// The number of the group at a place of the order.
    pub(super) fn number(&self, at: usize, found: &Duplicates) -> Option<usize> {
        self.level(found).order(self.order).get(at).map(|number| *number as usize)
    }

    /// The members of the group at a place of the order; none if there isn't one.
    pub(super) fn members<'a>(&self, at: usize, found: &'a Duplicates) -> &'a [Row] {
        self.number(at, found).map(|number| found.members(self.level, number)).unwrap_or_default()
    }

    /// The group at a place of the order.
    pub(super) fn group<'a>(&self, at: usize, found: &'a Duplicates) -> Option<&'a Group> {
        self.level(found).groups().get(self.number(at, found)?)
    }

    /// How many groups there are.
    pub(super) fn groups(&self, found: &Duplicates) -> usize {
        self.level(found).groups().len()
    }

    /// Moves by groups.
    pub(super) fn step(&mut self, by: isize, found: &Duplicates) {
        let last = self.groups(found).saturating_sub(1);
        let to = self.group.saturating_add_signed(by).min(last);
        if to != self.group {
            self.group = to;
            self.member = None;
        }
    }

    /// Goes to another threshold or order, or to other groups than `before`; the cursor stays on the group
    /// that holds the file, or goes to where its group would stand.
    pub(super) fn turn(
        &mut self,
        to: (u8, Order),
        row: Option<Row>,
        before: Option<&Duplicates>,
        found: &Duplicates,
    ) {
        let was = before.and_then(|before| self.group(self.group, before).copied());
        (self.level, self.order) = (to.0.min(found.max()), to.1);
        let number = row.and_then(|row| found.group_of(self.level, row));
        let level = self.level(found);
        let known = number.and_then(|number| Some((level.groups().get(number)?, number)));
        self.group = match known {
            Some((group, number)) => stands(level, self.order, group, number),
            None => was.map_or(0, |group| stands(level, self.order, &group, 0)),
        };
        self.group = self.group.min(level.groups().len().saturating_sub(1));
        self.member = known.and(row).and_then(|row| {
            let members = self.members(self.group, found);
            members.iter().take(MANY).position(|other| *other == row)
        });
    }
}

/// Where a group stands in the order, or would stand. Found by halving, since the orders are sorted.
fn stands(level: &Level, order: Order, group: &Group, number: usize) -> usize {
    let key = |group: &Group, number: usize| match order {
        Order::Bytes => (Reverse(group.bytes), u64::from(group.widest), Reverse(0), number),
        Order::Closeness => (Reverse(0), u64::from(group.widest), Reverse(group.bytes), number),
    };
    let wanted = key(group, number);
    level.order(order).partition_point(|other| {
        let other = *other as usize;
        level.groups().get(other).is_some_and(|group| key(group, other) < wanted)
    })
}
