//! The best of many.

use super::Columns;

/// A file that was found: the higher the score, the better; of equal ones the newer, then the one with
/// the smaller row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// Its slot in the index.
    pub slot: usize,
    /// How well it fits.
    pub score: u32,
    updated: i64,
    row: u32,
}

impl Best {
    fn key(&self) -> impl Ord + use<> {
        (std::cmp::Reverse(self.score), std::cmp::Reverse(self.updated), self.row)
    }
}

/// Keeps the best.
#[derive(Debug)]
pub(super) struct Top {
    most: usize,
    kept: Vec<Best>,
    /// Nothing with a lower score, or an equal one and older, can be among the best.
    bound: (u32, i64),
}

impl Top {
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: Vec::new(), bound: (0, i64::MIN) }
    }

    /// Takes a file, if it may be among the best. Most aren't, which their scores or dates tell.
    #[inline]
    pub(super) fn push(&mut self, columns: &Columns, slot: usize, score: u32) {
        if score < self.bound.0 || self.most == 0 {
            return;
        }
        let Some(&updated) = columns.updated.get(slot).filter(|updated| (score, **updated) >= self.bound)
        else {
            return;
        };
        let Some(&row) = columns.row.get(slot) else { return };
        self.kept.push(Best { slot, score, updated, row });
        if self.kept.len() >= self.most.saturating_mul(2) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() <= self.most {
            return;
        }
        self.kept.select_nth_unstable_by_key(self.most - 1, Best::key);
        self.kept.truncate(self.most);
        if let Some(worst) = self.kept.last() {
            self.bound = (worst.score, worst.updated);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.kept.extend(other.kept);
        self.cut();
    }

    /// The best, the very best first.
    pub(super) fn done(mut self) -> Vec<Best> {
        self.cut();
        self.kept.sort_unstable_by_key(Best::key);
        self.kept
    }
}
