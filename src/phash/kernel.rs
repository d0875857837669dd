//! The inner loop: which of many pairs of hashes differ in few bits. The only file with `unsafe`: calls of
//! functions that are compiled for instructions which were looked for before.

#![allow(unsafe_code, reason = "functions compiled for what the processor can do are called where it can")]

use super::buckets::Buckets;
use super::list::{LANES, Layout, List, Plane};

/// A pair: where in the rows, where in the list.
pub(super) type Pair = (u32, u32);

/// Does something with a depth that is known when the program is compiled.
#[cfg(target_arch = "x86_64")]
macro_rules! at_depth {
    ($depth:expr, |$n:ident| $do:expr) => { at_depth!(@ $depth, $n, $do, 4 5 6 7 8 9 10 11 12 13 14 15 16) };
    (@ $depth:expr, $n:ident, $do:expr, $($each:literal)*) => {
        match $depth {
            $($each => {
                const $n: usize = $each;
                $do
            })*
            _ => {}
        }
    };
}
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

    /// See [`List::gather`].
    pub(super) fn gather<M>(
        self,
        list: &mut List,
        from: &Buckets<M>,
        buckets: &[u32],
        is_left_out: impl Fn(u32, usize) -> bool,
    ) -> usize {
        #[cfg(target_arch = "x86_64")]
        if self == Self::Avx2 {
            // SAFETY, here and below: whoever holds one of these has it from `all`, which looked for the instructions.
            return unsafe { x86::gather_avx2(list, from, buckets, is_left_out) };
        }
        list.gather(from, buckets, is_left_out)
    }

    /// Lays out a list that is complete: so many of the lowest nibbles of each hash are looked at first.
    pub(super) fn lay(self, list: &mut List, depth: usize) {
        let layout = list.layout(if self.sieves() { depth } else { 0 });
        #[cfg(target_arch = "x86_64")]
        if self == Self::Avx2 {
            at_depth!(layout.depth, |N| unsafe { x86::lay_avx2::<N>(layout) });
        }
    }

    /// Adds the pairs of one of `rows` and one of a list that are near.
    pub(super) fn near(self, rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
        #[cfg(target_arch = "x86_64")]
        if self == Self::Avx2 {
            at_depth!(list.depth(), |N| return unsafe { x86::near_avx2::<N>(rows, list, near, found) });
        }
        for (start, hashes) in (0u32..).step_by(LANES).zip(list.hashes().chunks(LANES)) {
            let tile = Tile { start, hashes };
            match self {
                Self::Plain => {
                    let any = |rows: &[u64; ROWS], list: &[u64]| least(rows, list) <= u32::from(near.most);
                    pairs(rows, tile, near.most, &mut found.pairs, any);
                }
                #[cfg(target_arch = "x86_64")]
                Self::Popcnt | Self::Avx2 => unsafe {
                    x86::pairs_popcnt(rows, tile, near.most, &mut found.pairs)
                },
                #[cfg(target_arch = "x86_64")]
                Self::Avx512 => unsafe { x86::pairs_avx512(rows, tile, near.most, &mut found.pairs) },
            }
        }
    }
}

/// Hashes that are compared with a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    pub(super) hashes: &'a [u64],
    /// Where the first one is, counted from the list's first, if they are in one row with it: each is compared with
    /// those behind it only.
    pub(super) place: Option<i64>,
}

impl Rows<'_> {
    /// Whether a row is compared with one of the list.
    fn meets(self, row: u32, other: u32) -> bool {
        self.place.is_none_or(|place| i64::from(other) > place.saturating_add(i64::from(row)))
    }
}

/// How near is near.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// Pairs that differ in so many bits are.
    pub(super) most: u8,
    /// Those that differ in more bits of the nibbles that were laid out, and of those a list says, needn't be found.
    pub(super) sieve: u8,
}

/// What was found, and room for what is needed meanwhile.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) pairs: Vec<Pair>,
    /// For each nibble of some rows in how many bits each other one differs from it.
    tables: [[u8; 16]; BATCH * 16],
    /// The rows for which some of a tile passed, and which.
    passed: [(u32, u32); BATCH],
}

impl Found {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        Self { pairs: Vec::new(), tables: [[0; 16]; BATCH * 16], passed: [(0, 0); BATCH] }
    }
}

/// So many rows are compared with a tile while it is in the registers.
const BATCH: usize = 32;

/// Some of a list.
#[derive(Clone, Copy, Debug)]
struct Tile<'a> {
    start: u32,
    hashes: &'a [u64],
}

/// So many rows are compared at once by kernels that look at hashes alone.
const ROWS: usize = 4;

/// The loop over pairs, which is compiled anew into each function that calls it: `any` says whether one of four
/// hashes is near any of a list. Few are, so most lists are gone through once and without a branch a pair.
#[inline(always)]
fn pairs(
    rows: Rows<'_>,
    list: Tile<'_>,
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

    use super::{
        BATCH, Buckets, Found, LANES, Layout, List, Near, Pair, Plane, ROWS, Rows, Tile, least, pairs,
    };

    #[target_feature(enable = "popcnt")]
    pub(super) fn pairs_popcnt(rows: Rows<'_>, list: Tile<'_>, most: u8, found: &mut Vec<Pair>) {
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

    #[target_feature(enable = "avx2")]
    pub(super) fn gather_avx2<M>(
        list: &mut List,
        from: &Buckets<M>,
        buckets: &[u32],
        is_left_out: impl Fn(u32, usize) -> bool,
    ) -> usize {
        list.gather(from, buckets, is_left_out)
    }

    /// The place in a tile of the hash that is in a lane.
    const fn in_tile(lane: usize) -> usize {
        lane % 8 * 4 + lane / 8
    }

    /// Lays out the first `N` nibbles.
    #[target_feature(enable = "avx2")]
    pub(super) fn lay_avx2<const N: usize>(layout: Layout<'_>) {
        let Layout { hashes, apart, planes, .. } = layout;
        let mask = _mm256_set1_epi8(15);
        for ((hashes, apart), planes) in hashes.iter().zip(apart).zip(planes.chunks_exact_mut(N + 1)) {
            let Some((first, planes)) = planes.split_first_mut() else { continue };
            // In most tiles all are as far: they only ever get farther.
            let is_even = apart[0] == apart[LANES - 1];
            *first = if is_even {
                Plane([apart[0]; LANES])
            } else {
                Plane(std::array::from_fn(|lane| apart[in_tile(lane)]))
            };
            let bytes = transposed(hashes);
            for (nibble, plane) in planes.iter_mut().enumerate() {
                let byte = bytes[nibble / 2];
                let byte = if nibble % 2 == 0 { byte } else { _mm256_srli_epi16::<4>(byte) };
                // SAFETY: the pointer is to 32 bytes, and aligned to as many.
                unsafe { _mm256_store_si256(plane.0.as_mut_ptr().cast(), _mm256_and_si256(byte, mask)) };
            }
        }
    }

    /// Each byte of all hashes of a tile; see [`in_tile`] for their order.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn transposed(hashes: &[u64; LANES]) -> [__m256i; 8] {
        let (fours, _) = hashes.as_chunks::<4>();
        let rows: [__m256i; 8] = std::array::from_fn(|at| {
            // SAFETY: the pointer is to 32 bytes, and need not be aligned.
            unsafe { _mm256_loadu_si256(fours[at].as_ptr().cast()) }
        });
        // The first and the second hash of each half; then pairs of rows become fours, and fours all eight.
        let half = |pairs: [__m256i; 4]| {
            let low = _mm256_unpacklo_epi16(pairs[0], pairs[1]);
            let high = _mm256_unpackhi_epi16(pairs[0], pairs[1]);
            let more_low = _mm256_unpacklo_epi16(pairs[2], pairs[3]);
            let more_high = _mm256_unpackhi_epi16(pairs[2], pairs[3]);
            [
                _mm256_unpacklo_epi32(low, more_low),
                _mm256_unpackhi_epi32(low, more_low),
                _mm256_unpacklo_epi32(high, more_high),
                _mm256_unpackhi_epi32(high, more_high),
            ]
        };
        let first = half(std::array::from_fn(|at| _mm256_unpacklo_epi8(rows[2 * at], rows[2 * at + 1])));
        let second = half(std::array::from_fn(|at| _mm256_unpackhi_epi8(rows[2 * at], rows[2 * at + 1])));
        std::array::from_fn(|byte| {
            let (first, second) = (first[byte / 2], second[byte / 2]);
            if byte % 2 == 0 {
                _mm256_unpacklo_epi64(first, second)
            } else {
                _mm256_unpackhi_epi64(first, second)
            }
        })
    }

    /// Looks up, for a tile at once, in how many bits each of the first `N` nibbles differs from the row's: one lookup
    /// and one addition for 32 times 4 bits. The few that pass are compared whole.
    #[target_feature(enable = "avx2,popcnt")]
    pub(super) fn near_avx2<const N: usize>(rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
        let limit = _mm256_set1_epi8(near.sieve.cast_signed());
        let (tables, _) = found.tables.as_chunks_mut::<N>();
        for (first, some) in (0u32..).step_by(BATCH).zip(rows.hashes.chunks(BATCH)) {
            for (tables, row) in tables.iter_mut().zip(some) {
                *tables = std::array::from_fn(|nibble| DIFFER[(row >> (4 * nibble) & 15) as usize]);
            }
            let rows = Rows { hashes: some, place: rows.place.map(|place| place + i64::from(first)) };
            for (start, planes) in (0u32..).step_by(LANES).zip(list.planes().chunks_exact(N + 1)) {
                let (Some(apart), Some(nibbles)) = (planes.first(), planes.last_chunk::<N>()) else {
                    continue;
                };
                // SAFETY: the pointer is to 32 bytes, and aligned to as many.
                let load = |plane: &Plane| unsafe { _mm256_load_si256(plane.0.as_ptr().cast()) };
                let apart = load(apart);
                let nibbles: [__m256i; N] = std::array::from_fn(|nibble| load(&nibbles[nibble]));
                let differ = |tables: &[[u8; 16]; N]| {
                    let mut differ = apart;
                    for (table, nibbles) in tables.iter().zip(nibbles) {
                        // SAFETY: the pointer is to 16 bytes, and need not be aligned.
                        let table = unsafe { _mm_loadu_si128(table.as_ptr().cast()) };
                        let table = _mm256_broadcastsi128_si256(table);
                        differ = _mm256_add_epi8(differ, _mm256_shuffle_epi8(table, nibbles));
                    }
                    let near = _mm256_cmpeq_epi8(_mm256_min_epu8(differ, limit), differ);
                    _mm256_movemask_epi8(near).cast_unsigned()
                };
                let mut passed = 0;
                let mut note = |row: usize, lanes: u32| {
                    // Nothing depends on whether some passed, so that no branch is guessed wrong.
                    if let Some(next) = found.passed.get_mut(passed) {
                        *next = (row as u32, lanes);
                    }
                    passed += usize::from(lanes != 0);
                };
                let (before, within) = meeting(rows, start);
                for (row, tables) in tables[..before].iter().enumerate() {
                    note(row, differ(tables));
                }
                let place = rows.place.map_or(0, |place| (place + before as i64 - i64::from(start)) as usize);
                let behind = BEHIND[place % LANES..].iter();
                for ((row, tables), behind) in tables[..within].iter().enumerate().skip(before).zip(behind) {
                    note(row, differ(tables) & behind);
                }
                for &(row, lanes) in found.passed.iter().take(passed) {
                    let hash = some.get(row as usize).copied().unwrap_or_default();
                    verify((first + row, hash), list.hashes(), (start, lanes), near.most, &mut found.pairs);
                }
            }
        }
    }

    /// How many rows are before a tile, which meet all of it, and how many up to its end: those in the tile meet what is
    /// behind them, and others nothing.
    fn meeting(rows: Rows<'_>, start: u32) -> (usize, usize) {
        let count = rows.hashes.len();
        let Some(place) = rows.place else { return (count, count) };
        let up_to = |at: i64| at.saturating_sub(place).clamp(0, count as i64) as usize;
        (up_to(i64::from(start)), up_to(i64::from(start) + LANES as i64))
    }

    /// For each place in a tile the lanes of those behind it.
    static BEHIND: [u32; LANES] = {
        let mut all = [0; LANES];
        let mut lane = 0;
        while lane < LANES {
            let mut place = 0;
            while place < in_tile(lane) {
                all[place] |= 1 << lane;
                place += 1;
            }
            lane += 1;
        }
        all
    };

    /// Compares those whole that passed.
    #[target_feature(enable = "popcnt")]
    #[inline]
    fn verify(
        (i, row): (u32, u64),
        hashes: &[u64],
        (start, mut lanes): (u32, u32),
        most: u8,
        found: &mut Vec<Pair>,
    ) {
        while lanes != 0 {
            let at = start + in_tile(lanes.trailing_zeros() as usize) as u32;
            lanes &= lanes - 1;
            let other = hashes.get(at as usize);
            if other.is_some_and(|other| (row ^ other).count_ones() <= u32::from(most)) {
                found.push((i, at));
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512vpopcntdq,popcnt")]
    pub(super) fn pairs_avx512(rows: Rows<'_>, list: Tile<'_>, most: u8, found: &mut Vec<Pair>) {
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
