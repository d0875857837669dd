//! One cell: a value as text, and a text as a value.

use serde_json::{Number, Value};

use crate::model::custom::{CustomField, FieldType};
use crate::model::{Details, Tag};
use crate::ops::names::check_tags;
use crate::ops::plan::{Update, ValueChange};

/// What stands before the name of a custom metadata field, so that one named `tags` is no other column.
const CUSTOM: &str = "cm.";

/// A column that can be changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// All tags, with ` | ` between them.
    Tags,
    /// What is to be seen, in words.
    Description,
    /// The area of interest, `x,y,width,height` in pixels.
    Focus,
    /// The value of a custom metadata field.
    Custom(Box<CustomField>),
}

impl Column {
    /// All columns that an account with these fields has.
    pub fn all(fields: &[CustomField]) -> Vec<Self> {
        let own = fields.iter().filter(|field| !field.deleted).cloned().map(Box::new).map(Self::Custom);
        [Self::Tags, Self::Description, Self::Focus].into_iter().chain(own).collect()
    }

    /// What its first row says.
    pub fn title(&self) -> String {
        match self {
            Self::Tags => "tags".to_owned(),
            Self::Description => "description".to_owned(),
            Self::Focus => "focus".to_owned(),
            Self::Custom(field) => format!("{CUSTOM}{}", field.name),
        }
    }

    /// Its cell of a file.
    pub fn text(&self, details: &Details) -> String {
        match self {
            Self::Tags => joined(details.file.tags.iter().map(|tag| &**tag)),
            Self::Description => details.description.clone().unwrap_or_default(),
            Self::Focus => details.custom_coordinates.clone().unwrap_or_default(),
            Self::Custom(field) => value_of(details, field).map(as_text).unwrap_or_default(),
        }
    }

    /// Puts what a cell says into the changes of its file. Whether it is a change: a text that means
    /// the value that is there, such as `TRUE`, is none.
    ///
    /// # Errors
    ///
    /// Why the service would refuse it.
    pub(super) fn change(&self, text: &str, details: &Details, update: &mut Update) -> Result<bool, String> {
        let text = text.replace("\r\n", "\n");
        if text == self.text(details).replace("\r\n", "\n") {
            return Ok(false);
        }
        match self {
            Self::Tags => {
                let tags = tags(&text)?;
                let changes = tags != *details.file.tags;
                update.tags = changes.then_some(tags);
                Ok(changes)
            }
            Self::Description => {
                update.description = Some(text);
                Ok(true)
            }
            Self::Focus => {
                update.coordinates = Some(focus(&text)?);
                Ok(true)
            }
            Self::Custom(field) => {
                let value = parse(field, &text)?;
                let held = value_of(details, field);
                if value.as_ref().is_some_and(|value| held.is_some_and(|held| same(value, held))) {
                    return Ok(false);
                }
                let change = value.map_or(ValueChange::Clear, ValueChange::Set);
                update.values.push((field.name.clone(), change));
                Ok(true)
            }
        }
    }
}

fn value_of<'a>(details: &'a Details, field: &CustomField) -> Option<&'a Value> {
    details.raw.get("customMetadata")?.get(&field.name).filter(|value| !value.is_null())
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(as_text).collect();
            joined(texts.iter().map(String::as_str))
        }
        other => other.to_string(),
    }
}

fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// Entries with ` | ` between them: spreadsheets keep it, and few tags hold it.
fn joined<'a>(entries: impl Iterator<Item = &'a str>) -> String {
    let entries: Vec<String> = entries.map(|entry| entry.replace('\\', "\\\\").replace('|', "\\|")).collect();
    entries.join(" | ")
}

/// The entries of a cell, without blanks around them; empty ones and repetitions are none.
fn entries(text: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '|' => {
                entries.push(String::new());
                continue;
            }
            '\\' => chars.next().unwrap_or('\\'),
            c => c,
        };
        if let Some(entry) = entries.last_mut() {
            entry.push(c);
        }
    }
    let mut kept: Vec<String> = Vec::new();
    for entry in entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()) {
        if !kept.iter().any(|own| own == entry) {
            kept.push(entry.to_owned());
        }
    }
    kept
}

fn tags(text: &str) -> Result<Vec<Tag>, String> {
    let tags: Vec<Tag> = entries(text).into_iter().map(Tag::from).collect();
    if !tags.is_empty() {
        check_tags(&tags).map_err(|error| error.to_string())?;
    }
    Ok(tags)
}

fn focus(text: &str) -> Result<String, String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let numbers: Vec<_> = text.split(',').map(str::parse::<u32>).collect();
    if text.is_empty() || numbers.len() == 4 && numbers.iter().all(Result::is_ok) {
        Ok(text)
    } else {
        Err("should be x,y,width,height in pixels".to_owned())
    }
}

/// The value that a text means; `None` for no value.
fn parse(field: &CustomField, text: &str) -> Result<Option<Value>, String> {
    let schema = &field.schema;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return if schema.required { Err("is required".to_owned()) } else { Ok(None) };
    }
    let option = |text: &str| {
        let known = schema.options.iter().flatten().find(|option| as_text(option) == text);
        known.cloned().unwrap_or_else(|| Value::from(text))
    };
    let value = match schema.field_type {
        FieldType::Text | FieldType::Textarea => Value::from(text),
        FieldType::Date => Value::from(trimmed),
        FieldType::Number => number(trimmed).unwrap_or_else(|| Value::from(trimmed)),
        // Spreadsheets write TRUE.
        FieldType::Boolean => match trimmed.to_lowercase().as_str() {
            "true" => Value::from(true),
            "false" => Value::from(false),
            _ => Value::from(trimmed),
        },
        FieldType::SingleSelect => option(trimmed),
        FieldType::MultiSelect => entries(text).iter().map(|entry| option(entry)).collect(),
    };
    schema.check(&value).map(|()| Some(value))
}

fn number(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    Number::from_f64(text.parse().ok()?).map(Value::Number)
}
