//! What changed since the copy was made, and what is marked to be read again.

use std::collections::HashSet;

use super::window::Window;
use super::{PAGE, Phase, Run, add, ids, topmost};
use crate::api::{Entries, Error as ApiError, Kind, ListQuery, Order};
use crate::catalog::times::{in_search, second};
use crate::catalog::{Result, meta};
use crate::model::{Asset, AssetId, Direction, FolderPath, Sort, SortKey};
use crate::query::Value;

/// Seconds before the last known change that are listed again: a list may lag behind what was written
/// (imagekit-api.md 7.1).
const MARGIN: i64 = 60;
/// Files that one search asks for by their ids.
const AT_ONCE: usize = 50;
/// So few are asked for one by one, which tells what is so and not what a list has heard of.
const FEW: usize = 8;

impl Run {
    /// Takes over what changed since the last sync. Answers with the last change of the library, in
    /// milliseconds by its clock, of which all is known.
    pub(super) async fn news(&self) -> Result<i64> {
        self.watch.tell(Phase::Changes, 0, None);
        let known = self.read(|db| meta::number(db, meta::WATERMARK)).await?.unwrap_or(0);
        let since = second(known).saturating_sub(MARGIN);
        // The newest first: most often that is all.
        let page = self.list(&changed(since, Direction::Descending, 0)).await?;
        let newest = page.usable.iter().map(|entry| updated(&entry.asset)).max();
        let all = page.listed < PAGE;
        self.take_entries(page.usable).await?;
        let watermark = known.max(newest.unwrap_or(known));
        if all { Ok(watermark) } else { self.older_news(since).await }
    }

    /// The same from the oldest on: what is changed again meanwhile comes again at the end.
    async fn older_news(&self, since: i64) -> Result<i64> {
        let (mut from, mut skip, mut last) = (since, 0, None);
        let (mut watermark, mut done) = (0, 0);
        loop {
            let page = self.list(&changed(from, Direction::Ascending, skip)).await?;
            let listed = ids(&page);
            if skip > 0 && listed.first() != last.as_ref() {
                // Something of this second was changed again, and what came after it has moved up.
                (skip, last) = (0, None);
                continue;
            }
            done += page.usable.len() as u64;
            self.watch.tell(Phase::Changes, done, None);
            let (came, ends) = (page.listed, page.listed < PAGE);
            let newest = newest(&page).unwrap_or(watermark);
            watermark = watermark.max(newest);
            self.take_entries(page.usable).await?;
            if ends {
                return Ok(watermark);
            }
            if second(newest) > from {
                (from, skip, last) = (second(newest), 0, None);
                self.reached(newest).await?;
            } else {
                (skip, last) = (skip.saturating_add(came).saturating_sub(1), listed.last().cloned());
            }
        }
    }

    /// All changes up to this one are in the copy.
    async fn reached(&self, watermark: i64) -> Result<()> {
        self.write(move |edit| meta::set(edit.db, meta::WATERMARK, watermark)).await
    }

    /// Reads again what is marked.
    pub(super) async fn pending(&self) -> Result<()> {
        let catalog = self.catalog.clone();
        let (_, folders) = self.work(move || catalog.pending()).await?;
        for folder in topmost(folders.clone()) {
            self.take_window(Window::below(&folder), |_| None, |_| {}).await?;
            let within: Vec<FolderPath> =
                folders.iter().filter(|path| path.is_within(&folder)).cloned().collect();
            self.write(move |edit| within.iter().try_for_each(|path| edit.folder_settled(path))).await?;
        }
        let catalog = self.catalog.clone();
        let (files, _) = self.work(move || catalog.pending()).await?;
        if files.len() <= FEW {
            for id in files {
                self.read_again(&id).await?;
            }
            return Ok(());
        }
        for some in files.chunks(AT_ONCE) {
            self.read_some_again(some).await?;
        }
        Ok(())
    }

    async fn read_some_again(&self, some: &[AssetId]) -> Result<()> {
        let page = self.list(&by_ids(some)).await?;
        let found: HashSet<AssetId> = ids(&page).into_iter().collect();
        self.take_entries(page.usable).await?;
        let settled: Vec<AssetId> = found.iter().cloned().collect();
        self.write(move |edit| settled.iter().try_for_each(|id| edit.settled(id))).await?;
        for id in some.iter().filter(|id| !found.contains(*id)) {
            self.read_again(id).await?;
        }
        Ok(())
    }

    /// Reads one file again, or finds that it is gone.
    async fn read_again(&self, id: &AssetId) -> Result<()> {
        add(&self.calls, 1);
        match self.client.entry(id).await {
            Ok(entry) => {
                self.take_entries(vec![entry]).await?;
                let id = id.clone();
                self.write(move |edit| edit.settled(&id)).await
            }
            Err(error) if is_gone(&error) => self.take_out(vec![id.clone()]).await,
            Err(error) => Err(error.into()),
        }
    }
}

/// There is no such file, or it is no id at all.
fn is_gone(error: &ApiError) -> bool {
    matches!(error.kind(), Some(Kind::NotFound | Kind::BadRequest))
}

fn changed(since: i64, direction: Direction, skip: usize) -> ListQuery {
    ListQuery {
        search: Some(format!("type = \"file\" AND updatedAt >= \"{}\"", in_search(since))),
        order: Some(Order::By(Sort { key: SortKey::Updated, direction })),
        skip,
        limit: Some(PAGE),
        ..ListQuery::default()
    }
}

fn by_ids(ids: &[AssetId]) -> ListQuery {
    let list: Vec<String> = ids.iter().map(|id| Value::Text(id.to_string()).to_string()).collect();
    ListQuery {
        search: Some(format!("type = \"file\" AND id IN [{}]", list.join(", "))),
        limit: Some(PAGE),
        ..ListQuery::default()
    }
}

fn updated(asset: &Asset) -> i64 {
    match asset {
        Asset::File(file) => file.updated.as_millisecond(),
        Asset::Folder(folder) => folder.updated.as_millisecond(),
    }
}

fn newest(page: &Entries) -> Option<i64> {
    page.usable.iter().map(|entry| updated(&entry.asset)).max()
}
