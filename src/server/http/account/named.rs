//! Named transformations: `tr:n-<name>` in a URL is what they say.

use serde_json::Value;

use super::{Fields, Resource, any_id, read};
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
use crate::server::http::wire;
use crate::server::store::{AccountItem, ItemKind, Refusal};

pub(super) static RESOURCE: Resource = Resource {
    kind: ItemKind::NamedTransformation,
    patched: true,
    read: transformation,
    more: dates,
    words,
    id: any_id,
};

/// Most characters of a name or transformation, which the service doesn't tell.
const LONG: usize = 10_000;
/// Names that every account has.
const BUILT_IN: [&str; 2] = ["ik_ml_thumbnail", "media_library_thumbnail"];

fn transformation(Params(body): &Params, id: Option<&str>) -> Result<Fields, Refused> {
    let mut kept = Fields::new();
    for name in ["name", "transformation"] {
        if id.is_none() || body.contains_key(name) {
            kept.insert(name.into(), read::required(body, name, LONG)?.into());
        }
    }
    let name = kept.get("name").and_then(Value::as_str);
    if name.is_some_and(|name| !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) {
        return Err(Refused::bad("name can only have letters, digits and underscores"));
    }
    if name.is_some_and(|name| BUILT_IN.contains(&name)) {
        return Err(taken());
    }
    match read::switch(body, "enabled")? {
        Some(on) => drop(kept.insert("enabled".into(), on.into())),
        None if id.is_none() => drop(kept.insert("enabled".into(), true.into())),
        None => {}
    }
    Ok(kept)
}

fn dates(item: &AccountItem) -> Fields {
    Fields::from_iter([("createdAt".to_owned(), wire::time(item.created).into())])
}

fn taken() -> Refused {
    Refused::bad("A named transformation with this name already exists.")
}

fn words(refusal: &Refusal) -> Option<Refused> {
    match refusal {
        Refusal::NoItem => Some(Refused::missing("The requested named transformation does not exist.")),
        Refusal::TooManyItems => Some(Refused::bad("You can have at most 250 named transformations.")),
        Refusal::Taken => Some(taken()),
        Refusal::InUse => Some(Refused::new(
            axum::http::StatusCode::CONFLICT,
            "This named transformation is in use: another one refers to it.",
        )),
        _ => None,
    }
}
