//! Hashes by the bits of a block.

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

    /// All hashes in their buckets, and their marks.
    pub(super) fn all(&self) -> Bucket<'_, M> {
        Bucket { hashes: &self.hashes, marks: &self.marks }
    }

    /// Where the bucket of a value of the bits begins, which is where that of the value before ends.
    pub(super) fn start(&self, key: usize) -> u32 {
        self.starts.get(key).copied().unwrap_or(0)
    }
}

impl<M> Clone for Bucket<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Bucket<'_, M> {}
