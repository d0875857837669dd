//! Standard output: text for people, JSON for machines; quiet when nobody reads any more.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use super::failure::Failure;
use crate::model::text::harmless;

/// Where results go.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Out {
    json: bool,
    terminal: bool,
}

impl Out {
    pub(in crate::cli) fn new(json: bool) -> Self {
        Self { json, terminal: io::stdout().is_terminal() }
    }

    /// Whether JSON was asked for.
    pub(in crate::cli) fn json(self) -> bool {
        self.json
    }

    /// A name from outside: harmless on a terminal, as it is for other programs.
    pub(in crate::cli) fn name(self, name: &str) -> Cow<'_, str> {
        if self.terminal { harmless(name) } else { Cow::Borrowed(name) }
    }

    /// Writes a line.
    ///
    /// # Errors
    ///
    /// [`Failure::Pipe`] when nobody reads any more.
    pub(in crate::cli) fn line(self, text: impl AsRef<str>) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_ref().as_bytes())?;
        out.write_all(b"\n")?;
        Ok(())
    }

    /// Writes a JSON document on a line of its own.
    ///
    /// # Errors
    ///
    /// Those of [`Out::line`].
    pub(in crate::cli) fn value(self, value: &Value) -> Result<(), Failure> {
        self.line(value.to_string())
    }

    /// Writes a JSON document when JSON was asked for, else its text.
    ///
    /// # Errors
    ///
    /// Those of [`Out::line`].
    pub(in crate::cli) fn either(self, value: &Value, text: impl FnOnce() -> String) -> Result<(), Failure> {
        if self.json { self.value(value) } else { self.line(text()) }
    }

    /// Writes a JSON document: as one line for machines, else over several lines for people.
    ///
    /// # Errors
    ///
    /// Those of [`Out::line`].
    pub(in crate::cli) fn document(self, value: &Value) -> Result<(), Failure> {
        self.either(value, || {
            let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
            text.lines().map(|line| self.name(line)).collect::<Vec<_>>().join("\n")
        })
    }

    /// Tells people something on standard error.
    pub(in crate::cli) fn note(self, text: impl AsRef<str>) {
        if !self.json {
            // A note that can't be told is no reason to stop.
            let _ = writeln!(io::stderr(), "{}", harmless(text.as_ref()));
        }
    }
}
