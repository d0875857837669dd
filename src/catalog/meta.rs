//! Single values of the catalogue.

use rusqlite::{Connection, OptionalExtension};

/// The number of the last change.
pub(super) const REVISION: &str = "revision";
/// Changes up to this number are forgotten.
pub(super) const FORGOTTEN: &str = "forgotten";
/// The next row.
pub(super) const NEXT_ROW: &str = "next_row";
/// Where the library delivers.
pub(super) const BASE: &str = "base";
/// The time, in milliseconds, at which the copy was the library.
pub(super) const SYNCED: &str = "synced";
/// The last change of the library that is in the copy, in milliseconds by the library's clock.
pub(super) const WATERMARK: &str = "watermark";
/// How far a look at the whole library is, as JSON.
pub(super) const CURSOR: &str = "cursor";

pub(super) fn number(db: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

pub(super) fn text(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

pub(super) fn set(db: &Connection, name: &str, value: impl rusqlite::ToSql) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
        .execute((name, value))
        .map(drop)
}

pub(super) fn remove(db: &Connection, name: &str) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM meta WHERE name = ?1")?.execute([name]).map(drop)
}
