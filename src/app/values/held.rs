//! What the files hold now.

use serde_json::{Map, Value};

/// The values of the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Held {
    /// They are being read.
    #[default]
    Asked,
    /// They are not known, and why.
    Unknown(String),
    /// Those of each file, in the order of the files.
    Known(Vec<Map<String, Value>>),
}

/// The values of one field over the files.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Summary {
    /// Not known, or not yet.
    Unknown,
    /// No file has one.
    None,
    /// All have this one.
    Same(Value),
    /// They differ.
    Differs {
        /// How many different values there are.
        values: usize,
        /// How many files have none.
        without: usize,
    },
}

impl Held {
    /// The values of a field.
    pub(super) fn summary(&self, name: &str) -> Summary {
        let Self::Known(files) = self else { return Summary::Unknown };
        let held = |file: &Map<String, Value>| file.get(name).filter(|value| !value.is_null()).cloned();
        let mut values: Vec<Value> = files.iter().filter_map(held).collect();
        let without = files.len() - values.len();
        values.sort_by_cached_key(Value::to_string);
        values.dedup();
        match (values.len(), without) {
            (0, _) => Summary::None,
            (1, 0) => values.pop().map_or(Summary::None, Summary::Same),
            (values, without) => Summary::Differs { values, without },
        }
    }

    /// How many files have no value of a field, as far as that is known.
    pub(super) fn without(&self, name: &str) -> usize {
        let Self::Known(files) = self else { return 0 };
        files.iter().filter(|file| file.get(name).is_none_or(Value::is_null)).count()
    }
}

/// The values of a file, as its details tell them.
pub(super) fn values(raw: &Value) -> Map<String, Value> {
    raw.get("customMetadata").and_then(Value::as_object).cloned().unwrap_or_default()
}
