//! Folders, and the jobs that copy, move and rename them (imagekit-api.md 2.10).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::answer::{Refused, json as answer, nothing};
use super::body::Params;
use super::{AppState, names, wire};
use crate::model::{AssetId, FolderPath};
use crate::server::store::{Job, JobKind, Refusal};

/// `POST /v1/folder`.
pub(super) async fn create(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let name = body.required("folderName")?;
    let parent = body.required("parentFolderPath")?.to_owned();
    if name.contains('/') {
        return Err(Refused::bad("folderName parameter cannot have a slash.").reason("INVALID_FOLDER_PATH"));
    }
    names::no_dots(name)?;
    names::no_dots(&parent)?;
    let name = names::folder_name(name);
    state.store(move |store| store.create_folder(&names::destination(store, &parent)?.child(&name))).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

/// `DELETE /v1/folder`.
pub(super) async fn delete(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let given = body.required("folderPath")?;
    let path = FolderPath::new(given);
    state.store(move |store| store.delete_folder(&path)).await.map_err(|refused| {
        refused.or(|refusal| match refusal {
            Refusal::NoFolder => Some(
                Refused::missing(format!("No folder found with folderPath {given}"))
                    .reason("FOLDER_NOT_FOUND"),
            ),
            _ => None,
        })
    })?;
    Ok(nothing())
}

/// `POST /v1/bulkJobs/copyFolder`; the switch for versions has two names.
pub(super) async fn copy(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let versions = body.switch("includeVersions")? || body.switch("includeFileVersions")?;
    transfer(&state, &body, JobKind::Copy { versions }).await
}

/// `POST /v1/bulkJobs/moveFolder`.
pub(super) async fn relocate(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    transfer(&state, &body, JobKind::Move).await
}

async fn transfer(state: &AppState, body: &Params, kind: JobKind) -> Result<Response, Refused> {
    let given = body.required("sourceFolderPath")?;
    let destination = body.required("destinationPath")?.to_owned();
    names::no_dots(&destination)?;
    let source = FolderPath::new(given);
    let job = state
        .store(move |store| {
            let target = names::destination(store, &destination)?.child(source.name());
            store.start_job(kind, &source, &target, None)
        })
        .await
        .map_err(|refused| refused.or(|refusal| transfer_words(refusal, given)))?;
    Ok(started(state, StatusCode::OK, job))
}

/// `POST /v1/bulkJobs/renameFolder`.
pub(super) async fn rename(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let source = FolderPath::new(body.required("folderPath")?);
    let name = body.required("newFolderName")?;
    if name.contains('/') {
        return Err(
            Refused::bad("newFolderName parameter cannot have a slash.").reason("INVALID_FOLDER_PATH")
        );
    }
    names::no_dots(name)?;
    let name = names::folder_name(name);
    let Some(parent) = source.parent() else {
        return Err(Refused::bad("folderPath cannot be root."));
    };
    let target = parent.child(&name);
    let inside = format!("{}/*", wire::url(&state, source.as_str()));
    let purge = state.purge_of(body.switch("purgeCache")?, inside);
    let job = state
        .store(move |store| store.start_job(JobKind::Rename, &source, &target, purge.as_ref()))
        .await
        .map_err(|refused| refused.or(|refusal| rename_words(refusal, &name)))?;
    Ok(started(&state, StatusCode::ACCEPTED, job))
}

fn started(state: &AppState, status: StatusCode, job: AssetId) -> Response {
    let body = json!({ "jobId": job.to_string() });
    state.run_job(job);
    answer(status, &body)
}

/// `GET /v1/bulkJobs/{jobId}`.
pub(super) async fn job(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response, Refused> {
    let id = AssetId::new(&id);
    let job = state.store(move |store| store.job(&id)).await?;
    let mut body = Map::from_iter([
        ("jobId".to_owned(), Value::from(job.id.to_string())),
        ("type".to_owned(), job.kind.name().into()),
        ("status".to_owned(), if job.done { "Completed" } else { "Pending" }.into()),
    ]);
    if let Some(purge) = &job.purge {
        body.insert("purgeRequestId".into(), purge.to_string().into());
    }
    let Some(message) = shortfall(&job) else { return Ok(answer(StatusCode::OK, &body)) };
    body.remove("status");
    let partial = Refused::new(StatusCode::MULTI_STATUS, message).with("status", "Partial success");
    Ok(body.into_iter().fold(partial, |partial, (key, value)| partial.with(&key, value)).into_response())
}

/// What a job that is through could not do.
fn shortfall(job: &Job) -> Option<String> {
    match job {
        Job { done: false, .. } => None,
        Job { unpurged: true, .. } => {
            Some("Folder renamed successfully but purging cache on nested files failed.".into())
        }
        Job { stayed: 0, .. } => None,
        Job { stayed, kind, .. } => {
            let done = if matches!(kind, JobKind::Copy { .. }) { "copied" } else { "moved" };
            Some(format!("{stayed} of the files were not {done}: they would have more than 100 versions."))
        }
    }
}

fn transfer_words(refusal: &Refusal, source: &str) -> Option<Refused> {
    match refusal {
        Refusal::NoFolder => Some(
            Refused::missing(format!("No files & folder found at sourceFolderPath {source}"))
                .reason("NO_FILES_FOLDER"),
        ),
        Refusal::SamePlace => Some(
            Refused::bad("sourceFolderPath and destinationPath cannot be same.")
                .reason("SAME_SOURCE_AND_DESTINATION"),
        ),
        Refusal::Root => Some(Refused::bad("sourceFolderPath cannot be root.").reason("SOURCE_IS_ROOT")),
        _ => None,
    }
}

fn rename_words(refusal: &Refusal, name: &str) -> Option<Refused> {
    match refusal {
        Refusal::NoFolder => Some(Refused::missing("Source folder not found.")),
        Refusal::Taken => Some(Refused::new(
            StatusCode::CONFLICT,
            format!("Folder with name {name} already exists at the same location."),
        )),
        Refusal::SamePlace => Some(Refused::bad("newFolderName cannot be the same as its existing name.")),
        _ => None,
    }
}
