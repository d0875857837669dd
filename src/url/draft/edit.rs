//! Places in a draft, and what can be done at them.

use super::{Draft, Item, Stage};

/// The way to a step or a parameter: step, parameter, step inside of it, and so on, from 0. The empty
/// path is the draft itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Path(Vec<usize>);

impl Path {
    /// The first step of a draft.
    pub fn first_step() -> Self {
        Self(vec![0])
    }

    /// How many turns the way has: odd for steps, even for parameters.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it leads to the draft itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it leads to a step.
    pub fn is_step(&self) -> bool {
        self.len() % 2 == 1
    }

    /// The number of the step or parameter among its neighbours.
    pub fn last(&self) -> usize {
        self.0.last().copied().unwrap_or(0)
    }

    /// The step that this is, or is in.
    pub fn step(&self) -> Self {
        self.up_to(if self.is_step() { self.len() } else { self.len().saturating_sub(1) })
    }

    /// Whether this place is the other or inside of it.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The parameter of the outermost layer or condition that this place is in.
    pub fn top(&self) -> Self {
        self.up_to(2)
    }

    /// The parameter of a step, or the step of a layer, of this number.
    pub fn then(&self, n: usize) -> Self {
        Self(self.0.iter().copied().chain([n]).collect())
    }

    pub(super) fn up_to(&self, length: usize) -> Self {
        Self(self.0[..length.min(self.len())].to_vec())
    }

    fn beside(&self, n: usize) -> Self {
        self.up_to(self.len().saturating_sub(1)).then(n)
    }
}

impl Draft {
    /// The parameter at a place.
    pub fn item(&self, path: &Path) -> Option<&Item> {
        let (own, way) = path.0.split_last()?;
        self.stage(&Path(way.to_vec()))?.items.get(*own)
    }

    /// The step at a place.
    pub fn stage(&self, path: &Path) -> Option<&Stage> {
        let mut stages = &self.stages;
        let (own, way) = path.0.split_last()?;
        for pair in way.chunks_exact(2) {
            stages = &stages.get(pair[0])?.items.get(pair[1])?.inside.as_ref()?.stages;
        }
        stages.get(*own).filter(|_| path.is_step())
    }

    /// The parameter at a place, to be changed.
    pub fn item_mut(&mut self, path: &Path) -> Option<&mut Item> {
        let (own, way) = path.0.split_last()?;
        if path.is_step() {
            return None;
        }
        let (step, way) = way.split_last()?;
        self.stages_mut(way)?.get_mut(*step)?.items.get_mut(*own)
    }

    fn stages_mut(&mut self, way: &[usize]) -> Option<&mut Vec<Stage>> {
        let mut stages = &mut self.stages;
        for pair in way.chunks_exact(2) {
            stages = &mut stages.get_mut(pair[0])?.items.get_mut(pair[1])?.inside.as_mut()?.stages;
        }
        Some(stages)
    }

    fn items_mut(&mut self, step: &Path) -> Option<&mut Vec<Item>> {
        let (own, way) = step.0.split_last()?;
        Some(&mut self.stages_mut(way)?.get_mut(*own)?.items)
    }

    /// The kind of the layer that a parameter is in: `text`
    pub fn layer_kind(&self, path: &Path) -> Option<&str> {
        let around = (2..path.len()).step_by(2).rev().map(|length| path.up_to(length));
        around.into_iter().find_map(|path| self.item(&path)?.kind())
    }

    /// Puts a parameter behind the one at a place, or at the end of the step at a place; makes the first
    /// step if there is none. Where it is now.
    pub fn add(&mut self, at: &Path, item: Item) -> Path {
        if self.stages.is_empty() {
            self.stages.push(Stage::new(Vec::new()));
        }
        let step = Some(at.step()).filter(|step| self.stage(step).is_some()).unwrap_or_else(Path::first_step);
        let Some(items) = self.items_mut(&step) else { return step };
        let n = if at.is_step() || at.is_empty() { items.len() } else { (at.last() + 1).min(items.len()) };
        items.insert(n, item);
        step.then(n)
    }

    /// Puts an empty step behind the one that this place is in. Where it is now.
    pub fn add_step(&mut self, at: &Path) -> Path {
        let step = at.step();
        match step.0.split_last() {
            Some((&own, way)) if self.stage(&step).is_some() => {
                if let Some(stages) = self.stages_mut(way) {
                    stages.insert(own + 1, Stage::new(Vec::new()));
                }
                step.beside(own + 1)
            }
            _ => {
                self.stages.push(Stage::new(Vec::new()));
                Path(vec![self.stages.len() - 1])
            }
        }
    }

    /// Takes a step or a parameter away.
    pub fn remove(&mut self, path: &Path) {
        let Some((&own, way)) = path.0.split_last() else { return };
        if path.is_step() {
            if let Some(stages) = self.stages_mut(way).filter(|stages| own < stages.len()) {
                stages.remove(own);
            }
        } else if let Some(items) = self.items_mut(&path.step()).filter(|items| own < items.len()) {
            items.remove(own);
        }
    }

    /// Switches a step or a parameter on or off.
    pub fn toggle(&mut self, path: &Path) {
        let Some((&own, way)) = path.0.split_last() else { return };
        if path.is_step() {
            if let Some(stage) = self.stages_mut(way).and_then(|stages| stages.get_mut(own)) {
                stage.on = !stage.on;
            }
        } else if let Some(item) = self.item_mut(path) {
            item.on = !item.on;
        }
    }

    /// Moves a step or a parameter down (or up, if `down` is not so) among its neighbours. A parameter at
    /// the edge of its step goes over into the neighbouring step. Where it is now.
    pub fn shift(&mut self, path: &Path, down: bool) -> Path {
        let Some((&own, way)) = path.0.split_last() else { return path.clone() };
        let to = if down { Some(own + 1) } else { own.checked_sub(1) };
        if path.is_step() {
            let stages = self.stages_mut(way);
            let Some((stages, to)) = stages.zip(to).filter(|(stages, to)| *to < stages.len()) else {
                return path.clone();
            };
            stages.swap(own, to);
            return path.beside(to);
        }
        let step = path.step();
        let Some(items) = self.items_mut(&step) else { return path.clone() };
        match to.filter(|to| *to < items.len()) {
            Some(to) => {
                items.swap(own, to);
                path.beside(to)
            }
            None => self.cross(path, &step, down),
        }
    }

    fn cross(&mut self, path: &Path, step: &Path, down: bool) -> Path {
        let own = step.last();
        let other = if down { Some(own + 1) } else { own.checked_sub(1) };
        let Some(other) = other.map(|n| step.beside(n)).filter(|other| self.stage(other).is_some()) else {
            return path.clone();
        };
        let Some(items) = self.items_mut(step).filter(|items| path.last() < items.len()) else {
            return path.clone();
        };
        let item = items.remove(path.last());
        let Some(items) = self.items_mut(&other) else { return path.clone() };
        let n = if down { 0 } else { items.len() };
        items.insert(n, item);
        other.then(n)
    }
}
