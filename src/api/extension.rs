//! Extensions: what the service does to a file beside storing it (imagekit-api.md 2.14).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An extension with its options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Extension {
    /// Takes the background away; on an update this makes a new version.
    RemoveBg {
        /// How.
        #[serde(default, skip_serializing_if = "RemoveBg::is_default")]
        options: RemoveBg,
    },
    /// AI tags by Google.
    GoogleAutoTagging(AutoTagging),
    /// AI tags by Amazon.
    AwsAutoTagging(AutoTagging),
    /// Fills the description.
    #[serde(rename = "ai-auto-description")]
    AutoDescription,
    /// Answers questions about the picture by tags and custom metadata.
    AiTasks {
        /// 1 to 10 of them.
        tasks: Vec<AiTask>,
    },
    /// Runs an extension that was saved: see [`super::Client::saved_extensions`].
    #[serde(rename = "saved-extension")]
    Saved {
        /// Its id.
        id: String,
    },
    /// One that ikt doesn't know, as it came.
    #[serde(untagged)]
    Other(Value),
}

/// Options of [`Extension::RemoveBg`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveBg {
    /// An artificial shadow; for cars alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_shadow: Option<bool>,
    /// Half-transparent regions; for the windows of cars alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub semitransparency: Option<bool>,
    /// A colour for the background, `fff` or `green`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bg_color: Option<String>,
    /// A picture for the background, instead of a colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bg_image_url: Option<String>,
}

impl RemoveBg {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Options of automatic tagging; the documents want both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AutoTagging {
    /// Tags below this are left out, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_confidence: Option<u32>,
    /// Tags at most, 0 to 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tags: Option<u32>,
}

/// A question about the picture, and what becomes of its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AiTask {
    /// Chooses tags.
    SelectTags {
        /// What is asked, at most 2000 characters.
        instruction: String,
        /// At most 30 tags to choose from; any where there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        vocabulary: Vec<String>,
        /// How many at least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_selections: Option<u32>,
        /// How many at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_selections: Option<u32>,
    },
    /// Chooses values of a field of custom metadata.
    SelectMetadata {
        /// What is asked, at most 2000 characters.
        instruction: String,
        /// The name of the field.
        field: String,
        /// At most 30 texts, numbers and truth values to choose from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        vocabulary: Vec<Value>,
        /// How many at least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_selections: Option<u32>,
        /// How many at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_selections: Option<u32>,
    },
    /// Decides.
    YesNo {
        /// What is asked, at most 2000 characters.
        instruction: String,
        /// What is done when it is so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_yes: Option<AiAction>,
        /// What is done when it isn't.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_no: Option<AiAction>,
        /// What is done when nobody can say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_unknown: Option<AiAction>,
    },
}

/// What is done after a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AiAction {
    /// Tags to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    /// Tags to remove.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
    /// Values of custom metadata to set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_metadata: Vec<SetField>,
    /// Values of custom metadata to take away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unset_metadata: Vec<UnsetField>,
}

/// A value for a field of custom metadata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetField {
    /// The name of the field.
    pub field: String,
    /// The value.
    pub value: Value,
}

/// A field of custom metadata that loses its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsetField {
    /// The name of the field.
    pub field: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extensions_are_written_as_documented_and_read_back() {
        let all = json!([
            { "name": "remove-bg", "options": { "add_shadow": true, "bg_color": "fff" } },
            { "name": "google-auto-tagging", "minConfidence": 80, "maxTags": 10 },
            { "name": "aws-auto-tagging", "minConfidence": 81, "maxTags": 10 },
            { "name": "ai-auto-description" },
            { "name": "ai-tasks", "tasks": [
                { "type": "select_tags", "instruction": "what?", "vocabulary": ["a"], "max_selections": 2 },
                { "type": "select_metadata", "instruction": "which?", "field": "size", "vocabulary": [1, "x", true] },
                { "type": "yes_no", "instruction": "is it?", "on_yes": {
                    "add_tags": ["yes"], "set_metadata": [{ "field": "f", "value": ["v"] }],
                    "unset_metadata": [{ "field": "g" }] } },
            ] },
            { "name": "saved-extension", "id": "ext_1" },
            { "name": "brand-new", "x": 1 },
        ]);
        let read: Vec<Extension> = serde_json::from_value(all.clone()).expect("extensions");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), all);
        assert!(matches!(read.last(), Some(Extension::Other(_))));
        assert_eq!(read.iter().filter(|extension| matches!(extension, Extension::Other(_))).count(), 1);
        let bare = Extension::RemoveBg { options: RemoveBg::default() };
        assert_eq!(serde_json::to_value(bare).expect("JSON"), json!({ "name": "remove-bg" }));
    }
}
