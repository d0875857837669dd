//! The command line: one file a subcommand, and the screen without one.

mod api;
mod audit;
mod auth_params;
mod batch;
mod command;
mod completions;
mod config;
mod crud;
mod demo;
mod doctor;
mod doors;
mod download;
mod dupes;
mod fields;
mod find;
mod frame;
mod history;
mod job;
mod json;
mod keys;
mod log;
mod login;
mod look;
mod ls;
mod meta;
mod mkdir;
mod open;
mod phash;
mod profiles;
mod publish;
mod purge;
mod rename;
mod restore;
mod rm;
mod search;
mod serve;
mod set;
mod stat;
mod sync;
mod tag;
mod transfer;
mod undo;
mod untag_ai;
mod upload;
mod url;
mod usage;
mod versions;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser};

use self::command::Command;
use self::frame::{CODES, Failure, tell};
use self::open::OpenArgs;

/// A keyboard-driven terminal UI for ImageKit media libraries, with a local library inside
#[derive(Debug, Parser)]
#[command(name = "ikt", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: OpenArgs,
}

const HELP: &str = "\
Which library: that of --data, of --profile, of the environment (IMAGEKIT_PRIVATE_KEY, \
IMAGEKIT_PUBLIC_KEY, IMAGEKIT_URL_ENDPOINT), of the default profile, or else the local library.

Names: /folder/name.jpg, id:HEX, patterns such as /products/*.jpg or /products/**, and - for names on \
standard input, one a line.";

/// The command line as clap knows it.
fn grammar() -> clap::Command {
    Cli::command().after_help(format!("{HELP}\n\n{CODES}"))
}

/// Does what the command line says. What fails is told on standard error: what, why, and what next.
pub fn main() -> ExitCode {
    let matches = grammar().get_matches();
    let json = wants_json(&matches);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let done = match cli.command {
        None => open::run(cli.open),
        Some(command) => command.run(),
    };
    match done {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(Failure::Pipe) => ExitCode::SUCCESS,
        Err(Failure::Told(report, code)) => {
            tell(&report, code, json);
            code.into()
        }
    }
}

fn wants_json(matches: &ArgMatches) -> bool {
    let asked = |matches: &ArgMatches| matches.try_get_one::<bool>("json").ok().flatten().copied();
    matches.subcommand().and_then(|(_, matches)| asked(matches)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        grammar().debug_assert();
    }

    #[test]
    fn common_arguments_may_stand_anywhere() {
        let json = |line: &str| {
            wants_json(&grammar().try_get_matches_from(line.split(' ')).expect("a command line"))
        };
        assert!(json("ikt ls --json /"));
        assert!(json("ikt fields list --json"));
        assert!(json("ikt fields --json list"));
        assert!(!json("ikt ls /"));
        assert!(!json("ikt"));
        assert!(!json("ikt serve --data x"));
    }
}
