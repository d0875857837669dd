//! Every answer that a test gets is held against the published schema of its route and status
//! (`openapi.json`, made by `openapi.py`).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Map, Value, json};

/// Statuses that the schema doesn't tell, and why they are answered nevertheless: `*` stands for every
/// route.
const MORE_STATUSES: &[(&str, u16, &str)] = &[
    ("*", 413, "a body beyond the limit; it has to be refused before it is read"),
    ("*", 500, "a fault on order"),
    ("*", 502, "a fault on order"),
    ("*", 503, "a fault on order"),
    ("DELETE /v1/folder", 423, "a job is at work on the folder, imagekit-api.md 7.4"),
    ("POST /v1/folder", 423, "a job is at work on the folder, imagekit-api.md 7.4"),
    ("POST /api/v1/files/upload", 429, "a fault on order"),
];

/// Keys that answers have besides those of the schema, by its name, and where they are told.
const MORE_KEYS: &[(&str, &[&str], &str)] = &[
    ("CustomMetadataField", &["description", "reserved", "isDeleted"], "imagekit-api.md 2.12"),
    ("FileDetails", &["extensionStatus", "createdBy"], "imagekit-api.md 2.1.1"),
    ("Upload", &["orientation"], "imagekit-api.md 2.2"),
    ("FolderDetails", &["createdBy"], "imagekit-api.md 2.1.2"),
];

static PUBLISHED: LazyLock<Value> = LazyLock::new(|| {
    let mut published: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
    let schemas = published["schemas"].as_object_mut().unwrap();
    for (name, keys, _) in MORE_KEYS {
        let properties = schemas[*name]["properties"].as_object_mut().unwrap();
        properties.extend(keys.iter().map(|key| ((*key).to_owned(), json!(true))));
    }
    // Both are answered, imagekit-api.md 2.1.1.
    schemas["EmbeddedMetadata"]["type"] = json!(["object", "null"]);
    // Each extension that there is may be asked for, imagekit-api.md 2.14.
    schemas["Upload"]["properties"]["extensionStatus"]["additionalProperties"] = json!(true);
    schemas.values_mut().for_each(close);
    published
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Objects have no keys but those that the schema names, unless it says so.
fn close(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(close),
        Value::Object(fields) => {
            let open = ["additionalProperties", "oneOf", "anyOf", "allOf", "$ref"];
            if fields.contains_key("properties") && !open.iter().any(|key| fields.contains_key(*key)) {
                fields.insert("additionalProperties".into(), json!(false));
            }
            // Each part of an `allOf` is held against the whole, the keys of the others included.
            fields.iter_mut().filter(|(key, _)| *key != "allOf").for_each(|(_, value)| close(value));
        }
        _ => {}
    }
}

/// The routes of the document that a path falls under, the most exact ones.
fn routes<'a>(method: Option<&Method>, path: &str) -> Vec<(&'a String, &'a Map<String, Value>)> {
    let path = path.trim_end_matches('/');
    let fits = |route: &str| {
        let (verb, template) = route.split_once(' ').unwrap();
        let parts: Vec<_> = template.split('/').zip(path.split('/')).collect();
        let same_length = template.split('/').count() == path.split('/').count();
        let fits = parts.iter().all(|(wanted, given)| wanted.starts_with('{') || wanted == given);
        (same_length && fits && method.is_none_or(|method| method == verb))
            .then(|| template.matches('{').count())
    };
    let all = PUBLISHED["routes"].as_object().unwrap();
    let fitting: Vec<_> =
        all.iter().filter_map(|(route, answers)| Some((fits(route)?, route, answers))).collect();
    let least = fitting.iter().map(|(open, ..)| *open).min();
    let exact = fitting.into_iter().filter(|(open, ..)| Some(*open) == least);
    exact.map(|(_, route, answers)| (route, answers.as_object().unwrap())).collect()
}

/// Holds an answer against what is published of it. Without a method, one of the path has to fit.
/// Routes that aren't published, and what is not supported, have nothing to be held against.
#[track_caller]
pub fn check(method: Option<&Method>, path: &str, status: u16, body: &Value) {
    if body["reason"] == "NOT_SUPPORTED" {
        return;
    }
    let routes = routes(method, path);
    let problems: Vec<_> =
        routes.iter().map(|(route, answers)| problem(route, answers, status, body)).collect();
    if !problems.is_empty() && problems.iter().all(Option::is_some) {
        panic!("{method:?} {path} answered {status} {body}: {problems:?}");
    }
}

fn problem(route: &str, answers: &Map<String, Value>, status: u16, body: &Value) -> Option<String> {
    match answers.get(&status.to_string()) {
        None => {
            let known = |(of, code, _): &&(&str, u16, &str)| (*of == "*" || *of == route) && *code == status;
            let known = MORE_STATUSES.iter().find(known);
            known.is_none().then(|| format!("{status} is no status of {route}"))
        }
        Some(Value::Null) => (!body.is_null()).then(|| format!("{route} has no body at {status}")),
        // A schema of nothing in particular stands at some answers without a body.
        Some(_) if status == 204 => (!body.is_null()).then(|| format!("{route} has no body at 204")),
        Some(schema) => {
            let validator = validator(route, status, schema);
            let errors: Vec<_> = validator.iter_errors(body).map(|error| error.to_string()).collect();
            (!errors.is_empty()).then(|| errors.join("; "))
        }
    }
}

fn validator(route: &str, status: u16, schema: &Value) -> Arc<Validator> {
    let name = format!("{route} {status}");
    let mut validators = VALIDATORS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let made = validators.entry(name).or_insert_with(|| {
        let mut schema = schema.clone();
        if matches!(status, 200..=202) {
            close(&mut schema);
        }
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "schemas": PUBLISHED["schemas"],
            "allOf": [schema],
        });
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
    });
    Arc::clone(made)
}

#[test]
fn the_check_can_fail() {
    let failed = |status, body: Value| {
        let (route, answers) = routes(Some(&Method::GET), "/v1/files/x/details")[0];
        problem(route, answers, status, &body).is_some()
    };
    assert!(!failed(200, json!({ "type": "file", "tags": null, "embeddedMetadata": null })));
    assert!(failed(200, json!({ "type": "folder" })));
    assert!(failed(200, json!({ "createdAt": "yesterday" })));
    assert!(failed(200, json!({ "fileid": "x" })));
    assert!(failed(200, json!([])));
    assert!(failed(404, json!({ "message": 7 })));
    assert!(failed(409, json!({ "message": "x" })));
    assert_eq!(routes(None, "/v1/files/purge/").len(), 1);
    assert_eq!(routes(None, "/v1/files/x/details").len(), 2);
}
