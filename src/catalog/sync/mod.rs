//! Brings the catalogue up to the library, with few calls.
//!
//! **The first time** all files are listed by when they were created, a page of a thousand at a time. Each page
//! begins with the second in which the last one ended, not after so many entries, since what is deleted
//! meanwhile would shift these. A page and how far that brings the copy are written together: it can end at
//! any point, and goes on there.
//!
//! **Later** the folders are compared, then what was changed last is listed, back to what is known. What was
//! deleted no call tells: [`gone`](self) counts, in windows of creation times, and lists again only those
//! that hold fewer files than the copy.
//!
//! Only when all of that came to its end is the copy called up to date, as of the time before its first call.

mod gone;
mod hashes;
mod lock;
mod news;
mod pages;
mod whole;
mod window;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::sync::watch;

use super::edit::Edit;
use super::times::second;
use super::{Catalog, Error, Result, meta};
use crate::api::{Client, Entries, Flow, ListKind, ListQuery, Order};
use crate::model::{Asset, AssetId, Direction, Folder, FolderPath, Sort, SortKey};

pub use hashes::{HashOutcome, hashes};

use lock::Lock;
use window::Window;

/// Entries of a page: as many as the API gives.
const PAGE: usize = 1000;

/// How a sync is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Lists the whole library again although it is known.
    pub full: bool,
}

/// What a sync is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It lists folders.
    Folders,
    /// It lists all files.
    Files,
    /// It lists what changed.
    Changes,
    /// It looks for what was deleted.
    Deletions,
    /// It asks for pHashes.
    Hashes,
}

/// How far a sync is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub phase: Phase,
    /// Files, folders or pHashes that are done in this phase, those of earlier runs included.
    pub done: u64,
    /// About how many there are; `None` where nobody knows.
    pub of: Option<u64>,
}

/// Whoever watches a sync: is told of progress, and can pause and stop it.
#[derive(Clone)]
pub struct Watch {
    told: Arc<dyn Fn(Progress) + Send + Sync>,
    flow: Option<watch::Receiver<Flow>>,
}

impl Watch {
    /// Tells of progress; it can only be stopped by dropping its future.
    pub fn new(told: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { told: Arc::new(told), flow: None }
    }

    /// Nobody watches.
    pub fn nobody() -> Self {
        Self::new(|_| {})
    }

    /// The same, waiting while `flow` says [`Flow::Pause`], and ending with [`crate::api::Error::Stopped`]
    /// after [`Flow::Stop`].
    pub fn with_flow(self, flow: watch::Receiver<Flow>) -> Self {
        Self { flow: Some(flow), ..self }
    }

    fn tell(&self, phase: Phase, done: u64, of: Option<u64>) {
        (self.told)(Progress { phase, done, of });
    }
}

/// What a sync found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that are new in the catalogue.
    pub new: u64,
    /// Files that changed.
    pub changed: u64,
    /// Files that are gone.
    pub gone: u64,
    /// Folders that are new, moved or gone.
    pub folders: u64,
    /// Calls to the service.
    pub calls: u64,
    /// Whether the copy is up to date. It isn't where the library changed so much meanwhile that what was
    /// found doesn't fit together; the next sync looks again.
    pub settled: bool,
}

/// Brings the catalogue up to date: the first time or after [`Options::full`] by listing the whole library,
/// else by what changed. An interrupted one goes on where it ended.
///
/// # Errors
///
/// [`Error::Busy`] when another one is under way, [`Error::Api`] when a call failed for good or `watch`
/// stopped it, and those of the catalogue. What was done until then stays done.
pub async fn run(catalog: &Catalog, client: &Client, options: Options, watch: &Watch) -> Result<Outcome> {
    let lock = Lock::take(catalog).await?;
    Run::begin(catalog, client, watch, Some(lock)).await?.run(options).await
}

/// Reads again what was marked by [`Catalog::touch`], [`Catalog::touch_folder`] and [`Catalog::see_folder`],
/// and nothing else; also while a sync is under way, which may take hours.
///
/// # Errors
///
/// Those of [`run`].
pub async fn refresh(catalog: &Catalog, client: &Client, watch: &Watch) -> Result<Outcome> {
    let sync = Run::begin(catalog, client, watch, None).await?;
    sync.pending().await?;
    Ok(sync.outcome(false))
}

/// A sync under way.
struct Run {
    catalog: Catalog,
    client: Client,
    watch: Watch,
    lock: Option<Arc<Lock>>,
    calls: AtomicU64,
    new: AtomicU64,
    changed: AtomicU64,
    gone: AtomicU64,
    folders: AtomicU64,
}

impl Run {
    async fn begin(catalog: &Catalog, client: &Client, watch: &Watch, lock: Option<Lock>) -> Result<Self> {
        let client = match &watch.flow {
            Some(flow) => client.with_flow(flow.clone()),
            None => client.clone(),
        };
        let zero = AtomicU64::default;
        let sync = Self {
            catalog: catalog.clone(),
            watch: watch.clone(),
            lock: lock.map(Arc::new),
            calls: zero(),
            new: zero(),
            changed: zero(),
            gone: zero(),
            folders: zero(),
            client,
        };
        let base = sync.client.account().delivery.clone();
        sync.write(move |edit| edit.set_base(&base)).await?;
        Ok(sync)
    }

    async fn run(&self, options: Options) -> Result<Outcome> {
        self.whole(options.full).await?;
        let began = Timestamp::now();
        self.list_folders().await?;
        let watermark = self.news().await?;
        self.pending().await?;
        let settled = self.deletions(watermark).await?;
        // What is left in folders that are gone, and wasn't deleted with them, is elsewhere.
        if self.write(|edit| edit.pend_lost()).await? > 0 {
            self.pending().await?;
        }
        if settled {
            self.write(move |edit| {
                meta::set(edit.db, meta::SYNCED, began.as_millisecond())?;
                meta::set(edit.db, meta::WATERMARK, watermark)
            })
            .await?;
        }
        Ok(self.outcome(settled))
    }

    /// Takes over the folders of the library.
    async fn list_folders(&self) -> Result<()> {
        let folders = self.all_folders().await?;
        let catalog = self.catalog.clone();
        let changed = self.work(move || catalog.set_folders(&folders)).await?;
        add(&self.folders, changed);
        Ok(())
    }

    async fn all_folders(&self) -> Result<Vec<Folder>> {
        let (mut all, mut window, mut skip) = (Vec::new(), Window::of_folders(), 0);
        loop {
            let page = self.list(&window.query(skip, PAGE)).await?;
            let folders: Vec<Folder> = page
                .usable
                .into_iter()
                .filter_map(|entry| match entry.asset {
                    Asset::Folder(folder) => Some(folder),
                    Asset::File(_) => None,
                })
                .collect();
            let last = folders.last().map(|folder| second(folder.created.as_millisecond()));
            all.extend(folders);
            self.watch.tell(Phase::Folders, all.len() as u64, None);
            if page.listed < PAGE {
                return Ok(all);
            }
            // As with files: on with the second that it ended in, or within that.
            match last {
                Some(last) if window.from.is_none_or(|from| last > from) => {
                    (window.from, skip) = (Some(last), 0)
                }
                _ => skip += page.listed,
            }
        }
    }

    /// The last change of any file, in milliseconds by the library's clock; `None` in an empty library.
    async fn last_change(&self) -> Result<Option<i64>> {
        let query = ListQuery {
            kind: Some(ListKind::File),
            order: Some(Order::By(Sort { key: SortKey::Updated, direction: Direction::Descending })),
            limit: Some(1),
            ..ListQuery::default()
        };
        let page = self.list(&query).await?;
        Ok(page.usable.first().and_then(|entry| match &entry.asset {
            Asset::File(file) => Some(file.updated.as_millisecond()),
            Asset::Folder(_) => None,
        }))
    }

    async fn list(&self, query: &ListQuery) -> Result<Entries> {
        add(&self.calls, 1);
        Ok(self.client.list_entries(query).await?)
    }

    /// Blocking work, which a sync that is dropped still ends.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let lock = self.lock.clone();
        let work = move || {
            let done = work();
            drop(lock);
            done
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Thread)?
    }

    async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Edit<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let catalog = self.catalog.clone();
        self.work(move || catalog.write(f)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let catalog = self.catalog.clone();
        self.work(move || catalog.read(f)).await
    }

    fn outcome(&self, settled: bool) -> Outcome {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Outcome {
            new: count(&self.new),
            changed: count(&self.changed),
            gone: count(&self.gone),
            folders: count(&self.folders),
            calls: count(&self.calls),
            settled,
        }
    }
}

fn add(counter: &AtomicU64, more: usize) {
    counter.fetch_add(more as u64, Ordering::Relaxed);
}

/// The folders of a list that are in no other one of it.
fn topmost(mut folders: Vec<FolderPath>) -> Vec<FolderPath> {
    folders.sort();
    let mut top: Vec<FolderPath> = Vec::new();
    for folder in folders {
        if !top.iter().any(|above| folder.is_within(above)) {
            top.push(folder);
        }
    }
    top
}

/// The ids of files in a page.
fn ids(page: &Entries) -> Vec<AssetId> {
    let id = |asset: &Asset| match asset {
        Asset::File(file) => Some(file.id.clone()),
        Asset::Folder(_) => None,
    };
    page.usable.iter().filter_map(|entry| id(&entry.asset)).collect()
}
