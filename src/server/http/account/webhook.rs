//! Webhooks. The local library keeps them; it sends no events.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Fields, Resource, any_id, read};
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
use crate::server::http::wire;
use crate::server::store::{AccountItem, ItemKind, Refusal};

pub(super) static RESOURCE: Resource =
    Resource { kind: ItemKind::Webhook, patched: true, read: webhook, more: dates, words, id: any_id };

/// What can happen (imagekit-api.md 2.15).
const EVENTS: [&str; 15] = [
    "video.transformation.accepted",
    "video.transformation.ready",
    "video.transformation.error",
    "upload.pre-transform.success",
    "upload.pre-transform.error",
    "upload.post-transform.success",
    "upload.post-transform.error",
    "file.created",
    "file.updated",
    "file.deleted",
    "file-version.created",
    "file-version.deleted",
    "folder.created",
    "folder.updated",
    "folder.deleted",
];

fn webhook(Params(body): &Params, id: Option<&str>) -> Result<Fields, Refused> {
    let mut kept = Fields::new();
    if id.is_none() || body.contains_key("endpoint") {
        let endpoint = read::required(body, "endpoint", 2048)?;
        if !read::is_url(endpoint) {
            return Err(Refused::bad("endpoint must be a valid http or https URL"));
        }
        kept.insert("endpoint".into(), endpoint.into());
    }
    if id.is_none() || body.contains_key("events") {
        kept.insert("events".into(), events(body)?.into());
    }
    match (read::switch(body, "enabled")?, id) {
        (Some(on), _) => drop(kept.insert("enabled".into(), on.into())),
        (None, None) => drop(kept.insert("enabled".into(), true.into())),
        (None, Some(_)) => {}
    }
    if body.contains_key("secret") {
        return Err(Refused::bad("secret cannot be set"));
    }
    if id.is_none() {
        let secret = format!("whsec_{}", STANDARD.encode(uuid::Uuid::new_v4()));
        kept.insert("secret".into(), secret.into());
    }
    Ok(kept)
}

fn events(body: &Fields) -> Result<Vec<String>, Refused> {
    const WRONG: &str = "events is required and must be an array of event types";
    let events = Params::texts(body.get("events").unwrap_or(&Value::Null), WRONG)?;
    match events.iter().find(|event| !EVENTS.contains(&event.as_str())) {
        Some(event) => Err(Refused::bad(format!("{event} is not an event type"))),
        None if events.is_empty() => Err(Refused::bad(WRONG)),
        None => Ok(events),
    }
}

fn dates(item: &AccountItem) -> Fields {
    Fields::from_iter([
        ("createdAt".to_owned(), wire::time(item.created).into()),
        ("updatedAt".to_owned(), wire::time(item.updated).into()),
    ])
}

fn words(refusal: &Refusal) -> Option<Refused> {
    match refusal {
        Refusal::NoItem => Some(Refused::missing("The requested webhook does not exist.")),
        Refusal::TooManyItems => Some(Refused::bad("You can have at most 3 webhooks.")),
        Refusal::Taken => Some(Refused::bad("A webhook with this endpoint already exists.")),
        _ => None,
    }
}
