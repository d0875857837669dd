//! The groups of near images at all thresholds at once.

use std::ops::Range;
use std::thread;

use super::distinct::Distinct;
use super::grow;
use super::levels::Levels;

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
    /// The first of each group, in order.
    groups: Vec<u32>,
    last: Vec<u32>,
    links: Vec<Link>,
}

/// What follows a hash in its group, and how far the hash is from the one before.
#[derive(Clone, Copy, Debug)]
struct Link {
    next: u32,
    gap: u8,
}

/// No image follows.
const NONE: u32 = u32::MAX;

impl Chains {
    /// Each by itself.
    pub(super) fn new(count: u32, max: u8) -> Self {
        let links = vec![Link { next: NONE, gap: APART }; count as usize];
        Self { max, groups: (0..count).collect(), last: (0..count).collect(), links }
    }

    /// Joins groups as they are joined at the thresholds of a pass, in which each has the number of its place.
    pub(super) fn rise(&mut self, levels: &Levels) {
        let firsts = std::mem::take(&mut self.groups);
        let mut ends: Vec<Vec<(u32, u32)>> = vec![Vec::new(); levels.height()];
        for (number, &first) in (0u32..).zip(&firsts) {
            match levels.end(number) {
                Some((level, root)) => {
                    let group = firsts.get(root as usize).copied().unwrap_or(first);
                    if let Some(ends) = ends.get_mut(level) {
                        ends.push((first, group));
                    }
                }
                None => self.groups.push(first),
            }
        }
        for (threshold, ends) in (levels.lowest()..).zip(ends) {
            ends.into_iter().for_each(|(first, group)| self.append(first, group, threshold));
        }
    }

    /// Puts a group behind another one.
    fn append(&mut self, first: u32, group: u32, threshold: u8) {
        let tail = self.last.get(first as usize).copied().unwrap_or(first);
        let Some(last) = self.last.get_mut(group as usize) else { return };
        let before = std::mem::replace(last, tail);
        if let Some(link) = self.links.get_mut(before as usize) {
            link.next = first;
        }
        if let Some(link) = self.links.get_mut(first as usize) {
            link.gap = threshold;
        }
    }

    /// With the images that have these hashes.
    pub(super) fn forest(&self, distinct: &Distinct, threads: usize) -> Option<Forest> {
        let share = self.groups.len().div_ceil(threads.max(1)).max(1);
        thread::scope(|scope| {
            let threads: Vec<_> =
                self.groups.chunks(share).map(|groups| scope.spawn(|| self.walk(groups, distinct))).collect();
            let mut forest = Forest {
                max: self.max,
                leaves: Vec::with_capacity(distinct.images()),
                gaps: Vec::with_capacity(distinct.images()),
            };
            for thread in threads {
                let (leaves, gaps) = thread.join().ok()?;
                forest.leaves.extend(leaves);
                forest.gaps.extend(gaps);
            }
            Some(forest)
        })
    }

    /// The images of groups, and their gaps.
    fn walk(&self, groups: &[u32], distinct: &Distinct) -> (Vec<u32>, Vec<u8>) {
        let (mut leaves, mut gaps) = (Vec::new(), Vec::new());
        for &first in groups {
            let mut at = first;
            while let Some(link) = self.links.get(at as usize) {
                let copies = distinct.copies(at);
                leaves.extend_from_slice(copies);
                gaps.push(link.gap);
                gaps.resize(leaves.len(), 0);
                at = link.next;
            }
        }
        (leaves, gaps)
    }
}
