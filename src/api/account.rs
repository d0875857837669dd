//! The account behind a library: use, origins, URL endpoints, webhooks, saved extensions, named
//! transformations (imagekit-api.md 2.13).

mod named;
mod origin;
mod saved;
mod url_endpoint;
mod usage;
mod webhook;

pub use named::{
    NamedTransformation, NamedTransformationChange, NamedTransformations, NewNamedTransformation,
};
pub use origin::{NewOrigin, Origin, OriginSource, Origins};
pub use saved::{NewSavedExtension, SavedExtension, SavedExtensionChange, SavedExtensions};
pub use url_endpoint::{NewUrlEndpoint, UrlEndpoint, UrlEndpoints, UrlRewriter};
pub use usage::{
    CacheCounts, ExtensionCount, FilmSeconds, Ranked, Ranking, RequestCount, Usage, UsageAnalytics,
};
pub use webhook::{NewWebhook, Webhook, WebhookChange, Webhooks};

use super::client::Client;
use super::collection::Collection;

impl Client {
    /// Where files come from that are not in the library.
    pub fn origins(&self) -> Collection<'_, Origins> {
        Collection::new(self)
    }

    /// The URL endpoints, one of them with the id `default`.
    pub fn url_endpoints(&self) -> Collection<'_, UrlEndpoints> {
        Collection::new(self)
    }

    /// The webhooks, at most 3.
    pub fn webhooks(&self) -> Collection<'_, Webhooks> {
        Collection::new(self)
    }

    /// Extensions saved with their options, at most 100.
    pub fn saved_extensions(&self) -> Collection<'_, SavedExtensions> {
        Collection::new(self)
    }

    /// Transformations with a name, at most 250.
    pub fn named_transformations(&self) -> Collection<'_, NamedTransformations> {
        Collection::new(self)
    }
}
