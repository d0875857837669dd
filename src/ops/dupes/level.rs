//! The groups at one threshold.

use std::ops::Range;

use super::images::Row;

/// In which order groups are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Those by which most bytes are to be won come first.
    #[default]
    Bytes,
    /// Those whose images are closest come first.
    Closeness,
}

/// Images that are held together at a threshold: each has a neighbour at most that far away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    start: u32,
    length: u32,
    /// Bytes of all its files but the largest: what is won by keeping only that.
    pub bytes: u64,
    /// The threshold from which on it is one group: no step from neighbour to neighbour is wider.
    pub widest: u8,
    /// Whether one of its pHashes says nothing: see [`crate::phash::is_flat`].
    pub flat: bool,
}

impl Group {
    pub(super) fn new(start: u32) -> Self {
        Self { start, length: 0, bytes: 0, widest: 0, flat: false }
    }

    /// How many images it has, at least 2.
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Never: a group has at least two images.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn range(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

/// All groups at one threshold. They are numbered in an order that says nothing: see [`Level::order`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    groups: Vec<Group>,
    /// The first of the groups whose members are in `own`; those before it are runs of leaves.
    first_own: usize,
    /// Members of groups that are no runs.
    own: Vec<Row>,
    by_bytes: Vec<u32>,
    by_closeness: Vec<u32>,
    images: usize,
    bytes: u64,
    largest: usize,
}

/// Gathers what is known of a group while its members are told one by one.
pub(super) struct Gathering {
    group: Group,
    total: u64,
    largest: u64,
}

impl Gathering {
    pub(super) fn new(start: u32) -> Self {
        Self { group: Group::new(start), total: 0, largest: 0 }
    }

    /// Takes one more member, `gap` away from those before.
    pub(super) fn take(&mut self, bytes: u64, gap: u8, flat: bool) {
        if self.group.length > 0 {
            self.group.widest = self.group.widest.max(gap);
        }
        self.group.length += 1;
        self.group.flat |= flat;
        self.total = self.total.saturating_add(bytes);
        self.largest = self.largest.max(bytes);
    }

    /// The group, if that is one.
    pub(super) fn end(&self) -> Option<Group> {
        let group = Group { bytes: self.total - self.largest, ..self.group };
        (group.length > 1).then_some(group)
    }
}

impl Level {
    /// Of the groups that are runs of leaves, in their order, and of those whose members are in `own`.
    pub(super) fn new(runs: Vec<Group>, of_own: Vec<Group>, own: Vec<Row>) -> Self {
        let first_own = runs.len();
        let mut groups = runs;
        groups.extend(of_own);
        groups.shrink_to_fit();
        let (by_bytes, by_closeness) = orders(&groups);
        Self {
            images: groups.iter().map(Group::len).sum(),
            bytes: groups.iter().fold(0, |sum, group| sum.saturating_add(group.bytes)),
            largest: groups.iter().map(Group::len).max().unwrap_or_default(),
            groups,
            first_own,
            own,
            by_bytes,
            by_closeness,
        }
    }

    /// The groups by their numbers.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The numbers of the groups in an order.
    pub fn order(&self, order: Order) -> &[u32] {
        match order {
            Order::Bytes => &self.by_bytes,
            Order::Closeness => &self.by_closeness,
        }
    }

    /// The images in all groups.
    pub fn images(&self) -> usize {
        self.images
    }

    /// Bytes of all files in groups but the largest of each.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The images in the largest group.
    pub fn largest(&self) -> usize {
        self.largest
    }

    /// The numbers of groups whose images are at most `widest` apart from neighbour to neighbour, in the
    /// order of bytes. Those with pHashes that say nothing are left out: nobody has seen that they are
    /// alike.
    pub fn within(&self, widest: u8) -> impl Iterator<Item = usize> {
        let fits = move |group: &Group| group.widest <= widest && !group.flat;
        let numbers = self.by_bytes.iter().map(|number| *number as usize);
        numbers.filter(move |number| self.groups.get(*number).is_some_and(fits))
    }

    /// The members of a group: `leaves` are the rows of all images, in the order of leaves.
    pub(super) fn members<'a>(&'a self, number: usize, leaves: &'a [Row]) -> &'a [Row] {
        let Some(group) = self.groups.get(number) else { return &[] };
        let all = if number < self.first_own { leaves } else { &self.own };
        all.get(group.range()).unwrap_or_default()
    }

    /// The number of the group in which an image is: its row, and its place among the leaves.
    pub(super) fn group_of(&self, row: Row, place: usize) -> Option<usize> {
        let (runs, of_own) = self.groups.split_at_checked(self.first_own)?;
        if let Some(number) = holding(runs, place) {
            return Some(number);
        }
        let place = self.own.iter().position(|own| *own == row)?;
        Some(self.first_own + holding(of_own, place)?)
    }
}

/// Which of the groups, that stand in the order of their starts, holds a place.
fn holding(groups: &[Group], place: usize) -> Option<usize> {
    let number = groups.partition_point(|group| group.start as usize <= place).checked_sub(1)?;
    groups.get(number)?.range().contains(&place).then_some(number)
}

/// The numbers of groups by bytes to be won, and by closeness; among equals by the other.
fn orders(groups: &[Group]) -> (Vec<u32>, Vec<u32>) {
    let mut keyed: Vec<(std::cmp::Reverse<u64>, u8, u32)> = (0..)
        .zip(groups)
        .map(|(number, group)| (std::cmp::Reverse(group.bytes), group.widest, number))
        .collect();
    keyed.sort_unstable();
    let by_bytes: Vec<u32> = keyed.iter().map(|(.., number)| *number).collect();
    keyed.sort_by_key(|(_, widest, _)| *widest);
    (by_bytes, keyed.into_iter().map(|(.., number)| number).collect())
}
