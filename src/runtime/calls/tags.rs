//! The tags of the library: the service has no list of them, so files are paged through.

use std::collections::BTreeMap;

use crate::api::{Client, Error, ListKind, ListQuery, Order};
use crate::app::call::Answer;
use crate::model::{Asset, Direction, File, Sort, SortKey, Tag, TagUse};

/// Files on a page.
const PAGE: usize = 1000;

/// Counts the tags of one page of all files, the oldest first, so that new files come last.
pub(super) async fn page(client: &Client, skip: usize) -> Result<Answer, Error> {
    let query = ListQuery { kind: Some(ListKind::File), ..query(skip) };
    let listed = client.list(&query).await?;
    let (more, files) = (listed.len() == PAGE, files(listed));
    let mut uses: BTreeMap<Tag, (usize, usize)> = BTreeMap::new();
    for file in &files {
        for tag in file.tags.iter() {
            uses.entry(tag.clone()).or_default().0 += 1;
        }
        for tag in file.ai_tags.iter() {
            uses.entry(tag.name.clone()).or_default().1 += 1;
        }
    }
    let uses = uses.into_iter().map(|(tag, (files, ai_files))| TagUse { tag, files, ai_files }).collect();
    Ok(Answer::Tags { skip, uses, files: files.len(), more })
}

/// All files that a search finds, page after page.
pub(super) async fn found(client: &Client, search: &str) -> Result<Answer, Error> {
    let mut found = Vec::new();
    for skip in (0..).step_by(PAGE) {
        let listed = client.list(&ListQuery { search: Some(search.to_owned()), ..query(skip) }).await?;
        let last = listed.len() < PAGE;
        found.extend(files(listed));
        if last {
            break;
        }
    }
    Ok(Answer::Files(found))
}

fn query(skip: usize) -> ListQuery {
    let sort = Sort { key: SortKey::Created, direction: Direction::Ascending };
    ListQuery { order: Some(Order::By(sort)), skip, limit: Some(PAGE), ..ListQuery::default() }
}

fn files(listed: Vec<Asset>) -> Vec<File> {
    let file = |asset| match asset {
        Asset::File(file) => Some(file),
        Asset::Folder(_) => None,
    };
    listed.into_iter().filter_map(file).collect()
}
