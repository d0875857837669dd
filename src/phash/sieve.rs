//! How much of two hashes tells that they aren't near, or were found near before.
//!
//! Of a pair that is near in a block and wasn't in one before, it is known that it differs in more bits than was
//! tolerated in each of those. So it differs in fewer of the other bits than in the distance that is looked for, and
//! a look at some of them passes over nearly all other pairs.

/// What is looked at first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sieve {
    /// The lowest nibbles of a hash, so many; none where all of it is looked at.
    pub(super) depth: usize,
    /// In so many bits besides these a pair differs at least, those of the block itself aside.
    pub(super) spent: u32,
}

/// What things cost, in nanoseconds, for as many as the kernel takes at once: to look up a nibble, to add up what was
/// found, to look at all of one that passes.
const NIBBLE: f64 = 0.35;
const SUM: f64 = 1.0;
const PASSES: f64 = 12.0;

/// Bits in the order in which a sieve takes them: how likely two hashes agree in each, and the blocks that were before.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) agree: Vec<f64>,
    /// Where in the order the bits of each begin, and in how many bits a pair differs there at least.
    pub(super) before: Vec<(usize, u32)>,
}

impl Sieve {
    /// The cheapest for pairs that differ in at most `most` bits of an order, and what a step with it costs, for `lanes`
    /// hashes at once.
    pub(super) fn cheapest(order: &Order, most: u32, lanes: usize) -> (Self, f64) {
        let mut best = (Self::default(), f64::INFINITY);
        // The chance that two hashes differ in so many of the bits.
        let mut differ = vec![0.0; most as usize + 1];
        if let Some(none) = differ.first_mut() {
            *none = 1.0;
        }
        for (depth, agree) in (1..).zip(order.agree.chunks_exact(4)) {
            agree.iter().for_each(|agree| add(&mut differ, *agree));
            let besides = order.before.iter().filter(|(start, _)| *start >= 4 * depth);
            let spent = besides.map(|(_, least)| least).sum::<u32>();
            let passing: f64 = match most.checked_sub(spent) {
                Some(most) => differ.iter().take(most as usize + 1).sum(),
                None => 0.0,
            };
            let cost = SUM + NIBBLE * depth as f64 + PASSES * (passing * lanes as f64).min(1.0);
            if depth >= SHALLOWEST && cost < best.1 {
                best = (Self { depth, spent }, cost);
            }
        }
        best
    }
}

/// With one more bit, in which two hashes agree so likely.
fn add(differ: &mut [f64], agree: f64) {
    let mut fewer = 0.0;
    for chance in differ {
        let before = *chance;
        *chance = before * agree + fewer * (1.0 - agree);
        fewer = before;
    }
}

/// There are never fewer nibbles: in dense regions many more pass than the bits by themselves tell.
const SHALLOWEST: usize = 6;
