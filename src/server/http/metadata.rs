//! What the bytes of a file say of themselves (imagekit-api.md 2.11).

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Refused, json};
use super::delivery::Refused as NotDelivered;
use super::{AppState, names};
use crate::server::imaging::ImagingError;

/// `GET /v1/files/{fileId}/metadata`.
pub(super) async fn of_file(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = names::file_id(&id)?;
    let file = state.store(move |store| store.file(&id)).await?.ok_or_else(inaccessible)?;
    let metadata = state.delivery.clone().metadata(file).await?;
    Ok(json(StatusCode::OK, &metadata))
}

/// `GET /v1/metadata?url=`, for what this library delivers.
pub(super) async fn of_url(
    State(state): State<AppState>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Result<Response, Refused> {
    let url = parameters.get("url").map(String::as_str).unwrap_or_default();
    if !url.strip_prefix(&state.account.delivery).is_some_and(|path| path.starts_with('/')) {
        return Err(Refused::bad("The url should be accessible using your ImageKit.io account."));
    }
    let metadata = state.delivery.clone().metadata_at(url).await?;
    Ok(json(StatusCode::OK, &metadata))
}

fn inaccessible() -> Refused {
    Refused::missing("The requested file does not exist or is inaccessible at this time.")
}

impl From<NotDelivered> for Refused {
    fn from(error: NotDelivered) -> Self {
        match error {
            NotDelivered::Missing
            | NotDelivered::Generated
            | NotDelivered::WrongSignature
            | NotDelivered::Expired(_)
            | NotDelivered::Private => inaccessible(),
            NotDelivered::Imaging(ImagingError::Unsupported(mime)) if mime.starts_with("video/") => {
                Self::bad("This local library does not read the metadata of videos.").reason("NOT_SUPPORTED")
            }
            NotDelivered::Recipe(_) | NotDelivered::Imaging(_) => {
                Self::bad("The requested file is corrupt or invalid.")
            }
            NotDelivered::Store(error) => error.into(),
            NotDelivered::Broken(why) => {
                tracing::error!(why, "a file's metadata can't be read");
                Self::bad("The requested file is corrupt or invalid.")
            }
        }
    }
}
