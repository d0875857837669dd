//! Lists and searches.

use serde_json::Value;
use url::Url;

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::wire::{Asset as Entry, Shared};
use crate::model::{Asset, AssetDetails, Direction, File, FolderPath, Sort, Tag};

/// What a list is asked for (imagekit-api.md 2.4). What is `None` or empty isn't sent, so the
/// service's own choice holds: files alone, of all folders, oldest first, at most 1000.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    /// What is listed. Has no effect together with `search`.
    pub kind: Option<ListKind>,
    /// In which order.
    pub order: Option<Order>,
    /// The one folder whose entries are listed; those below it are not.
    pub path: Option<FolderPath>,
    /// A text in the search language.
    pub search: Option<String>,
    /// Pictures alone, or all but pictures.
    pub file_type: Option<FileType>,
    /// Files with any of these tags. Has no effect together with `search`.
    pub tags: Vec<Tag>,
    /// Files of exactly this name: an old parameter, which a service may leave alone. Has no effect
    /// together with `search`.
    pub name: Option<String>,
    /// Folders too: an old parameter that makes `tags` and `file_type` ineffective.
    pub include_folders: bool,
    /// Entries to pass over.
    pub skip: usize,
    /// Entries at most, 1 to 1000.
    pub limit: Option<usize>,
}

/// What a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Files in their current versions.
    File,
    /// Older versions of files.
    FileVersion,
    /// Folders.
    Folder,
    /// Files and folders.
    All,
}

/// What files a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// All.
    All,
    /// Pictures.
    Image,
    /// All but pictures.
    NonImage,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By something that every file has.
    By(Sort),
    /// By how well a search with `HAS` is met.
    Relevance(Direction),
    /// By the length of films.
    Duration(Direction),
    /// By when the picture was taken, as far as the service was told, else by upload.
    OriginalCreation(Direction),
}

impl ListKind {
    /// The value of the API's `type` parameter.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::FileVersion => "file-version",
            Self::Folder => "folder",
            Self::All => "all",
        }
    }
}

impl FileType {
    /// The value of the API's `fileType` parameter.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Image => "image",
            Self::NonImage => "non-image",
        }
    }
}

impl Order {
    /// The value of the API's `sort` parameter.
    pub fn parameter(self) -> &'static str {
        use Direction::{Ascending as A, Descending as D};
        match self {
            Self::By(sort) => sort.parameter(),
            Self::Relevance(A) => "ASC_RELEVANCE",
            Self::Relevance(D) => "DESC_RELEVANCE",
            Self::Duration(A) => "ASC_DURATION",
            Self::Duration(D) => "DESC_DURATION",
            Self::OriginalCreation(A) => "ASC_ORIGINAL_CREATION_DATE",
            Self::OriginalCreation(D) => "DESC_ORIGINAL_CREATION_DATE",
        }
    }
}

impl ListQuery {
    fn parameters(&self) -> Vec<(&'static str, String)> {
        let tags = (!self.tags.is_empty()).then(|| self.tags.join(","));
        let optional = [
            ("type", self.kind.map(|kind| kind.parameter().to_owned())),
            ("sort", self.order.map(|order| order.parameter().to_owned())),
            ("path", self.path.as_ref().map(|path| path.as_str().to_owned())),
            ("searchQuery", self.search.clone()),
            ("fileType", self.file_type.map(|kind| kind.parameter().to_owned())),
            ("tags", tags),
            ("name", self.name.clone()),
            ("includeFolder", self.include_folders.then(|| "true".to_owned())),
            ("skip", (self.skip > 0).then(|| self.skip.to_string())),
            ("limit", self.limit.map(|limit| limit.to_string())),
        ];
        optional.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Client {
    /// One page of a list or search, as compact as a long list needs it. A page shorter than its
    /// limit is the last. Older versions come as files: see [`Client::list_details`].
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for a search that makes no sense or a limit out of range; and
    /// those of any call.
    pub async fn list(&self, query: &ListQuery) -> Result<Vec<Asset>, Error> {
        let page: Vec<Entry> = self.page(query).await?;
        let (mut shared, listed) = (Shared::default(), page.len());
        let usable = page.into_iter().filter_map(|entry| {
            if entry.is_folder() {
                entry.into_folder_anywhere().map(Asset::Folder)
            } else {
                entry.into_file(&mut shared).map(Asset::File)
            }
        });
        Ok(all_usable(usable.collect(), listed))
    }

    /// One page of a list or search with everything that the service says of each entry.
    ///
    /// # Errors
    ///
    /// Those of [`Client::list`].
    pub async fn list_details(&self, query: &ListQuery) -> Result<Vec<AssetDetails>, Error> {
        let body = self.body(Call::get(self.list_url(query)?)).await?;
        // Twice, since a `Value` alone has lost the order of metadata.
        let (entries, raw): (Vec<Entry>, Vec<Value>) = (body.json()?, body.json()?);
        let listed = entries.len();
        let usable = entries.into_iter().zip(raw).filter_map(|(entry, raw)| entry.into_asset_details(raw));
        Ok(all_usable(usable.collect(), listed))
    }

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
        let query = ListQuery {
            kind: Some(ListKind::File),
            path: Some(path.clone()),
            order: Some(Order::By(sort)),
            skip,
            limit: Some(limit),
            ..ListQuery::default()
        };
        Ok(files(self.page(&query).await?))
    }

    /// The file of this name directly in the folder, as far as the list knows it: what was written
    /// a moment ago may be missing (imagekit-api.md 7.1).
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn find_file(&self, folder: &FolderPath, name: &str) -> Result<Option<File>, Error> {
        let query = ListQuery {
            kind: Some(ListKind::File),
            path: Some(folder.clone()),
            name: Some(name.to_owned()),
            limit: Some(100),
            ..ListQuery::default()
        };
        // `name` is an old parameter: where it is not obeyed, other files must not be taken for it.
        Ok(files(self.page(&query).await?).into_iter().find(|file| &*file.name == name))
    }

    /// One page of a list, as it comes.
    pub(super) async fn page(&self, query: &ListQuery) -> Result<Vec<Entry>, Error> {
        self.json(Call::get(self.list_url(query)?)).await
    }

    pub(super) fn list_url(&self, query: &ListQuery) -> Result<Url, Error> {
        let (mut url, parameters) = (self.api(&["v1", "files"])?, query.parameters());
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        Ok(url)
    }
}

fn files(page: Vec<Entry>) -> Vec<File> {
    let (mut shared, listed) = (Shared::default(), page.len());
    let files = page.into_iter().filter(|entry| !entry.is_folder());
    all_usable(files.filter_map(|entry| entry.into_file(&mut shared)).collect(), listed)
}

/// The entries that can be used; says so in the log where others were left out.
fn all_usable<T>(usable: Vec<T>, listed: usize) -> Vec<T> {
    if usable.len() < listed {
        tracing::warn!(listed, usable = usable.len(), "a list holds what can't be used");
    }
    usable
}
