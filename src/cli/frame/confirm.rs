//! Asking before what can't be undone.

use std::io::{self, BufRead, IsTerminal, Write};

use super::failure::{Code, Failure};
use crate::model::Report;
use crate::model::text::harmless;

/// Asks on the terminal whether to go on; without one, only `yes` lets it pass.
///
/// # Errors
///
/// When the user says no, or can't be asked.
pub(in crate::cli) fn confirm(question: &str, yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let why = "it can't be undone, and there is no terminal to ask on";
        return Err(Failure::new(
            Code::Usage,
            Report::new(question, why, "Give --yes to do it, or --dry-run to see it"),
        ));
    }
    let said = answer(&format!("{question}? [y/N] "))
        .map_err(|error| Failure::here("Could not ask", error, "Give --yes"))?;
    if matches!(said.trim().to_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::new(Code::General, Report::new(question, "you said no; nothing was changed", "")))
}

/// What the user types after a question on standard error.
///
/// # Errors
///
/// When standard input can't be read.
pub(in crate::cli) fn answer(question: &str) -> io::Result<String> {
    let mut err = io::stderr();
    write!(err, "{}", harmless(question))?;
    err.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}
