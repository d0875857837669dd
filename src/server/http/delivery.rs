//! Delivery: original bytes and transformations, under the URL endpoint (imagekit-api.md 4.1, 4.3, 5.5).

mod answer;
mod asked;
mod cache;
mod others;
mod range;

use std::fmt::Write;
use std::io::Read;
use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use self::answer::Marks;
pub(super) use self::answer::Refused;
use self::asked::Asked;
pub(super) use self::asked::split_transformation;
use self::cache::Cache;
use self::others::Others;
use crate::model::{FileKind, Secret};
use crate::server::imaging::{self, Gate, ImagingError, Limits, Metadata, Pass};
use crate::server::store::{Blob, FileRecord, Store, StoreError};
use crate::url::recipe::Format;
use crate::url::{Chain, Recipe, Verdict, verify};

/// Bytes of finished pictures that are kept.
const CACHE_LIMIT: u64 = 256 * 1024 * 1024;
/// Part of the key of a finished picture: to be raised when the same request gives other bytes.
const ENGINE: &str = "1";

/// Draws the picture of a file that has no stored bytes: a JPEG of the recorded pixels and bytes.
pub type Draw = fn(seed: u64, width: u32, height: u32, size: u64) -> Vec<u8>;

/// Marks the answer whose picture was made before.
#[derive(Clone, Copy, Debug)]
pub(super) struct FromCache;

/// What delivery needs to know.
#[derive(Debug)]
pub struct Delivery {
    store: Store,
    endpoint: String,
    key: Secret,
    draw: Draw,
    gate: Gate,
    limits: Limits,
    cache: Cache,
}

impl Delivery {
    /// Delivery of `store`'s files under `endpoint` (`http://127.0.0.1:1234/id`, no slash at the end).
    /// URLs are signed with `key`.
    pub fn new(store: Store, endpoint: String, key: Secret, draw: Draw) -> Self {
        let cache = Cache::new(store.data().join("cache"), CACHE_LIMIT);
        Self { store, endpoint, key, draw, gate: Gate::new(), limits: Limits::default(), cache }
    }

    /// The routes: everything below the path of the endpoint, for GET and HEAD.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        routes(Arc::new(self))
    }
}

/// The routes of a delivery that others use as well.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(delivery: Arc<Delivery>) -> Router<S> {
    let path = format!("{}/{{*path}}", asked::endpoint_path(&delivery.endpoint));
    Router::new().route(&path, get(deliver)).with_state(delivery)
}

async fn deliver(State(delivery): State<Arc<Delivery>>, request: Request) -> Response {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let answer = delivery.answer(target, request.headers()).await;
    answer.unwrap_or_else(|refused| {
        tracing::info!(path = uri.path(), %refused, "not delivered");
        refused.into_response()
    })
}

impl Delivery {
    async fn answer(self: Arc<Self>, target: &str, headers: &HeaderMap) -> Result<Response, Refused> {
        let asked = Asked::parse(target, &self.endpoint).ok_or(Refused::Missing)?;
        let written = self.written_out(&asked).await?;
        let recipe = Recipe::read(&written.chain)?;
        let file = self.permitted(target, &asked).await?;
        let mut marks =
            Marks { ignored: recipe.ignored.iter().map(ToString::to_string).collect(), ..Marks::new(&file) };
        if recipe.is_identity() {
            return self.original(&file, marks, headers).await;
        }
        if file.media.kind != FileKind::Image {
            marks.error = Some(ImagingError::Unsupported(file.media.mime.clone()).to_string());
            return self.original(&file, marks, headers).await;
        }
        self.picture(file, written, recipe, marks, headers).await
    }

    /// What is asked for, with the account's named transformations written out.
    async fn written_out(&self, asked: &Asked) -> Result<Asked, Refused> {
        let (store, asked) = (self.store.clone(), asked.clone());
        if asked.chain.names().is_empty() {
            return Ok(asked);
        }
        blocking(move || Ok(Asked { chain: store.written_out(asked.chain)?, ..asked })).await?
    }

    /// The file, if it may be delivered.
    async fn permitted(&self, target: &str, asked: &Asked) -> Result<FileRecord, Refused> {
        let now = u64::try_from(self.store.now().as_second()).unwrap_or_default();
        let verdict = verify(target, &self.endpoint, &self.key, now);
        match verdict {
            Verdict::Wrong => return Err(Refused::WrongSignature),
            Verdict::Expired(at) => return Err(Refused::Expired(at)),
            Verdict::Valid | Verdict::Missing => {}
        }
        let (store, path, version) = (self.store.clone(), asked.path.clone(), asked.version.clone());
        let found = blocking(move || match version {
            Some(version) => store.version_at(&path, &version),
            None => store.file_at(&path),
        });
        let file = found.await??.filter(|file| file.labels.published).ok_or(Refused::Missing)?;
        if file.labels.private && verdict == Verdict::Missing && !asked.chain.is_named() {
            return Err(Refused::Private);
        }
        Ok(file)
    }

    async fn original(
        &self,
        file: &FileRecord,
        mut marks: Marks,
        headers: &HeaderMap,
    ) -> Result<Response, Refused> {
        marks.tag = content_name(file);
        if answer::is_known(headers, &marks) {
            return Ok(answer::not_modified(&marks));
        }
        match file.blob {
            Blob::Stored(sha) => {
                let store = self.store.clone();
                let bytes = blocking(move || store.open_bytes(sha)).await?.map_err(StoreError::from)?;
                Ok(answer::stored(tokio::fs::File::from_std(bytes), file.media.size, &marks, headers).await?)
            }
            Blob::Drawn(seed) => {
                let (draw, media) = (self.draw, file.media.clone());
                let drawn = blocking(move || draw(seed, media.width, media.height, media.size));
                Ok(answer::whole(drawn.await?, &marks, headers))
            }
        }
    }

    async fn picture(
        self: Arc<Self>,
        file: FileRecord,
        asked: Asked,
        recipe: Recipe,
        mut marks: Marks,
        headers: &HeaderMap,
    ) -> Result<Response, Refused> {
        let accept =
            headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default().to_owned();
        marks.by_accept = recipe.format == Format::Auto;
        let others = Others::of(&recipe, &self).await?;
        let chain = format!("{}{}", asked.chain, others.content_names());
        marks.tag = picture_name(&file, &chain, imaging::accepted(&accept));
        if answer::is_known(headers, &marks) {
            return Ok(answer::not_modified(&marks));
        }
        let (this, key) = (Arc::clone(&self), marks.tag.clone());
        let mut bytes = blocking(move || this.cache.get(&key)).await?;
        let kept = bytes.is_some();
        if !kept {
            let pixels = u64::from(file.media.width) * u64::from(file.media.height);
            let pass = self.gate.enter(pixels).await;
            let key = marks.tag.clone();
            bytes = Some(blocking(move || self.make(pass, &file, &others, &recipe, &accept, &key)).await??);
        }
        let bytes = bytes.unwrap_or_default();
        marks.mime =
            image::guess_format(&bytes).map_or(marks.mime, |format| format.to_mime_type().to_owned());
        let mut response = answer::whole(bytes, &marks, &HeaderMap::new());
        if kept {
            response.extensions_mut().insert(FromCache);
        }
        Ok(response)
    }

    /// Makes a picture before anybody asks for it.
    pub(super) async fn make_ahead(self: Arc<Self>, file: FileRecord, chain: Chain) {
        if file.media.kind != FileKind::Image {
            return;
        }
        let asked = Asked { path: file.path(), chain, version: None };
        if let Err(error) = self.make_now(file, &asked).await {
            tracing::warn!(%error, "a picture could not be made ahead");
        }
    }

    async fn make_now(self: Arc<Self>, file: FileRecord, asked: &Asked) -> Result<(), Refused> {
        let written = self.written_out(asked).await?;
        let recipe = Recipe::read(&written.chain)?;
        if !recipe.is_identity() {
            let marks = Marks::new(&file);
            self.picture(file, written, recipe, marks, &HeaderMap::new()).await?;
        }
        Ok(())
    }

    /// Makes a picture and keeps it. `_pass` is given back when that is done, even if the client is
    /// gone by then.
    fn make(
        &self,
        _pass: Pass,
        file: &FileRecord,
        others: &Others,
        recipe: &Recipe,
        accept: &str,
        key: &str,
    ) -> Result<Vec<u8>, Refused> {
        let source = self.bytes(file)?;
        let assets = |path: &str| others.bytes(path, self);
        let output = imaging::transform(&source, recipe, accept, &self.limits, &assets)?;
        self.cache.put(key, &output.bytes);
        Ok(output.bytes)
    }

    /// What a file's bytes say of themselves.
    ///
    /// # Errors
    /// For what is no picture, among others; that isn't even opened.
    pub(super) async fn metadata(self: Arc<Self>, file: FileRecord) -> Result<Metadata, Refused> {
        if file.media.width == 0 {
            return Err(ImagingError::Unsupported(file.media.mime).into());
        }
        let pixels = u64::from(file.media.width) * u64::from(file.media.height);
        let pass = self.gate.enter(pixels).await;
        blocking(move || {
            let _pass = pass;
            Ok(imaging::metadata(&self.bytes(&file)?, &self.limits)?)
        })
        .await?
    }

    /// The same of what is delivered at a URL of this library.
    pub(super) async fn metadata_at(self: Arc<Self>, url: &str) -> Result<Metadata, Refused> {
        let target = url.strip_prefix(origin(&self.endpoint)).ok_or(Refused::Missing)?;
        let limits = self.limits;
        let answer = Arc::clone(&self).answer(target, &HeaderMap::new()).await?;
        let mime = answer.headers().get(CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or_default();
        if !mime.starts_with("image/") {
            return Err(ImagingError::Unsupported(mime.to_owned()).into());
        }
        let bytes = to_bytes(answer.into_body(), usize::MAX).await;
        let bytes = bytes.map_err(|error| Refused::Broken(error.to_string()))?;
        let pass = self.gate.enter(limits.source).await;
        blocking(move || {
            let _pass = pass;
            Ok(imaging::metadata(&bytes, &limits)?)
        })
        .await?
    }

    fn bytes(&self, file: &FileRecord) -> Result<Vec<u8>, StoreError> {
        match file.blob {
            Blob::Stored(sha) => {
                let mut bytes = Vec::new();
                self.store.open_bytes(sha)?.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Blob::Drawn(seed) => Ok((self.draw)(seed, file.media.width, file.media.height, file.media.size)),
        }
    }
}

/// Scheme and host of an endpoint.
fn origin(endpoint: &str) -> &str {
    endpoint.strip_suffix(asked::endpoint_path(endpoint)).unwrap_or(endpoint)
}

/// Runs `f` where it may take its time.
///
/// # Errors
/// If it panicked: decoders are other people's, and a file may hit a flaw of theirs.
async fn blocking<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    spawn_blocking(f).await.map_err(|error| Refused::Broken(error.to_string()))
}

/// A name for bytes: equal names, equal bytes.
fn content_name(file: &FileRecord) -> String {
    let media = &file.media;
    match file.blob {
        Blob::Stored(sha) => sha.to_string(),
        Blob::Drawn(seed) => format!("drawn-{seed:x}-{}x{}-{}", media.width, media.height, media.size),
    }
}

/// A name for a finished picture; the key of the cache and the entity tag.
fn picture_name(file: &FileRecord, chain: &str, accepted: &str) -> String {
    let mut name = String::with_capacity(64);
    let text = format!("{ENGINE}\n{}\n{accepted}\n{chain}", content_name(file));
    for byte in Sha256::digest(text) {
        // Writing to a `String` can't fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}
