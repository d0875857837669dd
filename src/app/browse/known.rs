//! What the copy of the library has of a list, shown until the library itself answers, and what happens
//! to the cursor then: it stays on its file.

use super::list::{Listing, Load, page_size};
use super::source::{Page, Source};
use super::tree::Children;
use super::{Browse, Row};
use crate::app::Cx;
use crate::app::effect::Ticket;
use crate::model::{File, Folder, FolderPath};

impl Listing {
    /// Takes a page that the copy has, while that of the library is on its way. Whether it is of use.
    pub(super) fn take_known(&mut self, ticket: Ticket, page: Page) -> bool {
        if self.load != Load::Asked(ticket) || self.known > 0 {
            return false;
        }
        self.known_all = page.passed < page_size(self.passed());
        if page.files.is_empty() {
            return false;
        }
        self.known = page.files.len();
        self.bytes += page.files.iter().map(|file| file.size).sum::<u64>();
        self.files.extend(page.files);
        self.settle();
        true
    }

    /// Whether rows at the end are those of the copy, and the library's own on their way.
    pub fn is_known_only(&self) -> bool {
        self.known > 0
    }

    /// Whether the copy has no more than is here, and the library has yet to answer.
    pub fn is_all_known(&self) -> bool {
        self.known_all && matches!(self.load, Load::Asked(_))
    }

    /// The folder with all its files, where the library itself has listed them.
    pub fn whole(&self) -> Option<(&FolderPath, &[File])> {
        let own = self.load == Load::Complete && self.reload.is_none() && !self.copied;
        (own && self.search.is_none()).then_some((&self.path, &self.files))
    }

    /// Whether rows are those of the copy because the library could not be reached.
    pub fn is_copied(&self) -> bool {
        self.copied
    }

    /// Files that the library itself has listed.
    pub(super) fn own_files(&self) -> usize {
        self.files.len().saturating_sub(self.known)
    }

    /// Puts the library's page in the place of the one that the copy had.
    pub(super) fn replace_known(&mut self, skip: usize, page: Page) {
        let at = self.own_files();
        let known = self.files.split_off(at);
        self.bytes = self.bytes.saturating_sub(known.iter().map(|file| file.size).sum());
        self.known = 0;
        if known == page.files {
            return self.append(skip, page);
        }
        let id = |row: Option<Row<'_>>| row.map(|row| row.id().clone());
        // They were taken off the end, so the rows are looked up among them.
        let folders = self.len().saturating_sub(self.filter.as_ref().map_or(at, |own| own.files.len()));
        let row = |index: usize| {
            let file = index.checked_sub(folders)?;
            let file = self.filter.as_ref().map_or(Some(file), |own| own.files.get(file).copied())?;
            known.get(file.checked_sub(at)?).map(|file| file.id.clone())
        };
        let keep = row(self.cursor).or_else(|| id(self.current()));
        let anchor = self.visual.and_then(|index| row(index).or_else(|| id(self.row(index))));
        self.append(skip, page);
        self.rows_changed(keep);
        self.visual = anchor.and_then(|id| self.index_of(&id));
    }
}

impl Browse {
    /// The library answers: what is shown of its copy becomes what it says, everything else begins.
    pub fn connected(&mut self, cx: &mut Cx) {
        if self.list.is_known_only() {
            // It has been asked already.
            return;
        }
        if self.list.is_copied() {
            return self.reload(cx);
        }
        self.begin(cx);
    }

    /// The copy has changed: what was found in it is read anew.
    pub fn copy_changed(&mut self, cx: &mut Cx) {
        if self.list.search.as_ref().is_some_and(|search| search.rows.is_some()) {
            self.list.refresh(cx);
        }
    }

    /// Takes a page that the copy has.
    pub fn take_known(&mut self, ticket: Ticket, page: Page, cx: &mut Cx) {
        if self.list.take_known(ticket, page) {
            self.advance(cx);
        }
    }

    /// Takes the folders that the copy has in a folder.
    pub fn take_known_folders(&mut self, ticket: Ticket, path: &FolderPath, folders: Vec<Folder>) {
        match self.family.get_mut(path) {
            Some(Children::Asked(asked, known)) if *asked == ticket && known.is_empty() => {
                known.clone_from(&folders);
            }
            _ => return,
        }
        if matches!(self.list.source(), Source::Folder(own) if own == *path) {
            self.list.take_folders(folders);
        }
        self.tree.rebuild(&self.family);
        self.tree.point_at(&self.list.path);
    }
}
