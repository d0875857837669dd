//! The list call (imagekit-api.md 2.4).

use std::collections::HashMap;

use axum::extract::{Query as QueryString, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Refused, written};
use super::{AppState, wire};
use crate::model::custom::{CustomField, FieldType, RESERVED_NAME};
use crate::model::{Direction, FolderPath, Sort, SortKey};
use crate::query;
use crate::server::store::{Query, Rank, What};

type Parameters = HashMap<String, String>;

/// `GET /v1/files`.
pub(super) async fn list(
    State(state): State<AppState>,
    QueryString(parameters): QueryString<Parameters>,
) -> Result<Response, Refused> {
    let fields = match parameters.get("searchQuery") {
        Some(_) => state.store(|store| store.fields(false)).await?,
        None => Vec::new(),
    };
    let query = self::query(&parameters, &fields)?;
    let shared = state.clone();
    let page = state.store(move |store| Ok(wire::items(&shared, &store.list(&query)?)?)).await?;
    Ok(written(StatusCode::OK, page))
}

/// A search switches off `type`, `tags` and `name` (imagekit-api.md 3.4).
fn query(parameters: &Parameters, fields: &[CustomField]) -> Result<Query, Refused> {
    let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let search = get("searchQuery").map(|text| search(text, fields)).transpose()?;
    let (sort, rank) = sort(get("sort"), search.as_ref())?;
    let mut query = Query {
        folder: get("path").map(FolderPath::new),
        image: image(get("fileType"))?,
        sort,
        rank,
        skip: skip(get("skip"))?,
        limit: limit(get("limit"))?,
        ..Query::default()
    };
    if search.is_some() {
        return Ok(Query { search, ..query });
    }
    let with_folders = get("includeFolder") == Some("true");
    query.what = if with_folders { What::All } else { what(get("type"))? };
    query.name = get("name").map(str::to_owned);
    if with_folders {
        query.image = None;
    } else {
        query.tags = get("tags").map(split_tags).unwrap_or_default();
    }
    Ok(query)
}

/// The words of the service where they are known (imagekit-api.md 2.4), and the column behind them.
fn search(text: &str, fields: &[CustomField]) -> Result<query::Query, Refused> {
    let field_type = |name: &str| match fields.iter().find(|field| field.name == name) {
        None if name == RESERVED_NAME => Some(FieldType::Date),
        found => found.map(|field| field.schema.field_type),
    };
    query::parse_with(text, &field_type).map_err(|error| {
        let words = format!(
            "Invalid search query - {}. {}. Please refer to the documentation for syntax specification. (column {})",
            error.message, error.hint, error.column
        );
        Refused::bad(words).with("column", error.column)
    })
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

/// No file has a duration, and without a word to look for there is no relevance: those orders fall
/// back to the date of upload.
fn sort(value: Option<&str>, search: Option<&query::Query>) -> Result<(Sort, Option<Rank>), Refused> {
    let value = value.unwrap_or("ASC_CREATED");
    let (direction, key) = match value.split_once('_') {
        Some(("ASC", key)) => (Direction::Ascending, key),
        Some(("DESC", key)) => (Direction::Descending, key),
        _ => return Err(invalid_sort()),
    };
    let (key, rank) = match key {
        "NAME" => (SortKey::Name, None),
        "CREATED" | "DURATION" => (SortKey::Created, None),
        "RELEVANCE" => (SortKey::Created, search.filter(|search| has_words(search)).map(|_| Rank::Relevance)),
        "ORIGINAL_CREATION_DATE" => (SortKey::Created, Some(Rank::Original)),
        "UPDATED" => (SortKey::Updated, None),
        "SIZE" => (SortKey::Size, None),
        "HEIGHT" => (SortKey::Height, None),
        "WIDTH" => (SortKey::Width, None),
        _ => return Err(invalid_sort()),
    };
    Ok((Sort { key, direction }, rank))
}

/// Whether a search asks for words anywhere.
fn has_words(search: &query::Query) -> bool {
    let mut found = false;
    search.expr.each(&mut |condition| found |= matches!(condition.test, query::Test::Has(_)));
    found
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
