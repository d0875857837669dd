//! Carries out the calls that panes ask for.

mod text;
mod whole;

use std::collections::HashSet;

use crate::api::{Client, Error};
use crate::app::call::{Answer, Call};
use crate::model::Report;
use crate::model::custom::Field;

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
        Call::DetailsOf(files) => {
            told(whole::details(client, &files).await, "Could not get the details").map(Answer::Details)
        }
        Call::Paths(folders) => {
            told(whole::paths(client, &folders).await, "Could not list the names that are taken")
                .map(Answer::Paths)
        }
        Call::WriteText { path, text, replace } => {
            text::write(&path, &text, replace).await.map(Answer::Written)
        }
        Call::ReadText(path) => text::read(&path).await.map(Answer::Text),
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
        Call::Fields { deleted } => {
            told(fields(client, deleted).await, "Could not list the custom metadata fields")
                .map(Answer::Fields)
        }
    }
}

/// All fields. The deleted ones are those that only the longer list has.
async fn fields(client: &Client, deleted: bool) -> Result<Vec<Field>, Error> {
    let living = client.fields(false, None).await?;
    if !deleted {
        return Ok(living);
    }
    let ids: HashSet<_> = living.iter().map(|field| &field.id).collect();
    let mut all = client.fields(true, None).await?;
    for field in &mut all {
        field.deleted = !ids.contains(&field.id);
    }
    Ok(all)
}

fn told<T>(result: Result<T, Error>, what: &str) -> Result<T, Report> {
    result.map_err(|error| error.report(what))
}
