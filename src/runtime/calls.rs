//! Carries out the calls that panes ask for.

mod local;

use crate::api::{Client, Error};
use crate::app::call::{Answer, Call};
use crate::model::Report;

/// Makes a call.
///
/// # Errors
///
/// A report that says what could not be done.
pub(super) async fn make(client: &Client, call: Call) -> Result<Answer, Report> {
    match call {
        Call::Details(ids) => {
            let mut all = Vec::new();
            for id in &ids {
                all.push(told(client.details(id).await, "Could not get the details")?);
            }
            Ok(Answer::Details(all))
        }
        Call::Versions(id) => {
            told(client.versions(&id).await, "Could not list the versions").map(Answer::Details)
        }
        Call::Metadata(id) => {
            let metadata = told(client.metadata(&id).await, "Could not read the metadata")?;
            Ok(Answer::Metadata(Box::new(metadata)))
        }
        Call::UrlMetadata(url) => {
            let metadata = told(client.metadata_of_url(&url).await, "Could not read the metadata")?;
            Ok(Answer::Metadata(Box::new(metadata)))
        }
        Call::Records => Ok(Answer::Records(client.calls())),
        Call::Disk(path) => local::list(path).await,
        Call::Gather { sources, to } => local::gather(client, sources, to).await,
        Call::Compare(path, file) => local::compare(client, &path, &file).await,
        Call::Below(targets) => told(local::below(client, targets).await, "Could not list the folder"),
    }
}

fn told<T>(result: Result<T, Error>, what: &str) -> Result<T, Report> {
    result.map_err(|error| error.report(what))
}
