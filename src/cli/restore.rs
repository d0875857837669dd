//! `ikt restore`: makes an older version of a file the current one.

use super::frame::{Code, Failure, Session, failed, resolve_one};
use super::versions::version_id;

/// Which version of which file.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreArgs {
    /// A path or id:…
    name: String,
    /// The version's id or number, as `ikt versions` tells them
    version: String,
}

/// Restores the version; the one that was current stays as an older one.
///
/// # Errors
///
/// When there is no such version, and those of any call.
pub(super) async fn run(args: RestoreArgs, session: &Session) -> Result<Code, Failure> {
    let (id, path) = resolve_one(&session.client, &args.name).await?;
    let version = version_id(&session.client, &id, &args.version).await?;
    let what = format!("Could not restore {} of {path}", args.version);
    let details = session.client.restore_version(&id, &version).await.map_err(failed(what))?;
    session.out.either(&details.raw, || session.out.name(&details.file.path()).into_owned())?;
    Ok(Code::Done)
}
