//! What was delivered and what is stored, for the account's usage (imagekit-api.md 2.13).

use std::collections::HashMap;
use std::ops::Range;

use rusqlite::Connection;

use super::{Result, Store};

/// A day (since 1970, UTC), what the request was counted by, and the name there.
pub type DeliveryKey = (i32, &'static str, String);

/// Bytes and requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes of the answers' bodies.
    pub bytes: u64,
    /// How many requests.
    pub requests: u64,
}

impl std::ops::AddAssign for Traffic {
    fn add_assign(&mut self, other: Self) {
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.requests = self.requests.saturating_add(other.requests);
    }
}

impl Store {
    /// Adds what was delivered.
    pub fn count_delivered(&self, counted: HashMap<DeliveryKey, Traffic>) -> Result<()> {
        if counted.is_empty() {
            return Ok(());
        }
        self.write(|tx| {
            let mut add = tx.prepare_cached(
                "INSERT INTO delivered (day, aspect, name, bytes, requests) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes, requests = requests + excluded.requests",
            )?;
            for ((day, aspect, name), traffic) in counted {
                add.execute((day, aspect, name, signed(traffic.bytes), signed(traffic.requests)))?;
            }
            Ok(())
        })
    }

    /// What was delivered on these days by one thing, by name.
    pub fn delivered(&self, days: Range<i32>, aspect: &str) -> Result<Vec<(String, Traffic)>> {
        self.read(|db| {
            let found = db
                .prepare_cached(
                    "SELECT name, sum(bytes), sum(requests) FROM delivered \
                     WHERE day >= ?1 AND day < ?2 AND aspect = ?3 GROUP BY name",
                )?
                .query_map((days.start, days.end, aspect), |row| {
                    let number = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
                    Ok((row.get(0)?, Traffic { bytes: number(1)?, requests: number(2)? }))
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(found)
        })
    }

    /// Bytes of all files with all their versions.
    pub fn stored_bytes(&self) -> Result<u64> {
        let sum = |db: &Connection, table| {
            db.query_row(&format!("SELECT coalesce(sum(size), 0) FROM {table}"), [], |row| {
                row.get::<_, i64>(0)
            })
        };
        self.read(|db| Ok(sum(db, "file")?.saturating_add(sum(db, "version")?).unsigned_abs()))
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
