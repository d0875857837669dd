//! Hashes that others are compared with, brought together from many places.

use super::buckets::{Buckets, SPARE};

/// So many hashes are a tile, of which many are compared at once.
pub(super) const LANES: usize = 64;
/// There is room for so many hashes, which stay in a fast memory with their nibbles.
pub(super) const MOST: usize = 1 << 13;
/// Added to how far a lane is that has no hash: more than any distance.
const NOWHERE: u8 = 0x80;

/// Hashes from many places, in tiles.
#[derive(Debug)]
pub(super) struct List {
    /// Room for all, then some spare.
    hashes: Vec<u64>,
    len: usize,
    /// In how many bits each differs from all that it is compared with, besides those that are looked at first.
    apart: Vec<u8>,
    /// Where each is from.
    places: Vec<u32>,
    depth: usize,
    planes: Vec<Plane>,
}

/// A byte of each hash of a tile, or half of one, in any order. Reading it touches one line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Plane(pub(super) [[u8; LANES / 2]; 2]);

/// What a kernel needs to lay out the planes of a list: of each tile `apart`, then the lowest nibbles or bytes
/// of its hashes.
pub(super) struct Layout<'a> {
    pub(super) hashes: &'a [[u64; LANES]],
    pub(super) apart: &'a [[u8; LANES]],
    pub(super) planes: &'a mut [Plane],
}

impl List {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        let room = MOST.saturating_add(LANES.max(SPARE));
        Self {
            hashes: vec![0; room],
            len: 0,
            apart: Vec::with_capacity(MOST),
            places: vec![0; room],
            depth: 0,
            planes: Vec::new(),
        }
    }

    /// Takes all out of it.
    pub(super) fn clear(&mut self) {
        (self.len, self.depth) = (0, 0);
        self.apart.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// So many more can be added.
    pub(super) fn room(&self) -> usize {
        MOST.saturating_sub(self.len)
    }

    /// Adds hashes, as many as there is room for; the first is from this place, the others from those behind it.
    pub(super) fn add(&mut self, hashes: &[u64], place: u32) {
        let room = self.room();
        let to = self.hashes.iter_mut().zip(&mut self.places).skip(self.len).take(room);
        let mut added = 0usize;
        for ((to, from), (hash, place)) in to.zip(hashes.iter().zip(place..)) {
            (*to, *from) = (*hash, place);
            added = added.wrapping_add(1);
        }
        self.len = self.len.wrapping_add(added);
    }

    /// Adds the hashes of buckets: of all before the first that is left out, or for which there is no room. How many
    /// were added.
    ///
    /// The inner loop of bringing hashes together: no branch depends on the size of a small bucket, as eight hashes are
    /// copied from each at once, of which only its own count.
    #[inline(always)]
    pub(super) fn gather<M>(
        &mut self,
        from: &Buckets<M>,
        buckets: &[u32],
        is_left_out: impl Fn(u32, usize) -> bool,
    ) -> usize {
        let mut len = self.len;
        let mut added = 0;
        for &bucket in buckets {
            let (start, end) = from.ends(bucket as usize);
            let size = end.wrapping_sub(start) as usize;
            let mut hashes = self.hashes.get_mut(len..).unwrap_or_default();
            let mut places = self.places.get_mut(len..).unwrap_or_default();
            if is_left_out(bucket, size) || hashes.len() < size.wrapping_add(SPARE) {
                break;
            }
            len = len.wrapping_add(size);
            added += 1;
            let mut at = start;
            while let Some(some) = from.hashes_from(at)
                && let Some((to, more)) = hashes.split_first_chunk_mut()
                && let Some((of, more_of)) = places.split_first_chunk_mut::<SPARE>()
            {
                *to = *some;
                *of = std::array::from_fn(|one| at.wrapping_add(one as u32));
                (hashes, places) = (more, more_of);
                at = at.wrapping_add(SPARE as u32);
                if at >= end {
                    break;
                }
            }
        }
        self.len = len;
        added
    }

    /// Those that were added since the last time differ in so many bits besides those that are looked at first.
    pub(super) fn set_apart(&mut self, bits: u8) {
        self.apart.resize(self.len, bits);
    }

    /// Fills the last tile, and gives the planes to a kernel: so many of each tile besides `apart`.
    pub(super) fn layout(&mut self, depth: usize) -> Layout<'_> {
        let full = self.len.next_multiple_of(LANES);
        if let Some(rest) = self.hashes.get_mut(self.len..full) {
            rest.fill(0);
        }
        self.apart.resize(full, NOWHERE);
        self.depth = depth;
        let planes = (full / LANES).saturating_mul(depth.saturating_add(1));
        if self.planes.len() < planes {
            self.planes.resize(planes, Plane::default());
        }
        Layout {
            hashes: self.hashes.get(..full).unwrap_or_default().as_chunks().0,
            apart: self.apart.as_chunks().0,
            planes: self.planes.get_mut(..planes).unwrap_or_default(),
        }
    }

    /// How many planes of each tile there are besides `apart`.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn planes(&self) -> &[Plane] {
        let planes = self.len.div_ceil(LANES).saturating_mul(self.depth.saturating_add(1));
        self.planes.get(..planes).unwrap_or_default()
    }

    pub(super) fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.len).unwrap_or_default()
    }

    /// Where a hash is from.
    pub(super) fn place(&self, at: u32) -> u32 {
        self.places.get(at as usize).copied().unwrap_or(0)
    }
}
