//! Custom metadata fields (imagekit-api.md 2.12).

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::wire;
use crate::model::custom::{Field, FieldChange, NewField};
use crate::model::{AssetId, FolderPath};

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
