//! One pass over all hashes: which groups join up to a distance.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::buckets::{Bucket, Buckets};
use super::kernel::{Kernel, Pair, ROWS};
use super::levels::Levels;
use super::plan::Plan;
use super::standing::{Arranged, Label};
use super::watch::{Pace, Watch};

/// So many pairs are compared before those found are dealt with.
const PAIRS: usize = 1 << 16;
/// Buckets with the same upper bits, of about so many hashes together, are joined with each other while they are
/// in the fastest memory.
const NEAR: usize = 1 << 10;

/// Buckets of hashes that are marked with their groups.
type Room = Buckets<Label>;

/// All that the threads of a pass share.
pub(super) struct Pass<'a> {
    pub(super) kernel: Kernel,
    pub(super) threads: usize,
    /// The highest distance that is looked for.
    pub(super) most: u8,
    pub(super) levels: &'a Levels,
    pub(super) watch: &'a Watch<'a>,
}

impl Pass<'_> {
    /// Joins the groups of all hashes that lie near enough; their bits are in the order of the plan.
    pub(super) fn run(&self, all: &Arranged, plan: &Plan) -> Option<()> {
        let mut rooms: Vec<Room> = (0..self.threads.min(plan.blocks.len())).map(|_| Buckets::new()).collect();
        for blocks in plan.blocks.chunks(self.threads) {
            // Each thread fills the buckets of one block, then all share the work on them.
            let filled = thread::scope(|scope| {
                let mut threads = Vec::new();
                for (room, &block) in rooms.iter_mut().zip(blocks) {
                    let labels = all.labels.iter().copied();
                    threads.push(scope.spawn(move || room.fill(&all.hashes, labels, block, self.watch)));
                }
                threads.into_iter().all(|thread| matches!(thread.join(), Ok(Some(()))))
            });
            if !filled {
                return None;
            }
            let filled = rooms.get(..blocks.len())?;
            self.join(filled, all.hashes.len())?;
        }
        Some(())
    }

    /// All threads take the buckets with the same upper bits, one after the other.
    fn join(&self, rooms: &[Room], count: usize) -> Option<()> {
        let tasks: Vec<Task<'_>> = rooms.iter().flat_map(|room| Task::all(room, count)).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut worker = Worker { pass: self, found: Vec::new(), pace: self.watch.pace() };
            while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                worker.task(*task)?;
            }
            Some(())
        };
        let done = thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().all(|thread| matches!(thread.join(), Ok(Some(()))))
        });
        done.then_some(())
    }
}

/// Buckets with the same upper bits, to be joined with each other and with those whose upper bits are near.
#[derive(Clone, Copy)]
struct Task<'a> {
    room: &'a Room,
    tolerance: u32,
    upper: usize,
    upper_bits: u32,
    lower_bits: u32,
}

impl<'a> Task<'a> {
    fn all(room: &'a Room, count: usize) -> impl Iterator<Item = Self> {
        let (bits, tolerance) = room.block.map_or((0, 0), |block| (block.bits, block.tolerance));
        // Zero where there are few: all buckets are one task then.
        let upper_bits = (count / NEAR).checked_ilog2().unwrap_or(0).min(bits);
        let lower_bits = bits.saturating_sub(upper_bits);
        (0..1usize << upper_bits).map(move |upper| Self { room, tolerance, upper, upper_bits, lower_bits })
    }
}

struct Worker<'a> {
    pass: &'a Pass<'a>,
    found: Vec<Pair>,
    pace: Pace<'a>,
}

impl Worker<'_> {
    fn task(&mut self, task: Task<'_>) -> Option<()> {
        let lower: Vec<Vec<usize>> = (0..=task.tolerance).map(|most| masks(task.lower_bits, most)).collect();
        for change in masks(task.upper_bits, task.tolerance) {
            // Each two once.
            let other = task.upper ^ change;
            if other < task.upper {
                continue;
            }
            let left = task.tolerance.saturating_sub(change.count_ones());
            let Some(lower) = lower.get(left as usize) else { continue };
            for key in 0..1usize << task.lower_bits {
                let from = task.room.bucket(task.upper << task.lower_bits | key);
                if from.len() == 0 {
                    continue;
                }
                self.pace.spend(lower.len())?;
                for change in lower {
                    let to = key ^ change;
                    if other != task.upper {
                        self.between(from, task.room.bucket(other << task.lower_bits | to))?;
                    } else if to > key {
                        self.between(from, task.room.bucket(task.upper << task.lower_bits | to))?;
                    } else if to == key {
                        self.within(from)?;
                    }
                }
            }
        }
        Some(())
    }

    /// All pairs in a bucket, but those that are in one large group.
    fn within(&mut self, bucket: Bucket<'_, Label>) -> Option<()> {
        let mut rest = bucket;
        while let Some((_, run)) = Label::run(rest.marks) {
            let (run, others) = rest.split_at(run);
            self.compare(run, others)?;
            rest = others;
        }
        // A few against all that follow them.
        while rest.len() > 1 {
            let (piece, others) = rest.split_at(ROWS);
            for (i, (&hash, &place)) in piece.hashes.iter().zip(piece.marks).enumerate() {
                for (other, &at) in piece.hashes.iter().zip(piece.marks).skip(i.saturating_add(1)) {
                    self.pair(place, at, (hash ^ other).count_ones());
                }
            }
            self.compare(piece, others)?;
            rest = others;
        }
        Some(())
    }

    /// All pairs of one of each bucket, but those that are in one large group.
    fn between(&mut self, mut from: Bucket<'_, Label>, to: Bucket<'_, Label>) -> Option<()> {
        if to.len() == 0 {
            return Some(());
        }
        while let Some((group, run)) = Label::run(from.marks) {
            let (run, others) = from.split_at(run);
            let own = group.range(to.marks);
            self.compare(run, to.split_at(own.start).0)?;
            self.compare(run, to.skip(own.end))?;
            from = others;
        }
        self.compare(from, to)
    }

    /// Compares each with each.
    fn compare(&mut self, from: Bucket<'_, Label>, to: Bucket<'_, Label>) -> Option<()> {
        let Pass { kernel, most, .. } = *self.pass;
        let (mut from, rows) = (from, (PAIRS / to.len().max(1)).max(1));
        while from.len() > 0 && to.len() > 0 {
            let (piece, rest) = from.split_at(rows);
            kernel.between(piece.hashes, to.hashes, most, &mut self.found);
            self.settle(piece, to);
            self.pace.spend(piece.len().saturating_mul(to.len()))?;
            from = rest;
        }
        Some(())
    }

    /// Joins what was found.
    fn settle(&mut self, from: Bucket<'_, Label>, to: Bucket<'_, Label>) {
        let mut found = std::mem::take(&mut self.found);
        for (a, b) in found.drain(..) {
            let (a, b) = (a as usize, b as usize);
            let (Some(hash), Some(other)) = (from.hashes.get(a), to.hashes.get(b)) else { continue };
            let (Some(&a), Some(&b)) = (from.marks.get(a), to.marks.get(b)) else { continue };
            self.pair(a, b, (hash ^ other).count_ones());
        }
        self.found = found;
    }

    fn pair(&self, a: Label, b: Label, distance: u32) {
        if distance <= u32::from(self.pass.most) && a != b {
            self.pass.levels.join(a.group(), b.group(), distance as u8);
        }
    }
}

/// All numbers of so many bits of which at most `most` are set, those with fewer first.
fn masks(bits: u32, most: u32) -> Vec<usize> {
    let mut all = vec![0usize];
    let mut last = 0..1;
    for _ in 0..most {
        let from = all.len();
        for at in last {
            let Some(&mask) = all.get(at) else { continue };
            // Above the highest bit that is set, so that each comes once.
            let above = mask.checked_ilog2().map_or(0, |bit| bit.saturating_add(1));
            all.extend((above..bits).map(|bit| mask | 1 << bit));
        }
        last = from..all.len();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_all_near_numbers_once() {
        for (bits, most) in [(0, 0), (0, 3), (3, 1), (5, 3), (10, 2), (4, 4)] {
            let mut found = masks(bits, most);
            assert!(found.is_sorted_by_key(|mask| mask.count_ones()));
            found.sort_unstable();
            let expected: Vec<usize> = (0..1usize << bits).filter(|mask| mask.count_ones() <= most).collect();
            assert_eq!(found, expected, "{bits} bits, {most}");
        }
    }
}
