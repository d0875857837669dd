//! Extensions (imagekit-api.md 2.14). A local library has no recognition service: each that is asked for
//! is checked and answered as pending, ends as failed, and the webhook is told so (2.15).

mod check;

use serde_json::{Map, Value, json};
use url::Url;

use super::answer::Refused;
use super::{AppState, webhook};
use crate::model::AssetId;
use crate::server::store::{ItemKind, Refusal};

/// Why an extension fails.
const FAILED: &str = "The local library has no service for this extension.";

/// The extensions of a request, checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Extensions {
    asked: Vec<Asked>,
    webhook: Option<Url>,
}

/// One extension.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// Its name, or that of the one that is saved.
    name: String,
    /// The id of a saved one whose name isn't known yet.
    saved: Option<String>,
    /// The custom metadata fields that it is to read or write.
    fields: Vec<String>,
}

impl Extensions {
    /// Reads `extensions` and `webhookUrl`; `None` when no extension is asked for.
    ///
    /// # Errors
    /// A 400 that names the field.
    pub(super) fn read(extensions: Option<&Value>, webhook: Option<&str>) -> Result<Option<Self>, Refused> {
        let webhook = webhook.filter(|url| !url.is_empty()).map(webhook_url).transpose()?;
        let Some(value) = extensions.filter(|value| !value.is_null()) else { return Ok(None) };
        let asked = value.as_array().ok_or_else(|| check::wrong("it should be an array of objects"))?;
        let asked = asked.iter().map(check::extension).collect::<Result<Vec<_>, _>>()?;
        Ok((!asked.is_empty()).then_some(Self { asked, webhook }))
    }

    /// Looks up what they refer to: saved extensions become those that they stand for.
    ///
    /// # Errors
    /// A 400 for a saved extension or a custom metadata field that there is not.
    pub(super) async fn found(mut self, state: &AppState) -> Result<Self, Refused> {
        for one in &mut self.asked {
            let Some(id) = one.saved.take() else { continue };
            let key = id.clone();
            let item = state.store(move |store| store.account_item(ItemKind::SavedExtension, &key)).await;
            let item = item.map_err(|refused| {
                refused.or(|refusal| match refusal {
                    Refusal::NoItem => {
                        Some(check::wrong(&format!("the saved extension `{id}` does not exist")))
                    }
                    _ => None,
                })
            })?;
            *one = check::extension(item.body.get("config").unwrap_or(&Value::Null))?;
        }
        let names: Vec<String> = self.asked.iter().flat_map(|one| one.fields.clone()).collect();
        if !names.is_empty() {
            let known = state.store(|store| store.fields(false)).await?;
            if let Some(name) = names.iter().find(|name| !known.iter().any(|field| field.name == **name)) {
                return Err(check::wrong(&format!("the custom metadata field `{name}` does not exist")));
            }
        }
        Ok(self)
    }

    /// `extensionStatus`: all pending.
    pub(super) fn pending(&self) -> Value {
        self.asked.iter().map(|one| (one.name.clone(), json!("pending"))).collect::<Map<_, _>>().into()
    }

    /// Lets them end in the background.
    pub(super) fn start(self, state: &AppState, file: AssetId) {
        let Some(webhook) = self.webhook else { return };
        let mut names: Vec<String> = Vec::with_capacity(self.asked.len());
        for one in self.asked {
            if !names.contains(&one.name) {
                names.push(one.name);
            }
        }
        let background = state.clone();
        state.in_background(async move {
            for name in names {
                let body = ended(&name, &file).to_string();
                if let Err(error) = background.call_webhook(&webhook, &body, None).await {
                    // The others would only wait in vain.
                    tracing::warn!(host = webhook.host_str(), %error, "a webhook was not taken");
                    return;
                }
            }
        });
    }
}

/// What the webhook of a request is told when an extension has ended.
fn ended(name: &str, file: &AssetId) -> Value {
    json!({ "service": name, "status": "FAILURE", "fileId": file.to_string(), "error": FAILED })
}

fn webhook_url(text: &str) -> Result<Url, Refused> {
    webhook::address(text)
        .ok_or_else(|| Refused::bad("Your request contains invalid value for webhookUrl parameter."))
}

#[cfg(test)]
mod tests;
