//! Custom metadata fields: their types, the rules of their schemas, and the check of values
//! (imagekit-api.md 2.12).

mod field;
mod rules;
mod schema;
mod text;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::AssetId;

pub use field::{Field, FieldChange, NewField};
pub use rules::rules;
pub use text::{number, plain, read_options, write_options};
pub use values::check_values;

/// Most characters of a field's description.
pub const MAX_DESCRIPTION: usize = 500;
/// A field that the service keeps for itself.
pub const RESERVED_NAME: &str = "_internal_original_created_datetime";

/// What is wrong: the key of a schema, or the name of a field, and what is wrong with it.
pub type Problems = BTreeMap<String, String>;

/// A custom metadata field.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomField {
    /// Its id.
    pub id: AssetId,
    /// The key of its values; unique among all fields, deleted ones included.
    pub name: String,
    /// What people read; unique among the fields that are not deleted.
    pub label: String,
    /// The rules of its values.
    pub schema: Schema,
    /// What it is for; at most [`MAX_DESCRIPTION`] characters.
    pub description: Option<String>,
    /// Whether it was deleted: its name stays taken, values can't be set any more.
    pub deleted: bool,
}

/// The type of a field's values; it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// A line of text.
    Text,
    /// Text of several lines.
    Textarea,
    /// A number.
    Number,
    /// A date, as an ISO 8601 text.
    Date,
    /// True or false.
    Boolean,
    /// One of the options.
    SingleSelect,
    /// Some of the options, as an array.
    MultiSelect,
}

/// The rules of a field's values. What is `None` doesn't bound them.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The type.
    pub field_type: FieldType,
    /// `selectOptions`: texts, numbers and booleans.
    pub options: Option<Vec<Value>>,
    /// `defaultValue`; an array for [`FieldType::MultiSelect`].
    pub default: Option<Value>,
    /// `isValueRequired`
    pub required: bool,
    /// `minValue`, inclusive: a number or an ISO 8601 text.
    pub min: Option<Value>,
    /// `maxValue`, inclusive: a number or an ISO 8601 text.
    pub max: Option<Value>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
}

impl FieldType {
    /// All, in the order of the reference.
    pub const ALL: [Self; 7] = [
        Self::Text,
        Self::Textarea,
        Self::Number,
        Self::Date,
        Self::Boolean,
        Self::SingleSelect,
        Self::MultiSelect,
    ];

    /// The word that the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Textarea => "Textarea",
            Self::Number => "Number",
            Self::Date => "Date",
            Self::Boolean => "Boolean",
            Self::SingleSelect => "SingleSelect",
            Self::MultiSelect => "MultiSelect",
        }
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no type of a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no type: it is one of Text, Textarea, Number, Date, Boolean, SingleSelect, MultiSelect")]
pub struct NoFieldType(pub String);

impl FromStr for FieldType {
    type Err = NoFieldType;

    fn from_str(text: &str) -> Result<Self, NoFieldType> {
        let found = Self::ALL.into_iter().find(|field_type| field_type.as_str() == text);
        found.ok_or_else(|| NoFieldType(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
