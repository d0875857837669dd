//! One file: details, update, delete (imagekit-api.md 2.5, 2.6, 2.8).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value};

use super::answer::{Refused, json as answer, nothing};
use super::body::Params;
use super::extensions::Extensions;
use super::{AppState, names, wire};
use crate::server::store::{Changes, Publish, Refusal, RemoveAiTags};

/// `GET /v1/files/{fileId}/details`.
pub(super) async fn details(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = names::file_id(&id)?;
    let file = state.store(move |store| Ok(store.file(&id)?.ok_or(Refusal::NoFile)?)).await?;
    Ok(answer(StatusCode::OK, &wire::file(&state, &file)))
}

/// `DELETE /v1/files/{fileId}`.
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = names::file_id(&id)?;
    state.store(move |store| store.delete(&[id])).await.map_err(|refused| {
        refused.or(|refusal| match refusal {
            Refusal::Missing(_) => Some(Refusal::NoFile.into()),
            _ => None,
        })
    })?;
    Ok(nothing())
}

/// `PATCH /v1/files/{fileId}/details`.
pub(super) async fn update(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(body): Params,
) -> Result<Response, Refused> {
    let id = names::file_id(&id)?;
    let changes = changes(&body)?;
    let webhook = text("webhookUrl", body.get("webhookUrl").unwrap_or(&Value::Null))?;
    let extensions = match Extensions::read(body.get("extensions"), webhook)? {
        Some(extensions) => Some(extensions.found(&state).await?),
        None => None,
    };
    let file = state.store(move |store| store.update(&id, &changes)).await?;
    let mut object = wire::file(&state, &file);
    if let (Some(extensions), Some(object)) = (extensions, object.as_object_mut()) {
        object.insert("extensionStatus".into(), extensions.pending());
        extensions.start(&state, file.id);
    }
    Ok(answer(StatusCode::OK, &object))
}

fn changes(body: &Map<String, Value>) -> Result<Changes, Refused> {
    let mut changes = Changes::default();
    if let Some(publish) = body.get("publish").filter(|publish| !publish.is_null()) {
        if body.len() > 1 {
            return Err(Refused::bad(
                "Your request cannot contain any other parameters when publish is present",
            ));
        }
        changes.published = Some(read_publish(publish)?);
        return Ok(changes);
    }
    for (name, value) in body {
        match name.as_str() {
            "removeAITags" => changes.remove_ai_tags = remove_ai_tags(value)?,
            "tags" => changes.tags = Some(read_tags(value)?),
            "customCoordinates" => {
                changes.custom_coordinates = Some(text(name, value)?.map(names::coordinates).transpose()?);
            }
            "description" => {
                changes.description =
                    Some(text(name, value)?.filter(|text| !text.is_empty()).map(str::to_owned))
            }
            "customMetadata" => changes.custom = custom(value)?,
            "extensions" | "webhookUrl" | "publish" => {}
            _ => {
                return Err(Refused::bad(format!("Your request contains an unknown parameter: {name}.")));
            }
        }
    }
    Ok(changes)
}

fn read_publish(value: &Value) -> Result<Publish, Refused> {
    let wrong = || Refused::bad("Your request contains invalid value for publish parameter.");
    let published = value.get("isPublished").and_then(Value::as_bool).ok_or_else(wrong)?;
    let versions = match value.get("includeFileVersions") {
        None | Some(Value::Null) => false,
        Some(value) => value.as_bool().ok_or_else(wrong)?,
    };
    Ok(Publish { published, versions })
}

fn remove_ai_tags(value: &Value) -> Result<Option<RemoveAiTags>, Refused> {
    Ok(match value {
        Value::Null => None,
        Value::String(all) if all == "all" => Some(RemoveAiTags::All),
        _ => Some(RemoveAiTags::Named(Params::texts(
            value,
            "Your request contains invalid value for removeAITags parameter.",
        )?)),
    })
}

fn read_tags(value: &Value) -> Result<Vec<String>, Refused> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let given = Params::texts(value, "Your request contains invalid value for tags parameter.")?;
    names::tags(given.iter().map(String::as_str))
}

/// Values of custom metadata; the store knows the fields.
fn custom(value: &Value) -> Result<Option<Map<String, Value>>, Refused> {
    match value {
        Value::Null => Ok(None),
        Value::Object(values) => Ok(Some(values.clone())),
        _ => Err(Refused::bad("Your request contains invalid value for customMetadata parameter.")),
    }
}

fn text<'a>(name: &str, value: &'a Value) -> Result<Option<&'a str>, Refused> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(Refused::bad(format!("Your request contains invalid value for {name} parameter."))),
    }
}
