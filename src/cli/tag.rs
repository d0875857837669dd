//! `ikt tag` and `ikt untag`: tags on many files.

use super::frame::{Code, Failure, RunArgs, Session, Wanted, carry_out, resolve};
use crate::model::Tag;
use crate::ops::build;

/// Which tags and files.
#[derive(Debug, clap::Args)]
pub(super) struct TagArgs {
    /// Tags, apart by commas
    tags: String,
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    run: RunArgs,
}

/// Adds the tags.
///
/// # Errors
///
/// When a file isn't there, for tags that can't be, and those of any call.
pub(super) async fn add(args: TagArgs, session: &Session) -> Result<Code, Failure> {
    let targets = resolve(&session.client, &args.names, Wanted::Files).await?;
    carry_out(session, build::add_tags(&targets, &words(&args.tags)), args.run, None).await
}

/// Removes the tags.
///
/// # Errors
///
/// Those of [`add`].
pub(super) async fn remove(args: TagArgs, session: &Session) -> Result<Code, Failure> {
    let targets = resolve(&session.client, &args.names, Wanted::Files).await?;
    carry_out(session, build::remove_tags(&targets, &words(&args.tags)), args.run, None).await
}

/// Tags that were given apart by commas.
pub(super) fn words(tags: &str) -> Vec<Tag> {
    tags.split(',').map(Tag::from).collect()
}
