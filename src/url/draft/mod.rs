//! A transformation while it is edited: steps, parameters and layers that can be moved, switched off
//! and put back. What is switched off isn't written.

mod edit;
mod item;
mod remarks;

use std::fmt;

use super::catalog::Scope;
use super::chain::Chain;

pub use edit::Path;
pub use item::{Inside, Item};
pub use remarks::Remark;

/// A transformation that is being edited.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Draft {
    /// Its steps.
    pub stages: Vec<Stage>,
}

/// A step of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Whether it is written.
    pub on: bool,
    /// Its parameters.
    pub items: Vec<Item>,
}

/// A line of the form: a step's heading or one of its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it is.
    pub path: Path,
    /// How deep inside of layers, from 0.
    pub depth: usize,
    /// Whether it is written: it and all that it is in are switched on.
    pub on: bool,
}

impl Stage {
    /// A step that is switched on.
    pub fn new(items: Vec<Item>) -> Self {
        Self { on: true, items }
    }
}

impl Draft {
    /// Reads a transformation as it stands in a URL, or decoded once.
    pub fn parse(text: &str) -> Self {
        Self { stages: stages(text) }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }

    /// The lines of the form, from top to bottom. The steps of a layer have headings where there are
    /// several of them.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        add_lines(&self.stages, &Path::default(), true, &mut lines);
        lines
    }

    /// What the parameters at a place are asked of, in a transformation of an `asset`.
    pub fn scope(&self, path: &Path, asset: Scope) -> Scope {
        let mut scope = asset;
        for length in (2..path.len()).step_by(2) {
            if let Some(item) = self.item(&path.up_to(length)) {
                scope = item.scope().unwrap_or(scope);
            }
        }
        scope
    }
}

fn stages(text: &str) -> Vec<Stage> {
    let chain = Chain::parse(text);
    let stage = |step: &super::chain::Step| {
        let written = step.params.iter().filter(|param| !param.as_str().is_empty());
        Stage::new(written.map(|param| Item::parse(param.as_str())).collect())
    };
    chain.steps.iter().map(stage).collect()
}

fn add_lines(stages: &[Stage], path: &Path, on: bool, lines: &mut Vec<Line>) {
    let headed = path.is_empty() || stages.len() > 1;
    for (n, stage) in stages.iter().enumerate() {
        let own = path.then(n);
        let on = on && stage.on;
        let depth = path.len() / 2;
        if headed {
            lines.push(Line { path: own.clone(), depth, on });
        }
        for (n, item) in stage.items.iter().enumerate() {
            let own = own.then(n);
            let on = on && item.on;
            lines.push(Line { path: own.clone(), depth, on });
            if let Some(inside) = &item.inside {
                add_lines(&inside.stages, &own, on, lines);
            }
        }
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_stages(f, &self.stages)
    }
}

fn write_stages(f: &mut fmt::Formatter<'_>, stages: &[Stage]) -> fmt::Result {
    // An empty step does nothing: it would only be a sign too many.
    let written = stages.iter().filter(|stage| stage.on && stage.items.iter().any(|item| item.on));
    for (n, stage) in written.enumerate() {
        if n > 0 {
            f.write_str(":")?;
        }
        for (n, item) in stage.items.iter().filter(|item| item.on).enumerate() {
            if n > 0 {
                f.write_str(",")?;
            }
            item.write(f)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
