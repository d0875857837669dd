//! Names of files and folders on the command line: paths, `id:…`, patterns, and `-` for standard input.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::failure::{Failure, failed};
use super::walk;
pub(in crate::cli) use super::walk::is_pattern;
use crate::api::Client;
use crate::model::{AssetId, File, FolderPath};
use crate::ops::Target;

/// Looks at once.
const AT_ONCE: usize = 4;
/// So many names of a folder are asked for one by one; for more, the folder is listed.
const FEW: usize = 10;

/// What names may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Wanted {
    Files,
    FilesAndFolders,
}

/// What the names mean, in their order, each once.
///
/// # Errors
///
/// When one of them means nothing: then nothing is to be done at all; and those of any call.
pub(in crate::cli) async fn resolve(
    client: &Client,
    names: &[String],
    wanted: Wanted,
) -> Result<Vec<Target>, Failure> {
    let names = with_standard_input(names)?;
    let paths = names.iter().filter(|name| is_path(name)).map(String::as_str);
    let files = files_by_path(client, paths).await?;
    let ids = names.iter().filter_map(|name| name.strip_prefix("id:"));
    let mut by_id: BTreeMap<&str, Target> =
        stream::iter(ids.map(|id| by_id(client, id))).buffered(AT_ONCE).try_collect().await?;
    let (mut targets, mut seen) = (Vec::new(), std::collections::HashSet::new());
    for name in &names {
        let meant = if let Some(id) = name.strip_prefix("id:") {
            by_id.remove(id).into_iter().collect()
        } else if walk::is_pattern(name) {
            let found = walk::expand(client, name, wanted == Wanted::FilesAndFolders).await?;
            if found.is_empty() {
                return Err(absent(name, "nothing matches it"));
            }
            found
        } else {
            vec![at_path(client, name, &files, wanted).await?]
        };
        targets.extend(meant.into_iter().filter(|target| seen.insert(target.path())));
    }
    Ok(targets)
}

/// The one file that a name means.
///
/// # Errors
///
/// When it means nothing, or more than one file; and those of any call.
pub(in crate::cli) async fn resolve_one(client: &Client, name: &str) -> Result<(AssetId, String), Failure> {
    let targets = resolve(client, &[name.to_owned()], Wanted::Files).await?;
    match targets.as_slice() {
        [Target::File { id, .. }] => Ok((id.clone(), targets.first().map(Target::path).unwrap_or_default())),
        _ => {
            Err(Failure::usage(format!("`{name}` means {} files, and this is about one", targets.len()), ""))
        }
    }
}

/// The names, those on standard input in the place of `-`.
///
/// # Errors
///
/// When there are none, or standard input breaks.
pub(in crate::cli) fn with_standard_input(names: &[String]) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for name in names {
        if name != "-" {
            all.push(name.clone());
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line.map_err(|error| Failure::here("Could not read names", error, ""))?;
            if !line.is_empty() {
                all.push(line);
            }
        }
    }
    if all.is_empty() {
        return Err(Failure::usage(
            "no names are given",
            "Give paths, id:…, patterns, or names on standard input",
        ));
    }
    Ok(all)
}

fn is_path(name: &str) -> bool {
    !name.starts_with("id:") && !walk::is_pattern(name)
}

async fn by_id<'a>(client: &Client, id: &'a str) -> Result<(&'a str, Target), Failure> {
    let details =
        client.details(&AssetId::new(id)).await.map_err(failed(format!("Could not find id:{id}")))?;
    Ok((id, Target::file(&details.file)))
}

/// The files at these paths, by path; those that aren't there are left out.
async fn files_by_path(
    client: &Client,
    paths: impl Iterator<Item = &str>,
) -> Result<BTreeMap<String, File>, Failure> {
    let mut folders: BTreeMap<FolderPath, Vec<&str>> = BTreeMap::new();
    for path in paths.filter(|path| !path.ends_with('/')) {
        let (folder, name) = FolderPath::split_file(path);
        folders.entry(folder).or_default().push(name);
    }
    let mut found = BTreeMap::new();
    for (folder, names) in &folders {
        let files = if names.len() > FEW {
            walk::files_in(client, folder).await?
        } else {
            let asked = names.iter().map(|name| client.find_file(folder, name));
            let files: Vec<Option<File>> = stream::iter(asked)
                .buffered(AT_ONCE)
                .try_collect()
                .await
                .map_err(failed(format!("Could not look into {folder}")))?;
            files.into_iter().flatten().collect()
        };
        found.extend(files.into_iter().map(|file| (file.path(), file)));
    }
    Ok(found)
}

async fn at_path(
    client: &Client,
    name: &str,
    files: &BTreeMap<String, File>,
    wanted: Wanted,
) -> Result<Target, Failure> {
    let (folder, last) = FolderPath::split_file(name);
    if let Some(file) = files.get(&folder.join(last)).filter(|_| !name.ends_with('/')) {
        return Ok(Target::file(file));
    }
    let path = FolderPath::new(name);
    let is_folder = match path.parent() {
        Some(parent) => walk::folders_in(client, &parent).await?.contains(&path),
        None => true,
    };
    match (is_folder, wanted) {
        (true, Wanted::FilesAndFolders) => Ok(Target::Folder(path)),
        (true, Wanted::Files) => Err(absent(name, "it is a folder, and this is about files")),
        (false, Wanted::Files) => Err(absent(name, "there is no such file")),
        (false, Wanted::FilesAndFolders) => Err(absent(name, "there is no such file or folder")),
    }
}

fn absent(name: &str, why: &str) -> Failure {
    Failure::not_found(format!("Could not find {name}"), why)
}
