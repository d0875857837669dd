//! The loop over pairs that all kernels share, and how it goes with what every processor has.

use super::{BATCH, Found, LANES, Layout, List, Near, Pair, Plane, Rows};

/// So many lanes are in half a tile.
pub(super) const HALF: usize = LANES / 2;

/// The place in a tile of the hash that is in a lane.
pub(super) const fn in_tile(lane: usize) -> usize {
    lane / HALF * HALF + lane % 8 * 4 + lane % HALF / 8
}

/// For each place in a tile the lanes of those behind it.
static BEHIND: [u64; LANES] = {
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

/// Lays out the first bytes.
pub(super) fn lay(layout: Layout<'_>, bytes: usize) {
    let Layout { hashes, apart, planes } = layout;
    let lanes = |of: &dyn Fn(usize) -> u8| {
        Plane(std::array::from_fn(|half| std::array::from_fn(|lane| of(in_tile(half * HALF + lane)))))
    };
    for ((hashes, apart), planes) in hashes.iter().zip(apart).zip(planes.chunks_exact_mut(bytes + 1)) {
        let Some((first, planes)) = planes.split_first_mut() else { continue };
        *first = lanes(&|place| apart[place]);
        for (at, plane) in planes.iter_mut().enumerate() {
            *plane = lanes(&|place| (hashes[place] >> (8 * at)) as u8);
        }
    }
}

/// Counts, for half a tile at once, in how many bits each of the first `N` bytes differs from the row's.
pub(super) fn near<const N: usize>(rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
    let bytes = |row: u64| std::array::from_fn(|byte| (row >> (8 * byte)) as u8);
    let looks = |planes: &[Plane; N], apart: &Plane, half: usize| {
        let (apart, planes) = (apart.0[half], planes.map(|plane| plane.0[half]));
        move |row: &[u8; N]| {
            let mut differ = apart;
            for (row, bytes) in row.iter().zip(&planes) {
                for (differ, byte) in differ.iter_mut().zip(bytes) {
                    *differ = differ.wrapping_add((row ^ byte).count_ones() as u8);
                }
            }
            if differ.iter().fold(u8::MAX, |least, differ| least.min(*differ)) > near.sieve {
                return 0;
            }
            differ.iter().rev().fold(0, |lanes, differ| lanes << 1 | u64::from(*differ <= near.sieve))
        }
    };
    look::<N, HALF, _, _>(rows, list, near.most, found, [0; N], bytes, looks);
}

/// The loop over rows and so many lanes of a list at once, which is compiled anew into each function that calls it.
/// `prepare` makes of a row what is compared, and `looks`, of planes that it keeps in registers, what tells the lanes
/// that pass. The few that do are compared whole.
#[inline(always)]
pub(super) fn look<const N: usize, const AT_ONCE: usize, R: Copy, L: Fn(&R) -> u64>(
    rows: Rows<'_>,
    list: &List,
    most: u8,
    found: &mut Found,
    none: R,
    prepare: impl Fn(u64) -> R,
    looks: impl Fn(&[Plane; N], &Plane, usize) -> L,
) {
    let mut prepared = [none; BATCH];
    for (first, some) in (0u32..).step_by(BATCH).zip(rows.hashes.chunks(BATCH)) {
        prepared.iter_mut().zip(some).for_each(|(to, row)| *to = prepare(*row));
        let rows = Rows { hashes: some, place: rows.place.map(|place| place + i64::from(first)) };
        for (tile, planes) in (0..list.len()).step_by(LANES).zip(list.planes().chunks_exact(N + 1)) {
            let (Some(apart), Some(planes)) = (planes.first(), planes.last_chunk::<N>()) else { continue };
            for part in (0..LANES).step_by(AT_ONCE) {
                let start = tile + part;
                if start >= list.len() {
                    break;
                }
                let differ = looks(planes, apart, part / AT_ONCE);
                let mut passed = 0usize;
                let mut note = |row: usize, lanes: u64| {
                    // Nothing depends on whether some passed, so that no branch is guessed wrong.
                    if let Some(next) = found.passed.get_mut(passed) {
                        *next = (row as u32, lanes);
                    }
                    passed = passed.wrapping_add(usize::from(lanes != 0));
                };
                let (before, within) = meeting(rows, start, AT_ONCE);
                for (row, prepared) in prepared[..before].iter().enumerate() {
                    note(row, differ(prepared));
                }
                let place = rows.place.map_or(0, |place| (place + before as i64 - start as i64) as usize);
                let behind = BEHIND[part..][place % AT_ONCE..].iter();
                for ((row, prepared), behind) in
                    prepared[..within].iter().enumerate().skip(before).zip(behind)
                {
                    note(row, differ(prepared) & behind >> part);
                }
                for &(row, lanes) in found.passed.iter().take(passed) {
                    let hash = some.get(row as usize).copied().unwrap_or_default();
                    let lanes = lanes.checked_shl(part as u32).unwrap_or(0);
                    verify((first + row, hash), list.hashes(), (tile, lanes), most, &mut found.pairs);
                }
            }
        }
    }
}

/// How many rows are before some of a list, which meet all of it, and how many up to its end: those in it meet what is
/// behind them, and others nothing.
fn meeting(rows: Rows<'_>, start: usize, lanes: usize) -> (usize, usize) {
    let count = rows.hashes.len();
    let Some(place) = rows.place else { return (count, count) };
    let up_to = |at: usize| (at as i64).saturating_sub(place).clamp(0, count as i64) as usize;
    (up_to(start), up_to(start + lanes))
}

/// Compares those whole that passed.
#[inline(always)]
fn verify(
    (i, row): (u32, u64),
    hashes: &[u64],
    (tile, mut lanes): (usize, u64),
    most: u8,
    found: &mut Vec<Pair>,
) {
    while lanes != 0 {
        let at = tile + in_tile(lanes.trailing_zeros() as usize);
        lanes &= lanes - 1;
        let other = hashes.get(at);
        if other.is_some_and(|other| (row ^ other).count_ones() <= u32::from(most)) {
            found.push((i, at as u32));
        }
    }
}
