//! A look at the whole library: the first time, and when it is asked for.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::window::Window;
use super::{Phase, Run};
use crate::catalog::{Result, meta};

/// How far it is.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    /// Files that were created before this second are in the copy.
    from: Option<i64>,
    /// The last change, in milliseconds, when it began: what came later is listed afterwards.
    watermark: Option<i64>,
}

impl Run {
    /// Lists all files, unless that was done and isn't asked for again.
    pub(super) async fn whole(&self, again: bool) -> Result<()> {
        let (cursor, known) = self
            .read(|db| Ok((meta::text(db, meta::CURSOR)?, meta::number(db, meta::WATERMARK)?.is_some())))
            .await?;
        // One that can't be read is as good as none.
        let cursor: Option<Cursor> = cursor.and_then(|text| serde_json::from_str(&text).ok());
        let cursor = match cursor {
            Some(cursor) => cursor,
            None if known && !again => return Ok(()),
            None => self.start().await?,
        };
        self.list_folders().await?;
        let watch = &self.watch;
        let before = match cursor.from {
            Some(from) => self.known_before(from).await?,
            None => 0,
        };
        let mut done = before;
        let about = self.about().await? as u64;
        watch.tell(Phase::Files, done, Some(about.max(done)));
        let note = |from: i64| serde_json::to_string(&Cursor { from: Some(from), ..cursor }).ok();
        self.take_window(Window::between(cursor.from, None), note, |came| {
            done = done.saturating_add(came as u64);
            watch.tell(Phase::Files, done, Some(about.max(done)));
        })
        .await?;
        self.write(move |edit| {
            add_index_of_names(edit.db)?;
            meta::set(edit.db, meta::WATERMARK, cursor.watermark.unwrap_or(0))?;
            meta::remove(edit.db, meta::CURSOR)
        })
        .await
    }

    async fn start(&self) -> Result<Cursor> {
        let cursor = Cursor { from: None, watermark: self.last_change().await? };
        let text = serde_json::to_string(&cursor).unwrap_or_default();
        self.write(move |edit| {
            // Files come by age, which is no order of their names: their index costs a write for each file now,
            // and a second or two at the end. Only the first time, for it is missed meanwhile.
            if !edit.any_file()? {
                edit.db.execute_batch("DROP INDEX IF EXISTS file_name")?;
            }
            meta::set(edit.db, meta::CURSOR, text)
        })
        .await?;
        Ok(cursor)
    }

    async fn known_before(&self, second: i64) -> Result<u64> {
        let (before, _) = Window::between(Some(second), None).millis();
        self.read(move |db| {
            db.query_row("SELECT count(*) FROM file WHERE created < ?1", [before], |row| row.get::<_, i64>(0))
        })
        .await
        .map(i64::unsigned_abs)
    }
}

/// What the first look at a library took away.
fn add_index_of_names(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("CREATE INDEX IF NOT EXISTS file_name ON file (folder, name)")
}
