//! `ikt`: the screen, on an account or on the local library.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;

use super::doors::{Doors, left};
use super::frame::{Choice, Failure, LibraryArgs, choice, paths};
use super::log;
use super::look::{Look, MONO};
use crate::app::Options;
use crate::app::keys::KeyMap;
use crate::app::theme::{Colours, Theme};
use crate::app::urls::Presets;
use crate::config::{self, Memory, Paths, Preferences, Profiles, read_presets, read_themes, suggestion};
use crate::model::{FolderPath, Report};
use crate::ops::LocalDisk;
use crate::runtime::{self, Exit, Setup};

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
    /// Colours: auto, dark, light, the name of a theme, or mono
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
    /// Refuse every change of the library
    #[arg(long)]
    read_only: bool,
    /// Don't come back to the tabs of the last session
    #[arg(long)]
    fresh: bool,
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
    let (preferences, keys) = super::config::read(&paths.preferences())?;
    let (theme, themes) = theme(&args, &preferences, &paths)?;
    let library =
        LibraryArgs { profile: args.profile.clone(), data: args.data.clone(), url: args.url.clone() };
    let choice = choice(&library)?;
    let log = log::to_file(&paths.state);
    let presets = paths.presets();
    let kept = read_presets(&presets).map_err(|error| {
        let what = format!("Could not use the presets in {}", presets.display());
        Report::new(what, error.to_string(), "correct the file, or delete it")
    })?;
    let (doors, door) = doors(&args, &preferences, &paths, choice)?;
    let memory_file = doors.memory_file(door);
    let mut setup = Setup {
        cache: doors.cache(door),
        open: doors.open(door),
        enter: Some(doors.enter()),
        log,
        presets: Some(presets),
        memory: memory_file.clone(),
        editor: editor(),
        journal: doors.journal(door),
        catalog: doors.catalog(door),
        ..setup(&args, &preferences, theme, keys)
    };
    let options = &mut setup.options;
    options.presets = kept;
    options.memory = memory_file.as_deref().map(left).unwrap_or_default();
    if args.fresh || args.path.is_some() || !preferences.restore {
        options.memory.tabs.clear();
    }
    (options.themes, options.doors, options.door) = (themes, doors.listed(), Some(door));
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(|error| Report::new("Could not start", error.to_string(), "end other programs"))?;
    let exit = tokio.block_on(async {
        let exit = runtime::open(setup).await;
        doors.close().await;
        exit
    });
    // A picture that is being decoded needn't be waited for.
    tokio.shutdown_background();
    Ok(code(exit?))
}

/// The colours, the signs, and whether they follow the terminal's background.
struct Worn {
    theme: Theme,
    follows: bool,
}

/// The theme that is wanted, and the user's own ones.
fn theme(args: &OpenArgs, preferences: &Preferences, paths: &Paths) -> Result<(Worn, Vec<Colours>), Report> {
    let own = read_themes(&paths.themes()).map_err(|error| {
        Report::new("Could not use the themes", error.to_string(), "correct the file, or delete it")
    })?;
    let own: Vec<Colours> = own.iter().map(Colours::own).collect();
    let wanted = args.theme.as_deref().map_or_else(|| preferences.theme.clone(), config::Theme::from);
    let look = Look::from_env(&wanted, args.ascii || preferences.ascii);
    let mut theme = look.theme();
    if let config::Theme::Named(name) = &wanted
        && name != MONO
    {
        let all = || own.iter().cloned().chain(Colours::built_in());
        let found = all().find(|colours| colours.name == *name);
        theme.worn = Some(found.ok_or_else(|| {
            let names: Vec<String> = all().map(|colours| colours.name).collect();
            let near = suggestion(name, names.iter().map(String::as_str));
            let why = format!("there is no theme `{name}`{near}");
            let next = format!("choose one of auto, mono, {}; or write {name}.toml", names.join(", "));
            Report::new("Could not use the theme", why, next)
        })?);
    }
    Ok((Worn { theme, follows: look.follows_background() }, own))
}

fn doors(
    args: &OpenArgs,
    preferences: &Preferences,
    paths: &Paths,
    choice: Choice,
) -> Result<(Doors, usize), Report> {
    let profiles = Profiles::read(&paths.profiles()).map_err(|error| {
        Report::new("Could not read the profiles", error.to_string(), "correct the file, or delete it")
    })?;
    Ok(Doors::new(paths, &profiles, choice, args.read_only || preferences.read_only))
}

fn setup(args: &OpenArgs, preferences: &Preferences, worn: Worn, keys: KeyMap) -> Setup {
    let start = args.path.as_deref().map(FolderPath::new).or_else(|| preferences.start.clone());
    Setup {
        options: Options {
            size: (80, 24),
            now: Timestamp::now(),
            theme: worn.theme,
            sort: preferences.sort,
            start: start.unwrap_or_else(FolderPath::root),
            presets: Presets::new(),
            memory: Memory::default(),
            keys,
            themes: Vec::new(),
            doors: Vec::new(),
            door: None,
        },
        open: Arc::new(|| Box::pin(std::future::pending())),
        pictures: args.pictures.unwrap_or(preferences.pictures),
        follow_background: worn.follows,
        cache: None,
        presets: None,
        memory: None,
        enter: None,
        mouse: preferences.mouse,
        journal: None,
        catalog: None,
        log: None,
        editor: None,
        disk: LocalDisk::default(),
        browser: runtime::browser(),
    }
}

/// The command of the user's editor, as programs of the terminal ask for it.
fn editor() -> Option<String> {
    let named = |name| std::env::var(name).ok().filter(|command| !command.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR"))
}

/// As a shell has it: 128 and the signal's number.
fn code(exit: Exit) -> ExitCode {
    match exit {
        Exit::Quit => ExitCode::SUCCESS,
        Exit::Signal(number) => ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX)),
    }
}
