//! One pass over all hashes: which groups join up to a distance.

use std::ops::Range;

use super::kernel::{Found, Kernel, Near, Rows};
use super::levels::Levels;
use super::list::List;
use super::masks::Masks;
use super::plan::{Block, Plan};
use super::room::{RUN, Room};
use super::standing::{Arranged, Label};
use super::threads::share;
use super::watch::{Pace, Watch};

/// So many pairs are compared before those found are dealt with.
const PAIRS: usize = 1 << 16;
/// The buckets of a block are so many pieces of work, as a power of two.
const LOTS: u32 = 8;

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
        let mut room = Room::new();
        for (at, block) in plan.blocks.iter().enumerate() {
            room.fill(all, &plan.blocks, at, self.threads, self.watch)?;
            let masks = Masks::new(block.bits, block.tolerance);
            let lot = 1usize << block.bits.saturating_sub(LOTS);
            let worker = || Worker::new(self, &room, *block, &masks);
            share(self.threads, (0..1u32 << block.bits).step_by(lot), worker, |worker, first| {
                let buckets = first..first.saturating_add(lot as u32);
                buckets.into_iter().try_for_each(|bucket| worker.bucket(bucket))
            })?;
        }
        Some(())
    }
}

/// Hashes of a bucket that is so far from another.
#[derive(Clone, Debug)]
struct Part {
    range: Range<u32>,
    apart: u8,
}

/// Two hashes that are near.
#[derive(Clone, Copy, Debug)]
struct Met {
    /// Where they are, then their groups.
    a: u32,
    b: u32,
    differ: u64,
}

impl Met {
    fn distance(self) -> u8 {
        self.differ.count_ones() as u8
    }
}

/// Keeps some of many, without a branch that depends on which.
fn sift<T: Copy>(all: &mut Vec<T>, mut keeps: impl FnMut(&mut T) -> bool) {
    let mut kept = 0usize;
    for at in 0..all.len() {
        let Some(mut one) = all.get(at).copied() else { break };
        let keep = keeps(&mut one);
        if let Some(to) = all.get_mut(kept) {
            *to = one;
        }
        kept = kept.wrapping_add(usize::from(keep));
    }
    all.truncate(kept);
}

/// Compares hashes of buckets with others.
struct Worker<'a> {
    pass: &'a Pass<'a>,
    room: &'a Room,
    block: Block,
    masks: &'a Masks,
    /// Of the bucket: those of large groups by group, and the others.
    own_runs: Vec<Part>,
    own: Vec<Part>,
    /// Of buckets near it.
    runs: Vec<Part>,
    others: Vec<Part>,
    /// Which buckets those are.
    near: Vec<u32>,
    list: List,
    /// How many of the bucket's own were in the list before it was cleared.
    passed: usize,
    found: Found,
    met: Vec<Met>,
    pace: Pace<'a>,
}

impl<'a> Worker<'a> {
    fn new(pass: &'a Pass<'a>, room: &'a Room, block: Block, masks: &'a Masks) -> Self {
        Self {
            pass,
            room,
            block,
            masks,
            own_runs: Vec::new(),
            own: Vec::new(),
            runs: Vec::new(),
            others: Vec::new(),
            near: Vec::new(),
            list: List::new(),
            passed: 0,
            found: Found::new(),
            met: Vec::new(),
            pace: pass.watch.pace(),
        }
    }

    /// Compares the hashes of a bucket with each other, and with those of near buckets that come later.
    fn bucket(&mut self, bucket: u32) -> Option<()> {
        let (start, end) = self.room.buckets().ends(bucket as usize);
        let alone = end.wrapping_sub(start) < 2 && self.masks.most() == 0;
        if start == end || alone {
            return Some(());
        }
        self.passed = 0;
        self.list.clear();
        for parts in [&mut self.own, &mut self.own_runs, &mut self.others, &mut self.runs] {
            parts.clear();
        }
        let own = Part { range: start..end, apart: 0 };
        if self.room.has_runs(bucket) {
            split(self.room, own, &mut self.own_runs, &mut self.own);
        } else {
            self.own.push(own);
        }
        for at in 0..self.own.len() {
            let Some(part) = self.own.get(at).cloned() else { continue };
            self.add(part)?;
        }
        for apart in 1..=self.masks.most() {
            if self.near(self.pass.most, apart).is_none() {
                break;
            }
            let mut near = std::mem::take(&mut self.near);
            near.clear();
            self.masks.greater(bucket, apart, &mut near);
            self.pace.spend(near.len())?;
            self.gather(&near, apart as u8)?;
            self.near = near;
        }
        self.compare()?;
        self.all_runs()
    }

    /// Takes in other buckets that are so far.
    fn gather(&mut self, mut buckets: &[u32], apart: u8) -> Option<()> {
        let (room, all) = (self.room, !self.own_runs.is_empty());
        let is_left_out = |bucket: u32, size: usize| all || size >= RUN && room.has_runs(bucket);
        while !buckets.is_empty() {
            let added = self.pass.kernel.gather(&mut self.list, room.buckets(), buckets, is_left_out);
            let Some((&bucket, rest)) = buckets.get(added..).and_then(<[u32]>::split_first) else { break };
            self.other(bucket, apart)?;
            buckets = rest;
        }
        self.list.set_apart(apart);
        Some(())
    }

    /// When pairs that differ in `most` bits are wanted, of buckets that are so far from each other; nothing if there
    /// can be none that wasn't found before.
    fn near(&self, most: u8, apart: u32) -> Option<Near> {
        let spent = self.block.sieve.spent.saturating_add(apart);
        Some(Near { most, sieve: u8::try_from(u32::from(most).checked_sub(spent)?).ok()? })
    }

    /// Takes in another bucket.
    fn other(&mut self, bucket: u32, apart: u8) -> Option<()> {
        let (start, end) = self.room.buckets().ends(bucket as usize);
        let part = Part { range: start..end, apart };
        if !self.room.has_runs(bucket) && self.own_runs.is_empty() {
            return self.add(part);
        }
        let first = self.others.len();
        split(self.room, part, &mut self.runs, &mut self.others);
        for at in first..self.others.len() {
            let Some(part) = self.others.get(at).cloned() else { continue };
            self.add(part)?;
        }
        if self.own_runs.is_empty() {
            self.others.truncate(first);
        }
        Some(())
    }

    /// Adds hashes to the list, which is compared with when it is full.
    fn add(&mut self, part: Part) -> Option<()> {
        let mut left = part;
        while !self.fill(&mut left) {
            self.compare()?;
        }
        Some(())
    }

    /// Adds hashes to the list, as many as there is room for, and takes them from the part: whether that was all.
    fn fill(&mut self, part: &mut Part) -> bool {
        let before = self.list.len();
        self.list.add(self.room.hashes(&part.range), part.range.start);
        self.list.set_apart(part.apart);
        part.range.start = part.range.start.saturating_add((self.list.len() - before) as u32);
        part.range.is_empty()
    }

    /// Compares the hashes of the bucket with those of the list, and clears it.
    fn compare(&mut self) -> Option<()> {
        let pairs = self.list.len();
        let near =
            self.near(self.pass.most, 0).filter(|_| !self.own.is_empty() && (pairs > 1 || self.passed > 0));
        if let Some(near) = near {
            self.pass.kernel.lay(&mut self.list, self.block.sieve.depth);
            let at_once = (PAIRS / pairs.max(1)).max(1);
            let mut place = 0i64.saturating_sub_unsigned(self.passed as u64);
            for own in 0..self.own.len() {
                let Some(Part { range, .. }) = self.own.get(own).cloned() else { continue };
                for start in range.clone().step_by(at_once) {
                    let piece = start..start.saturating_add(at_once as u32).min(range.end);
                    let rows = Rows { hashes: self.room.hashes(&piece), place: Some(place) };
                    place = place.saturating_add_unsigned(piece.len() as u64);
                    self.pass.kernel.near(rows, &self.list, near, &mut self.found);
                    self.settle(start);
                    self.pace.spend(piece.len().saturating_mul(pairs))?;
                }
            }
        }
        self.passed = self.passed.saturating_add(pairs);
        self.list.clear();
        Some(())
    }

    /// Joins what was found: of pairs of the same groups one after the other the nearest only.
    ///
    /// Nearly every look at a label or a group waits for memory. So all pairs take one step after the other, that many
    /// of these are under way at once.
    fn settle(&mut self, first: u32) {
        let Self { pass, room, list, met, .. } = self;
        met.clear();
        met.extend(self.found.pairs.drain(..).map(|(row, other)| {
            let row = first.saturating_add(row);
            let hash = |hashes: &[u64], at: u32| hashes.get(at as usize).copied().unwrap_or(0);
            Met { a: row, b: other, differ: hash(room.buckets().hashes(), row) ^ hash(list.hashes(), other) }
        }));
        sift(met, |met| {
            met.b = list.place(met.b);
            !room.was_found(met.differ)
        });
        sift(met, |met| {
            (met.a, met.b) = (room.label(met.a).group(), room.label(met.b).group());
            met.a != met.b
        });
        sift(met, |met| !pass.levels.are_siblings(met.a, met.b, met.distance()));
        for near in met.chunk_by(|one, next| (one.a, one.b) == (next.a, next.b)) {
            if let Some(nearest) = near.iter().min_by_key(|met| met.distance()) {
                pass.levels.join(nearest.a, nearest.b, nearest.distance());
            }
        }
    }

    /// Compares hashes with those of large groups of which many are together, once each two.
    fn all_runs(&mut self) -> Option<()> {
        let (mut runs, own_runs) = (std::mem::take(&mut self.runs), std::mem::take(&mut self.own_runs));
        let (own, others) = (std::mem::take(&mut self.own), std::mem::take(&mut self.others));
        let group = |part: &Part| self.room.label(part.range.start);
        runs.sort_unstable_by_key(|part| (group(part), part.apart, part.range.start));
        for runs in runs.chunk_by(|one, next| group(one) == group(next)) {
            self.run(runs, own.iter().chain(&own_runs))?;
        }
        for (run, behind) in own_runs.iter().zip(1..) {
            let more = own_runs.get(behind..).unwrap_or_default();
            self.run(std::slice::from_ref(run), own.iter().chain(&others).chain(more))?;
        }
        (self.runs, self.own_runs, self.own, self.others) = (runs, own_runs, own, others);
        Some(())
    }

    /// Compares hashes with those of a large group.
    fn run<'p>(&mut self, runs: &[Part], rows: impl Iterator<Item = &'p Part> + Clone) -> Option<()> {
        let Some(group) = runs.first().map(|run| self.room.label(run.range.start)) else { return Some(()) };
        for run in runs {
            let mut left = run.clone();
            while !self.fill(&mut left) {
                self.nearest(group, rows.clone())?;
            }
        }
        self.nearest(group, rows)
    }

    /// Up to which distance a pair of two groups would join what isn't joined, if any would.
    fn worth(&self, a: Label, b: Label) -> Option<u8> {
        let levels = self.pass.levels;
        if levels.are_siblings(a.group(), b.group(), levels.lowest()) {
            return None;
        }
        match levels.together(a.group(), b.group()) {
            Some(threshold) => threshold.checked_sub(1).filter(|most| *most >= levels.lowest()),
            None => Some(self.pass.most),
        }
    }

    /// Compares hashes with those of the list, which are of one group, and clears it. Of each only the nearest pair
    /// counts, and none where that can't join what isn't joined.
    fn nearest<'p>(&mut self, group: Label, rows: impl Iterator<Item = &'p Part>) -> Option<()> {
        let levels = self.pass.levels;
        self.pass.kernel.lay(&mut self.list, self.block.sieve.depth);
        for part in rows {
            // Many rows after each other may be of one group.
            let mut known: Option<(Label, Option<u8>)> = None;
            for row in part.range.clone() {
                let Some((hash, label)) = self.room.get(row).filter(|(_, label)| *label != group) else {
                    continue;
                };
                let most = match known {
                    Some((same, most)) if same == label => most,
                    _ => self.worth(label, group),
                };
                known = Some((label, most));
                let Some(near) = most.and_then(|most| self.near(most, u32::from(part.apart))) else {
                    continue;
                };
                let one = Rows { hashes: &[hash], place: None };
                self.pass.kernel.near(one, &self.list, near, &mut self.found);
                let found =
                    self.found.pairs.drain(..).filter_map(|(_, at)| self.list.hashes().get(at as usize));
                if let Some(least) = found.map(|other| (hash ^ other).count_ones()).min() {
                    levels.join(label.group(), group.group(), least as u8);
                    known = None;
                }
                self.pace.spend(self.list.len())?;
            }
        }
        self.list.clear();
        Some(())
    }
}

/// Parts what is together of a large group from the rest.
fn split(room: &Room, part: Part, runs: &mut Vec<Part>, rest: &mut Vec<Part>) {
    let Part { range, apart } = part;
    let (mut rest_from, mut at) = (range.start, range.start);
    for run in Label::runs(room.labels(&range)) {
        let from = at;
        at = at.saturating_add(run.len() as u32);
        if run.len() >= RUN {
            rest.extend((rest_from < from).then_some(Part { range: rest_from..from, apart }));
            runs.push(Part { range: from..at, apart });
            rest_from = at;
        }
    }
    rest.extend((rest_from < range.end).then_some(Part { range: rest_from..range.end, apart }));
}
