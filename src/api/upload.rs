//! Uploads: streamed from disk, from bytes, from a reader, or fetched by the service from a URL.

mod answer;
mod content;
mod form;
mod token;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value};

pub use answer::{Receipt, Uploaded};
pub use content::{Content, Source};
pub use token::TOKEN_LIFETIME;

use self::form::Fields;
use super::call::{Call, Class, Tries};
use super::client::Client;
use super::error::Error;
use super::extension::Extension;
use crate::model::{FolderPath, Secret, Tag};
use crate::url::auth::AuthParameters;

/// Time that an upload may take, apart from its bytes.
const BASE: Duration = Duration::from_secs(120);
/// Bytes a second that an upload must reach.
const SLOWEST: u64 = 16 << 10;
/// Time that an upload of unknown length may take: as long as its source gives anything, it goes on.
const ENDLESS: Duration = Duration::from_secs(24 * 3600);

/// An upload with its options (imagekit-api.md 2.2).
///
/// [`Upload::new`] never overwrites and keeps the name. The service's own defaults are others
/// (a unique name, or overwriting with loss of tags), so these options are always sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// The bytes.
    pub content: Content,
    /// The name: letters, digits and `. _ -` are kept, all else becomes `_`.
    pub name: String,
    /// The folder, made where it is missing.
    pub folder: FolderPath,
    /// Put a random suffix to the name.
    pub unique_name: bool,
    /// Make a new version of a file that is there; else that is an error.
    pub overwrite: bool,
    /// When a new version is made: drop the tags of the old one, unless `tags` are given.
    pub drop_tags: bool,
    /// When a new version is made: drop the AI tags of the old one.
    pub drop_ai_tags: bool,
    /// When a new version is made: drop the custom metadata of the old one.
    pub drop_custom_metadata: bool,
    /// Tags: without commas or `%`, at most 500 characters together.
    pub tags: Vec<Tag>,
    /// Delivery needs a signature; can't be undone.
    pub private: bool,
    /// Don't publish it. For plans that know drafts.
    pub draft: bool,
    /// The area of interest, `x,y,width,height` in pixels.
    pub custom_coordinates: Option<String>,
    /// What is to be seen, in words.
    pub description: Option<String>,
    /// Values of custom metadata, by the name of the field.
    pub custom_metadata: Map<String, Value>,
    /// Extensions to run.
    pub extensions: Vec<Extension>,
    /// Where the service tells how the extensions ended.
    pub webhook_url: Option<String>,
    /// Transformations before and after it is stored.
    pub transformation: UploadTransformation,
    /// A search that has to hold for the file, else it is refused.
    pub checks: Option<String>,
    /// What the answer holds besides the usual, in [`Uploaded::raw`].
    pub response_fields: Vec<ResponseField>,
    /// What lets it in.
    pub credentials: Credentials,
}

/// What lets an upload in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// The account's private key.
    #[default]
    PrivateKey,
    /// Parameters signed for one upload, for whoever must not have the private key (version 1).
    Parameters {
        /// The account's public key.
        public_key: String,
        /// What was signed.
        parameters: AuthParameters,
    },
    /// A token signed for one upload: see [`Client::upload_token`] (version 2).
    Token(Secret),
}

/// Transformations of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UploadTransformation {
    /// Applied before it is stored, such as `w-2000`; of a film the upload is then only queued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre: Option<String>,
    /// Made after it is stored, without waiting for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post: Vec<PostTransformation>,
}

impl UploadTransformation {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Something made of a file after it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum PostTransformation {
    /// A transformation, so that its first visitor needn't wait.
    Transformation {
        /// Such as `w-400,h-300`.
        value: String,
    },
    /// A film made of a GIF.
    GifToVideo {
        /// How it is transformed.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// A still of a film.
    Thumbnail {
        /// How it is transformed.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// A film in several resolutions.
    Abs {
        /// In which form.
        protocol: StreamProtocol,
        /// Such as `sr-240_360_480_720_1080`.
        value: String,
    },
}

/// Forms of films in several resolutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StreamProtocol {
    /// HTTP Live Streaming.
    Hls,
    /// Dynamic Adaptive Streaming over HTTP.
    Dash,
}

/// What an answer to an upload can hold besides the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the field of that name")]
pub enum ResponseField {
    Tags,
    CustomCoordinates,
    IsPrivateFile,
    EmbeddedMetadata,
    IsPublished,
    CustomMetadata,
    Metadata,
    SelectedFieldsSchema,
}

impl ResponseField {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Tags,
        Self::CustomCoordinates,
        Self::IsPrivateFile,
        Self::EmbeddedMetadata,
        Self::IsPublished,
        Self::CustomMetadata,
        Self::Metadata,
        Self::SelectedFieldsSchema,
    ];

    /// Its name in `responseFields` and in the answer.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::CustomCoordinates => "customCoordinates",
            Self::IsPrivateFile => "isPrivateFile",
            Self::EmbeddedMetadata => "embeddedMetadata",
            Self::IsPublished => "isPublished",
            Self::CustomMetadata => "customMetadata",
            Self::Metadata => "metadata",
            Self::SelectedFieldsSchema => "selectedFieldsSchema",
        }
    }
}

impl Default for Upload {
    /// An empty file without a name in the root: for `..Upload::default()`.
    fn default() -> Self {
        Self::new(Content::Bytes(bytes::Bytes::new()), FolderPath::root(), "")
    }
}

impl Upload {
    /// An upload that keeps the name, overwrites nothing and has no tags.
    pub fn new(content: Content, folder: FolderPath, name: impl Into<String>) -> Self {
        Self {
            content,
            name: name.into(),
            folder,
            unique_name: false,
            overwrite: false,
            drop_tags: false,
            drop_ai_tags: false,
            drop_custom_metadata: false,
            tags: Vec::new(),
            private: false,
            draft: false,
            custom_coordinates: None,
            description: None,
            custom_metadata: Map::new(),
            extensions: Vec::new(),
            webhook_url: None,
            transformation: UploadTransformation::default(),
            checks: None,
            response_fields: Vec::new(),
            credentials: Credentials::default(),
        }
    }
}

impl Client {
    /// Uploads a file. `progress` is told the bytes handed to the network so far, and from 0 again
    /// if the service asked to wait and it had to be sent anew. Dropping the future closes the
    /// connection, and nothing is stored.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when the file can't be read; [`super::Kind::BadRequest`] when the name
    /// is taken and `overwrite` off; and those of any call. After an unclear answer it is not sent
    /// again, for that could make two files.
    pub async fn upload(
        &self,
        upload: &Upload,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Receipt, Error> {
        self.upload_to("v1", upload, progress).await
    }

    /// Uploads a file by version 2 of the upload API, which the service calls a beta.
    ///
    /// # Errors
    ///
    /// Those of [`Client::upload`].
    pub async fn upload_v2(
        &self,
        upload: &Upload,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Receipt, Error> {
        self.upload_to("v2", upload, progress).await
    }

    async fn upload_to(
        &self,
        version: &str,
        upload: &Upload,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Receipt, Error> {
        let (progress, fields) = (Arc::new(progress), Fields::of(upload)?);
        let size = upload.content.size().await?;
        let call = Call {
            class: Class::Upload,
            total: size.map_or(ENDLESS, |size| BASE + Duration::from_secs(size / SLOWEST)),
            ..Call::bare(Method::POST, self.upload_api(&["api", version, "files", "upload"])?)
        };
        let described = fields.described(size);
        let mut tries = Tries::new();
        loop {
            // The form is made anew each time: its stream is used up by a try.
            let part = upload.content.part(size, progress.clone()).await?;
            let mut request = self.inner.http.post(call.url.clone()).multipart(fields.form(part));
            if upload.credentials == Credentials::PrivateKey {
                request = self.with_key(request);
            }
            let answer = self.send(&call, request, Some(&described), tries.number).await;
            match answer.and_then(|received| self.judge(&call, received)) {
                Ok(body) => return answer::receipt(&body),
                Err(error) if !upload.content.can_be_sent_again() => return Err(error),
                Err(error) => self.before_again(&call, error, &mut tries).await?,
            }
        }
    }
}

#[cfg(test)]
mod tests;
