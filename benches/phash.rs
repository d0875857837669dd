//! How long it takes to group near pHashes, at every distance up to one, beside the crates mih-rs and bk-tree,
//! which look for the neighbours of each hash at that distance alone. `cargo bench --bench phash` prints a table;
//! `-- --large` adds ten million of ours and a million of mih-rs.

use std::fs;
use std::time::Instant;

use bk_tree::{BKTree, Metric};
use ikt::phash::Forest;
use mih_rs::Index;

const DISTANCE: u8 = 8;
/// Runs, of which the fastest counts.
const RUNS: usize = 3;

fn main() {
    let is_large = std::env::args().any(|word| word == "--large");
    println!("{:<10} {:>10} {:>4} {:>9} {:>8} {:>10}", "what", "hashes", "d", "seconds", "MB", "in groups");
    for count in [20_000, 100_000] {
        let hashes = library(count);
        ours(&hashes, DISTANCE);
        mih(&hashes);
        if count <= 20_000 {
            bk(&hashes);
        }
    }
    let million = library(1_000_000);
    for distance in [DISTANCE, 10, 12] {
        ours(&million, distance);
    }
    if is_large {
        mih(&million);
        ours(&library(10_000_000), DISTANCE);
    }
}

/// Hashes as a library has them: bursts of up to twelve near ones, dense regions, and many copies of one; bits that
/// aren't set as often as not.
fn library(count: usize) -> Vec<u64> {
    let mut random = fastrand::Rng::with_seed(42);
    let shares: Vec<f64> = (0..64).map(|bit| 0.5 + 0.25 * (f64::from(bit) * 1.7).sin()).collect();
    let picture = |random: &mut fastrand::Rng| {
        (0..64).zip(&shares).fold(0, |hash, (bit, share)| hash | u64::from(random.f64() < *share) << bit)
    };
    let flip = |random: &mut fastrand::Rng, hash: u64, most: u32| {
        (0..random.u32(0..=most)).fold(hash, |hash, _| hash ^ 1u64 << random.u32(..64))
    };
    let dense: Vec<u64> = (0..8).map(|_| picture(&mut random)).collect();
    let mut hashes = Vec::with_capacity(count + 3_000);
    while hashes.len() < count {
        match random.u32(..1_000) {
            0..2 => {
                let copy = picture(&mut random);
                hashes.extend((0..random.usize(1..3_000)).map(|_| copy));
            }
            2..60 => {
                let center = dense[random.usize(..dense.len())];
                hashes.extend((0..8).map(|_| flip(&mut random, center, 6)));
            }
            _ => {
                let mut last = picture(&mut random);
                for _ in 0..random.u32(1..=12) {
                    hashes.push(last);
                    last = flip(&mut random, last, 4);
                }
            }
        }
    }
    hashes.truncate(count);
    random.shuffle(&mut hashes);
    hashes
}

fn ours(hashes: &[u64], distance: u8) {
    measure("ikt", hashes.len(), distance, RUNS, || {
        let forest = Forest::grow(hashes, distance, &|| false).expect("not cancelled");
        forest.summary(distance).images
    });
}

fn mih(hashes: &[u64]) {
    measure("mih-rs", hashes.len(), DISTANCE, 1, || {
        let index = Index::new(hashes.to_vec()).expect("an index");
        let mut searcher = index.range_searcher();
        hashes.iter().filter(|hash| searcher.run(**hash, usize::from(DISTANCE)).len() > 1).count()
    });
}

struct Bits;

impl Metric<u64> for Bits {
    fn distance(&self, a: &u64, b: &u64) -> u32 {
        (a ^ b).count_ones()
    }

    fn threshold_distance(&self, a: &u64, b: &u64, most: u32) -> Option<u32> {
        Some(self.distance(a, b)).filter(|distance| *distance <= most)
    }
}

/// The tree keeps a hash once, so copies are counted apart.
fn bk(hashes: &[u64]) {
    measure("bk-tree", hashes.len(), DISTANCE, 1, || {
        let mut copies = std::collections::HashMap::new();
        hashes.iter().for_each(|hash| *copies.entry(*hash).or_insert(0usize) += 1);
        let mut tree = BKTree::new(Bits);
        tree.extend(copies.keys().copied());
        let is_near =
            |hash: &&u64| copies[*hash] > 1 || tree.find(*hash, u32::from(DISTANCE)).nth(1).is_some();
        hashes.iter().filter(is_near).count()
    });
}

fn measure(what: &str, count: usize, distance: u8, runs: usize, mut work: impl FnMut() -> usize) {
    // The peak is counted anew.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let mut found = 0;
    let seconds = (0..runs).map(|_| {
        let began = Instant::now();
        found = work();
        began.elapsed().as_secs_f64()
    });
    let fastest = seconds.fold(f64::INFINITY, f64::min);
    println!("{what:<10} {count:>10} {distance:>4} {fastest:>9.3} {:>8} {found:>10}", peak());
}

/// The most memory that was in use at once, in megabytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}
