//! Hashes by their highest bits.

use std::slice::IterMut;

use super::threads::{each, share};
use super::watch::Watch;

/// So many hashes are moved between two questions whether to go on.
const CHUNK: usize = 1 << 16;
/// Parts of about so many hashes are sorted while they are in a fast memory.
const PART: usize = 1 << 12;
/// There are never more than 2 to so many parts, as a thread writes to all at once.
const PARTS: u32 = 11;
/// So many hashes more can be read from any place on; see [`Buckets::hashes_from`].
pub(super) const SPARE: usize = 8;

/// The hashes of each value of the highest bits next to each other, otherwise in their order, each with a mark.
#[derive(Debug)]
pub(super) struct Buckets<M> {
    /// Where the bucket of each value begins; one more at the end.
    starts: Vec<u32>,
    /// And some zeros.
    hashes: Vec<u64>,
    marks: Vec<M>,
}

/// How hashes are sorted into buckets.
#[derive(Clone, Copy)]
pub(super) struct Sorting<'a> {
    /// By so many of the highest bits: at most 22.
    pub(super) bits: u32,
    pub(super) threads: usize,
    pub(super) watch: &'a Watch<'a>,
}

/// The bits of a hash above so many, from the highest on: at most 32.
fn highest(hash: u64, bits: u32) -> usize {
    hash.checked_shr(u64::BITS.saturating_sub(bits)).unwrap_or(0) as usize
}

impl<M: Copy + Default + Send + Sync> Buckets<M> {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        Self { starts: Vec::new(), hashes: Vec::new(), marks: Vec::new() }
    }

    /// Sorts all hashes into buckets, in place of those in it: by their upper bits into parts, then each part.
    pub(super) fn fill(
        &mut self,
        all: &[u64],
        turn: impl Fn(u64) -> u64 + Sync,
        mark: impl Fn(usize) -> M + Sync,
        sorting: Sorting<'_>,
    ) -> Option<()> {
        let Sorting { bits, threads, watch } = sorting;
        let upper = (all.len() / PART).checked_ilog2().map_or(0, |bits| bits.saturating_add(1));
        let upper = upper.min(bits).min(PARTS);
        let threads = if upper == 0 { 1 } else { threads };
        let lot = all.len().div_ceil(threads.max(1)).max(1);
        let lots = || (0..).step_by(lot).zip(all.chunks(lot));
        let counts = each(lots(), |(_, hashes)| count(hashes.iter().map(|hash| turn(*hash)), upper, watch))?;
        self.starts.clear();
        self.starts.resize((1usize << bits).saturating_add(1), 0);
        self.hashes.resize(all.len().saturating_add(SPARE), 0);
        self.marks.resize(all.len(), M::default());
        let places = places(&counts, &mut self.hashes, &mut self.marks);
        each(lots().zip(places), |((first, hashes), mut places)| {
            for (chunk, hashes) in (first..).step_by(CHUNK).zip(hashes.chunks(CHUNK)) {
                watch.ask()?;
                for (at, &hash) in (chunk..).zip(hashes) {
                    let hash = turn(hash);
                    if let Some(place) = places.get_mut(highest(hash, upper)) {
                        place.put(hash, mark(at));
                    }
                }
            }
            Some(())
        })?;
        let parts = parts(&counts, bits.saturating_sub(upper), self);
        share(threads, parts, Vec::new, |moved, part| {
            watch.ask()?;
            part.sort(bits, moved);
            Some(())
        })?;
        if let Some(last) = self.starts.last_mut() {
            *last = all.len() as u32;
        }
        Some(())
    }
}

impl<M> Buckets<M> {
    /// Where the bucket of a value begins, and where it ends.
    #[inline]
    pub(super) fn ends(&self, value: usize) -> (u32, u32) {
        match self.starts.get(value..).and_then(|starts| starts.first_chunk()) {
            Some(&[start, end]) => (start, end),
            None => (0, 0),
        }
    }

    /// All hashes, in their buckets.
    pub(super) fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.marks.len()).unwrap_or_default()
    }

    /// The hashes from a place on: eight, even where there are fewer.
    #[inline]
    pub(super) fn hashes_from(&self, place: u32) -> Option<&[u64; SPARE]> {
        self.hashes.get(place as usize..).and_then(|hashes| hashes.first_chunk())
    }

    /// The marks of all hashes, in their buckets.
    pub(super) fn marks(&self) -> &[M] {
        &self.marks
    }
}

/// How many hashes there are of each value of the highest bits.
fn count(hashes: impl Iterator<Item = u64>, bits: u32, watch: &Watch<'_>) -> Option<Vec<u32>> {
    let mut counts = vec![0u32; 1 << bits];
    let mut pace = watch.pace();
    for hash in hashes {
        pace.spend(1)?;
        if let Some(count) = counts.get_mut(highest(hash, bits)) {
            *count = count.wrapping_add(1);
        }
    }
    Some(counts)
}

/// Where the hashes of a part go that one thread finds.
struct Place<'a, M> {
    hashes: IterMut<'a, u64>,
    marks: IterMut<'a, M>,
}

impl<M> Place<'_, M> {
    #[inline]
    fn put(&mut self, hash: u64, mark: M) {
        if let (Some(to), Some(of)) = (self.hashes.next(), self.marks.next()) {
            (*to, *of) = (hash, mark);
        }
    }
}

/// For each thread its place in each part, by how many each has counted for it.
fn places<'a, M>(
    counts: &[Vec<u32>],
    mut hashes: &'a mut [u64],
    mut marks: &'a mut [M],
) -> Vec<Vec<Place<'a, M>>> {
    let parts = counts.first().map_or(0, Vec::len);
    let mut places: Vec<Vec<Place<'a, M>>> =
        counts.iter().map(|counts| Vec::with_capacity(counts.len())).collect();
    for part in 0..parts {
        for (places, counts) in places.iter_mut().zip(counts) {
            let count = counts.get(part).map_or(0, |count| *count as usize);
            let (hashes, marks) = (cut(&mut hashes, count), cut(&mut marks, count));
            places.push(Place { hashes: hashes.iter_mut(), marks: marks.iter_mut() });
        }
    }
    places
}

/// So many from the beginning of a slice, which then begins behind them.
fn cut<'a, T>(slice: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    slice.split_off_mut(..count.min(slice.len())).unwrap_or_default()
}

/// The hashes with the same upper bits.
struct Part<'a, M> {
    first: u32,
    starts: &'a mut [u32],
    hashes: &'a mut [u64],
    marks: &'a mut [M],
}

fn parts<'a, M: Send>(
    counts: &[Vec<u32>],
    lower: u32,
    all: &'a mut Buckets<M>,
) -> impl Iterator<Item = Part<'a, M>> + Send {
    let sizes = (0..counts.first().map_or(0, Vec::len)).map(|part| {
        let counts = counts.iter().filter_map(|counts| counts.get(part));
        counts.fold(0u32, |sum, count| sum.wrapping_add(*count))
    });
    let sizes: Vec<u32> = sizes.collect();
    let (mut hashes, mut marks) = (&mut *all.hashes, &mut *all.marks);
    let starts = all.starts.chunks_mut(1 << lower);
    let mut next = 0u32;
    sizes.into_iter().zip(starts).map(move |(size, starts)| {
        let first = next;
        next = next.wrapping_add(size);
        let (hashes, marks) = (cut(&mut hashes, size as usize), cut(&mut marks, size as usize));
        Part { first, starts, hashes, marks }
    })
}

impl<M: Copy> Part<'_, M> {
    /// Sorts by the bits that the parts left, of so many at all; `moved` is room for it.
    fn sort(self, bits: u32, moved: &mut Vec<(u64, M)>) {
        let Self { first, starts, hashes, marks } = self;
        let mask = starts.len().wrapping_sub(1);
        let of = |hash: u64| highest(hash, bits) & mask;
        for &hash in &*hashes {
            if let Some(start) = starts.get_mut(of(hash)) {
                *start = start.wrapping_add(1);
            }
        }
        let mut sum = 0u32;
        for start in &mut *starts {
            sum = sum.wrapping_add(std::mem::replace(start, sum));
        }
        moved.extend(hashes.iter().copied().zip(marks.iter().copied()));
        for (hash, mark) in moved.drain(..) {
            let Some(next) = starts.get_mut(of(hash)) else { continue };
            let at = *next as usize;
            *next = next.wrapping_add(1);
            if let (Some(to), Some(of)) = (hashes.get_mut(at), marks.get_mut(at)) {
                (*to, *of) = (hash, mark);
            }
        }
        // Each is now where the next one begins.
        starts.rotate_right(1);
        if let Some(start) = starts.first_mut() {
            *start = 0;
        }
        starts.iter_mut().for_each(|start| *start = start.wrapping_add(first));
    }
}
