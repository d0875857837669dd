//! The list call (imagekit-api.md 2.4).

use std::collections::HashMap;

use axum::extract::{Query as QueryString, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Refused, json};
use super::{AppState, wire};
use crate::model::{Direction, FolderPath, Sort, SortKey};
use crate::server::store::{Query, What};

type Parameters = HashMap<String, String>;

/// `GET /v1/files`.
pub(super) async fn list(
    State(state): State<AppState>,
    QueryString(parameters): QueryString<Parameters>,
) -> Result<Response, Refused> {
    let query = query(&parameters)?;
    let shared = state.clone();
    let page = state.store(move |store| Ok(wire::items(&shared, &store.list(&query)?))).await?;
    Ok(json(StatusCode::OK, &page))
}

fn query(parameters: &Parameters) -> Result<Query, Refused> {
    let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    if get("searchQuery").is_some() {
        return Err(Refused::bad(
            "This local library does not support the searchQuery parameter yet. Use path, type, tags, name and fileType.",
        ));
    }
    let with_folders = get("includeFolder") == Some("true");
    let mut query = Query {
        what: if with_folders { What::All } else { what(get("type"))? },
        folder: get("path").map(FolderPath::new),
        tags: get("tags").map(split_tags).unwrap_or_default(),
        image: image(get("fileType"))?,
        name: get("name").map(str::to_owned),
        sort: sort(get("sort"))?,
        skip: skip(get("skip"))?,
        limit: limit(get("limit"))?,
    };
    if with_folders {
        query.tags.clear();
        query.image = None;
    }
    Ok(query)
}

fn what(value: Option<&str>) -> Result<What, Refused> {
    Ok(match value {
        None | Some("file") => What::Files,
        Some("file-version") => What::Versions,
        Some("folder") => What::Folders,
        Some("all") => What::All,
        Some(_) => {
            return Err(Refused::bad(
                "Your request contains invalid value for type parameter. Please provide one of the following: file, file-version, folder, all.",
            ));
        }
    })
}

fn image(value: Option<&str>) -> Result<Option<bool>, Refused> {
    Ok(match value {
        None | Some("all") => None,
        Some("image") => Some(true),
        Some("non-image") => Some(false),
        Some(_) => {
            return Err(Refused::bad(
                "Your request contains invalid value for fileType parameter. Please provide one of the following: all, image, non-image.",
            ));
        }
    })
}

/// Without a search there is no relevance, and no file has a duration or an original date: those
/// orders fall back to the date of upload.
fn sort(value: Option<&str>) -> Result<Sort, Refused> {
    let value = value.unwrap_or("ASC_CREATED");
    let (direction, key) = match value.split_once('_') {
        Some(("ASC", key)) => (Direction::Ascending, key),
        Some(("DESC", key)) => (Direction::Descending, key),
        _ => return Err(invalid_sort()),
    };
    let key = match key {
        "NAME" => SortKey::Name,
        "CREATED" | "RELEVANCE" | "DURATION" | "ORIGINAL_CREATION_DATE" => SortKey::Created,
        "UPDATED" => SortKey::Updated,
        "SIZE" => SortKey::Size,
        "HEIGHT" => SortKey::Height,
        "WIDTH" => SortKey::Width,
        _ => return Err(invalid_sort()),
    };
    Ok(Sort { key, direction })
}

fn invalid_sort() -> Refused {
    Refused::bad("Your request contains invalid value for sort parameters.")
}

fn skip(value: Option<&str>) -> Result<u64, Refused> {
    let Some(value) = value else { return Ok(0) };
    value.parse().map_err(|_| {
        Refused::bad(format!(
            "The value of skip parameter should be greater than or equal to 0. Value sent is {value}."
        ))
    })
}

fn limit(value: Option<&str>) -> Result<u32, Refused> {
    let Some(value) = value else { return Ok(1000) };
    match value.parse::<i64>() {
        Ok(limit @ 1..=1000) => Ok(u32::try_from(limit).unwrap_or(1000)),
        Ok(limit) if limit > 1000 => {
            Err(Refused::bad(format!("Maximum value of limit parameter is 1000. Value sent is {value}.")))
        }
        _ => Err(Refused::bad(format!("Minimum value of limit parameter is 1. Value sent is {value}."))),
    }
}

fn split_tags(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
