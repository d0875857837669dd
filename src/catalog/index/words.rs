//! The words that are looked for, how well a name has one, and where.

use std::ops::Range;

use memchr::memmem::Finder;
use nucleo_matcher::{Matcher, Utf32Str};

use super::fold::{fold, fold_with_origins};
use super::fuzzy::{Folders, matcher};
use super::names::mask;
use super::{Columns, Index};

/// A word that is looked for; it may have blanks in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    text: String,
    negated: bool,
}

impl Word {
    /// A word as it was typed; nothing if nothing of it can be compared. `negated`: files that have it
    /// are not wanted.
    pub fn new(text: &str, negated: bool) -> Option<Self> {
        let text = fold(text);
        (!text.is_empty()).then_some(Self { text, negated })
    }

    /// Whether whatever has this one has the other too, so that it need be looked for there alone.
    pub fn extends(&self, other: &Self, fuzzy: bool) -> bool {
        if self.negated || other.negated {
            return self == other;
        }
        if fuzzy { self.text.starts_with(&other.text) } else { self.text.contains(&other.text) }
    }
}

/// How good a place is. Better ones are greater.
pub(super) mod class {
    pub(in super::super) const VALUE: u32 = 1;
    pub(in super::super) const TAG: u32 = 2;
    pub(in super::super) const PATH: u32 = 3;
    pub(in super::super) const INSIDE: u32 = 4;
    pub(in super::super) const BOUNDARY: u32 = 5;
    pub(in super::super) const START: u32 = 6;
    pub(in super::super) const WHOLE: u32 = 7;
}

/// A word made ready to be looked for in an index: what has it beside names is known already.
pub(super) struct Sought<'a> {
    pub(super) text: &'a str,
    pub(super) negated: bool,
    pub(super) finder: Finder<'a>,
    pub(super) mask: u32,
    folders: Option<Vec<bool>>,
    tag_sets: Option<Vec<bool>>,
    fact_sets: Option<Vec<bool>>,
    /// A word with a slash: which folders end with what is before the last one, and what is behind it.
    across: Option<(Vec<bool>, &'a str)>,
    /// How much of the word each folder has already, letter by letter; in a fuzzy search alone.
    pub(super) fuzzy: Option<Folders>,
}

impl<'a> Sought<'a> {
    pub(super) fn new(index: &Index, word: &'a Word, fuzzy: bool) -> Self {
        let text = word.text.as_str();
        let finder = Finder::new(text);
        let across = text.rsplit_once('/').map(|(folder, name)| {
            let ends = |id: u32| {
                let path = index.folders.folded(id);
                if path == "/" { folder.is_empty() } else { path.ends_with(folder) }
            };
            ((0..index.folders.len()).map(|id| ends(id as u32)).collect(), name)
        });
        Self {
            text,
            negated: word.negated,
            mask: mask(text.as_bytes()),
            folders: index.folders.having(&finder),
            tag_sets: index.tags.having(&finder).map(|tags| index.tag_sets.with(&tags)),
            fact_sets: index.facts.pool.having(&finder).map(|facts| index.fact_sets.with(&facts)),
            across,
            fuzzy: (fuzzy && !word.negated).then(|| Folders::new(index, text)),
            finder,
        }
    }

    /// Whether it may be found elsewhere than in names.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.folders.is_some() || self.tag_sets.is_some() || self.fact_sets.is_some() || self.across.is_some()
    }

    /// What has it beside names: of which column, and how good a place that is.
    fn beside<'b>(&'b self, columns: &'b Columns) -> impl Iterator<Item = (&'b [bool], &'b [u32], u32)> {
        let all = [
            (&self.folders, &columns.folder, class::PATH),
            (&self.tag_sets, &columns.tags, class::TAG),
            (&self.fact_sets, &columns.facts, class::VALUE),
        ];
        all.into_iter().filter_map(|(sets, column, class)| Some((sets.as_deref()?, &column[..], class)))
    }

    /// How good the best place is that isn't the name; 0 for none.
    pub(super) fn elsewhere(&self, index: &Index, slot: usize) -> u32 {
        if self.is_across(index, slot) {
            return class::PATH;
        }
        let has = |(sets, column, class): (&[bool], &[u32], u32)| {
            column.get(slot).is_some_and(|id| is_in(sets, *id)).then_some(class)
        };
        self.beside(&index.columns).filter_map(has).max().unwrap_or(0)
    }

    /// The same for all slots from the first on, added to how good the places in their names are, each of which is
    /// better.
    pub(super) fn all_elsewhere(&self, index: &Index, first: usize, places: &mut [u32]) {
        for (sets, column, class) in self.beside(&index.columns) {
            for (place, id) in places.iter_mut().zip(column.get(first..).unwrap_or_default()) {
                *place = (*place).max(if is_in(sets, *id) { class } else { 0 });
            }
        }
        if self.across.is_some() {
            let worse = (first..).zip(places).filter(|(_, place)| **place < class::PATH);
            worse
                .filter(|(slot, _)| self.is_across(index, *slot))
                .for_each(|(_, place)| *place = class::PATH);
        }
    }

    /// Whether it is in the folder and the name together.
    fn is_across(&self, index: &Index, slot: usize) -> bool {
        self.across.as_ref().is_some_and(|(folders, name)| {
            index.columns.folder.get(slot).is_some_and(|id| is_in(folders, *id))
                && index.names.folded(slot).starts_with(name)
        })
    }

    /// How good a place in a name is: `at` is where the word begins in `name`.
    pub(super) fn place(&self, name: &[u8], at: usize) -> u32 {
        if at == 0 {
            let rest = name.get(self.text.len()..).unwrap_or_default();
            let whole = rest.is_empty()
                || rest.first() == Some(&b'.') && !rest.iter().skip(1).any(|byte| *byte == b'.');
            return if whole { class::WHOLE } else { class::START };
        }
        let before = name.get(at - 1).copied().unwrap_or(b' ');
        let first = name.get(at).copied().unwrap_or(b' ');
        if is_boundary(before, first) { class::BOUNDARY } else { class::INSIDE }
    }

    /// The best place in the name of a slot; 0 for none.
    pub(super) fn in_name(&self, name: &[u8]) -> u32 {
        self.finder.find_iter(name).map(|at| self.place(name, at)).max().unwrap_or(0)
    }
}

fn is_in(sets: &[bool], id: u32) -> bool {
    sets.get(id as usize) == Some(&true)
}

/// Whether a word begins between two bytes: letters and digits are words of their own.
fn is_boundary(before: u8, first: u8) -> bool {
    SORTS[usize::from(before)] != SORTS[usize::from(first)]
}

/// The sort of each byte: a digit, a letter or part of one, or something else.
const SORTS: [u8; 256] = {
    let mut sorts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        sorts[byte] = match byte as u8 {
            b'0'..=b'9' => 1,
            b'a'..=b'z' | b'A'..=b'Z' | 128.. => 2,
            _ => 0,
        };
        byte += 1;
    }
    sorts
};

/// Where words are found in a path, in bytes, to be made visible: in the name, which begins at `name`,
/// or else anywhere. None lies over another.
pub fn matched(path: &str, name: usize, words: &[Word], fuzzy: bool) -> Vec<Range<usize>> {
    let (folded, origins) = fold_with_origins(path);
    let start = origins.iter().position(|origin| *origin >= name).unwrap_or(folded.len());
    let mut lit = vec![false; folded.len()];
    let mut matcher = matcher();
    for word in words.iter().filter(|word| !word.negated) {
        let mut found = false;
        for from in [start, 0] {
            let text = folded.get(from..).unwrap_or_default();
            for at in Finder::new(&word.text).find_iter(text.as_bytes()) {
                lit.iter_mut().skip(from + at).take(word.text.len()).for_each(|byte| *byte = true);
                found = true;
            }
            found = found
                || fuzzy && light(&mut matcher, text, &word.text, lit.get_mut(from..).unwrap_or_default());
            if found {
                break;
            }
        }
    }
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in lit.iter().enumerate().filter(|(_, lit)| **lit) {
        let Some(start) = origins.get(at).copied() else { continue };
        let end = origins.iter().skip(at).find(|origin| **origin > start).copied().unwrap_or(path.len());
        match spans.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => spans.push(start..end),
        }
    }
    spans
}

/// Marks the letters of a word; whether all are there.
fn light(matcher: &mut Matcher, folded: &str, word: &str, lit: &mut [bool]) -> bool {
    let (mut text, mut needle, mut indices) = (Vec::new(), Vec::new(), Vec::new());
    let text = Utf32Str::new(folded, &mut text);
    if matcher.fuzzy_indices(text, Utf32Str::new(word, &mut needle), &mut indices).is_none() {
        return false;
    }
    // Characters of the text, which are bytes where all of it is ASCII.
    for (at, (byte, c)) in folded.char_indices().enumerate() {
        if u32::try_from(at).is_ok_and(|at| indices.contains(&at)) {
            lit.iter_mut().skip(byte).take(c.len_utf8()).for_each(|byte| *byte = true);
        }
    }
    true
}
