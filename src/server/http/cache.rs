//! Purging the cache (imagekit-api.md 2.11). A local library has none, so a purge is only noted.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::answer::{Refused, json as answer};
use super::body::Params;
use super::{AppState, limits};
use crate::model::AssetId;
use crate::server::store::{Purge, Refusal};

/// `POST /v1/files/purge`.
pub(super) async fn purge(State(state): State<AppState>, body: Params) -> Result<Response, Refused> {
    let url = body.required("url")?.to_owned();
    if !can_be_purged(&url, &state.account.delivery) {
        return Err(Refused::bad("The URL is not valid for cache purging."));
    }
    let purge = Purge { url, most: state.limiter.purges() };
    match state.store(move |store| store.purge(&purge)).await {
        Ok(id) => Ok(answer(StatusCode::CREATED, &json!({ "requestId": id.to_string() }))),
        Err(refused) if refused.refusal == Some(Refusal::TooManyPurges) => {
            Ok(limits::too_many_purges(&state))
        }
        Err(refused) => Err(refused),
    }
}

/// `GET /v1/files/purge/{requestId}`.
pub(super) async fn status(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = AssetId::new(&id);
    let done = state.store(move |store| store.purge_done(&id)).await?;
    Ok(answer(StatusCode::OK, &json!({ "status": if done { "Completed" } else { "Pending" } })))
}

/// Whether it is a URL of this library, with a `*` at its very end at most and then specific enough.
fn can_be_purged(text: &str, endpoint: &str) -> bool {
    let path = text.strip_prefix(endpoint).filter(|path| path.starts_with('/'));
    let Some(path) = path.filter(|_| url::Url::parse(text).is_ok()) else { return false };
    match path.split_once('*') {
        None => true,
        Some((stem, end)) => end.is_empty() && is_specific(stem),
    }
}

/// Two levels, 15 characters, or a whole file name; never the two prefixes that shops share.
fn is_specific(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    if matches!(path, "/media/catalog/" | "/s/files/") {
        return false;
    }
    let whole_file = parts.last().is_some_and(|name| {
        name.rsplit_once('.').is_some_and(|(base, extension)| !base.is_empty() && !extension.is_empty())
    });
    parts.len() >= 2 || path.chars().count() >= 15 || whole_file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_only_where_they_are_specific() {
        let can = |path: &str| can_be_purged(path, "http://127.0.0.1:8080/local");
        let here = |path: &str| format!("http://127.0.0.1:8080/local{path}");
        for good in
            ["/default-image.jpg", "/a b.jpg?tr=w-1", "/images/upload*", "/sample.jpg*", "/a-long-beginning*"]
        {
            assert!(can(&here(good)), "{good}");
        }
        for bad in ["", "/*", "/img*", "/*/x.jpg", "/a*b*", "/media/catalog/*", "/s/files/*", "-other/x.jpg"]
        {
            assert!(!can(&here(bad)), "{bad}");
        }
        for foreign in
            ["default-image.jpg", "https://ik.imagekit.io/demo/x.jpg", "ftp://127.0.0.1:8080/local/x.jpg"]
        {
            assert!(!can(foreign), "{foreign}");
        }
    }
}
