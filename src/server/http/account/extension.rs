//! Saved extensions, and what an extension's configuration may be (imagekit-api.md 2.14).

use serde_json::Value;

use super::{Fields, Resource, read};
use crate::model::AssetId;
use crate::server::http::answer::Refused;
use crate::server::http::body::Params;
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
/// Most characters of an instruction.
const INSTRUCTION: usize = 2000;
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

/// Whether this configures one of the extensions, not counting references to saved ones.
pub(super) fn is_configuration(config: &Value) -> bool {
    let Some(fields) = config.as_object() else { return false };
    match fields.get("name").and_then(Value::as_str) {
        Some("remove-bg") => fields.get("options").is_none_or(is_background),
        Some("google-auto-tagging" | "aws-auto-tagging") => {
            number(fields, "minConfidence").is_some_and(|n| n <= 100) && number(fields, "maxTags").is_some()
        }
        Some("ai-auto-description") => true,
        Some("ai-tasks") => fields
            .get("tasks")
            .and_then(Value::as_array)
            .is_some_and(|tasks| (1..=10).contains(&tasks.len()) && tasks.iter().all(is_task)),
        _ => false,
    }
}

fn is_background(options: &Value) -> bool {
    let Some(options) = options.as_object() else { return false };
    let is_switch = |name| options.get(name).is_none_or(Value::is_boolean);
    let text = |name| options.get(name).map(|value| value.as_str());
    let given = |name| matches!(text(name), Some(Some(value)) if !value.is_empty());
    is_switch("add_shadow")
        && is_switch("semitransparency")
        && text("bg_color") != Some(None)
        && text("bg_image_url") != Some(None)
        && !(given("bg_color") && given("bg_image_url"))
}

fn is_task(task: &Value) -> bool {
    let Some(task) = task.as_object() else { return false };
    let instruction = task.get("instruction").and_then(Value::as_str).map(|text| text.chars().count());
    if !instruction.is_some_and(|length| (1..=INSTRUCTION).contains(&length)) {
        return false;
    }
    match task.get("type").and_then(Value::as_str) {
        Some("select_tags") => is_selection(task, Value::is_string),
        Some("select_metadata") => {
            task.get("field").is_some_and(Value::is_string) && is_selection(task, is_plain)
        }
        Some("yes_no") => {
            ["on_yes", "on_no", "on_unknown"].iter().all(|branch| task.get(*branch).is_none_or(is_action))
        }
        _ => false,
    }
}

fn is_selection(task: &Fields, is_word: fn(&Value) -> bool) -> bool {
    let counts = |name, least| task.get(name).is_none_or(|n| n.as_u64().is_some_and(|n| n >= least));
    counts("min_selections", 0)
        && counts("max_selections", 1)
        && task.get("vocabulary").is_none_or(|words| {
            words.as_array().is_some_and(|words| (1..=30).contains(&words.len()) && words.iter().all(is_word))
        })
}

fn is_action(action: &Value) -> bool {
    let Some(action) = action.as_object() else { return false };
    let all = |name, good: fn(&Value) -> bool| {
        action.get(name).is_none_or(|all| all.as_array().is_some_and(|all| all.iter().all(good)))
    };
    let names_field = |change: &Value| change.get("field").is_some_and(Value::is_string);
    all("add_tags", Value::is_string)
        && all("remove_tags", Value::is_string)
        && all("unset_metadata", names_field)
        && all("set_metadata", |change| {
            change.get("field").is_some_and(Value::is_string)
                && change.get("value").is_some_and(|value| match value.as_array() {
                    Some(values) => values.iter().all(is_plain),
                    None => is_plain(value),
                })
        })
}

fn is_plain(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

fn number(fields: &Fields, name: &str) -> Option<u64> {
    fields.get(name).and_then(Value::as_u64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn configurations_follow_the_schema() {
        let task = |more: Value| {
            let mut task = json!({ "type": "yes_no", "instruction": "Is it a car?" });
            task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "name": "ai-tasks", "tasks": [task] })
        };
        for good in [
            json!({ "name": "remove-bg" }),
            json!({ "name": "remove-bg", "options": { "add_shadow": true, "bg_color": "fff" } }),
            json!({ "name": "aws-auto-tagging", "minConfidence": 80, "maxTags": 5 }),
            json!({ "name": "ai-auto-description" }),
            task(
                json!({ "on_yes": { "add_tags": ["car"], "set_metadata": [{ "field": "x", "value": [1] }] } }),
            ),
            task(json!({ "type": "select_tags", "vocabulary": ["a"], "max_selections": 1 })),
            task(json!({ "type": "select_metadata", "field": "x", "vocabulary": ["a", 1, true] })),
        ] {
            assert!(is_configuration(&good), "{good}");
        }
        for bad in [
            json!(7),
            json!({}),
            json!({ "name": "saved-extension", "id": "ext_x" }),
            json!({ "name": "remove-bg", "options": { "bg_color": "fff", "bg_image_url": "http://x" } }),
            json!({ "name": "remove-bg", "options": { "add_shadow": "yes" } }),
            json!({ "name": "google-auto-tagging", "minConfidence": 101, "maxTags": 5 }),
            json!({ "name": "google-auto-tagging", "minConfidence": 80 }),
            json!({ "name": "ai-tasks", "tasks": [] }),
            task(json!({ "instruction": "x".repeat(2001) })),
            task(json!({ "type": "select_tags", "vocabulary": [7] })),
            task(json!({ "type": "select_metadata" })),
            task(json!({ "on_no": { "set_metadata": [{ "field": "x" }] } })),
            task(json!({ "type": "guess" })),
        ] {
            assert!(!is_configuration(&bad), "{bad}");
        }
    }
}
