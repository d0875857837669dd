//! pHashes that came with the answers to uploads: kept until the copy knows the files.

use std::sync::{Arc, Mutex, PoisonError};

use super::copy::blocking;
use crate::api::Uploaded;
use crate::catalog::{Catalog, Told};
use crate::model::Report;

/// So many are kept at most; the others are asked for as all pHashes.
const MOST: usize = 20_000;

/// What is to be told to the copy. Clones are the same.
#[derive(Clone, Default)]
pub(in crate::runtime) struct Receipts(Arc<Mutex<Vec<Told>>>);

impl Receipts {
    /// Takes what an upload was answered with.
    pub(in crate::runtime) fn put(&self, file: Uploaded) {
        if let Some(hash) = file.p_hash().map(str::to_owned) {
            self.add([Told { id: file.id, version: file.version_id, bytes: file.size, hash }]);
        }
    }

    /// Writes into the copy what it knows the files of.
    pub(super) async fn settle(&self, catalog: &Catalog) -> Result<(), Report> {
        let told = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if !told.is_empty() {
            let catalog = catalog.clone();
            self.add(blocking(move || catalog.put_told(told)).await?);
        }
        Ok(())
    }

    fn add(&self, more: impl IntoIterator<Item = Told>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MOST.saturating_sub(all.len());
        all.extend(more.into_iter().take(room));
    }
}
