//! Purge requests of the cache that a local library doesn't have: noted, and answered for.

use rusqlite::{Connection, OptionalExtension};

use super::{Refusal, Result, Store};
use crate::model::AssetId;

impl Store {
    /// Notes a purge request and gives its id.
    pub fn purge(&self, url: &str) -> Result<AssetId> {
        let id = self.0.ids.next();
        self.write(|tx| note(tx, id, url))?;
        Ok(AssetId::from_bytes(id))
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

pub(super) fn note(tx: &Connection, id: [u8; 12], url: &str) -> Result<()> {
    tx.execute("INSERT INTO purge (oid, url, asked) VALUES (?1, ?2, 0)", (id, url))?;
    Ok(())
}
