//! The groups of near images at all thresholds at once.

use std::ops::Range;

use super::distinct::Distinct;
use super::grow;
use super::levels::Levels;
use super::threads::each;
use super::watch::Watch;

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

    /// The forest that has these gaps, of images that stand in its order: see [`gaps`](Self::gaps).
    pub fn in_order(gaps: Vec<u8>, max: u8) -> Self {
        Self { max: max.min(MOST), leaves: (0..).take(gaps.len()).collect(), gaps }
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

/// A forest while it is made, from the lowest threshold up, of distinct hashes: where the images of each will stand.
#[derive(Debug)]
pub(super) struct Chains {
    max: u8,
    /// The first of each group, in order.
    groups: Vec<u32>,
    links: Vec<Link>,
    /// For each first of a group, how many images it has.
    sizes: Vec<u32>,
}

/// How a group was put behind another one.
#[derive(Clone, Copy, Debug)]
struct Link {
    /// The first of that.
    to: u32,
    /// So many images behind it.
    behind: u32,
    gap: u8,
}

impl Chains {
    /// Each by itself.
    pub(super) fn new(distinct: &Distinct, max: u8, watch: &Watch<'_>) -> Option<Self> {
        let count = distinct.count();
        let (mut links, mut sizes) = (Vec::with_capacity(count as usize), Vec::with_capacity(count as usize));
        let mut pace = watch.pace();
        for hash in 0..count {
            pace.spend(1)?;
            links.push(Link { to: hash, behind: 0, gap: APART });
            sizes.push(distinct.copies(hash).len() as u32);
        }
        Some(Self { max, groups: (0..count).collect(), links, sizes })
    }

    /// Joins groups as they are joined at the thresholds of a pass, in which each has the number of its place.
    pub(super) fn rise(&mut self, levels: &Levels, threads: usize, watch: &Watch<'_>) -> Option<()> {
        let firsts = std::mem::take(&mut self.groups);
        let lot = firsts.len().div_ceil(threads.max(1)).max(1);
        // Those that are joined at each threshold with what they are joined to, and those that aren't.
        let lots = each((0u32..).step_by(lot).zip(firsts.chunks(lot)), |(number, lot)| {
            let (mut ends, mut groups) = (vec![Vec::new(); levels.height()], Vec::new());
            let mut pace = watch.pace();
            for (number, &first) in (number..).zip(lot) {
                pace.spend(1)?;
                let Some((level, root)) = levels.end(number) else {
                    groups.push(first);
                    continue;
                };
                if let (Some(ends), Some(group)) = (ends.get_mut(level), firsts.get(root as usize)) {
                    ends.push((first, *group));
                }
            }
            Some((ends, groups))
        })?;
        let mut pace = watch.pace();
        for (level, threshold) in (levels.lowest()..=self.max).enumerate() {
            for &(first, group) in lots.iter().filter_map(|(ends, _)| ends.get(level)).flatten() {
                pace.spend(1)?;
                self.append(first, group, threshold);
            }
        }
        self.groups = lots.into_iter().flat_map(|(_, groups)| groups).collect();
        Some(())
    }

    /// Puts a group behind another one.
    fn append(&mut self, first: u32, group: u32, gap: u8) {
        let size = self.sizes.get(first as usize).copied().unwrap_or(0);
        let Some(of_group) = self.sizes.get_mut(group as usize) else { return };
        let behind = std::mem::replace(of_group, of_group.saturating_add(size));
        if let Some(link) = self.links.get_mut(first as usize) {
            *link = Link { to: group, behind, gap };
        }
    }

    /// With the images that have these hashes.
    pub(super) fn forest(self, distinct: &Distinct, watch: &Watch<'_>) -> Option<Forest> {
        let mut pace = watch.pace();
        let mut leaves = vec![0; distinct.images()];
        let mut gaps = vec![0; distinct.images()];
        let mut starts = self.sizes;
        let mut next = 0u32;
        // What a group is put behind comes before it.
        for (hash, link) in (0u32..).zip(&self.links) {
            pace.spend(1)?;
            let start = if link.to == hash {
                let start = next;
                next = next.saturating_add(starts.get(hash as usize).copied().unwrap_or(0));
                start
            } else {
                starts.get(link.to as usize).map_or(0, |start| start.saturating_add(link.behind))
            };
            if let Some(at) = starts.get_mut(hash as usize) {
                *at = start;
            }
            let copies = distinct.copies(hash);
            let start = start as usize;
            if let Some(to) = leaves.get_mut(start..start.saturating_add(copies.len())) {
                to.copy_from_slice(copies);
            }
            if let Some(gap) = gaps.get_mut(start) {
                *gap = link.gap;
            }
        }
        Some(Forest { max: self.max, leaves, gaps })
    }
}
