//! Purge requests of the cache that a local library doesn't have: noted, and answered for.

use std::ops::Range;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension};

use super::{Refusal, Result, Store};
use crate::model::AssetId;

/// A purge that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purge {
    /// What is to be purged.
    pub url: String,
    /// Requests that the account has in a month; `None` is as many as it likes.
    pub most: Option<u32>,
}

/// What became of a purge that may have come with something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purged {
    /// None was asked for.
    NotAsked,
    /// It was noted.
    Noted(AssetId),
    /// The account had no request left.
    TooMany,
}

impl Store {
    /// Notes a purge request and gives its id.
    ///
    /// # Errors
    /// [`Refusal::TooManyPurges`].
    pub fn purge(&self, purge: &Purge) -> Result<AssetId> {
        match self.write(|tx| self.note_purge(tx, Some(purge)))? {
            Purged::Noted(id) => Ok(id),
            Purged::TooMany | Purged::NotAsked => Err(Refusal::TooManyPurges.into()),
        }
    }

    pub(super) fn note_purge(&self, tx: &Connection, purge: Option<&Purge>) -> Result<Purged> {
        let Some(Purge { url, most }) = purge else { return Ok(Purged::NotAsked) };
        let now = self.now();
        let start = month(now).start.as_millisecond();
        let used: u32 = tx
            .prepare_cached("SELECT count(*) FROM purge WHERE at >= ?1")?
            .query_row([start], |row| row.get(0))?;
        if most.is_some_and(|most| used >= most) {
            return Ok(Purged::TooMany);
        }
        let id = self.0.ids.next();
        tx.prepare_cached("INSERT INTO purge (oid, url, asked, at) VALUES (?1, ?2, 0, ?3)")?.execute((
            id,
            url,
            now.as_millisecond(),
        ))?;
        Ok(Purged::Noted(AssetId::from_bytes(id)))
    }

    /// Whether a purge request is through: at the first asking never (imagekit-api.md 7.4), then always.
    ///
    /// # Errors
    /// [`Refusal::NoPurge`].
    pub fn purge_done(&self, id: &AssetId) -> Result<bool> {
        let oid = id.bytes().ok_or(Refusal::NoPurge)?;
        self.write(|tx| {
            let asked = tx
                .query_row("SELECT asked FROM purge WHERE oid = ?1", [oid], |row| row.get::<_, bool>(0))
                .optional()?
                .ok_or(Refusal::NoPurge)?;
            tx.execute("UPDATE purge SET asked = 1 WHERE oid = ?1", [oid])?;
            Ok(asked)
        })
    }
}

/// The month of the calendar around a time, in UTC.
pub fn month(now: Timestamp) -> Range<Timestamp> {
    let first = now.to_zoned(TimeZone::UTC).date().first_of_month();
    let at =
        |date: jiff::civil::Date| date.to_zoned(TimeZone::UTC).map_or(now, |midnight| midnight.timestamp());
    at(first)..first.checked_add(1.month()).map_or(now, at)
}
