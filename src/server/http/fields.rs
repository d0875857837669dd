//! Custom metadata fields (imagekit-api.md 2.12).

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::AppState;
use super::answer::{Refused, json as answer, nothing};
use super::body::Params;
use crate::model::AssetId;
use crate::model::custom::{CustomField, FieldType, MAX_DESCRIPTION, Problems, Schema};
use crate::server::store::{NewField, SchemaForm};

/// `GET /v1/customMetadataFields`. There are no path policies, so that every folder has all fields.
pub(super) async fn list(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let with_deleted = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| name == "includeDeleted" && value.eq_ignore_ascii_case("true"));
    let fields = state.store(move |store| store.fields(with_deleted)).await?;
    Ok(answer(StatusCode::OK, &fields.iter().map(written).collect::<Vec<_>>()))
}

/// `POST /v1/customMetadataFields`.
pub(super) async fn create(State(state): State<AppState>, Params(body): Params) -> Result<Response, Refused> {
    let new = new_field(&body)?;
    let field = state.store(move |store| store.create_field(&new)).await?;
    Ok(answer(StatusCode::CREATED, &written(&field)))
}

/// `PATCH /v1/customMetadataFields/{id}`.
pub(super) async fn update(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(body): Params,
) -> Result<Response, Refused> {
    let id = field_id(&id)?;
    let old = state.store(move |store| store.field(&id)).await?;
    let changed = changed(&body, old)?;
    let field = state.store(move |store| store.update_field(&changed)).await?;
    Ok(answer(StatusCode::OK, &written(&field)))
}

/// `DELETE /v1/customMetadataFields/{id}`.
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = field_id(&id)?;
    state.store(move |store| store.delete_field(&id)).await?;
    Ok(nothing())
}

/// Without an id there is nothing to change or delete.
pub(super) async fn no_id() -> Refused {
    Refused::bad("Missing id parameter.")
}

fn field_id(text: &str) -> Result<AssetId, Refused> {
    let id = AssetId::new(text);
    if id.bytes().is_some() {
        Ok(id)
    } else {
        Err(Refused::bad("Your request contains invalid ID parameter."))
    }
}

/// A field as the API writes it.
fn written(field: &CustomField) -> Value {
    let mut object = json!({
        "id": field.id.to_string(),
        "name": field.name,
        "label": field.label,
        "schema": SchemaForm::from(&field.schema),
    });
    if let (Some(description), Some(object)) = (&field.description, object.as_object_mut()) {
        object.insert("description".into(), description.as_str().into());
    }
    object
}

fn new_field(body: &Map<String, Value>) -> Result<NewField, Refused> {
    let mut problems = Problems::new();
    let name = required(body, "name", &mut problems);
    let label = required(body, "label", &mut problems);
    let description = description(body, &mut problems);
    let schema = match body.get("schema") {
        Some(Value::Object(schema)) => new_schema(schema, &mut problems),
        Some(Value::Null) | None => wrong(&mut problems, "schema", "is required"),
        Some(_) => wrong(&mut problems, "schema", "should be of type object"),
    };
    match (name, label, schema) {
        (Some(name), Some(label), Some(schema)) if problems.is_empty() => {
            Ok(NewField { name, label, schema, description: description.flatten() })
        }
        _ => Err(invalid(problems)),
    }
}

fn new_schema(body: &Map<String, Value>, problems: &mut Problems) -> Option<Schema> {
    let field_type = match body.get("type") {
        Some(Value::String(word)) => match word.parse::<FieldType>() {
            Ok(field_type) => field_type,
            Err(error) => return wrong(problems, "type", &error.to_string()),
        },
        Some(Value::Null) | None => return wrong(problems, "type", "is required"),
        Some(_) => return wrong(problems, "type", "should be of type string"),
    };
    read_schema(body, Schema::new(field_type), problems)
}

/// What a request makes of a field: `null` and what is absent change nothing, and of a schema the keys
/// that are given replace the old ones.
fn changed(body: &Map<String, Value>, mut field: CustomField) -> Result<CustomField, Refused> {
    if body.contains_key("name") {
        return Err(Refused::bad("Name cannot be updated."));
    }
    let given = |key: &str| body.get(key).filter(|value| !value.is_null());
    if given("label").is_none() && given("schema").is_none() && !body.contains_key("description") {
        return Err(Refused::bad("Either label or schema should be provided."));
    }
    let mut problems = Problems::new();
    if given("label").is_some() {
        field.label = required(body, "label", &mut problems).unwrap_or_default();
    }
    if let Some(new) = description(body, &mut problems) {
        field.description = new;
    }
    if let Some(schema) = given("schema") {
        let schema = schema.as_object().ok_or_else(|| Refused::bad("Invalid schema object."))?;
        if let Some(schema) = read_schema(schema, field.schema.clone(), &mut problems) {
            field.schema = schema;
        }
    }
    if problems.is_empty() { Ok(field) } else { Err(invalid(problems)) }
}

/// The schema with the keys of `body`; `type` doesn't change and is not looked at.
fn read_schema(body: &Map<String, Value>, mut schema: Schema, problems: &mut Problems) -> Option<Schema> {
    for (key, value) in body {
        let result = match key.as_str() {
            "type" | "readOnly" | "selectOptionsTruncated" => Ok(()),
            "selectOptions" => array(value).map(|options| schema.options = options),
            "isValueRequired" => switch(value).map(|required| schema.required = required),
            "minLength" => length(value).map(|length| schema.min_length = length),
            "maxLength" => length(value).map(|length| schema.max_length = length),
            "defaultValue" => anything(value).map(|default| schema.default = default),
            "minValue" => anything(value).map(|min| schema.min = min),
            "maxValue" => anything(value).map(|max| schema.max = max),
            _ => Err("is not allowed"),
        };
        if let Err(text) = result {
            problems.insert(key.clone(), text.to_owned());
        }
    }
    if problems.is_empty() {
        problems.extend(schema.problems());
    }
    problems.is_empty().then_some(schema)
}

/// What is judged later, with the rest of the schema.
fn anything(value: &Value) -> Result<Option<Value>, &'static str> {
    Ok((!value.is_null()).then(|| value.clone()))
}

fn array(value: &Value) -> Result<Option<Vec<Value>>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::Array(options) => Ok(Some(options.clone())),
        _ => Err("should be of type array"),
    }
}

fn switch(value: &Value) -> Result<bool, &'static str> {
    match value {
        Value::Null => Ok(false),
        value => value.as_bool().ok_or("should be of type boolean"),
    }
}

fn length(value: &Value) -> Result<Option<u64>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => {
            number.as_u64().map(Some).ok_or("should be a whole number greater than or equal to 0")
        }
        _ => Err("should be of type number"),
    }
}

fn required(body: &Map<String, Value>, key: &str, problems: &mut Problems) -> Option<String> {
    match body.get(key) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::String(_) | Value::Null) | None => wrong(problems, key, "is required"),
        Some(_) => wrong(problems, key, "should be of type string"),
    }
}

/// The description: `None` when nothing is said of it, `Some(None)` when it is taken away.
fn description(body: &Map<String, Value>, problems: &mut Problems) -> Option<Option<String>> {
    match body.get("description")? {
        Value::Null => Some(None),
        Value::String(text) if text.chars().count() <= MAX_DESCRIPTION => Some(Some(text.clone())),
        Value::String(_) => wrong(problems, "description", "should have at most 500 characters"),
        _ => wrong(problems, "description", "should be of type string"),
    }
}

fn wrong<T>(problems: &mut Problems, key: &str, text: &str) -> Option<T> {
    problems.insert(key.to_owned(), text.to_owned());
    None
}

fn invalid(problems: Problems) -> Refused {
    Refused::bad("Invalid field object").with("errors", json!(problems))
}
