//! `ikt publish`: lets files be delivered, or takes them back.

use super::frame::{Code, Failure, Line, Progress, Session, Wanted, each, failed, resolve};
use crate::api::Versions;
use crate::ops::Target;

/// Which files.
#[derive(Debug, clap::Args)]
pub(super) struct PublishArgs {
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Take them back
    #[arg(long)]
    undo: bool,
    /// With all older versions
    #[arg(long)]
    versions: bool,
}

/// Publishes each file, or takes it back.
///
/// # Errors
///
/// When a file isn't there, and those of any call.
pub(super) async fn run(args: PublishArgs, session: &Session) -> Result<Code, Failure> {
    change(args, session).await
}

/// `ikt unpublish`: takes them back.
///
/// # Errors
///
/// Those of [`run`].
pub(super) async fn undo(args: PublishArgs, session: &Session) -> Result<Code, Failure> {
    change(PublishArgs { undo: true, ..args }, session).await
}

async fn change(args: PublishArgs, session: &Session) -> Result<Code, Failure> {
    let targets = resolve(&session.client, &args.names, Wanted::Files).await?;
    let things = targets.into_iter().map(|target| (target.path(), target)).collect();
    let versions = if args.versions { Versions::All } else { Versions::Current };
    let title = if args.undo { "Unpublish" } else { "Publish" };
    let progress = Progress::new(session.out.json());
    each(session, title, things, &progress, async |path, target| {
        let Target::File { id, .. } = target else { return Err(Failure::not_found(path, "it is a folder")) };
        let what = format!("Could not {} {path}", title.to_lowercase());
        let details = session.client.set_published(&id, !args.undo, versions).await.map_err(failed(what))?;
        Ok(Line { value: details.raw, text: None })
    })
    .await
}
