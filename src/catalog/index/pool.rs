//! Texts that many files share, kept once; and sets of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use memchr::memmem::Finder;

/// What a number stands for that is given again: the place of a text, by its hash.
#[derive(Clone, Debug, Default)]
struct Places(HashMap<u64, u32>);

impl Places {
    /// The number of what has this hash and `is` it, or the hash to put it under.
    fn find(&self, what: &(impl Hash + ?Sized), is: impl Fn(u32) -> bool) -> Result<u32, u64> {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        let mut hash = hasher.finish();
        while let Some(id) = self.0.get(&hash) {
            if is(*id) {
                return Ok(*id);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }
}

/// Texts by numbers from 0, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    raw: String,
    ends: Vec<u32>,
    /// As they are compared, with line ends between them.
    folded: String,
    folded_ends: Vec<u32>,
    places: Places,
}

impl Pool {
    /// The number of a text; `folded` is what of it is compared, if it is new.
    pub(super) fn id(&mut self, text: &str, folded: impl FnOnce(&str) -> String) -> u32 {
        match self.places.find(text, |id| self.get(id) == text) {
            Ok(id) => id,
            Err(hash) => {
                let id = self.push(text, &folded(text));
                self.places.0.insert(hash, id);
                id
            }
        }
    }

    /// Texts that came too late for four gigabytes are empty.
    fn push(&mut self, text: &str, folded: &str) -> u32 {
        let id = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if self.raw.len().max(self.folded.len()) + text.len() + folded.len() < u32::MAX as usize {
            self.raw.push_str(text);
            self.folded.extend(folded.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
        self.folded.push('\n');
        self.ends.push(u32::try_from(self.raw.len()).unwrap_or(u32::MAX));
        self.folded_ends.push(u32::try_from(self.folded.len()).unwrap_or(u32::MAX));
        id
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, id: u32) -> &str {
        self.raw.get(span(&self.ends, id)).unwrap_or_default()
    }

    /// All texts, in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|id| self.get(id as u32))
    }

    /// The text as it is compared.
    pub(super) fn folded(&self, id: u32) -> &str {
        let span = span(&self.folded_ends, id);
        self.folded.get(span.start..span.end.saturating_sub(1)).unwrap_or_default()
    }

    /// Which texts have what is looked for; nothing if none has it.
    pub(super) fn having(&self, finder: &Finder<'_>) -> Option<Vec<bool>> {
        let mut found: Option<Vec<bool>> = None;
        let mut id = 0;
        for at in finder.find_iter(self.folded.as_bytes()) {
            id += self.folded_ends.get(id..)?.partition_point(|end| *end as usize <= at);
            if let Some(found) = found.get_or_insert_with(|| vec![false; self.len()]).get_mut(id) {
                *found = true;
            }
        }
        found
    }

    pub(super) fn bytes(&self) -> usize {
        self.raw.capacity()
            + self.folded.capacity()
            + 4 * (self.ends.capacity() + self.folded_ends.capacity())
            + 18 * self.places.0.capacity()
    }

    pub(super) fn settle(&mut self) {
        self.raw.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.folded_ends.shrink_to_fit();
    }
}

/// Sets of numbers by numbers from 0, each once; number 0 is the empty set.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    items: Vec<u32>,
    ends: Vec<u32>,
    places: Places,
}

impl Default for Sets {
    fn default() -> Self {
        let mut sets = Self { items: Vec::new(), ends: Vec::new(), places: Places::default() };
        sets.id(&mut Vec::new());
        sets
    }
}

impl Sets {
    /// The number of a set, which is put in order.
    pub(super) fn id(&mut self, items: &mut Vec<u32>) -> u32 {
        items.sort_unstable();
        items.dedup();
        match self.places.find(&items[..], |id| self.get(id) == items) {
            Ok(id) => id,
            Err(hash) => {
                let id = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
                self.items.extend_from_slice(items);
                self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
                self.places.0.insert(hash, id);
                id
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, id: u32) -> &[u32] {
        self.items.get(span(&self.ends, id)).unwrap_or_default()
    }

    /// Which sets have an item for which `is` says so.
    pub(super) fn with(&self, is: &[bool]) -> Vec<bool> {
        let has = |id: u32| self.get(id).iter().any(|item| is.get(*item as usize) == Some(&true));
        (0..self.len()).map(|id| has(id as u32)).collect()
    }

    pub(super) fn bytes(&self) -> usize {
        4 * (self.items.capacity() + self.ends.capacity()) + 18 * self.places.0.capacity()
    }

    pub(super) fn settle(&mut self) {
        self.items.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Where the text or set of a number lies.
fn span(ends: &[u32], id: u32) -> std::ops::Range<usize> {
    let id = id as usize;
    let start = id.checked_sub(1).map_or(0, |before| ends.get(before).copied().unwrap_or(0));
    start as usize..ends.get(id).copied().unwrap_or(start) as usize
}
