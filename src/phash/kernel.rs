//! The inner loop: which of many pairs of hashes differ in few bits. The only module with `unsafe`: calls of
//! functions that are compiled for instructions which were looked for before.

#![allow(unsafe_code, reason = "functions compiled for what the processor can do are called where it can")]

use super::buckets::Buckets;
use super::list::{LANES, Layout, List, Plane};

mod look;
#[cfg(target_arch = "x86_64")]
mod x86;

/// A pair: where in the rows, where in the list.
pub(super) type Pair = (u32, u32);

/// Does something with a number of bytes or nibbles that is known when the program is compiled.
macro_rules! at_depth {
    (bytes $depth:expr, |$n:ident| $do:expr) => { at_depth!(@ $depth, $n, $do, 2 3 4 5 6 7 8) };
    (nibbles $depth:expr, |$n:ident| $do:expr) => {
        at_depth!(@ $depth, $n, $do, 4 5 6 7 8 9 10 11 12 13 14 15 16)
    };
    (@ $depth:expr, $n:ident, $do:expr, $($each:literal)*) => {
        match $depth {
            $($each => {
                const $n: usize = $each;
                $do
            })*
            _ => {}
        }
    };
}

/// How pairs are compared. All find the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kernel {
    /// 32 pairs at once, with what every processor has.
    Plain,
    /// 32 pairs at once, by tables.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 64 pairs at once, counted by one instruction.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The fastest that this processor has.
    pub(super) fn best() -> Self {
        Self::all().last().copied().unwrap_or(Self::Plain)
    }

    /// All that this processor has, the fastest last.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![Self::Plain];
        if is_x86_feature_detected!("popcnt") && is_x86_feature_detected!("avx2") {
            all.push(Self::Avx2);
            if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512bitalg") {
                all.push(Self::Avx512);
            }
        }
        all
    }

    /// All that this processor has, the fastest last.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn all() -> Vec<Self> {
        vec![Self::Plain]
    }

    /// How it looks at many hashes.
    pub(super) fn looks(self) -> Looks {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => Looks { lanes: 64, nibbles: 2, nibble: 0.35, sum: 3.0, passes: 12.0 },
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => Looks { lanes: 32, nibbles: 1, nibble: 0.35, sum: 1.0, passes: 12.0 },
            Self::Plain => Looks { lanes: 32, nibbles: 2, nibble: 1.5, sum: 5.0, passes: 12.0 },
        }
    }

    /// See [`List::gather`].
    pub(super) fn gather<M>(
        self,
        list: &mut List,
        from: &Buckets<M>,
        buckets: &[u32],
        is_left_out: impl Fn(u32, usize) -> bool,
    ) -> usize {
        // SAFETY, here and below: whoever holds one of these has it from `all`, which looked for the instructions.
        #[cfg(target_arch = "x86_64")]
        if self != Self::Plain {
            return unsafe { x86::gather_avx2(list, from, buckets, is_left_out) };
        }
        list.gather(from, buckets, is_left_out)
    }

    /// Lays out a list that is complete: so many of the lowest nibbles of each hash are looked at first.
    pub(super) fn lay(self, list: &mut List, depth: usize) {
        let bytes = depth.div_ceil(2);
        match self {
            Self::Plain => look::lay(list.layout(bytes), bytes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                let layout = list.layout(depth);
                at_depth!(nibbles depth, |N| unsafe { x86::lay_avx2::<N, false>(layout) });
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                let layout = list.layout(bytes);
                at_depth!(bytes bytes, |N| unsafe { x86::lay_avx2::<N, true>(layout) });
            }
        }
    }

    /// Adds the pairs of one of `rows` and one of a list that are near.
    pub(super) fn near(self, rows: Rows<'_>, list: &List, near: Near, found: &mut Found) {
        match self {
            Self::Plain => at_depth!(bytes list.depth(), |N| look::near::<N>(rows, list, near, found)),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                at_depth!(nibbles list.depth(), |N| unsafe { x86::near_avx2::<N>(rows, list, near, found) });
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                at_depth!(bytes list.depth(), |N| unsafe { x86::near_avx512::<N>(rows, list, near, found) });
            }
        }
    }
}

/// How a kernel looks at many hashes at once, and what that costs, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looks {
    /// A step looks at so many hashes.
    pub(super) lanes: usize,
    /// And at so many nibbles of each, or a multiple.
    pub(super) nibbles: usize,
    /// To look at a nibble.
    pub(super) nibble: f64,
    /// To add up what was found, and all else that a step needs.
    pub(super) sum: f64,
    /// To look at all of a hash that passes.
    pub(super) passes: f64,
}

impl Looks {
    /// What a step costs that looks at so many nibbles, if none passes.
    pub(super) fn step(&self, depth: usize) -> f64 {
        self.sum + self.nibble * depth as f64
    }
}

/// Hashes that are compared with a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    pub(super) hashes: &'a [u64],
    /// Where the first one is, counted from the list's first, if they are in one row with it: each is compared with
    /// those behind it only.
    pub(super) place: Option<i64>,
}

/// How near is near.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// Pairs that differ in so many bits are.
    pub(super) most: u8,
    /// Those that differ in more bits of the nibbles that were laid out, and of those a list says, needn't be found.
    pub(super) sieve: u8,
}

/// What was found, and room for what is needed meanwhile.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) pairs: Vec<Pair>,
    /// The rows for which some of a tile passed, and which.
    passed: [(u32, u64); BATCH],
}

impl Found {
    /// With nothing in it.
    pub(super) fn new() -> Self {
        Self { pairs: Vec::new(), passed: [(0, 0); BATCH] }
    }
}

/// So many rows are compared with a tile while it is in the registers.
const BATCH: usize = 32;
