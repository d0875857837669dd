//! Reads of many files at once, by as few calls as can be.

use std::collections::{BTreeMap, HashMap};

use crate::api::{Client, Error, ListKind, ListQuery, Order};
use crate::model::{AssetDetails, AssetId, Details, FolderPath, Sort};

/// Files on a page: the most that the API gives (imagekit-api.md 2.4).
const PAGE: usize = 1000;
/// So many files of a folder are asked for one by one; for more, the folder is listed.
const FEW: usize = 3;

/// The paths of all files directly in these folders.
pub(super) async fn paths(client: &Client, folders: &[FolderPath]) -> Result<Vec<String>, Error> {
    let mut paths = Vec::new();
    for folder in folders {
        let before = paths.len();
        loop {
            let skip = paths.len() - before;
            let files = client.list_files(folder, Sort::BY_NAME, skip, PAGE).await?;
            paths.extend(files.iter().map(crate::model::File::path));
            if files.len() < PAGE {
                break;
            }
        }
    }
    Ok(paths)
}

/// The details of these files, in their order. Those that are gone are left out.
pub(super) async fn details(client: &Client, files: &[(AssetId, FolderPath)]) -> Result<Vec<Details>, Error> {
    let mut folders: BTreeMap<FolderPath, usize> = BTreeMap::new();
    for (_, folder) in files {
        *folders.entry(folder.clone()).or_default() += 1;
    }
    let mut known = HashMap::new();
    for (folder, _) in folders.into_iter().filter(|(_, files)| *files > FEW) {
        list(client, &folder, &mut known).await?;
    }
    let mut all = Vec::with_capacity(files.len());
    for (id, _) in files {
        match known.remove(id) {
            Some(details) => all.push(details),
            // One of few, or moved since it was selected.
            None => match client.details(id).await {
                Ok(details) => all.push(details),
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            },
        }
    }
    Ok(all)
}

/// All files directly in a folder.
async fn list(
    client: &Client,
    folder: &FolderPath,
    known: &mut HashMap<AssetId, Details>,
) -> Result<(), Error> {
    let mut skip = 0;
    loop {
        let page = client.list_details(&page_of(folder, skip)).await?;
        let listed = page.len();
        for entry in page {
            if let AssetDetails::File(details) = entry {
                known.insert(details.file.id.clone(), *details);
            }
        }
        if listed < PAGE {
            return Ok(());
        }
        skip += listed;
    }
}

fn page_of(folder: &FolderPath, skip: usize) -> ListQuery {
    ListQuery {
        kind: Some(ListKind::File),
        path: Some(folder.clone()),
        order: Some(Order::By(Sort::BY_NAME)),
        skip,
        limit: Some(PAGE),
        ..ListQuery::default()
    }
}
