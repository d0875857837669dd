//! Copy, move and rename a file (imagekit-api.md 2.9).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answer::{Refused, json as answer, nothing};
use super::body::Params;
use super::{AppState, names, wire};
use crate::server::store::{Purged, Refusal};

const UNPURGED: &str = "File renamed successfully but we could not purge the CDN cache for old URL because of \
     rate limits on purge API.";

/// `POST /v1/files/copy`.
pub(super) async fn copy(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let (source, destination) = endpoints(&body)?;
    let with_versions = body.switch("includeFileVersions")? || body.switch("includeVersions")?;
    let path = source.clone();
    state
        .store(move |store| store.copy_file(&path, &names::destination(store, &destination)?, with_versions))
        .await
        .map_err(|refused| refused.or(|refusal| words(refusal, &source)))?;
    Ok(nothing())
}

/// `POST /v1/files/move`.
pub(super) async fn relocate(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let (source, destination) = endpoints(&body)?;
    let path = source.clone();
    state
        .store(move |store| store.move_file(&path, &names::destination(store, &destination)?))
        .await
        .map_err(|refused| refused.or(|refusal| words(refusal, &source)))?;
    Ok(nothing())
}

/// `PUT /v1/files/rename`.
pub(super) async fn rename(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let path = body.required("filePath")?.to_owned();
    let name = names::file_name(body.required("newFileName")?);
    let old_url = format!("{}*", wire::url(&state, &format!("/{}", path.trim_start_matches('/'))));
    let purge = state.purge_of(body.switch("purgeCache")?, old_url);
    let (file, new) = (path.clone(), name.clone());
    let purge = state
        .store(move |store| store.rename_file(&file, &new, purge.as_ref()))
        .await
        .map_err(|refused| refused.or(|refusal| rename_words(refusal, &path, &name)))?;
    Ok(match purge {
        Purged::Noted(id) => answer(StatusCode::OK, &json!({ "purgeRequestId": id.to_string() })),
        Purged::NotAsked => answer(StatusCode::OK, &json!({})),
        Purged::TooMany => {
            Refused::new(StatusCode::MULTI_STATUS, UNPURGED).reason("PURGE_FAILED").into_response()
        }
    })
}

fn endpoints(body: &Params) -> Result<(String, String), Refused> {
    let source = body.required("sourceFilePath")?.to_owned();
    let destination = body.required("destinationPath")?.to_owned();
    names::no_dots(&destination)?;
    Ok((source, destination))
}

fn words(refusal: &Refusal, source: &str) -> Option<Refused> {
    match refusal {
        Refusal::NoFile => Some(
            Refused::missing(format!("No file found with filePath {source}")).reason("SOURCE_FILE_MISSING"),
        ),
        Refusal::SamePlace => Some(
            Refused::bad("sourceFilePath and destinationPath cannot be same.")
                .reason("SAME_SOURCE_AND_DESTINATION"),
        ),
        _ => None,
    }
}

fn rename_words(refusal: &Refusal, path: &str, name: &str) -> Option<Refused> {
    match refusal {
        Refusal::NoFile => Some(
            Refused::missing(format!("No file found in media library at filePath {path}"))
                .reason("FILE_MISSING"),
        ),
        Refusal::Taken => Some(
            Refused::new(
                StatusCode::CONFLICT,
                format!("File with name {name} already exists at the same location."),
            )
            .reason("FILE_ALREADY_EXISTS"),
        ),
        Refusal::SamePlace => Some(
            Refused::bad("newFileName cannot be the same as its existing name.")
                .reason("SAME_OLD_AND_NEW_NAME"),
        ),
        _ => None,
    }
}
