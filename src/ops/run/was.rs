//! Reads what is so before steps are sent, as far as their inverses need it, in few calls.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::Value;

use super::Runner;
use crate::api::{Client, Error};
use crate::model::{AssetId, Details, FolderPath};
use crate::ops::ask::details_of;
use crate::ops::check::{Found, Wanted, find};
use crate::ops::journal::{Taken, Was};
use crate::ops::plan::{JobEvent, Step, Target, Update, ValueChange, Verb};

/// Calls at once.
const AT_ONCE: usize = 4;

/// Files that more than one step of a plan brings to one place: they become versions of each other.
pub(super) type Crowded = HashSet<(FolderPath, String)>;

/// The places to which more than one step brings something.
pub(super) fn crowded(steps: &[Step]) -> Crowded {
    let mut seen = HashSet::new();
    steps.iter().filter_map(arrival).filter(|place| !seen.insert(place.clone())).collect()
}

/// Where a copy or move brings its target, and by which name.
fn arrival(step: &Step) -> Option<(FolderPath, String)> {
    let to = step.verb.brings_to()?;
    match &step.target {
        Target::File { name, .. } => Some((to.clone(), name.to_string())),
        Target::Folder(path) => Some((to.clone(), path.name().to_owned())),
        Target::Url(_) | Target::Source { .. } => None,
    }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// What is so before these steps, one entry each. What can't be read is told as such: it can't be
    /// taken back later.
    pub(super) async fn was(&self, steps: Range<usize>) -> Vec<Was> {
        let steps = self.steps.get(steps).unwrap_or_default();
        match self.read(steps).await {
            Ok(was) => was,
            Err(error) => steps.iter().map(|step| unread(step, &error)).collect(),
        }
    }

    async fn read(&self, steps: &[Step]) -> Result<Vec<Was>, Error> {
        let details = details(&self.asker, steps).await?;
        let mut places = Places::new(&self.asker);
        places.look(steps).await?;
        let mut all = Vec::with_capacity(steps.len());
        for step in steps {
            if let Some(to) = step.verb.brings_to() {
                let made = places.made(to).await?;
                let own = arrival(step).is_some_and(|place| self.crowded.contains(&place));
                let taken = if own { Some(Taken::Own) } else { places.taken(step, to) };
                all.push(Was::Place { taken, made });
                continue;
            }
            all.push(match &step.verb {
                Verb::CreateFolder => {
                    let made = match &step.target {
                        Target::Folder(path) => places.made(path).await?,
                        _ => None,
                    };
                    let taken = if made.is_some() { None } else { Some(Taken::Folder) };
                    Was::Place { taken, made }
                }
                _ => step.target.id().and_then(|id| details.get(id)).map_or(none(step), |now| was(step, now)),
            });
        }
        Ok(all)
    }
}

/// Whether a step can only be taken back by what its file's details say.
fn needs_details(step: &Step) -> bool {
    matches!(
        step.verb,
        Verb::AddTags(_)
            | Verb::RemoveTags(_)
            | Verb::Update(_)
            | Verb::Publish { .. }
            | Verb::RestoreVersion(_)
    )
}

fn none(step: &Step) -> Was {
    if needs_details(step) { Was::Unread("the file was not found".to_owned()) } else { Was::Nothing }
}

fn unread(step: &Step, error: &Error) -> Was {
    match step.verb {
        Verb::MoveTo(_) | Verb::CopyTo(_) | Verb::Discard(_) | Verb::CreateFolder => {
            Was::Unread(error.to_string())
        }
        _ if needs_details(step) => Was::Unread(error.to_string()),
        _ => Was::Nothing,
    }
}

fn was(step: &Step, now: &Details) -> Was {
    match &step.verb {
        Verb::AddTags(_) | Verb::RemoveTags(_) => Was::Tags(now.file.tags.to_vec()),
        Verb::Update(update) => Was::Details(Box::new(before(update, now))),
        Verb::Publish { .. } => Was::Published(now.file.published),
        Verb::RestoreVersion(_) => match &now.version_id {
            Some(version) => Was::Version(version.clone()),
            None => Was::Unread("the service did not say which version is the current one".to_owned()),
        },
        _ => Was::Nothing,
    }
}

/// The update that brings back what another one touches.
fn before(update: &Update, now: &Details) -> Update {
    let held = now.raw.pointer("/customMetadata");
    let value = |name: &String| match held.and_then(|values| values.get(name)) {
        None | Some(Value::Null) => ValueChange::Clear,
        Some(value) => ValueChange::Set(value.clone()),
    };
    Update {
        tags: update.tags.as_ref().map(|_| now.file.tags.to_vec()),
        coordinates: update.coordinates.as_ref().map(|_| now.custom_coordinates.clone().unwrap_or_default()),
        description: update.description.as_ref().map(|_| now.description.clone().unwrap_or_default()),
        values: update.values.iter().map(|(name, _)| (name.clone(), value(name))).collect(),
    }
}

/// The details of all files whose steps need them.
async fn details(client: &Client, steps: &[Step]) -> Result<HashMap<AssetId, Details>, Error> {
    details_of(client, steps.iter().filter(|step| needs_details(step)).filter_map(|step| step.target.id()))
        .await
}

/// What is where things go to. What was asked once isn't asked again.
struct Places<'a> {
    client: &'a Client,
    folders: HashMap<FolderPath, HashSet<FolderPath>>,
    files: HashMap<FolderPath, Found>,
}

impl<'a> Places<'a> {
    fn new(client: &'a Client) -> Self {
        Self { client, folders: HashMap::new(), files: HashMap::new() }
    }

    /// Looks for the names that files are to have at their destinations, and for folders there.
    async fn look(&mut self, steps: &[Step]) -> Result<(), Error> {
        let mut into: BTreeMap<&FolderPath, Wanted<'_>> = BTreeMap::new();
        for (index, step) in steps.iter().enumerate() {
            let Some(to) = step.verb.brings_to() else { continue };
            let names = into.entry(to).or_default();
            if let Target::File { name, .. } = &step.target {
                names.entry(name).or_default().push(index);
            }
        }
        for (to, wanted) in into {
            if self.made(to).await?.is_some() {
                continue;
            }
            self.children(to).await?;
            let found = match find(self.client, to, &wanted).await? {
                Some(found) => found,
                None => self.each(to, &wanted).await?,
            };
            self.files.insert(to.clone(), found);
        }
        Ok(())
    }

    /// Asks for each name, where the folder is too large to be listed.
    async fn each(&self, folder: &FolderPath, wanted: &Wanted<'_>) -> Result<Found, Error> {
        let calls = wanted.keys().map(|name| self.client.find_file(folder, name)).collect::<Vec<_>>();
        let found: Vec<_> = stream::iter(calls).buffer_unordered(AT_ONCE).try_collect().await?;
        Ok(found.into_iter().flatten().map(|file| (std::sync::Arc::clone(&file.name), file)).collect())
    }

    /// The folders directly in one.
    async fn children(&mut self, folder: &FolderPath) -> Result<&HashSet<FolderPath>, Error> {
        if !self.folders.contains_key(folder) {
            let inside = self.client.list_folders(folder).await?.into_iter().map(|inside| inside.path);
            self.folders.insert(folder.clone(), inside.collect());
        }
        Ok(self.folders.entry(folder.clone()).or_default())
    }

    /// The topmost folder on the way to this one that isn't there.
    async fn made(&mut self, folder: &FolderPath) -> Result<Option<FolderPath>, Error> {
        let mut way: Vec<FolderPath> = std::iter::successors(Some(folder.clone()), FolderPath::parent)
            .filter(|f| !f.is_root())
            .collect();
        way.reverse();
        for step in way {
            let above = step.parent().unwrap_or_else(FolderPath::root);
            if !self.children(&above).await?.contains(&step) {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }

    /// What has a target's name at its destination, as far as that was looked at.
    fn taken(&self, step: &Step, to: &FolderPath) -> Option<Taken> {
        match &step.target {
            Target::File { name, .. } => {
                let file = self.files.get(to)?.get(name)?;
                Some(Taken::File(file.id.clone(), file.updated))
            }
            Target::Folder(path) => {
                self.folders.get(to)?.contains(&to.child(path.name())).then_some(Taken::Folder)
            }
            Target::Url(_) | Target::Source { .. } => None,
        }
    }
}
