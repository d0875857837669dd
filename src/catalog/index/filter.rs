//! What has to hold of a file besides its words: conditions of the search language on what the index
//! holds, a regular expression over the path, a pHash near another.

use std::borrow::Cow;

use jiff::Timestamp;
use regex::Regex;
use serde_json::Value;

use super::{Index, PRIVATE, PUBLISHED};
use crate::query::{Condition, Expr, Field, Found, Query, Subject};

/// How much a bit of distance to a pHash weighs against words: the nearest come first.
const NEARNESS: u32 = 1 << 20;

/// What has to hold. It is made for an index as it is, and not to be used with another.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    test: Option<Test>,
    paths: Vec<(Regex, bool)>,
    near: Option<(u64, u32)>,
}

#[derive(Clone, Debug)]
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// By the folder's number.
    Folder(Vec<bool>),
    /// By the number of the set of tags.
    Tags(Vec<bool>),
    /// By the number of the set of values.
    Facts(Vec<bool>),
    /// By the other columns.
    Columns(Query, Timestamp),
}

impl Filter {
    /// The filter for a query, and what of the query the index can't answer: that has to hold too.
    pub fn new(index: &Index, query: Option<&Query>, now: Timestamp) -> (Self, Option<Query>) {
        let parts = match query.map(|query| &query.expr) {
            None => Vec::new(),
            Some(Expr::All(all)) => all.iter().collect(),
            Some(other) => vec![other],
        };
        let (here, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|expr| is_answered(expr));
        let tests: Vec<Test> = here.into_iter().map(|expr| test(index, expr, now)).collect();
        let rest: Vec<Expr> = rest.into_iter().cloned().collect();
        let rest = match rest.len() {
            0 => None,
            1 => rest.into_iter().next(),
            _ => Some(Expr::All(rest)),
        };
        let test = (!tests.is_empty()).then_some(Test::All(tests));
        (Self { test, ..Self::default() }, rest.map(|expr| Query { expr }))
    }

    /// Wants files whose path fits, or with `negated` doesn't.
    pub fn path(&mut self, path: Regex, negated: bool) {
        self.paths.push((path, negated));
    }

    /// Wants files with a pHash at most so many bits from this one; the nearest are the best.
    pub fn near(&mut self, hash: u64, bits: u32) {
        self.near = Some((hash, bits));
    }

    /// Whether it lets all pass.
    pub fn is_empty(&self) -> bool {
        self.test.is_none() && self.paths.is_empty() && self.near.is_none()
    }

    /// How much better the file fits by it; `None` if it doesn't pass.
    pub(super) fn rate(&self, index: &Index, slot: usize) -> Option<u32> {
        if !self.test.as_ref().is_none_or(|test| test.holds(index, slot)) {
            return None;
        }
        let mut rate = 0;
        if let Some((hash, bits)) = self.near {
            let apart = (index.phash(slot)? ^ hash).count_ones();
            rate = (apart <= bits).then(|| (64 - apart.min(64)).saturating_mul(NEARNESS))?;
        }
        if !self.paths.is_empty() {
            let folder = index.folder(slot);
            let between = if folder.ends_with('/') { "" } else { "/" };
            let path = format!("{folder}{between}{}", index.names.raw(slot));
            if self.paths.iter().any(|(regex, negated)| regex.is_match(&path) == *negated) {
                return None;
            }
        }
        Some(rate)
    }
}

impl Test {
    fn holds(&self, index: &Index, slot: usize) -> bool {
        let columns = &index.columns;
        let has = |sets: &[bool], column: &[u32]| {
            column.get(slot).is_some_and(|id| sets.get(*id as usize) == Some(&true))
        };
        match self {
            Self::All(all) => all.iter().all(|test| test.holds(index, slot)),
            Self::Any(all) => all.iter().any(|test| test.holds(index, slot)),
            Self::Not(test) => !test.holds(index, slot),
            Self::Folder(folders) => has(folders, &columns.folder),
            Self::Tags(sets) => has(sets, &columns.tags),
            Self::Facts(sets) => has(sets, &columns.facts),
            Self::Columns(query, now) => query.holds(&At { index, slot }, *now),
        }
    }
}

/// Whether the index knows all that is asked.
fn is_answered(expr: &Expr) -> bool {
    let mut answered = true;
    expr.each(&mut |condition| {
        let known = !matches!(condition.field, Field::Id | Field::LocationTaken);
        answered &= known;
    });
    answered
}

fn test(index: &Index, expr: &Expr, now: Timestamp) -> Test {
    match expr {
        Expr::All(all) => Test::All(all.iter().map(|expr| test(index, expr, now)).collect()),
        Expr::Any(all) => Test::Any(all.iter().map(|expr| test(index, expr, now)).collect()),
        Expr::Not(expr) => Test::Not(Box::new(test(index, expr, now))),
        Expr::Is(condition) => one(index, condition, now),
    }
}

/// A condition on what files share is answered for each of these once.
fn one(index: &Index, condition: &Condition, now: Timestamp) -> Test {
    let positive = Condition { negated: false, ..condition.clone() };
    let turned = |test| if condition.negated { Test::Not(Box::new(test)) } else { test };
    match &condition.field {
        Field::Path => {
            let query = Query { expr: Expr::Is(condition.clone()) };
            let folders = index.folders.iter().map(|path| query.holds(&One(Found::from(path)), now));
            Test::Folder(folders.collect())
        }
        Field::Tags => {
            let query = Query { expr: Expr::Is(condition.clone()) };
            let holds = |id: usize| {
                let tags = index.tag_sets.get(id as u32).iter().map(|tag| index.tags.get(*tag));
                let tags: Vec<&str> = tags.collect();
                query.holds(&One(if tags.is_empty() { Found::Nothing } else { Found::Texts(tags) }), now)
            };
            Test::Tags((0..index.tag_sets.len()).map(holds).collect())
        }
        field if is_fact(field) => {
            let query = Query { expr: Expr::Is(positive) };
            turned(Test::Facts(index.fact_sets.with(&facts_with(index, field, &query, now))))
        }
        _ => Test::Columns(Query { expr: Expr::Is(condition.clone()) }, now),
    }
}

/// Which values are of this field and pass.
fn facts_with(index: &Index, field: &Field, query: &Query, now: Timestamp) -> Vec<bool> {
    let Some(wanted) = index.facts.fields.iter().position(|other| other == field) else { return Vec::new() };
    let passes = |id: usize| {
        let value = index.facts.parts(id as u32).filter(|(of, _)| *of == wanted);
        let value = value.and_then(|(_, json)| serde_json::from_str::<Value>(json).ok());
        value.is_some_and(|value| query.holds(&One(Found::Json(&value)), now))
    };
    (0..index.facts.pool.len()).map(passes).collect()
}

fn is_fact(field: &Field) -> bool {
    matches!(
        field,
        Field::Format
            | Field::Description
            | Field::Keywords
            | Field::DateTimeOriginal
            | Field::CreatedBy
            | Field::Transparency
            | Field::Custom(_)
    )
}

/// One value, whatever field is asked for.
struct One<'a>(Found<'a>);

impl Subject for One<'_> {
    fn find(&self, _: &Field) -> Found<'_> {
        self.0.clone()
    }
}

/// A file as its columns have it.
struct At<'a> {
    index: &'a Index,
    slot: usize,
}

impl Subject for At<'_> {
    fn find(&self, field: &Field) -> Found<'_> {
        let columns = &self.index.columns;
        let flags = columns.flags.get(self.slot).copied().unwrap_or(0);
        let pixels = |column: &[u32]| match column.get(self.slot) {
            Some(0) | None => Found::Nothing,
            Some(pixels) => Found::Number((*pixels).into()),
        };
        let time = |column: &[i64]| {
            let moment = column.get(self.slot).and_then(|ms| Timestamp::from_millisecond(*ms).ok());
            moment.map_or(Found::Nothing, Found::Time)
        };
        match field {
            Field::Name => match self.index.names.raw(self.slot) {
                Cow::Borrowed(name) => Found::Text(Cow::Borrowed(name)),
                Cow::Owned(name) => Found::Text(Cow::Owned(name)),
            },
            Field::Type => Found::from("file"),
            Field::Size => Found::Number(columns.size.get(self.slot).copied().unwrap_or(0) as f64),
            Field::Width => pixels(&columns.width),
            Field::Height => pixels(&columns.height),
            Field::CreatedAt => time(&columns.created),
            Field::UpdatedAt => time(&columns.updated),
            Field::Private => Found::Bool(flags & PRIVATE != 0),
            Field::Published => Found::Bool(flags & PUBLISHED != 0),
            _ => Found::Nothing,
        }
    }
}
