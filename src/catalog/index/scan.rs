//! Looks at all files for words and filters, some thousand at a time, on several threads.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

use super::bits::Bits;
use super::filter::Filter;
use super::fuzzy::Fuzzy;
use super::top::{Best, Top};
use super::words::{Sought, Word};
use super::{GONE_FLAG, Index};

/// Slots that are looked at together: what is written of them stays in the nearest cache.
const CHUNK: usize = 4096;
/// With so few left in a chunk, their names are looked at one by one.
const FEW: usize = CHUNK / 8;
/// Threads at most.
const THREADS: usize = 4;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// All of these.
    pub words: &'a [Word],
    /// Whether other letters may lie between those of a word.
    pub fuzzy: bool,
    /// What has to hold besides.
    pub filter: Option<&'a Filter>,
    /// Among these alone.
    pub within: Option<&'a Bits>,
    /// How many of the best are wanted.
    pub top: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Slots of all of them.
    pub found: Bits,
    /// How many.
    pub total: usize,
    /// The best, the very best first.
    pub top: Vec<Best>,
}

impl Index {
    /// Looks for files; `None` when `stop` was set meanwhile.
    pub fn look(&self, look: &Look<'_>, stop: &AtomicBool) -> Option<Hits> {
        let mut sought: Vec<Sought<'_>> =
            look.words.iter().map(|word| Sought::new(self, word, look.fuzzy)).collect();
        if !look.fuzzy {
            // A long word leaves few files, of which the others are soon found.
            sought.sort_by_key(|sought| (sought.negated, Reverse(sought.text.len())));
        }
        let mut found = Bits::none(self.names.len());
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS);
        let chunks = self.names.len().div_ceil(CHUNK);
        let share = chunks.div_ceil(threads).max(1) * (CHUNK / 64);
        let tops: Vec<Option<Top>> = std::thread::scope(|scope| {
            let workers: Vec<_> = found
                .words_mut()
                .chunks_mut(share)
                .enumerate()
                .map(|(n, bits)| {
                    let worker = Worker::new(self, look, &sought, stop);
                    let first = n * share * 64;
                    // The last share is this thread's own.
                    scope.spawn(move || worker.run(first, bits))
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().ok().flatten()).collect()
        });
        let mut top = Top::new(look.top);
        for part in tops {
            top.merge(part?);
        }
        Some(Hits { total: found.count(), found, top: top.done() })
    }
}

/// A thread's own.
struct Worker<'a> {
    index: &'a Index,
    look: &'a Look<'a>,
    sought: &'a [Sought<'a>],
    stop: &'a AtomicBool,
    fuzzy: Fuzzy,
    /// How well each slot of the chunk fits so far; 0 if it doesn't.
    scores: Vec<u32>,
    /// How well it has the word that is looked for.
    places: Vec<u32>,
    top: Top,
}

impl<'a> Worker<'a> {
    fn new(index: &'a Index, look: &'a Look<'a>, sought: &'a [Sought<'a>], stop: &'a AtomicBool) -> Self {
        Self {
            index,
            look,
            sought,
            stop,
            fuzzy: Fuzzy::default(),
            scores: Vec::with_capacity(CHUNK),
            places: Vec::with_capacity(CHUNK),
            top: Top::new(look.top),
        }
    }

    /// Looks at a share of the slots, from `first` on, and notes those that fit.
    fn run(mut self, first: usize, bits: &mut [u64]) -> Option<Top> {
        for (n, bits) in bits.chunks_mut(CHUNK / 64).enumerate() {
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            self.chunk(first + n * CHUNK, bits);
        }
        Some(self.top)
    }

    fn chunk(&mut self, first: usize, bits: &mut [u64]) {
        let last = (first + CHUNK).min(self.index.names.len());
        self.begin(first, last);
        for sought in self.sought {
            let left = self.scores.iter().filter(|score| **score > 0).count();
            if left == 0 {
                return;
            }
            if sought.fuzzy.is_some() || left < FEW {
                self.one_by_one(sought, first);
            } else {
                self.all_at_once(sought, first, last);
            }
        }
        self.end(first, bits);
    }

    /// Begins a chunk with those that are looked at at all.
    fn begin(&mut self, first: usize, last: usize) {
        let flags = self.index.columns.flags.get(first..last).unwrap_or_default();
        self.scores.clear();
        match self.look.within {
            None => self.scores.extend(flags.iter().map(|flags| u32::from(flags & GONE_FLAG == 0))),
            Some(within) => {
                let words = within.words().get(first / 64..).unwrap_or_default();
                let on = |at: usize| words.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1);
                let any = words.iter().take(CHUNK / 64).any(|bits| *bits != 0);
                if !any {
                    return;
                }
                let each = flags.iter().enumerate();
                self.scores.extend(each.map(|(at, flags)| u32::from(flags & GONE_FLAG == 0 && on(at))));
            }
        }
    }

    fn one_by_one(&mut self, sought: &Sought<'_>, first: usize) {
        let (index, elsewhere) = (self.index, sought.is_elsewhere());
        let has_letters =
            |slot: usize| index.columns.mask.get(slot).is_some_and(|own| sought.mask & !own == 0);
        for (at, score) in self.scores.iter_mut().enumerate().filter(|(_, score)| **score > 0) {
            let slot = first + at;
            let mut place = match &sought.fuzzy {
                Some(folders) => self.fuzzy.rate(index, sought, folders, slot),
                None if has_letters(slot) => sought.in_name(index.names.folded(slot).as_bytes()),
                None => 0,
            };
            if place == 0 && elsewhere {
                place = sought.elsewhere(index, slot);
            }
            *score = with(*score, place, sought.negated);
        }
    }

    /// Looks for a word in all names of the chunk in one go.
    fn all_at_once(&mut self, sought: &Sought<'_>, first: usize, last: usize) {
        self.places.clear();
        self.places.resize(last - first, 0);
        let names = self.index.names.run(first..last);
        let mut each = names.ends.iter().map(|end| *end as usize - names.start).zip(&mut self.places);
        let Some((mut end, mut best)) = each.next() else { return };
        let mut start = 0;
        for at in sought.finder.find_iter(names.text) {
            while at >= end {
                start = end;
                let Some(next) = each.next() else { return };
                (end, best) = next;
            }
            let name = names.text.get(start..end - 1).unwrap_or_default();
            *best = sought.place(name, at - start).max(*best);
        }
        sought.all_elsewhere(self.index, first, &mut self.places);
        for (score, place) in self.scores.iter_mut().zip(&self.places) {
            *score = with(*score, *place, sought.negated);
        }
    }

    /// Ends a chunk: filters, and keeps the best.
    fn end(&mut self, first: usize, bits: &mut [u64]) {
        for (n, (scores, bits)) in self.scores.chunks(64).zip(bits).enumerate() {
            let any = scores.iter().zip(0..).fold(0, |any, (score, at)| any | u64::from(*score > 0) << at);
            let mut passed = any;
            let mut left = any;
            while left != 0 {
                let at = left.trailing_zeros() as usize;
                left &= left - 1;
                let slot = first + 64 * n + at;
                let Some(mut score) = scores.get(at).copied() else { continue };
                if let Some(filter) = self.look.filter {
                    let Some(more) = filter.rate(self.index, slot) else {
                        passed &= !(1 << at);
                        continue;
                    };
                    score = score.saturating_add(more);
                }
                self.top.push(&self.index.columns, slot, score);
            }
            *bits = passed;
        }
    }
}

/// The score with one more word; 0 for what has none or doesn't fit. Without a branch, so that several are done at once.
#[inline]
fn with(score: u32, place: u32, negated: bool) -> u32 {
    let more = if negated { 0 } else { place };
    let stays = (score > 0) & ((place > 0) != negated);
    if stays { score.saturating_add(more) } else { 0 }
}
