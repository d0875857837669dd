//! The command line: one file a subcommand, and the screen without one.

mod demo;
mod log;
mod look;
mod open;
mod serve;
mod url;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::Report;
use crate::model::text::harmless;

use self::open::OpenArgs;

/// A keyboard-driven terminal UI for ImageKit media libraries, with a local library inside
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = ACCOUNT_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: OpenArgs,
}

const ACCOUNT_HELP: &str = "\
To open your account, set IMAGEKIT_PRIVATE_KEY, IMAGEKIT_PUBLIC_KEY and IMAGEKIT_URL_ENDPOINT. \
Without them, ikt opens the local library.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the local library alone, for SDKs and for your own tests
    Serve(serve::ServeArgs),
    /// Make a library of any size whose pictures are drawn on demand, and open it
    Demo(demo::DemoArgs),
}

/// Does what the command line says. What fails is told on standard error: what, why, and what next.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => open::run(cli.open),
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Demo(args)) => demo::run(args),
    };
    done.unwrap_or_else(|report| {
        eprint!("{}", told(&report));
        ExitCode::FAILURE
    })
}

/// A report on three lines, without escapes from outside.
fn told(report: &Report) -> String {
    let mut text = format!("ikt: {}: {}\n", harmless(&report.what), harmless(&report.why));
    if !report.next.is_empty() {
        text += &format!("next: {}\n", harmless(&report.next));
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_report_is_told_line_by_line() {
        let report = Report::new("Could not open x\x1b[2J", "it is gone", "look elsewhere");
        assert_eq!(told(&report), "ikt: Could not open x␛[2J: it is gone\nnext: look elsewhere\n");
        assert_eq!(told(&Report::new("a", "b", "")), "ikt: a: b\n");
    }
}
