//! Versions of files (imagekit-api.md 2.5, 2.8, 2.9).

use reqwest::Method;
use serde_json::Value;
use url::Url;

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::files::details;
use super::wire::Asset;
use crate::model::{AssetId, Details};

impl Client {
    /// All versions of a file, the current one first.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without the file; and those of any call.
    pub async fn versions(&self, file: &AssetId) -> Result<Vec<Details>, Error> {
        let url = self.api(&["v1", "files", &file.to_string(), "versions"])?;
        let body = self.body(Call::get(url)).await?;
        // Twice, since a `Value` alone has lost the order of metadata.
        let (entries, raw): (Vec<Asset>, Vec<Value>) = (body.json()?, body.json()?);
        Ok(entries.into_iter().zip(raw).filter_map(|(entry, raw)| entry.into_details(raw)).collect())
    }

    /// One version of a file.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without the file or the version; and those of any call.
    pub async fn version(&self, file: &AssetId, version: &AssetId) -> Result<Details, Error> {
        details(&self.body(Call::get(self.version_of(file, version)?)).await?)
    }

    /// Deletes one version, for ever. It can't be the current one.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for the current version; and those of [`Client::version`].
    pub async fn delete_version(&self, file: &AssetId, version: &AssetId) -> Result<(), Error> {
        self.done(Call::remove(self.version_of(file, version)?)).await
    }

    /// Makes a version the current one. Answers with the file as it is then.
    ///
    /// # Errors
    ///
    /// Those of [`Client::version`].
    pub async fn restore_version(&self, file: &AssetId, version: &AssetId) -> Result<Details, Error> {
        let url =
            self.api(&["v1", "files", &file.to_string(), "versions", &version.to_string(), "restore"])?;
        details(&self.body(Call::bare(Method::PUT, url).idempotent()).await?)
    }

    fn version_of(&self, file: &AssetId, version: &AssetId) -> Result<Url, Error> {
        self.api(&["v1", "files", &file.to_string(), "versions", &version.to_string()])
    }
}
