//! Looks whether a step happened, where its answer doesn't say.

use super::Runner;
use super::send::what;
use crate::api::{Client, Error};
use crate::model::{AssetId, File, FolderPath, Report};
use crate::ops::names::{stored_folder, stored_folder_name, stored_name};
use crate::ops::plan::{JobEvent, Step, Target, Verb};

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
    /// The file of that name, if there was one.
    File(Option<Box<File>>),
    /// Whether a folder of that name was there.
    Folder(bool),
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Looks at the destination of a copy before it is sent.
    pub(super) async fn before(&self, step: &Step) -> Result<Before, Error> {
        let Verb::CopyTo(to) = &step.verb else { return Ok(Before::Nothing) };
        Ok(match &step.target {
            Target::File { name, .. } => Before::File(self.asker.find_file(to, name).await?.map(Box::new)),
            Target::Folder(path) => Before::Folder(exists(&self.asker, &to.child(path.name())).await?),
            Target::Url(_) | Target::Source { .. } => Before::Nothing,
        })
    }

    /// Looks whether a step happened.
    pub(super) async fn look(&self, step: &Step, before: &Before) -> Seen {
        let seen = match &step.target {
            Target::File { id, folder, name, .. } => self.look_at_file(step, id, folder, name, before).await,
            Target::Folder(path) => self.look_at_folder(step, path, before).await,
            Target::Url(_) | Target::Source { .. } => Ok(Seen::No),
        };
        seen.unwrap_or_else(|error| {
            let mut report =
                error.report(&format!("{}: no answer, and a look afterwards failed", what(step)));
            report.next = "It may have happened: refresh and look".to_owned();
            Seen::Unknown(report)
        })
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
            return Ok(copied(before.as_deref(), now.as_ref()));
        }
        let file = match self.client.details(id).await {
            Ok(details) => Some(details.file),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        let yes = |yes| if yes { Seen::Yes } else { Seen::No };
        Ok(match (&step.verb, file) {
            (Verb::Delete, file) => yes(file.is_none()),
            (Verb::AddTags(tags), Some(file)) => yes(tags.iter().all(|tag| file.tags.contains(tag))),
            (Verb::RemoveTags(tags), Some(file)) => yes(!tags.iter().any(|tag| file.tags.contains(tag))),
            (Verb::MoveTo(to), Some(file)) => yes(file.folder == *to || file.folder == stored_folder(to)),
            (Verb::MoveTo(to), None) => self.became_a_version(folder, to, name).await?,
            (Verb::Rename { name, .. }, Some(file)) => {
                yes(file.folder == *folder && (*file.name == **name || *file.name == stored_name(name)))
            }
            _ => Seen::No,
        })
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
            (Verb::Delete, _) => !there,
            (Verb::CopyTo(_), Before::Folder(false)) if there => return Ok(begun(step, &target)),
            (Verb::CopyTo(_), Before::Folder(true)) => return Ok(begun(step, &target)),
            (Verb::CopyTo(_), _) => false,
            (Verb::MoveTo(_) | Verb::Rename { .. }, _) => there && !exists(&self.client, path).await?,
            _ => there,
        };
        Ok(if seen { Seen::Yes } else { Seen::No })
    }
}

async fn exists(client: &Client, path: &FolderPath) -> Result<bool, Error> {
    let Some(parent) = path.parent() else { return Ok(true) };
    Ok(client.list_folders(&parent).await?.iter().any(|folder| folder.path == *path))
}

/// A copy is a file that wasn't there, or a new version of the one that was.
fn copied(before: Option<&File>, now: Option<&File>) -> Seen {
    match (before, now) {
        (None, Some(_)) => Seen::Yes,
        (Some(before), Some(now)) if before.id != now.id || before.updated != now.updated => Seen::Yes,
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
