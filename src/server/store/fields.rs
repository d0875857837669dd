//! Custom metadata fields.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record::id_from;
use super::{Refusal, Result, Store, StoreError};
use crate::model::AssetId;
use crate::model::custom::{CustomField, FieldType, NoFieldType, RESERVED_NAME, Schema, check_values};

/// A field that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewField {
    /// The key of its values.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The rules of its values; they are right.
    pub schema: Schema,
    /// What it is for.
    pub description: Option<String>,
}

/// A schema as it is kept and sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemaForm {
    #[serde(rename = "type")]
    field_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    select_options: Option<Vec<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default_value: Option<Value>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_value_required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_length: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_length: Option<u64>,
}

impl Store {
    /// The fields in the order in which they were made, deleted ones too if asked for.
    pub fn fields(&self, with_deleted: bool) -> Result<Vec<CustomField>> {
        self.read(|db| all(db, with_deleted))
    }

    /// The field of this id, deleted or not.
    ///
    /// # Errors
    /// [`Refusal::NoField`].
    pub fn field(&self, id: &AssetId) -> Result<CustomField> {
        self.read(|db| find(db, id))
    }

    /// Makes a field.
    ///
    /// # Errors
    /// [`Refusal::FieldNameTaken`], [`Refusal::FieldLabelTaken`].
    pub fn create_field(&self, new: &NewField) -> Result<CustomField> {
        let id = self.0.ids.next();
        self.write(|tx| {
            let taken: bool = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM custom_field WHERE name = ?1)",
                [&new.name],
                |row| row.get(0),
            )?;
            if taken || new.name == RESERVED_NAME {
                return Err(Refusal::FieldNameTaken.into());
            }
            free_label(tx, &new.label, None)?;
            tx.execute(
                "INSERT INTO custom_field (oid, name, label, schema, description) VALUES (?1, ?2, ?3, ?4, ?5)",
                (id, &new.name, &new.label, schema_json(&new.schema)?, &new.description),
            )?;
            find(tx, &AssetId::from_bytes(id))
        })
    }

    /// Writes a field's label, schema and description; name and type stay as they are.
    ///
    /// # Errors
    /// [`Refusal::NoField`], [`Refusal::FieldDeleted`], [`Refusal::FieldLabelTaken`].
    pub fn update_field(&self, field: &CustomField) -> Result<CustomField> {
        self.write(|tx| {
            let old = find(tx, &field.id)?;
            if old.deleted {
                return Err(Refusal::FieldDeleted.into());
            }
            free_label(tx, &field.label, Some(&field.id))?;
            tx.execute(
                "UPDATE custom_field SET label = ?2, schema = ?3, description = ?4 WHERE oid = ?1",
                (field.id.bytes(), &field.label, schema_json(&field.schema)?, &field.description),
            )?;
            find(tx, &field.id)
        })
    }

    /// Deletes a field, and its values of all files and versions with it. Its name stays taken.
    ///
    /// # Errors
    /// [`Refusal::NoField`], also where it was deleted before.
    pub fn delete_field(&self, id: &AssetId) -> Result<()> {
        self.write(|tx| {
            let field = find(tx, id)?;
            if field.deleted {
                return Err(Refusal::NoField.into());
            }
            tx.execute("UPDATE custom_field SET deleted = 1 WHERE oid = ?1", [id.bytes()])?;
            for table in ["file", "version"] {
                // A merge patch takes any name, a path doesn't.
                tx.execute(
                    &format!(
                        "UPDATE {table} SET custom = nullif(json_patch(custom, json_object(?1, NULL)), '{{}}') \
                         WHERE custom IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(custom) WHERE key = ?1)"
                    ),
                    [&field.name],
                )?;
            }
            Ok(())
        })
    }
}

/// The fields in the order in which they were made.
pub(super) fn all(db: &Connection, with_deleted: bool) -> Result<Vec<CustomField>> {
    let mut query = db.prepare_cached(
        "SELECT oid, name, label, schema, description, deleted FROM custom_field WHERE deleted <= ?1 ORDER BY id",
    )?;
    let rows = query.query_map([with_deleted], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(complete).collect()
}

/// Checks values that an asset is to have besides those that it keeps.
///
/// # Errors
/// [`Refusal::CustomMetadata`].
pub(super) fn check(db: &Connection, given: &Map<String, Value>, kept: &Map<String, Value>) -> Result<()> {
    if given.is_empty() {
        return Ok(());
    }
    check_values(&all(db, false)?, given, kept).map_err(|problems| Refusal::CustomMetadata(problems).into())
}

fn find(db: &Connection, id: &AssetId) -> Result<CustomField> {
    let row = db
        .query_row(
            "SELECT oid, name, label, schema, description, deleted FROM custom_field WHERE oid = ?1",
            [id.bytes()],
            read,
        )
        .optional()?;
    complete(row.ok_or(Refusal::NoField)?)
}

fn free_label(db: &Connection, label: &str, except: Option<&AssetId>) -> Result<()> {
    let taken: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM custom_field WHERE label = ?1 AND deleted = 0 AND oid IS NOT ?2)",
        (label, except.and_then(AssetId::bytes)),
        |row| row.get(0),
    )?;
    if taken { Err(Refusal::FieldLabelTaken.into()) } else { Ok(()) }
}

/// A row, with the schema still as text.
type FieldRow = (CustomField, String);

fn read(row: &Row<'_>) -> rusqlite::Result<FieldRow> {
    let field = CustomField {
        id: id_from(row, 0)?,
        name: row.get(1)?,
        label: row.get(2)?,
        schema: Schema::new(FieldType::Text),
        description: row.get(4)?,
        deleted: row.get(5)?,
    };
    Ok((field, row.get(3)?))
}

fn complete((field, schema): FieldRow) -> Result<CustomField> {
    let form: SchemaForm = serde_json::from_str(&schema)?;
    let schema = Schema::try_from(form).map_err(|error| StoreError::Json(serde::de::Error::custom(error)))?;
    Ok(CustomField { schema, ..field })
}

fn schema_json(schema: &Schema) -> serde_json::Result<String> {
    serde_json::to_string(&SchemaForm::from(schema))
}

impl From<&Schema> for SchemaForm {
    fn from(schema: &Schema) -> Self {
        Self {
            field_type: schema.field_type.to_string(),
            select_options: schema.options.clone(),
            default_value: schema.default.clone(),
            is_value_required: schema.required,
            min_value: schema.min.clone(),
            max_value: schema.max.clone(),
            min_length: schema.min_length,
            max_length: schema.max_length,
        }
    }
}

impl TryFrom<SchemaForm> for Schema {
    type Error = NoFieldType;

    fn try_from(form: SchemaForm) -> Result<Self, NoFieldType> {
        Ok(Self {
            field_type: form.field_type.parse()?,
            options: form.select_options,
            default: form.default_value,
            required: form.is_value_required,
            min: form.min_value,
            max: form.max_value,
            min_length: form.min_length,
            max_length: form.max_length,
        })
    }
}
