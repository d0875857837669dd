//! One pass over all hashes: which groups join up to a distance.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::kernel::{Kernel, LANES, Near, Pair, Rows};
use super::levels::Levels;
use super::plan::Plan;
use super::room::{Chunk, Room};
use super::standing::{Arranged, Label};
use super::watch::{Pace, Watch};

/// So many pairs are compared before those found are dealt with.
const PAIRS: usize = 1 << 16;
/// So many of a large group that are in one bucket are passed over together.
const RUN: usize = 16;

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
        let room = || Room::new(self.kernel.sieves());
        let mut rooms: Vec<Room> =
            std::iter::repeat_with(room).take(self.threads.min(plan.blocks.len())).collect();
        for (before, blocks) in (0..).step_by(self.threads.max(1)).zip(plan.blocks.chunks(self.threads)) {
            // Each thread fills the buckets of one block, then all share the work on them.
            let filled = thread::scope(|scope| {
                let mut threads = Vec::new();
                for (at, room) in (before..).zip(&mut rooms).take(blocks.len()) {
                    threads.push(scope.spawn(move || room.fill(all, &plan.blocks, at, self.watch)));
                }
                threads.into_iter().all(|thread| matches!(thread.join(), Ok(Some(()))))
            });
            if !filled {
                return None;
            }
            self.join(rooms.get(..blocks.len())?)?;
        }
        Some(())
    }

    /// All threads take the chunks of the rooms, one after the other.
    fn join(&self, rooms: &[Room]) -> Option<()> {
        let tasks: Vec<(&Room, usize)> =
            rooms.iter().flat_map(|room| (0..room.chunks()).map(move |chunk| (room, chunk))).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut worker = Worker::new(self);
            while let Some(&(room, chunk)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                worker.task(room, chunk)?;
            }
            Some(())
        };
        let done = thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().all(|thread| matches!(thread.join(), Ok(Some(()))))
        });
        done.then_some(())
    }

    fn pair(&self, pair: Option<(Label, Label, u32)>) {
        if let Some((a, b, distance)) = pair {
            self.levels.join(a.group(), b.group(), distance as u8);
        }
    }
}

/// Two chunks whose hashes are compared.
#[derive(Clone, Copy)]
struct Meeting<'a> {
    here: Chunk<'a>,
    there: Chunk<'a>,
    /// In so many bits pairs differ besides those that are looked at first.
    spent: u8,
}

impl Meeting<'_> {
    fn turned(self) -> Self {
        Self { here: self.there, there: self.here, ..self }
    }

    /// When pairs that differ in `most` bits are wanted; nothing if there can be none.
    fn near(self, most: u8) -> Option<Near> {
        Some(Near { most, sieve: most.checked_sub(self.spent)? })
    }
}

struct Worker<'a> {
    pass: &'a Pass<'a>,
    from: Parts,
    to: Parts,
    /// What hashes are compared with.
    tiles: Vec<u32>,
    found: Vec<Pair>,
    pace: Pace<'a>,
}

/// Hashes of a bucket: those of large groups by group, and the others.
#[derive(Debug, Default)]
struct Parts {
    runs: Vec<Range<u32>>,
    rest: Vec<Range<u32>>,
}

impl Parts {
    fn clear(&mut self) {
        self.runs.clear();
        self.rest.clear();
    }

    fn add(&mut self, chunk: Chunk<'_>, bucket: Range<u32>) {
        let mut rest = bucket;
        while let Some(run) = Label::run(chunk.labels(&rest)) {
            let end = rest.start.saturating_add(run as u32);
            if run < RUN {
                add(&mut self.rest, rest.start..end);
            } else {
                self.runs.push(rest.start..end);
            }
            rest.start = end;
        }
        add(&mut self.rest, rest);
    }
}

impl<'a> Worker<'a> {
    fn new(pass: &'a Pass<'a>) -> Self {
        Self {
            pass,
            from: Parts::default(),
            to: Parts::default(),
            tiles: Vec::new(),
            found: Vec::new(),
            pace: pass.watch.pace(),
        }
    }

    /// Compares the buckets of a chunk with each other, and with those of chunks whose upper bits are near.
    fn task(&mut self, room: &Room, upper: usize) -> Option<()> {
        let tolerance = room.tolerance();
        let lower: Vec<Vec<usize>> = (0..=tolerance).map(|most| masks(room.lower_bits(), most)).collect();
        let here = room.chunk(upper);
        for change in masks(room.upper_bits(), tolerance) {
            // Each two once.
            let other = upper ^ change;
            if other < upper {
                continue;
            }
            let left = tolerance.saturating_sub(change.count_ones());
            let meeting = Meeting { here, there: room.chunk(other), spent: room.spent(change) as u8 };
            let Some(lower) = lower.get(left as usize) else { continue };
            if meeting.near(self.pass.most).is_none() {
                continue;
            }
            for key in 0..1usize << room.lower_bits() {
                let from = here.bucket(key);
                if from.is_empty() {
                    continue;
                }
                self.pace.spend(lower.len())?;
                self.from.clear();
                self.from.add(here, from);
                self.to.clear();
                for to in lower.iter().map(|change| key ^ change) {
                    if other != upper || to >= key {
                        self.to.add(meeting.there, meeting.there.bucket(to));
                    }
                }
                self.bucket(meeting)?;
            }
        }
        Some(())
    }

    /// Compares a bucket with others.
    fn bucket(&mut self, meeting: Meeting<'_>) -> Option<()> {
        let Parts { runs, rest } = std::mem::take(&mut self.from);
        let to = std::mem::take(&mut self.to);
        self.tiles.clear();
        to.rest.iter().for_each(|range| add_tiles(&mut self.tiles, range));
        rest.iter().try_for_each(|rows| self.rows(meeting, rows))?;
        for run in &to.runs {
            self.tiles.clear();
            add_tiles(&mut self.tiles, run);
            rest.iter().chain(&runs).try_for_each(|rows| self.run(meeting, rows, run))?;
        }
        for run in &runs {
            self.tiles.clear();
            add_tiles(&mut self.tiles, run);
            to.rest.iter().try_for_each(|rows| self.run(meeting.turned(), rows, run))?;
        }
        (self.from, self.to) = (Parts { runs, rest }, to);
        Some(())
    }

    /// Compares hashes with those of a large group, of which only the nearest one counts: and none where that can't
    /// join what isn't joined.
    fn run(&mut self, meeting: Meeting<'_>, rows: &Range<u32>, run: &Range<u32>) -> Option<()> {
        let Pass { kernel, most, levels, .. } = *self.pass;
        let Meeting { here, there, .. } = meeting;
        let Some((_, group)) = there.get(run.start) else { return Some(()) };
        for row in rows.clone() {
            let Some((hash, label)) = here.get(row).filter(|(_, label)| *label != group) else { continue };
            let most = match levels.together(label.group(), group.group()) {
                Some(threshold) if threshold == levels.lowest() => continue,
                Some(threshold) => threshold.saturating_sub(1),
                None => most,
            };
            let Some(near) = meeting.near(most) else { continue };
            let one = Rows { hashes: &[hash], place: None };
            kernel.near(one, there.field(), &self.tiles, near, &mut self.found);
            let found = self.found.drain(..).filter(|(_, at)| run.contains(at));
            let least = found.filter_map(|(_, at)| Some((hash ^ there.get(at)?.0).count_ones())).min();
            self.pass.pair(least.map(|least| (label, group, least)));
            self.pace.spend(run.len())?;
        }
        Some(())
    }

    /// Compares hashes with all in the tiles.
    fn rows(&mut self, meeting: Meeting<'_>, rows: &Range<u32>) -> Option<()> {
        let Meeting { here, there, .. } = meeting;
        let pairs = self.tiles.len().saturating_mul(LANES);
        let Some(near) = meeting.near(self.pass.most).filter(|_| pairs > 0) else { return Some(()) };
        let at_once = (PAIRS / pairs).max(1);
        for start in rows.clone().step_by(at_once) {
            let piece = start..start.saturating_add(at_once as u32).min(rows.end);
            let some = Rows { hashes: here.hashes(&piece), place: here.is(there).then_some(start) };
            self.pass.kernel.near(some, there.field(), &self.tiles, near, &mut self.found);
            self.settle(meeting, start);
            self.pace.spend(piece.len().saturating_mul(pairs))?;
        }
        Some(())
    }

    /// Joins what was found: of pairs of the same groups one after the other the nearest only.
    fn settle(&mut self, meeting: Meeting<'_>, first: u32) {
        let Meeting { here, there, .. } = meeting;
        let mut nearest: Option<(Label, Label, u32)> = None;
        for (row, other) in self.found.drain(..) {
            let row = first.saturating_add(row);
            let (Some((hash, a)), Some((near, b))) = (here.get(row), there.get(other)) else { continue };
            if a == b || here.was_found(hash ^ near) {
                continue;
            }
            let distance = (hash ^ near).count_ones();
            match &mut nearest {
                Some((x, y, least)) if (*x, *y) == (a, b) => *least = distance.min(*least),
                _ => {
                    self.pass.pair(nearest.replace((a, b, distance)));
                }
            }
        }
        self.pass.pair(nearest);
    }
}

/// Adds the tiles that a range lies in.
fn add_tiles(tiles: &mut Vec<u32>, range: &Range<u32>) {
    let lanes = LANES as u32;
    let first = range.start / lanes;
    let first =
        first.max(tiles.last().filter(|last| **last == first).map_or(0, |last| last.saturating_add(1)));
    tiles.extend(first..range.end.div_ceil(lanes));
}

/// Adds a range, as one with the last where it follows that.
fn add(ranges: &mut Vec<Range<u32>>, range: Range<u32>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ if range.is_empty() => {}
        _ => ranges.push(range),
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
