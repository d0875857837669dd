//! The folder tree and the files of a folder: where a person is in the library, and what is
//! selected there.

mod filter;
mod grid;
mod known;
mod list;
mod reload;
mod scan;
mod source;
mod tree;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

pub use filter::Filter;
pub use grid::{Board, board, draw_board};
pub use list::{Listing, Load, Row};
pub use scan::{Scan, Sweep};
pub use source::{Page, Search, Source};
pub use tree::{Children, Family, Tree};
pub use view::{draw_list, draw_tree};

use super::selection::Selection;
use crate::model::{FolderPath, Sort, Tag};

/// Where a person is, and what is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Browse {
    /// The folder on screen.
    pub list: Listing,
    /// The folder tree.
    pub tree: Tree,
    /// Folders known so far.
    pub family: Family,
    /// What is selected, in all folders.
    pub selection: Selection,
    /// Tags seen so far, for completion: how many loaded files hold each.
    pub tags: HashMap<Tag, usize>,
    /// Folders and searches visited before this one, the last one last.
    pub history: Vec<Source>,
    /// The name under the cursor when a folder was left.
    places: HashMap<FolderPath, String>,
    scans: VecDeque<Scan>,
}

impl Browse {
    /// At the root, with nothing loaded.
    pub fn new(sort: Sort) -> Self {
        Self {
            list: Listing::new(FolderPath::root(), sort),
            tree: Tree::default(),
            family: Family::new(),
            selection: Selection::default(),
            tags: HashMap::new(),
            history: Vec::new(),
            places: HashMap::new(),
            scans: VecDeque::new(),
        }
    }

    /// In a folder of which nothing is loaded, where the cursor will be on this name.
    pub fn begun(sort: Sort, path: FolderPath, name: Option<String>) -> Self {
        let mut browse = Self::new(sort);
        browse.places.extend(name.map(|name| (path.clone(), name)));
        browse.list.path = path;
        browse
    }

    /// The same with what a search finds, of which nothing is loaded.
    pub fn begun_with(sort: Sort, search: Search, name: Option<String>) -> Self {
        let mut browse = Self::begun(sort, search.folder.clone(), name);
        browse.list.search = Some(Arc::new(search));
        browse
    }

    /// The name under the cursor, or where nothing is loaded yet, the one that it will be on.
    pub fn name_here(&self) -> Option<&str> {
        match self.list.current() {
            Some(Row::File(file)) => Some(&file.name),
            Some(Row::Folder(folder)) => Some(folder.path.name()),
            None => self.places.get(&self.list.path).map(String::as_str),
        }
    }
}
