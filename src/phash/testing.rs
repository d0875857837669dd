//! Sets of hashes for tests, and brute force to compare with.

use super::Forest;

/// What a set of hashes looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Random bits.
    Uniform,
    /// A few images after each other with few flipped bits between them, as cameras make them.
    Bursts,
    /// All near one hash.
    Dense,
    /// All the same.
    Identical,
    /// Many copies of few hashes.
    Copies,
    /// Few bits that differ at all.
    FewBits,
    /// Bits that are mostly 0, and every sixteenth image of one colour.
    Flat,
}

impl Shape {
    pub(super) const ALL: [Self; 7] =
        [Self::Uniform, Self::Bursts, Self::Dense, Self::Identical, Self::Copies, Self::FewBits, Self::Flat];
}

/// So many hashes of a shape, the same for the same seed.
pub(super) fn make(shape: Shape, count: usize, seed: u64) -> Vec<u64> {
    let mut random = fastrand::Rng::with_seed(seed);
    let center = random.u64(..);
    let mut last = center;
    let flips = |random: &mut fastrand::Rng, most: u32| {
        (0..random.u32(0..=most)).fold(0, |bits, _| bits ^ 1u64 << random.u32(..64))
    };
    (0..count)
        .map(|at| match shape {
            Shape::Uniform => random.u64(..),
            Shape::Bursts => {
                last = if random.u32(..6) == 0 { random.u64(..) } else { last ^ flips(&mut random, 6) };
                last
            }
            Shape::Dense => center ^ flips(&mut random, 10),
            Shape::Identical => center,
            Shape::Copies => center.rotate_left(random.u32(..8)),
            Shape::FewBits => center ^ random.u64(..) & 0x8100_0420_1008_0411,
            Shape::Flat if at % 16 == 0 => random.u64(..2).wrapping_neg(),
            Shape::Flat => random.u64(..) & random.u64(..) & random.u64(..) & random.u64(..),
        })
        .collect()
}

/// For each image the first of its group.
pub(super) fn partition(forest: &Forest, threshold: u8) -> Vec<u32> {
    let mut first: Vec<u32> = (0..forest.len() as u32).collect();
    for group in forest.groups(threshold) {
        let members = &forest.leaves()[group];
        let least = *members.iter().min().expect("two at least");
        members.iter().for_each(|&member| first[member as usize] = least);
    }
    first
}

/// Checks the groups at every threshold against those that all pairs make.
pub(super) fn assert_exact(forest: &Forest, hashes: &[u64]) {
    let mut sorted = forest.leaves().to_vec();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..hashes.len() as u32), "every image once");
    let mut pairs = vec![Vec::new(); usize::from(forest.max()) + 1];
    for (a, hash) in hashes.iter().enumerate() {
        for (b, other) in hashes[..a].iter().enumerate() {
            if let Some(pairs) = pairs.get_mut((hash ^ other).count_ones() as usize) {
                pairs.push((a, b));
            }
        }
    }
    let mut parents: Vec<usize> = (0..hashes.len()).collect();
    for (threshold, pairs) in pairs.into_iter().enumerate() {
        for (a, b) in pairs {
            let (a, b) = (root(&mut parents, a), root(&mut parents, b));
            parents[a.max(b)] = a.min(b);
        }
        let expected: Vec<u32> = (0..hashes.len()).map(|image| root(&mut parents, image) as u32).collect();
        assert!(partition(forest, threshold as u8) == expected, "threshold {threshold} of {}", forest.max());
    }
}

fn root(parents: &mut [usize], mut image: usize) -> usize {
    while parents[image] != image {
        parents[image] = parents[parents[image]];
        image = parents[image];
    }
    image
}
