//! The images of a library that can be compared.

use std::collections::HashSet;
use std::ops::ControlFlow;

pub use crate::catalog::Row;
use crate::catalog::{Catalog, Error};
use crate::model::{FileKind, FolderPath};
use crate::ops::trash::is_trash;

/// Images with their pHashes, and how many have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Images {
    pub(super) rows: Vec<Row>,
    pub(super) hashes: Vec<u64>,
    pub(super) bytes: Vec<u64>,
    /// Images whose pHash isn't one of 64 bits: they are in no group.
    pub unfit: usize,
    /// Images that nobody has asked for their pHash yet.
    pub missing: usize,
}

impl Images {
    /// Makes room for as many.
    pub fn with_capacity(images: usize) -> Self {
        Self {
            rows: Vec::with_capacity(images),
            hashes: Vec::with_capacity(images),
            bytes: Vec::with_capacity(images),
            ..Self::default()
        }
    }

    /// Those of a catalogue in a folder, at all levels. What is in the trash is left out. Blocks.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn read(catalog: &Catalog, within: &FolderPath) -> Result<Self, Error> {
        let known = catalog.hashes()?;
        let unfit: HashSet<Row> = known.unfit.into_iter().map(|(row, _)| row).collect();
        let mut images = Self::with_capacity(known.rows.len());
        let mut last = (String::new(), false);
        catalog.each(0, |file| {
            if file.kind == FileKind::Image {
                if last.0 != file.folder {
                    let folder = FolderPath::new(file.folder);
                    last = (file.folder.to_owned(), folder.is_within(within) && !is_trash(&folder));
                }
                match file.phash.filter(|_| last.1) {
                    Some(hash) => images.push(file.row, hash, file.size),
                    None if !last.1 => {}
                    None if unfit.contains(&file.row) => images.unfit += 1,
                    None => images.missing += 1,
                }
            }
            ControlFlow::Continue(())
        })?;
        Ok(images)
    }

    /// Adds an image: its row, its pHash, and the bytes of its file. A row is added once.
    pub fn push(&mut self, row: Row, hash: u64, bytes: u64) {
        self.rows.push(row);
        self.hashes.push(hash);
        self.bytes.push(bytes);
    }

    /// How many have a pHash.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none has a pHash.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
