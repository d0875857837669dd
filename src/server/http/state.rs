//! What all requests share.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::account::{self, Deliveries};
use super::answer::Refused;
use super::delivery::Delivery;
use super::faults::Faults;
use super::limits::Limiter;
use super::webhook::Webhooks;
use crate::model::{Account, AssetId, Secret};
use crate::server::store::{Purge, Store, StoreError};
use crate::server::{Settings, seed};

/// How often an address that is fetched may point to another.
const MOST_REDIRECTS: usize = 5;
/// How long an address that is fetched may send nothing.
const SILENCE: Duration = Duration::from_secs(30);

/// What all requests share. Clones share it too.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Library>);

/// The library that is being served.
#[derive(Debug)]
pub struct Library {
    /// Records and bytes.
    pub store: Store,
    /// Its keys and its addresses; `account.delivery` is the URL endpoint.
    pub account: Account,
    /// The ImageKit id: the first part of delivery paths.
    pub id: String,
    /// Most bytes of one upload.
    pub upload_limit: u64,
    /// Delivery of its files.
    pub(super) delivery: Arc<Delivery>,
    /// What was delivered.
    pub(super) deliveries: Deliveries,
    /// How many calls the account may make.
    pub(super) limiter: Limiter,
    /// The faults that a test ordered; `None` when there are no handles for tests.
    pub(super) faults: Option<Faults>,
    /// How many uploads are looked at at the same time: pictures are in memory meanwhile.
    pub(super) probes: Semaphore,
    /// What calls webhooks.
    pub(super) webhooks: Webhooks,
    fetcher: OnceLock<reqwest::Client>,
    jobs: TaskTracker,
    closing: CancellationToken,
}

impl std::ops::Deref for AppState {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.0
    }
}

impl AppState {
    pub(in crate::server) fn new(
        store: Store,
        account: Account,
        id: String,
        webhook_secret: Secret,
        settings: &Settings,
    ) -> Self {
        let (endpoint, key) = (account.delivery.clone(), account.private_key.clone());
        Self(Arc::new(Library {
            delivery: Arc::new(Delivery::new(store.clone(), endpoint, key, seed::drawn)),
            store,
            account,
            id,
            upload_limit: settings.upload_limit,
            deliveries: Deliveries::default(),
            limiter: Limiter::new(settings.limits),
            faults: settings.test_handles.then(Faults::default),
            probes: Semaphore::new(2),
            webhooks: Webhooks::new(webhook_secret),
            fetcher: OnceLock::new(),
            jobs: TaskTracker::new(),
            closing: CancellationToken::new(),
        }))
    }

    /// Runs a call on the store off the async threads.
    ///
    /// # Errors
    /// Those of `f`, in the words that any endpoint uses.
    pub async fn store<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refused> {
        let store = self.store.clone();
        match tokio::task::spawn_blocking(move || f(&store)).await {
            Ok(result) => result.map_err(Refused::from),
            Err(error) => {
                tracing::error!(%error, "a call on the store ended badly");
                Err(Refused::internal())
            }
        }
    }

    /// Carries a job out in the background, until it is through or the library closes.
    pub(super) fn run_job(&self, id: AssetId) {
        let state = self.clone();
        self.in_background(async move { state.steps(&id).await });
    }

    /// Does something until it is done or the library closes.
    pub(super) fn in_background(&self, work: impl Future<Output = ()> + Send + 'static) {
        let closing = self.closing.clone();
        self.jobs.spawn(async move {
            tokio::select! {
                () = closing.cancelled() => {}
                () = work => {}
            }
        });
    }

    async fn steps(&self, id: &AssetId) {
        if let Some(faults) = &self.faults {
            faults.jobs_may_go().await;
        }
        loop {
            let job = id.clone();
            match self.store(move |store| store.step_job(&job)).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::error!(%id, %error, "a job failed; it goes on at the next start");
                    return;
                }
            }
        }
    }

    /// Leaves the jobs where they are and waits until none is at work.
    pub(super) async fn close(&self) {
        self.closing.cancel();
        self.jobs.close();
        self.jobs.wait().await;
        account::put_away(self).await;
    }

    /// Carries on the jobs that an earlier run left.
    pub(in crate::server) async fn resume_jobs(&self) -> Result<(), StoreError> {
        let store = self.store.clone();
        let left = tokio::task::spawn_blocking(move || store.unfinished_jobs()).await;
        for job in left.unwrap_or_else(|_| Ok(Vec::new()))? {
            self.run_job(job);
        }
        Ok(())
    }

    /// The purge that comes with something else, if it is asked for.
    pub(super) fn purge_of(&self, asked: bool, url: String) -> Option<Purge> {
        asked.then(|| Purge { url, most: self.limiter.purges() })
    }

    /// The client that fetches what is uploaded by URL.
    pub(super) fn fetcher(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(client) = self.fetcher.get() {
            return Ok(client);
        }
        // An error says that one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::limited(MOST_REDIRECTS))
            .read_timeout(SILENCE)
            .build()?;
        Ok(self.fetcher.get_or_init(|| client))
    }
}
