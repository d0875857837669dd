//! `ikt completions` and `ikt man`: for shells and for the manual, made of the command line itself.

use std::io;

use clap_complete::Shell;

use super::frame::{Code, Failure, Out};

/// For which shell.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

/// Writes completions for a shell.
///
/// # Errors
///
/// When nobody reads any more.
pub(super) fn run(args: &CompletionsArgs, mut command: clap::Command) -> Result<Code, Failure> {
    let mut written = Vec::new();
    clap_complete::generate(args.shell, &mut command, "ikt", &mut written);
    write(&written)
}

/// Writes the manual in the form of `man`: the program first, then each subcommand.
///
/// # Errors
///
/// When nobody reads any more.
pub(super) fn man(mut command: clap::Command) -> Result<Code, Failure> {
    command.build();
    let mut written = Vec::new();
    let render = |command: &clap::Command, written: &mut Vec<u8>| -> io::Result<()> {
        clap_mangen::Man::new(command.clone()).render(written)
    };
    render(&command, &mut written)?;
    for subcommand in
        command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let man = clap_mangen::Man::new(subcommand.clone());
        written.extend(format!(".SH \"ikt {}\"\n", subcommand.get_name()).into_bytes());
        man.render_synopsis_section(&mut written)?;
        man.render_description_section(&mut written)?;
        man.render_options_section(&mut written)?;
    }
    write(&written)
}

fn write(text: &[u8]) -> Result<Code, Failure> {
    Out::new(false).line(String::from_utf8_lossy(text).trim_end())?;
    Ok(Code::Done)
}
