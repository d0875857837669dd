//! The async client of the ImageKit API: model in, model out.
//!
//! A [`Client`] is cheap to clone; all clones share one pool of connections, and all clients of an
//! account one rate governor. Every call can be cancelled by dropping its future. Calls that are safe
//! to repeat are repeated with growing delays; the others are never sent again after an unclear
//! answer, since only a look at the library can tell whether they were carried out: `ops` takes that
//! look. A 429 holds back the whole class of calls for as long as the service asks.
//!
//! The private key goes to the account's API and upload hosts alone: these calls follow no
//! redirect, and [`Client::fetch`] (delivery) carries no `Authorization` header at all.

mod account;
mod call;
mod client;
mod collection;
mod delivery;
mod download;
mod entries;
mod error;
mod extension;
mod fields;
mod files;
mod folders;
mod governor;
mod inspector;
mod list;
mod metadata;
mod purge;
mod raw;
mod redact;
mod send;
mod update;
mod upload;
mod versions;
mod wire;

pub use crate::model::custom::{Field, FieldChange, NewField};
pub use account::{
    CacheCounts, ExtensionCount, FilmSeconds, NamedTransformation, NamedTransformationChange,
    NamedTransformations, NewNamedTransformation, NewOrigin, NewSavedExtension, NewUrlEndpoint, NewWebhook,
    Origin, OriginSource, Origins, Ranked, Ranking, RequestCount, SavedExtension, SavedExtensionChange,
    SavedExtensions, UrlEndpoint, UrlEndpoints, UrlRewriter, Usage, UsageAnalytics, Webhook, WebhookChange,
    Webhooks,
};
pub use call::{Class, Flow};
pub use client::Client;
pub use collection::{Collection, Extra, Resource};
pub use download::Downloaded;
pub(crate) use entries::{Entries, Entry, details_of_entry};
pub use error::{Answer, Error, ErrorClass, ItemError, KeyState, Kind, RateLimit, Transport};
pub use extension::{AiAction, AiTask, AutoTagging, Extension, RemoveBg, SetField, UnsetField};
pub use files::{Bulk, Renamed, TagChange, Versions};
pub use folders::{Job, JobDetails, JobState};
pub use list::{FileType, ListKind, ListQuery, Order};
pub use raw::RawAnswer;
pub use update::{Change, FileUpdate, RemoveAiTags};
pub use upload::{
    Content, Credentials, PostTransformation, Receipt, ResponseField, Source, StreamProtocol, TOKEN_LIFETIME,
    Upload, UploadTransformation, Uploaded,
};
