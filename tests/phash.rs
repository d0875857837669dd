//! The groups of many pHashes against those of all pairs, at every distance up to 20. In a build without optimisation
//! there are fewer.

use ikt::phash::{Forest, MOST};

const COUNT: usize = if cfg!(debug_assertions) { 2_000 } else { 20_000 };

type Shape = fn(&mut fastrand::Rng, usize) -> u64;

/// What the hashes look like.
const SHAPES: [(&str, Shape); 6] = [
    ("random", |random, _| random.u64(..)),
    ("bursts of near ones", |random, at| {
        flips(&mut fastrand::Rng::with_seed(at as u64 / 9), 64) ^ flips(random, 5)
    }),
    ("one dense region", |random, _| 0x2d5a_d393_6d2e_015b ^ flips(random, 12)),
    ("regions that touch", |random, at| u64::MAX >> (at % 5 * 8) ^ flips(random, 6)),
    ("copies and pictures of one colour", |random, at| match at % 4 {
        0 => 0,
        1 => u64::MAX,
        _ => flips(&mut fastrand::Rng::with_seed(random.u64(..50)), 64),
    }),
    ("few bits that differ", |random, _| random.u64(..) & 0xf0f0_000f_0000_0f0f),
];

/// Up to so many random bits.
fn flips(random: &mut fastrand::Rng, most: u32) -> u64 {
    (0..random.u32(0..=most)).fold(0, |bits, _| bits ^ 1u64 << random.u32(..64))
}

fn root(parents: &mut [u32], mut image: u32) -> u32 {
    while parents[image as usize] != image {
        parents[image as usize] = parents[parents[image as usize] as usize];
        image = parents[image as usize];
    }
    image
}

/// For each image the first of its group, at each distance.
fn brute_force(hashes: &[u64]) -> Vec<Vec<u32>> {
    let mut levels: Vec<Vec<u32>> = vec![(0..hashes.len() as u32).collect(); usize::from(MOST) + 1];
    for (a, hash) in (0u32..).zip(hashes) {
        for (b, other) in (0..a).zip(hashes) {
            for parents in levels.iter_mut().skip((hash ^ other).count_ones() as usize) {
                let (a, b) = (root(parents, a), root(parents, b));
                if a == b {
                    break;
                }
                parents[a.max(b) as usize] = a.min(b);
            }
        }
    }
    for parents in &mut levels {
        for image in 0..hashes.len() as u32 {
            parents[image as usize] = root(parents, image);
        }
    }
    levels
}

fn partition(forest: &Forest, distance: u8) -> Vec<u32> {
    let mut firsts: Vec<u32> = (0..forest.len() as u32).collect();
    for group in forest.groups(distance) {
        let members = &forest.leaves()[group];
        let first = *members.iter().min().expect("two at least");
        members.iter().for_each(|&member| firsts[member as usize] = first);
    }
    firsts
}

#[test]
fn groups_are_those_of_all_pairs() {
    for (name, shape) in SHAPES {
        let mut random = fastrand::Rng::with_seed(11);
        let hashes: Vec<u64> = (0..COUNT).map(|at| shape(&mut random, at)).collect();
        let levels = brute_force(&hashes);
        for max in [8, 12, MOST] {
            let forest = Forest::grow(&hashes, max, &|| false).expect("not cancelled");
            for distance in 0..=max {
                let same = partition(&forest, distance) == levels[usize::from(distance)];
                assert!(same, "{name}: distance {distance} of {max}");
            }
        }
        let (old, all) = (&hashes[..COUNT - COUNT / 50], &hashes[..]);
        let old = Forest::grow(old, 10, &|| false).expect("not cancelled");
        assert_eq!(old.extend(all, &|| false), Forest::grow(all, 10, &|| false), "{name}");
    }
}
