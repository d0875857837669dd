//! What the bytes of a file say of themselves (imagekit-api.md 2.11).

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::wire;
use crate::model::{AssetId, Metadata};

impl Client {
    /// The metadata of a file.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without the file, [`super::Kind::BadRequest`] for one that can't be
    /// read; and those of any call.
    pub async fn metadata(&self, file: &AssetId) -> Result<Metadata, Error> {
        self.metadata_at(Call::get(self.api(&["v1", "files", &file.to_string(), "metadata"])?)).await
    }

    /// The metadata of what a URL delivers, which has to be one of the account's.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for a URL of somebody else's; and those of [`Client::metadata`].
    pub async fn metadata_of_url(&self, url: &str) -> Result<Metadata, Error> {
        let mut address = self.api(&["v1", "metadata"])?;
        address.query_pairs_mut().append_pair("url", url);
        self.metadata_at(Call::get(address)).await
    }

    async fn metadata_at(&self, call: Call) -> Result<Metadata, Error> {
        let body = self.body(call).await?;
        let metadata: wire::Metadata = body.json()?;
        Ok(metadata.into_model(body.json()?))
    }
}
