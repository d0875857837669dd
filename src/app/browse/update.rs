//! What the keys of the list and the tree do, and what happens when their answers come.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::tree::Children;
use super::{Browse, Filter, Load, Page, Row, Search, Source};
use crate::app::Cx;
use crate::app::effect::{Effect, Ticket};
use crate::model::{AiTag, AssetId, File, Folder, FolderPath, Report, Sort, Tag};
use crate::ops::{Step, Target, Verb};

/// Folders remembered for going back.
const HISTORY: usize = 100;

impl Browse {
    /// Goes to a folder. `wanted` is a name to put the cursor on; without one, the name that was
    /// under it when the folder was left.
    pub fn visit(&mut self, path: FolderPath, wanted: Option<String>, cx: &mut Cx) {
        self.leave_for(&Source::Folder(path.clone()));
        self.show(path, wanted, cx);
    }

    /// Shows what a search finds.
    pub fn search(&mut self, search: Search, cx: &mut Cx) {
        let source = Source::Search(Arc::new(search));
        self.leave_for(&source);
        self.show_source(source, cx);
    }

    /// Goes back to the folder that the search was begun in.
    pub fn leave_search(&mut self, cx: &mut Cx) {
        let path = self.list.path.clone();
        self.visit(path, None, cx);
    }

    /// Goes back to the folder or search before this one.
    pub fn back(&mut self, cx: &mut Cx) {
        if let Some(source) = self.history.pop() {
            self.remember();
            self.show_source(source, cx);
        }
    }

    /// Loads what is shown from the beginning, as after a start: the folder, or what the search finds.
    pub fn begin(&mut self, cx: &mut Cx) {
        let source = self.list.source();
        let path = source.folder().clone();
        let wanted = self.name_here().map(str::to_owned);
        if matches!(source, Source::Folder(_)) {
            return self.show(path, wanted, cx);
        }
        self.scans.clear();
        self.list.open(source, wanted, cx);
        self.reveal(path, cx);
    }

    fn show_source(&mut self, source: Source, cx: &mut Cx) {
        match source {
            Source::Folder(path) => self.show(path, None, cx),
            search => {
                self.scans.clear();
                self.list.open(search, None, cx);
            }
        }
    }

    /// Remembers what is left for another place.
    fn leave_for(&mut self, next: &Source) {
        self.remember();
        let here = self.list.source();
        if here != *next {
            self.history.push(here);
            if self.history.len() > HISTORY {
                self.history.remove(0);
            }
        }
    }

    fn remember(&mut self) {
        if self.list.search.is_some() {
            return;
        }
        if let Some(row) = self.list.current() {
            self.places.insert(self.list.path.clone(), row.name().to_owned());
        }
    }

    fn show(&mut self, path: FolderPath, wanted: Option<String>, cx: &mut Cx) {
        self.scans.clear();
        let wanted = wanted.or_else(|| self.places.get(&path).cloned());
        self.list.open(Source::Folder(path.clone()), wanted, cx);
        self.list.awaits_folders = true;
        if let Some(children) = self.family.get(&path) {
            self.list.take_folders(children.folders().to_vec());
        }
        self.reveal(path, cx);
    }

    /// Shows a folder in the tree, asking for what isn't known of it and of those above.
    fn reveal(&mut self, path: FolderPath, cx: &mut Cx) {
        self.ask_folders(path.clone(), cx);
        let missing = std::iter::successors(path.parent(), FolderPath::parent);
        for above in missing.filter(|above| !self.family.contains_key(above)).collect::<Vec<_>>() {
            self.ask_folders(above, cx);
        }
        self.tree.reveal(&path, &self.family);
    }

    /// Goes to the folder above, with the cursor on the one that was left; from a search to the folder
    /// that it was begun in.
    pub fn up(&mut self, cx: &mut Cx) {
        if self.list.search.is_some() {
            return self.leave_search(cx);
        }
        if let Some(parent) = self.list.path.parent() {
            let name = self.list.path.name().to_owned();
            self.visit(parent, Some(name), cx);
        }
    }

    /// Asks for the folders in a folder.
    pub fn ask_folders(&mut self, path: FolderPath, cx: &mut Cx) {
        let ticket = cx.ticket();
        let known = self.family.get(&path).map(|c| c.folders().to_vec()).unwrap_or_default();
        self.family.insert(path.clone(), Children::Asked(ticket, known));
        cx.push(Effect::ListFolders { ticket, path });
    }

    /// Takes the folders of a folder.
    pub fn take_folders(&mut self, ticket: Ticket, path: &FolderPath, result: Result<Vec<Folder>, Report>) {
        if !matches!(self.family.get(path), Some(Children::Asked(asked, _)) if *asked == ticket) {
            return;
        }
        let children = result.map_or_else(Children::Failed, Children::Known);
        if *path == self.list.path && self.list.search.is_none() {
            self.list.awaits_folders = false;
            self.list.take_folders(children.folders().to_vec());
        }
        self.family.insert(path.clone(), children);
        self.tree.rebuild(&self.family);
        self.tree.point_at(&self.list.path);
    }

    /// Takes a page of files.
    pub fn take_files(&mut self, ticket: Ticket, skip: usize, page: Result<Page, Report>, cx: &mut Cx) {
        if let Ok(page) = &page {
            self.count_tags(&page.files);
        }
        if self.list.take(ticket, skip, page, cx) {
            self.advance(cx);
        }
    }

    fn count_tags(&mut self, files: &[File]) {
        for tag in files.iter().flat_map(|file| file.tags.iter()) {
            *self.tags.entry(tag.clone()).or_default() += 1;
        }
    }

    /// Loads what is on screen anew.
    pub fn reload(&mut self, cx: &mut Cx) {
        self.list.refresh(cx);
        self.ask_folders(self.list.path.clone(), cx);
    }

    /// Whether it waits for this page of files.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.list.load == Load::Asked(ticket) || self.list.reload.as_ref().is_some_and(|r| r.ticket == ticket)
    }

    /// Goes on after having been hidden: what was on its way then may have been given up, so it is
    /// asked for again. If `stale`, what is here is loaded anew.
    pub fn wake(&mut self, stale: bool, cx: &mut Cx) {
        let lost = |(path, children): (&FolderPath, &Children)| {
            matches!(children, Children::Asked(..)).then(|| path.clone())
        };
        for path in self.family.iter().filter_map(lost).collect::<Vec<_>>() {
            self.ask_folders(path, cx);
        }
        if self.list.files.is_empty() {
            self.begin(cx);
        } else if stale || self.list.reload.is_some() {
            self.reload(cx);
        } else if matches!(self.list.load, Load::Asked(_)) {
            self.list.load = Load::Partly;
            self.list.ask(cx);
        }
        self.advance(cx);
    }

    /// Gives up what is under way, before it is closed.
    pub fn leave(&mut self) {
        self.scans.clear();
    }

    /// Loads the folder in another order.
    pub fn sort(&mut self, sort: Sort, cx: &mut Cx) {
        self.scans.clear();
        self.list.sort = sort;
        let wanted = self.list.current().map(|row| row.name().to_owned());
        let folders = std::mem::take(&mut self.list.folders);
        let awaits = self.list.awaits_folders;
        self.list.open(self.list.source(), wanted, cx);
        if self.list.search.is_none() {
            self.list.awaits_folders = awaits;
            self.list.take_folders(folders);
        }
    }

    /// Begins to filter, or goes on typing.
    pub fn filter(&mut self, cx: &mut Cx) {
        match &mut self.list.filter {
            Some(filter) => filter.typing = true,
            None => self.list.filter = Some(Filter::new(&self.list.folders)),
        }
        self.filter_changed(cx);
    }

    /// Takes what was typed into the filter.
    pub fn set_filter(&mut self, text: String, cx: &mut Cx) {
        if let Some(filter) = &mut self.list.filter {
            filter.set(text, &self.list.folders);
            self.list.cursor = 0;
        }
        self.filter_changed(cx);
    }

    fn filter_changed(&mut self, cx: &mut Cx) {
        self.list.visual = None;
        self.advance(cx);
        self.list.ask_if_near(cx);
    }

    /// Ends the filter, keeping the cursor on its row.
    pub fn drop_filter(&mut self) {
        let keep = self.list.current().map(|row| row.id().clone());
        self.list.filter = None;
        self.list.rows_changed(keep);
    }

    /// Gives up what `Esc` gives up: one thing at a time, the latest first.
    pub fn escape(&mut self, cx: &mut Cx) {
        if self.is_scanning() && !self.scans.is_empty() {
            self.scans.clear();
            self.list.stop_filling();
        } else if self.list.visual.take().is_some() {
        } else if self.list.filter.is_some() {
            self.drop_filter();
        } else if self.list.is_filling() {
            self.list.stop_filling();
        } else if !self.selection.is_empty() || self.list.search.is_none() {
            self.selection.clear();
        } else {
            self.leave_search(cx);
        }
    }

    /// Selects the range that is being marked.
    pub fn commit_visual(&mut self, cx: &mut Cx) {
        if let Some((from, to)) = self.list.visual_range() {
            self.list.visual = None;
            self.sweep(super::Sweep::Range { from, to }, cx);
        }
    }

    /// What is under the cursor of the list, as the target of a step.
    pub fn under_cursor(&self) -> Option<Target> {
        match self.list.current()? {
            Row::File(file) => Some(Target::file(file)),
            Row::Folder(folder) => Some(Target::Folder(folder.path.clone())),
        }
    }

    /// Brings rows and selection in line with steps that have ended well.
    pub fn apply(&mut self, done: &[&Step], cx: &mut Cx) {
        let mut gone = HashSet::new();
        let mut retagged = HashMap::new();
        for step in done {
            match (&step.target, &step.verb) {
                (Target::Url(_) | Target::Source { .. }, _) | (_, Verb::CreateFolder | Verb::Download(_)) => {
                }
                (Target::Folder(path), Verb::CopyTo(_)) => self.selection.remove_folder(path),
                (Target::Folder(path), _) => self.folder_gone(path, cx),
                (Target::File { id, .. }, Verb::AddTags(_) | Verb::RemoveTags(_) | Verb::RemoveAiTags(_)) => {
                    retagged.entry(id.clone()).or_insert_with(Vec::new).push(&step.verb);
                }
                (Target::File { id, folder, .. }, verb) => {
                    // A search may still find what has moved: that shows when it is loaded anew.
                    let leaves = self.list.search.is_none() && verb.moves_to().is_some_and(|to| to != folder);
                    if leaves || *verb == Verb::Delete {
                        gone.insert(id.clone());
                    }
                    self.selection.remove(id);
                }
            }
        }
        if !gone.is_empty() {
            self.list.remove(&gone);
        }
        if !retagged.is_empty() {
            self.retag(&retagged);
            cx.push(Effect::Forget(retagged.into_keys().collect()));
        }
    }

    /// Forgets a folder that is no longer at its path, and leaves it if it is on screen.
    fn folder_gone(&mut self, path: &FolderPath, cx: &mut Cx) {
        self.selection.remove_folder(path);
        self.family.retain(|known, _| !known.is_within(path));
        self.history.retain(|visited| !visited.folder().is_within(path));
        if self.list.path.is_within(path)
            && let Some(parent) = path.parent()
        {
            self.show(parent, None, cx);
        }
    }

    /// After a run: loads anew what its steps may have brought or renamed here.
    pub fn refresh_after(&mut self, steps: &[Step], cx: &mut Cx) {
        let here = self.list.path.clone();
        let brings = |step: &Step| match &step.verb {
            Verb::CopyTo(to) | Verb::MoveTo(to) => *to == here,
            Verb::Discard(discard) => discard.to == here,
            Verb::AddTags(_) | Verb::RemoveTags(_) | Verb::RemoveAiTags(_) | Verb::CreateFolder => false,
            Verb::Delete | Verb::DeleteIfEmpty => false,
            Verb::Purge | Verb::Download(_) | Verb::DeleteVersion(_) => false,
            Verb::Upload(_) => step.target.folder().as_ref() == Some(&here),
            Verb::Rename { .. } | Verb::Update(_) => true,
            Verb::Publish { .. } | Verb::RestoreVersion(_) => true,
        };
        let searched = self.list.search.is_some() && !steps.is_empty();
        if searched || steps.iter().any(brings) {
            self.list.refresh(cx);
        }
        let mut touched: HashSet<FolderPath> = steps.iter().flat_map(touched_folders).collect();
        if touched.is_empty() {
            return;
        }
        touched.insert(here);
        for path in touched {
            self.ask_folders(path, cx);
        }
    }

    fn retag(&mut self, verbs: &HashMap<AssetId, Vec<&Verb>>) {
        for (id, verbs) in verbs {
            self.selection.retag(id, |tags, ai_tags| {
                verbs.iter().for_each(|verb| edit_tags(tags, ai_tags, verb));
            });
        }
        let seen = &mut self.tags;
        self.list.change(|file| {
            for verb in verbs.get(&file.id).into_iter().flatten() {
                let old = file.tags.clone();
                edit_tags(&mut file.tags, &mut file.ai_tags, verb);
                for tag in file.tags.iter().filter(|tag| !old.contains(tag)) {
                    *seen.entry(tag.clone()).or_default() += 1;
                }
            }
        });
    }
}

/// The folders in which a step on a folder makes or removes one.
fn touched_folders(step: &Step) -> Vec<FolderPath> {
    if let Target::Source { folder, .. } = &step.target {
        // An upload makes the folders that are missing.
        return std::iter::successors(folder.parent(), FolderPath::parent).collect();
    }
    let Target::Folder(path) = &step.target else { return Vec::new() };
    path.parent().into_iter().chain(step.verb.brings_to().cloned()).collect()
}

fn edit_tags(tags: &mut Arc<[Tag]>, ai_tags: &mut Arc<[AiTag]>, verb: &Verb) {
    match verb {
        Verb::AddTags(new) => {
            let missing = new.iter().filter(|tag| !tags.contains(tag));
            *tags = tags.iter().chain(missing).cloned().collect();
        }
        Verb::RemoveTags(old) => *tags = tags.iter().filter(|tag| !old.contains(tag)).cloned().collect(),
        Verb::RemoveAiTags(old) => {
            *ai_tags = ai_tags.iter().filter(|tag| !old.contains(&tag.name)).cloned().collect();
        }
        _ => {}
    }
}
