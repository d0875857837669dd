//! The copy of the library: opened when the first frame is on the screen, read while the library itself is
//! waited for, and brought up to it beside everything else.

mod copy;
mod order;
mod receipts;
mod work;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{Mutex as Turn, watch};
use tokio::task::JoinSet;
use tokio_util::task::AbortOnDropHandle;

use super::connection::Connection;
use super::event_loop::News;
use crate::api::Flow;
use crate::app::Msg;
use crate::app::catalogue::{CatalogueNews, EVERY_SECONDS, SyncOrder};
use crate::model::AssetId;

pub(super) use copy::Copy;
pub(super) use receipts::Receipts;
use work::Work;

/// Tells the program of the copy. Clones tell the same program.
#[derive(Clone)]
struct Teller {
    news: UnboundedSender<News>,
    /// How far the work was when it was told last.
    last: Arc<Mutex<Option<CatalogueNews>>>,
}

impl Teller {
    fn tell(&self, news: CatalogueNews) {
        // The loop has ended: nobody wants to know.
        let _ = self.news.send(News::Msg(Msg::Catalogue(news)));
    }

    fn progress(&self, news: CatalogueNews) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(news.clone());
        self.tell(news);
    }
}

/// Keeps the copy of the library that is open, and does what the program orders.
pub(super) struct Keeper {
    teller: Teller,
    copy: Copy,
    flow: watch::Sender<Flow>,
    /// Of pHashes, these are wanted first.
    first: Arc<Mutex<Vec<AssetId>>>,
    /// Whether the work is to go on with pHashes.
    hashes: Arc<AtomicBool>,
    /// Whether the user wants a copy, however large the library is.
    wanted: Arc<AtomicBool>,
    /// Whoever has it reads lists of the library into the copy.
    turn: Arc<Turn<()>>,
    receipts: Receipts,
    task: Option<AbortOnDropHandle<()>>,
    changes: JoinSet<()>,
    timer: Option<AbortOnDropHandle<()>>,
}

impl Keeper {
    pub(super) fn new(news: UnboundedSender<News>, path: Option<std::path::PathBuf>) -> Self {
        Self {
            teller: Teller { news, last: Arc::default() },
            copy: Copy::new(path),
            flow: watch::Sender::new(Flow::Go),
            first: Arc::default(),
            hashes: Arc::default(),
            wanted: Arc::default(),
            turn: Arc::default(),
            receipts: Receipts::default(),
            task: None,
            changes: JoinSet::new(),
            timer: None,
        }
    }

    /// The copy, for whoever reads it.
    pub(super) fn copy(&self) -> Copy {
        self.copy.clone()
    }

    /// Takes what uploads are answered with.
    pub(super) fn receipts(&self) -> Receipts {
        self.receipts.clone()
    }

    /// Opens what there is, and tells.
    pub(super) fn open(&self) {
        let (copy, teller) = (self.copy.clone(), self.teller.clone());
        tokio::spawn(async move {
            match copy.open().await {
                Ok(state) => teller.tell(CatalogueNews::Opened(state)),
                Err(report) => teller.tell(CatalogueNews::Unusable(report)),
            }
        });
    }

    /// Does what the program orders.
    pub(super) fn execute(&mut self, order: SyncOrder, connection: &Connection) {
        if !self.copy.is_wanted() {
            return;
        }
        match order {
            SyncOrder::Start => self.start(connection, false),
            SyncOrder::WithHashes => {
                self.hashes.store(true, Ordering::Relaxed);
                self.start(connection, false);
            }
            SyncOrder::IfSmall => self.start(connection, true),
            SyncOrder::Later => self.rest(),
            SyncOrder::Pause => {
                self.flow.send_replace(Flow::Pause);
                self.teller.tell(CatalogueNews::Paused);
            }
            SyncOrder::Resume => self.resume(connection),
            SyncOrder::Stop => {
                self.hashes.store(false, Ordering::Relaxed);
                self.flow.send_replace(Flow::Stop);
            }
            SyncOrder::First(ids) => *self.first.lock().unwrap_or_else(PoisonError::into_inner) = ids,
            SyncOrder::Changed(changed) => {
                let work = self.work(connection);
                self.beside(work.take_in(*changed));
            }
            SyncOrder::Seen(path, files) => {
                let work = self.work(connection);
                self.beside(work.see(path, files));
            }
        }
    }

    /// Begins to work, unless it does already: then what is under way does it too.
    fn start(&mut self, connection: &Connection, if_small: bool) {
        if !if_small {
            self.wanted.store(true, Ordering::Relaxed);
        }
        self.flow.send_if_modified(|flow| std::mem::replace(flow, Flow::Go) != Flow::Go);
        if self.works() {
            return;
        }
        let work = self.work(connection);
        self.task = Some(AbortOnDropHandle::new(tokio::spawn(work.run(if_small))));
        self.rest();
    }

    fn works(&self) -> bool {
        self.task.as_ref().is_some_and(|task| !task.is_finished())
    }

    fn work(&self, connection: &Connection) -> Work {
        Work {
            copy: self.copy.clone(),
            connection: connection.clone(),
            teller: self.teller.clone(),
            flow: self.flow.subscribe(),
            first: Arc::clone(&self.first),
            hashes: Arc::clone(&self.hashes),
            wanted: Arc::clone(&self.wanted),
            turn: Arc::clone(&self.turn),
            receipts: self.receipts.clone(),
        }
    }

    fn resume(&mut self, connection: &Connection) {
        let last = self.teller.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match last.filter(|_| self.works()) {
            Some(last) => {
                self.flow.send_replace(Flow::Go);
                self.teller.tell(last);
            }
            None => self.start(connection, false),
        }
    }

    /// Takes changes into the copy beside everything else.
    fn beside(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        while self.changes.try_join_next().is_some() {}
        self.changes.spawn(work);
    }

    /// Says when it is time to sync again.
    fn rest(&mut self) {
        let teller = self.teller.clone();
        self.timer = Some(AbortOnDropHandle::new(tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(EVERY_SECONDS)).await;
            teller.tell(CatalogueNews::Due);
        })));
    }
}
