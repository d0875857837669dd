//! What the file that is kept gets of those that go.

use serde_json::Value;

use super::candidate::Candidate;
use super::decision::Decision;
use crate::model::Tag;
use crate::ops::build_tags::characters;
use crate::ops::names::{TAG_CHARACTERS, check_tags};
use crate::ops::plan::{Update, ValueChange};

/// Something that a file has one of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What is to be seen, in words.
    Description,
    /// The area of interest.
    Area,
    /// A value of custom metadata, by the name of its field.
    Value(String),
}

impl Field {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Description => "description",
            Self::Area => "area of interest",
            Self::Value(name) => name,
        }
    }
}

/// A field in which files of a group disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: Field,
    /// The different values, each with the first member that has it; that of the kept one comes first.
    pub values: Vec<(usize, Value)>,
    /// Which of the values the kept one will have.
    pub becomes: usize,
}

/// What the file that is kept gets of those that go. AI tags are none of it: recognition gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// Tags that are added.
    pub tags: Vec<Tag>,
    /// Other changes.
    pub update: Update,
    /// Where files disagree.
    pub conflicts: Vec<Conflict>,
    /// Members that can't go, since the kept one has no room for their tags.
    pub full: Vec<usize>,
}

impl Merge {
    /// Whether the kept one stays as it is.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.update == Update::default()
    }
}

/// What the kept file gets: the tags of all, values that it lacks, choices that its multi-selects lack.
/// What it has stays, save where the user chose another value.
pub fn merge(decision: &Decision) -> Merge {
    let Some(kept) = decision.kept() else { return Merge::default() };
    let (tags, full) = tags(decision, kept);
    let mut merge = Merge { tags, full, ..Merge::default() };
    let others: Vec<(usize, &Candidate)> =
        decision.thrown().filter(|(at, _)| !merge.full.contains(at)).collect();
    let all = || std::iter::once((decision.kept_at(), kept)).chain(others.iter().copied());
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in all().flat_map(|(_, member)| member.values()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Value::from);
    let described = all().filter_map(|(at, member)| Some((at, text(&member.details.description)?)));
    let size = |member: &Candidate| (member.details.file.width, member.details.file.height);
    // An area is told in pixels: that of a picture of another size says nothing.
    let areas = all()
        .filter(|(_, member)| size(member) == size(kept))
        .filter_map(|(at, member)| Some((at, text(&member.details.custom_coordinates)?)));
    merge.take(decision, Field::Description, described.collect());
    merge.take(decision, Field::Area, areas.collect());
    for name in names {
        let of_member = |(at, member): (usize, &Candidate)| {
            let value = member.values().find(|(other, _)| *other == name);
            value.map(|(_, value)| (at, value.clone()))
        };
        let values: Vec<(usize, Value)> = all().filter_map(of_member).collect();
        if values.iter().all(|(_, value)| value.is_array()) {
            merge.append(decision.kept_at(), name, &values);
        } else {
            merge.take(decision, Field::Value(name.clone()), values);
        }
    }
    merge
}

/// The tags that are added, and the members whose tags find no room.
fn tags(decision: &Decision, kept: &Candidate) -> (Vec<Tag>, Vec<usize>) {
    let mut held: Vec<Tag> = kept.details.file.tags.to_vec();
    let had = held.len();
    let mut full = Vec::new();
    for (at, member) in decision.thrown() {
        let lacking = member.details.file.tags.iter().filter(|tag| !held.contains(tag));
        let lacking: Vec<Tag> = lacking.cloned().collect();
        let fits = characters(&held) + characters(&lacking) <= TAG_CHARACTERS;
        if lacking.is_empty() {
            continue;
        }
        if fits && check_tags(&lacking).is_ok() {
            held.extend(lacking);
        } else {
            full.push(at);
        }
    }
    (held.split_off(had), full)
}

impl Merge {
    /// Takes a field of which a file has one value. The values are those of the kept file, if it has one,
    /// and then of the others.
    fn take(&mut self, decision: &Decision, field: Field, values: Vec<(usize, Value)>) {
        let mut different: Vec<(usize, Value)> = Vec::new();
        for (at, value) in values.iter() {
            if !different.iter().any(|(_, other)| other == value) {
                different.push((*at, value.clone()));
            }
        }
        let chosen = decision.chosen.iter().find(|(other, _)| *other == field).map(|(_, id)| id);
        let of_chosen = values.iter().find(|(at, _)| {
            let id = decision.members.get(*at).map(Candidate::id);
            id.is_some() && id == chosen
        });
        let becomes = of_chosen.and_then(|(_, value)| different.iter().position(|(_, other)| other == value));
        let becomes = becomes.unwrap_or_default();
        let Some((at, value)) = different.get(becomes) else { return };
        if *at != decision.kept_at() {
            self.set(&field, value.clone());
        }
        if different.len() > 1 {
            self.conflicts.push(Conflict { field, becomes, values: different });
        }
    }

    fn set(&mut self, field: &Field, value: Value) {
        let text = || value.as_str().map(str::to_owned);
        match field {
            Field::Description => self.update.description = text(),
            Field::Area => self.update.coordinates = text(),
            Field::Value(name) => self.update.values.push((name.clone(), ValueChange::Set(value))),
        }
    }

    /// Adds the choices that the multi-select of the kept file lacks.
    fn append(&mut self, kept: usize, name: &str, values: &[(usize, Value)]) {
        let choices = |at: bool| {
            let own = values.iter().filter(move |(member, _)| (*member == kept) == at);
            own.filter_map(|(_, value)| value.as_array()).flatten()
        };
        let held: Vec<&Value> = choices(true).collect();
        let mut more: Vec<Value> = Vec::new();
        for choice in choices(false) {
            if !held.contains(&choice) && !more.contains(choice) {
                more.push(choice.clone());
            }
        }
        if !more.is_empty() {
            self.update.values.push((name.to_owned(), ValueChange::Append(more)));
        }
    }
}
