//! The checks of single extensions (imagekit-api.md 2.14).

use serde_json::{Map, Value};

use super::Asked;
use crate::server::http::answer::Refused;

/// Most characters of a task's instruction.
const INSTRUCTION: usize = 2000;
/// Most values of a task's vocabulary.
const VOCABULARY: usize = 30;
/// Most characters of the tags of a vocabulary together.
const TAGS: usize = 500;
/// Most tasks.
const TASKS: usize = 10;

type Object = Map<String, Value>;
type Checked<T = ()> = Result<T, Refused>;

/// A 400 that says what is wrong with the extensions.
pub(super) fn wrong(why: &str) -> Refused {
    Refused::bad(format!("Your request contains invalid value for extensions parameter: {why}."))
}

/// Checks an extension.
pub(super) fn extension(extension: &Value) -> Checked<Asked> {
    let object = extension.as_object().ok_or_else(|| wrong("it should be an array of objects"))?;
    let name = object.get("name").and_then(Value::as_str).ok_or_else(|| wrong("name is missing"))?;
    let (mut saved, mut fields) = (None, Vec::new());
    match name {
        "remove-bg" => background(object)?,
        "google-auto-tagging" | "aws-auto-tagging" => {
            whole(object, "minConfidence", 0, 100)?;
            whole(object, "maxTags", 0, 30)?;
        }
        "ai-auto-description" => {}
        "ai-tasks" => tasks(object, &mut fields)?,
        "saved-extension" => saved = Some(required(object, "id", "a saved-extension")?.to_owned()),
        other => return Err(wrong(&format!("`{other}` is not an extension"))),
    }
    Ok(Asked { name: name.to_owned(), saved, fields })
}

fn background(object: &Object) -> Checked {
    let Some(options) = given(object, "options") else { return Ok(()) };
    let options = options.as_object().ok_or_else(|| wrong("options should be an object"))?;
    for (name, value) in options {
        match name.as_str() {
            _ if value.is_null() => {}
            "add_shadow" | "semitransparency" if value.is_boolean() => {}
            "add_shadow" | "semitransparency" => return Err(wrong(&format!("{name} should be a boolean"))),
            "bg_color" | "bg_image_url" if value.is_string() => {}
            "bg_color" | "bg_image_url" => return Err(wrong(&format!("{name} should be a string"))),
            _ => return Err(wrong(&format!("`{name}` is not an option of remove-bg"))),
        }
    }
    let says = |name: &str| given(options, name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    if says("bg_color") && says("bg_image_url") {
        return Err(wrong("only one of bg_color and bg_image_url can be given"));
    }
    Ok(())
}

fn tasks(object: &Object, fields: &mut Vec<String>) -> Checked {
    let tasks = given(object, "tasks").and_then(Value::as_array).ok_or_else(|| wrong("tasks are missing"))?;
    if tasks.is_empty() || tasks.len() > TASKS {
        return Err(wrong("tasks should be 1 to 10"));
    }
    for task in tasks {
        let task = task.as_object().ok_or_else(|| wrong("a task should be an object"))?;
        self::task(task, fields)?;
    }
    Ok(())
}

fn task(task: &Object, fields: &mut Vec<String>) -> Checked {
    if required(task, "instruction", "a task")?.chars().count() > INSTRUCTION {
        return Err(wrong("an instruction should have at most 2000 characters"));
    }
    match task.get("type").and_then(Value::as_str) {
        Some("select_tags") => {
            tags(task, "vocabulary")?;
            vocabulary(task)
        }
        Some("select_metadata") => {
            fields.push(required(task, "field", "a select_metadata task")?.to_owned());
            vocabulary(task)
        }
        Some("yes_no") => {
            ["on_yes", "on_no", "on_unknown"].into_iter().try_for_each(|branch| action(task, branch, fields))
        }
        _ => Err(wrong("type of a task should be select_tags, select_metadata or yes_no")),
    }
}

fn vocabulary(task: &Object) -> Checked {
    if let Some(words) = given(task, "vocabulary") {
        let good =
            |words: &Vec<Value>| (1..=VOCABULARY).contains(&words.len()) && words.iter().all(is_scalar);
        if !words.as_array().is_some_and(good) {
            return Err(wrong("vocabulary should be an array of 1 to 30 strings, numbers or booleans"));
        }
    }
    let least = whole(task, "min_selections", 0, u64::MAX)?;
    let most = whole(task, "max_selections", 1, u64::MAX)?;
    match (least, most) {
        (Some(least), Some(most)) if least > most => {
            Err(wrong("min_selections should be less than or equal to max_selections"))
        }
        _ => Ok(()),
    }
}

/// What is done after an answer.
fn action(task: &Object, branch: &str, fields: &mut Vec<String>) -> Checked {
    let Some(action) = given(task, branch) else { return Ok(()) };
    let action = action.as_object().ok_or_else(|| wrong(&format!("{branch} should be an object")))?;
    tags(action, "add_tags")?;
    tags(action, "remove_tags")?;
    for key in ["set_metadata", "unset_metadata"] {
        let Some(changes) = given(action, key) else { continue };
        let changes = changes.as_array().ok_or_else(|| wrong(&format!("{key} should be an array")))?;
        for change in changes {
            let change = change.as_object().ok_or_else(|| wrong(&format!("{key} should have objects")))?;
            fields.push(required(change, "field", key)?.to_owned());
            if key == "set_metadata" && given(change, "value").is_none() {
                return Err(wrong("value of set_metadata is missing"));
            }
        }
    }
    Ok(())
}

/// An array of tags.
fn tags(object: &Object, key: &str) -> Checked {
    let Some(tags) = given(object, key) else { return Ok(()) };
    let tags: Option<Vec<&str>> = tags.as_array().and_then(|tags| tags.iter().map(Value::as_str).collect());
    let tags = tags.ok_or_else(|| wrong(&format!("{key} should be an array of strings")))?;
    if tags.iter().any(|tag| tag.contains('%')) {
        return Err(wrong(&format!("{key} cannot contain the % character")));
    }
    if tags.iter().map(|tag| tag.chars().count()).sum::<usize>() > TAGS {
        return Err(wrong(&format!("combined length of {key} should be less than or equal to 500")));
    }
    Ok(())
}

/// A whole number of that range, if it is there.
fn whole(object: &Object, key: &str, least: u64, most: u64) -> Checked<Option<u64>> {
    let Some(value) = given(object, key) else { return Ok(None) };
    let number = value.as_u64().filter(|number| (least..=most).contains(number));
    number.map(Some).ok_or_else(|| {
        let range =
            if most == u64::MAX { format!("of at least {least}") } else { format!("from {least} to {most}") };
        wrong(&format!("{key} should be a whole number {range}"))
    })
}

fn required<'a>(object: &'a Object, key: &str, of: &str) -> Checked<&'a str> {
    let text = given(object, key).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| wrong(&format!("{key} of {of} is missing")))
}

fn given<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}
