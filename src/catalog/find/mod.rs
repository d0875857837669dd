//! Finds files in a catalogue while somebody types: reads what is typed, keeps the index in memory like
//! the catalogue, and looks only where a longer text may still find something.

mod finder;
mod load;
#[cfg(test)]
mod tests;
mod text;

use std::ops::Range;

use jiff::Timestamp;

use super::index::{Entry, Facets};
use crate::model::FolderPath;
use crate::query::{self, CustomField};

pub use finder::Finder;
pub use text::{NEAR, Near, Text};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What was typed: see [`Text`].
    pub text: String,
    /// Whether other letters may lie between those of a word.
    pub fuzzy: bool,
    /// The folder that `in:.` means.
    pub folder: FolderPath,
    /// How many of the best are wanted.
    pub most: usize,
    /// Whether facets are to be counted.
    pub facets: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finds {
    /// The best, the very best first.
    pub hits: Vec<Hit>,
    /// How many files were found.
    pub total: usize,
    /// Of how many.
    pub of: usize,
    /// Whether the catalogue has all of the library.
    pub complete: bool,
    /// Microseconds that it took, without the time for bringing the index up to the catalogue.
    pub micros: u64,
    /// By what they can be told apart, if that was asked for.
    pub facets: Option<Facets>,
    /// The fields of custom metadata that files have.
    pub custom: Vec<CustomField>,
}

/// A file that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What is known of it.
    pub entry: Entry,
    /// Where words are in its path, in bytes: folder, slash and name.
    pub matched: Vec<Range<usize>>,
}

impl Hit {
    /// Its path.
    pub fn path(&self) -> String {
        self.entry.folder.join(&self.entry.name)
    }
}

/// Why nothing could be looked for.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The text is wrong.
    #[error(transparent)]
    Text(#[from] query::Error),
    /// The catalogue can't be read.
    #[error(transparent)]
    Catalog(#[from] super::Error),
}

/// What time it is; short forms such as `7d` count from it.
fn now() -> Timestamp {
    Timestamp::now()
}
