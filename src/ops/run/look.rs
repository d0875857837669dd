//! Looks whether a step happened, where its answer doesn't say.

use jiff::Timestamp;
use serde_json::Value;

use super::Runner;
use super::send::what;
use crate::api::{Client, Error};
use crate::model::{AssetId, Details, File, FolderPath, Report};
use crate::ops::journal::{Taken, Was};
use crate::ops::names::{stored_folder, stored_folder_name, stored_name};
use crate::ops::plan::{JobEvent, Step, Target, Update, ValueChange, Verb};

/// What a look saw.
#[derive(Debug)]
pub(super) enum Seen {
    /// It is so, without doubt.
    Yes,
    /// It is so by name: the file may have become a version of one that was there.
    Likely,
    /// It isn't so.
    No,
    /// It can't be said.
    Unknown(Report),
}

/// What was at the destination before a copy was sent; it tells a copy from what was there.
#[derive(Debug)]
pub(super) enum Before {
    /// This kind of step needs no look before.
    Nothing,
    /// The file of that name, if there was one, and when it was changed last.
    File(Option<(AssetId, Timestamp)>),
    /// Whether a folder of that name was there.
    Folder(bool),
}

impl Before {
    /// What a journal says of it.
    pub(super) fn of(step: &Step, was: &Was) -> Self {
        let (Verb::CopyTo(_), Was::Place { taken, .. }) = (&step.verb, was) else { return Self::Nothing };
        match (&step.target, taken) {
            (Target::File { .. }, Some(Taken::File(id, updated))) => Self::File(Some((id.clone(), *updated))),
            (Target::File { .. }, None) => Self::File(None),
            (Target::Folder(_), taken) => Self::Folder(taken.is_some()),
            _ => Self::Nothing,
        }
    }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// What is at the destination of a copy before it is sent: as it was read, or by a look.
    pub(super) async fn before(&self, step: &Step, was: Option<&Was>) -> Result<Before, Error> {
        let Verb::CopyTo(to) = &step.verb else { return Ok(Before::Nothing) };
        if let Some(was @ Was::Place { .. }) = was
            && let known @ (Before::File(_) | Before::Folder(_)) = Before::of(step, was)
        {
            return Ok(known);
        }
        Ok(match &step.target {
            Target::File { name, .. } => {
                Before::File(self.asker.find_file(to, name).await?.map(|file| (file.id, file.updated)))
            }
            Target::Folder(path) => Before::Folder(exists(&self.asker, &to.child(path.name())).await?),
            Target::Url(_) | Target::Source { .. } => Before::Nothing,
        })
    }

    /// Looks whether a step happened, once more where that fails: not to know is worse than to wait.
    pub(super) async fn look(&self, step: &Step, before: &Before) -> Seen {
        let seen = match self.look_once(step, before).await {
            Err(error) if error.is_unclear() => self.look_once(step, before).await,
            seen => seen,
        };
        seen.unwrap_or_else(|error| {
            let mut report =
                error.report(&format!("{}: no answer, and a look afterwards failed", what(step)));
            report.next = "It may have happened: refresh and look".to_owned();
            Seen::Unknown(report)
        })
    }

    async fn look_once(&self, step: &Step, before: &Before) -> Result<Seen, Error> {
        match &step.target {
            Target::File { id, folder, name, .. } => self.look_at_file(step, id, folder, name, before).await,
            Target::Folder(path) => self.look_at_folder(step, path, before).await,
            Target::Url(_) | Target::Source { .. } => Ok(Seen::No),
        }
    }

    async fn look_at_file(
        &self,
        step: &Step,
        id: &AssetId,
        folder: &FolderPath,
        name: &str,
        before: &Before,
    ) -> Result<Seen, Error> {
        if let (Verb::CopyTo(to), Before::File(before)) = (&step.verb, before) {
            let now = self.client.find_file(to, name).await?;
            return Ok(copied(before.as_ref(), now.as_ref()));
        }
        let details = match self.client.details(id).await {
            Ok(details) => Some(details),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        if let Verb::DeleteVersion(version) = &step.verb {
            return Ok(yes(details.is_none() || self.lacks(id, version).await?));
        }
        Ok(match (&step.verb, details) {
            (Verb::Delete, details) => yes(details.is_none()),
            (verb, None) => match verb.moves_to() {
                Some(to) => self.became_a_version(folder, to, name).await?,
                None => Seen::No,
            },
            (verb, Some(details)) => yes(has_happened(verb, folder, &details)),
        })
    }

    /// Whether a file has no such version.
    async fn lacks(&self, file: &AssetId, version: &AssetId) -> Result<bool, Error> {
        match self.client.version(file, version).await {
            Ok(_) => Ok(false),
            Err(error) if error.is_not_found() => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// A file that is moved onto another becomes its version, and its own id is gone.
    async fn became_a_version(&self, from: &FolderPath, to: &FolderPath, name: &str) -> Result<Seen, Error> {
        let gone = self.client.find_file(from, name).await?.is_none();
        let there = self.client.find_file(to, name).await?.is_some();
        Ok(if gone && there { Seen::Likely } else { Seen::No })
    }

    async fn look_at_folder(&self, step: &Step, path: &FolderPath, before: &Before) -> Result<Seen, Error> {
        let target = match &step.verb {
            Verb::CopyTo(to) | Verb::MoveTo(to) => to.child(path.name()),
            Verb::Rename { name, .. } => {
                path.parent().unwrap_or_else(FolderPath::root).child(&stored_folder_name(name))
            }
            _ => path.clone(),
        };
        let there = exists(&self.client, &target).await?;
        let seen = match (&step.verb, before) {
            (Verb::Delete | Verb::DeleteIfEmpty, _) => !there,
            (Verb::CopyTo(_), Before::Folder(false)) if there => return Ok(begun(step, &target)),
            (Verb::CopyTo(_), Before::Folder(true)) => return Ok(begun(step, &target)),
            (Verb::CopyTo(_), _) => false,
            (Verb::MoveTo(_) | Verb::Rename { .. }, _) => there && !exists(&self.client, path).await?,
            _ => there,
        };
        Ok(if seen { Seen::Yes } else { Seen::No })
    }
}

fn yes(yes: bool) -> Seen {
    if yes { Seen::Yes } else { Seen::No }
}

/// Whether a file is as a step makes it, which was in `folder` before.
fn has_happened(verb: &Verb, folder: &FolderPath, now: &Details) -> bool {
    let file = &now.file;
    match verb {
        Verb::AddTags(tags) => tags.iter().all(|tag| file.tags.contains(tag)),
        Verb::RemoveTags(tags) => !tags.iter().any(|tag| file.tags.contains(tag)),
        Verb::RemoveAiTags(tags) => !file.ai_tags.iter().any(|tag| tags.contains(&tag.name)),
        Verb::MoveTo(_) | Verb::Discard(_) => {
            verb.moves_to().is_some_and(|to| file.folder == *to || file.folder == stored_folder(to))
        }
        Verb::Rename { name, .. } => {
            file.folder == *folder && (*file.name == **name || *file.name == stored_name(name))
        }
        Verb::Update(update) => is_updated(update, now),
        Verb::Publish { published, .. } => file.published == *published,
        Verb::RestoreVersion(version) => now.version_id.as_ref() == Some(version),
        _ => false,
    }
}

/// Whether a file has all that an update gives it.
fn is_updated(update: &Update, now: &Details) -> bool {
    let same = |new: &Option<String>, held: &Option<String>| {
        new.as_ref().is_none_or(|new| new == held.as_deref().unwrap_or_default())
    };
    let values = now.raw.pointer("/customMetadata");
    let holds = |(name, change): &(String, ValueChange)| {
        let held = values.and_then(|values| values.get(name)).filter(|value| !value.is_null());
        let choices = held.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        match change {
            ValueChange::Set(value) => held == Some(value),
            ValueChange::Clear => held.is_none(),
            ValueChange::Append(more) => more.iter().all(|value| choices.contains(value)),
            ValueChange::Remove(less) => !less.iter().any(|value| choices.contains(value)),
        }
    };
    update.tags.as_ref().is_none_or(|tags| **tags == *now.file.tags)
        && same(&update.coordinates, &now.custom_coordinates)
        && same(&update.description, &now.description)
        && update.values.iter().all(holds)
}

async fn exists(client: &Client, path: &FolderPath) -> Result<bool, Error> {
    let Some(parent) = path.parent() else { return Ok(true) };
    Ok(client.list_folders(&parent).await?.iter().any(|folder| folder.path == *path))
}

/// A copy is a file that wasn't there, or a new version of the one that was.
fn copied(before: Option<&(AssetId, Timestamp)>, now: Option<&File>) -> Seen {
    match (before, now) {
        (None, Some(_)) => Seen::Yes,
        (Some((id, updated)), Some(now)) if *id != now.id || *updated != now.updated => Seen::Yes,
        _ => Seen::No,
    }
}

/// The answer with the job's number was lost, so nobody can say how far the copy is.
fn begun(step: &Step, target: &FolderPath) -> Seen {
    Seen::Unknown(Report::new(
        what(step),
        "the answer was lost, and with it the number of the job: the copy may be under way",
        format!("Look at {target} in a while, and copy again if it is not complete"),
    ))
}
