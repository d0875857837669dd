//! pHashes: those that are known, those that are no pHash, and those to be asked for next.

use std::collections::HashSet;

use rusqlite::OptionalExtension;

use super::edit::Edit;
use super::ids::Oid;
use super::{Catalog, Result, Row};
use crate::model::AssetId;
use crate::phash;

/// What is known of the pHashes of a library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hashes {
    /// Rows of pictures whose pHash is known, in order.
    pub rows: Vec<Row>,
    /// Their pHashes, in the same order.
    pub hashes: Vec<u64>,
    /// Pictures for which the service gave something else than a pHash, and what; empty where it gave
    /// nothing.
    pub unfit: Vec<(Row, String)>,
    /// Pictures whose pHash hasn't been asked for.
    pub missing: usize,
}

/// A picture whose pHash is to be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Its number.
    pub row: Row,
    /// Its id.
    pub id: AssetId,
    /// Its last change, in milliseconds since 1970.
    pub updated_ms: i64,
}

impl Catalog {
    /// All pHashes.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn hashes(&self) -> Result<Hashes> {
        self.read(|db| {
            let (images, hashed) = db
                .prepare_cached("SELECT images, hashed FROM tally")?
                .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
            let capacity = usize::try_from(hashed).unwrap_or(0).min(1 << 26);
            let mut found = Hashes {
                rows: Vec::with_capacity(capacity),
                hashes: Vec::with_capacity(capacity),
                ..Hashes::default()
            };
            let mut select = db.prepare_cached("SELECT row, hash, unfit FROM phash ORDER BY row")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                match row.get::<_, Option<i64>>(1)? {
                    Some(hash) => {
                        found.rows.push(row.get(0)?);
                        found.hashes.push(hash.cast_unsigned());
                    }
                    None => {
                        found.unfit.push((row.get(0)?, row.get::<_, Option<String>>(2)?.unwrap_or_default()))
                    }
                }
            }
            let known = found.rows.len().saturating_add(found.unfit.len());
            found.missing = usize::try_from(images).unwrap_or(0).saturating_sub(known);
            Ok(found)
        })
    }

    /// Pictures whose pHash is to be asked for next, at most `limit`: of `first`, what is on screen, and then
    /// the others from the row `from` on.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn hash_wanted(&self, first: &[AssetId], from: Row, limit: usize) -> Result<Vec<Wanted>> {
        let wanted = |row: &rusqlite::Row<'_>| {
            Ok(Wanted { row: row.get(0)?, id: row.get::<_, Oid>(1)?.0, updated_ms: row.get(2)? })
        };
        self.read(|db| {
            let mut seen = HashSet::new();
            let mut all: Vec<Wanted> = Vec::new();
            let mut one = db.prepare_cached(
                "SELECT row, oid, updated FROM file WHERE oid = ?1 AND kind = 0 AND asked = 0",
            )?;
            for id in first {
                if all.len() < limit
                    && let Some(next) = one.query_row([Oid(id.clone())], wanted).optional()?
                    && seen.insert(next.row)
                {
                    all.push(next);
                }
            }
            let mut others = db.prepare_cached(
                "SELECT row, oid, updated FROM file INDEXED BY file_unasked \
                 WHERE kind = 0 AND asked = 0 AND row >= ?1 ORDER BY row LIMIT ?2",
            )?;
            let most = i64::try_from(limit).unwrap_or(i64::MAX);
            for next in others.query_map((from, most), wanted)? {
                let next = next?;
                if all.len() < limit && seen.insert(next.row) {
                    all.push(next);
                }
            }
            Ok(all)
        })
    }

    /// Keeps what the service says is a file's pHash; `None` where it has none. Not for a file that was
    /// changed since `updated_ms`.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn put_hash(&self, id: &AssetId, updated_ms: i64, hash: Option<&str>) -> Result<()> {
        self.put_hashes(&[(id.clone(), updated_ms, hash.map(str::to_owned))])
    }

    /// The same for many files.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn put_hashes(&self, all: &[(AssetId, i64, Option<String>)]) -> Result<()> {
        self.write(|edit| {
            all.iter().try_for_each(|(id, updated, hash)| edit.put_hash(id, *updated, hash.as_deref()))
        })
    }
}

impl Edit<'_> {
    fn put_hash(&mut self, id: &AssetId, updated: i64, text: Option<&str>) -> rusqlite::Result<()> {
        let found: Option<i64> = self
            .db
            .prepare_cached("SELECT row FROM file WHERE oid = ?1 AND updated = ?2 AND kind = 0")?
            .query_row((Oid(id.clone()), updated), |row| row.get(0))
            .optional()?;
        let Some(row) = found else { return Ok(()) };
        self.forget_hash(row)?;
        let hash = text.and_then(|text| phash::read(text).ok());
        let unfit = if hash.is_some() { None } else { Some(text.unwrap_or_default()) };
        self.db.prepare_cached("INSERT INTO phash (row, hash, unfit) VALUES (?1, ?2, ?3)")?.execute((
            row,
            hash.map(u64::cast_signed),
            unfit,
        ))?;
        self.db.prepare_cached("UPDATE file SET asked = 1 WHERE row = ?1")?.execute([row])?;
        self.count_hash(hash.is_some(), 1);
        self.changed.push(row);
        Ok(())
    }

    /// The bytes of a file may be others now.
    pub(super) fn forget_hash(&mut self, row: i64) -> rusqlite::Result<()> {
        let known: Option<bool> = self
            .db
            .prepare_cached("DELETE FROM phash WHERE row = ?1 RETURNING hash IS NOT NULL")?
            .query_row([row], |row| row.get(0))
            .optional()?;
        if let Some(fit) = known {
            self.count_hash(fit, -1);
            self.db.prepare_cached("UPDATE file SET asked = 0 WHERE row = ?1")?.execute([row])?;
        }
        Ok(())
    }

    fn count_hash(&mut self, fit: bool, by: i64) {
        if fit {
            self.tally.hashed += by;
        } else {
            self.tally.unfit += by;
        }
    }
}
