//! Delivery: original bytes and transformations, under the URL endpoint (imagekit-api.md 4.1, 4.3, 5.5).

mod answer;
mod asked;
mod cache;
mod disposition;
mod finished;
mod making;
mod others;
mod range;
mod timing;

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::task::spawn_blocking;

use self::answer::Marks;
pub(super) use self::answer::Refused;
pub(super) use self::asked::split_transformation;
use self::asked::{Asked, Candidate};
use self::finished::Finished;
use self::others::Others;
use self::timing::Timing;
use crate::model::{FileKind, Secret};
use crate::server::imaging::{self, Gate, ImagingError, Limits, Metadata, Pictures};
use crate::server::store::{Blob, FileRecord, Store, StoreError};
use crate::url::{Recipe, Verdict, verify};

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
    pictures: Pictures,
    finished: Finished,
    /// How many pictures were made.
    made: AtomicU64,
}

impl Delivery {
    /// Delivery of `store`'s files under `endpoint` (`http://127.0.0.1:1234/id`, no slash at the end).
    /// URLs are signed with `key`.
    pub fn new(store: Store, endpoint: String, key: Secret, draw: Draw) -> Self {
        let (limits, finished) = (Limits::default(), Finished::new(store.data().join("cache")));
        let pictures = Pictures::new(limits);
        Self {
            store,
            endpoint,
            key,
            draw,
            gate: Gate::new(),
            limits,
            pictures,
            finished,
            made: AtomicU64::new(0),
        }
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
        let mut timing = Timing::start();
        let asked = Asked::parse(target, &self.endpoint).ok_or(Refused::Missing)?;
        let mut written = self.written_out(&asked).await?;
        let default = written.take_default();
        let recipe = Recipe::read(&written.chain)?;
        let (file, unmade) = self.permitted(target, &asked, default).await?;
        timing.end("lookup");
        let ignored = recipe.ignored.iter().map(ToString::to_string).collect();
        let mut marks = Marks { ignored, ..Marks::new(&file, &asked, timing) };
        if recipe.is_identity() && unmade.is_none() {
            return self.original(&file, marks, headers).await;
        }
        if let Some(what) = unmade {
            marks.error = Some(format!("{what} aren't made here: this is the file as it is stored."));
        } else if file.media.kind != FileKind::Image {
            marks.error = Some(ImagingError::Unsupported(file.media.mime.clone()).to_string());
        }
        if marks.error.is_some() {
            return self.original(&file, marks, headers).await;
        }
        let others = Others::of(&recipe, &self, self.is_signed(target)).await?;
        self.picture(file, others, &written.chain, recipe, marks, headers).await
    }

    /// What is asked for, with the account's named transformations written out.
    async fn written_out(&self, asked: &Asked) -> Result<Asked, Refused> {
        let (store, asked) = (self.store.clone(), asked.clone());
        if asked.chain.names().is_empty() {
            return Ok(asked);
        }
        blocking(move || Ok(Asked { chain: store.written_out(asked.chain)?, ..asked })).await?
    }

    /// Whether the URL is signed, so that it may show private files.
    fn is_signed(&self, target: &str) -> bool {
        let now = u64::try_from(self.store.now().as_second()).unwrap_or_default();
        verify(target, &self.endpoint, &self.key, now) == Verdict::Valid
    }

    /// The file, or the one in its place (`default`, a path) if there is none, if it may be delivered; and
    /// what was asked for instead of the file itself.
    async fn permitted(
        &self,
        target: &str,
        asked: &Asked,
        default: Option<String>,
    ) -> Result<(FileRecord, Option<&'static str>), Refused> {
        let now = u64::try_from(self.store.now().as_second()).unwrap_or_default();
        let verdict = verify(target, &self.endpoint, &self.key, now);
        match verdict {
            Verdict::Wrong => return Err(Refused::WrongSignature),
            Verdict::Expired(at) => return Err(Refused::Expired(at)),
            Verdict::Valid | Verdict::Missing => {}
        }
        let (store, wanted) = (self.store.clone(), asked.clone());
        let found = blocking(move || find(&store, &wanted, default)).await??;
        let missing = if asked.is_generated() { Refused::Generated } else { Refused::Missing };
        let (file, unmade) = found.ok_or(missing)?;
        if file.labels.private && verdict == Verdict::Missing && !asked.chain.is_named() {
            return Err(Refused::Private);
        }
        Ok((file, unmade))
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
                Ok(answer::whole(drawn.await?.into(), &marks, headers))
            }
        }
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

/// The first of the files that may be meant that there is.
fn find(
    store: &Store,
    asked: &Asked,
    default: Option<String>,
) -> Result<Option<(FileRecord, Option<&'static str>)>, StoreError> {
    for Candidate { path, unmade } in asked.candidates() {
        let found = match &asked.version {
            Some(version) => store.version_at(&path, version)?,
            None => store.file_at(&path)?,
        };
        if let Some(file) = found.filter(|file| file.labels.published) {
            return Ok(Some((file, unmade)));
        }
    }
    let default = default.map(|path| store.file_at(&path)).transpose()?.flatten();
    Ok(default.filter(|file| file.labels.published).map(|file| (file, None)))
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
