//! `ikt versions`: the versions of a file.

use super::frame::{Code, Failure, Session, bytes, failed, resolve_one};
use crate::api::Client;
use crate::model::AssetId;
use crate::model::text::harmless;

/// Which file.
#[derive(Debug, clap::Args)]
pub(super) struct VersionsArgs {
    /// A path or id:…
    name: String,
}

/// Writes the versions, the current one first.
///
/// # Errors
///
/// When the file isn't there, and those of any call.
pub(super) async fn run(args: VersionsArgs, session: &Session) -> Result<Code, Failure> {
    let (id, path) = resolve_one(&session.client, &args.name).await?;
    let what = format!("Could not list the versions of {path}");
    for version in session.client.versions(&id).await.map_err(failed(what))? {
        let id = version.version_id.as_ref().map(AssetId::to_string).unwrap_or_default();
        session.out.either(&version.raw, || {
            let current = if version.current { "  (current)" } else { "" };
            let (size, updated) = (bytes(version.file.size), version.file.updated.strftime("%Y-%m-%d %H:%M"));
            format!("{id:<24}  {:<12}{size:>9}  {updated}{current}", harmless(&version.version))
        })?;
    }
    Ok(Code::Done)
}

/// The id of a version that is named by its id, or by its number: `2`, `Version 2`.
///
/// # Errors
///
/// When the file has no version of this number, and those of any call.
pub(super) async fn version_id(client: &Client, file: &AssetId, name: &str) -> Result<AssetId, Failure> {
    let number = name.strip_prefix("Version ").unwrap_or(name);
    if number.parse::<u32>().is_err() || number.len() > 3 {
        return Ok(AssetId::new(name.strip_prefix("id:").unwrap_or(name)));
    }
    let wanted = format!("Version {number}");
    let versions = client.versions(file).await.map_err(failed("Could not list the versions"))?;
    versions
        .into_iter()
        .find(|version| version.version == wanted)
        .and_then(|version| version.version_id)
        .ok_or_else(|| Failure::not_found(format!("Could not find {wanted}"), "the file has no such version"))
}
