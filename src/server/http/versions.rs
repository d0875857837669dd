//! The versions of a file (imagekit-api.md 2.5, 2.8, 2.9).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Refused, json, nothing};
use super::{AppState, names, wire};
use crate::model::AssetId;

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
    let version = state.store(move |store| store.version(&id, &version)).await?;
    Ok(json(StatusCode::OK, &wire::file(&state, &version)))
}

/// `DELETE /v1/files/{fileId}/versions/{versionId}`.
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (id, version) = checked(&ids)?;
    state.store(move |store| store.delete_version(&id, &version)).await?;
    Ok(nothing())
}

/// `PUT /v1/files/{fileId}/versions/{versionId}/restore`.
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (id, version) = checked(&ids)?;
    let file = state.store(move |store| store.restore(&id, &version)).await?;
    Ok(json(StatusCode::OK, &wire::file(&state, &file)))
}

fn checked((id, version): &(String, String)) -> Result<(AssetId, AssetId), Refused> {
    Ok((names::file_id(id)?, names::version_id(version)?))
}
