//! Carries out the calls that panes ask for.

mod copy;
mod dupes;
mod fields;
mod find;
mod local;
mod tags;
mod text;
mod whole;

use std::path::Path;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use uuid::Uuid;

use super::catalogue::Copy;
use super::export;
use super::jobs::{aside, kept};
use crate::api::{Client, Error};
use crate::app::call::{Answer, Call};
use crate::model::Report;
use crate::ops::journal::{read, summaries};
use crate::ops::{self, LocalDisk};
use crate::url::auth::AuthParameters;

/// Calls about single files at once.
const AT_ONCE: usize = 8;

pub(super) use copy::make_here;
pub(super) use find::find;

/// Makes a call; `copied` is the copy of the library, `journal` the folder of journals, `disk` what paths
/// may lead to.
///
/// # Errors
///
/// A report that says what could not be done.
pub(super) async fn make(
    client: &Client,
    copied: &Copy,
    journal: Option<&Path>,
    disk: &LocalDisk,
    call: Call,
) -> Result<Answer, Report> {
    match call {
        Call::Details(ids) => {
            let details = |id| {
                let client = client.clone();
                async move { client.details(&id).await }
            };
            let calls = stream::iter(ids).map(details).buffered(AT_ONCE);
            told(calls.try_collect().await, "Could not get the details").map(Answer::Details)
        }
        Call::DetailsOf(files) => {
            told(whole::details(client, &files).await, "Could not get the details").map(Answer::Details)
        }
        Call::Paths(folders) => {
            told(whole::paths(client, &folders).await, "Could not list the names that are taken")
                .map(Answer::Paths)
        }
        Call::WriteText { path, text, replace } => {
            text::write(disk, &path, &text, replace).await.map(Answer::Written)
        }
        Call::ReadText(path) => text::read(disk, &path).await.map(Answer::Text),
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
        Call::Export(call) => export::make(client, disk, copy::by_ids(copied, call).await?).await,
        Call::Version(file, version) => {
            let details = told(client.version(&file, &version).await, "Could not get the version")?;
            Ok(Answer::Details(vec![details]))
        }
        Call::UploadParameters { lifetime } => {
            let key = &client.account().private_key;
            let expire = Timestamp::now().as_second() + i64::from(lifetime);
            let parameters = AuthParameters::new(key, Uuid::new_v4().to_string(), expire);
            Ok(Answer::UploadParameters(parameters))
        }
        Call::Fields { .. } | Call::CreateField(_) | Call::UpdateField(..) | Call::DeleteField(_) => {
            fields::make(client, call).await
        }
        Call::Tags { skip } => told(tags::page(client, skip).await, "Could not count the tags"),
        Call::Found(search) => told(tags::found(client, &search).await, "Could not search"),

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
        Call::Disk(path) => local::list(disk.clone(), path).await,
        Call::Gather { sources, to } => local::gather(client, disk, sources, to).await,
        Call::Compare(path, file) => local::compare(client, disk, &path, &file).await,
        Call::DupesPlan(order) => dupes::plan(client, copied.now(), *order).await,
        Call::Audit { .. }
        | Call::Find(_)
        | Call::FindAll(..)
        | Call::Copied(_)
        | Call::Duplicates(_)
        | Call::Members(_)
        | Call::Apart { .. }
        | Call::SafeFolders(_) => make_here(copied.now(), Some(client.clone()), call).await,
        Call::Below(targets) => told(local::below(client, targets).await, "Could not list the folder"),
    }
}

fn told<T>(result: Result<T, Error>, what: &str) -> Result<T, Report> {
    result.map_err(|error| error.report(what))
}
