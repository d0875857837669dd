//! Which groups come together at each of several thresholds: one union-find a threshold, which many threads
//! fill at once.

use std::sync::atomic::{AtomicU32, Ordering};

use super::watch::Watch;

/// Components at the thresholds after `base`. Those of a threshold lie within those of the next.
///
/// A parent is never after its child, so the root of a component is its first group. Nothing but the parents is
/// shared, and each only ever moves towards the root: no order between them is needed.
#[derive(Debug)]
pub(super) struct Levels {
    base: u8,
    /// The number of thresholds.
    height: usize,
    /// For each group its parents at all thresholds, which are asked for one after the other.
    parents: Vec<AtomicU32>,
}

impl Levels {
    /// For the thresholds `base + 1` to `top`, of so many groups at `base`.
    pub(super) fn new(base: u8, top: u8, groups: u32, watch: &Watch<'_>) -> Option<Self> {
        let height = usize::from(top.saturating_sub(base));
        let mut parents = Vec::with_capacity((groups as usize).saturating_mul(height));
        let mut pace = watch.pace();
        for group in 0..groups {
            pace.spend(height)?;
            parents.extend((0..height).map(|_| AtomicU32::new(group)));
        }
        Some(Self { base, height, parents })
    }

    /// Two groups are so far from each other.
    pub(super) fn join(&self, mut a: u32, mut b: u32, distance: u8) {
        for level in self.level(distance)..self.height {
            match self.join_at(level, a, b) {
                // Their roots are in the same components above.
                Some(roots) => (a, b) = roots,
                // What is together here is together above.
                None => return,
            }
        }
    }

    /// The first group of the component at a threshold, which must be one of these.
    pub(super) fn first(&self, group: u32, threshold: u8) -> u32 {
        self.find(self.level(threshold), group)
    }

    /// The number of thresholds.
    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// The lowest threshold, counted from that of the pass, at which a group isn't the first of its component; and
    /// which one is.
    pub(super) fn end(&self, group: u32) -> Option<(usize, u32)> {
        let level = (0..self.height).find(|level| self.parent(*level, group) != group)?;
        Some((level, self.find(level, group)))
    }

    /// The lowest threshold.
    pub(super) fn lowest(&self) -> u8 {
        self.base.saturating_add(1)
    }

    /// The lowest threshold at which two groups are known to be in one component.
    pub(super) fn together(&self, a: u32, b: u32) -> Option<u8> {
        let joined = |level: &usize| self.find(*level, a) == self.find(*level, b);
        // Most are apart, or together from the first one on.
        let top = self.height.checked_sub(1).filter(joined)?;
        let level = (0..top).find(joined).unwrap_or(top);
        Some(self.base.saturating_add(1).saturating_add(level as u8))
    }

    /// Whether two groups have the same parent at a threshold. They may be in one component without that.
    pub(super) fn are_siblings(&self, a: u32, b: u32, threshold: u8) -> bool {
        let level = self.level(threshold);
        self.parent(level, a) == self.parent(level, b)
    }

    fn level(&self, threshold: u8) -> usize {
        usize::from(threshold.saturating_sub(self.base).saturating_sub(1))
    }

    fn cell(&self, level: usize, group: u32) -> Option<&AtomicU32> {
        self.parents.get((group as usize).wrapping_mul(self.height).wrapping_add(level))
    }

    fn parent(&self, level: usize, group: u32) -> u32 {
        self.cell(level, group).map_or(group, |parent| parent.load(Ordering::Relaxed))
    }

    fn find(&self, level: usize, mut group: u32) -> u32 {
        loop {
            let parent = self.parent(level, group);
            let above = self.parent(level, parent);
            if parent == above {
                return parent;
            }
            // Halves the way for the next. What another thread has written meanwhile is a way to the same root, as
            // this is: only a root may not be overwritten, and this is none.
            if let Some(cell) = self.cell(level, group) {
                cell.store(above, Ordering::Relaxed);
            }
            group = above;
        }
    }

    /// The roots that were joined, if they were apart.
    fn join_at(&self, level: usize, mut a: u32, mut b: u32) -> Option<(u32, u32)> {
        loop {
            (a, b) = (self.find(level, a), self.find(level, b));
            if a == b {
                return None;
            }
            let (first, second) = (a.min(b), a.max(b));
            let root = self.cell(level, second)?;
            // Fails when another thread has joined it to something meanwhile.
            if root.compare_exchange(second, first, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                return Some((first, second));
            }
        }
    }
}
