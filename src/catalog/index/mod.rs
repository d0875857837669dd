//! All files of a catalogue in memory, as compact as a million of them need it: what `find` looks at
//! with every key.
//!
//! Names lie one behind the other; folders, tags, and values of custom metadata and the like are kept
//! once each, and sets of them too. So a word is looked for in each folder, tag and value once, and in all
//! names in one go. A file has a *slot*; its [`Row`] is what others know it by.

mod bits;
mod facets;
mod facts;
mod filter;
mod fold;
mod fuzzy;
mod names;
mod pool;
mod scan;
#[cfg(test)]
mod tests;
mod top;
mod words;

use std::collections::HashMap;

use serde_json::Value;

use self::facts::Facts;
use self::names::{Names, mask};
use self::pool::{Pool, Sets};
use super::Row;
use crate::model::{Direction, FileKind, FolderPath, Sort, SortKey};
use crate::query::CustomField;

pub use self::bits::Bits;
pub use self::facets::{Facet, FacetKind, Facets};
pub use self::facts::Fact;
pub use self::filter::Filter;
pub use self::fold::fold;
pub use self::scan::{Hits, Look};
pub use self::top::Best;
pub use self::words::{Word, matched};

/// Slots of files that are gone, below which nothing is tidied up.
const GONE: usize = 4096;

const PRIVATE: u8 = 1;
const PUBLISHED: u8 = 2;
const HASHED: u8 = 4;
const GONE_FLAG: u8 = 8;
const IMAGE: u8 = 16;
const VIDEO: u8 = 32;

/// A file as the index takes it.
#[derive(Clone, Debug)]
pub struct Doc<'a> {
    /// Its number in the catalogue.
    pub row: Row,
    /// Its name, raw.
    pub name: &'a str,
    /// The path of its folder.
    pub folder: &'a str,
    /// Image, video or other.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where the file has no width.
    pub width: u32,
    /// Pixels; 0 where the file has no height.
    pub height: u32,
    /// First upload, in milliseconds since 1970.
    pub created_ms: i64,
    /// Last change, in milliseconds since 1970.
    pub updated_ms: i64,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
    /// Its tags, those of recognition services too.
    pub tags: &'a [&'a str],
    /// What else can be asked of it.
    pub facts: &'a [(Fact<'a>, &'a Value)],
    /// Its pHash, where it is known.
    pub phash: Option<u64>,
}

/// What there is of each slot, column by column.
#[derive(Clone, Debug, Default)]
struct Columns {
    row: Vec<Row>,
    folder: Vec<u32>,
    tags: Vec<u32>,
    facts: Vec<u32>,
    mask: Vec<u32>,
    size: Vec<u64>,
    width: Vec<u32>,
    height: Vec<u32>,
    created: Vec<i64>,
    updated: Vec<i64>,
    phash: Vec<u64>,
    flags: Vec<u8>,
}

/// What of a file is shown of a hit, without the catalogue being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number in the catalogue.
    pub row: Row,
    /// Its name, raw.
    pub name: String,
    /// Its folder.
    pub folder: FolderPath,
    /// Image, video or other.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where the file has no width.
    pub width: u32,
    /// Pixels; 0 where the file has no height.
    pub height: u32,
    /// Last change, in milliseconds since 1970.
    pub updated_ms: i64,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    names: Names,
    folders: Pool,
    tags: Pool,
    tag_sets: Sets,
    facts: Facts,
    fact_sets: Sets,
    columns: Columns,
    /// How many slots are in the order of their rows; those behind came later.
    settled: usize,
    late: HashMap<Row, u32>,
    live: usize,
}

impl Index {
    /// How many files there are.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Takes a file, in place of what it was before.
    pub fn put(&mut self, doc: &Doc<'_>) {
        if let Some(slot) = self.slot(doc.row) {
            if self.names.raw(slot) == doc.name {
                return self.write(slot, doc);
            }
            self.drop_slot(slot);
        }
        let slot = self.names.len();
        self.names.push(doc.name);
        if self.settled == slot && self.columns.row.last().is_none_or(|last| *last < doc.row) {
            self.settled += 1;
        } else {
            self.late.insert(doc.row, u32::try_from(slot).unwrap_or(u32::MAX));
        }
        self.columns.push_empty();
        self.live += 1;
        self.write(slot, doc);
        self.tidy();
    }

    /// Forgets a file.
    pub fn remove(&mut self, row: Row) {
        if let Some(slot) = self.slot(row) {
            self.drop_slot(slot);
            self.tidy();
        }
    }

    /// Gives back what filling it has taken too much.
    pub fn settle(&mut self) {
        self.names.settle();
        self.folders.settle();
        self.tags.settle();
        self.facts.pool.settle();
        self.tag_sets.settle();
        self.fact_sets.settle();
        self.columns.settle();
    }

    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        self.names.bytes()
            + self.folders.bytes()
            + self.tags.bytes()
            + self.facts.pool.bytes()
            + self.tag_sets.bytes()
            + self.fact_sets.bytes()
            + self.columns.bytes()
            + 9 * self.late.capacity()
    }

    /// Whether there is a file of this row.
    pub fn has(&self, row: Row) -> bool {
        self.slot(row).is_some()
    }

    /// Rows of these slots.
    pub fn rows(&self, found: &Bits) -> Vec<Row> {
        found.iter().filter_map(|slot| self.columns.row.get(slot).copied()).collect()
    }

    /// Rows of these slots, in an order of lists.
    pub fn sorted(&self, found: &Bits, sort: Sort) -> Vec<Row> {
        let mut slots: Vec<u32> = found.iter().filter_map(|slot| u32::try_from(slot).ok()).collect();
        let number = |slot: u32| {
            let (slot, columns) = (slot as usize, &self.columns);
            let of = |column: &[u32]| column.get(slot).copied().unwrap_or(0).into();
            match sort.key {
                SortKey::Created => columns.created.get(slot).copied().unwrap_or(0),
                SortKey::Updated => columns.updated.get(slot).copied().unwrap_or(0),
                SortKey::Size => columns.size.get(slot).map_or(0, |size| *size as i64),
                SortKey::Width => of(&columns.width),
                SortKey::Height => of(&columns.height),
                SortKey::Name => 0,
            }
        };
        if sort.key == SortKey::Name {
            slots.sort_by_cached_key(|slot| self.names.raw(*slot as usize));
        } else {
            slots.sort_by_cached_key(|slot| number(*slot));
        }
        if sort.direction == Direction::Descending {
            slots.reverse();
        }
        slots.into_iter().filter_map(|slot| self.columns.row.get(slot as usize).copied()).collect()
    }

    /// What is shown of a slot.
    pub fn entry(&self, slot: usize) -> Option<Entry> {
        let columns = &self.columns;
        let flags = *columns.flags.get(slot)?;
        Some(Entry {
            row: *columns.row.get(slot)?,
            name: self.names.raw(slot).into_owned(),
            folder: FolderPath::new(self.folder(slot)),
            kind: kind(flags),
            size: *columns.size.get(slot)?,
            width: *columns.width.get(slot)?,
            height: *columns.height.get(slot)?,
            updated_ms: *columns.updated.get(slot)?,
            private: flags & PRIVATE != 0,
            published: flags & PUBLISHED != 0,
        })
    }

    /// The slots of these rows.
    pub fn bits_of(&self, rows: &[Row]) -> Bits {
        let mut bits = Bits::none(self.names.len());
        rows.iter().filter_map(|row| self.slot(*row)).for_each(|slot| bits.insert(slot));
        bits
    }

    /// The fields of custom metadata that files have, their types told from their values.
    pub fn custom_fields(&self) -> Vec<CustomField> {
        self.facts.custom_fields()
    }

    /// The row of a slot.
    pub fn row(&self, slot: usize) -> Option<Row> {
        self.columns.row.get(slot).copied()
    }

    /// The pHash of the file at a path, if there is such a file; in it `None` if it has none.
    pub fn phash_of(&self, folder: &str, name: &str) -> Option<Option<u64>> {
        let folder = self.folders.iter().position(|path| path == folder)?;
        let folded = fold(name);
        let slots = 0..self.names.len();
        let is_it = |slot: &usize| {
            self.columns.folder.get(*slot).is_some_and(|at| *at as usize == folder)
                && !self.is_gone(*slot)
                && self.names.folded(*slot) == folded
                && self.names.raw(*slot) == name
        };
        let slot = slots.into_iter().find(is_it)?;
        Some(self.phash(slot))
    }

    fn phash(&self, slot: usize) -> Option<u64> {
        let hashed = self.columns.flags.get(slot).is_some_and(|flags| flags & HASHED != 0);
        self.columns.phash.get(slot).copied().filter(|_| hashed)
    }

    fn folder(&self, slot: usize) -> &str {
        self.columns.folder.get(slot).map_or("", |folder| self.folders.get(*folder))
    }

    fn is_gone(&self, slot: usize) -> bool {
        self.columns.flags.get(slot).is_none_or(|flags| flags & GONE_FLAG != 0)
    }

    /// The slot of a row.
    fn slot(&self, row: Row) -> Option<usize> {
        let late = self.late.get(&row).map(|slot| *slot as usize);
        let settled = || self.columns.row.get(..self.settled)?.binary_search(&row).ok();
        late.or_else(settled).filter(|slot| !self.is_gone(*slot))
    }

    fn drop_slot(&mut self, slot: usize) {
        if let Some(flags) = self.columns.flags.get_mut(slot) {
            *flags |= GONE_FLAG;
            self.live -= 1;
        }
    }

    fn write(&mut self, slot: usize, doc: &Doc<'_>) {
        let mut tags: Vec<u32> = doc.tags.iter().map(|tag| self.tags.id(tag, fold)).collect();
        let mut facts: Vec<u32> = doc.facts.iter().map(|(fact, value)| self.facts.id(fact, value)).collect();
        let (tags, facts) = (self.tag_sets.id(&mut tags), self.fact_sets.id(&mut facts));
        let same = self.columns.folder.get(slot).filter(|id| self.folders.get(**id) == doc.folder);
        let before = slot.checked_sub(1).and_then(|before| self.columns.folder.get(before));
        let near = same.or(before.filter(|id| self.folders.get(**id) == doc.folder)).copied();
        let folder = near.unwrap_or_else(|| self.folders.id(doc.folder, fold));
        let mask = mask(self.names.folded(slot).as_bytes());
        let mut flags = match doc.kind {
            FileKind::Image => IMAGE,
            FileKind::Video => VIDEO,
            FileKind::Other => 0,
        };
        for (on, flag) in [(doc.private, PRIVATE), (doc.published, PUBLISHED), (doc.phash.is_some(), HASHED)]
        {
            flags |= if on { flag } else { 0 };
        }
        let columns = &mut self.columns;
        set(&mut columns.row, slot, doc.row);
        set(&mut columns.folder, slot, folder);
        set(&mut columns.tags, slot, tags);
        set(&mut columns.facts, slot, facts);
        set(&mut columns.mask, slot, mask);
        set(&mut columns.size, slot, doc.size);
        set(&mut columns.width, slot, doc.width);
        set(&mut columns.height, slot, doc.height);
        set(&mut columns.created, slot, doc.created_ms);
        set(&mut columns.updated, slot, doc.updated_ms);
        set(&mut columns.phash, slot, doc.phash.unwrap_or(0));
        set(&mut columns.flags, slot, flags);
    }

    /// Makes the index anew when a good part of its slots are of files that are gone.
    fn tidy(&mut self) {
        let slots = self.names.len();
        if slots - self.live < GONE.max(slots / 8) {
            return;
        }
        let mut order: Vec<usize> = (0..slots).filter(|slot| !self.is_gone(*slot)).collect();
        order.sort_by_key(|slot| self.columns.row.get(*slot).copied());
        let (mut names, mut columns) = (Names::default(), Columns::default());
        for slot in &order {
            names.push(&self.names.raw(*slot));
            columns.copy(&self.columns, *slot);
        }
        self.settled = names.len();
        self.late.clear();
        (self.names, self.columns) = (names, columns);
    }
}

fn kind(flags: u8) -> FileKind {
    match flags {
        flags if flags & IMAGE != 0 => FileKind::Image,
        flags if flags & VIDEO != 0 => FileKind::Video,
        _ => FileKind::Other,
    }
}

fn set<T>(column: &mut [T], slot: usize, value: T) {
    if let Some(old) = column.get_mut(slot) {
        *old = value;
    }
}

/// Does the same with each column.
macro_rules! each_column {
    ($columns:expr, $column:ident => $do:expr) => {{
        each_column!(@ $columns, $column, $do, row folder tags facts mask size width height created updated
            phash flags);
    }};
    (@ $columns:expr, $column:ident, $do:expr, $($name:ident)*) => {
        $({ let $column = &mut $columns.$name; $do; })*
    };
}

impl Columns {
    fn push_empty(&mut self) {
        each_column!(self, column => column.push(0));
    }

    fn settle(&mut self) {
        each_column!(self, column => column.shrink_to_fit());
    }

    fn copy(&mut self, from: &Self, slot: usize) {
        macro_rules! copy {
            ($($name:ident)*) => { $( self.$name.push(from.$name.get(slot).copied().unwrap_or(0)); )* };
        }
        copy!(row folder tags facts mask size width height created updated phash flags);
    }

    fn bytes(&self) -> usize {
        20 * self.row.capacity() + (8 + 4 + 4 + 8 + 8 + 8 + 1) * self.size.capacity()
    }
}
