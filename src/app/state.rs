//! The whole state of the screen.

use jiff::Timestamp;

use super::action::Context;
use super::browse::{Browse, Row};
use super::catalogue::CatalogueState;
use super::census::Census;
use super::cx::Cx;
use super::details::Details;
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::jobs::Jobs;
use super::keys::KeyMap;
use super::layout;
use super::log::Log;
use super::msg::Key;
use super::tabs::{self, Tabs};
use super::theme::{Colours, Theme};
use super::toast::Toasts;
use super::urls::Presets;
use crate::config::Memory;
use crate::model::{Account, FolderPath, Sort};
use crate::ops::{Plan, Target};

/// What the program is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time.
    pub now: Timestamp,
    /// Colours and signs.
    pub theme: Theme,
    /// The order of a folder.
    pub sort: Sort,
    /// The folder to begin in.
    pub start: FolderPath,
    /// Transformations that are kept by name.
    pub presets: Presets,
    /// What the last session left.
    pub memory: Memory,
    /// Which keys do what.
    pub keys: KeyMap,
    /// Colours of the user's own.
    pub themes: Vec<Colours>,
    /// The libraries that can be opened.
    pub doors: Vec<Door>,
    /// Which of them is open.
    pub door: Option<usize>,
}

/// A library that can be opened: a profile at one of its URL endpoints, or the local library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The profile's name, or `local library`.
    pub name: String,
    /// The URL endpoint, or the folder of the local library.
    pub place: String,
    /// Whether it is opened to be read only.
    pub read_only: bool,
}

/// Whether there is a library to talk to.
#[derive(Clone, Debug, PartialEq)]
pub enum Connection {
    /// It is being opened.
    Opening,
    /// It answers.
    Ready(Account),
    /// It doesn't, and why.
    Failed(crate::model::Report),
}

/// A pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The folder tree.
    Tree,
    /// The files of a folder.
    List,
    /// The picture and the details.
    Details,
}

/// What was copied or cut, to be pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// The files and folders.
    pub targets: Vec<Target>,
    /// Whether they are to be moved.
    pub cut: bool,
}

/// Everything that the screen is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time, to the second.
    pub now: Timestamp,
    /// Colours and signs.
    pub theme: Theme,
    /// Which keys do what.
    pub keys: KeyMap,
    /// Keys pressed so far of a sequence.
    pub pending: Vec<Key>,
    /// The library.
    pub connection: Connection,
    /// The copy of the library on this machine.
    pub catalogue: CatalogueState,
    /// How pictures are drawn.
    pub graphics: &'static str,
    /// Which pane has the keys.
    pub focus: Pane,
    /// Tree, files, selection.
    pub browse: Browse,
    /// The file under the cursor.
    pub details: Details,
    /// Bulk runs.
    pub jobs: Jobs,
    /// What lies over the panes; the last one has the keys.
    pub overlays: Vec<Overlay>,
    /// What has failed so far.
    pub log: Log,
    /// Short news.
    pub toasts: Toasts,
    /// What was copied or cut.
    pub clip: Option<Clip>,
    /// Transformations that are kept by name.
    pub presets: Presets,
    /// What the next session is to know.
    pub memory: Memory,
    /// The tabs beside the one on screen.
    pub tabs: Tabs,
    /// Colours of the user's own.
    pub themes: Vec<Colours>,
    /// Why nothing may be changed, where that is so.
    pub read_only: Option<&'static str>,
    /// The libraries that can be opened.
    pub doors: Vec<Door>,
    /// Which of them is open.
    pub door: Option<usize>,
    /// URLs that caches may still hold although what they led to was moved, deleted or replaced.
    pub stale: Vec<String>,
    /// The tags of the library as far as they were counted.
    pub(super) census: Census,
    /// A plan of one step that is being looked at before it runs unseen.
    pub(super) quiet_check: Option<(Ticket, Plan)>,
    /// The id of a file that was typed, while it is asked about.
    pub(super) sought: Option<Ticket>,
    /// The asking for what takes the last change back.
    pub(super) undoing: Option<Ticket>,
    /// Actions that wait for the selection to be made up.
    pub(super) waiting: Vec<super::action::Action>,
    /// The thumbnails that were asked for last.
    pub(super) thumbs: Vec<super::effect::PictureKey>,
    pub(super) tickets: u64,
}

impl State {
    /// The state before anything has come.
    pub fn new(options: Options) -> Self {
        let (tabs, browse) = tabs::restored(&options.memory, options.sort, options.now)
            .unwrap_or_else(|| (Tabs::default(), Browse::begun(options.sort, options.start, None)));
        Self {
            size: options.size,
            now: options.now,
            theme: options.theme,
            keys: options.keys,
            pending: Vec::new(),
            connection: Connection::Opening,
            catalogue: CatalogueState::default(),
            graphics: "",
            focus: Pane::List,
            browse,
            details: Details::default(),
            jobs: Jobs::default(),
            overlays: Vec::new(),
            log: Log::default(),
            toasts: Toasts::default(),
            clip: None,
            presets: options.presets,
            memory: options.memory,
            tabs,
            themes: options.themes,
            read_only: None,
            doors: options.doors,
            door: options.door,
            stale: Vec::new(),
            census: Census::default(),
            quiet_check: None,
            sought: None,
            undoing: None,
            waiting: Vec::new(),
            thumbs: Vec::new(),
            tickets: 0,
        }
    }

    /// What the keys mean now, the innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self.overlays.last() {
            Some(Overlay::Jobs) => vec![Context::Jobs, Context::Everywhere],
            Some(Overlay::Log) => vec![Context::Log, Context::Everywhere],
            Some(Overlay::Urls(builder)) if !builder.takes_text() => vec![Context::Urls, Context::Everywhere],
            Some(overlay) => match overlay.sheet().and_then(|sheet| sheet.context()) {
                Some(context) => vec![context, Context::Sheet, Context::Everywhere],
                None => vec![],
            },
            None => {
                let pane = match self.focus {
                    Pane::Tree => Context::Tree,
                    Pane::List => Context::List,
                    Pane::Details => Context::Details,
                };
                let board = (self.focus == Pane::List && self.browse.list.board).then_some(Context::Board);
                board.into_iter().chain([pane, Context::Browse, Context::Everywhere]).collect()
            }
        }
    }

    /// The folder of the tree or the row of the list, whichever has the keys, as targets.
    pub fn targets_under_cursor(&self) -> Vec<Target> {
        match self.focus {
            Pane::Tree if self.browse.tree.current().is_root() => Vec::new(),
            Pane::Tree => vec![Target::Folder(self.browse.tree.current())],
            Pane::List | Pane::Details => self.browse.under_cursor().into_iter().collect(),
        }
    }

    /// What an action is about: the selection, or what is under the cursor.
    pub fn targets(&self) -> Vec<Target> {
        if self.browse.selection.is_empty() {
            self.targets_under_cursor()
        } else {
            self.browse.selection.targets()
        }
    }

    /// The file under the cursor.
    pub fn current_file(&self) -> Option<&crate::model::File> {
        match self.browse.list.current()? {
            Row::File(file) => Some(file),
            Row::Folder(_) => None,
        }
    }

    /// The folder under the cursor.
    pub fn current_folder(&self) -> Option<&crate::model::Folder> {
        match self.browse.list.current()? {
            Row::Folder(folder) => Some(folder),
            Row::File(_) => None,
        }
    }

    /// Whether the library can't be reached, and its copy on this machine stands in for it.
    pub fn is_offline(&self) -> bool {
        matches!(self.connection, Connection::Failed(_)) && self.catalogue.copy.is_some()
    }

    /// Where the picture of the file under the cursor stands; empty where pictures are off.
    pub fn picture_place(&self) -> ratatui::layout::Rect {
        let areas = layout::areas(self.size, self.focus, self.browse.list.board);
        if self.shows_pictures() { layout::picture(areas.details) } else { Default::default() }
    }

    /// Whether pictures are shown at all.
    pub fn shows_pictures(&self) -> bool {
        self.graphics != "none"
    }

    /// What the next session is to find.
    pub fn kept(&self) -> Memory {
        tabs::kept(self)
    }

    /// Splits off what a pane needs to ask for effects.
    pub(super) fn split<'a>(&'a mut self, effects: &'a mut Vec<Effect>) -> (&'a mut Browse, Cx<'a>) {
        let cx = Cx { effects, tickets: &mut self.tickets, now: self.now };
        (&mut self.browse, cx)
    }
}
