//! How a forest is grown.
//!
//! Identical hashes are taken together. Then a cheap pass finds what lies close together, and a second one the pairs
//! that join groups of the first, which are few. What is found goes straight into the groups of each threshold, never
//! into a list of pairs.

use std::thread;

use super::distinct::Distinct;
use super::forest::{Chains, Forest};
use super::kernel::{Found, Kernel, Near, Rows};
use super::levels::Levels;
use super::list::{List, MOST};
use super::pass::Pass;
use super::plan::Plan;
use super::standing::Standing;
use super::watch::Watch;

type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);

/// The distance at which the first pass ends. It is cheap, and lets the second one pass over dense regions.
const CLOSE: u8 = 3;

/// Up to so many pairs with new images are worth to be compared one by one.
const WORTH: usize = 1 << 30;

/// So many are in a hash.
const NIBBLES: usize = 16;

/// Of all images.
pub(super) fn grow(hashes: &[u64], max: u8, cancelled: Cancelled<'_>) -> Option<Forest> {
    grow_with(Kernel::best(), all_threads(), hashes, max, cancelled)
}

fn all_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(16)
}

/// With a kernel and so many threads.
pub(super) fn grow_with(
    kernel: Kernel,
    threads: usize,
    hashes: &[u64],
    max: u8,
    cancelled: Cancelled<'_>,
) -> Option<Forest> {
    let watch = Watch::new(cancelled);
    watch.ask()?;
    let distinct = Distinct::new(hashes, threads, &watch)?;
    let count = distinct.count();
    let mut chains = Chains::new(&distinct, max, &watch)?;
    let mut standing = Standing::new(count);
    let mut base = 0;
    let steps = (max > CLOSE + 1).then_some(CLOSE).into_iter().chain((max > 0).then_some(max));
    for top in steps {
        watch.ask()?;
        if standing.count() < 2 {
            break;
        }
        let plan = Plan::new(distinct.hashes(), top, &kernel.looks());
        let levels = Levels::new(base, top, standing.count(), &watch)?;
        let arranged = standing.arrange(distinct.hashes(), plan.reorder(), &watch)?;
        Pass { kernel, threads, most: top, levels: &levels, watch: &watch }.run(&arranged, &plan)?;
        drop(arranged);
        watch.ask()?;
        chains.rise(&levels, threads, &watch)?;
        if top < max {
            standing.merge(|group| levels.first(group, top), &watch)?;
        }
        base = top;
    }
    watch.ask()?;
    chains.forest(&distinct, &watch)
}

/// Of the images of a forest and more: the new ones are compared with all, and what the forest knows of the old ones
/// is taken from it. When there are too many new ones, all is grown anew.
pub(super) fn extend(forest: &Forest, hashes: &[u64], cancelled: Cancelled<'_>) -> Option<Forest> {
    let old = forest.len();
    let new = hashes.len().saturating_sub(old);
    if old > hashes.len() || new.saturating_mul(hashes.len()) > WORTH {
        return grow(hashes, forest.max(), cancelled);
    }
    let watch = Watch::new(cancelled);
    watch.ask()?;
    let distinct = Distinct::new(hashes, all_threads(), &watch)?;
    let numbers = distinct.numbers();
    let number = |image: usize| numbers.get(image).copied().unwrap_or(0);
    let max = forest.max();
    let levels = Levels::new(0, max, distinct.count(), &watch)?;
    let leaves = forest.leaves().windows(2).zip(forest.gaps().iter().skip(1));
    for (pair, &gap) in leaves.filter(|(_, gap)| (1..=max).contains(*gap)) {
        if let [a, b] = *pair {
            levels.join(number(a as usize), number(b as usize), gap);
        }
    }
    // The first hashes are those that old images have.
    let first = distinct.count_before(old);
    let new = distinct.hashes().get(first as usize..).unwrap_or_default();
    let kernel = Kernel::best();
    let (mut pace, mut found, mut list) = (watch.pace(), Found::new(), List::new());
    for (start, hashes) in (0u32..).step_by(MOST).zip(distinct.hashes().chunks(MOST)) {
        list.clear();
        list.add(hashes, start);
        list.set_apart(0);
        kernel.lay(&mut list, NIBBLES);
        for (at, hash) in (first..).zip(new) {
            pace.spend(hashes.len())?;
            let one = Rows { hashes: &[*hash], place: None };
            kernel.near(one, &list, Near { most: max, sieve: max }, &mut found);
            for (_, other) in found.pairs.drain(..) {
                let far = hashes.get(other as usize).map_or(u64::BITS, |other| (hash ^ other).count_ones());
                levels.join(at, list.place(other), far as u8);
            }
        }
    }
    let mut chains = Chains::new(&distinct, max, &watch)?;
    chains.rise(&levels, 1, &watch)?;
    chains.forest(&distinct, &watch)
}
