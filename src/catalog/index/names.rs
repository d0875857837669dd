//! The names of all files: as they are compared one behind the other, and a bit for each letter that is
//! a capital, so that the name as it is can be told.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::fold::fold_into;

/// Names by slots.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// As they are compared, with line ends between them.
    folded: String,
    /// Where each one ends, its line end included, and the next begins.
    ends: Vec<u32>,
    /// A bit for each byte: whether it is a capital.
    capitals: Vec<u64>,
    /// Names that are more than letters of ASCII, small or capital.
    odd: HashMap<u32, Box<str>>,
}

/// Names one behind the other, as they are compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// Where the first one begins among all.
    pub(super) start: usize,
    /// The names, with a line end behind each.
    pub(super) text: &'a [u8],
    /// Where each ends among all, its line end included.
    pub(super) ends: &'a [u32],
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A name that comes too late for four gigabytes is empty.
    pub(super) fn push(&mut self, name: &str) {
        let slot = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let start = self.folded.len();
        if start + 2 * name.len() + 1 < u32::MAX as usize {
            fold_into(name, &mut self.folded);
        }
        self.folded.push('\n');
        self.ends.push(u32::try_from(self.folded.len()).unwrap_or(u32::MAX));
        self.capitals.resize(self.folded.len().div_ceil(64), 0);
        if name.is_ascii() && !name.contains('\n') {
            for (at, _) in name.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase()) {
                if let Some(bits) = self.capitals.get_mut((start + at) / 64) {
                    *bits |= 1 << ((start + at) % 64);
                }
            }
        } else {
            self.odd.insert(slot, name.into());
        }
    }

    /// The name as it is compared.
    pub(super) fn folded(&self, slot: usize) -> &str {
        let (start, end) = (self.start(slot), self.start(slot + 1));
        self.folded.get(start..end.saturating_sub(1)).unwrap_or_default()
    }

    /// The name as it is.
    pub(super) fn raw(&self, slot: usize) -> Cow<'_, str> {
        if let Some(name) = u32::try_from(slot).ok().and_then(|slot| self.odd.get(&slot)) {
            return Cow::Borrowed(name);
        }
        let (start, folded) = (self.start(slot), self.folded(slot));
        let is_capital =
            |at: usize| self.capitals.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1);
        if !(start..start + folded.len()).any(is_capital) {
            return Cow::Borrowed(folded);
        }
        let mut at = start;
        let letters = folded.chars().map(|c| {
            let capital = is_capital(at);
            at += c.len_utf8();
            if capital { c.to_ascii_uppercase() } else { c }
        });
        Cow::Owned(letters.collect())
    }

    /// The names of some slots.
    pub(super) fn run(&self, slots: Range<usize>) -> Run<'_> {
        let ends = self.ends.get(slots.clone()).unwrap_or_default();
        let start = self.start(slots.start);
        let end = ends.last().map_or(start, |end| *end as usize);
        Run { start, text: self.folded.as_bytes().get(start..end).unwrap_or_default(), ends }
    }

    fn start(&self, slot: usize) -> usize {
        slot.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    pub(super) fn bytes(&self) -> usize {
        let odd: usize = self.odd.values().map(|name| name.len() + 32).sum();
        self.folded.capacity() + 4 * self.ends.capacity() + 8 * self.capitals.capacity() + odd
    }

    pub(super) fn settle(&mut self) {
        self.folded.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.capitals.shrink_to_fit();
    }
}

/// Which letters and digits a text has, a bit each, digits by twos; all else is one bit.
pub(super) fn mask(folded: &[u8]) -> u32 {
    folded.iter().fold(0, |mask, byte| mask | 1 << BITS[usize::from(*byte)])
}

const BITS: [u8; 256] = {
    let mut bits = [31; 256];
    let mut byte = 0;
    while byte < 256 {
        let c = byte as u8;
        if c.is_ascii_lowercase() {
            bits[byte] = c - b'a';
        } else if c.is_ascii_digit() {
            bits[byte] = 26 + (c - b'0') / 2;
        }
        byte += 1;
    }
    bits
};
