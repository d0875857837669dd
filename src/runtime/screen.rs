//! What the loop draws on.

use std::io;

use ratatui::Frame;

/// A screen: the terminal, or what stands in for it in tests.
pub trait Screen {
    /// Draws a frame; what changed is on the screen when this returns.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()>;

    /// Forgets what is on the screen, so that the next frame paints all of it.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn clear(&mut self) -> io::Result<()>;

    /// Writes control sequences with the next frame, such as one for the clipboard.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn send(&mut self, raw: &str) -> io::Result<()>;

    /// Asks for key reports that tell Escape from escape codes; for terminals that said they know how.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn disambiguate_keys(&mut self) -> io::Result<()>;

    /// Pixels of a cell, width and height, where they are known.
    fn cell_pixels(&self) -> Option<(u16, u16)>;

    /// Hands the terminal back, stops the process as Ctrl-Z does in a shell, and comes back cleared
    /// when it is continued. Whether it was stopped: without job control it isn't.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn suspend(&mut self) -> impl Future<Output = io::Result<bool>>;

    /// Hands the terminal back, so that another program can have it, until [`Screen::resume`]. Nothing
    /// is read from it meanwhile.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn leave(&mut self) -> io::Result<()>;

    /// Takes the terminal over again: after [`Screen::leave`], or after somebody else stopped and
    /// continued the process.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn resume(&mut self) -> io::Result<()>;
}
