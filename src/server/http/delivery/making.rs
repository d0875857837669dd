//! Pictures that are made: once, however many ask for them at the same time, and kept.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::answer::{self, Marks};
use super::asked::Asked;
use super::finished::Ready;
use super::others::Others;
use super::timing::Timing;
use super::{Delivery, FromCache, Refused, blocking, content_name};
use crate::model::{Area, FileKind};
use crate::server::imaging::{self, Output, Pass};
use crate::server::store::FileRecord;
use crate::server::turns::Turn;
use crate::url::recipe::Format;
use crate::url::{Chain, Recipe};

/// Part of the name of a finished picture: to be raised when the same request gives other bytes.
const ENGINE: &str = "2";
/// How long decoded pictures stay in memory after the last picture was made.
const IDLE: Duration = Duration::from_secs(60);

/// What has to be done for a picture.
struct Order {
    file: FileRecord,
    others: Others,
    recipe: Recipe,
    accept: String,
    /// Of the result.
    name: String,
}

impl Delivery {
    /// Answers with a file's picture as a recipe makes it.
    pub(super) async fn picture(
        self: Arc<Self>,
        file: FileRecord,
        others: Others,
        chain: &Chain,
        mut recipe: Recipe,
        mut marks: Marks,
        headers: &HeaderMap,
    ) -> Result<Response, Refused> {
        let accept =
            headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default().to_owned();
        marks.by_accept = recipe.format == Format::Auto;
        let area = file.labels.custom_coordinates.as_deref().and_then(|text| text.parse::<Area>().ok());
        let area = area.filter(|area| recipe.place_custom(*area));
        // Another area makes another picture.
        let chain = format!(
            "{chain}{}{}",
            others.content_names(),
            area.map(|area| format!("\n{area:?}")).unwrap_or_default()
        );
        marks.tag = picture_name(&file, &chain, imaging::accepted(&accept));
        if answer::is_known(headers, &marks) {
            return Ok(answer::not_modified(&marks));
        }
        let order = Order { file, others, recipe, accept, name: marks.tag.clone() };
        let (ready, kept) = self.kept_or_made(order, &mut marks.timing).await?;
        marks.mime = ready.mime.to_owned();
        let mut response = answer::whole(ready.bytes, &marks, headers);
        if kept {
            response.extensions_mut().insert(FromCache);
        }
        Ok(response)
    }

    /// A picture, and whether it had been made before.
    async fn kept_or_made(
        self: Arc<Self>,
        order: Order,
        timing: &mut Timing,
    ) -> Result<(Ready, bool), Refused> {
        if let Some(ready) = self.finished.in_memory(&order.name) {
            timing.found("memory");
            return Ok((ready, true));
        }
        let turn = self.finished.turn(&order.name).await;
        // Whoever had the turn before may have made it.
        if let Some(ready) = self.finished.in_memory(&order.name) {
            timing.end("wait");
            timing.found("memory");
            return Ok((ready, true));
        }
        let (this, name) = (Arc::clone(&self), order.name.clone());
        if let Some(ready) = blocking(move || this.finished.on_disk(&name)).await? {
            timing.end("read");
            timing.found("disk");
            return Ok((ready, true));
        }
        let media = &order.file.media;
        let pixels = u64::from(media.width) * u64::from(media.height) + order.others.pixels();
        let pass = self.gate.enter(pixels).await;
        timing.end("wait");
        let this = Arc::clone(&self);
        let (ready, took) = blocking(move || this.make(turn, pass, &order)).await??;
        timing.made(took);
        self.forget_when_idle();
        Ok((ready, false))
    }

    /// Gives the memory of decoded pictures back when nothing has been made for a while.
    fn forget_when_idle(self: &Arc<Self>) {
        let made = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let delivery = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(IDLE).await;
            if let Some(delivery) = delivery.upgrade()
                && delivery.made.load(Ordering::Relaxed) == made
            {
                delivery.pictures.forget();
            }
        });
    }

    /// Makes a picture and keeps it. Turn and pass are given back when that is done, even if the client is
    /// gone by then.
    fn make(&self, _turn: Turn, _pass: Pass, order: &Order) -> Result<(Ready, imaging::Took), Refused> {
        let read = || Ok::<_, Refused>(self.bytes(&order.file)?);
        let source = content_name(&order.file);
        let assets = |path: &str| order.others.bytes(path, self);
        let Output { bytes, mime, took, .. } =
            self.pictures.transform(&source, read, &order.recipe, &order.accept, &assets)?;
        Ok((self.finished.put(&order.name, bytes, mime), took))
    }

    /// Makes a picture before anybody asks for it.
    pub(in crate::server::http) async fn make_ahead(self: Arc<Self>, file: FileRecord, chain: Chain) {
        if file.media.kind != FileKind::Image {
            return;
        }
        let asked = Asked::new(file.path(), chain);
        if let Err(error) = self.make_now(file, &asked).await {
            tracing::warn!(%error, "a picture could not be made ahead");
        }
    }

    async fn make_now(self: Arc<Self>, file: FileRecord, asked: &Asked) -> Result<(), Refused> {
        let mut written = self.written_out(asked).await?;
        written.take_default();
        let recipe = Recipe::read(&written.chain)?;
        if !recipe.is_identity() {
            let marks = Marks::new(&file, asked, Timing::start());
            let others = Others::of(&recipe, &self, true).await?;
            self.picture(file, others, &written.chain, recipe, marks, &HeaderMap::new()).await?;
        }
        Ok(())
    }
}

/// A name for a finished picture; its key and its entity tag.
fn picture_name(file: &FileRecord, chain: &str, accepted: &str) -> String {
    let mut name = String::with_capacity(64);
    let text = format!("{ENGINE}\n{}\n{accepted}\n{chain}", content_name(file));
    for byte in Sha256::digest(text) {
        // Writing to a `String` can't fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}
