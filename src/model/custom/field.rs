//! Fields as the service tells of them, and what can be asked to be done to one.

use serde_json::Value;

use super::{CustomField, Schema};
use crate::model::AssetId;

/// A field as the service tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its id.
    pub id: AssetId,
    /// The key of its values.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether the service keeps it for itself: it can't be deleted.
    pub reserved: bool,
    /// Whether it was deleted, as far as that is known: no answer of the service says so; it follows
    /// from a list with the deleted ones and a list without.
    pub deleted: bool,
    /// The rules of its values; `None` for a type that ikt doesn't know.
    pub schema: Option<Schema>,
    /// The entry as it came, for what ikt doesn't know.
    pub raw: Value,
}

impl Field {
    /// The field as far as its values can be checked; `None` for a type that ikt doesn't know.
    pub fn custom(&self) -> Option<CustomField> {
        Some(CustomField {
            id: self.id.clone(),
            name: self.name.clone(),
            label: self.label.clone(),
            schema: self.schema.clone()?,
            description: self.description.clone(),
            deleted: self.deleted,
        })
    }
}

/// A field to make.
#[derive(Clone, Debug, PartialEq)]
pub struct NewField {
    /// The key of its values: no field may have it or have had it.
    pub name: String,
    /// What people read: no other field may have it.
    pub label: String,
    /// The rules of its values.
    pub schema: Schema,
    /// What it is for, at most [`super::MAX_DESCRIPTION`] characters.
    pub description: Option<String>,
}

/// What is to change of a field; `None` stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldChange {
    /// What people read.
    pub label: Option<String>,
    /// All rules of its values. The type can't change and isn't sent.
    pub schema: Option<Schema>,
    /// What it is for.
    pub description: Option<String>,
}
