//! Reading the copy, off the loop.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::order::Orders;
use crate::app::browse::{Page, Source};
use crate::app::catalogue::Copied;
use crate::catalog::find::Finder;
use crate::catalog::{Catalog, Error};
use crate::model::{AssetId, Details, Folder, FolderPath, Report, Sort};

/// What failed, in all reports of the copy.
const COULD_NOT_READ: &str = "Could not read the copy of the library";

/// The copy of a library, once it is known whether there is one. Clones are the same.
#[derive(Clone)]
pub(in crate::runtime) struct Copy {
    path: Option<PathBuf>,
    /// `None` until what there is was opened.
    catalog: watch::Sender<Option<Option<Catalog>>>,
    /// What finds in it, with its index; made when it is first asked for.
    finder: Arc<Mutex<Option<Finder>>>,
    orders: Orders,
}

impl Copy {
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        // Where none is wanted, nobody has to wait for it.
        let known = path.is_none().then_some(None);
        Self { path, catalog: watch::Sender::new(known), finder: Arc::default(), orders: Orders::default() }
    }

    /// Whether a copy may be kept.
    pub(super) fn is_wanted(&self) -> bool {
        self.path.is_some()
    }

    /// Opens what there is.
    pub(super) async fn open(&self) -> Result<Option<Copied>, Report> {
        let Some(path) = self.path.clone() else { return Ok(None) };
        let opened = blocking(move || {
            let catalog = Catalog::open_existing(&path)?;
            let state = catalog.as_ref().map(Catalog::state).transpose()?;
            Ok(catalog.zip(state))
        });
        match opened.await {
            Ok(Some((catalog, state))) => {
                self.catalog.send_replace(Some(Some(catalog)));
                Ok(Some(state))
            }
            Ok(None) => {
                self.catalog.send_replace(Some(None));
                Ok(None)
            }
            Err(report) => {
                self.catalog.send_replace(Some(None));
                Err(report)
            }
        }
    }

    /// The copy, which is made where there is none.
    pub(super) async fn made(&self) -> Result<Catalog, Report> {
        if let Some(catalog) = self.settled().await {
            return Ok(catalog);
        }
        let Some(path) = self.path.clone() else {
            return Err(Report::new("Could not copy the library", "there is no place for a copy", ""));
        };
        let catalog = blocking(move || Catalog::open(&path)).await?;
        self.catalog.send_replace(Some(Some(catalog.clone())));
        Ok(catalog)
    }

    /// The copy, if there is one, as soon as that is known.
    pub(in crate::runtime) async fn settled(&self) -> Option<Catalog> {
        let mut catalogs = self.catalog.subscribe();
        let known = catalogs.wait_for(Option::is_some).await;
        // The sender is part of this copy, so the wait has an end.
        known.ok().and_then(|known| known.clone().flatten())
    }

    /// The copy, if there is one and it is open by now.
    pub(in crate::runtime) fn now(&self) -> Option<Catalog> {
        self.catalog.borrow().clone().flatten()
    }

    /// What finds in the copy, if there is one and it is open by now.
    pub(in crate::runtime) fn finder(&self) -> Option<Finder> {
        let catalog = self.now()?;
        let mut finder = self.finder.lock().unwrap_or_else(PoisonError::into_inner);
        if finder.as_ref().is_none_or(|finder| *finder.catalog() != catalog) {
            *finder = Some(Finder::new(catalog));
        }
        finder.clone()
    }

    /// A page of a folder as the copy has it; `None` if it can't say. A copy that isn't whole says so only
    /// where `anyhow` something is better than nothing.
    pub(in crate::runtime) async fn page(
        &self,
        source: &Source,
        sort: Sort,
        skip: usize,
        limit: usize,
        anyhow: bool,
    ) -> Option<Page> {
        let (catalog, Source::Folder(path)) = (self.now()?, source) else { return None };
        let path = path.clone();
        let files = self.read(move || {
            let whole = anyhow || catalog.state()?.complete;
            if whole { catalog.page(&path, sort, skip, limit).map(Some) } else { Ok(None) }
        });
        files.await.map(Page::of_files)
    }

    /// A page of files that were found in the copy, in the order of the list. Those that are gone are left
    /// out.
    pub(in crate::runtime) async fn found(
        &self,
        found: &Arc<[u32]>,
        sort: Sort,
        skip: usize,
        limit: usize,
    ) -> Result<Page, Report> {
        self.in_order(found, sort, skip == 0, move |finder, ordered| {
            let rows: Vec<u32> = ordered.iter().skip(skip).take(limit).copied().collect();
            Ok(Page { files: finder.catalog().files(&rows)?, passed: rows.len(), ..Page::default() })
        })
        .await
    }

    /// The ids of all files that were found in the copy, as they stand in the list.
    pub(in crate::runtime) async fn listed(
        &self,
        found: &Arc<[u32]>,
        sort: Sort,
    ) -> Result<Vec<AssetId>, Report> {
        self.in_order(found, sort, false, |finder, ordered| {
            let files = finder.catalog().files(&ordered)?;
            Ok(files.into_iter().map(|file| file.id).collect())
        })
        .await
    }

    /// Reads something of what was found, by its rows in the order of the list, which `begins` or goes on.
    async fn in_order<T: Send + 'static>(
        &self,
        found: &Arc<[u32]>,
        sort: Sort,
        begins: bool,
        read: impl FnOnce(&Finder, Arc<[u32]>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Report> {
        let none = || Report::new(COULD_NOT_READ, "there is none", "K copies the library");
        self.settled().await.ok_or_else(none)?;
        let finder = self.finder().ok_or_else(none)?;
        let (orders, found) = (self.orders.clone(), Arc::clone(found));
        blocking(move || {
            let ordered = orders.of(&finder, found, sort, begins)?;
            read(&finder, ordered)
        })
        .await
    }

    /// The folders in a folder as the copy has them.
    pub(in crate::runtime) async fn folders(&self, path: &FolderPath) -> Option<Vec<Folder>> {
        let (catalog, path) = (self.now()?, path.clone());
        self.read(move || catalog.folders(&path).map(Some)).await
    }

    /// The details of a file as the copy has them.
    pub(in crate::runtime) async fn details(&self, id: &AssetId) -> Option<Box<Details>> {
        let (catalog, id) = (self.now()?, id.clone());
        let details = self.read(move || {
            let Some(row) = catalog.row(&id)? else { return Ok(None) };
            Ok(catalog.details(&[row])?.pop())
        });
        details.await.map(Box::new)
    }

    /// A look that only helps: where it fails, the library itself is asked.
    async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce() -> Result<Option<T>, Error> + Send + 'static,
    ) -> Option<T> {
        let seen = blocking(look).await;
        seen.unwrap_or_else(|report| {
            tracing::warn!(?report, "the copy");
            None
        })
    }
}

/// Does what blocks on a thread of its own.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Report> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| error.report(COULD_NOT_READ)),
        Err(error) => Err(Report::new(COULD_NOT_READ, error.to_string(), "")),
    }
}
