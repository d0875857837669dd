//! Custom metadata fields.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::lenient::{or_default, whole, word};
use crate::model::AssetId;
use crate::model::custom::{self, Schema};

/// A field as the API writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Field {
    #[serde(deserialize_with = "word")]
    id: String,
    #[serde(deserialize_with = "word")]
    name: String,
    #[serde(deserialize_with = "word")]
    label: String,
    description: Option<String>,
    #[serde(deserialize_with = "or_default")]
    reserved: bool,
    #[serde(deserialize_with = "or_default")]
    schema: Rules,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Rules {
    #[serde(rename = "type")]
    field_type: Option<String>,
    select_options: Option<Vec<Value>>,
    default_value: Option<Value>,
    is_value_required: Option<bool>,
    min_value: Option<Value>,
    max_value: Option<Value>,
    min_length: Option<f64>,
    max_length: Option<f64>,
}

impl Field {
    /// The field; `raw` is the same entry as it came.
    pub(crate) fn into_field(self, raw: Value) -> custom::Field {
        custom::Field {
            id: AssetId::new(&self.id),
            name: self.name,
            label: self.label,
            description: self.description,
            reserved: self.reserved,
            deleted: false,
            schema: self.schema.into_schema(),
            raw,
        }
    }
}

impl Rules {
    fn into_schema(self) -> Option<Schema> {
        let length = |length: Option<f64>| length.map(|n| whole(Some(n), u64::MAX));
        Some(Schema {
            field_type: self.field_type?.parse().ok()?,
            options: self.select_options,
            default: self.default_value,
            required: self.is_value_required.unwrap_or(false),
            min: self.min_value,
            max: self.max_value,
            min_length: length(self.min_length),
            max_length: length(self.max_length),
        })
    }
}

/// A schema as the API reads it. `isValueRequired` is always said, so that an update can take it back.
pub(crate) fn schema(schema: &Schema, with_type: bool) -> Value {
    let optional = [
        ("type", with_type.then(|| json!(schema.field_type.as_str()))),
        ("selectOptions", schema.options.as_ref().map(|options| json!(options))),
        ("defaultValue", schema.default.clone()),
        ("isValueRequired", Some(json!(schema.required))),
        ("minValue", schema.min.clone()),
        ("maxValue", schema.max.clone()),
        ("minLength", schema.min_length.map(|length| json!(length))),
        ("maxLength", schema.max_length.map(|length| json!(length))),
    ];
    let members = optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(Map::from_iter(members))
}
