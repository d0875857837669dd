//! `ikt meta`: what the bytes of files say of themselves.

use super::frame::{Code, Failure, Session, Wanted, failed, resolve};
use crate::ops::Target;

/// Which files.
#[derive(Debug, clap::Args)]
pub(super) struct MetaArgs {
    /// Paths, id:…, patterns, URLs of the account, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
}

/// Writes size, format, colours, pHash and EXIF of each.
///
/// # Errors
///
/// When one isn't there, and those of any call.
pub(super) async fn run(args: MetaArgs, session: &Session) -> Result<Code, Failure> {
    let client = &session.client;
    let is_url = |name: &String| name.starts_with("https://") || name.starts_with("http://");
    let (urls, names): (Vec<String>, Vec<String>) = args.names.into_iter().partition(is_url);
    let targets = if names.is_empty() { Vec::new() } else { resolve(client, &names, Wanted::Files).await? };
    for target in &targets {
        if let Target::File { id, .. } = target {
            let what = format!("Could not read the metadata of {}", target.path());
            session.out.document(&client.metadata(id).await.map_err(failed(what))?.raw)?;
        }
    }
    for url in &urls {
        let what = format!("Could not read the metadata of {url}");
        session.out.document(&client.metadata_of_url(url).await.map_err(failed(what))?.raw)?;
    }
    Ok(Code::Done)
}
