//! The routes: `/v1` (management), `/api` (upload), `/{id}` (delivery), `/_ikt` (handles for tests).

mod account;
mod answer;
mod assets;
mod auth;
mod body;
mod bulk;
mod cache;
pub mod delivery;
mod envelope;
mod extensions;
mod faults;
mod fields;
mod files;
mod folders;
mod limits;
mod metadata;
mod names;
mod signed;
mod state;
mod transfer;
mod upload;
mod versions;
mod webhook;
mod wire;

use std::future::Future;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Method;
use axum::http::uri::{PathAndQuery, Uri};
use axum::routing::{delete, get, patch, post, put};
use axum::{Router, ServiceExt, middleware};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower::ServiceExt as _;

use answer::Refused;
pub use limits::RateLimits;
pub use state::{AppState, Library};

/// How long requests under way may take when the library stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves until `stop`, then lets what is under way end.
pub(super) async fn serve(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let (stopping, stopped) = oneshot::channel();
    let app = ServiceExt::<Request>::into_make_service(router(&state).map_request(without_last_slash));
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        stop.await;
        let _ = stopping.send(());
    });
    tokio::select! {
        result = server => if let Err(error) = result {
            tracing::error!(%error, "the local library can't listen any more");
        },
        () = async { let _ = stopped.await; tokio::time::sleep(PATIENCE).await } => {
            tracing::warn!("some requests were cut off");
        }
    }
    state.close().await;
}

fn router(state: &AppState) -> Router {
    let delivered = delivery::routes(state.delivery.clone())
        .layer(middleware::from_fn_with_state(state.clone(), account::count));
    let mut app = Router::new().nest("/v1", management(state)).nest("/api", uploads()).merge(delivered);
    if state.faults.is_some() {
        app = app.nest("/_ikt", faults::router());
    }
    app.layer(middleware::from_fn_with_state(state.clone(), faults::interfere))
        .layer(middleware::from_fn(envelope::seal))
        .with_state(state.clone())
}

fn management(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/files", get(assets::list))
        .route("/files/{id}", delete(files::delete))
        .route("/files/{id}/details", get(files::details).merge(patch(files::update)))
        .route("/files/{id}/metadata", get(metadata::of_file))
        .route("/files/{id}/versions", get(versions::list))
        .route("/files/{id}/versions/{version}", get(versions::details).merge(delete(versions::delete)))
        .route("/files/{id}/versions/{version}/restore", put(versions::restore))
        .route("/files/addTags", post(bulk::add_tags))
        .route("/files/removeTags", post(bulk::remove_tags))
        .route("/files/removeAITags", post(bulk::remove_ai_tags))
        .route("/files/batch/deleteByFileIds", post(bulk::delete))
        .route("/files/copy", post(transfer::copy))
        .route("/files/move", post(transfer::relocate))
        .route("/files/rename", put(transfer::rename))
        .route("/files/purge", post(cache::purge))
        .route("/files/purge/{request}", get(cache::status))
        .route(
            "/customMetadataFields",
            get(fields::list).post(fields::create).patch(fields::no_id).delete(fields::no_id),
        )
        .route("/customMetadataFields/{id}", patch(fields::update).merge(delete(fields::delete)))
        .route("/metadata", get(metadata::of_url))
        .route("/folder", post(folders::create).merge(delete(folders::delete)))
        .route("/bulkJobs/copyFolder", post(folders::copy))
        .route("/bulkJobs/moveFolder", post(folders::relocate))
        .route("/bulkJobs/renameFolder", post(folders::rename))
        .route("/bulkJobs/{job}", get(folders::job))
        .merge(account::routes())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(middleware::from_fn_with_state(state.clone(), limits::hold_back))
        .layer(middleware::from_fn_with_state(state.clone(), auth::by_key))
        .layer(middleware::from_fn_with_state(state.clone(), limits::tell))
}

fn uploads() -> Router<AppState> {
    Router::new()
        .route("/v1/files/upload", post(upload::v1))
        .route("/v2/files/upload", post(upload::v2))
        .layer(DefaultBodyLimit::disable())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
}

async fn unknown(method: Method, uri: axum::extract::OriginalUri) -> Refused {
    Refused::missing(format!("This local library does not support {method} {}.", uri.path()))
        .reason("NOT_SUPPORTED")
}

/// The service takes `/v1/files/` for `/v1/files` (imagekit-api.md 7.4).
fn without_last_slash(mut request: Request) -> Request {
    let path = request.uri().path();
    if path.len() > 1 && path.ends_with('/') && (path.starts_with("/v1/") || path.starts_with("/api/")) {
        let path = path.trim_end_matches('/');
        let text = match request.uri().query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        let mut parts = request.uri().clone().into_parts();
        // What is cut from a good path is a good path.
        if let Ok(path) = PathAndQuery::try_from(text) {
            parts.path_and_query = Some(path);
            if let Ok(uri) = Uri::from_parts(parts) {
                *request.uri_mut() = uri;
            }
        }
    }
    request
}
