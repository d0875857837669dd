//! The local disk: what lies in a folder, and the files that an upload of it would hold.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::model::FolderPath;

/// Levels of folders that are gone into; the service allows 50 (imagekit-api.md 8).
const DEPTH: usize = 50;

/// A file or folder of the local disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskEntry {
    /// Its name, with signs in place of what is no text.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
    /// Bytes; 0 for a folder.
    pub size: u64,
}

/// A folder of the local disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskFolder {
    /// Where it is: absolute, links resolved.
    pub path: PathBuf,
    /// The home folder of whoever asks, where there is one.
    pub home: Option<PathBuf>,
    /// What lies in it: folders first, each by name.
    pub entries: Vec<DiskEntry>,
}

/// A file that would be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalFile {
    /// Where it is.
    pub path: PathBuf,
    /// The folder of the library that it would go to.
    pub folder: FolderPath,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// Why the local disk can't be read.
#[derive(Debug, Error)]
pub enum DiskError {
    /// The file or folder can't be read.
    #[error("{} can't be read: {why}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// It has no name that is text.
    #[error("{} has no name that is text", .0.display())]
    NoName(PathBuf),
    /// It lies too deep.
    #[error("{} lies deeper than the {DEPTH} folders that the service allows", .0.display())]
    TooDeep(PathBuf),
    /// It is not to be touched.
    #[error("{} lies outside of what may be touched", .0.display())]
    LeadsOut(PathBuf),
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    let path = path.to_owned();
    |why| DiskError::Unreadable { path, why }
}

/// The path with the home folder in place of `~/`.
pub fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// What lies in a folder. What can't be looked at is left out.
///
/// # Errors
///
/// When the folder can't be read.
pub fn list_disk(path: &Path) -> Result<DiskFolder, DiskError> {
    let path = path.canonicalize().map_err(unreadable(path))?;
    let mut entries = Vec::new();
    for entry in fs::read_dir(&path).map_err(unreadable(&path))? {
        let Ok(entry) = entry else { continue };
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        entries.push(DiskEntry {
            name: entry.file_name().to_string_lossy().into_owned(),
            path: entry.path(),
            is_folder: about.is_dir(),
            size: if about.is_file() { about.len() } else { 0 },
        });
    }
    entries.sort_by(|a, b| (b.is_folder, &a.name).cmp(&(a.is_folder, &b.name)));
    Ok(DiskFolder { path, home: None, entries })
}

/// The files of a path: itself, or all in it at every level, by name, the folder's own name kept
/// (`.` and `..` have none). Links to folders are not followed, for they may lead round in circles.
///
/// # Errors
///
/// When any of it can't be read, has no name that is text, or lies too deep.
pub fn walk_disk(path: &Path, to: &FolderPath) -> Result<Vec<LocalFile>, DiskError> {
    let mut files = Vec::new();
    let about = fs::metadata(path).map_err(unreadable(path))?;
    let name = path.file_name().map(|_| name_of(path)).transpose()?;
    match (about.is_dir(), name) {
        (true, name) => {
            let to = name.map_or_else(|| to.clone(), |name| to.child(&name));
            walk(path, &to, DEPTH, &mut files)?;
        }
        (false, Some(name)) => {
            files.push(LocalFile { path: path.to_owned(), folder: to.clone(), name, size: about.len() });
        }
        (false, None) => return Err(DiskError::NoName(path.to_owned())),
    }
    Ok(files)
}

fn walk(path: &Path, to: &FolderPath, depth: usize, files: &mut Vec<LocalFile>) -> Result<(), DiskError> {
    let Some(depth) = depth.checked_sub(1) else { return Err(DiskError::TooDeep(path.to_owned())) };
    let mut entries: Vec<_> = fs::read_dir(path).and_then(Iterator::collect).map_err(unreadable(path))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(unreadable(&path))?;
        if kind.is_dir() {
            walk(&path, &to.child(&name_of(&path)?), depth, files)?;
            continue;
        }
        let about = fs::metadata(&path).map_err(unreadable(&path))?;
        if about.is_file() {
            let name = name_of(&path)?;
            files.push(LocalFile { path, folder: to.clone(), name, size: about.len() });
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> Result<String, DiskError> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| DiskError::NoName(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_in_by_its_name_and_links_in_circles_are_left_out() {
        let base = tempfile::tempdir().expect("a folder");
        let top = base.path().join("top");
        fs::create_dir_all(top.join("inner")).expect("folders");
        fs::write(top.join("a.txt"), "a").expect("a file");
        fs::write(top.join("inner/b.txt"), "bb").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&top, top.join("inner/circle")).expect("a link");
        let files = walk_disk(&top, &FolderPath::new("/x")).expect("files");
        let seen: Vec<_> = files.iter().map(|file| (file.folder.join(&file.name), file.size)).collect();
        assert_eq!(seen, [("/x/top/a.txt".to_owned(), 1), ("/x/top/inner/b.txt".to_owned(), 2)]);
        let one = walk_disk(&top.join("a.txt"), &FolderPath::root()).expect("a file");
        assert_eq!(one[0].folder.join(&one[0].name), "/a.txt");
        assert!(walk_disk(&top.join("missing"), &FolderPath::root()).is_err());
    }

    #[test]
    fn folders_stand_first() {
        let base = tempfile::tempdir().expect("a folder");
        fs::create_dir(base.path().join("z")).expect("a folder");
        fs::write(base.path().join("b"), "12").expect("a file");
        fs::write(base.path().join("a"), "").expect("a file");
        let listed = list_disk(base.path()).expect("a list");
        let names: Vec<_> = listed.entries.iter().map(|entry| (entry.name.as_str(), entry.size)).collect();
        assert_eq!(names, [("z", 0), ("a", 0), ("b", 2)]);
    }
}
