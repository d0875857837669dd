//! Hashes in the buckets of a block, laid out for the kernel.

use std::ops::Range;

use super::buckets::Buckets;
use super::kernel::{Field, LANES, Nibbles, nibbles_into};
use super::plan::Block;
use super::sieve::Sieve;
use super::standing::{Arranged, Label};
use super::watch::Watch;

/// Buckets with the same upper bits, of about so many hashes together, are a chunk: they are joined with each other
/// while they are in the fastest memory.
const CHUNK: usize = 1 << 10;

/// All hashes in the buckets of a block, with their groups.
#[derive(Debug)]
pub(super) struct Room {
    buckets: Buckets<Label>,
    block: Block,
    /// The bits of the blocks before, and in how many of them near hashes may differ.
    before: Vec<(u64, u32)>,
    upper_bits: u32,
    /// Whether the kernel looks at nibbles first.
    sieves: bool,
    nibbles: Vec<Nibbles>,
}

/// Buckets with the same upper bits. Places in it are counted from its first hash.
#[derive(Clone, Copy)]
pub(super) struct Chunk<'a> {
    room: &'a Room,
    upper: usize,
    start: u32,
    hashes: &'a [u64],
    labels: &'a [Label],
}

impl Room {
    /// With nothing in it.
    pub(super) fn new(sieves: bool) -> Self {
        let block = Block { shift: 0, bits: 0, tolerance: 0, sieve: Sieve::default() };
        Self {
            buckets: Buckets::new(),
            block,
            before: Vec::new(),
            upper_bits: 0,
            sieves,
            nibbles: Vec::new(),
        }
    }

    /// Sorts all hashes into the buckets of one of these blocks.
    pub(super) fn fill(
        &mut self,
        all: &Arranged,
        blocks: &[Block],
        at: usize,
        watch: &Watch<'_>,
    ) -> Option<()> {
        let block = *blocks.get(at)?;
        self.block = block;
        self.before.clear();
        self.before.extend(blocks.iter().take(at).map(|other| (block.turn(other.mask()), other.tolerance)));
        // Zero where there are few: all buckets are one chunk then.
        self.upper_bits = (all.hashes.len() / CHUNK).checked_ilog2().unwrap_or(0).min(block.bits);
        self.buckets.fill(&all.hashes, all.labels.iter().copied(), block, watch)?;
        if self.sieves {
            let depth = block.sieve.depth;
            let mut nibbles = std::mem::take(&mut self.nibbles);
            nibbles.clear();
            nibbles.reserve_exact((all.hashes.len() / LANES + self.chunks()) * depth);
            for upper in 0..self.chunks() {
                watch.ask()?;
                let chunk = self.chunk(upper);
                nibbles.resize(chunk.first_nibble(), Nibbles::default());
                nibbles_into(&mut nibbles, chunk.hashes, depth);
            }
            self.nibbles = nibbles;
        }
        Some(())
    }

    fn depth(&self) -> usize {
        if self.sieves { self.block.sieve.depth } else { 0 }
    }

    pub(super) fn chunks(&self) -> usize {
        1 << self.upper_bits
    }

    pub(super) fn upper_bits(&self) -> u32 {
        self.upper_bits
    }

    pub(super) fn lower_bits(&self) -> u32 {
        self.block.bits.saturating_sub(self.upper_bits)
    }

    /// In how many bits near hashes may differ in the block.
    pub(super) fn tolerance(&self) -> u32 {
        self.block.tolerance
    }

    /// In so many bits a pair that differs in `change` of a block's upper bits, and wasn't near in a block before, differs
    /// besides those that are looked at first.
    pub(super) fn spent(&self, change: usize) -> u32 {
        if self.sieves { self.block.sieve.spent.saturating_add(change.count_ones()) } else { 0 }
    }

    pub(super) fn chunk(&self, upper: usize) -> Chunk<'_> {
        let first = upper << self.lower_bits();
        let (start, end) = (self.buckets.start(first), self.buckets.start(first + (1 << self.lower_bits())));
        let all = self.buckets.all();
        let range = start as usize..end as usize;
        Chunk {
            room: self,
            upper,
            start,
            hashes: all.hashes.get(range.clone()).unwrap_or_default(),
            labels: all.marks.get(range).unwrap_or_default(),
        }
    }
}

impl<'a> Chunk<'a> {
    /// Whether it is the same of the same room.
    pub(super) fn is(self, other: Chunk<'_>) -> bool {
        self.upper == other.upper
    }

    /// Where the hashes with these lower bits are.
    pub(super) fn bucket(self, lower: usize) -> Range<u32> {
        let key = self.upper << self.room.lower_bits() | lower;
        let place = |key: usize| self.room.buckets.start(key).saturating_sub(self.start);
        place(key)..place(key.wrapping_add(1))
    }

    /// Whether hashes that differ in these bits were near in a block before.
    pub(super) fn was_found(self, differ: u64) -> bool {
        self.room.before.iter().any(|(mask, tolerance)| (differ & mask).count_ones() <= *tolerance)
    }

    pub(super) fn hashes(self, range: &Range<u32>) -> &'a [u64] {
        self.hashes.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    pub(super) fn labels(self, range: &Range<u32>) -> &'a [Label] {
        self.labels.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    pub(super) fn get(self, at: u32) -> Option<(u64, Label)> {
        Some((*self.hashes.get(at as usize)?, *self.labels.get(at as usize)?))
    }

    pub(super) fn field(self) -> Field<'a> {
        let nibbles = self.room.nibbles.get(self.first_nibble()..).unwrap_or_default();
        Field { hashes: self.hashes, depth: self.room.depth(), nibbles }
    }

    /// Each chunk before may have a tile that isn't full.
    fn first_nibble(self) -> usize {
        (self.start as usize / LANES + self.upper) * self.room.depth()
    }
}
