//! The terminal: taken over, drawn on, handed back.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, window_size};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

use super::events::Keyboard;
use super::frame_writer::{FrameWriter, Shared};
use super::screen::Screen;
use super::suspend;
use crate::model::Report;

/// Alternate screen, cursor hidden, pasted text marked, mouse buttons and wheel told in SGR form.
const ENTER: &str = "\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1006h";
/// The mouse, left to the terminal.
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";
/// The same undone, last first; a frame cut short by a panic is ended before.
const LEAVE: &str = "\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?1049l\x1b[?25h";
/// Kitty's keyboard protocol: escape codes that can't be mistaken for the Escape key.
const KEYS_PUSH: &str = "\x1b[>1u";
const KEYS_POP: &str = "\x1b[<u";

/// Whether the terminal is ours now. One for the process, because the panic hook has nothing else
/// to go by.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether `KEYS_PUSH` was sent.
static KEYS_PUSHED: AtomicBool = AtomicBool::new(false);

/// The terminal of this process, taken over until it is dropped.
pub(super) struct Tty {
    terminal: Terminal<CrosstermBackend<Shared>>,
    writer: Shared,
    /// Whether the mouse is taken.
    mouse: bool,
    keyboard: Keyboard,
}

impl Tty {
    /// Takes the terminal over. Nothing is written before the first frame, which goes out together
    /// with what this asks of the terminal.
    ///
    /// # Errors
    ///
    /// A report if standard input or output is no terminal or can't be set up.
    pub(super) fn enter(mouse: bool) -> Result<Self, Report> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(Report::new(
                "Could not open the screen",
                "standard input and output have to be a terminal",
                "run ikt in a terminal, without pipes; `ikt serve` works without one",
            ));
        }
        Self::take(mouse).map_err(|error| {
            restore();
            Report::new("Could not open the screen", error.to_string(), "try another terminal")
        })
    }

    fn take(mouse: bool) -> io::Result<Self> {
        let mut writer = Shared::new(FrameWriter::to_stdout()?);
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        writer.write_all(ENTER.as_bytes())?;
        if !mouse {
            writer.write_all(NO_MOUSE.as_bytes())?;
        }
        let terminal = Terminal::new(CrosstermBackend::new(writer.clone()))?;
        Ok(Self { terminal, writer, mouse, keyboard: Keyboard::default() })
    }

    /// What its events are read from.
    pub(super) fn keyboard(&self) -> Keyboard {
        self.keyboard.clone()
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        self.terminal.size().map_or((80, 24), |size| (size.width, size.height))
    }

    fn retake(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.send(ENTER)?;
        if !self.mouse {
            self.send(NO_MOUSE)?;
        }
        if KEYS_PUSHED.load(Ordering::SeqCst) {
            self.send(KEYS_PUSH)?;
        }
        self.keyboard.take_back();
        self.clear()
    }
}

impl Screen for Tty {
    fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.terminal.draw(render)?;
        self.writer.commit()
    }

    fn clear(&mut self) -> io::Result<()> {
        self.writer.forget();
        // `Terminal::clear` would ask where the cursor is, and wait for the answer.
        let area = Rect::from((Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }

    fn send(&mut self, raw: &str) -> io::Result<()> {
        self.writer.write_all(raw.as_bytes())
    }

    fn disambiguate_keys(&mut self) -> io::Result<()> {
        KEYS_PUSHED.store(true, Ordering::SeqCst);
        self.send(KEYS_PUSH)
    }

    fn cell_pixels(&self) -> Option<(u16, u16)> {
        cell_pixels()
    }

    async fn suspend(&mut self) -> io::Result<bool> {
        restore();
        let stopped = suspend::stop().await;
        self.retake()?;
        Ok(stopped)
    }

    fn leave(&mut self) -> io::Result<()> {
        self.keyboard.leave();
        restore();
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        self.retake()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        restore();
    }
}

/// Pixels of a cell, width and height, as the kernel was told by the terminal.
pub(super) fn cell_pixels() -> Option<(u16, u16)> {
    let size = window_size().ok()?;
    let width = size.width.checked_div(size.columns)?;
    let height = size.height.checked_div(size.rows)?;
    (width > 0 && height > 0).then_some((width, height))
}

/// Hands the terminal back, if it is ours. Errors have nowhere to go: it may be gone.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout().lock();
    if KEYS_PUSHED.load(Ordering::SeqCst) {
        let _ = out.write_all(KEYS_POP.as_bytes());
    }
    let _ = out.write_all(LEAVE.as_bytes());
    let _ = out.flush();
    let _ = disable_raw_mode();
}
