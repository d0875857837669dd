//! A line on the terminal that tells how far it is.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::model::text::harmless;

/// Not more often than so.
const EVERY: Duration = Duration::from_millis(80);

/// A line on standard error that is written over and over; nothing where that is no terminal.
#[derive(Debug)]
pub(in crate::cli) struct Progress(Option<Mutex<Line>>);

#[derive(Debug, Default)]
struct Line {
    shown: Option<Instant>,
    width: usize,
}

impl Progress {
    /// For people; `quiet` for those who asked for JSON.
    pub(in crate::cli) fn new(quiet: bool) -> Self {
        Self((!quiet && io::stderr().is_terminal()).then(Mutex::default))
    }

    /// Shows the text, unless another was shown a moment ago.
    pub(in crate::cli) fn show(&self, text: impl FnOnce() -> String) {
        let Some(line) = &self.0 else { return };
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.shown.is_some_and(|shown| shown.elapsed() < EVERY) {
            return;
        }
        let text = text();
        let text = harmless(&text);
        let width = text.chars().count();
        // A progress line that can't be written is no reason to stop.
        let _ = write!(io::stderr(), "\r{text}{}", " ".repeat(line.width.saturating_sub(width)));
        *line = Line { shown: Some(Instant::now()), width };
    }

    /// Takes the line away.
    pub(in crate::cli) fn clear(&self) {
        let Some(line) = &self.0 else { return };
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(line.width));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Bytes in words: `1.4 MB`.
pub(in crate::cli) fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1000 {
        return format!("{count} B");
    }
    let mut value = count as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS.get(unit).unwrap_or(&"TB"))
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn bytes_in_words() {
        let words = [0, 999, 1000, 1449, 999_950, 2_000_000_000, u64::MAX].map(bytes);
        assert_eq!(words, ["0 B", "999 B", "1.0 kB", "1.4 kB", "1.0 MB", "2.0 GB", "18446744.1 TB"]);
    }
}
