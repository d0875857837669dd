//! Purging of URLs from the CDN.

use reqwest::Method;
use serde_json::json;

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::wire::PurgeBody;

impl Client {
    /// Asks for a URL, or all that begin with it when it ends with `*`, to be forgotten by the
    /// CDN; counted against a monthly quota. Answers with the purge's number.
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn purge(&self, url: &str) -> Result<String, Error> {
        let call = Call::write(Method::POST, self.api(&["v1", "files", "purge"])?, &json!({ "url": url }))?;
        let body = self.body(call).await?;
        let purge: PurgeBody = body.json()?;
        purge.request_id.ok_or_else(|| body.nonsense("a purge without a number"))
    }

    /// Whether a purge is completed.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for an unknown number; and those of any call.
    pub async fn purge_status(&self, purge: &str) -> Result<bool, Error> {
        let body: PurgeBody = self.json(Call::get(self.api(&["v1", "files", "purge", purge])?)).await?;
        Ok(body.status.is_some_and(|status| status.eq_ignore_ascii_case("completed")))
    }
}
