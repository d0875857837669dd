//! What the reducer asks of the world, as plain data.

use std::sync::Arc;

use crate::config::Memory;
use crate::model::{AssetId, File, FolderPath, Sort};
use crate::ops::Plan;
use crate::ops::journal::RunId;

use super::browse::Source;
use super::call::Call;
use super::catalogue::SyncOrder;
use super::urls::Presets;

/// A cancellable thing. Each slot holds one task: a new effect in a slot ends the old task with its
/// HTTP request, and replies that carry an older ticket are ignored by the reducer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The files of the folder on screen.
    Listing,
    /// The folders under a node of the tree, or of the folder on screen.
    Folders,
    /// The details of the file under the cursor.
    Details,
    /// The picture of the file under the cursor.
    Preview,
    /// The original in the URL builder.
    Original,
    /// The result in the URL builder.
    Result,
    /// The picture on the left of a sheet, or its only one.
    Left,
    /// The picture on the right of a sheet.
    Right,
    /// The thumbnails of the grid.
    Thumbs,
    /// The small pictures of a sheet.
    Members,
    /// The neighbours' pictures.
    Prefetch,
    /// The look at what a plan would meet.
    Check,
}

/// Which asking a reply belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Ticket(pub u64);

/// A bulk run, numbered from 1 in the order of starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u32);

/// What of a file is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// It itself, small.
    #[default]
    Small,
    /// What a URL answers with. The URL here is without its signature, which changes with the time.
    Url(Arc<str>),
    /// It itself on the left, and on the right what the URL answers with.
    Split(Arc<str>),
    /// Where it differs from what the URL answers with.
    Difference(Arc<str>),
    /// One of its versions, small: the `ik-obj-version` of its URL, empty for the current one.
    Version(Arc<str>),
    /// Where two of its versions differ, named as in `Version`.
    Versions(Arc<str>, Arc<str>),
    /// It itself, small, with a frame around a part of it.
    Framed(Framed),
    /// Where it differs from another file, both small.
    Against(Arc<Other>),
}

/// Another file that a picture is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Other {
    /// The file.
    pub id: AssetId,
    /// Its last change, in milliseconds since the epoch.
    pub updated: i64,
    /// Its path in the library, raw.
    pub path: String,
    /// Whether its URL has to be signed.
    pub private: bool,
}

impl Other {
    /// This file.
    pub fn of(file: &File) -> Self {
        let updated = file.updated.as_millisecond();
        Self { id: file.id.clone(), updated, path: file.path(), private: file.private }
    }
}

/// A part of a picture, in pixels of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Framed {
    /// Left, top, width and height of the part.
    pub part: [u32; 4],
    /// Width and height of the whole.
    pub whole: (u32, u32),
}

/// Which picture, in what size. Equal keys are equal pictures: this is the key of the caches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// The file.
    pub id: AssetId,
    /// Its last change, in milliseconds since the epoch.
    pub updated: i64,
    /// Columns of cells to fill at most.
    pub columns: u16,
    /// Rows of cells to fill at most.
    pub rows: u16,
    /// What of it is shown.
    pub look: Look,
}

/// A picture to fetch.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
    /// Which, and how large.
    pub key: PictureKey,
    /// The file's path in the library, raw.
    pub path: String,
    /// Whether the URL has to be signed.
    pub private: bool,
    /// The URL to fetch for every look but the small one.
    pub url: Option<String>,
    /// One of the same picture in a format that every viewer reads, for when that of `url` is another.
    pub instead: Option<String>,
}

/// Something for the runtime to do. It answers with messages, never by touching the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// List the folders directly in `path`, all pages. Answer: `Reply::Folders`.
    ListFolders {
        /// The asking. Tree nodes are independent: they don't share a slot with each other.
        ticket: Ticket,
        /// The folder.
        path: FolderPath,
    },
    /// List one page of the files directly in a folder, or of what a search finds. Answer:
    /// `Reply::Files`. Slot: `Listing`.
    ListFiles {
        /// The asking.
        ticket: Ticket,
        /// The folder or search.
        source: Source,
        /// The order.
        sort: Sort,
        /// How many to leave out.
        skip: usize,
        /// How many at most, 1 to 1000.
        limit: usize,
    },
    /// Get everything about a file, after `delay_ms` without another asking. Answer: `Reply::Details`.
    Details {
        /// The asking.
        ticket: Ticket,
        /// The file.
        id: AssetId,
        /// Debounce, in milliseconds.
        delay_ms: u64,
    },
    /// Fetch, decode and prepare a picture. Answer: `Reply::Picture`.
    Preview {
        /// The asking.
        ticket: Ticket,
        /// `Preview`, `Original`, `Result`, `Left` or `Right`.
        slot: Slot,
        /// Which picture.
        request: PictureRequest,
        /// Debounce, in milliseconds.
        delay_ms: u64,
    },
    /// Prepare many small pictures, first ones first. Answers: a `Reply::Picture` each.
    Thumbs {
        /// The asking.
        ticket: Ticket,
        /// `Thumbs` or `Members`.
        slot: Slot,
        /// Which pictures.
        requests: Vec<PictureRequest>,
        /// Debounce, in milliseconds.
        delay_ms: u64,
    },
    /// Fill the cache with pictures that may be wanted next. No answer. Slot: `Prefetch`.
    Prefetch {
        /// Which pictures.
        requests: Vec<PictureRequest>,
    },
    /// Make a call for a pane, after `delay_ms`. Answer: `Reply::Called`.
    Call {
        /// The asking.
        ticket: Ticket,
        /// What is asked.
        call: Call,
        /// Whether an older call of the same kind is ended by it.
        replaces: bool,
        /// Debounce, in milliseconds.
        delay_ms: u64,
    },
    /// Keep what the next session is to know, in place of what was kept before.
    Remember(Box<Memory>),
    /// Look what a plan would meet (collisions and the like). Answer: `Reply::Checked`. Slot: `Check`.
    Check {
        /// The asking.
        ticket: Ticket,
        /// The plan.
        plan: Plan,
    },
    /// Run a plan. Answers: `Msg::Job` until `JobEvent::Ended`.
    Run {
        /// The run's number.
        job: JobId,
        /// The plan.
        plan: Plan,
        /// The run that is taken back by it.
        undoes: Option<RunId>,
    },
    /// Go on with a run that was interrupted. Answers as of `Run`.
    GoOn {
        /// The run's number in this session.
        job: JobId,
        /// Its name.
        run: RunId,
    },
    /// Start no new call of this run until `Resume`.
    Pause(JobId),
    /// Go on.
    Resume(JobId),
    /// Send nothing more; what was sent is waited for, so that the report is true.
    Cancel(JobId),
    /// Put text on the clipboard (OSC 52).
    Copy(String),
    /// Open a URL in the browser.
    Browse(String),
    /// Keep transformations by name, in place of those kept before.
    KeepPresets(Presets),
    /// Send `Msg::Continue` after the input that is waiting has been handled.
    Continue,
    /// Send `Msg::Wake(token)` after a time.
    Wake {
        /// What to send back.
        token: u64,
        /// Milliseconds from now.
        after_ms: u64,
    },
    /// Do something with the copy of the library on this machine. Answers: `Msg::Catalogue`.
    Sync(SyncOrder),
    /// Connect again after a failed start.
    Reconnect,
    /// Open another library, beside the one that is open. Answer: `Msg::Entered`, or `Msg::NotEntered`.
    Enter {
        /// Its number among the doors.
        door: usize,
    },
    /// From now on all effects are for this library, which `Enter` has opened.
    Adopt {
        /// Its number among the doors.
        door: usize,
    },
    /// Forget pictures of this file: it changed.
    Forget(Arc<[AssetId]>),
    /// Let the user edit a text in their editor, which has the terminal meanwhile. Answer:
    /// `Reply::Called` with `Answer::Edited`.
    Edit {
        /// The asking.
        ticket: Ticket,
        /// The text.
        text: String,
        /// How the file's name ends, such as `.csv`, for the editor to know what it is.
        suffix: &'static str,
    },
    /// Stop as by Ctrl-Z, and come back with `Msg::Resumed`.
    Suspend,
    /// Redraw everything.
    Redraw,
    /// End the program.
    Quit,
}

/// The picture request of a file at a size of cells.
pub fn picture_request(file: &File, columns: u16, rows: u16) -> PictureRequest {
    PictureRequest {
        key: PictureKey {
            id: file.id.clone(),
            updated: file.updated.as_millisecond(),
            columns,
            rows,
            look: Look::Small,
        },
        path: file.path(),
        private: file.private,
        url: None,
        instead: None,
    }
}
