//! What else there is of files: custom metadata, MIME types, embedded metadata; each value of a field
//! once.

use serde_json::Value;

use super::fold::fold_into;
use super::pool::Pool;
use crate::model::custom::FieldType;
use crate::query::{CustomField, Field, moment};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact<'a> {
    /// The MIME type.
    Mime,
    /// What is to be seen, in words.
    Description,
    /// Keywords in the file itself.
    Keywords,
    /// When the picture was taken, as the file itself says it.
    Taken,
    /// Who uploaded it.
    CreatedBy,
    /// Whether the picture has an alpha channel.
    Alpha,
    /// A field of custom metadata.
    Custom(&'a str),
}

/// What stands between a field and its value.
const BETWEEN: char = '\u{1f}';

impl Fact<'_> {
    fn is(self, field: &Field) -> bool {
        match (self, field) {
            (Self::Mime, Field::Format)
            | (Self::Description, Field::Description)
            | (Self::Keywords, Field::Keywords)
            | (Self::Taken, Field::DateTimeOriginal)
            | (Self::CreatedBy, Field::CreatedBy)
            | (Self::Alpha, Field::Transparency) => true,
            (Self::Custom(name), Field::Custom(other)) => name == other,
            _ => false,
        }
    }

    fn field(self) -> Field {
        match self {
            Self::Mime => Field::Format,
            Self::Description => Field::Description,
            Self::Keywords => Field::Keywords,
            Self::Taken => Field::DateTimeOriginal,
            Self::CreatedBy => Field::CreatedBy,
            Self::Alpha => Field::Transparency,
            Self::Custom(name) => Field::Custom(name.to_owned()),
        }
    }

    /// Whether words are looked for in it.
    fn is_text(self) -> bool {
        matches!(self, Self::Description | Self::Keywords | Self::Custom(_))
    }
}

/// Values by numbers, each once with its field.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) fields: Vec<Field>,
    kinds: Vec<FieldType>,
    /// The number of the field, and the value as JSON.
    pub(super) pool: Pool,
    key: String,
}

impl Facts {
    /// The fields of custom metadata, their types told from the values they came with.
    pub(super) fn custom_fields(&self) -> Vec<CustomField> {
        let kinds = self.fields.iter().zip(&self.kinds);
        let custom = kinds.filter_map(|(field, kind)| match field {
            Field::Custom(name) => Some(CustomField { name: name.clone(), kind: *kind, options: Vec::new() }),
            _ => None,
        });
        custom.collect()
    }

    /// The number of a value.
    pub(super) fn id(&mut self, fact: &Fact<'_>, value: &Value) -> u32 {
        let at = self.fields.iter().position(|field| fact.is(field)).unwrap_or_else(|| {
            self.fields.push(fact.field());
            self.kinds.push(kind_of(value));
            self.fields.len() - 1
        });
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        {
            use std::fmt::Write as _;
            // Writing into a `String` doesn't fail.
            let _ = write!(key, "{at}{BETWEEN}{value}");
        }
        let id = self.pool.id(&key, |_| if fact.is_text() { text(value) } else { String::new() });
        self.key = key;
        id
    }

    /// The field of a value, and the value as JSON.
    pub(super) fn parts(&self, id: u32) -> Option<(usize, &str)> {
        let (field, value) = self.pool.get(id).split_once(BETWEEN)?;
        Some((field.parse().ok()?, value))
    }
}

/// The texts of a value as they are compared.
fn text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::String(text) => fold_into(text, &mut out),
        Value::Array(all) => {
            for one in all {
                out += &text(one);
                out.push(' ');
            }
        }
        Value::Null | Value::Object(_) => {}
        Value::Bool(_) | Value::Number(_) => out = value.to_string(),
    }
    out
}

/// The type of a field with such a value.
fn kind_of(value: &Value) -> FieldType {
    match value {
        Value::Number(_) => FieldType::Number,
        Value::Bool(_) => FieldType::Boolean,
        Value::Array(_) => FieldType::MultiSelect,
        Value::String(text) if moment(text).is_some() => FieldType::Date,
        _ => FieldType::Text,
    }
}
