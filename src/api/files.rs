//! Calls about files: details, tags, delete, copy, move, rename.

use reqwest::Method;
use serde_json::json;
use url::Url;

use super::call::Call;
use super::client::Client;
use super::error::{Error, ItemError, Kind};
use super::send::Body;
use super::wire::{self, Asset, BulkBody, BulkRequest, PurgeBody, Shared, Words};
use crate::model::{AssetId, Details, File, FolderPath, Tag};

/// What became of the files of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bulk {
    /// Ids of those that the service says it did.
    pub done: Vec<AssetId>,
    /// Those that failed, and why.
    pub failed: Vec<(AssetId, String)>,
}

/// What to do with tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagChange {
    /// Add them.
    Add,
    /// Remove them.
    Remove,
}

/// Which versions of files a call takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Versions {
    /// The current one.
    #[default]
    Current,
    /// All, the older ones too.
    All,
}

/// What a rename says of the purge that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    /// The purge's number, where one was begun.
    pub purge: Option<String>,
    /// Why the file was renamed but its old URL not purged (imagekit-api.md 2.9).
    pub not_purged: Option<String>,
}

impl Client {
    /// Everything about the current version of a file.
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] or, for what is no id of the service, [`Kind::BadRequest`]; and those of
    /// any call.
    pub async fn details(&self, id: &AssetId) -> Result<Details, Error> {
        details(&self.body(Call::get(self.details_of(id)?)).await?)
    }

    pub(super) fn details_of(&self, id: &AssetId) -> Result<Url, Error> {
        self.api(&["v1", "files", &id.to_string(), "details"])
    }

    /// Replaces all tags of a file; none clears them. Answers with the file as it is then.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`] and of the limits on tags (imagekit-api.md 2.7).
    pub async fn update_tags(&self, id: &AssetId, tags: &[Tag]) -> Result<File, Error> {
        let tags =
            if tags.is_empty() { None } else { Some(tags.iter().map(|tag| &**tag).collect::<Vec<_>>()) };
        let url = self.details_of(id)?;
        let call = Call::write(Method::PATCH, url, &json!({ "tags": tags }))?.idempotent();
        let body = self.body(call).await?;
        let asset: Asset = body.json()?;
        asset.into_file(&mut Shared::default()).ok_or_else(|| body.nonsense("a file without an id"))
    }

    /// Adds tags to at most 50 files (imagekit-api.md 2.7).
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] when any of the files doesn't exist: then nothing was done; and those of
    /// any call.
    pub async fn add_tags(&self, ids: &[AssetId], tags: &[Tag]) -> Result<Bulk, Error> {
        self.change_tags(TagChange::Add, ids, tags).await
    }

    /// Removes tags from at most 50 files. A tag that a file doesn't have is no error.
    ///
    /// # Errors
    ///
    /// Those of [`Client::add_tags`].
    pub async fn remove_tags(&self, ids: &[AssetId], tags: &[Tag]) -> Result<Bulk, Error> {
        self.change_tags(TagChange::Remove, ids, tags).await
    }

    /// Adds or removes tags on at most 50 files.
    ///
    /// # Errors
    ///
    /// Those of [`Client::add_tags`].
    pub async fn change_tags(&self, change: TagChange, ids: &[AssetId], tags: &[Tag]) -> Result<Bulk, Error> {
        let verb = match change {
            TagChange::Add => "addTags",
            TagChange::Remove => "removeTags",
        };
        let url = self.api(&["v1", "files", verb])?;
        let request = BulkRequest { file_ids: ids, tags: Some(Words(tags)), ai_tags: None };
        self.bulk(Call::write(Method::POST, url, &request)?.idempotent()).await
    }

    /// Removes AI tags of these names from at most 50 files.
    ///
    /// # Errors
    ///
    /// Those of [`Client::add_tags`].
    pub async fn remove_ai_tags(&self, ids: &[AssetId], tags: &[Tag]) -> Result<Bulk, Error> {
        let url = self.api(&["v1", "files", "removeAITags"])?;
        let request = BulkRequest { file_ids: ids, tags: None, ai_tags: Some(Words(tags)) };
        self.bulk(Call::write(Method::POST, url, &request)?.idempotent()).await
    }

    /// Deletes a file with all its versions, for ever. It is safe to repeat: where a try whose
    /// answer was lost did it, the next one's 404 counts as done.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`].
    pub async fn delete(&self, id: &AssetId) -> Result<(), Error> {
        self.done(Call::remove(self.api(&["v1", "files", &id.to_string()])?)).await
    }

    /// Deletes at most 100 files with all their versions, for ever (imagekit-api.md 2.8).
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] when any of the files doesn't exist: then nothing was done; and those of
    /// any call. It is not tried again after an unclear answer, for then some ids may be missing
    /// because this call deleted them.
    pub async fn delete_many(&self, ids: &[AssetId]) -> Result<Bulk, Error> {
        let url = self.api(&["v1", "files", "batch", "deleteByFileIds"])?;
        let request = BulkRequest { file_ids: ids, ..BulkRequest::default() };
        self.bulk(Call::write(Method::POST, url, &request)?).await
    }

    async fn bulk(&self, call: Call) -> Result<Bulk, Error> {
        let body: BulkBody = self.json(call.partial()).await?;
        let failed = |ItemError { subject, error }| (AssetId::new(&subject), error);
        Ok(Bulk {
            done: body.done.iter().map(|id| AssetId::new(id)).collect(),
            failed: body.errors.into_iter().map(failed).collect(),
        })
    }

    /// Copies a file into a folder. Where a file of its name is there
    /// already, the copy becomes that one's new version (imagekit-api.md 2.9).
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] without the source; and those of any call.
    pub async fn copy_file(
        &self,
        path: &str,
        destination: &FolderPath,
        versions: Versions,
    ) -> Result<(), Error> {
        let body = json!({
            "sourceFilePath": path,
            "destinationPath": wire::with_slash(destination),
            "includeFileVersions": versions == Versions::All,
        });
        self.done(Call::write(Method::POST, self.api(&["v1", "files", "copy"])?, &body)?).await
    }

    /// Moves a file with all its versions into a folder; as with a copy, it may become a version.
    ///
    /// # Errors
    ///
    /// Those of [`Client::copy_file`].
    pub async fn move_file(&self, path: &str, destination: &FolderPath) -> Result<(), Error> {
        let body = json!({ "sourceFilePath": path, "destinationPath": wire::with_slash(destination) });
        self.done(Call::write(Method::POST, self.api(&["v1", "files", "move"])?, &body)?).await
    }

    /// Gives a file another name in its folder; `purge` asks for its old URL to be purged.
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] without the file, [`Kind::Conflict`] when the name is taken; and those
    /// of any call.
    pub async fn rename_file(&self, path: &str, name: &str, purge: bool) -> Result<Renamed, Error> {
        let body = json!({ "filePath": path, "newFileName": name, "purgeCache": purge });
        let call = Call::write(Method::PUT, self.api(&["v1", "files", "rename"])?, &body)?;
        match self.json::<PurgeBody>(call).await {
            Ok(body) => Ok(Renamed { purge: body.request_id, not_purged: None }),
            Err(Error::Answer(answer)) if answer.kind == Kind::PartialSuccess => {
                Ok(Renamed { purge: None, not_purged: Some(answer.to_string()) })
            }
            Err(error) => Err(error),
        }
    }
}

/// The details in a body.
pub(super) fn details(body: &Body) -> Result<Details, Error> {
    let asset: Asset = body.json()?;
    asset.into_details(body.json()?).ok_or_else(|| body.nonsense("a file without an id"))
}
