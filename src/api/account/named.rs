//! Transformations with a name, which URLs use as `n-<name>`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api::collection::sealed::Sealed;
use crate::api::collection::{Extra, Resource};
use crate::api::wire::lenient::{or_default, timestamp, word};

/// The kind of [`crate::api::Client::named_transformations`].
#[derive(Debug)]
pub enum NamedTransformations {}

impl Sealed for NamedTransformations {}

impl Resource for NamedTransformations {
    type Item = NamedTransformation;
    type New = NewNamedTransformation;
    type Change = NamedTransformationChange;
    const PATH: &'static [&'static str] = &["v1", "named-transformations"];
    const REPLACES: bool = false;
}

/// A transformation to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewNamedTransformation {
    /// Letters, digits and `_`; no other may have it.
    pub name: String,
    /// The transformation, such as `w-300,h-200`.
    pub transformation: String,
    /// Whether URLs may use it.
    pub enabled: bool,
}

/// What is to change of a named transformation; `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NamedTransformationChange {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The transformation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transformation: Option<String>,
    /// Whether URLs may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// A transformation with a name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NamedTransformation {
    /// Its id.
    #[serde(deserialize_with = "word")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// The transformation.
    #[serde(deserialize_with = "word")]
    pub transformation: String,
    /// Whether URLs may use it.
    #[serde(deserialize_with = "or_default")]
    pub enabled: bool,
    /// When it was made.
    #[serde(deserialize_with = "timestamp")]
    pub created_at: Option<Timestamp>,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}
