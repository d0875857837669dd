//! Hashes in the buckets of a block, with their groups.

use std::ops::Range;

use super::buckets::{Buckets, Sorting};
use super::plan::Block;
use super::standing::{Arranged, Label};
use super::threads::share;
use super::watch::Watch;

/// So many of a large group that are in one bucket are passed over together.
pub(super) const RUN: usize = 16;
/// So many buckets are a thread's next piece of work.
const LOT: usize = 1 << 10;

/// All hashes in the buckets of a block, turned until the bits of the block are the highest.
#[derive(Debug)]
pub(super) struct Room {
    buckets: Buckets<Label>,
    /// The bits of the blocks before, and in how many of them near hashes may differ.
    before: Vec<(u64, u32)>,
    /// For each bucket whether many of a large group are in it.
    runs: Vec<bool>,
}

impl Room {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        Self { buckets: Buckets::new(), before: Vec::new(), runs: Vec::new() }
    }

    /// Sorts all hashes into the buckets of one of these blocks.
    pub(super) fn fill(
        &mut self,
        all: &Arranged,
        blocks: &[Block],
        at: usize,
        threads: usize,
        watch: &Watch<'_>,
    ) -> Option<()> {
        let block = *blocks.get(at)?;
        self.before.clear();
        self.before.extend(blocks.iter().take(at).map(|other| (block.turn(other.mask()), other.tolerance)));
        let label = |at: usize| all.labels.get(at).copied().unwrap_or_default();
        let sorting = Sorting { bits: block.bits, threads, watch };
        self.buckets.fill(&all.hashes, |hash| block.turn(hash), label, sorting)?;
        self.runs.clear();
        // Labels of large groups are the first ones.
        if all.labels.first().is_some_and(|label| label.is_large()) {
            self.runs.resize(1 << block.bits, false);
            let buckets = &self.buckets;
            let lots = (0..).step_by(LOT).zip(self.runs.chunks_mut(LOT));
            share(
                threads,
                lots,
                || (),
                |(), (first, runs)| {
                    for (bucket, run) in (first..).zip(runs) {
                        let (start, end) = buckets.ends(bucket);
                        let labels = buckets.marks().get(start as usize..end as usize).unwrap_or_default();
                        *run = Label::runs(labels).any(|run| run.len() >= RUN);
                    }
                    Some(())
                },
            )?;
        }
        Some(())
    }

    /// Whether there are hashes of a large group in a bucket, [`RUN`] or more of one.
    pub(super) fn has_runs(&self, bucket: u32) -> bool {
        self.runs.get(bucket as usize).is_some_and(|run| *run)
    }

    pub(super) fn buckets(&self) -> &Buckets<Label> {
        &self.buckets
    }

    /// Whether hashes that differ in these bits were near in a block before.
    pub(super) fn was_found(&self, differ: u64) -> bool {
        self.before.iter().any(|(mask, tolerance)| (differ & mask).count_ones() <= *tolerance)
    }

    pub(super) fn hashes(&self, range: &Range<u32>) -> &[u64] {
        self.buckets.hashes().get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    pub(super) fn labels(&self, range: &Range<u32>) -> &[Label] {
        self.buckets.marks().get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    pub(super) fn label(&self, at: u32) -> Label {
        self.buckets.marks().get(at as usize).copied().unwrap_or_default()
    }

    pub(super) fn get(&self, at: u32) -> Option<(u64, Label)> {
        Some((*self.buckets.hashes().get(at as usize)?, *self.buckets.marks().get(at as usize)?))
    }
}
