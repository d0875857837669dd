//! The groups of near images at all thresholds at once.

use std::ops::Range;

use super::distinct::Distinct;
use super::grow;

/// The highest threshold for which groups are made.
pub const MOST: u8 = 20;

/// A gap that no threshold reaches.
const APART: u8 = u8::MAX;

/// All groups at all thresholds up to one: at a threshold `d` two images are in one group when a chain of
/// images leads from one to the other in which neighbours differ in at most `d` bits (single linkage).
///
/// The images stand in an order in which every group at every threshold is a run, with the gap that
/// parts each from the one before it. The order depends on the hashes alone: a group begins with its
/// first image, and its parts at the threshold below follow each other by their first images.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forest {
    max: u8,
    leaves: Vec<u32>,
    gaps: Vec<u8>,
}

/// How many groups there are at a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Summary {
    /// Groups of at least two images.
    pub groups: usize,
    /// The images in them.
    pub images: usize,
    /// The images in the largest.
    pub largest: usize,
}

impl Forest {
    /// The groups of these pHashes at every threshold up to `max`, of at most [`MOST`] (higher ones are
    /// taken as that). `None` once `cancelled` says true; it is asked every few milliseconds, by several
    /// threads. Images after the first 2³¹ − 1 are left out.
    pub fn grow(hashes: &[u64], max: u8, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        grow::grow(hashes, max.min(MOST), cancelled)
    }

    /// The groups with more images: `hashes` holds the ones that the forest was grown of, then the new
    /// ones. The same as grown of all, but faster when few are new.
    pub fn extend(&self, hashes: &[u64], cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        grow::extend(self, hashes, cancelled)
    }

    /// The highest threshold that it knows.
    pub fn max(&self) -> u8 {
        self.max
    }

    /// The number of images.
    pub fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The images in their order: indices into the hashes. Groups at any threshold are runs of it.
    pub fn leaves(&self) -> &[u32] {
        &self.leaves
    }

    /// For each leaf the lowest threshold at which it is in one group with the leaf before; above
    /// [`max`](Self::max) when there is none, as for the first.
    pub fn gaps(&self) -> &[u8] {
        &self.gaps
    }

    /// Groups of at least two images at a threshold, as ranges of [`leaves`](Self::leaves). At a threshold
    /// above [`max`](Self::max) they are those at `max`.
    pub fn groups(&self, threshold: u8) -> impl Iterator<Item = Range<usize>> {
        let threshold = threshold.min(self.max);
        let mut from = 0;
        std::iter::from_fn(move || {
            let rest = self.gaps.get(from..)?;
            let start = from.saturating_add(rest.iter().position(|&gap| gap <= threshold)?).saturating_sub(1);
            let run = self.gaps.get(start.saturating_add(1)..)?;
            let more = run.iter().position(|&gap| gap > threshold).unwrap_or(run.len());
            from = start.saturating_add(more).saturating_add(1);
            Some(start..from)
        })
    }

    /// How many groups there are at a threshold.
    pub fn summary(&self, threshold: u8) -> Summary {
        self.groups(threshold).fold(Summary::default(), |so_far, group| Summary {
            groups: so_far.groups.saturating_add(1),
            images: so_far.images.saturating_add(group.len()),
            largest: so_far.largest.max(group.len()),
        })
    }
}

/// A forest while it is made, from the lowest threshold up, of distinct hashes: each group as a list.
#[derive(Debug)]
pub(super) struct Chains {
    max: u8,
    /// The first of each group, in order, and the number that the group has in this pass.
    groups: Vec<(u32, u32)>,
    /// For each number the first hash of its group.
    firsts: Vec<u32>,
    last: Vec<u32>,
    next: Vec<u32>,
    gaps: Vec<u8>,
}

/// No image follows.
const NONE: u32 = u32::MAX;

impl Chains {
    /// Each by itself.
    pub(super) fn new(count: u32, max: u8) -> Self {
        let groups = (0..count).map(|hash| (hash, hash)).collect();
        let length = count as usize;
        Self {
            max,
            groups,
            firsts: Vec::new(),
            last: (0..count).collect(),
            next: vec![NONE; length],
            gaps: vec![APART; length],
        }
    }

    /// Numbers the groups anew, before a pass.
    pub(super) fn number(&mut self) {
        for (number, group) in (0u32..).zip(&mut self.groups) {
            group.1 = number;
        }
        self.firsts.clear();
        self.firsts.extend(self.groups.iter().map(|group| group.0));
    }

    /// Goes up to a threshold at which `root` names for each group, by number, the first of those that it is
    /// together with.
    pub(super) fn rise(&mut self, threshold: u8, root: impl Fn(u32) -> u32) {
        let Self { groups, firsts, last, next, gaps, .. } = self;
        groups.retain(|&(first, number)| {
            let root = root(number);
            if root == number {
                return true;
            }
            let Some(&group) = firsts.get(root as usize) else { return true };
            let tail = last.get(first as usize).copied();
            if let (Some(end), Some(tail)) = (last.get_mut(group as usize), tail) {
                if let Some(next) = next.get_mut(*end as usize) {
                    *next = first;
                }
                *end = tail;
            }
            if let Some(gap) = gaps.get_mut(first as usize) {
                *gap = threshold;
            }
            false
        });
    }

    /// With the images that have these hashes.
    pub(super) fn forest(self, distinct: &Distinct) -> Forest {
        let mut forest = Forest {
            max: self.max,
            leaves: Vec::with_capacity(distinct.images()),
            gaps: Vec::with_capacity(distinct.images()),
        };
        for (first, _) in self.groups {
            let mut at = first;
            while at != NONE {
                let gap = self.gaps.get(at as usize).copied().unwrap_or(APART);
                for (copy, &image) in distinct.copies(at).iter().enumerate() {
                    forest.leaves.push(image);
                    forest.gaps.push(if copy == 0 { gap } else { 0 });
                }
                at = self.next.get(at as usize).copied().unwrap_or(NONE);
            }
        }
        forest
    }
}
