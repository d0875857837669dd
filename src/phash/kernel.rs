//! The inner loop: which of many pairs of hashes differ in few bits. The only file with `unsafe`: calls of
//! functions that are compiled for instructions which were looked for before.

#![allow(unsafe_code, reason = "functions compiled for what the processor can do are called where it can")]

/// A pair: where in the rows, where in the field.
pub(super) type Pair = (u32, u32);

/// How pairs are compared. All find the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kernel {
    /// With what every processor of its family has.
    Plain,
    /// With the instruction that counts bits.
    #[cfg(target_arch = "x86_64")]
    Popcnt,
    /// 32 pairs at once, by tables.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Eight pairs at once, counted by one instruction.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The fastest that this processor has.
    pub(super) fn best() -> Self {
        Self::all().last().copied().unwrap_or(Self::Plain)
    }

    /// All that this processor has, the fastest last.
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![Self::Plain];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("popcnt") {
            all.push(Self::Popcnt);
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vpopcntdq") {
                    all.push(Self::Avx512);
                }
            }
        }
        all
    }

    /// Whether it looks at some nibbles of each hash first.
    pub(super) fn sieves(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        return self == Self::Avx2;
        #[cfg(not(target_arch = "x86_64"))]
        false
    }

    /// Adds the pairs of one of `rows` and one in these tiles of a field that are near.
    pub(super) fn near(
        self,
        rows: Rows<'_>,
        field: Field<'_>,
        tiles: &[u32],
        near: Near,
        found: &mut Vec<Pair>,
    ) {
        #[cfg(target_arch = "x86_64")]
        if self == Self::Avx2 {
            macro_rules! deep {
                ($($depth:literal)*) => {
                    match field.depth {
                        // SAFETY, here and below: whoever holds one of these has it from `all`, which looked for the
                        // instructions.
                        $($depth => return unsafe { x86::near_avx2::<$depth>(rows, field, tiles, near, found) },)*
                        _ => {}
                    }
                };
            }
            deep!(4 5 6 7 8 9 10 11 12 13 14 15 16);
        }
        for &tile in tiles {
            let start = tile as usize * LANES;
            let end = start.saturating_add(LANES).min(field.hashes.len());
            let list = List { start: start as u32, hashes: field.hashes.get(start..end).unwrap_or_default() };
            match self {
                Self::Plain => {
                    let any = |rows: &[u64; ROWS], list: &[u64]| least(rows, list) <= u32::from(near.most);
                    pairs(rows, list, near.most, found, any);
                }
                #[cfg(target_arch = "x86_64")]
                Self::Popcnt | Self::Avx2 => unsafe { x86::pairs_popcnt(rows, list, near.most, found) },
                #[cfg(target_arch = "x86_64")]
                Self::Avx512 => unsafe { x86::pairs_avx512(rows, list, near.most, found) },
            }
        }
    }
}

/// Hashes that are compared with a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    pub(super) hashes: &'a [u64],
    /// Where the first one is in the field, if they are of it: each is compared with those behind it only.
    pub(super) place: Option<u32>,
}

impl Rows<'_> {
    /// Whether a row is compared with one of the field.
    fn meets(self, row: u32, other: u32) -> bool {
        self.place.is_none_or(|place| other > place.saturating_add(row))
    }
}

/// How near is near.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// Pairs that differ in so many bits are.
    pub(super) most: u8,
    /// Those that differ in more bits of the nibbles of a field needn't be found.
    pub(super) sieve: u8,
}

/// Some of a field.
#[derive(Clone, Copy, Debug)]
struct List<'a> {
    start: u32,
    hashes: &'a [u64],
}

/// So many hashes are a tile, and compared at once by their nibbles.
pub(super) const LANES: usize = 32;

/// Hashes among which others are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) hashes: &'a [u64],
    /// How many nibbles of each hash there are in `nibbles`, the lowest ones.
    pub(super) depth: usize,
    /// Of each tile the first nibble of all its hashes, then the second one of all, and so on.
    pub(super) nibbles: &'a [Nibbles],
}

/// The same nibble of all hashes of a tile, a byte each; zeros where there is no hash. Reading it touches one line
/// of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Nibbles([u8; LANES]);

/// Adds what [`Field::nibbles`] is to be for these hashes.
pub(super) fn nibbles_into(all: &mut Vec<Nibbles>, hashes: &[u64], depth: usize) {
    for tile in hashes.chunks(LANES) {
        for nibble in 0..depth {
            let mut nibbles = Nibbles::default();
            for (to, hash) in nibbles.0.iter_mut().zip(tile) {
                *to = (hash >> (4 * nibble) & 15) as u8;
            }
            all.push(nibbles);
        }
    }
}

/// So many rows are compared at once by kernels that look at hashes alone.
const ROWS: usize = 4;

/// The loop over pairs, which is compiled anew into each function that calls it: `any` says whether one of four
/// hashes is near any of a list. Few are, so most lists are gone through once and without a branch a pair.
#[inline(always)]
fn pairs(
    rows: Rows<'_>,
    list: List<'_>,
    most: u8,
    found: &mut Vec<Pair>,
    any: impl Fn(&[u64; ROWS], &[u64]) -> bool,
) {
    for (first, some) in (0u32..).step_by(ROWS).zip(rows.hashes.chunks(ROWS)) {
        // Where there are fewer than four, the last is there several times.
        let mut four = [some.last().copied().unwrap_or(0); ROWS];
        four.iter_mut().zip(some).for_each(|(to, row)| *to = *row);
        if any(&four, list.hashes) {
            for (i, &row) in (first..).zip(some) {
                let near = |other: &u64| (row ^ other).count_ones() <= u32::from(most);
                let near =
                    (list.start..).zip(list.hashes).filter(|(j, other)| near(other) && rows.meets(i, *j));
                found.extend(near.map(|(j, _)| (i, j)));
            }
        }
    }
}

/// The least distance of any of four to any of a list, one by one.
#[inline(always)]
fn least(rows: &[u64; ROWS], list: &[u64]) -> u32 {
    let nearest =
        |least: u32, other: &u64| rows.iter().fold(least, |least, row| least.min((row ^ other).count_ones()));
    list.iter().fold(u64::BITS, nearest)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Field, LANES, List, Near, Pair, ROWS, Rows, least, pairs};

    #[target_feature(enable = "popcnt")]
    pub(super) fn pairs_popcnt(rows: Rows<'_>, list: List<'_>, most: u8, found: &mut Vec<Pair>) {
        pairs(rows, list, most, found, |rows, list| least(rows, list) <= u32::from(most));
    }

    /// For each nibble `n`, in how many bits each of the 16 nibbles differs from it.
    static DIFFER: [[u8; 16]; 16] = {
        let mut all = [[0; 16]; 16];
        let mut n = 0;
        while n < 256 {
            all[n / 16][n % 16] = ((n / 16) ^ (n % 16)).count_ones() as u8;
            n += 1;
        }
        all
    };

    /// Of the first `N` nibbles.
    #[target_feature(enable = "avx2,popcnt")]
    pub(super) fn near_avx2<const N: usize>(
        rows: Rows<'_>,
        field: Field<'_>,
        tiles: &[u32],
        near: Near,
        found: &mut Vec<Pair>,
    ) {
        match rows.hashes {
            [_] => in_batches::<N, 1>(rows, field, tiles, near, found),
            _ => in_batches::<N, BATCH>(rows, field, tiles, near, found),
        }
    }

    /// So many rows are compared with a tile while it is in the registers.
    const BATCH: usize = 32;

    /// Looks up, for a tile at once, in how many bits each of the first `N` nibbles differs from the row's: one lookup
    /// and one addition for 32 times 4 bits. The few that pass are compared whole.
    #[target_feature(enable = "avx2,popcnt")]
    fn in_batches<const N: usize, const B: usize>(
        rows: Rows<'_>,
        field: Field<'_>,
        tiles: &[u32],
        near: Near,
        found: &mut Vec<Pair>,
    ) {
        let limit = _mm256_set1_epi8(near.sieve.cast_signed());
        let mut tables = [[_mm_setzero_si128(); N]; B];
        for (first, some) in (0u32..).step_by(B).zip(rows.hashes.chunks(B)) {
            for (tables, row) in tables.iter_mut().zip(some) {
                *tables = std::array::from_fn(|nibble| {
                    let table = &DIFFER[(row >> (4 * nibble) & 15) as usize];
                    // SAFETY: the pointer is to 16 bytes, and need not be aligned.
                    unsafe { _mm_loadu_si128(table.as_ptr().cast()) }
                });
            }
            let place = rows.place.map(|place| place.saturating_add(first));
            for &tile in tiles {
                let nibbles =
                    field.nibbles.get(tile as usize * N..).and_then(|nibbles| nibbles.first_chunk::<N>());
                let Some(nibbles) = nibbles else { continue };
                let nibbles: [__m256i; N] = std::array::from_fn(|nibble| {
                    // SAFETY: the pointer is to 32 bytes, and aligned to as many.
                    unsafe { _mm256_load_si256(nibbles[nibble].0.as_ptr().cast()) }
                });
                let sift = |tables: &[__m128i; N]| {
                    let mut differ = _mm256_setzero_si256();
                    for (table, nibbles) in tables.iter().zip(nibbles) {
                        let table = _mm256_broadcastsi128_si256(*table);
                        differ = _mm256_add_epi8(differ, _mm256_shuffle_epi8(table, nibbles));
                    }
                    let passed = _mm256_cmpeq_epi8(_mm256_min_epu8(differ, limit), differ);
                    _mm256_movemask_epi8(passed).cast_unsigned()
                };
                let mut passed = Passed { rows: [(0, 0); B], count: 0 };
                let start = tile * LANES as u32;
                let (before, within) = meet(place, start, some.len());
                for (row, tables) in tables[..before].iter().enumerate() {
                    passed.note(row, sift(tables));
                }
                let mut behind =
                    u32::MAX << 1 << place.map_or(0, |place| (place + before as u32) % LANES as u32);
                for (row, tables) in tables[before..within].iter().enumerate() {
                    passed.note(before + row, sift(tables) & behind);
                    behind <<= 1;
                }
                for &(at, lanes) in passed.rows.iter().take(passed.count) {
                    let row = some.get(at as usize).copied().unwrap_or_default();
                    verify((first + at, row), field.hashes, (start, lanes), near.most, found);
                }
            }
        }
    }

    /// How many rows are before a tile, which meet all of it, and how many up to its end: those in the tile meet what is
    /// behind them, and others nothing.
    fn meet(place: Option<u32>, start: u32, rows: usize) -> (usize, usize) {
        let Some(place) = place else { return (rows, rows) };
        let up_to = |at: u32| (at.saturating_sub(place) as usize).min(rows);
        (up_to(start), up_to(start + LANES as u32))
    }

    /// The rows for which some of a tile passed. Nothing depends on whether one did, so that no branch is guessed wrong.
    struct Passed<const B: usize> {
        rows: [(u32, u32); B],
        count: usize,
    }

    impl<const B: usize> Passed<B> {
        #[inline]
        fn note(&mut self, row: usize, lanes: u32) {
            if let Some(next) = self.rows.get_mut(self.count) {
                *next = (row as u32, lanes);
            }
            self.count += usize::from(lanes != 0);
        }
    }

    /// Compares those whole that passed.
    #[target_feature(enable = "popcnt")]
    #[inline]
    fn verify(
        (i, row): (u32, u64),
        hashes: &[u64],
        (start, mut passed): (u32, u32),
        most: u8,
        found: &mut Vec<Pair>,
    ) {
        while passed != 0 {
            let at = start + passed.trailing_zeros();
            passed &= passed - 1;
            let other = hashes.get(at as usize);
            if other.is_some_and(|other| (row ^ other).count_ones() <= u32::from(most)) {
                found.push((i, at));
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512vpopcntdq,popcnt")]
    pub(super) fn pairs_avx512(rows: Rows<'_>, list: List<'_>, most: u8, found: &mut Vec<Pair>) {
        pairs(rows, list, most, found, |rows, list| any_avx512(rows, list, most));
    }

    #[target_feature(enable = "avx512f,avx512vpopcntdq,popcnt")]
    #[inline]
    fn any_avx512(rows: &[u64; ROWS], list: &[u64], most: u8) -> bool {
        let Some(last) = list.last_chunk::<8>() else { return least(rows, list) <= u32::from(most) };
        let rows = rows.map(|row| _mm512_set1_epi64(row.cast_signed()));
        let step = |nearest: __m512i, eight: &[u64; 8]| {
            // SAFETY: the pointer is to 64 bytes, and need not be aligned.
            let eight = unsafe { _mm512_loadu_si512(eight.as_ptr().cast()) };
            rows.iter().fold(nearest, |nearest, row| {
                _mm512_min_epu64(nearest, _mm512_popcnt_epi64(_mm512_xor_si512(eight, *row)))
            })
        };
        let (eights, rest) = list.as_chunks::<8>();
        let mut nearest = eights.iter().fold(_mm512_set1_epi64(64), step);
        if !rest.is_empty() {
            // Some of these were in a chunk before.
            nearest = step(nearest, last);
        }
        _mm512_cmple_epu64_mask(nearest, _mm512_set1_epi64(i64::from(most))) != 0
    }
}
