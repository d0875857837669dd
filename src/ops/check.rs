//! Looks what a plan would meet, before it is run.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use futures_util::future::try_join_all;

use super::build_versions::MOST_VERSIONS;
use super::names::{stored_folder, stored_folder_name, stored_name};
use super::plan::{Note, Plan, Step, Target, Verb};
use super::trash::is_trash;
use crate::api::{Client, Error};
use crate::model::{File, FolderPath, Report, Sort};

/// So many files are asked about each by a call; of more, the whole folder is listed.
const FEW: usize = 10;
/// Pages of one folder that are read at most.
const PAGES: usize = 50;
/// Files on a page.
const PAGE: usize = 1000;
/// Versions of a file from which one more is warned of.
const NEARLY: usize = 95;

/// Looks for sources that are gone, and for names that are taken at the destination.
///
/// # Errors
///
/// A report when the library can't be read.
pub async fn check(client: &Client, plan: &Plan) -> Result<Vec<Note>, Report> {
    let look = async {
        let mut notes = missing(client, &plan.steps).await?;
        notes.extend(unmade(client, &plan.steps).await?);
        notes.extend(taken_by_files(client, &plan.steps).await?);
        notes.extend(taken_by_folders(client, &plan.steps).await?);
        Ok(notes)
    };
    let mut notes =
        look.await.map_err(|error: Error| error.report("Could not look what the plan would meet"))?;
    notes.sort_by_key(|note| (!note.warning, note.step));
    Ok(notes)
}

/// Files of one folder that are wanted: name, and the steps that want it.
pub(super) type Wanted<'a> = BTreeMap<&'a str, Vec<usize>>;

/// The files that were found, by name.
pub(super) type Found = HashMap<Arc<str>, File>;

/// Sources that are gone from where they were.
async fn missing(client: &Client, steps: &[Step]) -> Result<Vec<Note>, Error> {
    let mut sources: BTreeMap<FolderPath, Wanted<'_>> = BTreeMap::new();
    let mut folders: BTreeMap<FolderPath, Vec<(usize, &FolderPath)>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        match &step.target {
            Target::File { folder, name, .. } => {
                sources.entry(folder.clone()).or_default().entry(name).or_default().push(index);
            }
            Target::Folder(path) if step.verb != Verb::CreateFolder => {
                let parent = path.parent().unwrap_or_else(FolderPath::root);
                folders.entry(parent).or_default().push((index, path));
            }
            Target::Folder(_) | Target::Url(_) | Target::Source { .. } => {}
        }
    }
    let gone = |index: usize, path: String| note(index, format!("{path} is not there any more"), true);
    let mut notes = Vec::new();
    for (folder, wanted) in &sources {
        let Some(found) = find(client, folder, wanted).await? else {
            notes.push(too_large(folder));
            continue;
        };
        let absent = wanted.iter().filter(|(name, _)| !found.contains_key(**name));
        notes.extend(absent.flat_map(|(name, at)| at.iter().map(|index| gone(*index, folder.join(name)))));
    }
    for (parent, wanted) in &folders {
        let there = folder_paths(client, parent).await?;
        let absent = wanted.iter().filter(|(_, path)| !there.contains(*path));
        notes.extend(absent.map(|(index, path)| gone(*index, path.to_string())));
    }
    Ok(notes)
}

/// Destinations that aren't there: the service makes them, perhaps by another name.
async fn unmade(client: &Client, steps: &[Step]) -> Result<Vec<Note>, Error> {
    let destinations: BTreeSet<&FolderPath> = steps.iter().filter_map(|step| step.verb.brings_to()).collect();
    let mut notes = Vec::new();
    for to in destinations {
        // That of the trash is made when it is needed.
        let Some(parent) = to.parent().filter(|_| !is_trash(to)) else { continue };
        if !folder_paths(client, &parent).await?.contains(to) {
            let stored = stored_folder(to);
            let text = if stored == *to {
                format!("{to} is not there yet: the service makes it")
            } else {
                format!("{to} is not there yet: the service makes it as {stored}")
            };
            notes.push(Note { step: None, text, warning: stored != *to });
        }
    }
    Ok(notes)
}

/// Names of files that are taken where files are to go.
async fn taken_by_files(client: &Client, steps: &[Step]) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    let mut into: BTreeMap<&FolderPath, Wanted<'_>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        let Target::File { folder, name, .. } = &step.target else { continue };
        match &step.verb {
            verb if verb.brings_to().is_some_and(|to| to != folder) => {
                let names = verb.brings_to().map(|to| into.entry(to).or_default());
                names.into_iter().for_each(|names| names.entry(name).or_default().push(index));
            }
            Verb::Rename { name: new, .. } => {
                let new = stored_name(new);
                if client.find_file(folder, &new).await?.is_some() {
                    let path = folder.join(&new);
                    notes.push(note(index, format!("{path} exists: the service will refuse this"), true));
                }
            }
            _ => {}
        }
    }
    for (folder, wanted) in into {
        let Some(found) = find(client, folder, &wanted).await? else {
            notes.push(too_large(folder));
            continue;
        };
        let taken = wanted.iter().filter_map(|(name, at)| Some((found.get(*name)?, at)));
        let taken: Vec<(usize, &File)> =
            taken.flat_map(|(file, at)| at.iter().map(move |index| (*index, file))).collect();
        notes.extend(taken.iter().map(|(index, file)| {
            note(*index, format!("{} exists: this becomes its new version", file.path()), true)
        }));
        notes.extend(nearly_full(client, &taken).await?);
    }
    Ok(notes)
}

/// Which of the files that get a new version have nearly as many as a file can have. Where there are many
/// of them nobody asks: that takes a call for each, and what doesn't fit is refused without harm.
async fn nearly_full(client: &Client, taken: &[(usize, &File)]) -> Result<Vec<Note>, Error> {
    if taken.len() > FEW {
        return Ok(Vec::new());
    }
    let counts = try_join_all(taken.iter().map(|(_, file)| count_versions(client, file))).await?;
    let full = taken.iter().zip(counts).filter(|(_, count)| *count >= NEARLY);
    let text = |file: &File, count: usize| {
        let then = if count < MOST_VERSIONS { "prune them soon" } else { "the service will refuse this" };
        format!("{} has {count} versions of at most {MOST_VERSIONS}: {then}", file.path())
    };
    Ok(full.map(|((index, file), count)| note(*index, text(file, count), true)).collect())
}

async fn count_versions(client: &Client, file: &File) -> Result<usize, Error> {
    match client.versions(&file.id).await {
        Ok(versions) => Ok(versions.len()),
        // It went meanwhile.
        Err(error) if error.is_not_found() => Ok(0),
        Err(error) => Err(error),
    }
}

/// Names of folders that are taken where folders are to go.
async fn taken_by_folders(client: &Client, steps: &[Step]) -> Result<Vec<Note>, Error> {
    let mut known: HashMap<FolderPath, HashSet<FolderPath>> = HashMap::new();
    let mut notes = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Target::Folder(path) = &step.target else { continue };
        let parent = path.parent().unwrap_or_else(FolderPath::root);
        let (target, text) = match &step.verb {
            Verb::CopyTo(to) | Verb::MoveTo(to) if *to != parent => (
                to.child(path.name()),
                "exists: the two become one, and files with equal names become versions",
            ),
            Verb::Rename { name, .. } => {
                (parent.child(&stored_folder_name(name)), "exists: the service will refuse this")
            }
            Verb::CreateFolder => (path.clone(), "exists already: nothing will change"),
            _ => continue,
        };
        let around = target.parent().unwrap_or_else(FolderPath::root);
        if !known.contains_key(&around) {
            known.insert(around.clone(), folder_paths(client, &around).await?);
        }
        if known.get(&around).is_some_and(|there| there.contains(&target)) {
            notes.push(note(index, format!("{target} {text}"), step.verb != Verb::CreateFolder));
        }
    }
    Ok(notes)
}

async fn folder_paths(client: &Client, parent: &FolderPath) -> Result<HashSet<FolderPath>, Error> {
    Ok(client.list_folders(parent).await?.into_iter().map(|folder| folder.path).collect())
}

/// Which of the wanted files are in the folder; `None` when it is too large to know.
pub(super) async fn find(
    client: &Client,
    folder: &FolderPath,
    wanted: &Wanted<'_>,
) -> Result<Option<Found>, Error> {
    if wanted.len() <= FEW {
        let found = try_join_all(wanted.keys().map(|name| client.find_file(folder, name))).await?;
        return Ok(Some(found.into_iter().flatten().map(|file| (Arc::clone(&file.name), file)).collect()));
    }
    let mut found = Found::new();
    for page in 0..PAGES {
        let files = client.list_files(folder, Sort::BY_NAME, page * PAGE, PAGE).await?;
        let last = files.len() < PAGE;
        let hits = files.into_iter().filter(|file| wanted.contains_key(&*file.name));
        found.extend(hits.map(|file| (Arc::clone(&file.name), file)));
        if last || found.len() == wanted.len() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn note(step: usize, text: String, warning: bool) -> Note {
    Note { step: Some(step), text, warning }
}

fn too_large(folder: &FolderPath) -> Note {
    let most = PAGES * PAGE;
    Note {
        step: None,
        text: format!("{folder} holds more than {most} files: not all names in it were looked at"),
        warning: false,
    }
}
