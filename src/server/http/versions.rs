//! The versions of a file (imagekit-api.md 2.5, 2.8, 2.9).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Refused, json, nothing};
use super::{AppState, names, wire};
use crate::model::AssetId;
use crate::server::store::Refusal;

const NO_VERSION: &str = "The requested file version does not exist.";
const NO_ASSET: &str = "The requested asset does not exist.";

/// `GET /v1/files/{fileId}/versions`.
pub(super) async fn list(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response, Refused> {
    let id = names::file_id(&id)?;
    let all = state.store(move |store| store.versions(&id)).await?;
    let all: Vec<_> = all.iter().map(|version| wire::file(&state, version)).collect();
    Ok(json(StatusCode::OK, &all))
}

/// `GET /v1/files/{fileId}/versions/{versionId}`.
pub(super) async fn details(
    State(state): State<AppState>,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (id, version) = checked(&ids)?;
    let version = state.store(move |store| store.version(&id, &version)).await;
    let version = version.map_err(|refused| refused.or(|refusal| gone(refusal, NO_VERSION)))?;
    Ok(json(StatusCode::OK, &wire::file(&state, &version)))
}

/// `DELETE /v1/files/{fileId}/versions/{versionId}`.
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (id, version) = checked(&ids)?;
    let deleted = state.store(move |store| store.delete_version(&id, &version)).await;
    deleted.map_err(|refused| refused.or(|refusal| gone(refusal, NO_ASSET)))?;
    Ok(nothing())
}

/// `PUT /v1/files/{fileId}/versions/{versionId}/restore`.
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (id, version) = checked(&ids)?;
    let file = state.store(move |store| store.restore(&id, &version)).await;
    let file = file.map_err(|refused| refused.or(|refusal| gone(refusal, NO_VERSION)))?;
    Ok(json(StatusCode::OK, &wire::file(&state, &file)))
}

/// Neither an unknown file nor an unknown version has words of its own.
fn gone(refusal: &Refusal, words: &'static str) -> Option<Refused> {
    matches!(refusal, Refusal::NoFile | Refusal::NoVersion).then(|| Refused::missing(words))
}

fn checked((id, version): &(String, String)) -> Result<(AssetId, AssetId), Refused> {
    Ok((names::file_id(id)?, names::version_id(version)?))
}
