//! Webhooks of the account.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use crate::api::collection::sealed::Sealed;
use crate::api::collection::{Extra, Resource};
use crate::api::wire::lenient::{or_default, timestamp, word};
use crate::model::Secret;

/// The kind of [`crate::api::Client::webhooks`].
#[derive(Debug)]
pub enum Webhooks {}

impl Sealed for Webhooks {}

impl Resource for Webhooks {
    type Item = Webhook;
    type New = NewWebhook;
    type Change = WebhookChange;
    const PATH: &'static [&'static str] = &["v1", "accounts", "webhooks"];
    const REPLACES: bool = false;
}

/// A webhook to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewWebhook {
    /// The URL that is told; no other webhook may have it.
    pub endpoint: String,
    /// What it is told of, such as `file.created` (imagekit-api.md 2.15).
    pub events: Vec<String>,
    /// Whether it is told at all.
    pub enabled: bool,
}

/// What is to change of a webhook; `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WebhookChange {
    /// The URL that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// All that it is told of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
    /// Whether it is told at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// A webhook.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Webhook {
    /// Its id.
    #[serde(deserialize_with = "word")]
    pub id: String,
    /// The URL that is told.
    #[serde(deserialize_with = "word")]
    pub endpoint: String,
    /// What it is told of.
    #[serde(deserialize_with = "or_default")]
    pub events: Vec<String>,
    /// Whether it is told at all.
    #[serde(deserialize_with = "or_default")]
    pub enabled: bool,
    /// What its messages are signed with, `whsec_…`.
    #[serde(deserialize_with = "secret")]
    pub secret: Option<Secret>,
    /// When it was made.
    #[serde(deserialize_with = "timestamp")]
    pub created_at: Option<Timestamp>,
    /// Last change.
    #[serde(deserialize_with = "timestamp")]
    pub updated_at: Option<Timestamp>,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}

fn secret<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(input)?.map(Secret::new))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_secret_of_a_webhook_is_not_printed() {
        let webhook: Webhook = serde_json::from_value(json!({
            "id": "w", "endpoint": "https://h/", "events": null, "enabled": null, "secret": "whsec_hush",
            "createdAt": "2024-01-01T00:00:00.000Z", "updatedAt": null, "owner": "me",
        }))
        .expect("a webhook");
        assert_eq!(webhook.secret.as_ref().map(Secret::reveal), Some("whsec_hush"));
        assert!(webhook.created_at.is_some() && webhook.updated_at.is_none());
        assert!(!format!("{webhook:?}").contains("hush"), "{webhook:?}");
        assert_eq!(webhook.extra.0.get("owner"), Some(&json!("me")));
    }

    #[test]
    fn only_what_changes_is_sent() {
        let change = WebhookChange { enabled: Some(false), ..WebhookChange::default() };
        assert_eq!(serde_json::to_value(change).expect("JSON"), json!({ "enabled": false }));
    }
}
