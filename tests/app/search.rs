//! Searches from the first key to what they find, and what is done with it.

use ikt::api::{FieldChange, NewField, Update};
use ikt::model::custom::{FieldType, Schema};
use ikt::model::{AssetId, FolderPath, Sort};
use ikt::runtime::Exit;
use serde_json::{Value, json};

use crate::rig::{Library, Rig};

const LIST: &str = "/v1/files";
