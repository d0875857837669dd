//! What an upload asks for besides its file.

use serde_json::{Map, Value};

use super::super::answer::Refused;
use super::super::extensions::Extensions;
use super::super::names;
use super::checks;
use super::form::Form;
use super::response::ResponseField;
use super::transformation::Transformation;
use crate::query::Query;

/// The options of an upload, checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Options {
    pub(super) name: String,
    pub(super) folder: String,
    pub(super) unique: bool,
    pub(super) overwrite: bool,
    pub(super) keep_tags: bool,
    pub(super) keep_ai_tags: bool,
    pub(super) keep_custom: bool,
    pub(super) tags: Vec<String>,
    pub(super) custom_coordinates: Option<String>,
    pub(super) description: Option<String>,
    pub(super) private: bool,
    pub(super) published: bool,
    pub(super) response_fields: Vec<ResponseField>,
    pub(super) checks: Option<Query>,
    pub(super) transformation: Option<Transformation>,
    /// What is unset is left out: a new version has it only by being kept.
    pub(super) custom: Map<String, Value>,
    pub(super) extensions: Option<Extensions>,
}

impl Options {
    /// Reads the options; what the service doesn't know is left alone.
    ///
    /// # Errors
    /// A 400 that names the field.
    pub(super) fn read(form: &Form) -> Result<Self, Refused> {
        let name = form
            .get("fileName")
            .ok_or_else(|| Refused::bad("Your request is missing fileName parameter."))?;
        Ok(Self {
            name: names::file_name(name),
            folder: form.get("folder").unwrap_or("/").to_owned(),
            unique: switch(form, "useUniqueFileName", true)?,
            overwrite: switch(form, "overwriteFile", true)?,
            keep_tags: !switch(form, "overwriteTags", true)?,
            keep_ai_tags: !switch(form, "overwriteAITags", true)?,
            keep_custom: !switch(form, "overwriteCustomMetadata", true)?,
            tags: names::tags(form.get("tags").unwrap_or_default().split(','))?,
            custom_coordinates: form.get("customCoordinates").map(names::coordinates).transpose()?,
            description: form.get("description").map(str::to_owned),
            private: switch(form, "isPrivateFile", false)?,
            published: switch(form, "isPublished", true)?,
            response_fields: response_fields(form.get("responseFields").unwrap_or_default())?,
            checks: form.get("checks").map(checks::read).transpose()?,
            transformation: transformation(form)?,
            custom: custom(form)?,
            extensions: Extensions::read(json(form, "extensions")?.as_ref(), form.get("webhookUrl"))?,
        })
    }
}

fn switch(form: &Form, name: &str, default: bool) -> Result<bool, Refused> {
    match form.get(name) {
        None => Ok(default),
        Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(invalid(name)),
    }
}

fn json(form: &Form, name: &str) -> Result<Option<Value>, Refused> {
    form.get(name).map(|text| serde_json::from_str(text).map_err(|_| invalid(name))).transpose()
}

fn custom(form: &Form) -> Result<Map<String, Value>, Refused> {
    match json(form, "customMetadata")? {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(values)) => Ok(values.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        Some(_) => Err(invalid("customMetadata")),
    }
}

fn transformation(form: &Form) -> Result<Option<Transformation>, Refused> {
    let Some(text) = form.get("transformation") else { return Ok(None) };
    // What is no JSON isn't an object either.
    Transformation::read(&serde_json::from_str(text).unwrap_or_default()).map(Some)
}

fn response_fields(text: &str) -> Result<Vec<ResponseField>, Refused> {
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| ResponseField::named(word).ok_or_else(|| invalid("responseFields"))).collect()
}

fn invalid(name: &str) -> Refused {
    Refused::bad(format!("Your request contains invalid value for {name} parameter."))
}
