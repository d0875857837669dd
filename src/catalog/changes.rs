//! What changed since when.

use rusqlite::Connection;

use super::{Catalog, Result, Row, meta};

/// Runs of rows that are remembered at least.
const REMEMBERED: i64 = 200_000;
/// Revisions after which old runs are forgotten.
const EVERY: i64 = 512;

/// What changed from one revision to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The catalogue is at this revision.
    pub revision: u64,
    /// Rows that are new or changed, in order. Some of these may not exist.
    pub changed: Vec<Row>,
    /// Rows whose files are gone, in order.
    pub gone: Vec<Row>,
}

impl Catalog {
    /// A number that grows with every change.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn revision(&self) -> Result<u64> {
        self.read(|db| Ok(meta::number(db, meta::REVISION)?.unwrap_or(0).unsigned_abs()))
    }

    /// What changed after a revision; `None` when that is too long ago: then all has to be read again.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn changed_since(&self, revision: u64) -> Result<Option<Changes>> {
        self.read(|db| {
            let now = meta::number(db, meta::REVISION)?.unwrap_or(0);
            let forgotten = meta::number(db, meta::FORGOTTEN)?.unwrap_or(0);
            let since = i64::try_from(revision).unwrap_or(i64::MAX);
            // A revision that never was is of another catalogue.
            if since < forgotten || since > now {
                return Ok(None);
            }
            let mut changes = Changes { revision: now.unsigned_abs(), ..Changes::default() };
            let mut select = db.prepare_cached("SELECT first, last, gone FROM change WHERE revision > ?1")?;
            let mut rows = select.query([since])?;
            while let Some(row) = rows.next()? {
                let (first, last): (Row, Row) = (row.get(0)?, row.get(1)?);
                let list = if row.get(2)? { &mut changes.gone } else { &mut changes.changed };
                list.extend(first..=last);
            }
            for list in [&mut changes.changed, &mut changes.gone] {
                list.sort_unstable();
                list.dedup();
            }
            changes.changed.retain(|row| changes.gone.binary_search(row).is_err());
            Ok(Some(changes))
        })
    }
}

/// Notes rows that changed and rows that went as one more revision.
pub(super) fn note(db: &Connection, changed: &mut [i64], gone: &mut [i64]) -> rusqlite::Result<()> {
    let revision = meta::number(db, meta::REVISION)?.unwrap_or(0) + 1;
    meta::set(db, meta::REVISION, revision)?;
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO change VALUES (?1, ?2, ?3, ?4)")?;
    for (rows, gone) in [(changed, false), (gone, true)] {
        rows.sort_unstable();
        for run in rows.chunk_by(|a, b| b - a <= 1) {
            if let [first, .., last] | [first @ last] = run {
                insert.execute((revision, first, last, gone))?;
            }
        }
    }
    if revision % EVERY == 0 { forget(db, revision) } else { Ok(()) }
}

fn forget(db: &Connection, revision: i64) -> rusqlite::Result<()> {
    let oldest: Option<i64> = db
        .prepare_cached("SELECT revision FROM change ORDER BY revision DESC LIMIT 1 OFFSET ?1")?
        .query_map([REMEMBERED], |row| row.get(0))?
        .next()
        .transpose()?;
    if let Some(oldest) = oldest.filter(|oldest| *oldest < revision) {
        db.prepare_cached("DELETE FROM change WHERE revision <= ?1")?.execute([oldest])?;
        meta::set(db, meta::FORGOTTEN, oldest)?;
    }
    Ok(())
}
