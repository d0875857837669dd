//! What the library remembers of itself: its keys and id.

use rusqlite::OptionalExtension;

use super::{Result, Store};

impl Store {
    /// A remembered value.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        self.read(|db| {
            let value = db
                .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
                .optional()?;
            Ok(value)
        })
    }

    /// Remembers a value.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.write(|tx| {
            tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", [name, value])?;
            Ok(())
        })
    }
}
