//! `ikt serve`: the local library alone, for SDKs and scripts.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::frame::Serving;
use crate::model::{Report, Secret};
use crate::server::{self, RateLimits, Running, Settings, coverage};

/// Serves a local library until it is interrupted.
#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0")]
    addr: SocketAddr,
    /// The folder that holds the library; made when it is missing
    #[arg(long, value_name = "DIR", required_unless_present = "coverage")]
    data: Option<PathBuf>,
    /// Start a new library without the demo
    #[arg(long)]
    empty: bool,
    /// The public key, instead of the one that was made up at the first start
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    /// The private key, instead of the one that was made up at the first start
    #[arg(long, value_name = "KEY", env = "IKT_SERVE_PRIVATE_KEY", hide_env_values = true)]
    private_key: Option<String>,
    /// The ImageKit id, the first part of delivery paths [default: local]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    limits: LimitArgs,
    /// Print what of the API is supported, with reasons for what isn't, and serve nothing
    #[arg(long)]
    coverage: bool,
    /// With --coverage: print JSON
    #[arg(long, requires = "coverage")]
    json: bool,
    /// Serve /_ikt, by which tests order faults
    #[arg(long, hide = true)]
    test_handles: bool,
}

/// Where the local library answers 429, as the service does. Without these it never does.
#[derive(Debug, clap::Args)]
struct LimitArgs {
    /// Refuse more reading calls a second
    #[arg(long, value_name = "CALLS")]
    reads_per_second: Option<u32>,
    /// Refuse more changing calls a second
    #[arg(long, value_name = "CALLS")]
    writes_per_second: Option<u32>,
    /// Refuse more bulk tag and custom metadata field calls a second
    #[arg(long, value_name = "CALLS")]
    labels_per_second: Option<u32>,
    /// Refuse more purge requests a month
    #[arg(long, value_name = "REQUESTS")]
    purges_per_month: Option<u32>,
}

impl From<LimitArgs> for RateLimits {
    fn from(args: LimitArgs) -> Self {
        Self {
            reads: args.reads_per_second,
            writes: args.writes_per_second,
            labels: args.labels_per_second,
            purges: args.purges_per_month,
        }
    }
}

/// Serves until SIGINT or SIGTERM. When it is ready, one JSON line on standard output says where.
///
/// # Errors
/// What keeps the library from being served, with what to do about it.
pub(super) fn run(args: ServeArgs) -> Result<ExitCode, Report> {
    let Some(data) = args.data.filter(|_| !args.coverage) else { return cover(args.json) };
    let settings = Settings {
        addr: args.addr,
        public_key: args.public_key,
        private_key: args.private_key.map(Secret::new),
        id: args.id,
        empty: args.empty,
        limits: args.limits.into(),
        test_handles: args.test_handles,
        ..Settings::new(data)
    };
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| failed(&e))?;
    runtime.block_on(serve(settings))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what of the API the local library does.
fn cover(json: bool) -> Result<ExitCode, Report> {
    let told = if json { json!(coverage::ENDPOINTS).to_string() + "\n" } else { coverage::table() };
    match io::stdout().lock().write_all(told.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Report::new("Could not print what is supported", error.to_string(), ""))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

async fn serve(settings: Settings) -> Result<(), Report> {
    let mut stop = std::pin::pin!(interrupted().map_err(|error| failed(&error))?);
    let data = settings.data.clone();
    let started = tokio::select! {
        started = server::start(settings) => started,
        () = &mut stop => return Ok(()),
    };
    let running = started.map_err(|error| error.report())?;
    // So that commands on the same folder join this process.
    let serving = Serving::tell(&data, &running.account())
        .inspect_err(|error| tracing::warn!(%error, "could not tell where the library is served"));
    announce(&running).map_err(|error| {
        Report::new(
            "Could not say where the library is served",
            error.to_string(),
            "leave standard output open",
        )
    })?;
    stop.await;
    tracing::info!("stopping");
    // Before the library is closed, for then another process may serve and tell.
    drop(serving);
    running.shutdown().await;
    Ok(())
}

fn failed(error: &io::Error) -> Report {
    Report::new("Could not start serving", error.to_string(), "")
}

fn announce(running: &Running) -> io::Result<()> {
    let account = running.account();
    let line = json!({
        "api": account.api,
        "upload": account.upload,
        "delivery": account.delivery,
        "public_key": account.public_key,
        "private_key": account.private_key.reveal(),
        "webhook_secret": running.webhook_secret().reveal(),
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn log_to_stderr() {
    // Whoever has set up a log already keeps it.
    let _ = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .try_init();
}

#[cfg(unix)]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
