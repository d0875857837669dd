//! The client itself: connections, keys, the loop of tries.

use std::fmt;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use backon::ExponentialBackoff;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::{Bytes, BytesMut};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tokio::time::timeout;
use url::Url;

use super::call::{self, Call, Class, Flow};
use super::error::{Answer, Error, Kind, RateLimit, Transport};
use super::governor::{Governor, Place};
use crate::model::{Account, is_loopback, parse_endpoint};

/// Time to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// Time without a byte of the answer.
pub(super) const IDLE: Duration = Duration::from_secs(30);
/// The largest answer of the API that is read: a page of 1000 files is about 1 MB.
const LARGEST: usize = 64 << 20;
/// Redirects that delivery may take.
const REDIRECTS: usize = 5;

/// The client of one account. Clones are cheap and share connections and rates.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
    flow: Option<watch::Receiver<Flow>>,
    repeats: bool,
}

pub(super) struct Inner {
    account: Account,
    api: Url,
    upload: Url,
    authorization: HeaderValue,
    /// The `Authorization` without its scheme, to be taken out of what a server echoes.
    credentials: String,
    /// For the hosts that get the key; follows no redirect.
    pub(super) http: reqwest::Client,
    /// For delivery; carries no key.
    pub(super) open: reqwest::Client,
    pub(super) governor: Governor,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("account", &self.inner.account).finish_non_exhaustive()
    }
}

impl Client {
    /// A client for the account. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when a host isn't `https` (or `http` on this machine), the private key can't
    /// stand in a header, or TLS can't be set up.
    pub fn new(account: Account) -> Result<Self, Error> {
        let host = |text: &str| parse_endpoint(text).map_err(|error| Error::Setup(error.to_string()));
        let (api, upload, delivery) = (host(&account.api)?, host(&account.upload)?, host(&account.delivery)?);
        let credentials = BASE64.encode(format!("{}:", account.private_key.reveal()));
        let mut authorization = HeaderValue::try_from(format!("Basic {credentials}"))
            .map_err(|_| Error::Setup("the private key can't stand in a header".to_owned()))?;
        authorization.set_sensitive(true);
        let local = [&api, &upload, &delivery].into_iter().all(is_loopback);
        let inner = Inner {
            http: http(local, Policy::none())?,
            open: http(local, Policy::limited(REDIRECTS))?,
            governor: Governor::new(is_loopback(&api)),
            account,
            api,
            upload,
            authorization,
            credentials,
        };
        Ok(Self { inner: Arc::new(inner), flow: None, repeats: true })
    }

    /// The account that this client speaks for.
    pub fn account(&self) -> &Account {
        &self.inner.account
    }

    /// Writes a second that are let through at present; `None` without a limit.
    pub fn write_rate(&self) -> Option<f64> {
        self.inner.governor.rate(Class::Write)
    }

    /// The same client for a run that can be paused and stopped: its calls wait while `flow` says
    /// [`Flow::Pause`] and end with [`Error::Stopped`] after [`Flow::Stop`], unless already sent.
    pub fn with_flow(&self, flow: watch::Receiver<Flow>) -> Self {
        Self { flow: Some(flow), ..self.clone() }
    }

    /// The same client, trying each call once only: for whoever decides about the next try himself.
    pub fn once(&self) -> Self {
        Self { repeats: false, ..self.clone() }
    }

    /// An address of the management API, from path segments that are not encoded yet.
    pub(super) fn api(&self, segments: &[&str]) -> Result<Url, Error> {
        join(&self.inner.api, segments)
    }

    /// An address of the upload API.
    pub(super) fn upload_api(&self, segments: &[&str]) -> Result<Url, Error> {
        join(&self.inner.upload, segments)
    }

    /// Makes a call and reads its JSON.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        self.call(&call, |body| body.json()).await
    }

    /// Makes a call whose answer says nothing.
    pub(super) async fn done(&self, call: Call) -> Result<(), Error> {
        self.call(&call, |body| body.empty()).await
    }

    /// Makes a call; answers with the body as it came.
    pub(super) async fn body(&self, call: Call) -> Result<Body, Error> {
        self.call(&call, Ok).await
    }

    async fn call<T>(&self, call: &Call, read: fn(Body) -> Result<T, Error>) -> Result<T, Error> {
        let mut delays = call::delays();
        loop {
            match self.attempt(call).await.and_then(read) {
                Ok(answer) => return Ok(answer),
                Err(error) => self.before_again(call, error, &mut delays).await?,
            }
        }
    }

    /// Waits until the call may be tried again.
    ///
    /// # Errors
    ///
    /// The same error, when trying again makes no sense or isn't safe.
    pub(super) async fn before_again(
        &self,
        call: &Call,
        error: Error,
        delays: &mut ExponentialBackoff,
    ) -> Result<(), Error> {
        if !self.repeats || !call.may_repeat(&error) {
            return Err(error);
        }
        let Some(delay) = delays.next() else { return Err(error) };
        tracing::debug!(path = call.url.path(), %error, "trying again");
        if !call::is_held_back(&error) {
            tokio::time::sleep(delay).await;
        }
        Ok(())
    }

    async fn attempt(&self, call: &Call) -> Result<Body, Error> {
        let mut request = self.inner.http.request(call.method.clone(), call.url.clone());
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        self.send(call, request).await
    }

    /// Sends a request with the key, when its class is let through, and reads the answer.
    pub(super) async fn send(&self, call: &Call, request: RequestBuilder) -> Result<Body, Error> {
        let _place = self.admit(call.class).await?;
        let started = Instant::now();
        let request = request.header(AUTHORIZATION, self.inner.authorization.clone());
        let answer =
            timeout(call.total, self.exchange(call, request)).await.unwrap_or_else(|_| Err(timed_out()));
        let ms = started.elapsed().as_millis();
        match &answer {
            Ok(body) => {
                tracing::debug!(method = %call.method, path = call.url.path(), status = body.status, ms)
            }
            Err(error) => tracing::debug!(method = %call.method, path = call.url.path(), ms, %error),
        }
        answer
    }

    async fn exchange(&self, call: &Call, request: RequestBuilder) -> Result<Body, Error> {
        let sent = request.send();
        // While an upload is being sent no answer can come, so only the total counts there.
        let response = match call.class {
            Class::Upload => sent.await?,
            _ => timeout(IDLE, sent).await.map_err(|_| timed_out())??,
        };
        let status = response.status().as_u16();
        let request_id = header(response.headers(), "x-ik-requestid").map(str::to_owned);
        let rate = rate_limit(response.headers());
        let bytes = match read(response, LARGEST).await {
            Err(error) if (200..300).contains(&status) => return Err(error),
            // The status alone says enough.
            body => body.unwrap_or_default(),
        };
        if (200..300).contains(&status) && (status != 207 || call.partial) {
            self.inner.governor.accepted(call.class);
            return Ok(Body { status, request_id, bytes });
        }
        let secrets = [self.inner.account.private_key.reveal(), &self.inner.credentials];
        let answer = Answer::read(status, rate, request_id, &bytes, &secrets);
        if let Kind::TooManyRequests(limit) = answer.kind {
            let pause = self.inner.governor.refused(call.class, limit);
            tracing::info!(class = ?call.class, ?pause, "{}", limit.in_words());
        }
        Err(Error::Answer(Box::new(answer)))
    }

    /// Waits until the class lets a call through and the run isn't paused.
    pub(super) async fn admit(&self, class: Class) -> Result<Place, Error> {
        let governor = &self.inner.governor;
        let Some(flow) = &self.flow else { return Ok(governor.admit(class).await) };
        let mut flow = flow.clone();
        loop {
            let now = *flow.borrow_and_update();
            let place = match now {
                Flow::Stop => return Err(Error::Stopped),
                Flow::Pause => None,
                Flow::Go => tokio::select! {
                    biased;
                    changed = flow.changed() => match changed {
                        Ok(()) => continue,
                        // Nobody can pause or stop it any more.
                        Err(_) => Some(governor.admit(class).await),
                    },
                    place = governor.admit(class) => Some(place),
                },
            };
            match place {
                Some(place) => return Ok(place),
                None if flow.changed().await.is_err() => return Err(Error::Stopped),
                None => {}
            }
        }
    }
}

/// An answer of success.
pub(super) struct Body {
    pub(super) status: u16,
    pub(super) request_id: Option<String>,
    pub(super) bytes: Bytes,
}

impl Body {
    /// The body as JSON of this form.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.bytes).map_err(|error| self.nonsense(error))
    }

    /// Nothing, or JSON that says nothing. Anything else doesn't come from the API.
    fn empty(&self) -> Result<(), Error> {
        if self.bytes.is_empty() { Ok(()) } else { self.json::<super::wire::Empty>().map(drop) }
    }

    /// The error of an answer that can't be used.
    pub(super) fn nonsense(&self, why: impl fmt::Display) -> Error {
        Error::NotJson { status: self.status, request_id: self.request_id.clone(), why: why.to_string() }
    }
}

/// A pool of connections. A local one never needs certificates and never goes through a proxy.
fn http(local: bool, redirects: Policy) -> Result<reqwest::Client, Error> {
    install_tls();
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("ikt/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .redirect(redirects)
        // A Referer would carry a signed URL to where a redirect leads.
        .referer(false);
    if local {
        builder = builder.no_proxy().tls_certs_only([]);
    }
    Ok(builder.build()?)
}

/// Installs the cryptography of TLS for the process, once.
fn install_tls() {
    static ONCE: Once = Once::new();
    // An error means that another one is installed already, which does as well.
    ONCE.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

fn join(base: &Url, segments: &[&str]) -> Result<Url, Error> {
    let mut url = base.clone();
    url.path_segments_mut()
        .map_err(|()| Error::Setup(format!("{base} can't have a path")))?
        .pop_if_empty()
        .extend(segments);
    Ok(url)
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read(mut response: Response, limit: usize) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = timeout(IDLE, response.chunk()).await.map_err(|_| timed_out())?? {
        if body.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

pub(super) fn timed_out() -> Error {
    Error::Transport { kind: Transport::TimedOut, why: "the server is silent".to_owned() }
}

pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The headers of a 429 (imagekit-api.md 1.7): reset and interval are in milliseconds.
pub(super) fn rate_limit(headers: &HeaderMap) -> RateLimit {
    let number = |name| header(headers, name).and_then(|text| text.trim().parse::<u64>().ok());
    RateLimit {
        limit: number("x-ratelimit-limit").and_then(|limit| u32::try_from(limit).ok()),
        reset: number("x-ratelimit-reset").map(Duration::from_millis),
        interval: number("x-ratelimit-interval").map(Duration::from_millis),
    }
}
