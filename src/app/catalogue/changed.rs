//! What the user's own changes mean for the copy of the library.

use crate::model::{AssetId, FolderPath};
use crate::ops::{Outcome, Step, Target, Verb, stored_folder_name};

/// What steps that have ended well have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Files that are other than they were, or elsewhere.
    pub touched: Vec<AssetId>,
    /// Files that are gone.
    pub gone: Vec<AssetId>,
    /// Folders that are gone with all that was in them.
    pub folders_gone: Vec<FolderPath>,
    /// Folders in which there are other files than before.
    pub listed: Vec<FolderPath>,
    /// Folders that are new, with all that is in them.
    pub below: Vec<FolderPath>,
}

/// What these steps have changed, by how they have ended.
pub(crate) fn changed(steps: &[Step], outcomes: &[Option<Outcome>]) -> Changed {
    let mut changed = Changed::default();
    for (step, outcome) in steps.iter().zip(outcomes) {
        match outcome {
            Some(Outcome::Done | Outcome::Nothing(_)) => changed.add(step),
            // What a folder's job had done before it failed isn't known.
            Some(Outcome::Failed(_)) if matches!(step.target, Target::Folder(_)) => changed.look_at(step),
            _ => {}
        }
    }
    changed.listed.sort_unstable();
    changed.listed.dedup();
    changed
}

impl Changed {
    fn add(&mut self, step: &Step) {
        match (&step.target, &step.verb) {
            (Target::Url(_), _) | (_, Verb::Purge | Verb::Download(_)) => {}
            (Target::Source { folder, .. }, _) => self.listed.push(folder.clone()),
            (Target::File { id, .. }, Verb::Delete) => self.gone.push(id.clone()),
            (Target::File { .. }, Verb::CopyTo(to)) => self.listed.push(to.clone()),
            (Target::File { id, .. }, Verb::MoveTo(to)) => {
                // Where it came onto a file of its name, it has become a version of that.
                self.touched.push(id.clone());
                self.listed.push(to.clone());
            }
            (Target::File { id, .. }, _) => self.touched.push(id.clone()),
            (Target::Folder(path), Verb::Delete) => self.folders_gone.push(path.clone()),
            // The files that the copy has there still were moved away before.
            (Target::Folder(path), Verb::DeleteIfEmpty) => self.listed.extend(path.parent()),
            (Target::Folder(path), Verb::CreateFolder) => self.below.push(path.clone()),
            // A list of all folders tells where those of the old place are, so that files keep their pHashes.
            (Target::Folder(path), verb) => self.below.extend(new_place(path, verb)),
        }
    }

    fn look_at(&mut self, step: &Step) {
        if let Target::Folder(path) = &step.target {
            self.below.push(path.clone());
            self.below.extend(new_place(path, &step.verb));
        }
    }
}

/// Where a folder is after it was copied, moved or renamed.
fn new_place(path: &FolderPath, verb: &Verb) -> Option<FolderPath> {
    match verb {
        Verb::CopyTo(to) | Verb::MoveTo(to) => Some(FolderPath::new(&to.join(path.name()))),
        Verb::Rename { name, .. } => {
            let parent = path.parent()?;
            Some(FolderPath::new(&parent.join(&stored_folder_name(name))))
        }
        _ => None,
    }
}
