//! The one place where terminal and tokio meet: the terminal, its events, the loop, effects,
//! pictures, the clipboard.

mod calls;
mod catalogue;
mod clipboard;
mod connection;
mod doors;
mod editor;
mod effects;
pub mod event_loop;
mod events;
mod export;
mod frame_writer;
mod graphics;
mod jobs;
mod keys;
mod listing;
mod panic;
mod pictures;
mod reading;
mod screen;
mod signals;
mod slots;
mod suspend;
mod terminal;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use ratatui::Frame;
use tokio::sync::mpsc;

use self::effects::Effects;
use self::event_loop::Program;
use self::graphics::Hints;
use self::pictures::Gallery;
use self::terminal::Tty;
use crate::app::{self, Effect, Msg, Options, Pictures, State};
use crate::config;
use crate::model::Report;
use crate::ops::LocalDisk;

pub use self::connection::Open;
pub use self::doors::{Enter, Opening};
pub use self::event_loop::{Exit, Input};
pub use self::graphics::Answers;
pub use self::screen::Screen;

/// What the screen is opened with.
pub struct Setup {
    /// For the reducer. The size is that of the terminal.
    pub options: Options,
    /// Opens the library, beside the first frame and again after `Effect::Reconnect`.
    pub open: Open,
    /// How pictures are to be drawn.
    pub pictures: config::Pictures,
    /// Whether light or dark is as the terminal's background is.
    pub follow_background: bool,
    /// Where fetched pictures are kept on disk; `None` keeps them in memory alone.
    pub cache: Option<PathBuf>,
    /// Where transformations are kept by name; `None` keeps them no longer than the screen is open.
    pub presets: Option<PathBuf>,
    /// Where the next session finds what it is to know; `None` forgets it.
    pub memory: Option<PathBuf>,
    /// Opens another library; `None` where there is no other.
    pub enter: Option<Enter>,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// Where runs are written down, to go on with them and to take them back; `None` keeps no journal.
    pub journal: Option<PathBuf>,
    /// Where the copy of the library is; `None` keeps none.
    pub catalog: Option<PathBuf>,
    /// Where the log is, to be told after a panic.
    pub log: Option<PathBuf>,
    /// The command of the user's editor; `None` for the one that every system has.
    pub editor: Option<String>,
    /// As far as the local disk may be touched.
    pub disk: LocalDisk,
    /// Opens a URL in the browser: see [`browser`].
    pub browser: Browser,
}

/// Opens a URL outside of the terminal.
pub type Browser = Arc<dyn Fn(&str) -> io::Result<()> + Send + Sync>;

/// The user's own browser.
pub fn browser() -> Browser {
    Arc::new(|url| open::that_detached(url))
}

/// Takes the terminal over, and runs the screen until the user or a signal ends it.
///
/// To be called on the main thread: a panic there is told on the restored terminal.
///
/// # Errors
///
/// A report if there is no terminal, or if it is gone.
pub async fn open(mut setup: Setup) -> Result<Exit, Report> {
    panic::install_hook(setup.log.clone());
    let mut tty = Tty::enter(setup.mouse)?;
    setup.options.size = tty.size();
    let ask = graphics::needs_answers(setup.pictures, &Hints::from_env()) || setup.follow_background;
    signals::insist();
    let hung_up = stream::iter([Input::Signal(signals::HANG_UP)]);
    let events =
        events::inputs(tty.keyboard(), ask, setup.options.size).chain(hung_up).inspect(panic::rehearse);
    let inputs = stream::select(signals::signals(), events);
    let exit = run(&mut tty, setup, inputs).await;
    drop(tty);
    exit.map_err(|error| {
        Report::new("The screen ended", error.to_string(), "see whether the terminal is still there")
    })
}

/// Asks the terminal how pictures can be drawn on it: by `kitty`, `sixel`, `iterm2`, `half-blocks` or
/// `none`. What is typed meanwhile is lost.
///
/// # Errors
///
/// If there is no terminal that can be asked.
pub async fn graphics(choice: config::Pictures) -> io::Result<&'static str> {
    let hints = Hints::from_env();
    let mut answers = Answers::NOTHING;
    if graphics::needs_answers(choice, &hints) {
        crossterm::terminal::enable_raw_mode()?;
        let told = graphics::ask().fold(Answers::NOTHING, async |before, input| match input {
            Input::Answers(answers) => answers,
            _ => before,
        });
        answers = told.await;
        crossterm::terminal::disable_raw_mode()?;
    }
    Ok(graphics::Graphics::settle(choice, &answers, terminal::cell_pixels(), &hints).way.name())
}

/// Runs the screen on any screen with any inputs, until it ends.
///
/// # Errors
///
/// If the screen can't be drawn on.
pub async fn run(
    screen: &mut impl Screen,
    setup: Setup,
    inputs: impl Stream<Item = Input> + Unpin,
) -> io::Result<Exit> {
    let (sender, mut news) = mpsc::unbounded_channel();
    let gallery = Gallery::new(setup.cache.clone(), setup.options.theme.depth);
    let mut effects = Effects::new(sender, gallery, &setup);
    let mut state = State::new(setup.options);
    let exit = event_loop::run(screen, &mut state, &mut effects, inputs, &mut news).await;
    effects.farewell(state.kept()).await;
    exit
}

impl Program for State {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        app::update(self, msg)
    }

    fn view(&self, pictures: &dyn Pictures, frame: &mut Frame) {
        app::view(self, pictures, frame);
    }
}
