//! Carries out the calls that panes ask for.

use std::path::Path;

use super::jobs::{aside, kept};
use crate::api::{Client, Error};
use crate::app::call::{Answer, Call};
use crate::model::Report;
use crate::ops::{
    self,
    journal::{read, summaries},
};

/// Makes a call; `journal` is the folder of journals.
///
/// # Errors
///
/// A report that says what could not be done.
pub(super) async fn make(client: &Client, journal: Option<&Path>, call: Call) -> Result<Answer, Report> {
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

        Call::Runs => {
            let folder = kept(journal)?;
            aside("Could not read the history", move || summaries(&folder)).await.map(Answer::Runs)
        }
        Call::Run(id) => {
            let folder = kept(journal)?;
            let record = aside("Could not read the journal", move || read(&folder, &id)).await?;
            Ok(Answer::Run(Box::new(record)))
        }
        Call::TakeBack(run) => {
            let back = ops::take_back(client, &kept(journal)?, run).await?;
            Ok(Answer::TakeBack(Box::new(back)))
        }
        Call::Trash => ops::trash_batches(client).await.map(Answer::Trash),
        Call::Trashed(batch) => ops::trashed(client, &batch).await.map(Answer::Trashed),
        Call::Restore(targets) => Ok(Answer::Restore(Box::new(ops::restore_plan(client, &targets).await?))),
    }
}

fn told<T>(result: Result<T, Error>, what: &str) -> Result<T, Report> {
    result.map_err(|error| error.report(what))
}
