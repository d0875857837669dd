//! URL endpoints. The local library delivers at the default one; others are only kept.

use serde_json::{Value, json};

use super::{Fields, Resource, any_id, no_more, read};
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
use crate::server::store::{ItemKind, Refusal};

pub(super) static RESOURCE: Resource = Resource {
    kind: ItemKind::UrlEndpoint,
    patched: false,
    read: endpoint,
    more: no_more,
    words,
    id: any_id,
};

fn endpoint(Params(body): &Params, id: Option<&str>) -> Result<Fields, Refused> {
    let is_default = id == Some("default");
    let description = match body.get("description") {
        None | Some(Value::Null) => return Err(Refused::bad("description is required")),
        Some(Value::String(text)) if text.is_empty() => return Err(Refused::bad("description is required")),
        Some(_) => read::required(body, "description", 1000)?,
    };
    let prefix = read::optional(body, "urlPrefix", 100)?.unwrap_or_default();
    if prefix.is_empty() != is_default {
        return Err(Refused::bad(if is_default {
            "urlPrefix of the default URL-endpoint cannot be changed."
        } else {
            "urlPrefix cannot be empty string. This is reserved for the default URL-endpoint created by ImageKit."
        }));
    }
    if !prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Refused::bad("urlPrefix can only have letters, digits and hyphens"));
    }
    read::only(body, |name| ["description", "urlPrefix", "origins", "urlRewriter"].contains(&name))?;
    let mut kept = Fields::from_iter([
        ("description".to_owned(), Value::from(description)),
        ("urlPrefix".to_owned(), prefix.into()),
        ("origins".to_owned(), origins(body)?.into()),
    ]);
    if let Some(given) = body.get("urlRewriter").filter(|given| !given.is_null()) {
        kept.insert("urlRewriter".into(), rewriter(given)?);
    }
    Ok(kept)
}

fn origins(body: &Fields) -> Result<Vec<String>, Refused> {
    match body.get("origins") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(given) => {
            let origins = Params::texts(given, "origins must be an array of strings")?;
            if origins.len() > 10 {
                return Err(Refused::bad("origins cannot have more than 10 items"));
            }
            Ok(origins)
        }
    }
}

fn rewriter(given: &Value) -> Result<Value, Refused> {
    let wrong = || Refused::bad("urlRewriter must be an object of type CLOUDINARY, IMGIX or AKAMAI");
    let fields = given.as_object().ok_or_else(wrong)?;
    match fields.get("type").and_then(Value::as_str) {
        Some("CLOUDINARY") => {
            read::only(fields, |name| ["type", "preserveAssetDeliveryTypes"].contains(&name))?;
            let preserve = read::switch(fields, "preserveAssetDeliveryTypes")?.unwrap_or_default();
            Ok(json!({ "type": "CLOUDINARY", "preserveAssetDeliveryTypes": preserve }))
        }
        Some(kind @ ("IMGIX" | "AKAMAI")) => {
            read::only(fields, |name| name == "type")?;
            Ok(json!({ "type": kind }))
        }
        _ => Err(wrong()),
    }
}

fn words(refusal: &Refusal) -> Option<Refused> {
    match refusal {
        Refusal::NoItem => Some(Refused::missing("URL-endpoint not found.")),
        Refusal::Taken => Some(Refused::bad("A URL-endpoint with this urlPrefix already exists.")),
        _ => None,
    }
}
