//! Pages of folders and of searches.

use jiff::Timestamp;

use crate::api::{Client, Error, ListKind, ListQuery, Order};
use crate::app::browse::{Page, Search, Source};
use crate::model::{Asset, AssetDetails, Sort};
use crate::query::{Listed, Query};

/// What is asked for: a page of a list.
pub(super) struct Asked {
    pub(super) source: Source,
    pub(super) sort: Sort,
    pub(super) skip: usize,
    pub(super) limit: usize,
}

/// Gets a page.
///
/// # Errors
///
/// Those of the call.
pub(super) async fn page(client: &Client, asked: &Asked) -> Result<Page, Error> {
    let query = query(&asked.source, asked.sort, asked.skip, asked.limit);
    match &asked.source {
        Source::Folder(_) => client.list(&query).await.map(plain),
        Source::Search(search) => found(client, search, &query).await,
    }
}

/// What could not be done, where it failed.
pub(super) fn what(source: &Source) -> String {
    match source {
        Source::Folder(path) => format!("Could not list {path}"),
        Source::Search(search) => format!("Could not search for {}", search.text),
    }
}

/// What the service is asked for a page.
pub(super) fn query(source: &Source, sort: Sort, skip: usize, limit: usize) -> ListQuery {
    let query = ListQuery { order: Some(Order::By(sort)), skip, limit: Some(limit), ..ListQuery::default() };
    match source {
        Source::Folder(path) => ListQuery { kind: Some(ListKind::File), path: Some(path.clone()), ..query },
        Source::Search(search) => ListQuery { search: Some(search.query.clone()), ..query },
    }
}

/// A page of what a search finds. Only where something is looked at here does it need all that the
/// service says of each entry.
async fn found(client: &Client, search: &Search, query: &ListQuery) -> Result<Page, Error> {
    let Some(here) = &search.here else { return client.list(query).await.map(plain) };
    let entries = client.list_details(query).await?;
    let mut page = Page { passed: entries.len(), ..Page::default() };
    for entry in entries.into_iter().filter(|entry| holds(here, entry)) {
        match entry {
            AssetDetails::File(details) => page.files.push(details.file),
            AssetDetails::Folder(details) => page.folders.push(details.folder),
        }
    }
    Ok(page)
}

/// Whether what is looked at here holds for an entry.
pub(super) fn holds(here: &Query, entry: &AssetDetails) -> bool {
    here.holds(&Listed(entry.raw()), Timestamp::now())
}

fn plain(entries: Vec<Asset>) -> Page {
    let mut page = Page { passed: entries.len(), ..Page::default() };
    for entry in entries {
        match entry {
            Asset::File(file) => page.files.push(file),
            Asset::Folder(folder) => page.folders.push(folder),
        }
    }
    page
}
