//! What uploads and downloads share: how many go at once, how far each is, and the waiting.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OnceCell, Semaphore};
use tokio::time::sleep;

use super::send::{Tries, what};
use super::{AT_ONCE, Runner};
use crate::api::{Error, Flow, Transport};
use crate::model::{AssetId, File, FolderPath, Report, Sort};
use crate::ops::plan::{JobEvent, Outcome, Step, Target, Verb};

/// Between two words of how far a step is.
const TELL: Duration = Duration::from_millis(100);
/// Between two tries while there is no connection.
const NO_CONNECTION: Duration = Duration::from_secs(5);
/// A transfer takes one place more for each of these many bytes.
const HEAVY: u64 = 64 << 20;
/// Files on a page.
const PAGE: usize = 1000;
/// Pages of a folder that are read at most.
const PAGES: usize = 50;

/// Whether a step moves the bytes of a file.
pub(super) fn is_transfer(step: &Step) -> bool {
    matches!(
        (&step.verb, &step.target),
        (Verb::Upload(_), Target::Source { .. }) | (Verb::Download(_), Target::File { .. })
    )
}

type Listing = HashMap<Arc<str>, File>;

/// What transfers of one run share.
pub(super) struct Lanes {
    places: Semaphore,
    /// Files that were in a folder of the library when the first upload went there.
    folders: Mutex<HashMap<FolderPath, Arc<OnceCell<Listing>>>>,
    /// Files that this run has made.
    pub(super) made: Mutex<HashSet<AssetId>>,
}

impl Default for Lanes {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE), folders: Mutex::default(), made: Mutex::default() }
    }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Carries out a step that moves bytes. Large ones take more places, so that fewer go at once.
    pub(super) async fn transfer(&self, index: usize, step: &Step) -> Outcome {
        let heavy = u32::try_from(step.target.size() / HEAVY).unwrap_or(u32::MAX);
        let places = heavy.saturating_add(1).min(u32::try_from(AT_ONCE).unwrap_or(1));
        // It is never closed, so this can't fail.
        let _places = self.lanes.places.acquire_many(places).await;
        if self.stopped() {
            return Outcome::Cancelled;
        }
        match &step.verb {
            Verb::Upload(options) => self.upload(index, step, options).await,
            Verb::Download(to) => self.download(index, step, to).await,
            _ => Outcome::Failed(Report::new(what(step), "it moves no bytes", "")),
        }
    }

    /// Does a piece of work and tells how far it is; gives it up (`None`) when `ends` says so of the
    /// run's flow.
    pub(super) async fn watched<T>(
        &self,
        index: usize,
        bytes: &AtomicU64,
        ends: impl Fn(Flow) -> bool,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        let mut flow = self.flow.clone();
        let mut followed = true;
        let mut told = 0;
        loop {
            let done = tokio::select! {
                done = &mut work => Some(Some(done)),
                changed = flow.wait_for(|flow| ends(*flow)), if followed => {
                    // An error means that nobody can pause or stop it any more.
                    followed = changed.is_ok();
                    followed.then_some(None)
                }
                () = sleep(TELL) => None,
            };
            let now = bytes.load(Ordering::Relaxed);
            if now != told {
                told = now;
                (self.events)(JobEvent::Progress { step: index, bytes: now });
            }
            if let Some(done) = done {
                return done;
            }
        }
    }

    /// Waits before a transfer is tried again. False when that makes no sense. Without a connection
    /// it waits until there is one, or the user has had enough.
    pub(super) async fn wait_for_another(&self, error: &Error, tries: &mut Tries) -> bool {
        if matches!(error, Error::Transport { kind: Transport::Connect, .. }) {
            self.rest(NO_CONNECTION, error.to_string()).await;
            return true;
        }
        self.wait(error, tries).await
    }

    /// The file of this name in a folder of the library, as it was when the run first asked.
    pub(super) async fn known(&self, folder: &FolderPath, name: &str) -> Result<Option<File>, Error> {
        let cell = {
            let mut folders = self.lanes.folders.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(folders.entry(folder.clone()).or_default())
        };
        let files = cell.get_or_try_init(|| self.list(folder)).await?;
        match files.get(name) {
            Some(file) => Ok(Some(file.clone())),
            None if files.len() >= PAGE * PAGES => self.asker.find_file(folder, name).await,
            None => Ok(None),
        }
    }

    async fn list(&self, folder: &FolderPath) -> Result<Listing, Error> {
        let mut files = Listing::new();
        for page in 0..PAGES {
            let listed = self.asker.list_files(folder, Sort::BY_NAME, page * PAGE, PAGE).await?;
            let last = listed.len() < PAGE;
            files.extend(listed.into_iter().map(|file| (Arc::clone(&file.name), file)));
            if last {
                break;
            }
        }
        Ok(files)
    }
}
