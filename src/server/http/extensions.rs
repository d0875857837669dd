//! Extensions (imagekit-api.md 2.14). A local library has no recognition service: each that is asked for
//! is checked and answered as pending, ends as failed, and the webhook is told so (2.15).

use std::time::Duration;

use serde_json::{Map, Value, json};
use url::Url;

use super::AppState;
use super::answer::Refused;
use crate::model::AssetId;

/// How long the receiver of a webhook may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Why an extension fails.
const FAILED: &str = "The local library has no service for this extension.";

/// The extensions of a request, checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Extensions {
    names: Vec<String>,
    webhook: Option<Url>,
}

impl Extensions {
    /// Reads `extensions` and `webhookUrl`; `None` when no extension is asked for.
    ///
    /// # Errors
    /// A 400 that names the field.
    pub(super) fn read(extensions: Option<&Value>, webhook: Option<&str>) -> Result<Option<Self>, Refused> {
        let webhook = webhook.filter(|url| !url.is_empty()).map(webhook_url).transpose()?;
        let Some(value) = extensions.filter(|value| !value.is_null()) else { return Ok(None) };
        let asked = value.as_array().ok_or_else(|| wrong("it should be an array of objects"))?;
        let names = asked.iter().map(name_of).collect::<Result<Vec<_>, _>>()?;
        Ok((!names.is_empty()).then_some(Self { names, webhook }))
    }

    /// `extensionStatus`: all pending.
    pub(super) fn pending(&self) -> Value {
        self.names.iter().map(|name| (name.clone(), json!("pending"))).collect::<Map<_, _>>().into()
    }

    /// Lets them end in the background.
    pub(super) fn start(self, state: &AppState, file: AssetId) {
        let Some(webhook) = self.webhook else { return };
        let fetcher = match state.fetcher() {
            Ok(fetcher) => fetcher.clone(),
            Err(error) => {
                tracing::warn!(%error, "no webhook can be called");
                return;
            }
        };
        state.in_background(async move {
            for name in self.names {
                let body = json!({
                    "service": name,
                    "status": "FAILURE",
                    "fileId": file.to_string(),
                    "error": FAILED,
                });
                let sent = fetcher.post(webhook.clone()).timeout(PATIENCE).json(&body).send().await;
                if let Err(error) = sent.and_then(reqwest::Response::error_for_status) {
                    tracing::warn!(%error, "a webhook was not taken");
                }
            }
        });
    }
}

fn webhook_url(text: &str) -> Result<Url, Refused> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| Refused::bad("Your request contains invalid value for webhookUrl parameter."))
}

/// Checks an extension and gives its name.
fn name_of(extension: &Value) -> Result<String, Refused> {
    let Some(object) = extension.as_object() else { return Err(wrong("it should be an array of objects")) };
    let name = object.get("name").and_then(Value::as_str).ok_or_else(|| wrong("name is missing"))?;
    match name {
        "remove-bg" => background_options(object)?,
        "google-auto-tagging" | "aws-auto-tagging" => {
            number(object, "minConfidence", 100.0)?;
            number(object, "maxTags", 30.0)?;
        }
        "ai-auto-description" => {}
        "ai-tasks" => tasks(object)?,
        "saved-extension" if object.get("id").and_then(Value::as_str).is_some_and(|id| !id.is_empty()) => {}
        "saved-extension" => return Err(wrong("id is missing")),
        other => return Err(wrong(&format!("`{other}` is not an extension"))),
    }
    Ok(name.to_owned())
}

fn background_options(object: &Map<String, Value>) -> Result<(), Refused> {
    let options = match object.get("options") {
        None | Some(Value::Null) => return Ok(()),
        Some(options) => options.as_object().ok_or_else(|| wrong("options should be an object"))?,
    };
    for (name, value) in options {
        match name.as_str() {
            "add_shadow" | "semitransparency" if value.is_boolean() => {}
            "add_shadow" | "semitransparency" => return Err(wrong(&format!("{name} should be a boolean"))),
            "bg_color" | "bg_image_url" if value.is_string() => {}
            "bg_color" | "bg_image_url" => return Err(wrong(&format!("{name} should be a string"))),
            _ => return Err(wrong(&format!("`{name}` is not an option of remove-bg"))),
        }
    }
    Ok(())
}

fn number(object: &Map<String, Value>, name: &str, most: f64) -> Result<(), Refused> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(value) => match value.as_f64() {
            Some(number) if (0.0..=most).contains(&number) => Ok(()),
            _ => Err(wrong(&format!("{name} should be a number from 0 to {most}"))),
        },
    }
}

fn tasks(object: &Map<String, Value>) -> Result<(), Refused> {
    let tasks = object.get("tasks").and_then(Value::as_array).ok_or_else(|| wrong("tasks are missing"))?;
    if tasks.is_empty() || tasks.len() > 10 {
        return Err(wrong("tasks should be 1 to 10"));
    }
    tasks.iter().try_for_each(task)
}

fn task(task: &Value) -> Result<(), Refused> {
    let text = |name: &str| task.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let instruction = text("instruction").ok_or_else(|| wrong("a task has no instruction"))?;
    if instruction.chars().count() > 2000 {
        return Err(wrong("an instruction should have at most 2000 characters"));
    }
    match text("type") {
        Some("select_tags") => vocabulary(task),
        Some("select_metadata") if text("field").is_some() => vocabulary(task),
        Some("select_metadata") => Err(wrong("field of a select_metadata task is missing")),
        Some("yes_no") => Ok(()),
        _ => Err(wrong("type of a task should be select_tags, select_metadata or yes_no")),
    }
}

fn vocabulary(task: &Value) -> Result<(), Refused> {
    match task.get("vocabulary") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(words)) if words.len() <= 30 => Ok(()),
        Some(_) => Err(wrong("vocabulary should be an array of at most 30 values")),
    }
}

fn wrong(why: &str) -> Refused {
    Refused::bad(format!("Your request contains invalid value for extensions parameter: {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: Value) -> Result<Option<Extensions>, String> {
        Extensions::read(Some(&value), None).map_err(|refused| refused.message.to_string())
    }

    #[test]
    fn those_of_the_reference_are_taken() {
        let asked = json!([
            {"name": "remove-bg", "options": {"add_shadow": true, "bg_color": "green"}},
            {"name": "google-auto-tagging", "minConfidence": 80, "maxTags": 10},
            {"name": "ai-auto-description"},
            {"name": "ai-tasks", "tasks": [{"type": "yes_no", "instruction": "a cat?"}]},
            {"name": "saved-extension", "id": "ext_1"},
        ]);
        let status = read(asked).unwrap().unwrap().pending();
        assert_eq!(status.as_object().unwrap().len(), 5);
        assert!(status.as_object().unwrap().values().all(|state| state == "pending"));
        assert_eq!(read(json!([])), Ok(None));
    }

    #[test]
    fn others_are_named() {
        for (asked, word) in [
            (json!({"name": "remove-bg"}), "array"),
            (json!(["remove-bg"]), "array"),
            (json!([{"options": {}}]), "name"),
            (json!([{"name": "paint"}]), "`paint`"),
            (json!([{"name": "remove-bg", "options": {"x": 1}}]), "`x`"),
            (json!([{"name": "aws-auto-tagging", "maxTags": 31}]), "maxTags"),
            (json!([{"name": "aws-auto-tagging", "minConfidence": "9"}]), "minConfidence"),
            (json!([{"name": "ai-tasks", "tasks": []}]), "tasks"),
            (json!([{"name": "ai-tasks", "tasks": [{"type": "yes_no"}]}]), "instruction"),
            (json!([{"name": "saved-extension"}]), "id"),
        ] {
            let error = read(asked.clone()).unwrap_err();
            assert!(error.contains(word), "{asked}: {error}");
        }
        assert!(Extensions::read(None, Some("ftp://x")).is_err());
    }
}
