//! The work of bringing the copy up to the library: one task at a time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, watch};

use super::copy::blocking;
use super::{Copy, Receipts, Teller};
use crate::api::{self, Client, Flow, ListKind, ListQuery};
use crate::app::catalogue::{CatalogueNews, Changed};
use crate::catalog::sync::{self, Options, Phase, Progress, Watch};
use crate::catalog::{Catalog, Error};
use crate::model::{AssetId, File, FolderPath, Report};
use crate::runtime::connection::Connection;

/// What failed, in reports of the work.
const COULD_NOT_SYNC: &str = "Could not copy the library";
/// A library of fewer files is small: one call lists it (imagekit-api.md 2.4).
const SMALL: usize = 1000;
/// Syncs one after the other while the library changes under them.
const TRIES: usize = 3;

/// All that the work needs.
pub(super) struct Work {
    pub(super) copy: Copy,
    pub(super) connection: Connection,
    pub(super) teller: Teller,
    pub(super) flow: watch::Receiver<Flow>,
    pub(super) first: Arc<Mutex<Vec<AssetId>>>,
    pub(super) hashes: Arc<AtomicBool>,
    pub(super) wanted: Arc<AtomicBool>,
    pub(super) turn: Arc<Turn<()>>,
    pub(super) receipts: Receipts,
}

impl Work {
    /// Brings the copy up to the library, and gets pHashes where they are wanted.
    pub(super) async fn run(self, if_small: bool) {
        let client = self.connection.client().await;
        if if_small && !is_small(&client).await && !self.wanted.load(Ordering::Relaxed) {
            return;
        }
        match self.copy.made().await {
            Ok(catalog) => {
                self.teller.progress(CatalogueNews::Syncing(0, None));
                let done = self.sync(&catalog, &client).await;
                self.end(&catalog, done).await;
            }
            Err(report) => self.teller.tell(CatalogueNews::Failed(report, None)),
        }
    }

    async fn sync(&self, catalog: &Catalog, client: &Client) -> Result<(), Error> {
        let watch = self.watch();
        for _ in 0..TRIES {
            let _turn = self.turn.lock().await;
            if sync::run(catalog, client, Options::default(), &watch).await?.settled {
                break;
            }
        }
        // What rules and searches need of them offline.
        crate::catalog::learn_fields(catalog, Some(client)).await?;
        while self.hashes.swap(false, Ordering::Relaxed) {
            // The list is ready to be used meanwhile.
            if let Ok(state) = blocking(self.state(catalog)).await {
                self.teller.tell(CatalogueNews::Changed(state));
            }
            let first = || self.first.lock().unwrap_or_else(PoisonError::into_inner).clone();
            sync::hashes(catalog, client, first, &watch).await?;
        }
        Ok(())
    }

    /// Tells how far it is.
    fn watch(&self) -> Watch {
        let teller = self.teller.clone();
        let told = move |progress: Progress| match progress.phase {
            Phase::Files => teller.progress(CatalogueNews::Syncing(progress.done, progress.of)),
            Phase::Hashes => {
                let of = progress.of.unwrap_or(progress.done);
                teller.progress(CatalogueNews::Hashing(progress.done, of));
            }
            Phase::Folders | Phase::Changes | Phase::Deletions => {}
        };
        Watch::new(told).with_flow(self.flow.clone())
    }

    async fn end(&self, catalog: &Catalog, done: Result<(), Error>) {
        let state = blocking(self.state(catalog)).await;
        self.teller.tell(match (done, state) {
            (Ok(()) | Err(Error::Api(api::Error::Stopped) | Error::Busy { .. }), Ok(state)) => {
                CatalogueNews::Ended(state)
            }
            (Err(error), state) => CatalogueNews::Failed(error.report(COULD_NOT_SYNC), state.ok()),
            (Ok(()), Err(report)) => CatalogueNews::Failed(report, None),
        });
    }

    fn state(
        &self,
        catalog: &Catalog,
    ) -> impl FnOnce() -> Result<crate::catalog::State, Error> + Send + 'static {
        let catalog = catalog.clone();
        move || catalog.state()
    }

    /// Tells the copy what the user has changed, and reads again what that is about.
    pub(super) async fn take_in(self, changed: Changed) {
        let Some(catalog) = self.copy.settled().await else { return };
        let whole = !changed.listed.is_empty() || !changed.below.is_empty();
        let copy = catalog.clone();
        let marked = blocking(move || {
            copy.gone(&changed.gone)?;
            changed.folders_gone.iter().try_for_each(|path| copy.gone_below(path))?;
            copy.touch(&changed.touched)?;
            changed.below.iter().try_for_each(|path| copy.touch_folder(path))
        });
        if let Err(report) = marked.await {
            return self.fail(report);
        }
        self.refresh(&catalog, whole).await;
        if let Err(report) = self.receipts.settle(&catalog).await {
            tracing::warn!(?report, "could not keep the pHashes of uploads");
        }
        self.tell_changed(&catalog).await;
    }

    /// Compares a folder with all the files that the library has just listed in it, and reads again what
    /// differs.
    pub(super) async fn see(self, path: FolderPath, files: Arc<[File]>) {
        let Some(catalog) = self.copy.now() else { return };
        let copy = catalog.clone();
        match blocking(move || copy.see_folder(&path, &files)).await {
            Ok(0) => {}
            Ok(_) => {
                self.refresh(&catalog, false).await;
                self.tell_changed(&catalog).await;
            }
            // It only helps: the next sync finds the same.
            Err(report) => tracing::warn!(?report, "could not compare a folder with the copy"),
        }
    }

    async fn tell_changed(&self, catalog: &Catalog) {
        match blocking(self.state(catalog)).await {
            Ok(state) => self.teller.tell(CatalogueNews::Changed(state)),
            Err(report) => self.fail(report),
        }
    }

    /// Reads again what was marked; with `whole`, looks for what is new in the library besides.
    async fn refresh(&self, catalog: &Catalog, whole: bool) {
        let client = self.connection.client().await;
        let _turn = self.turn.lock().await;
        let watch = Watch::nobody();
        let read = if whole {
            sync::run(catalog, &client, Options::default(), &watch).await
        } else {
            sync::refresh(catalog, &client, &watch).await
        };
        if let Err(error) = read {
            // The marks stay: the next sync reads them.
            tracing::warn!(%error, "could not read own changes again");
        }
    }

    fn fail(&self, report: Report) {
        self.teller.tell(CatalogueNews::Failed(report, None));
    }
}

/// Whether one call lists the whole library.
async fn is_small(client: &Client) -> bool {
    let query = ListQuery { kind: Some(ListKind::File), limit: Some(SMALL), ..ListQuery::default() };
    client.list(&query).await.is_ok_and(|page| page.len() < SMALL)
}
