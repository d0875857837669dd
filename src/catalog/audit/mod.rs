//! Audit rules: what a library should not have, found in one pass over its copy.
//!
//! A rule is data: a name, words for people, a test, and where the service can answer it too, the search
//! that does. [`Audit`] applies all of them to each file as it passes by.

mod bounds;
mod names;
mod rules;
mod run;
#[cfg(test)]
mod tests;

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;

pub use bounds::{read_bytes, read_pixels};
pub use rules::{Bounds, RULES, Rule, RuleDef};
pub use run::run;

use super::{KnownField, Row, vocabulary};
use crate::model::{FileKind, FolderPath};
use crate::query::{self, Compiled, Subject, Terms};

/// A file as the rules see it.
pub struct Item<'a, S> {
    /// Its number in the copy.
    pub row: Row,
    /// Its name.
    pub name: &'a str,
    /// The folder that it is in.
    pub folder: &'a str,
    /// Image, video or other.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where there is no width.
    pub width: u32,
    /// Pixels; 0 where there is no height.
    pub height: u32,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
    /// Everything else, to be asked for by field.
    pub subject: &'a S,
}

impl<S> Item<'_, S> {
    fn path(&self) -> String {
        FolderPath::new(self.folder).join(self.name)
    }
}

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The rules; empty for all.
    pub rules: Vec<Rule>,
    /// What is too much.
    pub bounds: Bounds,
    /// The folder whose files are looked at, with those below it.
    pub folder: FolderPath,
    /// Custom metadata fields.
    pub fields: Vec<KnownField>,
    /// The time.
    pub now: Timestamp,
    /// Files that a finding names at most.
    pub examples: usize,
}

/// What a rule has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's name; `required:rights` where it is about a field.
    pub name: String,
    /// What is wrong, in few words.
    pub title: String,
    /// The files, by their numbers.
    pub rows: Vec<Row>,
    /// Paths of the first of them.
    pub examples: Vec<String>,
    /// What finds them in the library itself; `None` where the service can't be asked so.
    pub search: Option<SearchFor>,
}

/// A search of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchFor {
    /// In short forms of the search language.
    pub text: String,
    /// What they mean.
    pub compiled: Compiled,
}

/// What an audit has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Files that were looked at.
    pub files: u64,
    /// A finding for each rule, also where nothing was found.
    pub findings: Vec<Finding>,
}

/// One test that is applied: a rule, or a rule about one field.
struct Applied {
    rule: Rule,
    /// The condition in the search language, for rules that are one.
    query: Option<rules::Condition>,
    finding: Finding,
}

/// An audit under way.
pub struct Audit {
    order: Order,
    applied: Vec<Applied>,
    /// Hashes of names with the files that have them, where twins are looked for.
    names: Option<Vec<(u64, Row)>>,
    files: u64,
}

impl Audit {
    /// Begins.
    pub fn new(order: Order) -> Self {
        let all = || RULES.iter().map(|def| def.rule).collect();
        let wanted: Vec<Rule> = if order.rules.is_empty() { all() } else { order.rules.clone() };
        let terms =
            Terms { vocabulary: vocabulary(&order.fields), folder: FolderPath::root(), now: order.now };
        let mut applied = Vec::new();
        for rule in &wanted {
            match rule {
                Rule::Required => applied.extend(required(&order, &terms)),
                _ => applied.push(Applied::new(*rule, &order, &terms)),
            }
        }
        let names = wanted.contains(&Rule::SameName).then(Vec::new);
        Self { order, applied, names, files: 0 }
    }

    /// Looks at a file.
    pub fn look(&mut self, item: &Item<'_, impl Subject>) {
        if !is_below(item.folder, &self.order.folder) {
            return;
        }
        self.files += 1;
        for applied in &mut self.applied {
            let wrong = match &applied.query {
                Some(query) => query.holds(item.subject, self.order.now),
                None => applied.rule.holds(item, &self.order.bounds),
            };
            if wrong {
                applied.finding.add(item.row, self.order.examples, || item.path());
            }
        }
        if let Some(names) = &mut self.names {
            names.push((hash(item.name), item.row));
        }
    }

    /// What was found. `path` gives the path of a file, for examples.
    pub fn end(mut self, mut path: impl FnMut(Row) -> Option<String>) -> Found {
        let twins = self.names.take().map(twins).unwrap_or_default();
        for applied in &mut self.applied {
            if applied.rule == Rule::SameName {
                applied.finding.examples =
                    twins.iter().take(self.order.examples).filter_map(|row| path(*row)).collect();
                applied.finding.rows.clone_from(&twins);
            }
        }
        Found {
            files: self.files,
            findings: self.applied.into_iter().map(|applied| applied.finding).collect(),
        }
    }
}

impl Applied {
    fn new(rule: Rule, order: &Order, terms: &Terms) -> Self {
        let text = rule.search(&order.bounds);
        let tested = text.as_deref().filter(|_| rule.is_search());
        Self {
            rule,
            query: tested.and_then(|text| rules::Condition::read(text, terms)),
            finding: Finding {
                name: rule.def().name.to_owned(),
                title: rule.title(&order.bounds),
                rows: Vec::new(),
                examples: Vec::new(),
                search: text.and_then(|text| search_for(text, &order.folder, terms)),
            },
        }
    }
}

/// The search in a folder and below it; `None` where it can't be written.
fn search_for(mut text: String, folder: &FolderPath, terms: &Terms) -> Option<SearchFor> {
    if !folder.is_root() {
        text = format!("{text} in:{}", rules::quoted(folder.as_str()));
    }
    let compiled = query::compile(&text, terms).ok()?;
    Some(SearchFor { text, compiled })
}

impl Finding {
    fn add(&mut self, row: Row, examples: usize, path: impl FnOnce() -> String) {
        self.rows.push(row);
        if self.examples.len() < examples {
            self.examples.push(path());
        }
    }
}

/// A test for each field that has to have a value.
fn required<'a>(order: &'a Order, terms: &'a Terms) -> impl Iterator<Item = Applied> + 'a {
    let required = order.fields.iter().filter(|own| own.required);
    required.map(move |own| {
        let name = &own.field.name;
        let text = format!("missing:{}", rules::quoted(name));
        Applied {
            rule: Rule::Required,
            query: Some(rules::Condition::missing(name)),
            finding: Finding {
                name: format!("{}:{name}", Rule::Required.def().name),
                title: format!("no value for {name}, which is required"),
                rows: Vec::new(),
                examples: Vec::new(),
                search: search_for(text, &order.folder, terms),
            },
        }
    })
}

fn is_below(folder: &str, top: &FolderPath) -> bool {
    top.is_root()
        || folder.strip_prefix(top.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// The files whose name another one has: no two are in one folder, so twins are in several. Those of one
/// name stand together.
fn twins(mut names: Vec<(u64, Row)>) -> Vec<Row> {
    names.sort_unstable();
    let alike = names.chunk_by(|(one, _), (other, _)| one == other).filter(|alike| alike.len() > 1);
    alike.flatten().map(|(_, row)| *row).collect()
}
