//! What happens to the program, as plain data: keys, answers, time.

use jiff::Timestamp;

use super::browse::Page;
use super::call::Answer;
use super::catalogue::CatalogueNews;
use super::effect::{JobId, PictureKey, Ticket};
use super::theme::Scheme;
use crate::config::Memory;
use crate::model::{Account, AssetId, Details, Folder, FolderPath, Report};
use crate::ops::Note;

pub use crate::ops::JobEvent;

/// A key, apart from its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character as typed, so with Shift already in it.
    Char(char),
    /// A function key, 1 to 12.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// First.
    Home,
    /// Last.
    End,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
}

/// A key press. Shift is only told for keys that are not characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift.
    pub shift: bool,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// A press of the left button; `clicks` is 2 for the second of a double click.
    Press {
        /// 1 or 2.
        clicks: u8,
    },
    /// The wheel, away from the user.
    ScrollUp,
    /// The wheel, towards the user.
    ScrollDown,
}

/// A mouse event in cells, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// Column.
    pub column: u16,
    /// Row.
    pub row: u16,
    /// With Control: adds to the selection.
    pub ctrl: bool,
    /// With Shift: extends the selection.
    pub shift: bool,
}

/// What a picture turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureInfo {
    /// Bytes received.
    pub bytes: u64,
    /// Pixels of the thumbnail received.
    pub width: u32,
    /// Pixels of the thumbnail received.
    pub height: u32,
    /// Columns of cells that it fills.
    pub columns: u16,
    /// Rows of cells that it fills.
    pub rows: u16,
    /// `JPEG`, `WebP`, …; empty where that isn't known.
    pub format: &'static str,
    /// Milliseconds from asking to the last byte; `None` for one that was at hand.
    pub millis: Option<u32>,
}

/// Answers to effects.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To `ListFolders`.
    Folders {
        /// The asking.
        ticket: Ticket,
        /// The folder asked about.
        path: FolderPath,
        /// Its folders by name.
        result: Result<Vec<Folder>, Report>,
    },
    /// To `ListFiles`.
    Files {
        /// The asking.
        ticket: Ticket,
        /// The `skip` asked with.
        skip: usize,
        /// The page.
        result: Result<Page, Report>,
    },
    /// To `ListFolders`, before the library answers: what the copy on this machine has.
    KnownFolders {
        /// The asking.
        ticket: Ticket,
        /// The folder asked about.
        path: FolderPath,
        /// Its folders by name.
        folders: Vec<Folder>,
    },
    /// To `ListFiles`, before the library answers: what the copy on this machine has.
    KnownFiles {
        /// The asking.
        ticket: Ticket,
        /// The page.
        page: Page,
    },
    /// To `Details`, before the library answers: what the copy on this machine has.
    KnownDetails {
        /// The asking.
        ticket: Ticket,
        /// The details.
        details: Box<Details>,
    },
    /// To `Details`.
    Details {
        /// The asking.
        ticket: Ticket,
        /// The details.
        result: Result<Box<Details>, Report>,
    },
    /// To `Preview` and `Thumbs`. The picture itself stays with the runtime, under its key.
    Picture {
        /// The asking.
        ticket: Ticket,
        /// Which.
        key: PictureKey,
        /// What came, or why there is no picture.
        result: Result<PictureInfo, Report>,
    },
    /// To `Call`.
    Called {
        /// The asking.
        ticket: Ticket,
        /// What came of it.
        result: Result<Answer, Report>,
    },
    /// To `Check`.
    Checked {
        /// The asking.
        ticket: Ticket,
        /// What to know before the plan is run.
        result: Result<Vec<Note>, Report>,
    },
}

/// Everything that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// The mouse.
    Mouse(Mouse),
    /// Text pasted by the terminal.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// The time, told before any other message of a batch whose second has changed.
    Now(Timestamp),
    /// The library answers.
    Connected(Account),
    /// The library can't be reached.
    ConnectFailed(Report),
    /// Another library answers: it may take the place of the one that is open.
    Entered {
        /// Its number among the doors.
        door: usize,
        /// Its account.
        account: Account,
        /// What its last session left.
        memory: Box<Memory>,
    },
    /// Another library can't be opened; the one that is open stays.
    NotEntered(Report),
    /// Pictures can be drawn in this way: `kitty`, `sixel`, `iterm2`, `half-blocks` or `none`.
    Graphics(&'static str),
    /// The terminal's background is dark or light.
    Scheme(Scheme),
    /// An effect's answer.
    Reply(Reply),
    /// News of a bulk run.
    Job(JobId, JobEvent),
    /// News of the copy of the library on this machine.
    Catalogue(CatalogueNews),
    /// So many runs were interrupted, and the newest of them does this.
    Interrupted(usize, String),
    /// Time to go on with a scan.
    Continue,
    /// A timer ended.
    Wake(u64),
    /// The program is in front again after Ctrl-Z.
    Resumed,
    /// Something outside the effects failed, such as the clipboard.
    Trouble(Report),
    /// These files changed on the server: pictures of them are stale.
    Changed(Vec<AssetId>),
}
