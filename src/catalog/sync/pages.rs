//! Lists a window page by page, and takes what comes into the catalogue: what is there and what isn't.

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::window::Window;
use super::{PAGE, Run, add, ids};
use crate::api::{Entries, Entry};
use crate::catalog::edit::{Edit, Put};
use crate::catalog::ids::Oid;
use crate::catalog::times::second;
use crate::catalog::{Result, folders, meta};
use crate::model::{Asset, AssetId};

/// Pages that are written at once, and as many that may wait for that.
const AT_ONCE: usize = 16;
/// How long a page waits for others before it is written.
const LINGER: Duration = Duration::from_millis(500);

/// What a page settles: its entries, and a window all of whose files are known then.
struct Settled {
    entries: Vec<Entry>,
    window: Option<Window>,
    /// Files of the window that earlier pages held.
    seen: HashSet<AssetId>,
    /// What is written into the cursor of a look at the whole library.
    cursor: Option<String>,
}

/// What came of a page.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    new: usize,
    changed: usize,
    gone: usize,
}

/// Where the next page begins.
enum Next {
    End,
    Page { from: Option<i64>, skip: usize },
}

/// A list by pages of a window under way.
struct Pages {
    window: Window,
    skip: usize,
    /// Files of the second that the window begins with, as far as they were listed, and the last of them.
    seen: HashSet<AssetId>,
    last: Option<AssetId>,
}

impl Run {
    /// Lists a window. Files of the catalogue that the service doesn't list in it are gone, or, where the
    /// window is of one folder, to be looked for. `cursor` makes the note of how far that is, and `told` is
    /// told of how many entries came.
    ///
    /// Pages are asked for while earlier ones are written, and several are written at once: neighbours in an
    /// index are then written once and not with each page.
    pub(super) async fn take_window(
        &self,
        window: Window,
        cursor: impl Fn(i64) -> Option<String>,
        told: impl FnMut(usize),
    ) -> Result<()> {
        let (sender, receiver) = mpsc::channel(AT_ONCE);
        let (read, written) = futures_util::future::join(
            self.read_pages(window, cursor, sender),
            self.write_pages(receiver, told),
        )
        .await;
        written?;
        read
    }

    /// Asks for the pages of a window, until its end or until nobody writes them any more.
    async fn read_pages(
        &self,
        window: Window,
        cursor: impl Fn(i64) -> Option<String>,
        pages: mpsc::Sender<Settled>,
    ) -> Result<()> {
        let mut state = Pages { window, skip: 0, seen: HashSet::new(), last: None };
        loop {
            let page = self.list(&state.query()).await?;
            let Some((settled, next)) = state.settle(page, &cursor) else { continue };
            let closed = pages.send(settled).await.is_err();
            match next {
                Next::Page { from, skip } if !closed => (state.window.from, state.skip) = (from, skip),
                _ => return Ok(()),
            }
        }
    }

    /// Writes pages in their order, each together with how far it brings the copy. What came before an error
    /// of reading is written too.
    async fn write_pages(
        &self,
        mut pages: mpsc::Receiver<Settled>,
        mut told: impl FnMut(usize),
    ) -> Result<()> {
        // Few at first: what there is is soon seen, and whoever stops it soon loses little.
        let mut most = 1;
        while let Some(first) = pages.recv().await {
            let mut some = vec![first];
            let until = Instant::now() + LINGER;
            while some.len() < most {
                match timeout_at(until, pages.recv()).await {
                    Ok(Some(page)) => some.push(page),
                    Ok(None) | Err(_) => break,
                }
            }
            let listed = some.iter().map(|page| page.entries.len()).sum();
            self.take(some).await?;
            told(listed);
            most = (most * 2).min(AT_ONCE);
        }
        Ok(())
    }

    async fn take(&self, pages: Vec<Settled>) -> Result<()> {
        let came = self
            .write(move |edit| {
                let mut came = Came::default();
                // Each is let go of as soon as it is written.
                for page in pages {
                    edit.settle(&page, &mut came)?;
                }
                Ok(came)
            })
            .await?;
        self.count(came);
        Ok(())
    }

    fn count(&self, came: Came) {
        add(&self.new, came.new);
        add(&self.changed, came.changed);
        add(&self.gone, came.gone);
    }

    /// Takes entries over that are as they are listed, whatever else there is.
    pub(super) async fn take_entries(&self, entries: Vec<Entry>) -> Result<()> {
        self.take(vec![Settled { entries, window: None, seen: HashSet::new(), cursor: None }]).await
    }

    /// Takes files out.
    pub(super) async fn take_out(&self, gone: Vec<AssetId>) -> Result<()> {
        let came = self
            .write(move |edit| {
                let mut came = Came::default();
                for id in &gone {
                    if let Some(row) = edit.row(id)? {
                        came.gone += usize::from(edit.remove(row)?);
                    }
                    edit.settled(id)?;
                }
                Ok(came)
            })
            .await?;
        self.count(came);
        Ok(())
    }
}

impl Pages {
    fn query(&self) -> crate::api::ListQuery {
        self.window.query(self.skip, PAGE)
    }

    /// What a page settles, and where the next one begins. `None` where files were deleted that earlier pages
    /// of the same second held: then the second is listed anew.
    fn settle(&mut self, page: Entries, cursor: impl Fn(i64) -> Option<String>) -> Option<(Settled, Next)> {
        let listed = ids(&page);
        if self.skip > 0 && listed.first() != self.last.as_ref() {
            (self.skip, self.last) = (0, None);
            self.seen.clear();
            return None;
        }
        let last = page.usable.last().map(|entry| created_second(&entry.asset));
        let ends = page.listed < PAGE;
        let from = self.window.from;
        // The last second may go on in the next page.
        let whole = match last {
            _ if ends => self.window.to,
            Some(last) if from.is_none_or(|from| last > from) => Some(last),
            _ => {
                self.last = listed.last().cloned();
                self.seen.extend(listed);
                // One again, to see that nothing shifted.
                self.skip = self.skip.saturating_add(page.listed).saturating_sub(1);
                let settled =
                    Settled { entries: page.usable, window: None, seen: HashSet::new(), cursor: None };
                return Some((settled, Next::Page { from, skip: self.skip }));
            }
        };
        let window = Window { from, to: whole, ..self.window.clone() };
        let seen = std::mem::take(&mut self.seen);
        self.last = None;
        let cursor = if ends { None } else { whole.and_then(cursor) };
        let settled = Settled { entries: page.usable, window: Some(window), seen, cursor };
        let next = if ends { Next::End } else { Next::Page { from: whole, skip: 0 } };
        Some((settled, next))
    }
}

fn created_second(asset: &Asset) -> i64 {
    let created = match asset {
        Asset::File(file) => file.created,
        Asset::Folder(folder) => folder.created,
    };
    second(created.as_millisecond())
}

impl Edit<'_> {
    fn settle(&mut self, settled: &Settled, came: &mut Came) -> rusqlite::Result<()> {
        let mut there: HashSet<&AssetId> = settled.seen.iter().collect();
        for Entry { asset, text } in &settled.entries {
            let Asset::File(file) = asset else { continue };
            match self.put(file, text)? {
                Put::New => came.new += 1,
                Put::Changed => came.changed += 1,
                Put::Same => {}
            }
            there.insert(&file.id);
        }
        if let Some(window) = &settled.window {
            for (row, id) in self.in_window(window)? {
                if there.contains(&id) {
                    continue;
                }
                if window.below.is_some() {
                    self.pend_file(&id)?;
                } else {
                    came.gone += usize::from(self.remove(row)?);
                }
            }
        }
        if let Some(cursor) = &settled.cursor {
            meta::set(self.db, meta::CURSOR, cursor)?;
        }
        Ok(())
    }

    /// The files of the catalogue that belong into a window.
    fn in_window(&self, window: &Window) -> rusqlite::Result<Vec<(i64, AssetId)>> {
        let (from, to) = window.millis();
        let pair = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, Oid>(1)?.0));
        let Some(folder) = &window.below else {
            return self
                .db
                .prepare_cached("SELECT row, oid FROM file WHERE created >= ?1 AND created < ?2")?
                .query_map([from, to], pair)?
                .collect();
        };
        let (after, before) = folders::below(folder);
        self.db
            .prepare_cached(&format!(
                "SELECT f.row, f.oid FROM folder AS d JOIN file AS f ON f.folder = d.id \
                 WHERE {} AND f.created >= ?4 AND f.created < ?5",
                folders::WITHIN
            ))?
            .query_map((folder.as_str(), after, before, from, to), pair)?
            .collect()
    }
}
