//! How likely two hashes of a set differ, and in which bits: told from some of them.
//!
//! By what single bits say alone, images of one series would look no more alike than any others. So pairs are told
//! apart by how far they are from each other, and only those that are equally far are taken to differ at random.

/// So many hashes are looked at bit by bit, and so many with each other.
const SINGLE: usize = 8192;
const PAIRED: usize = 1024;
/// Pairs are of one kind when they differ in so many bits more or fewer.
const WIDTH: u32 = 4;

/// What is known of a set.
#[derive(Clone, Debug)]
pub(super) struct Odds {
    /// Each bit and the chance that two hashes differ in it, those first that say most.
    bits: Vec<(usize, f64)>,
    kinds: Vec<Kind>,
}

/// Pairs that are about as far from each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    /// How many of all pairs are.
    pub(super) share: f64,
    /// How often they differ in a bit, by how often all do.
    scale: f64,
}

impl Kind {
    /// A part of these pairs.
    pub(super) fn part(self, part: f64) -> Self {
        Self { share: self.share * part, ..self }
    }

    /// The chance that such a pair differs where the chance of any is this.
    pub(super) fn differ(self, any: f64) -> f64 {
        (any * self.scale).min(1.0)
    }
}

impl Odds {
    pub(super) fn of(hashes: &[u64]) -> Self {
        let some = |most: usize| hashes.iter().copied().step_by(hashes.len().div_ceil(most).max(1));
        let mut set = [0u32; 64];
        for hash in some(SINGLE) {
            for (bit, set) in set.iter_mut().enumerate() {
                *set = set.saturating_add((hash >> bit & 1) as u32);
            }
        }
        let count = some(SINGLE).count().max(1) as f64;
        let differ = |set: u32| 2.0 * f64::from(set) / count * (1.0 - f64::from(set) / count);
        let mut bits: Vec<(usize, f64)> = set.into_iter().map(differ).enumerate().collect();
        bits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { kinds: kinds(&some(PAIRED).collect::<Vec<u64>>(), &bits), bits }
    }

    /// Each bit and the chance that two hashes differ in it, those first that say most.
    pub(super) fn bits(&self) -> &[(usize, f64)] {
        &self.bits
    }

    /// The chance that two hashes differ in a bit.
    pub(super) fn differ(&self, bit: usize) -> f64 {
        self.bits.iter().find(|(other, _)| *other == bit).map_or(0.0, |(_, differ)| *differ)
    }

    /// The kinds of pairs; the last one is of those that are as far as chance has it.
    pub(super) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }
}

/// The kinds of pairs of these hashes, whose bits differ so likely. Most pairs are as far from each other as these
/// chances alone tell. Where more than that are near, those too many are of kinds of their own.
fn kinds(hashes: &[u64], bits: &[(usize, f64)]) -> Vec<Kind> {
    let by_distance = distances(hashes);
    let pairs = f64::from(by_distance.iter().sum::<u32>().max(1));
    let mut by_chance = [0.0; 65];
    by_chance[0] = 1.0;
    bits.iter().for_each(|(_, differ)| add(&mut by_chance, *differ));
    let usual: f64 = bits.iter().map(|(_, differ)| differ).sum();
    let near =
        (0_u32..).zip(by_distance.iter().zip(by_chance)).take_while(|(far, _)| f64::from(*far) < usual);
    let more = near.filter_map(|(far, (seen, chance))| {
        let share = f64::from(*seen) / pairs - chance;
        (share > 0.0).then_some((far, share))
    });
    let more: Vec<(u32, f64)> = more.collect();
    let kind = |some: &[(u32, f64)]| {
        let share = some.iter().map(|(_, share)| share).sum::<f64>();
        let far = some.iter().map(|(far, share)| f64::from(*far) * share).sum::<f64>() / share;
        Kind { share, scale: far / usual }
    };
    let mut kinds: Vec<Kind> = more.chunk_by(|one, next| one.0 / WIDTH == next.0 / WIDTH).map(kind).collect();
    let rest = 1.0 - kinds.iter().map(|kind| kind.share).sum::<f64>();
    kinds.push(Kind { share: rest, scale: 1.0 });
    kinds
}

/// How many pairs differ in 0, 1, … bits.
fn distances(hashes: &[u64]) -> [u32; 65] {
    let mut by_distance = [0u32; 65];
    for (at, hash) in hashes.iter().enumerate() {
        for other in hashes.iter().take(at) {
            if let Some(pairs) = by_distance.get_mut((hash ^ other).count_ones() as usize) {
                *pairs = pairs.saturating_add(1);
            }
        }
    }
    by_distance
}

/// Of the chances that two hashes differ in 0, 1, … of some bits, those with one more, in which they differ so likely.
pub(super) fn add(chances: &mut [f64], differ: f64) {
    let mut fewer = 0.0;
    for chance in chances {
        let before = *chance;
        *chance = before * (1.0 - differ) + fewer * differ;
        fewer = before;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Shape, make};
    use super::*;

    #[test]
    fn pairs_that_are_near_by_chance_are_of_one_kind() {
        let odds = Odds::of(&make(Shape::Uniform, 5_000, 1));
        let last = odds.kinds().last().expect("there is a last one");
        assert!(last.share > 0.98 && last.scale == 1.0, "{:?}", odds.kinds());
    }

    #[test]
    fn pairs_of_a_dense_region_are_of_another() {
        let mut hashes = make(Shape::Uniform, 900, 1);
        // A tenth of all, and so a hundredth of all pairs.
        hashes.extend(make(Shape::Uniform, 100, 2).into_iter().map(|hash| hash & 0x00f0_0000_0f00_0000));
        let odds = Odds::of(&hashes);
        let near: f64 = odds.kinds().iter().filter(|kind| kind.scale < 0.3).map(|kind| kind.share).sum();
        assert!((0.008..0.012).contains(&near), "{:?}", odds.kinds());
        assert!((odds.kinds().iter().map(|kind| kind.share).sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
