//! The clipboard, through the terminal.

use std::io;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

/// The control sequence (OSC 52) that puts text on the clipboard.
///
/// # Errors
///
/// Never in practice: text is written to memory.
pub(super) fn osc52(text: &str) -> io::Result<String> {
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).map_err(io::Error::other)?;
    Ok(sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_in_base64() -> io::Result<()> {
        assert_eq!(osc52("ikt")?, "\x1b]52;c;aWt0\x1b\\");
        Ok(())
    }
}
