//! Which bits bring near hashes together: the blocks of a pass, chosen by what they would cost.
//!
//! Let the bits be split into blocks, each with a tolerance `t`, such that the sum of all `t + 1` is `d + 1`.
//! Two hashes that differ in at most `d` bits then differ in at most `t` of some block: more in every one
//! would be `d + 1` at least. So only pairs that are near in a block need to be compared. Bits that say much
//! are spread over the blocks, and of all ways to split the cheapest by a simple model is taken.

use super::kernel::Looks;
use super::odds::{Kind, Odds, add};
use super::sieve::{Order, SHALLOWEST, Sieve};

/// A block never has more bits, so that its table of buckets stays small.
const WIDEST: u32 = 22;
/// A block never tolerates more differences, as it would have too many neighbours.
const TOLERANCE: u32 = 3;
/// What things cost besides looks, in nanoseconds: to bring a hash together with others, to visit a pair of buckets, and
/// how much more that is for each million hashes, of which fewer are in a fast memory then; to put a hash into its
/// bucket, and to make room for a bucket.
const GATHER: f64 = 0.8;
const VISIT: f64 = 4.0;
const FAR: f64 = 1.2;
const PLACE: f64 = 15.0;
const ROOM: f64 = 4.0;

/// Bits next to each other, after the order of bits was changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Block {
    /// The lowest bit.
    pub(super) shift: u32,
    /// So many: 0 to 22.
    pub(super) bits: u32,
    /// In so many of them near hashes may differ.
    pub(super) tolerance: u32,
    /// What is looked at first of two hashes that are near in the block.
    pub(super) sieve: Sieve,
}

impl Block {
    /// The bits of the block.
    pub(super) fn mask(self) -> u64 {
        (1u64 << self.bits).wrapping_sub(1).checked_shl(self.shift).unwrap_or(0)
    }

    /// A hash turned until the bits of the block are the highest.
    pub(super) fn turn(self, hash: u64) -> u64 {
        hash.rotate_right(self.shift.wrapping_add(self.bits))
    }
}

/// How a pass finds all pairs up to a distance.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) blocks: Vec<Block>,
    /// Where each bit goes.
    order: [u32; 64],
}

impl Plan {
    /// The cheapest for hashes like these.
    pub(super) fn new(hashes: &[u64], distance: u8, looks: &Looks) -> Self {
        let odds = Odds::of(hashes);
        let (count, distance) = (hashes.len() as f64, u32::from(distance));
        // All pairs: one block without bits.
        let all = vec![Draft::new(0, &odds)];
        let (mut best, mut cost) = Self::of(&all, &odds, distance, count, looks);
        for tolerances in splits(distance.saturating_add(1)) {
            let drafts = share(&tolerances, &odds, count, looks);
            let (plan, sum) = Self::of(&drafts, &odds, distance, count, looks);
            if sum < cost {
                (best, cost) = (plan, sum);
            }
        }
        best
    }

    /// The plan with these blocks, and what it costs.
    fn of(drafts: &[Draft], odds: &Odds, distance: u32, count: f64, looks: &Looks) -> (Self, f64) {
        let mut places: Vec<usize> = drafts.iter().flat_map(|draft| &draft.bits).copied().collect();
        // The rest behind the blocks.
        places.extend(
            odds.bits()
                .iter()
                .map(|(bit, _)| *bit)
                .filter(|bit| !drafts.iter().any(|draft| draft.bits.contains(bit))),
        );
        let mut differ: Vec<f64> = places.iter().map(|place| odds.differ(*place)).collect();
        let mut plan = Self { blocks: Vec::new(), order: [0; 64] };
        for (to, bit) in (0u32..).zip(places) {
            if let Some(place) = plan.order.get_mut(bit) {
                *place = to;
            }
        }
        let (mut cost, mut shift) = (0.0, 0u32);
        for draft in drafts {
            // The bits behind the block come first.
            let width = draft.bits.len();
            differ.rotate_left(width);
            let others = differ.get(..differ.len().saturating_sub(width)).unwrap_or_default();
            let before = plan.blocks.iter().map(|block: &Block| {
                let start = others.len().saturating_sub((shift - block.shift) as usize);
                (start, block.tolerance.saturating_add(1))
            });
            let order =
                Order { differ: others.to_vec(), kinds: draft.near().collect(), before: before.collect() };
            let (sieve, step) = Sieve::cheapest(&order, distance.saturating_sub(draft.tolerance), looks);
            let bits = width as u32;
            plan.blocks.push(Block { shift, bits, tolerance: draft.tolerance, sieve });
            cost += draft.cost(count, looks, step);
            shift = shift.saturating_add(bits);
        }
        (plan, cost)
    }

    /// Brings the bits of hashes into the order of the blocks, which changes no distance.
    pub(super) fn reorder(&self) -> impl Fn(u64) -> u64 + use<> {
        // By bytes, from a table.
        let tables: Vec<[u64; 256]> = self
            .order
            .chunks(8)
            .map(|places| {
                std::array::from_fn(|byte| {
                    let set = places.iter().enumerate().filter(|(bit, _)| byte >> bit & 1 == 1);
                    set.fold(0, |moved, (_, &place)| moved | 1u64 << (place % 64))
                })
            })
            .collect();
        move |hash| {
            let bytes = hash.to_le_bytes();
            let moved = tables.iter().zip(bytes).map(|(table, byte)| table.get(usize::from(byte)));
            moved.flatten().fold(0, |all, part| all | part)
        }
    }
}

/// All ways to write a sum as parts of at most [`TOLERANCE`] + 1, as tolerances, largest first.
fn splits(sum: u32) -> Vec<Vec<u32>> {
    let mut done = Vec::new();
    let mut open = vec![(Vec::new(), sum)];
    while let Some((parts, left)) = open.pop() {
        if left == 0 {
            done.push(parts);
            continue;
        }
        let most = parts.last().copied().unwrap_or(TOLERANCE).min(left.saturating_sub(1));
        for tolerance in 0..=most {
            let mut parts = parts.clone();
            parts.push(tolerance);
            open.push((parts, left.saturating_sub(tolerance).saturating_sub(1)));
        }
    }
    done
}

/// A block that is made.
#[derive(Clone, Debug)]
struct Draft {
    tolerance: u32,
    bits: Vec<usize>,
    /// For each kind of pairs the chance that one differs in 0, 1, … of its bits.
    kinds: Vec<(Kind, [f64; TOLERANCE as usize + 1])>,
}

impl Draft {
    fn new(tolerance: u32, odds: &Odds) -> Self {
        let kinds = odds.kinds().iter().map(|kind| (*kind, [1.0, 0.0, 0.0, 0.0]));
        Self { tolerance, bits: Vec::new(), kinds: kinds.collect() }
    }

    fn with(&self, bit: usize, differ: f64) -> Self {
        let mut more = self.clone();
        more.bits.push(bit);
        for (kind, chances) in &mut more.kinds {
            add(chances, kind.differ(differ));
        }
        more
    }

    /// Of each kind so many pairs as are near in the block, of all pairs.
    fn near(&self) -> impl Iterator<Item = Kind> {
        self.kinds.iter().map(|(kind, chances)| kind.part(self.within(chances)))
    }

    fn within(&self, chances: &[f64]) -> f64 {
        chances.iter().take(self.tolerance as usize + 1).sum()
    }

    /// What it costs to place so many hashes and to compare those that are near in this block, at so much a step.
    fn cost(&self, count: f64, looks: &Looks, step: f64) -> f64 {
        let near: f64 = self.near().map(|kind| kind.share).sum();
        let bits = self.bits.len() as f64;
        let (mut ways, mut neighbours) = (1.0, 1.0);
        for k in 0..self.tolerance {
            ways *= (bits - f64::from(k)).max(0.0) / f64::from(k + 1);
            neighbours += ways;
        }
        // Each two buckets meet once. For empty ones nothing is looked for.
        let meets = ((neighbours - 1.0) / 2.0).max(0.0);
        let buckets = 2f64.powf(bits).min(count);
        // Most lists are of hashes that are no nearer than by chance: of the last kind.
        let usual = self.kinds.last().map_or(0.0, |(_, chances)| self.within(chances) + chances[0]);
        let list = count * usual / 2.0;
        // The last tile of a list isn't full.
        let steps = count * (count * near / 2.0 / looks.lanes as f64 + 0.7);
        let places = count * PLACE + 2f64.powf(bits) * ROOM;
        places + buckets * meets * (VISIT + FAR * count / 1e6) + buckets * list * GATHER + steps * step
    }
}

/// Gives each bit to the block that wins most by it. A block wins nothing by its first bits, as many as it
/// tolerates differences, so all begin with a few more than that.
fn share(tolerances: &[u32], odds: &Odds, count: f64, looks: &Looks) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = tolerances.iter().map(|&tolerance| Draft::new(tolerance, odds)).collect();
    for &(bit, differ) in odds.bits() {
        let few = |draft: &&mut Draft| draft.bits.len() < draft.tolerance as usize + 2;
        if let Some(draft) = drafts.iter_mut().filter(few).min_by_key(|draft| draft.bits.len()) {
            *draft = draft.with(bit, differ);
            continue;
        }
        let tries = drafts.iter_mut().filter(|draft| draft.bits.len() < WIDEST as usize).map(|draft| {
            let with = draft.with(bit, differ);
            let step = looks.step(SHALLOWEST);
            let wins = draft.cost(count, looks, step) - with.cost(count, looks, step);
            (draft, with, wins)
        });
        if let Some((draft, with, _)) =
            tries.filter(|(_, _, wins)| *wins > 0.0).max_by(|a, b| a.2.total_cmp(&b.2))
        {
            *draft = with;
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::kernel::Kernel;
    use super::super::testing::{Shape, make};
    use super::*;

    #[test]
    fn blocks_leave_no_near_pair_out() {
        for shape in Shape::ALL {
            for count in [2, 1_000, 30_000] {
                let hashes = make(shape, count, 3);
                for distance in 0..=20u8 {
                    let plan = Plan::new(&hashes, distance, &Kernel::best().looks());
                    let sum: u32 = plan.blocks.iter().map(|block| block.tolerance + 1).sum();
                    let all = plan.blocks.iter().any(|block| block.bits == 0);
                    assert!(all || sum == u32::from(distance) + 1, "{plan:?}");
                    assert!(plan.blocks.iter().map(|block| block.bits).sum::<u32>() <= 64);
                }
            }
        }
    }

    #[test]
    fn another_order_of_bits_keeps_distances() {
        let hashes = make(Shape::Bursts, 500, 9);
        let reorder = Plan::new(&hashes, 9, &Kernel::best().looks()).reorder();
        for pair in hashes.windows(2) {
            let moved = reorder(pair[0]) ^ reorder(pair[1]);
            assert_eq!((pair[0] ^ pair[1]).count_ones(), moved.count_ones());
        }
    }

    #[test]
    fn every_split_adds_up() {
        assert_eq!(splits(3), [vec![2], vec![1, 0], vec![0, 0, 0]]);
        for sum in 1..=21 {
            assert!(splits(sum).iter().all(|parts| parts.iter().map(|part| part + 1).sum::<u32>() == sum));
        }
    }
}
