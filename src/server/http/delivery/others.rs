//! Files that a transformation needs beside the one it is of: pictures of layers, and fonts.

use super::{Delivery, Refused, blocking, content_name};
use crate::server::store::FileRecord;
use crate::url::Recipe;

/// The files that were found, each with the path by which the transformation names it.
#[derive(Debug, Default)]
pub(super) struct Others(Vec<(String, FileRecord)>);

impl Others {
    /// Finds what a recipe names. What isn't there, or isn't published, is left out: drawing it tells
    /// the path, as a bad transformation (400), since the file that was asked for is there.
    ///
    /// # Errors
    /// If one of them is private, unless the request `may` see those.
    pub(super) async fn of(recipe: &Recipe, delivery: &Delivery, may: bool) -> Result<Self, Refused> {
        let paths: Vec<String> = recipe.assets().into_iter().map(str::to_owned).collect();
        if paths.is_empty() {
            return Ok(Self::default());
        }
        let store = delivery.store.clone();
        blocking(move || {
            let mut found = Vec::with_capacity(paths.len());
            for path in paths {
                let file = store.file_at(&format!("/{path}"))?;
                let file = file.filter(|file| file.labels.published);
                if file.as_ref().is_some_and(|file| file.labels.private && !may) {
                    return Err(Refused::Private);
                }
                found.extend(file.map(|file| (path, file)));
            }
            Ok(Self(found))
        })
        .await?
    }

    /// Pixels of the largest.
    pub(super) fn pixels(&self) -> u64 {
        let pixels = |file: &FileRecord| u64::from(file.media.width) * u64::from(file.media.height);
        self.0.iter().map(|(_, file)| pixels(file)).max().unwrap_or_default()
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
