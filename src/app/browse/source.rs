//! Where the rows of the list come from: a folder, or a search.

use std::sync::Arc;

use crate::model::{File, Folder, FolderPath};
use crate::query::Query;

/// A search as it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// What the service is asked: the value of `searchQuery`.
    pub query: String,
    /// What has to hold besides, looked at in each entry that comes.
    pub here: Option<Query>,
    /// The files that were found in the copy of the library, by their numbers there: then the service
    /// isn't asked, and `query` is empty. They come in the order of the list, whatever theirs is here.
    pub rows: Option<Arc<[u32]>>,
    /// The folder that was on screen, to which one goes back.
    pub folder: FolderPath,
}

impl Search {
    /// Files that were found in the copy of the library. `text` says as what.
    pub fn of_rows(text: impl Into<String>, rows: impl Into<Arc<[u32]>>, folder: FolderPath) -> Self {
        Self { text: text.into(), query: String::new(), here: None, rows: Some(rows.into()), folder }
    }
}

/// What the list shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The folders and files directly in a folder.
    Folder(FolderPath),
    /// What a search finds.
    Search(Arc<Search>),
}

impl Source {
    /// The folder, or the one that the search was begun in.
    pub fn folder(&self) -> &FolderPath {
        match self {
            Self::Folder(path) => path,
            Self::Search(search) => &search.folder,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The folders among its entries: a search may find some.
    pub folders: Vec<Folder>,
    /// Its files.
    pub files: Vec<File>,
    /// How many entries it had when it came, those included that were left out here. Fewer than were
    /// asked for means that it is the last.
    pub passed: usize,
    /// Whether it is what the copy of the library has, since the library could not be reached.
    pub copied: bool,
}

impl Page {
    /// A page of files of which none was left out.
    pub fn of_files(files: Vec<File>) -> Self {
        Self { passed: files.len(), files, ..Self::default() }
    }
}
