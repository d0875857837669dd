//! `ikt rename`: another name in the same folder.

use super::frame::{Code, Failure, RunArgs, Session, Wanted, carry_out, resolve};
use crate::ops::build;

/// What gets which name.
#[derive(Debug, clap::Args)]
pub(super) struct RenameArgs {
    /// A path or id:…
    name: String,
    /// The new name, without a folder
    new: String,
    /// Purge the old URL from the cache
    #[arg(long)]
    purge: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Renames.
///
/// # Errors
///
/// When it isn't there, for a name that can't be, and those of any call.
pub(super) async fn run(args: RenameArgs, session: &Session) -> Result<Code, Failure> {
    let targets = resolve(&session.client, std::slice::from_ref(&args.name), Wanted::FilesAndFolders).await?;
    let [target] = targets.as_slice() else {
        return Err(Failure::usage(format!("`{}` means {} things", args.name, targets.len()), ""));
    };
    carry_out(session, build::rename(target, &args.new, args.purge), args.run, None).await
}
