//! Origins. The local library never fetches from one, so it forgets their secrets at once.

use serde_json::Value;

use super::{Fields, Resource, any_id, no_more, read};
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
use crate::server::store::{ItemKind, Refusal};

pub(super) static RESOURCE: Resource =
    Resource { kind: ItemKind::Origin, patched: false, read: origin, more: no_more, words, id: any_id };

/// Most characters of most fields.
const SHORT: usize = 100;
/// Most characters of keys and tokens.
const LONG: usize = 10_000;

/// What a field of an origin may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// A text that has to be there.
    Text,
    /// The same, never shown.
    Secret,
    /// A secret of any sensible length.
    LongSecret,
    /// A secret that is empty when `useIAMRole` is true.
    KeyWithoutRole,
    /// A text that is empty when left out.
    Prefix,
    /// An http(s) URL that has to be there.
    Url,
    /// The address of an account.
    Email,
    /// A switch that is off when left out.
    Switch,
}

const S3: &[(&str, Rule)] = &[
    ("bucket", Rule::Text),
    ("prefix", Rule::Prefix),
    ("useIAMRole", Rule::Switch),
    ("accessKey", Rule::KeyWithoutRole),
    ("secretKey", Rule::KeyWithoutRole),
];

/// The types of origins and their fields, besides those of all.
const TYPES: &[(&str, &[(&str, Rule)])] = &[
    ("S3", S3),
    (
        "S3_COMPATIBLE",
        &[
            ("bucket", Rule::Text),
            ("prefix", Rule::Prefix),
            ("accessKey", Rule::Secret),
            ("secretKey", Rule::Secret),
            ("endpoint", Rule::Url),
            ("s3ForcePathStyle", Rule::Switch),
        ],
    ),
    ("CLOUDINARY_BACKUP", S3),
    ("WEB_FOLDER", &[("baseUrl", Rule::Url), ("forwardHostHeaderToOrigin", Rule::Switch)]),
    ("WEB_PROXY", &[]),
    (
        "GCS",
        &[
            ("bucket", Rule::Text),
            ("prefix", Rule::Prefix),
            ("clientEmail", Rule::Email),
            ("privateKey", Rule::LongSecret),
        ],
    ),
    (
        "AZURE_BLOB",
        &[
            ("container", Rule::Text),
            ("prefix", Rule::Prefix),
            ("accountName", Rule::Text),
            ("sasToken", Rule::LongSecret),
        ],
    ),
    (
        "AKENEO_PIM",
        &[
            ("baseUrl", Rule::Url),
            ("clientId", Rule::Secret),
            ("clientSecret", Rule::Secret),
            ("username", Rule::Secret),
            ("password", Rule::Secret),
        ],
    ),
];

/// Fields that every origin has.
const COMMON: [&str; 4] = ["name", "type", "includeCanonicalHeader", "baseUrlForCanonicalHeader"];

fn origin(Params(body): &Params, _: Option<&str>) -> Result<Fields, Refused> {
    let kind = body.get("type").and_then(Value::as_str);
    let Some((kind, rules)) = TYPES.iter().find(|(name, _)| kind == Some(name)) else {
        let all = TYPES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        return Err(Refused::bad(format!("Invalid origin type. Must be one of {all}.")));
    };
    let mut kept = common(body)?;
    kept.insert("type".into(), (*kind).into());
    let role = read::switch(body, "useIAMRole")?.unwrap_or_default();
    for (name, rule) in *rules {
        kept.extend(field(body, name, *rule, role)?.map(|value| ((*name).to_owned(), value)));
    }
    read::only(body, |name| COMMON.contains(&name) || rules.iter().any(|(known, _)| *known == name))?;
    Ok(kept)
}

fn common(body: &Fields) -> Result<Fields, Refused> {
    let name = read::required(body, "name", SHORT)?;
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        return Err(Refused::bad("name can only have letters, digits and blanks"));
    }
    let canonical = read::switch(body, "includeCanonicalHeader")?.unwrap_or_default();
    let mut kept = Fields::from_iter([
        ("name".to_owned(), Value::from(name)),
        ("includeCanonicalHeader".to_owned(), canonical.into()),
    ]);
    if let Some(base) = read::optional(body, "baseUrlForCanonicalHeader", LONG)? {
        kept.insert("baseUrlForCanonicalHeader".into(), url("baseUrlForCanonicalHeader", base)?);
    }
    Ok(kept)
}

/// What is kept and shown of a field; nothing of a secret.
fn field(body: &Fields, name: &str, rule: Rule, role: bool) -> Result<Option<Value>, Refused> {
    Ok(match rule {
        Rule::Text => Some(read::required(body, name, SHORT)?.into()),
        Rule::Prefix => Some(read::optional(body, name, SHORT)?.unwrap_or_default().into()),
        Rule::Switch => Some(read::switch(body, name)?.unwrap_or_default().into()),
        Rule::Url => Some(url(name, read::required(body, name, LONG)?)?),
        Rule::Email => {
            let email = read::required(body, name, LONG)?;
            if !is_email(email) {
                return Err(Refused::bad(format!("{name} must be a valid email address")));
            }
            Some(email.into())
        }
        Rule::KeyWithoutRole if role && body.get(name) == Some(&Value::String(String::new())) => None,
        Rule::Secret | Rule::KeyWithoutRole => read::required(body, name, SHORT).map(|_| None)?,
        Rule::LongSecret => read::required(body, name, LONG).map(|_| None)?,
    })
}

fn url(name: &str, text: &str) -> Result<Value, Refused> {
    if read::is_url(text) {
        Ok(text.into())
    } else {
        Err(Refused::bad(format!("{name} must be a valid URL")))
    }
}

/// Dots neither at the start nor in a row, and a host of at least two parts.
fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let user_is_good = user.chars().all(|c| c.is_ascii_alphanumeric() || "_'+-.".contains(c))
        && user.ends_with(|c: char| c.is_ascii_alphanumeric() || "_+-".contains(c));
    let parts: Vec<&str> = host.split('.').collect();
    let is_part = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let ends_well = |end: &&str| end.len() >= 2 && end.chars().all(|c| c.is_ascii_alphabetic());
    user_is_good
        && !text.starts_with('.')
        && !text.contains("..")
        && parts.len() >= 2
        && parts.iter().all(is_part)
        && parts.last().is_some_and(ends_well)
}

fn words(refusal: &Refusal) -> Option<Refused> {
    (*refusal == Refusal::NoItem).then(|| Refused::missing("Origin not found."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_as_the_service_does() {
        for good in ["service-account@project.iam.gserviceaccount.com", "o'neil+x_1@a.bc"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "x",
            "@a.bc",
            ".x@a.bc",
            "x..y@a.bc",
            "x.@a.bc",
            "x@bc",
            "x@a.b",
            "x@-a.bc",
            "x@a.b1",
            "x y@a.bc",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
