//! Images with the same hash, taken together.

use std::sync::atomic::{AtomicU32, Ordering};

use super::buckets::{Buckets, Sorting};
use super::threads::share;
use super::watch::Watch;

/// Numbers of images and groups have 31 bits, beside a mark.
const MOST_IMAGES: usize = i32::MAX as usize;
/// An odd number, by which hashes are spread over buckets: none gets the same as another.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// There are never more buckets than 2 to so many.
const MOST_BITS: u32 = 22;
/// So many buckets are looked at by a thread before it takes more.
const LOT: usize = 1 << 12;

/// The distinct hashes in the order in which they first appear, and which images have each.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    hashes: Vec<u64>,
    /// For each distinct hash where its copies begin; one more at the end.
    starts: Vec<u32>,
    /// Images by hash; those of a hash in order.
    images: Vec<u32>,
}

impl Distinct {
    /// Of all images, of which those are left out that have no number of 31 bits.
    pub(super) fn new(hashes: &[u64], threads: usize, watch: &Watch<'_>) -> Option<Self> {
        let images = hashes.get(..MOST_IMAGES).unwrap_or(hashes);
        let (hashes, numbers) = number(images, firsts(images, threads, watch)?, watch)?;
        let mut pace = watch.pace();
        // Two more: what begins at `number + 1` is counted, then added up, then moved forward to be the end of `number`.
        let mut starts = vec![0u32; hashes.len().saturating_add(2)];
        for &number in &numbers {
            pace.spend(1)?;
            if let Some(count) = starts.get_mut((number as usize).saturating_add(2)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for start in &mut starts {
            pace.spend(1)?;
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut copies = vec![0; images.len()];
        for (image, &number) in (0u32..).zip(&numbers) {
            pace.spend(1)?;
            let Some(next) = starts.get_mut((number as usize).saturating_add(1)) else { continue };
            if let Some(to) = copies.get_mut(*next as usize) {
                *to = image;
            }
            *next = next.saturating_add(1);
        }
        starts.pop();
        Some(Self { hashes, starts, images: copies })
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
        match self.starts.get(distinct as usize..) {
            Some(&[start, end, ..]) => self.images.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// For each image the first with the same hash.
fn firsts(images: &[u64], threads: usize, watch: &Watch<'_>) -> Option<Vec<AtomicU32>> {
    let mut buckets = Buckets::new();
    let bits = images.len().checked_ilog2().unwrap_or(0).min(MOST_BITS);
    let sorting = Sorting { bits, threads, watch };
    buckets.fill(images, |hash| hash.wrapping_mul(SPREAD), |image| image as u32, sorting)?;
    let mut firsts = Vec::new();
    firsts.resize_with(images.len(), AtomicU32::default);
    share(threads, (0..1usize << bits).step_by(LOT), Vec::<(u64, u32)>::new, |bucket, lot| {
        watch.ask()?;
        for value in lot..lot.saturating_add(LOT) {
            let (start, end) = buckets.ends(value);
            let range = start as usize..end as usize;
            let hashes = buckets.hashes().get(range.clone()).unwrap_or_default();
            let images = buckets.marks().get(range).unwrap_or_default();
            bucket.clear();
            bucket.extend(hashes.iter().copied().zip(images.iter().copied()));
            bucket.sort_unstable();
            for same in bucket.chunk_by(|a, b| a.0 == b.0) {
                let Some(&(_, first)) = same.first() else { continue };
                for &(_, image) in same {
                    if let Some(at) = firsts.get(image as usize) {
                        at.store(first, Ordering::Relaxed);
                    }
                }
            }
        }
        Some(())
    })?;
    Some(firsts)
}

/// The distinct hashes, and for each image the number of its own.
fn number(images: &[u64], firsts: Vec<AtomicU32>, watch: &Watch<'_>) -> Option<(Vec<u64>, Vec<u32>)> {
    let mut pace = watch.pace();
    let mut hashes = Vec::new();
    let mut numbers: Vec<u32> = firsts.into_iter().map(AtomicU32::into_inner).collect();
    for (image, &hash) in images.iter().enumerate() {
        pace.spend(1)?;
        let Some(&first) = numbers.get(image) else { continue };
        let number = if first as usize == image {
            hashes.push(hash);
            hashes.len().saturating_sub(1) as u32
        } else {
            // Numbered before.
            numbers.get(first as usize).copied().unwrap_or(0)
        };
        if let Some(at) = numbers.get_mut(image) {
            *at = number;
        }
    }
    Some((hashes, numbers))
}
