//! Images with the same hash, taken together.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::watch::Watch;

/// Numbers of images and groups have 31 bits, beside a mark.
const MOST_IMAGES: usize = i32::MAX as usize;
/// So many images are looked at between two questions whether to go on.
const CHUNK: usize = 1 << 16;

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
    pub(super) fn new(hashes: &[u64], watch: &Watch<'_>) -> Option<Self> {
        let images = hashes.get(..MOST_IMAGES).unwrap_or(hashes);
        let (hashes, numbers) = number(images, watch)?;
        // Two more: what begins at `number + 1` is counted, then added up, then moved forward to be the end of `number`.
        let mut starts = vec![0u32; hashes.len().saturating_add(2)];
        for &number in &numbers {
            if let Some(count) = starts.get_mut((number as usize).saturating_add(2)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut copies = vec![0; images.len()];
        for (image, &number) in (0u32..).zip(&numbers) {
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

/// The distinct hashes, and for each image the number of its own.
fn number(images: &[u64], watch: &Watch<'_>) -> Option<(Vec<u64>, Vec<u32>)> {
    let state = RandomState::default();
    let mut table: HashTable<u32> = HashTable::with_capacity(images.len());
    let (mut hashes, mut numbers) = (Vec::new(), Vec::with_capacity(images.len()));
    let of = |hashes: &[u64], number: u32| hashes.get(number as usize).copied();
    for chunk in images.chunks(CHUNK) {
        watch.ask()?;
        for &hash in chunk {
            let is_same = |number: &u32| of(&hashes, *number) == Some(hash);
            let again = |number: &u32| state.hash_one(of(&hashes, *number).unwrap_or(0));
            let number = match table.entry(state.hash_one(hash), is_same, again) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(place) => {
                    let number = hashes.len() as u32;
                    place.insert(number);
                    hashes.push(hash);
                    number
                }
            };
            numbers.push(number);
        }
    }
    Some((hashes, numbers))
}
