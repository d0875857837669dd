//! Choices by a seeded generator.

use std::cell::Cell;
use std::ops::Range;

use fastrand::Rng;

/// The chance of a drawing: the same seed makes the same choices. Shared, so that a choice can be an
/// argument of a function that chooses too.
pub(super) struct Dice(Cell<u64>);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Spread first: neighbouring seeds must not start with the same choices.
        let mixed = (seed ^ (seed >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
        Self(Cell::new((mixed ^ (mixed >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d)))
    }

    /// A number from `low` to `high`.
    pub(super) fn between(&self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.with(Rng::f32)
    }

    /// Whether something with this probability happens.
    pub(super) fn chance(&self, probability: f32) -> bool {
        self.with(Rng::f32) < probability
    }

    /// A whole number of the range.
    pub(super) fn count(&self, range: Range<usize>) -> usize {
        self.with(|rng| rng.usize(range))
    }

    /// A seed for something of its own.
    pub(super) fn seed(&self) -> u64 {
        self.with(|rng| rng.u64(..))
    }

    /// One of these.
    pub(super) fn pick<T: Copy, const N: usize>(&self, choices: &[T; N]) -> T {
        const { assert!(N > 0) };
        choices[self.count(0..N)]
    }

    /// The same things in another order.
    pub(super) fn shuffled<T: Copy, const N: usize>(&self, mut things: [T; N]) -> [T; N] {
        self.with(|rng| rng.shuffle(&mut things));
        things
    }

    fn with<T>(&self, choose: impl FnOnce(&mut Rng) -> T) -> T {
        let mut rng = Rng::with_seed(self.0.get());
        let chosen = choose(&mut rng);
        self.0.set(rng.get_seed());
        chosen
    }
}
