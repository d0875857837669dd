//! Choosing files and folders of the local disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::app::action::Action;
use crate::app::widget::{Cursor, Field};
use crate::model::Report;
use crate::ops::{DiskEntry, DiskFolder};

/// A walk over the local disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picker {
    /// The folder that is shown; empty before it has come.
    pub folder: DiskFolder,
    /// Why the folder that was asked for can't be shown.
    pub trouble: Option<Report>,
    /// What names must hold, and whether it is being typed.
    pub filter: Field,
    /// Whether the filter is being typed.
    pub typing: bool,
    /// Whether names that begin with a dot are shown.
    pub hidden: bool,
    /// What was marked, in any folder.
    pub marked: BTreeSet<PathBuf>,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// The name to put the cursor on when a folder comes.
    seek: Option<PathBuf>,
}

impl Picker {
    /// The entries that are shown.
    pub fn rows(&self) -> Vec<&DiskEntry> {
        let wanted = self.filter.text().to_lowercase();
        let fits = |entry: &&DiskEntry| {
            (self.hidden || !entry.name.starts_with('.')) && entry.name.to_lowercase().contains(&wanted)
        };
        self.folder.entries.iter().filter(fits).collect()
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<&DiskEntry> {
        self.rows().get(self.cursor.at()).copied()
    }

    /// Takes a folder that has come.
    pub fn show(&mut self, folder: DiskFolder) {
        self.folder = folder;
        self.trouble = None;
        self.filter.set("");
        self.typing = false;
        let seek = self.seek.take();
        let at = self.rows().iter().position(|entry| Some(&entry.path) == seek.as_ref());
        self.cursor = Cursor::new(at.unwrap_or(0));
    }

    /// The folder under the cursor, to be walked into.
    pub fn inner(&self) -> Option<PathBuf> {
        self.current().filter(|entry| entry.is_folder).map(|entry| entry.path.clone())
    }

    /// The folder above, to be walked to; the cursor will be on this one.
    pub fn outer(&mut self) -> Option<PathBuf> {
        let above = self.folder.path.parent().map(Path::to_owned);
        self.seek = above.is_some().then(|| self.folder.path.clone());
        above
    }

    /// Marks what is under the cursor, or takes the mark away, and goes on.
    pub fn mark(&mut self) {
        let Some(path) = self.current().map(|entry| entry.path.clone()) else { return };
        if !self.marked.remove(&path) {
            self.marked.insert(path);
        }
        let rows = self.rows().len();
        self.cursor.step(1, rows);
    }

    /// Marks all that is shown, or takes all marks away if everything has one.
    pub fn mark_all(&mut self) {
        let paths: Vec<PathBuf> = self.rows().iter().map(|entry| entry.path.clone()).collect();
        if paths.iter().all(|path| self.marked.contains(path)) {
            self.marked.retain(|marked| !paths.contains(marked));
        } else {
            self.marked.extend(paths);
        }
    }

    /// What is to be uploaded: what is marked, or the file under the cursor.
    pub fn chosen(&self) -> Vec<PathBuf> {
        if !self.marked.is_empty() {
            return self.marked.iter().cloned().collect();
        }
        self.current().filter(|entry| !entry.is_folder).map(|entry| entry.path.clone()).into_iter().collect()
    }

    /// Moves the cursor. Whether the action was one that moves.
    pub fn moves(&mut self, action: Action, page: usize) -> bool {
        let rows = self.rows().len();
        self.cursor.act(action, rows, page)
    }
}
