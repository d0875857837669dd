//! Calls about the local disk, and about what of it is in the library.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::told;
use crate::api::{Client, Error};
use crate::app::call::Answer;
use crate::model::{File, FolderPath, Report, Sort};
use crate::ops::build_upload::{Candidate, link};
use crate::ops::{self, DiskError, LocalDisk, LocalFile, Source, Target};

/// Files on a page.
const PAGE: usize = 1000;
/// Pages of a folder that are read at most.
const PAGES: usize = 50;
/// Up to so many bytes are compared.
const COMPARED: usize = 256 << 20;

/// Lists a folder of the local disk.
pub(super) async fn list(disk: LocalDisk, path: Option<PathBuf>) -> Result<Answer, Report> {
    let listing = on_a_thread(move || {
        let path = disk.place(path.as_deref().unwrap_or(Path::new(".")))?;
        Ok(ops::DiskFolder { home: disk.home(), ..ops::list_disk(&path)? })
    });
    let next = "~ goes to the home folder, h to the folder above";
    listing.await.map(Answer::Disk).map_err(|why| Report::new("Could not list the folder", why, next))
}

/// Finds the files of sources, and what is at their places in the library.
pub(super) async fn gather(
    client: &Client,
    disk: &LocalDisk,
    sources: Vec<Source>,
    to: FolderPath,
) -> Result<Answer, Report> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for source in sources {
        match source {
            Source::Disk(path) => {
                let (disk, to) = (disk.clone(), to.clone());
                match on_a_thread(move || ops::walk_disk(&disk.place(&path)?, &to)).await {
                    Ok(files) => found.extend(files.into_iter().map(candidate)),
                    Err(why) => problems.push(why),
                }
            }
            Source::Url(text) | Source::Base64(text) => match link(&text) {
                Ok((from, name, size)) => {
                    found.push(Candidate { from, folder: to.clone(), name, size, there: None });
                }
                Err(why) => problems.push(why),
            },
        }
    }
    let mut known: HashMap<FolderPath, HashMap<Arc<str>, File>> = HashMap::new();
    for candidate in &mut found {
        let (folder, name) = stored(candidate);
        if !known.contains_key(&folder) {
            let files = told(files_in(client, &folder).await, "Could not look what is there already")?;
            known.insert(folder.clone(), files);
        }
        candidate.there = known.get(&folder).and_then(|files| files.get(name.as_str())).cloned();
    }
    Ok(Answer::Gathered(found, problems))
}

fn stored(candidate: &Candidate) -> (FolderPath, String) {
    let path = candidate.stored_path();
    let (folder, name) = FolderPath::split_file(&path);
    (folder, name.to_owned())
}

fn candidate(file: LocalFile) -> Candidate {
    let LocalFile { path, folder, name, size } = file;
    Candidate { from: Source::Disk(path), folder, name, size, there: None }
}

async fn files_in(client: &Client, folder: &FolderPath) -> Result<HashMap<Arc<str>, File>, Error> {
    let mut files = HashMap::new();
    for page in 0..PAGES {
        let listed = client.list_files(folder, Sort::BY_NAME, page * PAGE, PAGE).await?;
        let last = listed.len() < PAGE;
        files.extend(listed.into_iter().map(|file| (Arc::clone(&file.name), file)));
        if last {
            break;
        }
    }
    Ok(files)
}

/// Fetches the original and compares it byte by byte.
pub(super) async fn compare(
    client: &Client,
    disk: &LocalDisk,
    path: &Path,
    file: &File,
) -> Result<Answer, Report> {
    let what = format!("Could not compare {}", path.display());
    let path = disk.place(path).map_err(|error| Report::new(&*what, error.to_string(), ""))?;
    let url = ops::download_url(client.account(), &file.path(), file.private, None);
    let theirs = told(client.fetch(&url, COMPARED).await, &what)?;
    let ours = tokio::fs::read(path).await;
    let ours = ours.map_err(|error| Report::new(what, error.to_string(), ""))?;
    Ok(Answer::Same(theirs == ours))
}

/// All files of targets, folders at every level.
pub(super) async fn below(client: &Client, targets: Vec<Target>) -> Result<Answer, Error> {
    let (mut files, mut open) = (Vec::new(), Vec::new());
    for target in targets {
        match target {
            Target::Folder(path) => open.push(path),
            other => files.push(other),
        }
    }
    while let Some(folder) = open.pop() {
        for page in 0.. {
            let listed = client.list_files(&folder, Sort::BY_NAME, page * PAGE, PAGE).await?;
            let last = listed.len() < PAGE;
            files.extend(listed.iter().map(Target::file));
            if last {
                break;
            }
        }
        open.extend(client.list_folders(&folder).await?.into_iter().map(|folder| folder.path));
    }
    files.sort_by_key(Target::path);
    files.dedup();
    Ok(Answer::Targets(files))
}

/// Does what blocks on a thread of its own.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DiskError> + Send + 'static,
) -> Result<T, String> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string())?;
    done.map_err(|error| error.to_string())
}
