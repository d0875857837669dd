//! `ikt purge`: makes caches forget URLs.

use std::time::Duration;

use serde_json::json;

use super::frame::{Code, Failure, Session, failed};
use crate::url::delivery_url;

/// The first pause between looks, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// What is purged, or looked at.
#[derive(Debug, clap::Args)]
pub(super) struct PurgeArgs {
    /// A URL, or a path of the library; with * at its end all that begin with it
    #[arg(value_name = "URL", required_unless_present = "status", conflicts_with = "status")]
    what: Option<String>,
    /// Wait until it is completed
    #[arg(long)]
    wait: bool,
    /// Tell how far this purge is
    #[arg(long, value_name = "REQUEST")]
    status: Option<String>,
}

/// Begins a purge, or tells how far one is.
///
/// # Errors
///
/// For a URL that can't be purged, and those of any call.
pub(super) async fn run(args: PurgeArgs, session: &Session) -> Result<Code, Failure> {
    let client = &session.client;
    let id = match (args.status, args.what) {
        (Some(id), _) => id,
        (None, Some(url)) => {
            let url = if url.starts_with('/') { from_path(&client.account().delivery, &url) } else { url };
            client.purge(&url).await.map_err(failed(format!("Could not purge {url}")))?
        }
        (None, None) => return Err(Failure::usage("no URL is given", "")),
    };
    let mut pause = PAUSES.0;
    let completed = loop {
        let what = format!("Could not look at the purge {id}");
        let completed = client.purge_status(&id).await.map_err(failed(what))?;
        if completed || !args.wait {
            break completed;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES.1);
    };
    let status = if completed { "Completed" } else { "Pending" };
    let value = json!({ "requestId": id, "status": status });
    session.out.either(&value, || format!("{} {status}", session.out.name(&id)))?;
    Ok(Code::Done)
}

fn from_path(endpoint: &str, path: &str) -> String {
    match path.strip_suffix('*') {
        Some(path) => format!("{}*", delivery_url(endpoint, path, None)),
        None => delivery_url(endpoint, path, None),
    }
}
