//! Custom metadata fields (imagekit-api.md 2.12).

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::wire;
use crate::model::custom::{CustomField, Schema};
use crate::model::{AssetId, FolderPath};

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
            deleted: false,
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
    /// What it is for, at most 500 characters.
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

impl Client {
    /// All fields. With `deleted`, those too that were deleted, and whose names stay taken; with a
    /// folder, those that a path policy chose for it.
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn fields(&self, deleted: bool, folder: Option<&FolderPath>) -> Result<Vec<Field>, Error> {
        let mut url = self.fields_url(None)?;
        url.query_pairs_mut().append_pair("includeDeleted", if deleted { "true" } else { "false" });
        if let Some(folder) = folder {
            url.query_pairs_mut().append_pair("folderPath", folder.as_str());
        }
        let body = self.body(Call::get(url)).await?;
        let (fields, raw): (Vec<wire::Field>, Vec<Value>) = (body.json()?, body.json()?);
        Ok(fields.into_iter().zip(raw).map(|(field, raw)| field.into_field(raw)).collect())
    }

    /// Makes a field.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] when its name or label is taken, or its schema wrong, key by key in
    /// [`super::Answer::errors`]; and those of any call.
    pub async fn create_field(&self, new: &NewField) -> Result<Field, Error> {
        let mut body =
            json!({ "name": new.name, "label": new.label, "schema": wire::schema(&new.schema, true) });
        add(&mut body, "description", &new.description);
        self.field(Call::write(Method::POST, self.fields_url(None)?, &body)?).await
    }

    /// Changes a field.
    ///
    /// # Errors
    ///
    /// Those of [`Client::create_field`], and [`super::Kind::NotFound`] without it.
    pub async fn update_field(&self, id: &AssetId, change: &FieldChange) -> Result<Field, Error> {
        let mut body = Value::Object(Map::new());
        add(&mut body, "label", &change.label);
        add(&mut body, "schema", &change.schema.as_ref().map(|schema| wire::schema(schema, false)));
        add(&mut body, "description", &change.description);
        let call = Call::write(Method::PATCH, self.fields_url(Some(id))?, &body)?;
        self.field(call.idempotent()).await
    }

    /// Deletes a field; its name stays taken for ever.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without it, [`super::Kind::BadRequest`] while a path policy needs it;
    /// and those of any call.
    pub async fn delete_field(&self, id: &AssetId) -> Result<(), Error> {
        self.done(Call::remove(self.fields_url(Some(id))?)).await
    }

    async fn field(&self, call: Call) -> Result<Field, Error> {
        let body = self.body(call).await?;
        let field: wire::Field = body.json()?;
        Ok(field.into_field(body.json()?))
    }

    fn fields_url(&self, id: Option<&AssetId>) -> Result<url::Url, Error> {
        match id.map(AssetId::to_string) {
            None => self.api(&["v1", "customMetadataFields"]),
            Some(id) if id.is_empty() => Err(Error::Setup("the id of the field is empty".to_owned())),
            Some(id) => self.api(&["v1", "customMetadataFields", &id]),
        }
    }
}

/// Adds a member to an object, where there is a value for it.
fn add(object: &mut Value, name: &str, value: &Option<impl serde::Serialize>) {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(name.to_owned(), json!(value));
    }
}
