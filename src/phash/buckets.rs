//! Hashes by the bits of a block.

use std::thread;

use super::plan::Block;
use super::watch::Watch;

/// So many hashes are moved between two questions whether to go on.
const CHUNK: usize = 1 << 16;

/// The hashes of each value of a block's bits next to each other, otherwise in their order.
#[derive(Debug)]
pub(super) struct Buckets<M> {
    /// Where the bucket of each value begins; one more at the end.
    starts: Vec<u32>,
    hashes: Vec<u64>,
    marks: Vec<M>,
}

/// The hashes of a bucket, and what each is marked with.
#[derive(Debug)]
pub(super) struct Bucket<'a, M> {
    pub(super) hashes: &'a [u64],
    pub(super) marks: &'a [M],
}

impl<M: Copy + Default + Ord + Send> Buckets<M> {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        Self { starts: Vec::new(), hashes: Vec::new(), marks: Vec::new() }
    }

    /// Sorts all hashes into the buckets of a block, with a mark for each. They are turned until the bits of the block
    /// are the highest.
    pub(super) fn fill(
        &mut self,
        all: &[u64],
        marks: impl IntoIterator<Item = M>,
        block: Block,
        watch: &Watch<'_>,
    ) -> Option<()> {
        self.starts.clear();
        // Two more: what begins at `key + 1` is counted, then added up, then moved forward to be the end of `key`.
        self.starts.resize((1usize << block.bits).saturating_add(2), 0);
        for chunk in all.chunks(CHUNK) {
            watch.ask()?;
            for &hash in chunk {
                if let Some(count) = self.starts.get_mut(block.key(hash).wrapping_add(2)) {
                    *count = count.wrapping_add(1);
                }
            }
        }
        let mut sum = 0u32;
        for start in &mut self.starts {
            sum = sum.wrapping_add(*start);
            *start = sum;
        }
        self.hashes.resize(all.len(), 0);
        self.marks.resize(all.len(), M::default());
        let mut marks = marks.into_iter();
        for chunk in all.chunks(CHUNK) {
            watch.ask()?;
            for (&hash, mark) in chunk.iter().zip(&mut marks) {
                let Some(next) = self.starts.get_mut(block.key(hash).wrapping_add(1)) else { continue };
                let at = *next as usize;
                *next = next.wrapping_add(1);
                if let (Some(to), Some(of)) = (self.hashes.get_mut(at), self.marks.get_mut(at)) {
                    (*to, *of) = (block.turn(hash), mark);
                }
            }
        }
        Some(())
    }

    /// Brings each bucket into the order of its hashes, and those of one hash into the order of their marks.
    pub(super) fn sort(&mut self, threads: usize, watch: &Watch<'_>) -> Option<()> {
        let (mut hashes, mut marks) = (&mut *self.hashes, &mut *self.marks);
        let share = self.starts.len().div_ceil(threads.max(1)).max(1);
        thread::scope(|scope| {
            let mut done = Vec::new();
            let mut from = 0usize;
            // The last start is no bucket's, and its range is empty.
            for ends in self.starts.get(1..)?.chunks(share) {
                let count = (ends.last().map_or(0, |end| *end as usize)).saturating_sub(from);
                let (own_hashes, other_hashes) = hashes.split_at_mut_checked(count)?;
                let (own_marks, other_marks) = marks.split_at_mut_checked(count)?;
                done.push(scope.spawn(move || sort_each(own_hashes, own_marks, ends, from, watch)));
                (hashes, marks) = (other_hashes, other_marks);
                from = from.saturating_add(count);
            }
            done.into_iter().all(|thread| matches!(thread.join(), Ok(Some(())))).then_some(())
        })
    }

    /// All hashes in their buckets, and their marks.
    pub(super) fn all(&self) -> Bucket<'_, M> {
        Bucket { hashes: &self.hashes, marks: &self.marks }
    }

    /// Where the bucket of a value of the bits begins, which is where that of the value before ends.
    pub(super) fn start(&self, key: usize) -> u32 {
        self.starts.get(key).copied().unwrap_or(0)
    }
}

/// Sorts buckets that follow each other and end at `ends`, the first of which begins at `from`.
fn sort_each<M: Copy + Ord>(
    mut hashes: &mut [u64],
    mut marks: &mut [M],
    ends: &[u32],
    mut from: usize,
    watch: &Watch<'_>,
) -> Option<()> {
    let mut pace = watch.pace();
    let mut sorted: Vec<(u64, M)> = Vec::new();
    for &end in ends {
        let count = (end as usize).saturating_sub(from);
        let (own_hashes, other_hashes) = hashes.split_at_mut_checked(count)?;
        let (own_marks, other_marks) = marks.split_at_mut_checked(count)?;
        if count > 1 {
            pace.spend(count.saturating_mul(8))?;
            sorted.clear();
            sorted.extend(own_hashes.iter().copied().zip(own_marks.iter().copied()));
            sorted.sort_unstable();
            for ((hash, mark), from) in own_hashes.iter_mut().zip(own_marks).zip(&sorted) {
                (*hash, *mark) = *from;
            }
        }
        (hashes, marks) = (other_hashes, other_marks);
        from = end as usize;
    }
    Some(())
}

impl<M> Clone for Bucket<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Bucket<'_, M> {}

impl<M> Bucket<'_, M> {
    /// Without the first ones.
    pub(super) fn skip(self, count: usize) -> Self {
        let (hashes, marks) = (self.hashes.get(count..), self.marks.get(count..));
        Self { hashes: hashes.unwrap_or_default(), marks: marks.unwrap_or_default() }
    }
}
