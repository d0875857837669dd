//! Saved extensions: the configuration of one extension under an id (imagekit-api.md 2.14).

use serde_json::Value;

use super::{Fields, Resource, read};
use crate::model::AssetId;
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
use crate::server::http::extensions::Extensions;
use crate::server::http::wire;
use crate::server::store::{AccountItem, ItemKind, Refusal};

pub(super) static RESOURCE: Resource = Resource {
    kind: ItemKind::SavedExtension,
    patched: true,
    read: extension,
    more: dates,
    words,
    id: is_id,
};

const INVALID: &str = "Invalid extension configuration.";
/// Most characters of a name or description, which the service doesn't tell.
const TEXT: usize = 1000;

fn extension(Params(body): &Params, id: Option<&str>) -> Result<Fields, Refused> {
    let mut kept = Fields::new();
    for name in ["name", "description"] {
        if id.is_none() || body.contains_key(name) {
            kept.insert(name.into(), read::required(body, name, TEXT)?.into());
        }
    }
    match body.get("config") {
        None if id.is_some() => {}
        Some(config) if is_configuration(config) => drop(kept.insert("config".into(), config.clone())),
        _ => return Err(Refused::bad(INVALID)),
    }
    Ok(kept)
}

fn dates(item: &AccountItem) -> Fields {
    Fields::from_iter([
        ("createdAt".to_owned(), wire::time(item.created).into()),
        ("updatedAt".to_owned(), wire::time(item.updated).into()),
    ])
}

fn words(refusal: &Refusal) -> Option<Refused> {
    match refusal {
        Refusal::NoItem => Some(Refused::missing("The requested saved extension does not exist.")),
        Refusal::TooManyItems => Some(Refused::bad("You can have at most 100 saved extensions.")),
        _ => None,
    }
}

fn is_id(text: &str) -> Result<(), Refused> {
    let id = text.strip_prefix("ext_").map(AssetId::new);
    if id.is_some_and(|id| id.bytes().is_some()) {
        Ok(())
    } else {
        Err(Refused::bad("Invalid saved extension ID."))
    }
}

/// Whether this configures one of the extensions. A reference to a saved one doesn't.
fn is_configuration(config: &Value) -> bool {
    let name = config.get("name").and_then(Value::as_str).unwrap_or_default();
    let has = |field: &str| config.get(field).is_some_and(|value| !value.is_null());
    let is_whole = match name {
        "saved-extension" => false,
        "google-auto-tagging" | "aws-auto-tagging" => has("minConfidence") && has("maxTags"),
        _ => true,
    };
    is_whole && Extensions::read(Some(&Value::Array(vec![config.clone()])), None).is_ok()
}
