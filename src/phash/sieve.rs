//! How much of two hashes tells that they aren't near, or were found near before.
//!
//! Of a pair that is near in a block and wasn't in one before, it is known that it differs in more bits than was
//! tolerated in each of those. So it differs in fewer of the other bits than in the distance that is looked for, and
//! a look at some of them passes over nearly all other pairs.

use super::kernel::Looks;
use super::odds::{Kind, add};

/// What is looked at first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sieve {
    /// The lowest nibbles of a hash, so many; none where all of it is looked at.
    pub(super) depth: usize,
    /// In so many bits besides these a pair differs at least, those of the block itself aside.
    pub(super) spent: u32,
}

/// Bits in the order in which a sieve takes them: how likely two hashes differ in each, and the blocks that were before.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) differ: Vec<f64>,
    /// The pairs that are looked at.
    pub(super) kinds: Vec<Kind>,
    /// Where in the order the bits of each begin, and in how many bits a pair differs there at least.
    pub(super) before: Vec<(usize, u32)>,
}

impl Sieve {
    /// The cheapest for pairs that differ in at most `most` bits of an order, and what a step with it costs.
    pub(super) fn cheapest(order: &Order, most: u32, looks: &Looks) -> (Self, f64) {
        let mut best = (Self::default(), f64::INFINITY);
        let all = order.kinds.iter().map(|kind| kind.share).sum::<f64>().max(f64::MIN_POSITIVE);
        // The chance that two hashes of each kind differ in so many of the bits.
        let mut kinds: Vec<(Kind, Vec<f64>)> = order
            .kinds
            .iter()
            .map(|kind| (*kind, (0..=most).map(|bits| if bits == 0 { 1.0 } else { 0.0 }).collect()))
            .collect();
        let depths = (looks.nibbles..).step_by(looks.nibbles);
        for (depth, bits) in depths.zip(order.differ.chunks_exact(4 * looks.nibbles)) {
            for (kind, chances) in &mut kinds {
                bits.iter().for_each(|differ| add(chances, kind.differ(*differ)));
            }
            let besides = order.before.iter().filter(|(start, _)| *start >= 4 * depth);
            let spent = besides.map(|(_, least)| least).sum::<u32>();
            let passing = |(kind, chances): &(Kind, Vec<f64>)| {
                let within = most.checked_sub(spent).map_or(0, |most| most as usize + 1);
                kind.share / all * (chances.iter().take(within).sum::<f64>() * looks.lanes as f64).min(1.0)
            };
            let cost = looks.step(depth) + looks.passes * kinds.iter().map(passing).sum::<f64>();
            if depth >= SHALLOWEST && cost < best.1 {
                best = (Self { depth, spent }, cost);
            }
        }
        best
    }
}

/// There are never fewer nibbles: in dense regions many more pass than the bits by themselves tell.
pub(super) const SHALLOWEST: usize = 6;
