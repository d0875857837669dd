//! The form of an upload: names and values as they go over the wire (imagekit-api.md 2.2).

use std::fmt::Write;

use reqwest::multipart::{Form, Part};
use serde::Serialize;

use super::{Credentials, Upload};
use crate::api::error::Error;
use crate::api::redact::{HIDDEN, is_secret};

/// Fields of the form in their order, the file not among them.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// The fields of an upload. What is at the service's own choice and agrees with it isn't sent,
    /// save for the choices that decide over existing files: those always are.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what can't be written as JSON.
    pub(super) fn of(upload: &Upload) -> Result<Self, Error> {
        let mut fields = Self::default();
        fields.add("fileName", upload.name.clone());
        fields.add("folder", upload.folder.as_str().to_owned());
        fields.add("useUniqueFileName", upload.unique_name.to_string());
        fields.add("overwriteFile", upload.overwrite.to_string());
        fields.add("overwriteTags", upload.drop_tags.to_string());
        fields.add("overwriteAITags", upload.drop_ai_tags.to_string());
        fields.add("overwriteCustomMetadata", upload.drop_custom_metadata.to_string());
        fields.add("isPrivateFile", upload.private.to_string());
        fields.add_some("isPublished", upload.draft.then(|| "false".to_owned()));
        fields.add_some("tags", (!upload.tags.is_empty()).then(|| upload.tags.join(",")));
        fields.add_some("customCoordinates", upload.custom_coordinates.clone());
        fields.add_some("description", upload.description.clone());
        let named: Vec<&str> = upload.response_fields.iter().map(|field| field.parameter()).collect();
        fields.add_some("responseFields", (!named.is_empty()).then(|| named.join(",")));
        if !upload.custom_metadata.is_empty() {
            fields.add("customMetadata", json(&upload.custom_metadata)?);
        }
        if !upload.extensions.is_empty() {
            fields.add("extensions", json(&upload.extensions)?);
        }
        fields.add_some("webhookUrl", upload.webhook_url.clone());
        if !upload.transformation.is_empty() {
            fields.add("transformation", json(&upload.transformation)?);
        }
        fields.add_some("checks", upload.checks.clone());
        fields.authorize(&upload.credentials);
        Ok(fields)
    }

    fn authorize(&mut self, credentials: &Credentials) {
        match credentials {
            Credentials::PrivateKey => {}
            Credentials::Parameters { public_key, parameters } => {
                self.add("publicKey", public_key.clone());
                self.add("signature", parameters.signature.clone());
                self.add("expire", parameters.expire.to_string());
                self.add("token", parameters.token.clone());
            }
            Credentials::Token(token) => self.add("token", token.reveal().to_owned()),
        }
    }

    fn add(&mut self, name: &'static str, value: String) {
        self.0.push((name, value));
    }

    fn add_some(&mut self, name: &'static str, value: Option<String>) {
        self.0.extend(value.map(|value| (name, value)));
    }

    /// The names and values.
    pub(super) fn pairs(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// The form, with the file at its end.
    pub(super) fn form(&self, file: Part) -> Form {
        let fields = self.0.iter().fold(Form::new(), |form, (name, value)| form.text(*name, value.clone()));
        fields.part("file", file)
    }

    /// The form as a person may see it.
    pub(super) fn described(&self, size: Option<u64>) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            let value = if is_secret(name) { HIDDEN } else { value };
            // Writing to a `String` can't fail.
            let _ = writeln!(text, "{name}: {value}");
        }
        text.push_str(&match size {
            Some(size) => format!("file: {size} bytes"),
            None => "file: a stream".to_owned(),
        });
        text
    }
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Setup(error.to_string()))
}
