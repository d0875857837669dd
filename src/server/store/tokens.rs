//! Tokens of client-side uploads, each of which is good once; kept over a restart.

use super::{Result, Store};

impl Store {
    /// Spends a token that expires at that Unix second; whether it was still good. Those that have expired
    /// are forgotten.
    pub fn spend_token(&self, token: &str, expire: i64) -> Result<bool> {
        let now = self.now().as_second();
        self.write(|tx| {
            tx.execute("DELETE FROM spent_token WHERE expire < ?1", [now])?;
            let new = tx.execute(
                "INSERT OR IGNORE INTO spent_token (token, expire) VALUES (?1, ?2)",
                (token, expire),
            )?;
            Ok(new == 1)
        })
    }
}
