//! The client itself: hosts, keys, connections.

use std::fmt;
use std::sync::{Arc, Once};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use tokio::sync::watch;
use url::Url;

use super::call::{Class, Flow};
use super::error::Error;
use super::governor::{self, Governor};
use super::inspector::Inspector;
use super::redact::Secrets;
use crate::model::{Account, CallRecord, is_loopback, parse_endpoint};

/// Time to connect.
const CONNECT: std::time::Duration = std::time::Duration::from_secs(5);
/// Redirects that delivery may take.
const REDIRECTS: usize = 5;

/// The client of one account. Clones are cheap and share connections and the record of
/// calls; rates are shared by all clients of the account in this process.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
    pub(super) flow: Option<watch::Receiver<Flow>>,
    pub(super) repeats: bool,
}

pub(super) struct Inner {
    account: Account,
    api: Url,
    upload: Url,
    pub(super) authorization: HeaderValue,
    /// For the hosts that get the key; follows no redirect.
    pub(super) http: reqwest::Client,
    /// For delivery; carries no key.
    pub(super) open: reqwest::Client,
    pub(super) governor: Arc<Governor>,
    pub(super) inspector: Arc<Inspector>,
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
            governor: governor::of_account(api.as_str(), &account.private_key, is_loopback(&api)),
            inspector: Arc::new(Inspector::new(Secrets::new(&account.private_key))),
            account,
            api,
            upload,
            authorization,
        };
        Ok(Self { inner: Arc::new(inner), flow: None, repeats: true })
    }

    /// The account that this client speaks for.
    pub fn account(&self) -> &Account {
        &self.inner.account
    }

    /// The last 200 tries of calls, oldest first, with secrets taken out. Pictures from delivery are
    /// not among them.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.inner.inspector.calls()
    }

    /// Reads a second that are let through at present; `None` without a limit.
    pub fn read_rate(&self) -> Option<f64> {
        self.inner.governor.rate(Class::Read)
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

    /// An address as a person writes it: path and query, at the host that such paths belong to.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when it doesn't begin with a slash.
    pub(super) fn written(&self, path_and_query: &str) -> Result<Url, Error> {
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        if !path.starts_with('/') {
            return Err(Error::Setup(format!("`{path}` must begin with a slash, as in /v1/files")));
        }
        let base = if path.starts_with("/api/") { &self.inner.upload } else { &self.inner.api };
        let mut url = base.clone();
        // By parts, so that nothing in it can name another host, which would get the key.
        url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
        url.set_query(query);
        Ok(url)
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
