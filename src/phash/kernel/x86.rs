//! The loops for processors of this family.

use std::arch::x86_64::*;

use super::look::{HALF, in_tile, look};
use super::{Buckets, Found, LANES, Layout, List, Near, Plane, Rows};

#[target_feature(enable = "avx2")]
pub(super) fn gather_avx2<M>(
    list: &mut List,
    from: &Buckets<M>,
    buckets: &[u32],
    is_left_out: impl Fn(u32, usize) -> bool,
) -> usize {
    list.gather(from, buckets, is_left_out)
}

/// Lays out the first `N` nibbles, or whole bytes.
#[target_feature(enable = "avx2")]
pub(super) fn lay_avx2<const N: usize, const BYTES: bool>(layout: Layout<'_>) {
    let Layout { hashes, apart, planes } = layout;
    let mask = _mm256_set1_epi8(15);
    for ((hashes, apart), planes) in hashes.iter().zip(apart).zip(planes.chunks_exact_mut(N + 1)) {
        let Some((first, planes)) = planes.split_first_mut() else { continue };
        // In most tiles all are as far: they only ever get farther.
        let is_even = apart[0] == apart[LANES - 1];
        let far = |lane: usize| if is_even { apart[0] } else { apart[in_tile(lane)] };
        first.0 = std::array::from_fn(|half| std::array::from_fn(|lane| far(half * HALF + lane)));
        for (half, hashes) in hashes.as_chunks().0.iter().enumerate() {
            let bytes = transposed(hashes);
            for (at, plane) in planes.iter_mut().enumerate() {
                let some = if BYTES {
                    bytes[at]
                } else if at % 2 == 0 {
                    _mm256_and_si256(bytes[at / 2], mask)
                } else {
                    _mm256_and_si256(_mm256_srli_epi16::<4>(bytes[at / 2]), mask)
                };
                // SAFETY: the pointer is to 32 bytes, and aligned to as many.
                unsafe { _mm256_store_si256(plane.0[half].as_mut_ptr().cast(), some) };
            }
        }
    }
}

/// Each byte of all hashes of half a tile; see [`in_tile`] for their order.
#[target_feature(enable = "avx2")]
#[inline]
fn transposed(hashes: &[u64; HALF]) -> [__m256i; 8] {
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

/// Looks up, for half a tile at once, in how many bits each of the first `N` nibbles differs from the row's: one
/// lookup and one addition for 32 times 4 bits.
#[target_feature(enable = "avx2,popcnt")]
pub(super) fn near_avx2<const N: usize>(rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
    let limit = _mm256_set1_epi8(near.sieve.cast_signed());
    let tables = |row| std::array::from_fn(|nibble| DIFFER[(row >> (4 * nibble) & 15) as usize]);
    let looks = |planes: &[Plane; N], apart: &Plane, half: usize| {
        // SAFETY: the pointer is to 32 bytes, and aligned to as many.
        let load = |plane: &Plane| unsafe { _mm256_load_si256(plane.0[half].as_ptr().cast()) };
        let apart = load(apart);
        let nibbles: [__m256i; N] = std::array::from_fn(|nibble| load(&planes[nibble]));
        move |tables: &[[u8; 16]; N]| {
            let mut differ = apart;
            for (table, nibbles) in tables.iter().zip(nibbles) {
                // SAFETY: the pointer is to 16 bytes, and need not be aligned.
                let table = unsafe { _mm_loadu_si128(table.as_ptr().cast()) };
                let table = _mm256_broadcastsi128_si256(table);
                differ = _mm256_add_epi8(differ, _mm256_shuffle_epi8(table, nibbles));
            }
            let near = _mm256_cmpeq_epi8(_mm256_min_epu8(differ, limit), differ);
            u64::from(_mm256_movemask_epi8(near).cast_unsigned())
        }
    };
    look::<N, HALF, _, _>(rows, list, near.most, found, [[0; 16]; N], tables, looks);
}

/// Counts, for a tile at once, in how many bits each of the first `N` bytes differs from the row's: three
/// instructions for 64 times 8 bits.
#[target_feature(enable = "avx512f,avx512bw,avx512bitalg,popcnt")]
pub(super) fn near_avx512<const N: usize>(rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
    let limit = _mm512_set1_epi8(near.sieve.cast_signed());
    // Each byte four times: four of them the processor spreads over all lanes while it reads them.
    let fours = |row| std::array::from_fn(|byte| i32::from_ne_bytes([(row >> (8 * byte)) as u8; 4]));
    let looks = |planes: &[Plane; N], apart: &Plane, _: usize| {
        // SAFETY: the pointer is to 64 bytes, and aligned to as many.
        let load = |plane: &Plane| unsafe { _mm512_load_si512(plane.0.as_ptr().cast()) };
        let apart = load(apart);
        let bytes: [__m512i; N] = std::array::from_fn(|byte| load(&planes[byte]));
        move |fours: &[i32; N]| {
            let mut differ = apart;
            for (four, bytes) in fours.iter().zip(bytes) {
                let bits = _mm512_xor_si512(bytes, _mm512_set1_epi32(*four));
                differ = _mm512_add_epi8(differ, _mm512_popcnt_epi8(bits));
            }
            _mm512_cmple_epu8_mask(differ, limit)
        }
    };
    look::<N, LANES, _, _>(rows, list, near.most, found, [0; N], fours, looks);
}
