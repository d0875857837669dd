//! Extensions that are saved with their options.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api::collection::sealed::Sealed;
use crate::api::collection::{Extra, Resource};
use crate::api::extension::Extension;
use crate::api::wire::lenient::{timestamp, word};

/// The kind of [`crate::api::Client::saved_extensions`].
#[derive(Debug)]
pub enum SavedExtensions {}

impl Sealed for SavedExtensions {}

impl Resource for SavedExtensions {
    type Item = SavedExtension;
    type New = NewSavedExtension;
    type Change = SavedExtensionChange;
    const PATH: &'static [&'static str] = &["v1", "saved-extensions"];
    const REPLACES: bool = false;
}

/// An extension to save.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewSavedExtension {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The extension with its options.
    pub config: Extension,
}

/// What is to change of a saved extension; `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SavedExtensionChange {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The extension with its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Extension>,
}

/// A saved extension.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SavedExtension {
    /// Its id, `ext_…`.
    #[serde(deserialize_with = "word")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "word")]
    pub description: String,
    /// The extension with its options.
    pub config: Option<Extension>,
    /// When it was saved.
    #[serde(deserialize_with = "timestamp")]
    pub created_at: Option<Timestamp>,
    /// Last change.
    #[serde(deserialize_with = "timestamp")]
    pub updated_at: Option<Timestamp>,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}
