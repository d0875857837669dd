//! The inner loop: which of many pairs of hashes differ in few bits. The only file with `unsafe`: calls of
//! functions that are compiled for instructions which were looked for before.

#![allow(unsafe_code, reason = "functions compiled for what the processor can do are called where it can")]

/// A pair: where in the first list, where in the second.
pub(super) type Pair = (u32, u32);

/// How pairs are compared. All find the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kernel {
    /// With what every processor of its family has.
    Plain,
    /// With the instruction that counts bits.
    #[cfg(target_arch = "x86_64")]
    Popcnt,
    /// Four pairs at once.
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

    /// Adds the pairs of one of `a` and one of `b` that differ in at most `most` bits.
    pub(super) fn between(self, a: &[u64], b: &[u64], most: u8, found: &mut Vec<Pair>) {
        match self {
            Self::Plain => pairs(a, b, most, found, |rows, list| least(rows, list) <= u32::from(most)),
            // SAFETY, here and below: whoever holds one of these has it from `all`, which looked for the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Popcnt => unsafe { x86::between_popcnt(a, b, most, found) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::between_avx2(a, b, most, found) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { x86::between_avx512(a, b, most, found) },
        }
    }
}

/// So many of the first list are compared at once.
pub(super) const ROWS: usize = 4;

/// The loop over pairs, which is compiled anew into each function that calls it: `any` says whether one of four
/// hashes is near any of a list. Few are, so most lists are gone through once and without a branch a pair.
#[inline(always)]
fn pairs(a: &[u64], b: &[u64], most: u8, found: &mut Vec<Pair>, any: impl Fn(&[u64; ROWS], &[u64]) -> bool) {
    for (first, rows) in (0u32..).step_by(ROWS).zip(a.chunks(ROWS)) {
        // Where there are fewer than four, the last is there several times.
        let mut four = [rows.last().copied().unwrap_or(0); ROWS];
        four.iter_mut().zip(rows).for_each(|(to, row)| *to = *row);
        if any(&four, b) {
            for (i, &row) in (first..).zip(rows) {
                let near =
                    (0u32..).zip(b).filter(|(_, other)| (row ^ *other).count_ones() <= u32::from(most));
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

    use super::{Pair, ROWS, least, pairs};

    #[target_feature(enable = "popcnt")]
    pub(super) fn between_popcnt(a: &[u64], b: &[u64], most: u8, found: &mut Vec<Pair>) {
        pairs(a, b, most, found, |rows, list| least(rows, list) <= u32::from(most));
    }

    #[target_feature(enable = "avx2,popcnt")]
    pub(super) fn between_avx2(a: &[u64], b: &[u64], most: u8, found: &mut Vec<Pair>) {
        pairs(a, b, most, found, |rows, list| any_avx2(rows, list, most));
    }

    /// Counts the bits of halves of bytes by a table, then adds up the bytes of each hash.
    #[target_feature(enable = "avx2,popcnt")]
    #[inline]
    fn any_avx2(rows: &[u64; ROWS], list: &[u64], most: u8) -> bool {
        let Some(last) = list.last_chunk::<4>() else { return least(rows, list) <= u32::from(most) };
        let table =
            _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        let (half, zero) = (_mm256_set1_epi8(15), _mm256_setzero_si256());
        let rows = rows.map(|row| _mm256_set1_epi64x(row.cast_signed()));
        let step = |nearest: __m256i, four: &[u64; 4]| {
            // SAFETY: the pointer is to 32 bytes, and need not be aligned.
            let four = unsafe { _mm256_loadu_si256(four.as_ptr().cast()) };
            rows.iter().fold(nearest, |nearest, row| {
                let differ = _mm256_xor_si256(four, *row);
                let low = _mm256_shuffle_epi8(table, _mm256_and_si256(differ, half));
                let high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi64::<4>(differ), half));
                _mm256_min_epu8(nearest, _mm256_sad_epu8(_mm256_add_epi8(low, high), zero))
            })
        };
        let (fours, rest) = list.as_chunks::<4>();
        let mut nearest = fours.iter().fold(_mm256_set1_epi64x(64), step);
        if !rest.is_empty() {
            // Some of these were in a chunk before.
            nearest = step(nearest, last);
        }
        let far = _mm256_cmpgt_epi64(nearest, _mm256_set1_epi64x(i64::from(most)));
        _mm256_movemask_epi8(far) != -1
    }

    #[target_feature(enable = "avx512f,avx512vpopcntdq,popcnt")]
    pub(super) fn between_avx512(a: &[u64], b: &[u64], most: u8, found: &mut Vec<Pair>) {
        pairs(a, b, most, found, |rows, list| any_avx512(rows, list, most));
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
