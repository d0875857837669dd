//! How many of the files found are in which folder, of which format, with which tag and so on.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::bits::Bits;
use super::{Index, PRIVATE, PUBLISHED};
use crate::query::{Field, format_of};

/// Values of a facet at most, those that most files have.
const MOST: usize = 50;
/// A field of custom metadata with more values than that is no selection.
const OPTIONS: usize = 100;
/// Classes of sizes: the smallest in bytes, a text that finds them, and a name.
const SIZES: [(u64, &str, &str); 5] = [
    (0, "size:<100kb", "below 100 kB"),
    (100 << 10, "size:>=100kb size:<1mb", "100 kB to 1 MB"),
    (1 << 20, "size:>=1mb size:<10mb", "1 to 10 MB"),
    (10 << 20, "size:>=10mb size:<100mb", "10 to 100 MB"),
    (100 << 20, "size:>=100mb", "100 MB and more"),
];
/// By flags: a word that `is:` takes.
const STATES: [&str; 4] = ["private", "public", "published", "draft"];
/// Milliseconds.
const DAY: i64 = 86_400_000;

/// By what files are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// The topmost folders in which some are and some aren't.
    Folder,
    /// By the MIME type.
    Format,
    /// Each tag.
    Tag,
    /// The month of the first upload.
    Month,
    /// Private or public, published or not.
    State,
    /// By bytes.
    Size,
    /// A field of custom metadata.
    Custom(String),
}

/// One value that files have, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What is shown; raw where it comes from the library.
    pub label: String,
    /// What finds these files, as a piece of a text; empty where no text does.
    pub text: String,
    /// How many files.
    pub files: usize,
}

/// Facets with their values, those that most files have first; months the newest first.
pub type Facets = Vec<(FacetKind, Vec<Facet>)>;

impl Index {
    /// Counts the files found by each facet.
    pub fn facets(&self, found: &Bits) -> Facets {
        let counts = self.count(found);
        let mut facets = vec![(FacetKind::Folder, self.by_folder(&counts.folders))];
        let (formats, custom) = self.by_fact(&counts.facts);
        facets.push((FacetKind::Format, formats));
        facets.push((FacetKind::Tag, self.by_tag(&counts.tags)));
        facets.push((FacetKind::Month, by_month(&counts.days)));
        facets.push((FacetKind::State, by_state(counts.states)));
        facets.push((FacetKind::Size, by_size(counts.sizes)));
        facets.extend(custom);
        facets.retain(|(_, values)| !values.is_empty());
        facets
    }

    fn count(&self, found: &Bits) -> Counts {
        let columns = &self.columns;
        let mut counts = Counts {
            folders: vec![0; self.folders.len()],
            tags: vec![0; self.tag_sets.len()],
            facts: vec![0; self.fact_sets.len()],
            ..Counts::default()
        };
        let add = |counts: &mut [usize], column: &[u32], slot: usize| {
            if let Some(count) = column.get(slot).and_then(|id| counts.get_mut(*id as usize)) {
                *count += 1;
            }
        };
        for slot in found.iter() {
            add(&mut counts.folders, &columns.folder, slot);
            add(&mut counts.tags, &columns.tags, slot);
            add(&mut counts.facts, &columns.facts, slot);
            let (Some(flags), Some(size), Some(created)) =
                (columns.flags.get(slot), columns.size.get(slot), columns.created.get(slot))
            else {
                continue;
            };
            bump(&mut counts.states, usize::from(flags & PRIVATE == 0));
            bump(&mut counts.states, 2 + usize::from(flags & PUBLISHED == 0));
            bump(&mut counts.sizes, SIZES.iter().rposition(|(from, ..)| size >= from).unwrap_or(0));
            counts.day(created / DAY);
        }
        counts
    }

    /// By the folders below the deepest one that all files are in.
    fn by_folder(&self, counts: &[usize]) -> Vec<Facet> {
        let used = || counts.iter().enumerate().filter(|(_, files)| **files > 0);
        let path = |id: usize| self.folders.get(id as u32);
        let mut common: Option<Vec<&str>> = None;
        for (id, _) in used() {
            let parts = path(id).split('/').filter(|part| !part.is_empty());
            match &mut common {
                None => common = Some(parts.collect()),
                Some(common) => {
                    let same = common.iter().zip(parts).take_while(|(a, b)| *a == b).count();
                    common.truncate(same);
                }
            }
        }
        let depth = common.map_or(0, |common| common.len());
        let mut sums: HashMap<&str, usize> = HashMap::new();
        for (id, files) in used() {
            *sums.entry(upto(path(id), depth + 1)).or_default() += files;
        }
        let facet = |(path, files): (&str, usize)| {
            let text = piece("in", path);
            Facet { label: path.to_owned(), text, files }
        };
        best(sums.into_iter().map(facet).collect())
    }

    fn by_tag(&self, counts: &[usize]) -> Vec<Facet> {
        let mut sums = vec![0; self.tags.len()];
        for (set, files) in counts.iter().enumerate().filter(|(_, files)| **files > 0) {
            for tag in self.tag_sets.get(set as u32) {
                bump_by(&mut sums, *tag as usize, *files);
            }
        }
        let used = sums.into_iter().enumerate().filter(|(_, files)| *files > 0);
        let facet = |(id, files)| {
            let tag = self.tags.get(id as u32);
            Facet { label: tag.to_owned(), text: piece("tag", tag), files }
        };
        best(used.map(facet).collect())
    }

    /// By format, and by each field of custom metadata that has few values.
    fn by_fact(&self, counts: &[usize]) -> (Vec<Facet>, Facets) {
        let mut sums = vec![0; self.facts.pool.len()];
        for (set, files) in counts.iter().enumerate().filter(|(_, files)| **files > 0) {
            for fact in self.fact_sets.get(set as u32) {
                bump_by(&mut sums, *fact as usize, *files);
            }
        }
        let mut by_field: Vec<Vec<Facet>> = vec![Vec::new(); self.facts.fields.len()];
        for (id, files) in sums.into_iter().enumerate().filter(|(_, files)| *files > 0) {
            let Some((at, value)) = self.facts.parts(id as u32) else { continue };
            let (Some(field), Some(list)) = (self.facts.fields.get(at), by_field.get_mut(at)) else {
                continue;
            };
            if list.len() <= OPTIONS
                && let Some((label, text)) = said(field, value)
            {
                list.push(Facet { label, text, files });
            }
        }
        let (mut formats, mut custom) = (Vec::new(), Vec::new());
        for (field, list) in self.facts.fields.iter().zip(by_field) {
            match field {
                Field::Format => formats = merged(list),
                Field::Custom(name) if list.len() <= OPTIONS => {
                    custom.push((FacetKind::Custom(name.clone()), best(list)));
                }
                _ => {}
            }
        }
        (formats, custom)
    }
}

/// How many files there are by what they share.
#[derive(Default)]
struct Counts {
    folders: Vec<usize>,
    tags: Vec<usize>,
    facts: Vec<usize>,
    states: [usize; 4],
    sizes: [usize; SIZES.len()],
    /// By days since 1970, those before it included in the first.
    days: Vec<u32>,
}

impl Counts {
    fn day(&mut self, day: i64) {
        // The last day of which a date can be told is some three million days away.
        let day = usize::try_from(day).unwrap_or(0).min(3_000_000);
        if self.days.len() <= day {
            self.days.resize(day + 1, 0);
        }
        if let Some(count) = self.days.get_mut(day) {
            *count = count.saturating_add(1);
        }
    }
}

fn bump(counts: &mut [usize], at: usize) {
    bump_by(counts, at, 1);
}

fn bump_by(counts: &mut [usize], at: usize, by: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += by;
    }
}

fn by_month(days: &[u32]) -> Vec<Facet> {
    let mut months: Vec<Facet> = Vec::new();
    for (day, files) in days.iter().enumerate().rev().filter(|(_, files)| **files > 0) {
        let moment = i64::try_from(day).ok().and_then(|day| Timestamp::from_millisecond(day * DAY).ok());
        let Some(moment) = moment else { continue };
        let label = moment.strftime("%Y-%m").to_string();
        match months.last_mut() {
            Some(last) if last.label == label => last.files += *files as usize,
            _ => months.push(Facet { text: format!("created:{label}"), label, files: *files as usize }),
        }
    }
    months.truncate(MOST);
    months
}

fn by_state(counts: [usize; 4]) -> Vec<Facet> {
    let facet =
        |(word, files): (&str, usize)| Facet { label: word.to_owned(), text: format!("is:{word}"), files };
    STATES.into_iter().zip(counts).map(facet).filter(|facet| facet.files > 0).collect()
}

fn by_size(counts: [usize; SIZES.len()]) -> Vec<Facet> {
    let facet = |((_, text, label), files): (&(u64, &str, &str), usize)| Facet {
        label: (*label).to_owned(),
        text: (*text).to_owned(),
        files,
    };
    SIZES.iter().zip(counts).map(facet).filter(|facet| facet.files > 0).collect()
}

/// What a value is called, and what finds it.
fn said(field: &Field, json: &str) -> Option<(String, String)> {
    let value: Value = serde_json::from_str(json).ok()?;
    match (field, &value) {
        (Field::Format, Value::String(mime)) => Some(match format_of(mime) {
            Some(format) => (format.to_owned(), format!("ext:{format}")),
            None => (mime.clone(), String::new()),
        }),
        (Field::Custom(name), Value::String(text)) => Some((text.clone(), piece(name, text))),
        (Field::Custom(name), Value::Number(_) | Value::Bool(_)) => {
            Some((value.to_string(), format!("{}:{value}", quoted(name))))
        }
        _ => None,
    }
}

/// Several MIME types may go by one format.
fn merged(list: Vec<Facet>) -> Vec<Facet> {
    let mut merged: Vec<Facet> = Vec::new();
    for facet in list {
        match merged.iter_mut().find(|other| other.label == facet.label) {
            Some(other) => other.files += facet.files,
            None => merged.push(facet),
        }
    }
    best(merged)
}

/// Those that most files have; equal ones by their names.
fn best(mut facets: Vec<Facet>) -> Vec<Facet> {
    facets.sort_unstable_by(|a, b| b.files.cmp(&a.files).then_with(|| a.label.cmp(&b.label)));
    facets.truncate(MOST);
    facets
}

/// The first so many parts of a path.
fn upto(path: &str, parts: usize) -> &str {
    let end = path.match_indices('/').nth(parts).map_or(path.len(), |(at, _)| at);
    path.get(..end).unwrap_or(path)
}

/// A short form as it is written.
fn piece(name: &str, value: &str) -> String {
    format!("{}:{}", quoted(name), quoted(value))
}

/// In quotes where it would mean something else without them.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
