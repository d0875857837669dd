//! The plan of the tags dialog: what was toggled, on the files that it changes.

use std::collections::{HashMap, HashSet};

use super::effect::Effect;
use super::runs;
use super::selection::Selection;
use super::state::State;
use super::tags::{About, TagsDialog};
use crate::model::{AiTag, AssetId, Tag};
use crate::ops::build::{self, BuildError};
use crate::ops::build_tags::{characters, remove_ai_tags};
use crate::ops::{Plan, TAG_CHARACTERS, Target};

/// Tags that go to, or leave, the same files.
type Group = (Vec<Target>, Vec<Tag>);

/// Makes the plan of the tags that were toggled. Whether the dialog stays open because it can't.
pub fn retag(state: &mut State, dialog: &mut TagsDialog, effects: &mut Vec<Effect>) -> bool {
    let plan = Files { about: &dialog.about, selection: &state.browse.selection }.plan(dialog);
    match plan {
        Ok(plan) => {
            runs::begin(state, plan, effects);
            false
        }
        Err(why) => {
            dialog.error = Some(why);
            true
        }
    }
}

/// The files that the dialog is about.
struct Files<'a> {
    about: &'a About,
    selection: &'a Selection,
}

impl Files<'_> {
    /// One plan of all changes: tags that go to, or leave, the same files travel together. What is
    /// added comes first, so that no file is without a tag that only changes its kind.
    fn plan(&self, dialog: &TagsDialog) -> Result<Plan, String> {
        let (add, remove) = (dialog.to_add(), dialog.to_remove());
        let (promote, remove_ai) = (dialog.ai.to_promote(), dialog.ai.to_remove());
        if let Some(tag) = promote.iter().find(|tag| remove.contains(tag)) {
            return Err(format!("{tag} is removed, and made of an AI tag: it can't be both"));
        }
        let promote: Vec<Tag> = promote.into_iter().filter(|tag| !add.contains(tag)).collect();
        let adds = add.into_iter().map(|tag| (self.tagged(&tag, false), tag));
        let promotes = promote.into_iter().map(|tag| (self.seen(&tag, true), tag));
        let adds = together(adds.chain(promotes));
        if let Some(path) = self.without_room(&adds) {
            return Err(format!("{path} has no room: the tags of a file hold {TAG_CHARACTERS} characters"));
        }
        let removes = together(remove.into_iter().map(|tag| (self.tagged(&tag, true), tag)));
        let ai = together(remove_ai.into_iter().map(|tag| (self.seen(&tag, false), tag)));
        let plans = adds.iter().map(|(targets, tags)| build::add_tags(targets, tags));
        let plans = plans.chain(removes.iter().map(|(targets, tags)| build::remove_tags(targets, tags)));
        let plans = plans.chain(ai.iter().map(|(targets, tags)| remove_ai_tags(targets, tags)));
        let plans = plans.collect::<Result<Vec<Plan>, BuildError>>().map_err(|error| error.to_string())?;
        joined(plans).ok_or_else(|| BuildError::NoTargets.to_string())
    }

    /// Those that have a tag, or don't.
    fn tagged(&self, tag: &Tag, holds: bool) -> Vec<Target> {
        self.all(|tags, _| tags.contains(tag) == holds)
    }

    /// Those that have an AI tag; with `lacking`, only if they haven't it as a tag.
    fn seen(&self, tag: &Tag, lacking: bool) -> Vec<Target> {
        self.all(|tags, ai| ai.iter().any(|own| own.name == *tag) && !(lacking && tags.contains(tag)))
    }

    fn all(&self, fits: impl Fn(&[Tag], &[AiTag]) -> bool) -> Vec<Target> {
        match self.about {
            About::Selection => self.selection.files_where(fits),
            About::File(file) if fits(&file.tags, &file.ai_tags) => vec![Target::file(file)],
            About::File(_) => Vec::new(),
        }
    }

    /// A file that would hold more characters of tags than the service allows. What is removed at the
    /// same time counts, since tags are added first.
    fn without_room(&self, adds: &[Group]) -> Option<String> {
        let mut more: HashMap<&AssetId, usize> = HashMap::new();
        for (targets, tags) in adds {
            for id in targets.iter().filter_map(Target::id) {
                *more.entry(id).or_default() += characters(tags);
            }
        }
        let held = |id: &AssetId| match self.about {
            About::Selection => self.selection.characters(id),
            About::File(file) => characters(&file.tags),
        };
        let full = |target: &&Target| {
            target.id().is_some_and(|id| held(id) + more.get(id).copied().unwrap_or(0) > TAG_CHARACTERS)
        };
        adds.iter().flat_map(|(targets, _)| targets).find(full).map(Target::path)
    }
}

/// One group for all tags of the same files. A tag that changes no file is left out: its files have
/// it already.
fn together(tags: impl Iterator<Item = (Vec<Target>, Tag)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (targets, tag) in tags.filter(|(targets, _)| !targets.is_empty()) {
        match groups.iter_mut().find(|(own, _)| *own == targets) {
            Some((_, tags)) => tags.push(tag),
            None => groups.push((targets, vec![tag])),
        }
    }
    groups
}

/// One plan of several; where the titles together would be too long to read, it has one of its own.
fn joined(plans: Vec<Plan>) -> Option<Plan> {
    let many = plans.len() > 2;
    let mut all = plans.into_iter().reduce(|all, more| Plan {
        title: format!("{}, {}", all.title, more.title),
        steps: all.steps.iter().chain(more.steps.iter()).cloned().collect(),
        notes: all.notes.into_iter().chain(more.notes).collect(),
    })?;
    if many {
        let files = all.steps.iter().filter_map(|step| step.target.id()).collect::<HashSet<_>>().len();
        all.title = format!("Change the tags of {files} file{}", if files == 1 { "" } else { "s" });
    }
    // Each part may say the same.
    let mut said = HashSet::new();
    all.notes.retain(|note| said.insert(note.text.clone()));
    Some(all)
}
