//! What is known of the files of a group, side by side, and in what they differ.

use std::collections::BTreeSet;

use crate::app::widget::{bytes, count, moment};
use crate::model::Details;
use crate::ops::dupes::{Candidate, Merge};

/// A fact of several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// What it is: `size`.
    pub(super) name: String,
    /// Of each file, empty where there is none.
    pub(super) values: Vec<String>,
}

impl Fact {
    /// Whether the files differ in it.
    pub(super) fn differs(&self) -> bool {
        if self.name == DISTANCE {
            return self.values.iter().any(|value| !value.is_empty() && value != SAME);
        }
        self.values.windows(2).any(|pair| pair.first() != pair.last())
    }
}

/// The distance to the kept file, which has none itself.
const DISTANCE: &str = "pHash";
/// How many bytes a file has.
const SIZE: &str = "size";
/// That of two files that look the same.
const SAME: &str = "the same";

/// Facts of files; those in which they differ come first. `None` is a file that isn't known yet.
pub(super) fn facts(files: &[Option<&Candidate>], kept: Option<&Candidate>, times: &str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Some(file) = file else { continue };
        for (name, value) in facts_of(file, kept, times) {
            match facts.iter_mut().find(|fact| fact.name == name) {
                Some(fact) => {
                    if let Some(own) = fact.values.get_mut(at) {
                        *own = value;
                    }
                }
                None => {
                    let mut values = vec![String::new(); files.len()];
                    if let Some(own) = values.get_mut(at) {
                        *own = value;
                    }
                    facts.push(Fact { name, values });
                }
            }
        }
    }
    exactly(&mut facts, files);
    facts.retain(|fact| fact.values.iter().any(|value| !value.is_empty()));
    facts.sort_by_key(|fact| !fact.differs());
    facts
}

fn facts_of(file: &Candidate, kept: Option<&Candidate>, times: &str) -> Vec<(String, String)> {
    let details = &file.details;
    let own = &details.file;
    let pixels = if own.width > 0 { format!("{}{times}{}", own.width, own.height) } else { String::new() };
    let ending = own.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let tags: Vec<&str> = own.tags.iter().map(|tag| &**tag).collect();
    let bits = kept.filter(|kept| kept.row != file.row).and_then(|kept| file.distance(kept));
    let mut facts: Vec<(String, String)> = [
        ("pixels", pixels),
        (SIZE, bytes(own.size)),
        ("format", details.mime.clone().unwrap_or(ending)),
        ("folder", own.folder.to_string()),
        ("tags", tags.join(", ")),
        ("created", moment(own.created)),
        ("changed", moment(own.updated)),
        ("access", access(details).to_owned()),
        ("version", details.version.clone()),
        ("in words", details.description.clone().unwrap_or_default()),
        ("area", details.custom_coordinates.clone().unwrap_or_default()),
        (DISTANCE, bits.map(distance).unwrap_or_default()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    facts.extend(details.custom.iter().cloned());
    facts
}

/// `6 bits differ`.
fn distance(bits: u32) -> String {
    match bits {
        0 => SAME.to_owned(),
        1 => "1 bit differs".to_owned(),
        bits => format!("{bits} bits differ"),
    }
}

/// Sizes that look the same and are not, to the byte.
fn exactly(facts: &mut [Fact], files: &[Option<&Candidate>]) {
    let Some(fact) = facts.iter_mut().find(|fact| fact.name == SIZE) else { return };
    let sizes: BTreeSet<u64> = files.iter().flatten().map(|file| file.details.file.size).collect();
    let shown: BTreeSet<&str> =
        fact.values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
    if shown.len() == sizes.len() {
        return;
    }
    for (value, file) in fact.values.iter_mut().zip(files) {
        let size = file.and_then(|file| usize::try_from(file.details.file.size).ok());
        *value = size.map(|size| format!("{} B", count(size))).unwrap_or_default();
    }
}

fn access(details: &Details) -> &'static str {
    match (details.file.private, details.file.published) {
        (true, true) => "private",
        (true, false) => "private, draft",
        (false, false) => "draft",
        (false, true) => "public",
    }
}

/// What the kept file gets, in a line; `None` where that is nothing.
pub(super) fn gets(merge: &Merge) -> Option<String> {
    let mut parts = Vec::new();
    if !merge.tags.is_empty() {
        let tags: Vec<&str> = merge.tags.iter().map(|tag| &**tag).collect();
        parts.push(format!("{} {}", if tags.len() == 1 { "the tag" } else { "the tags" }, tags.join(", ")));
    }
    if merge.update.description.is_some() {
        parts.push("a description".to_owned());
    }
    if merge.update.coordinates.is_some() {
        parts.push("an area of interest".to_owned());
    }
    let names: Vec<&str> = merge.update.values.iter().map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let what = if names.len() == 1 { "a value of" } else { "values of" };
        parts.push(format!("{what} {}", names.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// `1 file`, `1 204 files`.
pub(super) fn files(n: usize) -> String {
    if n == 1 { "1 file".to_owned() } else { format!("{} files", count(n)) }
}
