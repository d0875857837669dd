//! The images of a library that can be compared.

use std::ops::ControlFlow;

pub use crate::catalog::Row;
use crate::catalog::{Catalog, Error, Known};
use crate::model::FolderPath;
use crate::ops::trash::is_trash;

/// So many images are read before it is asked whether anybody still waits for them.
const PACE: usize = 1000;

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

    /// Those of a catalogue in a folder, at all levels. What is in the trash is left out. Blocks; `None`
    /// once `cancelled` says true, which is asked for every thousand images.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn read(
        catalog: &Catalog,
        within: &FolderPath,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Self>, Error> {
        let mut images = Self::default();
        let mut last = (String::new(), false);
        let mut seen = 0_usize;
        let mut ended = false;
        catalog.images(|image| {
            seen += 1;
            if seen.is_multiple_of(PACE) && cancelled() {
                ended = true;
                return ControlFlow::Break(());
            }
            if last.0 != image.folder {
                let folder = FolderPath::new(image.folder);
                last = (image.folder.to_owned(), folder.is_within(within) && !is_trash(&folder));
            }
            match image.hash {
                _ if !last.1 => {}
                Known::Hash(hash) => images.push(image.row, hash, image.bytes),
                Known::Unfit(_) => images.unfit += 1,
                Known::Unasked => images.missing += 1,
            }
            ControlFlow::Continue(())
        })?;
        Ok((!ended).then_some(images))
    }

    /// Adds an image: its row, its pHash, and the bytes of its file. A row is added once.
    pub fn push(&mut self, row: Row, hash: u64, bytes: u64) {
        self.rows.push(row);
        self.hashes.push(hash);
        self.bytes.push(bytes);
    }

    /// The same in another order.
    pub(super) fn in_order(&self, order: impl Iterator<Item = usize>) -> Self {
        let mut images = Self { unfit: self.unfit, missing: self.missing, ..Self::with_capacity(self.len()) };
        for at in order {
            if let (Some(row), Some(hash), Some(bytes)) =
                (self.rows.get(at), self.hashes.get(at), self.bytes.get(at))
            {
                images.push(*row, *hash, *bytes);
            }
        }
        images
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
