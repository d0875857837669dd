//! What there is to say of a draft: values that the service doesn't take, and what won't work together.

use super::{Draft, Item, Path};
use crate::url::catalog::{self, Scope};
use crate::url::chain::Step;

/// Something to be said of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The value isn't one that the service takes.
    Wrong(String),
    /// It won't do what it seems to.
    Warning(String),
}

impl Remark {
    /// What there is to say.
    pub fn text(&self) -> &str {
        match self {
            Self::Wrong(text) | Self::Warning(text) => text,
        }
    }
}

impl Draft {
    /// What is wrong with parameters that are written, or what their author should know, in their order;
    /// the transformation is one of an `asset`.
    pub fn remarks(&self, asset: Scope) -> Vec<(Path, Remark)> {
        let mut remarks = Vec::new();
        for line in self.lines().iter().filter(|line| line.on) {
            match self.item(&line.path) {
                Some(item) => {
                    remarks.extend(wrong(item).map(|text| (line.path.clone(), Remark::Wrong(text))));
                }
                None => remarks.extend(self.warnings(&line.path, asset)),
            }
        }
        remarks
    }

    fn warnings(&self, step: &Path, asset: Scope) -> Vec<(Path, Remark)> {
        let Some(stage) = self.stage(step) else { return Vec::new() };
        let words: Vec<_> = stage.items.iter().filter(|item| item.on).map(Item::word).collect();
        let scope = self.scope(&step.then(0), asset);
        let place = |code: &str| stage.items.iter().position(|item| item.on && item.code() == code);
        catalog::warnings(&Step::of(&words), scope)
            .into_iter()
            .filter_map(|warning| Some((step.then(place(warning.code)?), Remark::Warning(warning.text))))
            .collect()
    }
}

/// What is wrong with the value of a parameter. Codes that nobody knows are let through: the service may
/// know them.
fn wrong(item: &Item) -> Option<String> {
    if item.is_block() || matches!(item.code(), "raw" | "if") {
        return None;
    }
    catalog::entry(item.code())?;
    catalog::check(item.code(), Some(item.plain_value().as_str())).err().map(|wrong| wrong.to_string())
}
