//! Texts as they are meant, byte by byte: nothing of a text is kept but what is being looked at.

use std::io::{self, BufRead, Bytes, Read};

/// A reader that takes away what a text has for its way only.
pub(super) struct Plain<R> {
    text: Bytes<R>,
    /// Whether `%41` means `A`; else blanks and line breaks mean nothing.
    escaped: bool,
    /// What was looked at too early, the last byte first.
    ahead: Vec<u8>,
}

impl<R: BufRead> Plain<R> {
    /// A text without its blanks and line breaks.
    pub(super) fn blanks_aside(text: R) -> Self {
        Self { text: text.bytes(), escaped: false, ahead: Vec::new() }
    }

    /// A part of a URI with each `%41` as the byte that it means.
    pub(super) fn unescaped(text: R) -> Self {
        Self { text: text.bytes(), escaped: true, ahead: Vec::new() }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.next()? {
                Some(b'%') if self.escaped => return self.escape().map(Some),
                Some(blank) if !self.escaped && blank.is_ascii_whitespace() => {}
                other => return Ok(other),
            }
        }
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        match self.ahead.pop() {
            Some(byte) => Ok(Some(byte)),
            None => self.text.next().transpose(),
        }
    }

    /// What follows a `%`; the sign itself, if that isn't two digits.
    fn escape(&mut self) -> io::Result<u8> {
        let high = self.next()?;
        let low = if digit(high).is_some() { self.next()? } else { None };
        if let (Some(high), Some(low)) = (digit(high), digit(low)) {
            return Ok(high << 4 | low);
        }
        self.ahead.extend([low, high].into_iter().flatten());
        Ok(b'%')
    }
}

fn digit(byte: Option<u8>) -> Option<u8> {
    char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<R: BufRead> Read for Plain<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        for place in out {
            let Some(byte) = self.byte()? else { break };
            *place = byte;
            read += 1;
        }
        Ok(read)
    }
}
