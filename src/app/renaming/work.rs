//! What the names need: the files, the names that are taken, EXIF and other facts, and the look at all
//! of it in steps.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Renaming;
use crate::app::browse::{Browse, Load, Row};
use crate::app::call::{Answer, Call};
use crate::app::effect::{Effect, Ticket};
use crate::app::sheet::Desk;
use crate::model::{Details, FolderPath, Report};
use crate::ops::rename::{Needs, Subject};

/// Names looked at in one step; a few milliseconds at most.
const STEP: usize = 4096;
/// Calls for metadata under way at once.
const AT_ONCE: usize = 4;
/// Folders whose names are looked at; in more, a taken name is found when the service refuses it.
const FOLDERS: usize = 50;

/// The selected files: those of the folder on screen in its order, then the others by path.
pub(super) fn selected(browse: &Browse) -> Vec<Subject> {
    let selection = &browse.selection;
    let here = browse.list.files.iter().filter(|file| selection.contains(&file.id));
    let mut subjects: Vec<Subject> = here.map(Subject::of_file).collect();
    if subjects.len() < selection.len() - selection.folders() {
        let seen: HashSet<_> = subjects.iter().map(|subject| subject.id.clone()).collect();
        let others = selection.targets();
        let others = others.iter().filter_map(Subject::of_target);
        subjects.extend(others.filter(|subject| !seen.contains(&subject.id)));
    }
    subjects
}

/// Files that are in the way: what is in the same folders and keeps its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum There {
    /// Nobody has asked.
    #[default]
    Unasked,
    /// They are being listed.
    Asked(Ticket),
    /// Their paths.
    Known(HashSet<String>),
    /// They are in too many folders, or could not be listed.
    Unknown(HashSet<String>),
}

impl There {
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Known(_) | Self::Unknown(_))
    }

    pub(super) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    pub(super) fn paths(&self) -> &HashSet<String> {
        static NONE: std::sync::LazyLock<HashSet<String>> = std::sync::LazyLock::new(HashSet::new);
        match self {
            Self::Known(paths) | Self::Unknown(paths) => paths,
            Self::Unasked | Self::Asked(_) => &NONE,
        }
    }

    pub(super) fn ask(&mut self, partial: bool, subjects: &[Subject], desk: &mut Desk<'_>) {
        if partial || *self != Self::Unasked {
            return;
        }
        let folders: BTreeSet<&FolderPath> = subjects.iter().map(|subject| &subject.folder).collect();
        *self = if folders.len() > FOLDERS {
            Self::Unknown(HashSet::new())
        } else {
            Self::Asked(desk.ask_beside(Call::Paths(folders.into_iter().cloned().collect())))
        };
    }

    /// Takes the paths; a report if they could not be had.
    pub(super) fn take(
        &mut self,
        ticket: Ticket,
        result: &Result<Answer, Report>,
        subjects: &[Subject],
    ) -> Option<Report> {
        if *self != Self::Asked(ticket) {
            return None;
        }
        match result {
            Ok(Answer::Paths(paths)) => {
                let mut paths: HashSet<String> = paths.iter().cloned().collect();
                for subject in subjects {
                    paths.remove(&subject.path());
                }
                *self = Self::Known(paths);
                None
            }
            Ok(_) => None,
            Err(report) => {
                *self = Self::Unknown(HashSet::new());
                Some(report.clone())
            }
        }
    }
}

/// Calls for what the pattern needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// Metadata under way, and of which file.
    exif: HashMap<Ticket, usize>,
    /// The first file whose metadata were not asked for.
    next: usize,
    details: Option<Ticket>,
    /// Details were had, or can't be had.
    detailed: bool,
}

impl Facts {
    pub(super) fn ask(&mut self, needs: Needs, subjects: &[Subject], desk: &mut Desk<'_>) {
        let lacks = |subject: &&Subject| {
            let lacks = subject.lacks(needs);
            lacks.list || lacks.custom
        };
        if (needs.list || needs.custom) && !self.detailed && self.details.is_none() {
            let files: Vec<_> =
                subjects.iter().filter(lacks).map(|s| (s.id.clone(), s.folder.clone())).collect();
            if !files.is_empty() {
                self.details = Some(desk.ask_beside(Call::DetailsOf(files)));
            }
        }
        while needs.exif && self.exif.len() < AT_ONCE {
            let Some(subject) = subjects.get(self.next) else { return };
            if subject.exif.is_none() {
                let ticket = desk.ask_beside(Call::Metadata(subject.id.clone()));
                self.exif.insert(ticket, self.next);
            }
            self.next += 1;
        }
    }

    /// Takes an answer. Whether it was the last one of its kind, so that names are to be made anew.
    pub(super) fn take(
        &mut self,
        ticket: Ticket,
        result: &Result<Answer, Report>,
        subjects: &mut [Subject],
    ) -> bool {
        if let Some(at) = self.exif.remove(&ticket) {
            if let Some(subject) = subjects.get_mut(at) {
                match result {
                    Ok(Answer::Metadata(metadata)) => subject.take_metadata(metadata),
                    // What can't be read has none; the report is in the log.
                    _ => subject.exif = Some([].into()),
                }
            }
            return self.exif.is_empty() && self.next >= subjects.len();
        }
        if self.details.take_if(|own| *own == ticket).is_none() {
            return false;
        }
        self.detailed = true;
        let details = match result {
            Ok(Answer::Details(details)) => details.as_slice(),
            _ => &[],
        };
        let by_id: HashMap<_, &Details> = details.iter().map(|d| (&d.file.id, d)).collect();
        for subject in subjects {
            let found = by_id.get(&subject.id);
            let own = found.map(|found| found.custom.as_slice().into()).unwrap_or_else(|| [].into());
            subject.custom.get_or_insert(own);
            if let (None, Some(found)) = (&subject.listed, found) {
                subject.listed = Subject::of_file(&found.file).listed;
            }
        }
        true
    }

    /// How many files' metadata are known, while some are being read.
    pub(super) fn read(&self) -> Option<usize> {
        (!self.exif.is_empty()).then(|| self.next - self.exif.len())
    }

    /// Whether details are being read.
    pub(super) fn reads_details(&self) -> bool {
        self.details.is_some()
    }
}

impl Renaming {
    /// Takes the files of the folder when all are there.
    pub(super) fn gather(&mut self, desk: &Desk<'_>) {
        let list = &desk.state.browse.list;
        if !self.partial || list.load != Load::Complete || desk.state.browse.is_scanning() {
            return;
        }
        let rows = (0..list.len()).filter_map(|at| list.row(at));
        let files = rows.filter_map(|row| match row {
            Row::File(file) => Some(Subject::of_file(file)),
            Row::Folder(_) => None,
        });
        self.subjects = files.collect();
        self.partial = false;
    }

    /// Looks at some more names. Those that can't be made for lack of facts are waited for.
    pub(super) fn go_on(&mut self, desk: &mut Desk<'_>) {
        if self.partial || !self.there.is_known() || self.check.looked_at() >= self.subjects.len() {
            return;
        }
        let ahead = self.subjects.iter().enumerate().skip(self.check.looked_at()).take(STEP);
        let ready = ahead.take_while(|(at, subject)| self.name(*at, subject).is_some()).count();
        if ready == 0 {
            return;
        }
        let mut check = std::mem::take(&mut self.check);
        check.step(&self.subjects, self.there.paths(), ready, |at, subject| {
            self.name(at, subject).unwrap_or_else(|| Ok(subject.name.to_string()))
        });
        self.check = check;
        if self.check.looked_at() < self.subjects.len() {
            desk.push(Effect::Continue);
        }
    }
}
