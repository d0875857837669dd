//! One frame, one write.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Most frames are small; the buffer is given back after one that carried a picture.
const KEPT: usize = 64 * 1024;
/// A frame without a change is this long at most.
const EMPTY_FRAME: usize = 64;
/// Terminals that know synchronized updates show a frame at once; the others ignore this.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Gathers a frame and writes it at once, between the marks of a synchronized update.
///
/// ratatui flushes several times a frame, so `flush` does nothing here and
/// [`commit`](Self::commit) does it all.
pub(super) struct FrameWriter<W = Stdout> {
    frame: Vec<u8>,
    previous: Vec<u8>,
    out: W,
}

/// Standard output without the line buffer of the standard library.
#[cfg(unix)]
pub(super) type Stdout = std::fs::File;
/// Standard output; the console needs the standard library's translation.
#[cfg(not(unix))]
pub(super) type Stdout = io::Stdout;

impl FrameWriter {
    /// Writes to standard output.
    pub(super) fn to_stdout() -> io::Result<Self> {
        #[cfg(unix)]
        let out = {
            use std::os::fd::AsFd;
            Stdout::from(io::stdout().as_fd().try_clone_to_owned()?)
        };
        #[cfg(not(unix))]
        let out = io::stdout();
        Ok(Self::new(out))
    }
}

impl<W: Write> FrameWriter<W> {
    fn new(out: W) -> Self {
        Self { frame: BEGIN.to_vec(), previous: Vec::new(), out }
    }

    /// Writes the frame. One that says again what the last one said is left out: frames only hold
    /// absolute positions, so it would change nothing.
    fn commit(&mut self) -> io::Result<()> {
        if self.frame.len() == BEGIN.len() || self.frame == self.previous {
            self.frame.truncate(BEGIN.len());
            return Ok(());
        }
        self.previous.clear();
        if self.frame.len() <= EMPTY_FRAME {
            self.previous.extend_from_slice(&self.frame);
        }
        self.frame.extend_from_slice(END);
        self.out.write_all(&self.frame)?;
        self.out.flush()?;
        self.frame.clear();
        self.frame.shrink_to(KEPT);
        self.frame.extend_from_slice(BEGIN);
        Ok(())
    }

    /// Forgets what the last frame said: the screen was touched by others.
    fn forget(&mut self) {
        self.previous.clear();
    }
}

impl<W> Write for FrameWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer that ratatui's backend holds too: it doesn't lend its own.
#[derive(Clone)]
pub(super) struct Shared(Rc<RefCell<FrameWriter>>);

impl Shared {
    pub(super) fn new(writer: FrameWriter) -> Self {
        Self(Rc::new(RefCell::new(writer)))
    }

    /// See [`FrameWriter::commit`].
    pub(super) fn commit(&self) -> io::Result<()> {
        self.0.borrow_mut().commit()
    }

    /// See [`FrameWriter::forget`].
    pub(super) fn forget(&self) {
        self.0.borrow_mut().forget();
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps each write apart.
    #[derive(Default)]
    struct Writes(Vec<Vec<u8>>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_between_marks() -> io::Result<()> {
        let mut writer = FrameWriter::new(Writes::default());
        writer.write_all(b"one ")?;
        writer.flush()?;
        writer.write_all(b"two")?;
        writer.commit()?;
        assert_eq!(writer.out.0, [b"\x1b[?2026hone two\x1b[?2026l".to_vec()]);
        Ok(())
    }

    #[test]
    fn nothing_new_is_nothing_written() -> io::Result<()> {
        let mut writer = FrameWriter::new(Writes::default());
        writer.commit()?;
        for _ in 0..3 {
            writer.write_all(b"\x1b[0m")?;
            writer.commit()?;
        }
        assert_eq!(writer.out.0.len(), 1);
        writer.forget();
        writer.write_all(b"\x1b[0m")?;
        writer.commit()?;
        assert_eq!(writer.out.0.len(), 2);
        Ok(())
    }
}
