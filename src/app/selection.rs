//! What is selected: kept over folders, counted as it grows, so that asking costs nothing.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{AiTag, AssetId, File, Folder, Tag};
use crate::ops::Target;
use crate::ops::build_tags::characters;

/// One selected thing, with the tags it had when it was last seen.
#[derive(Clone, Debug, PartialEq)]
struct Picked {
    target: Target,
    tags: Arc<[Tag]>,
    ai_tags: Arc<[AiTag]>,
}

/// The selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    picked: HashMap<AssetId, Picked>,
    bytes: u64,
    folders: usize,
    tags: HashMap<Tag, usize>,
}

impl Selection {
    /// How many things are selected.
    pub fn len(&self) -> usize {
        self.picked.len()
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.picked.is_empty()
    }

    /// Bytes of the selected files.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many of the selected things are folders.
    pub fn folders(&self) -> usize {
        self.folders
    }

    /// How many selected files hold each tag.
    pub fn tags(&self) -> &HashMap<Tag, usize> {
        &self.tags
    }

    /// Whether this is selected.
    pub fn contains(&self, id: &AssetId) -> bool {
        self.picked.contains_key(id)
    }

    /// Selects a file; one that is selected already is seen anew.
    pub fn add_file(&mut self, file: &File) {
        self.remove(&file.id);
        let (target, tags) = (Target::file(file), file.tags.clone());
        self.insert(file.id.clone(), Picked { target, tags, ai_tags: file.ai_tags.clone() });
    }

    /// Selects a folder.
    pub fn add_folder(&mut self, folder: &Folder) {
        self.remove(&folder.id);
        let target = Target::Folder(folder.path.clone());
        self.insert(folder.id.clone(), Picked { target, tags: Arc::default(), ai_tags: Arc::default() });
    }

    /// Lets go of one.
    pub fn remove(&mut self, id: &AssetId) {
        let Some(old) = self.picked.remove(id) else { return };
        self.bytes -= old.target.size();
        self.folders -= usize::from(old.target.is_folder());
        for tag in old.tags.iter() {
            if let Some(count) = self.tags.get_mut(tag) {
                *count -= 1;
                if *count == 0 {
                    self.tags.remove(tag);
                }
            }
        }
    }

    /// Changes the tags that a selected file is known to have.
    pub fn retag(&mut self, id: &AssetId, change: impl FnOnce(&mut Arc<[Tag]>, &mut Arc<[AiTag]>)) {
        let Some(mut picked) = self.picked.get(id).cloned() else { return };
        self.remove(id);
        change(&mut picked.tags, &mut picked.ai_tags);
        self.insert(id.clone(), picked);
    }

    fn insert(&mut self, id: AssetId, picked: Picked) {
        self.bytes += picked.target.size();
        self.folders += usize::from(picked.target.is_folder());
        for tag in picked.tags.iter() {
            *self.tags.entry(tag.clone()).or_default() += 1;
        }
        self.picked.insert(id, picked);
    }

    /// Lets go of the folder at this path.
    pub fn remove_folder(&mut self, path: &crate::model::FolderPath) {
        let is_it = |p: &Picked| matches!(&p.target, Target::Folder(own) if own == path);
        if let Some(id) = self.picked.iter().find(|(_, p)| is_it(p)).map(|(id, _)| id.clone()) {
            self.remove(&id);
        }
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The selected things in the order of their paths.
    pub fn targets(&self) -> Vec<Target> {
        let mut targets: Vec<_> = self.picked.values().map(|p| p.target.clone()).collect();
        targets.sort_by_cached_key(Target::path);
        targets
    }

    /// The AI tags of all selected files.
    pub fn ai_tags(&self) -> impl Iterator<Item = &[AiTag]> {
        self.picked.values().map(|picked| &*picked.ai_tags)
    }

    /// The characters of all tags of a selected file together.
    pub fn characters(&self, id: &AssetId) -> usize {
        self.picked.get(id).map_or(0, |picked| characters(&picked.tags))
    }

    /// The selected files whose tags and AI tags are such, in the order of their paths.
    pub fn files_where(&self, fits: impl Fn(&[Tag], &[AiTag]) -> bool) -> Vec<Target> {
        let mut targets: Vec<_> = self
            .picked
            .values()
            .filter(|p| matches!(p.target, Target::File { .. }) && fits(&p.tags, &p.ai_tags))
            .map(|p| p.target.clone())
            .collect();
        targets.sort_by_cached_key(Target::path);
        targets
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::testing::file;

    proptest! {
        /// Counts are those of a set built another way, whatever the order of adding and removing.
        #[test]
        fn counts_are_true(moves in prop::collection::vec((0_usize..12, any::<bool>()), 0..60)) {
            let files: Vec<_> = (0..12).map(|i| {
                let mut f = file(i, &format!("f{i}.jpg"));
                f.tags = [Tag::from(if i % 2 == 0 { "even" } else { "odd" })].into();
                f
            }).collect();
            let mut selection = Selection::default();
            let mut model = std::collections::BTreeSet::new();
            for (i, add) in moves {
                if add { selection.add_file(&files[i]); model.insert(i); }
                else { selection.remove(&files[i].id); model.remove(&i); }
            }
            prop_assert_eq!(selection.len(), model.len());
            prop_assert_eq!(selection.bytes(), model.iter().map(|&i| files[i].size).sum::<u64>());
            let even = model.iter().filter(|i| *i % 2 == 0).count();
            prop_assert_eq!(selection.tags().get("even").copied().unwrap_or(0), even);
            let tagged = |holds| selection.files_where(|tags, _| tags.contains(&"even".into()) == holds).len();
            prop_assert_eq!((tagged(true), tagged(false)), (even, model.len() - even));
        }
    }
}
