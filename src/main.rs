//! Parses arguments and opens one door: the screen, the server, or one command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ikt::cli::main()
}
