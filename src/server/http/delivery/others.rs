//! Files that a transformation needs beside the one it is of: pictures of layers, and fonts.

use super::{Delivery, Refused, blocking, content_name};
use crate::server::store::FileRecord;
use crate::url::Recipe;

/// The files that were found, each with the path by which the transformation names it.
#[derive(Debug, Default)]
pub(super) struct Others(Vec<(String, FileRecord)>);

impl Others {
    /// Finds what a recipe names. What isn't there, or isn't published, is left out: drawing it tells
    /// the path.
    pub(super) async fn of(recipe: &Recipe, delivery: &Delivery) -> Result<Self, Refused> {
        let paths: Vec<String> = recipe.assets().into_iter().map(str::to_owned).collect();
        if paths.is_empty() {
            return Ok(Self::default());
        }
        let store = delivery.store.clone();
        blocking(move || {
            let mut found = Vec::with_capacity(paths.len());
            for path in paths {
                let file = store.file_at(&format!("/{path}"))?;
                found.extend(file.filter(|file| file.labels.published).map(|file| (path, file)));
            }
            Ok(Self(found))
        })
        .await?
    }

    /// The bytes at a path.
    pub(super) fn bytes(&self, path: &str, delivery: &Delivery) -> Option<Vec<u8>> {
        let (_, file) = self.0.iter().find(|(known, _)| known == path)?;
        delivery.bytes(file).inspect_err(|error| tracing::warn!(path, %error, "a layer can't be read")).ok()
    }

    /// A name for all their bytes, in order: equal names, equal bytes.
    pub(super) fn content_names(&self) -> String {
        let names = self.0.iter().map(|(path, file)| format!("\n{path}\n{}", content_name(file)));
        names.collect()
    }
}
