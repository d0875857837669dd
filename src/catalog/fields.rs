//! The custom metadata fields that the library had when it was asked last: what rules and searches need
//! of them where there is no network.

use serde_json::{Value, json};

use super::{Catalog, Error, Result, meta};
use crate::api::Client;
use crate::model::custom::{Field, FieldType};
use crate::query::{CustomField, Vocabulary};

/// Their name among the single values.
const FIELDS: &str = "fields";

/// A custom metadata field as far as rules and searches need it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownField {
    /// Its name, type and options.
    pub field: CustomField,
    /// Whether each file has to have a value.
    pub required: bool,
}

impl KnownField {
    /// What is known of a field; `None` of one whose type ikt doesn't know.
    pub fn of(field: &Field) -> Option<Self> {
        let schema = field.schema.as_ref().filter(|_| !field.deleted)?;
        let options = schema.options.clone().unwrap_or_default();
        let known = CustomField { name: field.name.clone(), kind: schema.field_type, options };
        Some(Self { field: known, required: schema.required })
    }

    fn to_json(&self) -> Value {
        let Self { field, required } = self;
        json!({ "name": field.name, "type": field.kind.as_str(), "options": field.options, "required": required })
    }

    fn of_json(value: &Value) -> Option<Self> {
        let field = CustomField {
            name: value.get("name")?.as_str()?.to_owned(),
            kind: value.get("type")?.as_str()?.parse::<FieldType>().ok()?,
            options: value.get("options").and_then(Value::as_array).cloned().unwrap_or_default(),
        };
        let required = value.get("required").and_then(Value::as_bool).unwrap_or_default();
        Some(Self { field, required })
    }
}

/// Fields as the search language takes them.
pub fn vocabulary(fields: &[KnownField]) -> Vocabulary {
    let custom = fields.iter().map(|known| known.field.clone()).collect();
    Vocabulary { custom, ..Vocabulary::default() }
}

/// Keeps the fields that the library has now, and gives them; where the library can't be asked, those
/// that were kept.
///
/// # Errors
///
/// When the catalogue can't be read or written.
pub async fn learn(catalog: &Catalog, client: Option<&Client>) -> Result<Vec<KnownField>> {
    let told = match client {
        Some(client) => client.fields(false, None).await.ok(),
        None => None,
    };
    let catalog = catalog.clone();
    let kept = tokio::task::spawn_blocking(move || match told {
        Some(fields) => {
            let known: Vec<KnownField> = fields.iter().filter_map(KnownField::of).collect();
            catalog.set_fields(&known)?;
            Ok(known)
        }
        None => catalog.fields(),
    });
    kept.await.map_err(|_| Error::Thread)?
}

impl Catalog {
    /// The fields that were kept last; none where none were.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn fields(&self) -> Result<Vec<KnownField>> {
        let text = self.read(|db| meta::text(db, FIELDS))?;
        let all: Vec<Value> = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(all.iter().filter_map(KnownField::of_json).collect())
    }

    /// Keeps fields in the place of those kept before.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be written.
    pub fn set_fields(&self, fields: &[KnownField]) -> Result<()> {
        if self.fields()? == fields {
            return Ok(());
        }
        let text = Value::Array(fields.iter().map(KnownField::to_json).collect()).to_string();
        self.write(|edit| meta::set(edit.db, FIELDS, text))
    }
}
