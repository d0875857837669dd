//! The loops for processors of this family.

use std::arch::x86_64::*;

use super::{BATCH, Buckets, Found, LANES, Layout, List, Near, Pair, Plane, ROWS, Rows, Tile, least, pairs};

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
    let Layout { hashes, apart, planes } = layout;
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
