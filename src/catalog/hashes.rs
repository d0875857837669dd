//! pHashes: those that are known, those that are no pHash, and those to be asked for next.

use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::OptionalExtension;

use super::edit::Edit;
use super::ids::Oid;
use super::{Catalog, Result, Row, folders};
use crate::model::AssetId;
use crate::phash;

/// A picture, and what is known of its pHash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image<'a> {
    /// Its number.
    pub row: Row,
    /// The path of its folder.
    pub folder: &'a str,
    /// Bytes of its file.
    pub bytes: u64,
    /// Its pHash.
    pub hash: Known<'a>,
}

/// What is known of a pHash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// The service hasn't been asked for it.
    Unasked,
    /// The service gave something else than a pHash: this, or nothing.
    Unfit(&'a str),
    /// It is this.
    Hash(u64),
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

/// A pHash that came with the answer to an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The file.
    pub id: AssetId,
    /// Its version, where the service says it.
    pub version: Option<AssetId>,
    /// Bytes.
    pub bytes: u64,
    /// Its pHash as it came.
    pub hash: String,
}

impl Catalog {
    /// All pictures in the order of their rows, until `visit` breaks.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn images(&self, mut visit: impl FnMut(Image<'_>) -> ControlFlow<()>) -> Result<()> {
        self.read(|db| {
            let folders = folders::paths(db)?;
            let mut select = db.prepare_cached(
                "SELECT f.row, f.folder, f.size, f.asked, p.hash, p.unfit FROM file AS f \
                 LEFT JOIN phash AS p ON p.row = f.row WHERE f.kind = 0 ORDER BY f.row",
            )?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let hash = match row.get::<_, Option<i64>>(4)? {
                    Some(hash) => Known::Hash(hash.cast_unsigned()),
                    None if row.get(3)? => {
                        Known::Unfit(row.get_ref(5)?.as_str_or_null()?.unwrap_or_default())
                    }
                    None => Known::Unasked,
                };
                let bytes = row.get::<_, i64>(2)?.unsigned_abs();
                let Some(folder) = folders.get(&row.get(1)?) else { continue };
                if visit(Image { row: row.get(0)?, folder, bytes, hash }).is_break() {
                    break;
                }
            }
            Ok(())
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

    /// Keeps pHashes that came with the answers to uploads. Those of files that aren't known yet are given
    /// back; of a file that has changed since then it isn't kept.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn put_told(&self, all: Vec<Told>) -> Result<Vec<Told>> {
        self.write(|edit| {
            let mut unknown = Vec::new();
            for told in all {
                if !edit.put_told(&told)? {
                    unknown.push(told);
                }
            }
            Ok(unknown)
        })
    }

    /// The same as [`Catalog::put_hash`] for many files.
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
    /// Whether the file is known.
    fn put_told(&mut self, told: &Told) -> rusqlite::Result<bool> {
        let found: Option<(i64, i64, Option<Oid>)> = self
            .db
            .prepare_cached("SELECT updated, size, version FROM file WHERE oid = ?1")?
            .query_row([Oid(told.id.clone())], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((updated, size, version)) = found else { return Ok(false) };
        // The first version has the id of the file.
        let version = version.map_or_else(|| told.id.clone(), |version| version.0);
        let same = told.version.as_ref().is_none_or(|told| *told == version);
        if same && size.unsigned_abs() == told.bytes {
            self.put_hash(&told.id, updated, Some(&told.hash))?;
        }
        Ok(true)
    }

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
