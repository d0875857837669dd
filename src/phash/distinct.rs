//! Images with the same hash, taken together.

use super::buckets::{Bucket, Buckets};
use super::plan::Block;
use super::watch::Watch;

/// Numbers of images and groups have 31 bits, beside a mark.
const MOST_IMAGES: usize = i32::MAX as usize;

/// The distinct hashes in the order in which they first appear, and which images have each.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    hashes: Vec<u64>,
    /// For each distinct hash where its copies begin.
    starts: Vec<u32>,
    /// Images by hash; those of a hash in order.
    images: Vec<u32>,
}

impl Distinct {
    /// Of all images, of which those are left out that have no number of 31 bits.
    pub(super) fn new(hashes: &[u64], threads: usize, watch: &Watch<'_>) -> Option<Self> {
        let hashes = hashes.get(..MOST_IMAGES).unwrap_or(hashes);
        let mut buckets = Buckets::new();
        // About 32 in a bucket. The upper bits of a product depend on all bits of the hash, and an odd factor keeps
        // different hashes apart.
        let bits = (hashes.len() / 32).checked_ilog2().unwrap_or(0).min(18);
        let mixed: Vec<u64> = hashes.iter().map(|hash| hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        let block = Block { shift: u64::BITS.saturating_sub(bits), bits, tolerance: 0 };
        buckets.fill(&mixed, 0u32.., block, watch)?;
        drop(mixed);
        buckets.sort(threads, watch)?;
        Some(Self::of_sorted(hashes, buckets.all()))
    }

    /// Brings the runs of the same hash into the order of their first images.
    fn of_sorted(hashes: &[u64], sorted: Bucket<'_, u32>) -> Self {
        // For each image that is the first of its hash where its run begins.
        let mut runs = vec![u32::MAX; hashes.len()];
        let mut begins = 0u32;
        for run in sorted.hashes.chunk_by(|a, b| a == b) {
            let first = sorted.marks.get(begins as usize);
            if let Some(at) = first.and_then(|first| runs.get_mut(*first as usize)) {
                *at = begins;
            }
            begins = begins.saturating_add(run.len() as u32);
        }
        let mut distinct = Self { images: Vec::with_capacity(hashes.len()), ..Self::default() };
        for (&begins, &hash) in runs.iter().zip(hashes).filter(|(begins, _)| **begins != u32::MAX) {
            let rest = sorted.skip(begins as usize);
            let mixed = rest.hashes.first().copied();
            let run = rest.hashes.iter().zip(rest.marks).take_while(|(hash, _)| Some(**hash) == mixed);
            distinct.hashes.push(hash);
            distinct.starts.push(distinct.images.len() as u32);
            distinct.images.extend(run.map(|(_, image)| *image));
        }
        distinct
    }

    pub(super) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    pub(super) fn count(&self) -> u32 {
        self.hashes.len() as u32
    }

    /// For each image the number of its hash.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.images.len()];
        for number in 0..self.count() {
            for &image in self.copies(number) {
                if let Some(at) = numbers.get_mut(image as usize) {
                    *at = number;
                }
            }
        }
        numbers
    }

    /// How many hashes the first images have.
    pub(super) fn count_before(&self, images: usize) -> u32 {
        let is_before =
            |start: &u32| self.images.get(*start as usize).is_some_and(|&first| (first as usize) < images);
        self.starts.partition_point(is_before) as u32
    }

    /// The number of images.
    pub(super) fn images(&self) -> usize {
        self.images.len()
    }

    /// The images with a hash, in order.
    pub(super) fn copies(&self, distinct: u32) -> &[u32] {
        let at = distinct as usize;
        let start = self.starts.get(at).map_or(0, |&start| start as usize);
        let end = self.starts.get(at.saturating_add(1)).map_or(self.images.len(), |&end| end as usize);
        self.images.get(start..end).unwrap_or_default()
    }
}
