//! The rows of the folder or search on screen: loaded page by page, filtered and selected in steps, so that
//! no key waits for a large folder.

use std::collections::HashSet;
use std::sync::Arc;

use super::filter::Filter;
use super::reload::Reload;
use super::source::{Page, Search, Source};
use crate::app::Cx;
use crate::app::effect::{Effect, Ticket};
use crate::model::{AssetId, File, Folder, FolderPath, Report, Sort};

/// Files asked for first, so that the first screen is there at once.
const FIRST_PAGE: usize = 200;
/// Files asked for after that: the most that the API gives (imagekit-api.md 2.4).
const PAGE: usize = 1000;
/// The next page is asked for when the cursor is this near to the end.
const AHEAD: usize = 600;

/// How many files are asked for after the first `skip`.
pub(super) fn page_size(skip: usize) -> usize {
    if skip == 0 { FIRST_PAGE } else { PAGE }
}

/// How far the files of a folder are loaded.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// There is more, and nobody has asked yet.
    Partly,
    /// A page is on its way.
    Asked(Ticket),
    /// All are here.
    Complete,
    /// The last page did not come.
    Failed(Report),
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row<'a> {
    /// A folder.
    Folder(&'a Folder),
    /// A file.
    File(&'a File),
}

impl Row<'_> {
    /// The id of what stands there.
    pub fn id(&self) -> &AssetId {
        match self {
            Row::Folder(folder) => &folder.id,
            Row::File(file) => &file.id,
        }
    }

    /// Its name, raw.
    pub fn name(&self) -> &str {
        match self {
            Row::Folder(folder) => folder.path.name(),
            Row::File(file) => &file.name,
        }
    }
}

/// The folder or search on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Which folder, or which one the search was begun in.
    pub path: FolderPath,
    /// The search, where this is what one has found.
    pub search: Option<Arc<Search>>,
    /// The order of its files.
    pub sort: Sort,
    /// Whether it is shown as a light table.
    pub board: bool,
    /// Its folders, by name; those that a search has found as they came.
    pub folders: Vec<Folder>,
    /// Its files, as far as they are loaded.
    pub files: Vec<File>,
    /// How far that is.
    pub load: Load,
    /// Bytes of the loaded files.
    pub bytes: u64,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row on the screen.
    pub top: usize,
    /// Where a range began.
    pub visual: Option<usize>,
    /// What is left out.
    pub filter: Option<Filter>,
    /// Load all pages, one after the other.
    pub(super) fill: bool,
    /// The cursor stays at the end while pages and folders come.
    follow_end: bool,
    /// The folders are on their way.
    pub(super) awaits_folders: bool,
    /// Entries of the library that the loaded pages had, those included that a search left out.
    passed: usize,
    /// Files at the end that are as the copy of the library has them, while the library's own are on
    /// their way.
    pub(super) known: usize,
    /// Whether the copy has no more than is here, while the library's own files are on their way.
    pub(super) known_all: bool,
    /// Whether the rows are those of the copy because the library could not be reached.
    pub(super) copied: bool,
    /// Put the cursor on this name when it comes.
    wanted: Option<String>,
    pub(super) reload: Option<Reload>,
}

impl Listing {
    /// An empty listing of a folder.
    pub fn new(path: FolderPath, sort: Sort) -> Self {
        Self {
            path,
            search: None,
            sort,
            board: false,
            folders: Vec::new(),
            files: Vec::new(),
            load: Load::Partly,
            bytes: 0,
            cursor: 0,
            top: 0,
            visual: None,
            filter: None,
            fill: false,
            follow_end: false,
            awaits_folders: false,
            passed: 0,
            known: 0,
            known_all: false,
            copied: false,
            wanted: None,
            reload: None,
        }
    }

    /// How many rows there are, with the filter on.
    pub fn len(&self) -> usize {
        self.folder_rows() + self.filter.as_ref().map_or(self.files.len(), |f| f.files.len())
    }

    fn folder_rows(&self) -> usize {
        self.filter.as_ref().map_or(self.folders.len(), |f| f.folders.len())
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row by its number.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        let folders = self.folder_rows();
        if index < folders {
            let at = self.filter.as_ref().map_or(Some(index), |f| f.folders.get(index).copied())?;
            return self.folders.get(at).map(Row::Folder);
        }
        let index = index - folders;
        let at = self.filter.as_ref().map_or(Some(index), |f| f.files.get(index).copied())?;
        self.files.get(at).map(Row::File)
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<Row<'_>> {
        self.row(self.cursor)
    }

    /// Whether the row lies in the range that is being selected.
    pub fn in_visual(&self, index: usize) -> bool {
        self.visual_range().is_some_and(|(from, to)| (from..=to).contains(&index))
    }

    /// The first and the last row of the range that is being selected.
    pub fn visual_range(&self) -> Option<(usize, usize)> {
        self.visual.map(|anchor| (anchor.min(self.cursor), anchor.max(self.cursor)))
    }

    /// What it shows.
    pub fn source(&self) -> Source {
        match &self.search {
            Some(search) => Source::Search(Arc::clone(search)),
            None => Source::Folder(self.path.clone()),
        }
    }

    /// Goes to a folder or search, asking for its first page. `wanted` is a name to put the cursor on.
    pub fn open(&mut self, source: Source, wanted: Option<String>, cx: &mut Cx) {
        let board = self.board;
        // The end may have been asked for before the library was there.
        let follow_end = self.follow_end && self.files.is_empty() && self.source() == source;
        *self = Self::new(source.folder().clone(), self.sort);
        if let Source::Search(search) = source {
            self.search = Some(search);
        }
        self.board = board;
        self.wanted = wanted;
        self.follow_end = follow_end;
        self.fill = follow_end;
        self.ask(cx);
    }

    /// Asks for the next page, unless one is under way or all are here.
    pub(super) fn ask(&mut self, cx: &mut Cx) {
        if matches!(self.load, Load::Asked(_) | Load::Complete) || self.reload.is_some() {
            return;
        }
        let ticket = cx.ticket();
        self.load = Load::Asked(ticket);
        cx.push(self.page(ticket, self.passed));
    }

    /// Loads all pages, one after the other.
    pub fn load_all(&mut self) {
        self.fill = true;
    }

    pub(super) fn page(&self, ticket: Ticket, skip: usize) -> Effect {
        Effect::ListFiles { ticket, source: self.source(), sort: self.sort, skip, limit: page_size(skip) }
    }

    /// Takes a page. Whether it was waited for.
    pub fn take(&mut self, ticket: Ticket, skip: usize, page: Result<Page, Report>, cx: &mut Cx) -> bool {
        if self.reload.as_ref().is_some_and(|r| r.ticket == ticket) {
            self.take_reload(skip, page, cx);
            return true;
        }
        if self.load != Load::Asked(ticket) {
            return false;
        }
        match page {
            Ok(page) => self.put(skip, page),
            Err(report) => self.load = Load::Failed(report),
        }
        self.settle();
        self.ask_if_near(cx);
        true
    }

    fn put(&mut self, skip: usize, page: Page) {
        self.copied |= page.copied;
        self.known_all = false;
        match self.known {
            0 => self.append(skip, page),
            _ => self.replace_known(skip, page),
        }
    }

    pub(super) fn append(&mut self, skip: usize, page: Page) {
        self.load = if page.passed < page_size(skip) { Load::Complete } else { Load::Partly };
        self.passed += page.passed;
        self.bytes += page.files.iter().map(|file| file.size).sum::<u64>();
        self.files.extend(page.files);
        if !page.folders.is_empty() {
            let folders = self.folders.drain(..).chain(page.folders).collect();
            self.put_folders(folders);
        }
    }

    /// Asks for the next page if the cursor is near the end of what is loaded.
    pub fn ask_if_near(&mut self, cx: &mut Cx) {
        let near = self.fill || self.filter.is_some() || self.cursor + AHEAD >= self.len();
        if near && self.load == Load::Partly {
            self.ask(cx);
        }
    }

    /// Takes the folders of this folder, keeping the cursor on its row.
    pub fn take_folders(&mut self, folders: Vec<Folder>) {
        self.put_folders(folders);
        self.settle();
    }

    fn put_folders(&mut self, folders: Vec<Folder>) {
        let on_file = self.cursor >= self.folder_rows() && self.cursor > 0;
        let before = self.folder_rows();
        self.folders = folders;
        if let Some(filter) = &mut self.filter {
            filter.match_folders(&self.folders);
        }
        if on_file {
            self.cursor = self.cursor + self.folder_rows() - before;
        }
    }

    /// Moves the cursor to a row.
    pub fn go(&mut self, row: usize) {
        self.wanted = None;
        self.follow_end = false;
        self.cursor = row.min(self.len().saturating_sub(1));
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize) {
        self.go(self.cursor.saturating_add_signed(by));
    }

    /// Moves the cursor to the last row, loading all the rest.
    pub fn go_end(&mut self, cx: &mut Cx) {
        self.go(usize::MAX);
        self.follow_end = self.load != Load::Complete || self.awaits_folders;
        if self.load != Load::Complete {
            self.fill = true;
            self.ask(cx);
        }
    }

    /// Puts the cursor on a name as soon as it is there.
    pub fn want(&mut self, name: String) {
        self.wanted = Some(name);
        self.settle();
    }

    /// Brings the cursor to where it should be after rows have changed.
    pub(super) fn settle(&mut self) {
        if let Some(name) = &self.wanted
            && let Some(at) = self.find(name)
        {
            self.cursor = at;
            self.wanted = None;
        }
        let last = self.len().saturating_sub(1);
        self.cursor = if self.follow_end { last } else { self.cursor.min(last) };
        if self.load == Load::Complete {
            self.follow_end &= self.awaits_folders;
            self.fill = false;
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|&i| self.row(i).is_some_and(|row| row.name() == name))
    }

    /// Stops loading all.
    pub fn stop_filling(&mut self) {
        self.fill = false;
        self.follow_end = false;
    }

    /// Whether all pages are being loaded.
    pub fn is_filling(&self) -> bool {
        self.fill && self.load != Load::Complete
    }

    /// Takes away the rows of these files and folders.
    pub fn remove(&mut self, ids: &HashSet<AssetId>) {
        let keep = self.current().map(|row| row.id().clone()).filter(|id| !ids.contains(id));
        let (own, mut at, mut known) = (self.own_files(), 0, 0);
        let before = own + self.found_folders();
        self.files.retain(|file| {
            let stays = !ids.contains(&file.id);
            known += usize::from(stays && at >= own);
            at += 1;
            stays
        });
        self.known = known;
        self.folders.retain(|folder| !ids.contains(&folder.id));
        // Pages of what was found in the copy are counted by what was found, whatever has become of it.
        if self.search.as_ref().is_none_or(|search| search.rows.is_none()) {
            self.passed -= before - (self.own_files() + self.found_folders());
        }
        self.bytes = self.files.iter().map(|file| file.size).sum();
        self.rows_changed(keep);
    }

    /// Folders that came in pages.
    fn found_folders(&self) -> usize {
        if self.search.is_some() { self.folders.len() } else { 0 }
    }

    /// Puts other pages in the place of those loaded.
    pub(super) fn swap(&mut self, page: Page, complete: bool) {
        let keep = self.current().map(|row| row.id().clone());
        self.bytes = page.files.iter().map(|file| file.size).sum();
        self.passed = page.passed;
        (self.known, self.known_all, self.copied) = (0, false, page.copied);
        self.files = page.files;
        if self.search.is_some() {
            self.folders = page.folders;
        }
        self.load = if complete { Load::Complete } else { Load::Partly };
        self.rows_changed(keep);
    }

    /// How many entries the loaded pages had.
    pub(super) fn passed(&self) -> usize {
        self.passed
    }

    /// Changes loaded files in place.
    pub fn change(&mut self, mut change: impl FnMut(&mut File)) {
        self.files.iter_mut().for_each(&mut change);
    }

    /// After rows have moved: filters anew and finds the row of the cursor again.
    pub(super) fn rows_changed(&mut self, keep: Option<AssetId>) {
        self.visual = None;
        if let Some(filter) = &mut self.filter {
            filter.restart(&self.folders);
            filter.advance(&self.files, usize::MAX);
        }
        if let Some(at) = keep.and_then(|id| self.index_of(&id)) {
            self.cursor = at;
        }
        self.settle();
    }

    /// The row of a file or folder.
    pub fn index_of(&self, id: &AssetId) -> Option<usize> {
        (0..self.len()).find(|&i| self.row(i).is_some_and(|row| row.id() == id))
    }
}
