//! A file of a group, with all that is known of it.

use serde_json::{Map, Value};

use super::groups::Duplicates;
use super::images::Row;
use crate::catalog::{Catalog, Error};
use crate::model::{AssetId, Details, FolderPath};

/// A file of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its number in the catalogue.
    pub row: Row,
    /// Its pHash, as far as that is known.
    pub hash: Option<u64>,
    /// What the catalogue knows of it.
    pub details: Details,
}

impl Candidate {
    /// What a catalogue knows of these rows; those that are gone are left out. Blocks.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn read(catalog: &Catalog, of: &Duplicates, rows: &[Row]) -> Result<Vec<Self>, Error> {
        let details = catalog.details(rows)?;
        let ids: Vec<AssetId> = details.iter().map(|details| details.file.id.clone()).collect();
        let rows = catalog.rows(&ids)?;
        let known = details.into_iter().zip(rows).filter_map(|(details, row)| Some((details, row?)));
        Ok(known.map(|(details, row)| Self { row, hash: of.hash(row), details }).collect())
    }

    /// Its id.
    pub fn id(&self) -> &AssetId {
        &self.details.file.id
    }

    /// Its path from the root of the library.
    pub fn path(&self) -> String {
        self.details.file.path()
    }

    /// Pixels of the picture.
    pub fn pixels(&self) -> u64 {
        let file = &self.details.file;
        u64::from(file.width).saturating_mul(u64::from(file.height))
    }

    /// Values of custom metadata by the names of their fields, save those that say nothing.
    pub fn values(&self) -> impl Iterator<Item = (&String, &Value)> {
        let values = self.details.raw.get("customMetadata").and_then(Value::as_object);
        values.into_iter().flat_map(Map::iter).filter(|(_, value)| says_something(value))
    }

    /// Whether it lies in one of the folders, or below.
    pub fn is_in(&self, folders: &[FolderPath]) -> bool {
        folders.iter().any(|folder| self.details.file.folder.is_within(folder))
    }

    /// In how many bits its pHash differs from another's; `None` where one isn't known.
    pub fn distance(&self, other: &Self) -> Option<u32> {
        Some((self.hash? ^ other.hash?).count_ones())
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(choices) => !choices.is_empty(),
        _ => true,
    }
}
