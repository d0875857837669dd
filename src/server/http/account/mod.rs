//! What an account has besides its media library (imagekit-api.md 2.13).
//!
//! Origins, URL endpoints, saved extensions, named transformations and webhooks are all read, kept
//! and shown in the same way; a [`Resource`] says how one kind differs from the others.

mod analytics;
mod count;
mod endpoint;
mod extension;
mod named;
mod origin;
mod read;
mod usage;
mod webhook;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, patch, post, put};
use serde_json::{Map, Value};

pub(super) use self::count::{Deliveries, count, put_away};
use super::AppState;
use super::answer::{Refused, json as answer, nothing};
use super::body::Params;
use crate::server::store::{AccountItem, ItemKind, Refusal};

type Fields = Map<String, Value>;

/// A kind of thing that an account has, with calls to list, make, read, change and delete it.
struct Resource {
    kind: ItemKind,
    /// Whether a change is a PATCH of single fields; else it is a PUT of the whole.
    patched: bool,
    /// What a body says, checked; the id is there when a thing is changed.
    read: fn(&Params, Option<&str>) -> Result<Fields, Refused>,
    /// What an answer says besides the id and what is kept.
    more: fn(&AccountItem) -> Fields,
    /// Its own words for what the store refuses.
    words: fn(&Refusal) -> Option<Refused>,
    /// Refuses what can't be an id.
    id: fn(&str) -> Result<(), Refused>,
}

/// The routes below `/v1`.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/accounts/usage", get(usage::usage))
        .route("/accounts/usage-analytics", get(analytics::analytics))
        .merge(crud("/accounts/origins", &origin::RESOURCE))
        .merge(crud("/accounts/url-endpoints", &endpoint::RESOURCE))
        .merge(crud("/accounts/webhooks", &webhook::RESOURCE))
        .merge(crud("/saved-extensions", &extension::RESOURCE))
        .merge(crud("/named-transformations", &named::RESOURCE))
        .route("/dummy/test", post(dummy))
}

fn crud(path: &str, resource: &'static Resource) -> Router<AppState> {
    let change = move |state, id, body| change(state, id, body, resource);
    let change = if resource.patched { patch(change) } else { put(change) };
    Router::new()
        .route(path, get(move |state| list(state, resource)))
        .route(path, post(move |state, body| add(state, body, resource)))
        .route(&format!("{path}/{{id}}"), get(move |state, id| one(state, id, resource)))
        .route(&format!("{path}/{{id}}"), axum::routing::delete(move |state, id| remove(state, id, resource)))
        .route(&format!("{path}/{{id}}"), change)
}

impl Resource {
    fn show(&self, item: &AccountItem) -> Fields {
        let mut shown = item.body.clone();
        shown.insert("id".into(), item.id.clone().into());
        shown.extend((self.more)(item));
        shown
    }

    fn refused(&self, refused: Refused) -> Refused {
        refused.or(self.words)
    }
}

async fn list(State(state): State<AppState>, resource: &Resource) -> Result<Response, Refused> {
    let kind = resource.kind;
    let items = state.store(move |store| store.account_items(kind)).await?;
    Ok(answer(StatusCode::OK, &items.iter().map(|item| resource.show(item)).collect::<Vec<_>>()))
}

async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    resource: &Resource,
) -> Result<Response, Refused> {
    (resource.id)(&id)?;
    let kind = resource.kind;
    let item = state.store(move |store| store.account_item(kind, &id)).await;
    Ok(answer(StatusCode::OK, &resource.show(&item.map_err(|refused| resource.refused(refused))?)))
}

async fn add(State(state): State<AppState>, body: Params, resource: &Resource) -> Result<Response, Refused> {
    let (kind, body) = (resource.kind, (resource.read)(&body, None)?);
    let item = state.store(move |store| store.add_account_item(kind, body)).await;
    Ok(answer(StatusCode::CREATED, &resource.show(&item.map_err(|refused| resource.refused(refused))?)))
}

async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    body: Params,
    resource: &Resource,
) -> Result<Response, Refused> {
    (resource.id)(&id)?;
    let (kind, merge, body) = (resource.kind, resource.patched, (resource.read)(&body, Some(&id))?);
    let item = state.store(move |store| store.change_account_item(kind, &id, body, merge)).await;
    Ok(answer(StatusCode::OK, &resource.show(&item.map_err(|refused| resource.refused(refused))?)))
}

async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    resource: &Resource,
) -> Result<Response, Refused> {
    (resource.id)(&id)?;
    let kind = resource.kind;
    let removed = state.store(move |store| store.remove_account_item(kind, &id)).await;
    removed.map_err(|refused| resource.refused(refused))?;
    Ok(nothing())
}

/// `POST /v1/dummy/test`: of no use but that it exists.
async fn dummy(body: Result<Params, Refused>) -> Result<Response, Refused> {
    match body {
        Ok(_) => Ok(nothing()),
        Err(refused) => Err(refused.with("error", "Invalid input data")),
    }
}

/// Any text may be an id: what isn't one is not found.
fn any_id(_: &str) -> Result<(), Refused> {
    Ok(())
}

fn no_more(_: &AccountItem) -> Fields {
    Fields::new()
}
