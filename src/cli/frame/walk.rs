//! Names with wildcards: which files and folders they mean.

use glob::{MatchOptions, Pattern};

use super::failure::{Failure, failed};
use crate::api::Client;
use crate::model::{File, FolderPath, Sort};
use crate::ops::Target;

/// The most that a page holds.
const PAGE: usize = 1000;
/// As a shell has it, but that a leading dot is like any other sign.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// Whether a name has wildcards.
pub(in crate::cli) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

/// A path with wildcards, cut at its slashes.
struct Path {
    parts: Vec<Part>,
}

enum Part {
    Literal(String),
    /// `*.jpg`
    Wild(Pattern),
    /// `**`: any number of folders; at the end, all files below.
    Any,
}

impl Path {
    fn parse(text: &str) -> Result<Self, Failure> {
        let part = |part: &str| match part {
            "**" => Ok(Part::Any),
            part if is_pattern(part) => Pattern::new(part)
                .map(Part::Wild)
                .map_err(|error| Failure::usage(format!("`{text}` is no pattern: {error}"), "")),
            part => Ok(Part::Literal(part.to_owned())),
        };
        Ok(Self {
            parts: text.split('/').filter(|part| !part.is_empty()).map(part).collect::<Result<_, _>>()?,
        })
    }
}

/// The files that the pattern means, and the folders where `folders` says so; looks only into
/// folders that can hold some.
///
/// # Errors
///
/// For what is no pattern, and those of any call.
pub(super) async fn expand(client: &Client, pattern: &str, folders: bool) -> Result<Vec<Target>, Failure> {
    let path = Path::parse(pattern)?;
    let mut found = Vec::new();
    // Folders to look into, each with the parts of the path that are left.
    let mut open = vec![(FolderPath::root(), 0)];
    while let Some((folder, at)) = open.pop() {
        let rest = path.parts.get(at..).unwrap_or_default();
        match rest {
            [] => {}
            [Part::Literal(name)] => {
                let file = client.find_file(&folder, name).await.map_err(unlisted(&folder))?;
                let path = folder.child(name);
                match file {
                    Some(file) => found.push(Target::file(&file)),
                    None if folders && folders_in(client, &folder).await?.contains(&path) => {
                        found.push(Target::Folder(path));
                    }
                    None => {}
                }
            }
            [Part::Literal(name), ..] => open.push((folder.child(name), at + 1)),
            [Part::Wild(name)] => {
                let matches = |text: &str| name.matches_with(text, OPTIONS);
                let files = files_in(client, &folder).await?;
                found.extend(files.iter().filter(|file| matches(&file.name)).map(Target::file));
                if folders {
                    let inner = folders_in(client, &folder).await?;
                    found.extend(inner.into_iter().filter(|path| matches(path.name())).map(Target::Folder));
                }
            }
            [Part::Wild(name), ..] => {
                let inner = folders_in(client, &folder).await?;
                let matching = inner.into_iter().filter(|path| name.matches_with(path.name(), OPTIONS));
                open.extend(matching.map(|path| (path, at + 1)));
            }
            [Part::Any, others @ ..] => {
                if others.is_empty() {
                    found.extend(files_in(client, &folder).await?.iter().map(Target::file));
                }
                open.extend(folders_in(client, &folder).await?.into_iter().map(|path| (path, at)));
                if !others.is_empty() {
                    open.push((folder, at + 1));
                }
            }
        }
    }
    found.sort_by_key(Target::path);
    found.dedup();
    Ok(found)
}

/// All files directly in a folder.
///
/// # Errors
///
/// Those of any call.
pub(in crate::cli) async fn files_in(client: &Client, folder: &FolderPath) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    loop {
        let page =
            client.list_files(folder, Sort::BY_NAME, files.len(), PAGE).await.map_err(unlisted(folder))?;
        let last = page.len() < PAGE;
        files.extend(page);
        if last {
            return Ok(files);
        }
    }
}

/// All folders directly in a folder.
///
/// # Errors
///
/// Those of any call.
pub(in crate::cli) async fn folders_in(
    client: &Client,
    folder: &FolderPath,
) -> Result<Vec<FolderPath>, Failure> {
    let folders = client.list_folders(folder).await.map_err(unlisted(folder))?;
    Ok(folders.into_iter().map(|folder| folder.path).collect())
}

fn unlisted(folder: &FolderPath) -> impl FnOnce(crate::api::Error) -> Failure {
    failed(format!("Could not list {folder}"))
}
