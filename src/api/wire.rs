//! The forms that the API sends, read tolerantly: any field may be missing, arrays and objects may
//! be `null`, numbers may be floats, unknown fields are left alone (imagekit-api.md 2.1, 7.1).

mod asset;
pub(crate) mod lenient;
mod metadata;

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

pub(crate) use asset::{Asset, Shared};
use lenient::{or_default, text};
pub(crate) use metadata::Metadata;

use super::error::ItemError;
use crate::model::{AssetId, FolderPath, Tag};

/// The body of an answer that isn't success.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    pub(crate) message: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) reason: Option<String>,
    #[serde(rename = "missingFileIds", deserialize_with = "or_default")]
    pub(crate) missing: Vec<String>,
    #[serde(deserialize_with = "item_errors")]
    pub(crate) errors: Vec<ItemError>,
}

/// `errors` is a list of files and words, or an object of fields and words (imagekit-api.md 1.5).
fn item_errors<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<ItemError>, D::Error> {
    struct Reader;
    impl<'de> Visitor<'de> for Reader {
        type Value = Vec<ItemError>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list or an object of errors")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut errors = Vec::new();
            while let Some(value) = list.next_element::<Value>()? {
                let part = |key: &str| value.get(key).map(text).unwrap_or_default();
                errors.push(ItemError { subject: part("fileId"), error: part("error") });
            }
            Ok(errors)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut errors = Vec::new();
            while let Some((subject, value)) = map.next_entry::<String, Value>()? {
                errors.push(ItemError { subject, error: text(&value) });
            }
            Ok(errors)
        }

        fn visit_str<E>(self, error: &str) -> Result<Self::Value, E> {
            Ok(vec![ItemError { subject: String::new(), error: error.to_owned() }])
        }
    }
    input.deserialize_any(Reader)
}

/// The answer to a call about many files: 200, or 207 with errors.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BulkBody {
    #[serde(
        rename = "successfullyUpdatedFileIds",
        alias = "successfullyDeletedFileIds",
        deserialize_with = "or_default"
    )]
    pub(crate) done: Vec<String>,
    #[serde(deserialize_with = "item_errors")]
    pub(crate) errors: Vec<ItemError>,
}

/// The answer of a job: its id when it starts, its state later.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct JobBody {
    pub(crate) job_id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) purge_request_id: Option<String>,
}

/// The answer of a rename or a purge.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PurgeBody {
    #[serde(alias = "purgeRequestId")]
    pub(crate) request_id: Option<String>,
    pub(crate) status: Option<String>,
}

/// Bodies of success that say nothing.
pub(crate) type Empty = IgnoredAny;

/// The body of the calls about many files.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BulkRequest<'a> {
    #[serde(serialize_with = "as_text")]
    pub(crate) file_ids: &'a [AssetId],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Words<'a>>,
    #[serde(rename = "AITags", skip_serializing_if = "Option::is_none")]
    pub(crate) ai_tags: Option<Words<'a>>,
}

/// Tags, written as a list of texts.
pub(crate) struct Words<'a>(pub(crate) &'a [Tag]);

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_seq(self.0.iter().map(|tag| &**tag))
    }
}

/// A folder as the documents write it in requests: with a slash at the end.
pub(crate) fn with_slash(folder: &FolderPath) -> String {
    folder.join("")
}

fn as_text<S: Serializer>(ids: &[AssetId], output: S) -> Result<S::Ok, S::Error> {
    output.collect_seq(ids.iter().map(AssetId::to_string))
}

#[cfg(test)]
mod tests;
