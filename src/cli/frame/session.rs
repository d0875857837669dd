//! A command at work: its library, opened when it is needed, and where its output goes.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::{Choice, choose};
use super::arguments::{Common, LibraryArgs, With};
use super::failure::{Code, Failure, failed};
use super::output::Out;
use super::serving::Serving;
use crate::api::{Client, ListQuery};
use crate::config::Paths;
use crate::model::{Account, Report};
use crate::server::store::OpenError;
use crate::server::{self, Running, Settings, StartError};

/// Another command that holds the local library is waited for so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// And looked after so often.
const GLANCE: Duration = Duration::from_millis(20);
/// A command needs few threads; the local library has its own blocking ones.
const WORKERS: usize = 2;

/// A library that is open, and the local one that is served for it.
pub(in crate::cli) struct Library {
    account: Account,
    /// In this process, when nobody else served it.
    running: Option<Running>,
}

impl Library {
    /// Opens the library that is chosen: starts the local one in this process, or joins the process
    /// that serves it already.
    ///
    /// # Errors
    ///
    /// When the local library can't be opened, or a short-lived command holds it for too long.
    pub(in crate::cli) async fn open(choice: Choice) -> Result<Self, Report> {
        match choice {
            Choice::Account(account) => Ok(Self { account: *account, running: None }),
            Choice::Local(data) => Self::local(&data).await,
        }
    }

    async fn local(data: &Path) -> Result<Self, Report> {
        let until = Instant::now() + PATIENCE;
        loop {
            let held = match server::start(Settings::new(data.to_owned())).await {
                Ok(running) => return Ok(Self { account: running.account(), running: Some(running) }),
                Err(error @ StartError::Open(OpenError::Held { .. })) => error,
                Err(error) => return Err(error.report()),
            };
            if let Some(account) = joined(data).await {
                return Ok(Self { account, running: None });
            }
            if Instant::now() > until {
                return Err(held.report());
            }
            sleep(GLANCE).await;
        }
    }

    /// Where it is, and its keys.
    pub(in crate::cli) fn account(&self) -> &Account {
        &self.account
    }

    /// Whether it is served in this process.
    pub(in crate::cli) fn is_served_here(&self) -> bool {
        self.running.is_some()
    }

    /// Ends what is under way.
    pub(in crate::cli) async fn close(self) {
        if let Some(running) = self.running {
            running.shutdown().await;
        }
    }
}

/// The account of the process that serves the folder, if it answers.
async fn joined(data: &Path) -> Option<Account> {
    let account = Serving::find(data)?;
    let client = Client::new(account.clone()).ok()?.once();
    let query = ListQuery { limit: Some(1), ..ListQuery::default() };
    client.list(&query).await.ok()?;
    Some(account)
}

/// What a command works with.
pub(in crate::cli) struct Session {
    pub(in crate::cli) client: Client,
    pub(in crate::cli) out: Out,
    /// The folder of journals.
    pub(in crate::cli) journals: PathBuf,
    /// The file of the copy of the library.
    pub(in crate::cli) catalog: PathBuf,
}

/// Runs a command on its library.
///
/// # Errors
///
/// Those of opening the library, and those of the command.
pub(in crate::cli) fn run<A: clap::Args>(
    with: With<A>,
    command: impl AsyncFnOnce(A, &Session) -> Result<Code, Failure>,
) -> Result<Code, Failure> {
    let Common { json, library } = with.common;
    let choice = choice(&library)?;
    let paths = paths()?;
    let (journals, catalog) = (choice.journals(&paths), choice.catalog(&paths));
    block_on(async move {
        let library = Library::open(choice).await?;
        let client = Client::new(library.account().clone()).map_err(failed("Could not use the account"))?;
        let session = Session { client, out: Out::new(json), journals, catalog };
        let done = command(with.args, &session).await;
        library.close().await;
        done
    })
}

/// The library that the arguments choose.
///
/// # Errors
///
/// Those of [`choose`].
pub(in crate::cli) fn choice(args: &LibraryArgs) -> Result<Choice, Failure> {
    choose(args, &paths()?)
}

/// Where ikt keeps things.
///
/// # Errors
///
/// When there is no home folder.
pub(in crate::cli) fn paths() -> Result<Paths, Failure> {
    Paths::find(|name| env::var_os(name))
        .map_err(|error| Failure::here("Could not find where ikt keeps things", error, ""))
}

/// Runs to the end on threads of its own.
///
/// # Errors
///
/// When there are no threads, and those of what is run.
pub(in crate::cli) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(|error| Failure::here("Could not start", error, "End other programs"))?;
    let done = tokio.block_on(work);
    // A blocking read of standard input needn't be waited for.
    tokio.shutdown_background();
    done
}
