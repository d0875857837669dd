//! The local library: an ImageKit-compatible HTTP server on loopback.
//!
//! One origin serves the management API (`/v1`), the upload API (`/api`) and delivery (`/{id}`).

pub mod clock;
pub mod coverage;
pub mod http;
pub mod imaging;
pub mod seed;
mod shelf;
pub mod store;
mod turns;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::model::{Account, Report, Secret};
use http::AppState;
pub use http::RateLimits;
use store::{OpenError, Store, StoreError};

/// How a local library is to be served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of its records and bytes; made when it is missing.
    pub data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The public key; made up at the first start and remembered when not given.
    pub public_key: Option<String>,
    /// The private key; likewise.
    pub private_key: Option<Secret>,
    /// The ImageKit id, the first part of delivery paths; `local` when not given.
    pub id: Option<String>,
    /// Whether a new library is left empty instead of being planted with the demo.
    pub empty: bool,
    /// Most bytes of one upload.
    pub upload_limit: u64,
    /// How many calls a second are let through; all of them unless something else is said.
    pub limits: RateLimits,
    /// Whether `/_ikt/…`, by which tests order faults, is served.
    pub test_handles: bool,
}

impl Settings {
    /// What a person gets who says nothing: a free port of 127.0.0.1, keys made up, uploads up to 100 MB.
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_key: None,
            private_key: None,
            id: None,
            empty: false,
            upload_limit: 100 * 1024 * 1024,
            limits: RateLimits::default(),
            test_handles: false,
        }
    }
}

/// Why a local library can't be served.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The library can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The library opened and then failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The demo can't be put into a new library.
    #[error(transparent)]
    Plant(#[from] seed::PlantError),
    /// The address can't be listened on.
    #[error("can't listen on {addr}: {source}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// A key or the id can't be used.
    #[error("the {what} {why}")]
    Unusable {
        /// Which one.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A thread failed.
    #[error("a task of the local library failed: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl StartError {
    /// What a person is told.
    pub fn report(&self) -> Report {
        let next = match self {
            Self::Open(OpenError::Unwritable { .. }) => "Choose a folder that you can write with --data.",
            Self::Open(OpenError::Held { .. }) => "End the other ikt, or choose another folder with --data.",
            Self::Open(OpenError::Newer { .. }) => {
                "Update ikt, or choose another folder with --data; nothing was changed."
            }
            Self::Open(OpenError::Unreadable { .. }) => {
                "Choose another folder with --data, or restore this one from a backup."
            }
            Self::Listen { source, .. } if source.kind() == io::ErrorKind::AddrInUse => {
                "Another program listens there: choose another port with --addr, or port 0 for a free one."
            }
            Self::Listen { .. } => "Choose another address with --addr, such as 127.0.0.1:0.",
            Self::Unusable { .. } => "Give another one.",
            Self::Store(_) | Self::Plant(_) | Self::Task(_) => {
                "See that the disk is neither full nor damaged."
            }
        };
        Report::new("Could not start the local library", self.to_string(), next)
    }
}

/// A local library that is being served. Dropped, it stops at once.
#[derive(Debug)]
pub struct Running {
    account: Account,
    webhook_secret: Secret,
    addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

impl Running {
    /// Where it is, and its keys.
    pub fn account(&self) -> Account {
        self.account.clone()
    }

    /// The key that signs the calls of a request's `webhookUrl`.
    pub fn webhook_secret(&self) -> &Secret {
        &self.webhook_secret
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Takes no more requests, ends those under way, and returns when the library is closed.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // It has stopped by itself when nobody listens.
            let _ = stop.send(());
        }
        if let Err(error) = (&mut self.served).await {
            tracing::error!(%error, "the local library ended badly");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.served.abort();
    }
}

/// Opens a library, listens, and serves it until [`Running::shutdown`]. Jobs that an earlier run left
/// are carried on.
///
/// # Errors
/// [`StartError`]; its report says what to do.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let (store, keys) = tokio::task::spawn_blocking({
        let settings = settings.clone();
        move || open(&settings)
    })
    .await??;
    let addr = settings.addr;
    let listen_error = |source| StartError::Listen { addr, source };
    let listener = TcpListener::bind(addr).await.map_err(listen_error)?;
    let addr = listener.local_addr().map_err(listen_error)?;
    let origin = format!("http://{addr}");
    let account = Account {
        name: "local library".into(),
        delivery: format!("{origin}/{}", keys.id),
        api: origin.clone(),
        upload: origin,
        public_key: keys.public_key,
        private_key: keys.private_key,
        read_only: false,
    };
    let state = AppState::new(store, account.clone(), keys.id, keys.webhook_secret.clone(), &settings);
    state.resume_jobs().await?;
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(http::serve(listener, state, async {
        // Asked to stop, or nobody is left to ask.
        let _ = stopped.await;
    }));
    Ok(Running { account, webhook_secret: keys.webhook_secret, addr, stop: Some(stop), served })
}

struct Keys {
    id: String,
    public_key: String,
    private_key: Secret,
    webhook_secret: Secret,
}

fn open(settings: &Settings) -> Result<(Store, Keys), StartError> {
    let given = settings.private_key.as_ref().map(Secret::reveal);
    check("private key", given, |key| !key.contains(':'), "has a colon, which user names can't have")?;
    check("public key", settings.public_key.as_deref(), |_| true, "can't be used")?;
    check("id", settings.id.as_deref(), is_id, "has other characters than letters, digits, _ and -")?;
    check("id", settings.id.as_deref(), |id| !RESERVED.contains(&id), "is the name of another route")?;
    let store = Store::open(&settings.data)?;
    if settings.empty {
        seed::leave_empty(&store)?;
    } else {
        seed::plant(&store)?;
    }
    let keys = Keys {
        id: remembered(&store, "id", settings.id.as_deref(), || "local".into())?,
        public_key: remembered(&store, "public_key", settings.public_key.as_deref(), || made_up("public"))?,
        private_key: Secret::new(remembered(&store, "private_key", given, || made_up("private"))?),
        webhook_secret: Secret::new(remembered(&store, "webhook_secret", None, || made_up("whsec"))?),
    };
    Ok((store, keys))
}

/// First parts of paths that are not delivery.
const RESERVED: [&str; 3] = ["v1", "api", "_ikt"];

fn is_id(id: &str) -> bool {
    id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn check(
    what: &'static str,
    value: Option<&str>,
    good: impl FnOnce(&str) -> bool,
    why: &'static str,
) -> Result<(), StartError> {
    match value {
        Some("") => Err(StartError::Unusable { what, why: "is empty" }),
        Some(value) if !good(value) => Err(StartError::Unusable { what, why }),
        _ => Ok(()),
    }
}

/// The value given, else the one of the last start, else a new one; it is remembered.
fn remembered(
    store: &Store,
    name: &str,
    given: Option<&str>,
    new: impl FnOnce() -> String,
) -> Result<String, StoreError> {
    let old = store.setting(name)?;
    if let (None, Some(old)) = (given, &old) {
        return Ok(old.clone());
    }
    let value = given.map_or_else(new, str::to_owned);
    if old.as_ref() != Some(&value) {
        store.set_setting(name, &value)?;
    }
    Ok(value)
}

fn made_up(kind: &str) -> String {
    format!("{kind}_{}", STANDARD.encode(uuid::Uuid::new_v4()))
}
