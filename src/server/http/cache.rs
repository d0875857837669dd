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

/// Whether it is an http(s) URL, with a `*` at its very end at most and then specific enough.
fn can_be_purged(text: &str, endpoint: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    let Some((stem, end)) = text.split_once('*') else { return true };
    end.is_empty() && is_specific(path_in_library(stem, endpoint))
}

/// The path after host and ImageKit id.
fn path_in_library<'a>(url: &'a str, endpoint: &str) -> &'a str {
    if let Some(path) = url.strip_prefix(endpoint) {
        return path;
    }
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').and_then(|at| after_scheme.get(at + 1..)).unwrap_or_default();
    path.find('/').and_then(|at| path.get(at..)).unwrap_or_default()
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
        let can = |url| can_be_purged(url, "http://127.0.0.1:8080/local");
        for good in [
            "https://ik.imagekit.io/demo/default-image.jpg",
            "https://ik.imagekit.io/demo/images/upload*",
            "https://ik.imagekit.io/demo/sample.jpg*",
            "https://ik.imagekit.io/demo/a-long-beginning*",
            "http://127.0.0.1:8080/local/sample.jpg*",
        ] {
            assert!(can(good), "{good}");
        }
        for bad in [
            "default-image.jpg",
            "ftp://ik.imagekit.io/demo/x.jpg",
            "https://ik.imagekit.io/demo/*",
            "https://ik.imagekit.io/demo/img*",
            "https://ik.imagekit.io/demo/*/x.jpg",
            "https://ik.imagekit.io/demo/media/catalog/*",
            "https://ik.imagekit.io/demo/s/files/*",
        ] {
            assert!(!can(bad), "{bad}");
        }
    }
}
