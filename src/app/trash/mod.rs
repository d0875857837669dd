//! What was moved to the trash: batches by their moment, and the files in one.

mod view;

use std::collections::HashSet;

use jiff::SignedDuration;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::model::{AssetId, File, FolderPath, Report};
use crate::ops::trash::Batch;
use crate::ops::{Target, build};

/// Rows of the pane that are no rows of its list.
const CHROME: u16 = 4;
/// Days that are suggested when the trash is emptied.
const DAYS: &str = "30";

/// The files of one batch.
#[derive(Clone, Debug, PartialEq)]
struct Inside {
    batch: Batch,
    files: Option<Vec<File>>,
    picked: HashSet<AssetId>,
    cursor: Cursor,
}

/// What was moved to the trash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrashPane {
    /// The batches, the newest first; `None` until they have come.
    batches: Option<Vec<Batch>>,
    trouble: Option<Report>,
    picked: HashSet<FolderPath>,
    cursor: Cursor,
    inside: Option<Inside>,
    /// How many days old is to be deleted, while that is asked.
    days: Option<Field>,
    /// Asks for batches, for files, for a plan.
    asked: [Option<Ticket>; 3],
    /// How many runs of this session there were and whether one was under way at the last look.
    seen: (usize, bool),
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = TrashPane::default();
    pane.load(desk);
    Some(Overlay::Trash(Box::new(pane)))
}

impl TrashPane {
    fn load(&mut self, desk: &mut Desk<'_>) {
        self.seen = seen(desk);
        self.asked[0] = Some(desk.ask(Call::Trash, 0));
        if let Some(inside) = &self.inside {
            self.asked[1] = Some(desk.ask(Call::Trashed(inside.batch.folder.clone()), 0));
        }
    }

    fn current(&self) -> Option<&Batch> {
        self.batches.as_ref()?.get(self.cursor.at())
    }

    /// What an action is about: what is picked, or what is under the cursor.
    fn targets(&self) -> Vec<Target> {
        if let Some(inside) = &self.inside {
            let files = inside.files.as_deref().unwrap_or_default();
            let picked = files.iter().filter(|file| inside.picked.contains(&file.id));
            let picked: Vec<Target> = picked.map(Target::file).collect();
            if !picked.is_empty() {
                return picked;
            }
            return files.get(inside.cursor.at()).map(Target::file).into_iter().collect();
        }
        let all = self.batches.as_deref().unwrap_or_default();
        let picked = all.iter().filter(|batch| self.picked.contains(&batch.folder));
        let picked: Vec<Target> = picked.map(|batch| Target::Folder(batch.folder.clone())).collect();
        if !picked.is_empty() {
            return picked;
        }
        self.current().map(|batch| Target::Folder(batch.folder.clone())).into_iter().collect()
    }

    fn look_inside(&mut self, desk: &mut Desk<'_>) {
        let Some(batch) = self.current().cloned() else { return };
        self.asked[1] = Some(desk.ask(Call::Trashed(batch.folder.clone()), 0));
        self.inside = Some(Inside { batch, files: None, picked: HashSet::new(), cursor: Cursor::default() });
    }

    fn pick(&mut self) {
        if let Some(inside) = &mut self.inside {
            let files = inside.files.as_deref().unwrap_or_default();
            if let Some(file) = files.get(inside.cursor.at()) {
                toggle(&mut inside.picked, file.id.clone());
                inside.cursor.step(1, files.len());
            }
        } else if let Some(folder) = self.current().map(|batch| batch.folder.clone()) {
            toggle(&mut self.picked, folder);
            self.cursor.step(1, self.batches.as_ref().map_or(0, Vec::len));
        }
    }

    fn restore(&mut self, desk: &mut Desk<'_>) {
        let targets = self.targets();
        if !targets.is_empty() {
            self.asked[2] = Some(desk.ask(Call::Restore(targets), 0));
        }
    }

    fn delete(targets: &[Target], desk: &mut Desk<'_>) {
        match build::delete(targets) {
            Ok(plan) => desk.then(Then::Begin(plan)),
            Err(error) => desk.then(Then::Toast(error.to_string(), Role::Warning)),
        }
    }

    /// Deletes the batches that are older than so many days.
    fn empty(&mut self, desk: &mut Desk<'_>) {
        let days = self.days.take().and_then(|field| field.text().trim().parse::<u32>().ok());
        let Some(days) = days else {
            return desk.then(Then::Toast("a number of days is wanted".to_owned(), Role::Warning));
        };
        let age = SignedDuration::from_hours(24 * i64::from(days));
        let old = |batch: &&Batch| batch.at.is_some_and(|at| desk.state.now.duration_since(at) >= age);
        let batches = self.batches.as_deref().unwrap_or_default();
        let old: Vec<Target> =
            batches.iter().filter(old).map(|batch| Target::Folder(batch.folder.clone())).collect();
        if old.is_empty() {
            return desk.then(Then::Toast(format!("nothing is older than {days} days"), Role::Warning));
        }
        Self::delete(&old, desk);
    }
}

fn toggle<T: std::hash::Hash + Eq>(set: &mut HashSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

fn seen(desk: &Desk<'_>) -> (usize, bool) {
    (desk.state.jobs.iter().len(), desk.state.jobs.live().is_some())
}

impl Sheet for TrashPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let area = inside(area);
        match &mut self.inside {
            _ if self.days.is_some() => None,
            Some(inside) => {
                let rows = inside.files.as_ref().map_or(0, Vec::len);
                Some(Listed { area, rows, cursor: &mut inside.cursor })
            }
            None => {
                let rows = self.batches.as_ref().map_or(0, Vec::len);
                Some(Listed { area, rows, cursor: &mut self.cursor })
            }
        }
    }

    fn context(&self) -> Option<Context> {
        self.days.is_none().then_some(Context::Trash)
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.days {
            Some(_) => vec![("Enter", "look what that is"), ("Esc", "not now")],
            None => Vec::new(),
        }
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        match key.code {
            KeyCode::Esc => self.days = None,
            KeyCode::Enter => self.empty(desk),
            _ => {
                if let Some(field) = &mut self.days {
                    field.key(key);
                }
            }
        }
        Stay::Open
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let page = usize::from(self.area(desk.state).height.saturating_sub(CHROME));
        let moved = match &mut self.inside {
            Some(inside) => inside.cursor.act(action, inside.files.as_ref().map_or(0, Vec::len), page),
            None => self.cursor.act(action, self.batches.as_ref().map_or(0, Vec::len), page),
        };
        if moved {
            return Stay::Open;
        }
        match action {
            Action::SheetClose if self.inside.take().is_none() => return Stay::Close,
            Action::TrashOpen if self.inside.is_none() => self.look_inside(desk),
            Action::TrashPick => self.pick(),
            Action::TrashRestore => self.restore(desk),
            Action::TrashDelete => Self::delete(&self.targets(), desk),
            Action::TrashEmpty if self.inside.is_none() => self.days = Some(Field::new(DAYS)),
            _ => {}
        }
        Stay::Open
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        let Some(slot) = self.asked.iter_mut().find(|slot| **slot == Some(ticket)) else { return };
        *slot = None;
        match result {
            Ok(Answer::Trash(batches)) => {
                self.cursor.step(0, batches.len());
                self.picked.retain(|folder| batches.iter().any(|batch| batch.folder == *folder));
                self.batches = Some(batches.clone());
                self.trouble = None;
            }
            Ok(Answer::Trashed(files)) => {
                if let Some(inside) = &mut self.inside {
                    inside.cursor.step(0, files.len());
                    inside.picked.retain(|id| files.iter().any(|file| file.id == *id));
                    inside.files = Some(files.clone());
                }
            }
            Ok(Answer::Restore(plan)) => desk.then(Then::Begin((**plan).clone())),
            Ok(_) => {}
            Err(report) if self.batches.is_none() => self.trouble = Some(report.clone()),
            Err(report) => {
                desk.then(Then::Toast(format!("{}: {}", report.what, report.why), Role::Warning));
            }
        }
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        if self.seen != seen(desk) {
            self.load(desk);
        }
    }
}
