//! Arguments that every subcommand takes.

use std::path::PathBuf;

/// Arguments of a subcommand, and those that all have.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct With<A: clap::Args> {
    #[command(flatten)]
    pub(in crate::cli) args: A,
    #[command(flatten)]
    pub(in crate::cli) common: Common,
}

/// Which library, and how it is told.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct Common {
    /// Write JSON: one document, or for lists one on each line
    #[arg(long, global = true, help_heading = "Library and output")]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryArgs,
}

/// Which library.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct LibraryArgs {
    /// The account of this profile: see `ikt profiles`
    #[arg(long, value_name = "NAME", global = true, help_heading = "Library and output")]
    pub(in crate::cli) profile: Option<String>,
    /// The local library in this folder
    #[arg(long, value_name = "DIR", global = true, help_heading = "Library and output")]
    pub(in crate::cli) data: Option<PathBuf>,
    /// Speak to the server at this origin, such as that of `ikt serve`, instead of ImageKit's hosts
    #[arg(long, value_name = "ORIGIN", global = true, help_heading = "Library and output")]
    pub(in crate::cli) url: Option<String>,
}
