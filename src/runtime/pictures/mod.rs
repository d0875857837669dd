//! Pictures: asked for as small ones, cached, prepared for the terminal, and kept until drawn.

mod cache;
mod colors;
mod compare;
mod disk;
mod fit;
mod prepare;
mod request;
mod store;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;

use self::cache::{Cache, Name};
use self::prepare::{PrepareError, Prepared, Source};
use self::store::Store;
use super::graphics::{Graphics, Way};
use crate::api::Client;
use crate::app::Pictures;
use crate::app::effect::{Look, PictureKey, PictureRequest};
use crate::app::msg::PictureInfo;
use crate::app::theme::Depth;
use crate::model::{AssetId, Report};

/// Bytes of a thumbnail at most.
const LARGEST: usize = 16 << 20;
/// Pictures fetched at once for a grid.
const AT_ONCE: usize = 6;
/// Pictures decoded at once: more would take memory and make keys wait.
const DECODED_AT_ONCE: usize = 2;

/// Fetches, prepares and holds pictures. Clones are the same gallery.
#[derive(Clone)]
pub(super) struct Gallery {
    store: Arc<Store>,
    cache: Cache,
    graphics: watch::Sender<Option<Graphics>>,
    decoders: Arc<Semaphore>,
}

impl Gallery {
    /// `folder` is where fetched pictures are kept; `depth` is for half blocks.
    pub(super) fn new(folder: Option<PathBuf>, depth: Depth) -> Self {
        Self {
            store: Arc::new(Store::new(depth)),
            cache: Cache::new(folder),
            graphics: watch::Sender::new(None),
            decoders: Arc::new(Semaphore::new(DECODED_AT_ONCE)),
        }
    }

    /// Says how pictures are drawn; whoever wants one has waited for it.
    pub(super) fn settle(&self, graphics: Graphics) {
        self.graphics.send_replace(Some(graphics));
    }

    /// How pictures are drawn, once that is known.
    pub(super) fn graphics(&self) -> Option<Graphics> {
        *self.graphics.borrow()
    }

    /// The pictures to draw from, and what has to be sent to the terminal before.
    pub(super) fn next_frame(&self) -> (&dyn Pictures, String) {
        (&*self.store, self.store.next_frame())
    }

    /// Forgets pictures of these files.
    pub(super) fn forget(&self, ids: &[AssetId]) {
        self.store.forget(ids);
    }

    /// Forgets all that is prepared; gives what was on the screen.
    pub(super) fn clear(&self) -> Vec<PictureRequest> {
        self.store.clear()
    }

    /// Makes a picture ready to be drawn.
    pub(super) async fn get(&self, client: &Client, request: &PictureRequest) -> Result<PictureInfo, Report> {
        if let Some(info) = self.store.info(&request.key) {
            return Ok(info);
        }
        let graphics = self.settled().await;
        if graphics.way == Way::None {
            return Err(failed(request, PrepareError::Off.to_string()));
        }
        let source = self.source(client, request, &graphics).await?;
        let names = source.names.clone();
        let prepared = self.prepare(source, request.key.clone(), graphics).await.map_err(|why| {
            names.iter().for_each(|name| self.cache.remove(name));
            failed(request, why)
        })?;
        let info = prepared.info.clone();
        // The terminal may have changed meanwhile: then this picture is of no use.
        if self.graphics() == Some(graphics) {
            self.store.insert(request.clone(), prepared);
        }
        Ok(info)
    }

    /// Makes many pictures ready, several at once, the first ones first; `done` is told of each.
    pub(super) async fn get_all(
        self,
        client: Client,
        requests: Vec<PictureRequest>,
        done: impl Fn(PictureRequest, Result<PictureInfo, Report>),
    ) {
        stream::iter(requests)
            .map(|request| {
                let (gallery, client) = (self.clone(), client.clone());
                async move {
                    let result = gallery.get(&client, &request).await;
                    (request, result)
                }
            })
            .buffer_unordered(AT_ONCE)
            .for_each(|(request, result)| {
                done(request, result);
                std::future::ready(())
            })
            .await;
    }

    async fn settled(&self) -> Graphics {
        let mut graphics = self.graphics.subscribe();
        loop {
            if let Some(graphics) = *graphics.borrow_and_update() {
                return graphics;
            }
            if graphics.changed().await.is_err() {
                // The sender is part of this gallery.
                return Graphics::unasked();
            }
        }
    }

    /// All that a look needs.
    async fn source(
        &self,
        client: &Client,
        request: &PictureRequest,
        graphics: &Graphics,
    ) -> Result<Source, Report> {
        if let Look::Versions(before, after) = &request.key.look {
            let mut source = self.version(client, request, after, graphics).await?;
            let before = self.version(client, request, before, graphics).await?;
            source.before = Some(before.bytes);
            source.names.extend(before.names);
            return Ok(source);
        }
        if let Look::Against(other) = &request.key.look {
            let mut source = self.small(client, request, graphics).await?;
            let before = self.small(client, &request::of_other(request, other), graphics).await?;
            source.before = Some(before.bytes);
            source.names.extend(before.names);
            return Ok(source);
        }
        if let Look::Version(version) = &request.key.look {
            return self.version(client, request, version, graphics).await;
        }
        let (Some(url), Look::Url(what) | Look::Split(what) | Look::Difference(what)) =
            (&request.url, &request.key.look)
        else {
            return self.small(client, request, graphics).await;
        };
        let name = |what: &str| Name::new(&client.account().delivery, &request.key, what);
        let mut source = self.bytes(client, request, url, &name(what)).await?;
        if let Some(instead) = request.instead.as_ref().filter(|_| !prepare::can_decode(&source.bytes)) {
            let instead = self.bytes(client, request, instead, &name(&format!("{what} instead"))).await?;
            source.instead = Some(instead.bytes);
            source.names.extend(instead.names);
        }
        if !matches!(request.key.look, Look::Url(_)) {
            let before = self.small(client, request, graphics).await?;
            source.before = Some(before.bytes);
            source.names.extend(before.names);
        }
        Ok(source)
    }

    /// The file itself, as small as its place.
    async fn small(
        &self,
        client: &Client,
        request: &PictureRequest,
        graphics: &Graphics,
    ) -> Result<Source, Report> {
        self.version(client, request, "", graphics).await
    }

    /// A version of the file, as small as its place; the current one if it is empty.
    async fn version(
        &self,
        client: &Client,
        request: &PictureRequest,
        version: &str,
        graphics: &Graphics,
    ) -> Result<Source, Report> {
        let transformation = request::transformation(request, graphics);
        let what = format!("{transformation}{version}");
        let name = Name::new(&client.account().delivery, &request.key, &what);
        let url = request::url(request, &transformation, version, client.account(), Timestamp::now());
        self.bytes(client, request, &url, &name).await
    }

    async fn bytes(
        &self,
        client: &Client,
        request: &PictureRequest,
        url: &str,
        name: &Name,
    ) -> Result<Source, Report> {
        if let Some(bytes) = self.cache.get(name).await {
            return Ok(Source { bytes, names: vec![name.clone()], ..Source::default() });
        }
        let begun = Instant::now();
        let bytes = client
            .fetch(url, LARGEST)
            .await
            .map_err(|error| error.report(&format!("Could not fetch a preview of {}", request.path)))?;
        let millis = u32::try_from(begun.elapsed().as_millis()).ok();
        self.cache.put(name.clone(), bytes.clone());
        Ok(Source { bytes, millis, names: vec![name.clone()], ..Source::default() })
    }

    async fn prepare(&self, source: Source, key: PictureKey, graphics: Graphics) -> Result<Prepared, String> {
        let place = Arc::clone(&self.decoders).acquire_owned().await.map_err(|error| error.to_string())?;
        // A thread can't be cancelled: it keeps its place in the queue until it is done.
        let prepared = spawn_blocking(move || {
            let prepared = prepare::prepare(&source, &key, &graphics);
            drop(place);
            prepared
        });
        match prepared.await {
            Ok(prepared) => prepared.map_err(|error: PrepareError| error.to_string()),
            Err(error) => Err(format!("the decoder failed ({error})")),
        }
    }
}

fn failed(request: &PictureRequest, why: String) -> Report {
    Report::new(format!("Could not show a preview of {}", request.path), why, "")
}
