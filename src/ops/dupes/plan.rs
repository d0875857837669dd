//! The plan of what was decided.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use super::candidate::Candidate;
use super::decision::Decision;
use super::merge::{Merge, merge};
use crate::model::text::bytes;
use crate::model::{AssetId, FolderPath, Tag};
use crate::ops::build::many;
use crate::ops::plan::{Discard, Note, Plan, Step, Target, Update, Verb};
use crate::ops::trash;

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Nothing goes to the trash.
    #[error("nothing is to go to the trash: all files of these groups stay")]
    Nothing,
    /// Two groups don't agree.
    #[error("{0} is kept in one group and goes to the trash in another: decide on one of them")]
    KeptAndThrown(String),
    /// A group would lose all its files.
    #[error("no file of the group of {0} would be kept")]
    All(String),
    /// It is in the trash already.
    #[error("{0} is in the trash: find duplicates anew")]
    InTrash(String),
}

/// Does what was decided: the kept files get what they are to get of the others (with `merging`), then the
/// others go to the trash, in the batch of this moment. What can't be right is refused.
///
/// # Errors
///
/// Where nothing goes, where all of a group would go, where a file is kept and thrown away, and for
/// files that are in the trash. The file or the group is named.
pub fn plan(decisions: &[Decision], merging: bool, at: Timestamp) -> Result<Plan, PlanError> {
    check(decisions)?;
    let mut building = Building::default();
    let batch = trash::batch(at);
    let mut seen: HashSet<&AssetId> = HashSet::new();
    for decision in decisions {
        let Some(kept) = decision.kept() else { continue };
        let merge = if merging { merge(decision) } else { Merge::default() };
        building.unmerged += usize::from(!merging && !self::merge(decision).is_empty());
        let going: Vec<&Candidate> = decision
            .thrown()
            .filter(|(at, member)| !merge.full.contains(at) && seen.insert(member.id()))
            .map(|(_, member)| member)
            .collect();
        building.full(decision, &merge);
        if going.is_empty() {
            continue;
        }
        building.kept.insert(kept.id().clone());
        building.gets(kept, &merge);
        building.differs(decision, kept, &merge, &going);
        for member in going {
            building.throw(member, kept, &batch);
        }
    }
    building.finish()
}

/// Refuses what can't be right.
fn check(decisions: &[Decision]) -> Result<(), PlanError> {
    let kept: HashSet<&AssetId> = decisions.iter().filter_map(Decision::kept).map(Candidate::id).collect();
    for decision in decisions {
        let thrown = || decision.thrown().map(|(_, member)| member);
        if let Some(both) = thrown().find(|member| kept.contains(member.id())) {
            return Err(PlanError::KeptAndThrown(both.path()));
        }
        if let Some(member) = thrown().find(|member| trash::is_trash(&member.details.file.folder)) {
            return Err(PlanError::InTrash(member.path()));
        }
        if thrown().count() >= decision.members().len() {
            let first = decision.members().first().map(Candidate::path);
            return Err(PlanError::All(first.unwrap_or_default()));
        }
    }
    Ok(())
}

/// A plan that is being made.
#[derive(Default)]
struct Building {
    tags: Vec<(Vec<Tag>, Target)>,
    updates: Vec<Step>,
    throws: Vec<Step>,
    /// Notes about files, by their ids.
    notes: Vec<(AssetId, Note)>,
    kept: HashSet<AssetId>,
    /// Groups whose files have what the kept one lacks and doesn't get.
    unmerged: usize,
    /// Files that go with older versions.
    versions: usize,
    bytes: u64,
}

impl Building {
    /// Members that stay, since their tags find no room.
    fn full(&mut self, decision: &Decision, merge: &Merge) {
        let Some(kept) = decision.kept() else { return };
        for member in merge.full.iter().filter_map(|at| decision.members().get(*at)) {
            let text = format!("{} stays: {} has no room for its tags", member.path(), kept.path());
            self.note(kept.id(), text, true);
        }
    }

    /// What the kept file gets.
    fn gets(&mut self, kept: &Candidate, merge: &Merge) {
        let target = Target::file(&kept.details.file);
        if !merge.tags.is_empty() {
            self.tags.push((merge.tags.clone(), target.clone()));
        }
        if merge.update != Update::default() {
            let verb = Verb::Update(Arc::new(merge.update.clone()));
            self.updates.push(Step { target, verb });
        }
    }

    /// What a person should know of the group.
    fn differs(&mut self, decision: &Decision, kept: &Candidate, merge: &Merge, going: &[&Candidate]) {
        for conflict in &merge.conflicts {
            let told = |(at, value): &(usize, serde_json::Value)| {
                let path = decision.members().get(*at).map(Candidate::path).unwrap_or_default();
                format!("{} in {path}", crate::model::custom::plain(value))
            };
            let value = conflict.values.get(conflict.becomes).map(told).unwrap_or_default();
            let others = conflict.values.iter().enumerate().filter(|(at, _)| *at != conflict.becomes);
            let others: Vec<String> = others.map(|(_, value)| told(value)).collect();
            let name = conflict.field.name();
            let text = format!("{name} of {}: {value}; lost: {}", kept.path(), others.join(", "));
            self.note(kept.id(), text, true);
        }
        if let Some(seen) =
            going.iter().find(|_| !kept.details.file.published).filter(|m| m.details.file.published)
        {
            let text = format!("{} is kept and is a draft, {} is published", kept.path(), seen.path());
            self.note(kept.id(), text, true);
        }
        self.versions += going.iter().filter(|member| has_older_versions(member)).count();
    }

    fn throw(&mut self, member: &Candidate, kept: &Candidate, batch: &FolderPath) {
        let file = &member.details.file;
        let discard = Discard {
            to: trash::place(batch, &file.folder),
            updated: file.updated,
            kept: kept.id().clone(),
            version: kept.details.version_id.clone(),
        };
        self.bytes = self.bytes.saturating_add(file.size);
        self.throws.push(Step { target: Target::file(file), verb: Verb::Discard(Arc::new(discard)) });
    }

    fn note(&mut self, file: &AssetId, text: String, warning: bool) {
        self.notes.push((file.clone(), Note { step: None, text, warning }));
    }

    fn finish(mut self) -> Result<Plan, PlanError> {
        if self.throws.is_empty() {
            return Err(PlanError::Nothing);
        }
        let title = format!(
            "Keep {}, trash {}, win {}",
            self.kept.len(),
            many(self.throws.len(), "duplicate"),
            bytes(self.bytes)
        );
        // Those that get the same tags stand together, so that one call carries them.
        self.tags.sort_by(|(a, _), (b, _)| a.cmp(b));
        let tags =
            self.tags.into_iter().map(|(tags, target)| Step { target, verb: Verb::AddTags(tags.into()) });
        let steps: Vec<Step> = tags.chain(self.updates).chain(self.throws).collect();
        let mut first: HashMap<&AssetId, usize> = HashMap::new();
        for (index, id) in
            steps.iter().enumerate().filter_map(|(index, step)| Some((index, step.target.id()?)))
        {
            first.entry(id).or_insert(index);
        }
        let mut notes: Vec<Note> =
            self.notes.into_iter().map(|(id, note)| Note { step: first.get(&id).copied(), ..note }).collect();
        notes.extend(whole(self.unmerged, self.versions));
        Ok(Plan { title, steps: steps.into(), notes })
    }
}

/// What a person should know of the whole plan.
fn whole(unmerged: usize, versions: usize) -> Vec<Note> {
    let note = |text: String, warning| Note { step: None, text, warning };
    let mut notes = Vec::new();
    if unmerged > 0 {
        let text = format!(
            "{} lose tags, values or a description that only their duplicates have",
            many(unmerged, "kept file")
        );
        notes.push(note(text, true));
    }
    if versions > 0 {
        let text = format!("{} with older versions: these go along", many(versions, "duplicate"));
        notes.push(note(text, false));
    }
    notes.push(note(
        "URLs of what goes to the trash answer no more once caches forget them".to_owned(),
        false,
    ));
    notes.push(note("z takes it back, and so does the trash (g t)".to_owned(), false));
    notes
}

/// `Version 2` and above.
fn has_older_versions(member: &Candidate) -> bool {
    let number =
        member.details.version.strip_prefix("Version ").and_then(|number| number.trim().parse::<u64>().ok());
    number.is_some_and(|number| number > 1)
}
