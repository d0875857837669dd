//! Updating the details of a file (imagekit-api.md 2.6).

use reqwest::Method;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::extension::Extension;
use super::files::{Versions, details};
use super::wire::Words;
use crate::model::{AssetId, Details, Tag};

/// What is to become of a detail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is cleared.
    Clear,
    /// It becomes this.
    Set(T),
}

/// Which AI tags are removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RemoveAiTags {
    /// None.
    #[default]
    None,
    /// Those of these names.
    Named(Vec<Tag>),
    /// All.
    All,
}

/// Changes to the details of a file's current version. The default changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileUpdate {
    /// AI tags to remove; this comes before all extensions.
    pub remove_ai_tags: RemoveAiTags,
    /// All tags of the file: not those to add. See [`Client::add_tags`].
    pub tags: Change<Vec<Tag>>,
    /// The area of interest, `x,y,width,height` in pixels.
    pub custom_coordinates: Change<String>,
    /// What is to be seen, in words.
    pub description: Option<String>,
    /// Values of custom metadata, by the name of the field; `null` takes a value away, and fields
    /// that aren't named keep theirs.
    pub custom_metadata: Map<String, Value>,
    /// Extensions to run.
    pub extensions: Vec<Extension>,
    /// Where the service tells how the extensions ended.
    pub webhook_url: Option<String>,
}

impl Serialize for FileUpdate {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(None)?;
        match &self.remove_ai_tags {
            RemoveAiTags::None => {}
            RemoveAiTags::Named(tags) => map.serialize_entry("removeAITags", &Words(tags))?,
            RemoveAiTags::All => map.serialize_entry("removeAITags", "all")?,
        }
        match &self.tags {
            Change::Keep => {}
            Change::Clear => map.serialize_entry("tags", &())?,
            Change::Set(tags) => map.serialize_entry("tags", &Words(tags))?,
        }
        match &self.custom_coordinates {
            Change::Keep => {}
            Change::Clear => map.serialize_entry("customCoordinates", &())?,
            Change::Set(area) => map.serialize_entry("customCoordinates", area)?,
        }
        if let Some(description) = &self.description {
            map.serialize_entry("description", description)?;
        }
        if !self.custom_metadata.is_empty() {
            map.serialize_entry("customMetadata", &self.custom_metadata)?;
        }
        if !self.extensions.is_empty() {
            map.serialize_entry("extensions", &self.extensions)?;
        }
        if let Some(url) = &self.webhook_url {
            map.serialize_entry("webhookUrl", url)?;
        }
        map.end()
    }
}

impl Client {
    /// Changes details of a file. Answers with the file as it is then, and with the state of the
    /// extensions that were asked for.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for values that the fields of custom metadata don't allow, field by
    /// field in [`super::Answer::errors`]; and those of [`Client::details`].
    pub async fn update(&self, file: &AssetId, update: &FileUpdate) -> Result<Details, Error> {
        let call = Call::write(Method::PATCH, self.details_of(file)?, update)?;
        // Extensions cost each time, and one of them makes a version.
        let call = if update.extensions.is_empty() { call.idempotent() } else { call };
        details(&self.body(call).await?)
    }

    /// Publishes a file, or takes it back. For plans that know drafts.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`].
    pub async fn set_published(
        &self,
        file: &AssetId,
        published: bool,
        versions: Versions,
    ) -> Result<Details, Error> {
        let publish = json!({ "isPublished": published, "includeFileVersions": versions == Versions::All });
        let body = json!({ "publish": publish });
        let call = Call::write(Method::PATCH, self.details_of(file)?, &body)?.idempotent();
        details(&self.body(call).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_sent() {
        let sent = |update: FileUpdate| serde_json::to_value(update).expect("JSON");
        assert_eq!(sent(FileUpdate::default()), json!({}));
        let clear =
            FileUpdate { tags: Change::Clear, custom_coordinates: Change::Clear, ..FileUpdate::default() };
        assert_eq!(sent(clear), json!({ "tags": null, "customCoordinates": null }));
        let all = FileUpdate {
            remove_ai_tags: RemoveAiTags::Named(vec!["car".into()]),
            tags: Change::Set(vec!["a".into(), "b".into()]),
            custom_coordinates: Change::Set("1,2,3,4".into()),
            description: Some("a car".into()),
            custom_metadata: Map::from_iter([("price".to_owned(), json!(null))]),
            extensions: vec![Extension::AutoDescription],
            webhook_url: Some("https://example.com/hook".into()),
        };
        let expected = json!({
            "removeAITags": ["car"], "tags": ["a", "b"], "customCoordinates": "1,2,3,4",
            "description": "a car", "customMetadata": { "price": null },
            "extensions": [{ "name": "ai-auto-description" }], "webhookUrl": "https://example.com/hook",
        });
        assert_eq!(sent(all), expected);
        let gone = FileUpdate { remove_ai_tags: RemoveAiTags::All, ..FileUpdate::default() };
        assert_eq!(sent(gone), json!({ "removeAITags": "all" }));
    }
}
