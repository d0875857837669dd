//! Calls about files: lists, details, tags, delete, copy, move, rename; purging of URLs.

use reqwest::Method;
use serde_json::json;

use super::call::Call;
use super::client::Client;
use super::error::{Error, ItemError, Kind};
use super::wire::{self, Asset, BulkBody, BulkRequest, PurgeBody, Shared};
use crate::model::{AssetId, Details, File, FolderPath, Sort, Tag};

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

/// What a rename says of the purge that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    /// The purge's number, where one was begun.
    pub purge: Option<String>,
    /// Why the file was renamed but its old URL not purged (imagekit-api.md 2.9).
    pub not_purged: Option<String>,
}

impl Client {
    /// One page of the files directly in `path`. `limit` is 1 to 1000; a page shorter than that is
    /// the last (imagekit-api.md 2.4).
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn list_files(
        &self,
        path: &FolderPath,
        sort: Sort,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<File>, Error> {
        let query = [
            ("type", "file"),
            ("path", path.as_str()),
            ("sort", sort.parameter()),
            ("skip", &skip.to_string()),
            ("limit", &limit.to_string()),
        ];
        Ok(files(self.list(&query).await?))
    }

    /// The file of this name directly in the folder, as far as the list knows it: what was written
    /// a moment ago may be missing (imagekit-api.md 7.1).
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn find_file(&self, folder: &FolderPath, name: &str) -> Result<Option<File>, Error> {
        let query = [("type", "file"), ("path", folder.as_str()), ("name", name), ("limit", "100")];
        // `name` is an old parameter: where it is not obeyed, other files must not be taken for it.
        Ok(files(self.list(&query).await?).into_iter().find(|file| &*file.name == name))
    }

    /// One page of a list.
    pub(super) async fn list(&self, query: &[(&str, &str)]) -> Result<Vec<Asset>, Error> {
        let mut url = self.api(&["v1", "files"])?;
        url.query_pairs_mut().extend_pairs(query);
        self.json(Call::get(url)).await
    }

    /// Everything about the current version of a file.
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] or, for what is no id of the service, [`Kind::BadRequest`]; and those of
    /// any call.
    pub async fn details(&self, id: &AssetId) -> Result<Details, Error> {
        let body = self.body(Call::get(self.api(&["v1", "files", &id.to_string(), "details"])?)).await?;
        let asset: Asset = body.json()?;
        asset.into_details(body.json()?).ok_or_else(|| body.nonsense("a file without an id"))
    }

    /// Replaces all tags of a file; none clears them. Answers with the file as it is then.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`] and of the limits on tags (imagekit-api.md 2.7).
    pub async fn update_tags(&self, id: &AssetId, tags: &[Tag]) -> Result<File, Error> {
        let tags =
            if tags.is_empty() { None } else { Some(tags.iter().map(|tag| &**tag).collect::<Vec<_>>()) };
        let url = self.api(&["v1", "files", &id.to_string(), "details"])?;
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
        self.bulk(Call::write(Method::POST, url, &BulkRequest { file_ids: ids, tags })?).await
    }

    /// Deletes a file with all its versions, for ever.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`].
    pub async fn delete(&self, id: &AssetId) -> Result<(), Error> {
        let url = self.api(&["v1", "files", &id.to_string()])?;
        self.done(Call::write(Method::DELETE, url, &())?).await
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
        let request = BulkRequest { file_ids: ids, tags: &[] };
        self.bulk_once(Call::write(Method::POST, url, &request)?).await
    }

    async fn bulk(&self, call: Call) -> Result<Bulk, Error> {
        self.bulk_once(call.idempotent()).await
    }

    async fn bulk_once(&self, call: Call) -> Result<Bulk, Error> {
        let body: BulkBody = self.json(call.partial()).await?;
        let failed = |ItemError { subject, error }| (AssetId::new(&subject), error);
        Ok(Bulk {
            done: body.done.iter().map(|id| AssetId::new(id)).collect(),
            failed: body.errors.into_iter().map(failed).collect(),
        })
    }

    /// Copies the current version of a file into a folder. Where a file of its name is there
    /// already, the copy becomes that one's new version (imagekit-api.md 2.9).
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`] without the source; and those of any call.
    pub async fn copy_file(&self, path: &str, destination: &FolderPath) -> Result<(), Error> {
        let body = json!({
            "sourceFilePath": path,
            "destinationPath": wire::with_slash(destination),
            "includeFileVersions": false,
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
    /// [`Kind::BadRequest`] for an unknown number; and those of any call.
    pub async fn purge_status(&self, purge: &str) -> Result<bool, Error> {
        let body: PurgeBody = self.json(Call::get(self.api(&["v1", "files", "purge", purge])?)).await?;
        Ok(body.status.is_some_and(|status| status.eq_ignore_ascii_case("completed")))
    }
}

fn files(page: Vec<Asset>) -> Vec<File> {
    let mut shared = Shared::default();
    let listed = page.len();
    let files: Vec<File> = page
        .into_iter()
        .filter(|asset| !asset.is_folder())
        .filter_map(|asset| asset.into_file(&mut shared))
        .collect();
    if files.len() < listed {
        tracing::warn!(listed, usable = files.len(), "a list holds what can't be used");
    }
    files
}
