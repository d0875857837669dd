//! `ikt`: the screen, on an account or on the local library.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::frame::{Choice, Failure, Library, LibraryArgs, Serving, choice, paths};
use super::log;
use super::look::Look;
use crate::app::Options;
use crate::app::urls::Presets;
use crate::config::{self, Memory, Preferences, read_memory, read_presets};
use crate::model::{FolderPath, Report};
use crate::runtime::{self, Exit, Open, Setup};

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
    /// Open the account of this profile: see `ikt profiles`
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Open the local library in this folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Open the library of the server at this origin, such as that of `ikt serve`
    #[arg(long, value_name = "ORIGIN")]
    url: Option<String>,
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
///
/// # Errors
///
/// When the account or the preferences can't be used, and when there is no terminal.
pub(super) fn run(args: OpenArgs) -> Result<ExitCode, Failure> {
    let paths = paths()?;
    let preferences = Preferences::read(&paths.preferences()).map_err(|error| {
        let file = paths.preferences();
        Report::new(
            format!("Could not use the preferences in {}", file.display()),
            error.to_string(),
            "correct the file, or delete it",
        )
    })?;
    let library =
        LibraryArgs { profile: args.profile.clone(), data: args.data.clone(), url: args.url.clone() };
    let choice = choice(&library)?;
    let log = log::to_file(&paths.state);
    let local = Arc::new(Mutex::new(None));
    let presets = paths.presets();
    let kept = read_presets(&presets).map_err(|error| {
        let what = format!("Could not use the presets in {}", presets.display());
        Report::new(what, error.to_string(), "correct the file, or delete it")
    })?;
    let memory_file = paths.memory(args.profile.as_deref());
    // Nothing of it is worth a start that fails.
    let memory = read_memory(&memory_file).unwrap_or_else(|error| {
        tracing::warn!(%error, file = %memory_file.display(), "could not read what the last session left");
        Memory::default()
    });
    let mut setup = Setup {
        // The local library is as near as the disk.
        cache: matches!(choice, Choice::Account(_)).then(|| paths.cache.join("previews")),
        open: open(choice, Arc::clone(&local)),
        log,
        presets: Some(presets),
        memory: Some(memory_file),
        editor: editor(),
        ..setup(&args, &preferences)
    };
    setup.options.presets = kept;
    setup.options.memory = memory;
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
    Ok(code(exit?))
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
            presets: Presets::new(),
            memory: Memory::default(),
        },
        open: Arc::new(|| Box::pin(std::future::pending())),
        pictures: args.pictures.unwrap_or(preferences.pictures),
        follow_background: look.follows_background(),
        cache: None,
        presets: None,
        memory: None,
        log: None,
        editor: None,
    }
}

/// The command of the user's editor, as programs of the terminal ask for it.
fn editor() -> Option<String> {
    let named = |name| std::env::var(name).ok().filter(|command| !command.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR"))
}

/// The library that is open, and where commands are told to find it.
type Opened = Arc<Mutex<Option<(Library, Option<Serving>)>>>;

/// Opens the library once: it is kept in `opened` until the end. One that is served by this process is
/// told of, so that commands join it.
fn open(choice: Choice, opened: Opened) -> Open {
    Arc::new(move || {
        let (choice, opened) = (choice.clone(), Arc::clone(&opened));
        Box::pin(async move {
            let mut opened = opened.lock().await;
            // A local library that another process served may be gone by now.
            if let Some((library, _)) = opened.as_ref().filter(|(library, _)| library.is_served_here()) {
                return Ok(library.account().clone());
            }
            let data = match &choice {
                Choice::Local(data) => Some(data.clone()),
                Choice::Account(_) => None,
            };
            let library = Library::open(choice).await?;
            let serving = data.filter(|_| library.is_served_here()).and_then(|data| {
                // Without it commands are only kept waiting.
                Serving::tell(&data, library.account())
                    .inspect_err(|error| tracing::warn!(%error, "could not tell where the library is served"))
                    .ok()
            });
            let account = library.account().clone();
            *opened = Some((library, serving));
            Ok(account)
        })
    })
}

async fn close(opened: &Opened) {
    let closed = async {
        if let Some((library, serving)) = opened.lock().await.take() {
            drop(serving);
            library.close().await;
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
