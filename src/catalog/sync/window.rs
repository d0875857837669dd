//! A part of the library by when files were created, and perhaps by where they are.

use crate::api::{ListKind, ListQuery, Order};
use crate::catalog::times::in_search;
use crate::model::{Direction, FolderPath, Sort, SortKey};
use crate::query::Value;

/// Files that were created from one second on and before another; open at an end that is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    /// Only those in this folder or below it.
    pub(super) below: Option<FolderPath>,
    /// Folders, and no files.
    pub(super) folders: bool,
}

impl Window {
    pub(super) fn of_folders() -> Self {
        Self { folders: true, ..Self::default() }
    }

    pub(super) fn below(folder: &FolderPath) -> Self {
        Self { below: Some(folder.clone()), ..Self::default() }
    }

    pub(super) fn between(from: Option<i64>, to: Option<i64>) -> Self {
        Self { from, to, ..Self::default() }
    }

    /// Its entries, the oldest first.
    pub(super) fn query(&self, skip: usize, limit: usize) -> ListQuery {
        let query = ListQuery {
            order: Some(Order::By(Sort { key: SortKey::Created, direction: Direction::Ascending })),
            skip,
            limit: Some(limit),
            ..ListQuery::default()
        };
        match self.search() {
            None => ListQuery {
                kind: Some(if self.folders { ListKind::Folder } else { ListKind::File }),
                ..query
            },
            search => ListQuery { search, ..query },
        }
    }

    /// Whole seconds, since it isn't known whether the service takes finer ones (imagekit-api.md 3.3).
    fn search(&self) -> Option<String> {
        let parts = [
            self.below.as_ref().map(|folder| format!("path : {}", Value::Path(folder.clone()))),
            self.from.map(|from| format!("createdAt >= \"{}\"", in_search(from))),
            self.to.map(|to| format!("createdAt < \"{}\"", in_search(to))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let kind = if self.folders { "folder" } else { "file" };
        (!parts.is_empty()).then(|| format!("type = \"{kind}\" AND {}", parts.join(" AND ")))
    }

    /// The first moment in milliseconds, and the first one after it.
    pub(super) fn millis(&self) -> (i64, i64) {
        let ms = |second: Option<i64>, open: i64| second.map_or(open, |second| second.saturating_mul(1000));
        (ms(self.from, i64::MIN), ms(self.to, i64::MAX))
    }
}
