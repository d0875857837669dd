//! Asks how many files are.

use std::collections::{HashMap, HashSet};

use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::api::{Client, Error, ListQuery};
use crate::model::{AssetDetails, AssetId, Details};

/// Ids in one search: as many as a URL carries anywhere.
const IDS: usize = 100;
/// Of so few files each is asked about by a call of its own, which is never behind as a list may be.
const FEW: usize = 3;
/// Calls at once.
const AT_ONCE: usize = 4;

/// The details of files, in few calls; those that are gone are left out.
pub(super) async fn details_of<'a>(
    client: &Client,
    ids: impl Iterator<Item = &'a AssetId>,
) -> Result<HashMap<AssetId, Details>, Error> {
    let wanted: HashSet<&AssetId> = ids.collect();
    let mut found = HashMap::new();
    let mut rest: Vec<&AssetId> = wanted.into_iter().collect();
    // A search does not say which version is the current one as surely as the details do.
    if rest.len() > FEW {
        let pages = rest.chunks(IDS).map(|ids| search(client, ids)).collect::<Vec<_>>();
        let pages: Vec<Vec<Details>> = stream::iter(pages).buffer_unordered(AT_ONCE).try_collect().await?;
        found.extend(pages.into_iter().flatten().map(|details| (details.file.id.clone(), details)));
        rest.retain(|id| !found.contains_key(*id));
    }
    let single = rest.into_iter().map(|id| one(client, id)).collect::<Vec<_>>();
    let single: Vec<Option<Details>> = stream::iter(single).buffer_unordered(AT_ONCE).try_collect().await?;
    found.extend(single.into_iter().flatten().map(|details| (details.file.id.clone(), details)));
    Ok(found)
}

async fn one(client: &Client, id: &AssetId) -> Result<Option<Details>, Error> {
    match client.details(id).await {
        Ok(details) => Ok(Some(details)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn search(client: &Client, ids: &[&AssetId]) -> Result<Vec<Details>, Error> {
    let list: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let search = format!("type = \"file\" AND id IN [{}]", list.join(", "));
    let query = ListQuery { search: Some(search), limit: Some(1000), ..ListQuery::default() };
    let found = client.list_details(&query).await?.into_iter().filter_map(|asset| match asset {
        AssetDetails::File(details) => Some(*details),
        AssetDetails::Folder(_) => None,
    });
    Ok(found.collect())
}
