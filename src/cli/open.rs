//! `ikt`: the screen, on an account or on the local library.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::log;
use super::look::Look;
use crate::app::Options;
use crate::config::{self, Paths, Preferences};
use crate::model::{Account, FolderPath, Report};
use crate::runtime::{self, Exit, Open, Setup};
use crate::server::{self, Running, Settings};

/// How long the local library may take to end what is under way.
const CLOSING: Duration = Duration::from_secs(2);
/// One for the tasks, one to spare; the loop has the main thread.
const WORKERS: usize = 2;

/// What to open, and how it looks.
#[derive(Debug, Default, clap::Args)]
pub(super) struct OpenArgs {
    /// The folder to begin in, such as /products/shoes
    #[arg(value_name = "PATH")]
    path: Option<String>,
    /// Open the local library in this folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How to draw pictures
    #[arg(long, value_name = "HOW", env = "IKT_PICTURES")]
    pictures: Option<config::Pictures>,
    /// Colours for a dark or a light background
    #[arg(long, value_name = "WHICH")]
    theme: Option<config::Theme>,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
}

impl OpenArgs {
    /// For the local library in this folder.
    pub(super) fn on(data: PathBuf) -> Self {
        Self { data: Some(data), ..Self::default() }
    }
}

/// Opens the screen; returns when it ends.
pub(super) fn run(args: OpenArgs) -> Result<ExitCode, Report> {
    let paths = Paths::find(|name| env::var_os(name))
        .map_err(|error| Report::new("Could not find where ikt keeps things", error.to_string(), ""))?;
    let preferences = Preferences::read(&paths.preferences()).map_err(|error| {
        let file = paths.preferences();
        Report::new(
            format!("Could not use the preferences in {}", file.display()),
            error.to_string(),
            "correct the file, or delete it",
        )
    })?;
    let account = account(&args)?;
    let log = log::to_file(&paths.state);
    let local = Arc::new(Mutex::new(None));
    let setup = Setup {
        // The local library is as near as the disk.
        cache: account.is_some().then(|| paths.cache.join("previews")),
        open: match account {
            Some(account) => known(account),
            None => start(args.data.clone().unwrap_or(paths.data), Arc::clone(&local)),
        },
        log,
        ..setup(&args, &preferences)
    };
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(|error| Report::new("Could not start", error.to_string(), "end other programs"))?;
    let exit = tokio.block_on(async {
        let exit = runtime::open(setup).await;
        close(&local).await;
        exit
    });
    // A picture that is being decoded needn't be waited for.
    tokio.shutdown_background();
    exit.map(code)
}

/// The account of the environment, unless a local library is asked for by name.
fn account(args: &OpenArgs) -> Result<Option<Account>, Report> {
    if args.data.is_some() {
        return Ok(None);
    }
    config::account(|name| env::var(name).ok())
        .map_err(|error| Report::new("Could not use the account of the environment", error.to_string(), ""))
}

fn setup(args: &OpenArgs, preferences: &Preferences) -> Setup {
    let look = Look::from_env(args.theme.unwrap_or(preferences.theme), args.ascii || preferences.ascii);
    Setup {
        options: Options {
            size: (80, 24),
            now: Timestamp::now(),
            theme: look.theme(),
            sort: preferences.sort,
            start: args.path.as_deref().map_or_else(FolderPath::root, FolderPath::new),
        },
        open: Arc::new(|| Box::pin(std::future::pending())),
        pictures: args.pictures.unwrap_or(preferences.pictures),
        follow_background: look.follows_background(),
        cache: None,
        log: None,
    }
}

fn known(account: Account) -> Open {
    Arc::new(move || {
        let account = account.clone();
        Box::pin(async { Ok(account) })
    })
}

/// Starts the local library, once: it is kept in `local` until the end.
fn start(data: PathBuf, local: Arc<Mutex<Option<Running>>>) -> Open {
    Arc::new(move || {
        let (settings, local) = (Settings::new(data.clone()), Arc::clone(&local));
        Box::pin(async move {
            let mut local = local.lock().await;
            if let Some(running) = &*local {
                return Ok(running.account());
            }
            let running = server::start(settings).await.map_err(|error| error.report())?;
            Ok(local.insert(running).account())
        })
    })
}

async fn close(local: &Mutex<Option<Running>>) {
    let closed = async {
        if let Some(running) = local.lock().await.take() {
            running.shutdown().await;
        }
    };
    if tokio::time::timeout(CLOSING, closed).await.is_err() {
        tracing::warn!("the local library was still busy at the end");
    }
}

/// As a shell has it: 128 and the signal's number.
fn code(exit: Exit) -> ExitCode {
    match exit {
        Exit::Quit => ExitCode::SUCCESS,
        Exit::Signal(number) => ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX)),
    }
}
