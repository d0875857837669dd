//! What takes a run back. Pure: the journal says what was so before.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::journal::{Record, Was};
use super::names::{stored_folder, stored_folder_name, stored_name};
use super::plan::{Note, Outcome, Plan, Step, Target, Update, Verb};
use super::trash;
use crate::model::{File, FolderPath, Tag};

/// What brings one step back: a step, or why there is none.
type Back = Result<Step, &'static str>;

/// The plan that takes back what a run has done. Its notes tell what can't be taken back. `copies` are
/// the files that are now where the run has copied some, by their paths; they go to the trash.
pub(super) fn inverse(record: &Record, copies: &HashMap<String, File>, now: Timestamp) -> Plan {
    let mut steps = Vec::new();
    let mut lost: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut made = BTreeSet::new();
    for (index, outcome) in record.outcomes.iter().enumerate().rev() {
        let (Some(step), Some(Outcome::Done)) = (record.plan.steps.get(index), outcome) else { continue };
        let was = record.was.get(&index).unwrap_or(&Was::Nothing);
        match back(step, was, copies, now) {
            Ok(step) => steps.push(step),
            Err(why) => *lost.entry(why).or_default() += 1,
        }
        made.extend(made_by(step, was));
    }
    let mut steps = together(steps);
    steps.extend(emptied(made));
    let notes = lost.into_iter().map(|(why, count)| Note {
        step: None,
        text: format!("{count} of {} can't be taken back: {why}", record.plan.steps.len()),
        warning: true,
    });
    Plan { title: format!("Take back: {}", record.plan.title), steps: steps.into(), notes: notes.collect() }
}

/// The path of the copy that a step has made, where it is a file of its own.
pub(super) fn copy_of(step: &Step, was: &Was) -> Option<(FolderPath, Arc<str>)> {
    match (&step.verb, &step.target, was) {
        (Verb::CopyTo(to), Target::File { name, .. }, Was::Place { taken: None, made }) => {
            Some((arrived(to, made.as_ref()), Arc::clone(name)))
        }
        _ => None,
    }
}

const FOR_EVER: &str = "what was deleted for ever is gone";
const UNREAD: &str = "what was so before could not be read";
const MERGED: &str = "it became a version of a file, or part of a folder, that was there";

fn back(step: &Step, was: &Was, copies: &HashMap<String, File>, now: Timestamp) -> Back {
    if matches!(was, Was::Unread(_)) {
        return Err(UNREAD);
    }
    match &step.target {
        Target::File { .. } => file_back(step, was, copies, now),
        Target::Folder(path) => folder_back(path, &step.verb, was, now),
        Target::Url(_) => Err("a purge has no way back"),
        Target::Source { .. } => Err("uploads stay: delete them if they aren't wanted"),
    }
}

fn file_back(step: &Step, was: &Was, copies: &HashMap<String, File>, now: Timestamp) -> Back {
    let target = &step.target;
    let Target::File { id, folder, name, size } = target else { return Err(UNREAD) };
    let at = |folder: FolderPath, name: Arc<str>| Target::File { id: id.clone(), folder, name, size: *size };
    let same = |verb| Ok(Step { target: target.clone(), verb });
    match (&step.verb, was) {
        (Verb::AddTags(tags), Was::Tags(old)) => {
            let lacked: Arc<[Tag]> = tags.iter().filter(|tag| !old.contains(tag)).cloned().collect();
            if lacked.is_empty() { Err("it had these tags before") } else { same(Verb::RemoveTags(lacked)) }
        }
        (Verb::RemoveTags(tags), Was::Tags(old)) => retag(tags, old).map_or(Err("it had no such tags"), same),
        (Verb::RemoveAiTags(_), _) => Err("nobody but the recognition service gives AI tags"),
        (Verb::Update(_), Was::Details(old)) => same(Verb::Update(Arc::new((**old).clone()))),
        (Verb::Publish { versions, .. }, Was::Published(published)) => {
            same(Verb::Publish { published: *published, versions: *versions })
        }
        (Verb::RestoreVersion(_), Was::Version(version)) => same(Verb::RestoreVersion(version.clone())),
        (Verb::MoveTo(_) | Verb::Discard(_), Was::Place { taken: None, made }) => {
            let to = step.verb.moves_to().ok_or(UNREAD)?;
            let target = at(arrived(to, made.as_ref()), Arc::clone(name));
            Ok(Step { target, verb: Verb::MoveTo(folder.clone()) })
        }
        (Verb::CopyTo(_), Was::Place { taken: None, .. }) => {
            let path = copy_of(step, was).map(|(folder, name)| folder.join(&name));
            let copy = path.and_then(|path| copies.get(&path)).ok_or("the copy is not there any more")?;
            let verb = Verb::MoveTo(trash::place(&trash::batch(now), &copy.folder));
            Ok(Step { target: Target::file(copy), verb })
        }
        (verb, Was::Place { taken: Some(_), .. }) if verb.brings_to().is_some() => Err(MERGED),
        (Verb::Rename { name: new, purge }, _) => {
            let target = at(folder.clone(), stored_name(new).into());
            Ok(Step { target, verb: Verb::Rename { name: Arc::clone(name), purge: *purge } })
        }
        (Verb::Delete | Verb::DeleteVersion(_), _) => Err(FOR_EVER),
        (Verb::Download(_), _) => Err("what was stored on the disk stays there"),
        _ => Err(UNREAD),
    }
}

/// What gives a file its tags again, in their order: a bulk call where the tags were its last ones.
fn retag(removed: &[Tag], old: &[Tag]) -> Option<Verb> {
    let had: Vec<Tag> = removed.iter().filter(|tag| old.contains(tag)).cloned().collect();
    if had.is_empty() {
        return None;
    }
    let kept = old.iter().filter(|tag| !had.contains(tag)).cloned();
    if kept.chain(had.iter().cloned()).eq(old.iter().cloned()) {
        return Some(Verb::AddTags(had.into()));
    }
    Some(Verb::Update(Arc::new(Update { tags: Some(old.to_vec()), ..Update::default() })))
}

fn folder_back(path: &FolderPath, verb: &Verb, was: &Was, now: Timestamp) -> Back {
    let parent = path.parent().unwrap_or_else(FolderPath::root);
    let step = |path, verb| Ok(Step { target: Target::Folder(path), verb });
    match (verb, was) {
        (Verb::MoveTo(to), Was::Place { taken: None, made }) => {
            step(arrived(to, made.as_ref()).child(path.name()), Verb::MoveTo(parent))
        }
        (Verb::CopyTo(to), Was::Place { taken: None, made }) => {
            let into = arrived(to, made.as_ref());
            let verb = Verb::MoveTo(trash::place(&trash::batch(now), &into));
            step(into.child(path.name()), verb)
        }
        (Verb::MoveTo(_) | Verb::CopyTo(_), Was::Place { taken: Some(_), .. }) => Err(MERGED),
        (Verb::Rename { name, purge }, _) => {
            let verb = Verb::Rename { name: path.name().into(), purge: *purge };
            step(parent.child(&stored_folder_name(name)), verb)
        }
        (Verb::CreateFolder, Was::Place { taken: None, .. }) => step(path.clone(), Verb::DeleteIfEmpty),
        (Verb::CreateFolder, Was::Place { taken: Some(_), .. }) => Err("the folder was there before"),
        (Verb::DeleteIfEmpty, _) => step(path.clone(), Verb::CreateFolder),
        (Verb::Delete, _) => Err(FOR_EVER),
        _ => Err(UNREAD),
    }
}

/// The folder in which something has arrived: one that had to be made has a name of the service's.
fn arrived(to: &FolderPath, made: Option<&FolderPath>) -> FolderPath {
    if made.is_some() { stored_folder(to) } else { to.clone() }
}

/// The folders that a step has made on its way, other than its own target.
fn made_by(step: &Step, was: &Was) -> Vec<FolderPath> {
    let Was::Place { made: Some(top), .. } = was else { return Vec::new() };
    let deepest = match (&step.verb, &step.target) {
        (Verb::CreateFolder, Target::Folder(path)) => path.parent(),
        (verb, _) => verb.brings_to().map(stored_folder),
    };
    let top = stored_folder(top);
    std::iter::successors(deepest, FolderPath::parent).take_while(|path| path.is_within(&top)).collect()
}

/// Deletes folders that were made and are empty then, the deepest first.
fn emptied(made: BTreeSet<FolderPath>) -> Vec<Step> {
    let mut made: Vec<FolderPath> = made.into_iter().collect();
    made.sort_by_key(|path| std::cmp::Reverse(path.depth()));
    let step = |path| Step { target: Target::Folder(path), verb: Verb::DeleteIfEmpty };
    made.into_iter().map(step).collect()
}

/// Brings steps side by side that one call can carry. Only those about tags are moved, among
/// neighbours of their kind, where the order doesn't matter.
fn together(steps: Vec<Step>) -> Vec<Step> {
    let mut result: Vec<Step> = Vec::with_capacity(steps.len());
    let mut rest = steps.into_iter().peekable();
    while let Some(first) = rest.next() {
        let alike = |step: &Step| {
            matches!(
                (&step.verb, &first.verb),
                (Verb::AddTags(_), Verb::AddTags(_)) | (Verb::RemoveTags(_), Verb::RemoveTags(_))
            )
        };
        let mut run = Vec::new();
        while let Some(next) = rest.next_if(alike) {
            run.push(next);
        }
        run.insert(0, first);
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut groups: Vec<Vec<Step>> = Vec::new();
        for step in run {
            let key = match &step.verb {
                Verb::AddTags(tags) | Verb::RemoveTags(tags) => tags.join("\n"),
                _ => String::new(),
            };
            let place = *places.entry(key).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.push(step),
                None => groups.push(vec![step]),
            }
        }
        result.extend(groups.into_iter().flatten());
    }
    result
}

#[cfg(test)]
mod tests;
