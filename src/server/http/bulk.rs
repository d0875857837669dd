//! Calls on many files at once: tags and deletes; one missing file fails all (imagekit-api.md 2.7, 2.8).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::answer::{HELP, Refused, json as answer};
use super::body::Params;
use super::{AppState, names};
use crate::model::AssetId;

const MOST_TAGGED: usize = 50;
const MOST_DELETED: usize = 100;

/// `POST /v1/files/addTags`.
pub(super) async fn add_tags(
    State(state): State<AppState>,
    Params(body): Params,
) -> Result<Response, Refused> {
    let (ids, tags) = (tagged_ids(body.get("fileIds"))?, tags(body.get("tags"))?);
    let files = ids.clone();
    let full = state.store(move |store| store.add_tags(&files, &tags)).await?;
    if full.is_empty() {
        return Ok(done("successfullyUpdatedFileIds", &ids));
    }
    let tagged: Vec<_> = ids.into_iter().filter(|id| !full.contains(id)).collect();
    let errors: Vec<_> =
        full.iter().map(|id| json!({ "fileId": id.to_string(), "error": "Error in adding tags" })).collect();
    Ok(partly("successfullyUpdatedFileIds", &tagged, &errors))
}

/// `POST /v1/files/removeTags`.
pub(super) async fn remove_tags(
    State(state): State<AppState>,
    Params(body): Params,
) -> Result<Response, Refused> {
    let (ids, tags) = (tagged_ids(body.get("fileIds"))?, tags(body.get("tags"))?);
    let files = ids.clone();
    state.store(move |store| store.remove_tags(&files, &tags)).await?;
    Ok(done("successfullyUpdatedFileIds", &ids))
}

/// `POST /v1/files/removeAITags`.
pub(super) async fn remove_ai_tags(
    State(state): State<AppState>,
    Params(body): Params,
) -> Result<Response, Refused> {
    let (ids, names) = (tagged_ids(body.get("fileIds"))?, ai_tags(body.get("AITags"))?);
    let files = ids.clone();
    state.store(move |store| store.remove_ai_tags(&files, &names)).await?;
    Ok(done("successfullyUpdatedFileIds", &ids))
}

/// `POST /v1/files/batch/deleteByFileIds`.
pub(super) async fn delete(State(state): State<AppState>, Params(body): Params) -> Result<Response, Refused> {
    let ids = ids(body.get("fileIds"), MOST_DELETED, "fileIds cannot have more than 100 items.")?;
    let files = ids.clone();
    state.store(move |store| store.delete(&files)).await?;
    Ok(done("successfullyDeletedFileIds", &ids))
}

fn done(key: &str, ids: &[AssetId]) -> Response {
    answer(StatusCode::OK, &json!({ key: each_once(ids) }))
}

/// A 207. The older SDKs read `message` and `help` there too (imagekit-api.md 1.6).
fn partly(key: &str, ids: &[AssetId], errors: &[Value]) -> Response {
    let body = json!({
        "message": "The operation failed for some of the files.",
        "help": HELP,
        key: each_once(ids),
        "errors": errors,
    });
    answer(StatusCode::MULTI_STATUS, &body)
}

fn each_once(ids: &[AssetId]) -> Vec<String> {
    let mut unique: Vec<String> = Vec::with_capacity(ids.len());
    for id in ids.iter().map(ToString::to_string) {
        if !unique.contains(&id) {
            unique.push(id);
        }
    }
    unique
}

fn tagged_ids(value: Option<&Value>) -> Result<Vec<AssetId>, Refused> {
    ids(value, MOST_TAGGED, "A maximum of 50 files can be edited at a time.")
}

fn ids(value: Option<&Value>, most: usize, too_many: &'static str) -> Result<Vec<AssetId>, Refused> {
    let value = present(value).ok_or_else(|| Refused::bad("fileIds parameter is missing."))?;
    let ids = Params::texts(value, "fileIds should be an Array.")?;
    if ids.is_empty() {
        return Err(Refused::bad("fileIds is empty."));
    }
    if ids.len() > most {
        return Err(Refused::bad(too_many));
    }
    Ok(ids.iter().map(|id| AssetId::new(id)).collect())
}

fn tags(value: Option<&Value>) -> Result<Vec<String>, Refused> {
    let value = present(value).ok_or_else(|| Refused::bad("tags parameter is missing."))?;
    let given = Params::texts(value, "Your request contains invalid value for tags parameter.")?;
    let tags = names::tags(given.iter().map(String::as_str))?;
    if tags.is_empty() { Err(Refused::bad("tags array cannot be empty.")) } else { Ok(tags) }
}

fn ai_tags(value: Option<&Value>) -> Result<Vec<String>, Refused> {
    let value = present(value).ok_or_else(|| Refused::bad("AITags parameter is missing."))?;
    let names = Params::texts(
        value,
        "Your request contains invalid value for AITags. Please provide an array of strings. Example - ['t-shirt','summer-sale'].",
    )?;
    if names.is_empty() { Err(Refused::bad("AITags array cannot be empty.")) } else { Ok(names) }
}

fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}
