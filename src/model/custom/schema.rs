//! The rules that a schema itself has to keep.

use std::collections::HashSet;

use serde_json::Value;

use super::values::{as_date, key};
use super::{FieldType, Problems, Schema};

const NOT_ALLOWED: &str = "not allowed for this type";

impl Schema {
    /// A schema of that type without any rules.
    pub fn new(field_type: FieldType) -> Self {
        Self {
            field_type,
            options: None,
            default: None,
            required: false,
            min: None,
            max: None,
            min_length: None,
            max_length: None,
        }
    }

    /// What is wrong with the schema, by its keys in the API; empty when it is right.
    pub fn problems(&self) -> Problems {
        let mut problems = Problems::new();
        self.check_options(&mut problems);
        self.check_bounds(&mut problems);
        self.check_lengths(&mut problems);
        // A default can only be judged by rules that make sense.
        if problems.is_empty() {
            self.check_default(&mut problems);
        }
        problems
    }

    fn check_options(&self, problems: &mut Problems) {
        let wrong = match (&self.options, self.field_type) {
            (None, FieldType::SingleSelect | FieldType::MultiSelect) => "is required for this type",
            (None, _) => return,
            (Some(options), FieldType::SingleSelect | FieldType::MultiSelect) => match options.as_slice() {
                [] => "should not be empty",
                options if !options.iter().all(is_scalar) => {
                    "should be an array of strings, numbers or booleans"
                }
                options if has_twins(options) => "should not contain duplicates",
                _ => return,
            },
            (Some(_), _) => NOT_ALLOWED,
        };
        problems.insert("selectOptions".into(), wrong.into());
    }

    fn check_bounds(&self, problems: &mut Problems) {
        for (key, bound) in [("minValue", &self.min), ("maxValue", &self.max)] {
            let Some(bound) = bound else { continue };
            let wrong = match self.field_type {
                FieldType::Number if bound.is_number() => continue,
                FieldType::Number => "should be of type number",
                FieldType::Date if as_date(bound).is_some() => continue,
                FieldType::Date => "should be a date in ISO 8601 format",
                _ => NOT_ALLOWED,
            };
            problems.insert(key.into(), wrong.into());
        }
        if let (Some(min), Some(max)) = (&self.min, &self.max)
            && problems.is_empty()
            && self.is_above(min, max)
        {
            problems.insert("minValue".into(), "should be less than or equal to maxValue".into());
        }
    }

    fn check_lengths(&self, problems: &mut Problems) {
        let is_text = matches!(self.field_type, FieldType::Text | FieldType::Textarea);
        for (key, length) in [("minLength", self.min_length), ("maxLength", self.max_length)] {
            if length.is_some() && !is_text {
                problems.insert(key.into(), NOT_ALLOWED.into());
            }
        }
        if is_text && self.min_length > self.max_length && self.max_length.is_some() {
            problems.insert("minLength".into(), "should be less than or equal to maxLength".into());
        }
    }

    fn check_default(&self, problems: &mut Problems) {
        let wrong = match &self.default {
            None if self.required => "is required when isValueRequired is true".to_owned(),
            None => return,
            Some(default) => match self.check(default) {
                Ok(()) => return,
                Err(wrong) => wrong,
            },
        };
        problems.insert("defaultValue".into(), wrong);
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn has_twins(options: &[Value]) -> bool {
    let mut seen = HashSet::with_capacity(options.len());
    !options.iter().all(|option| seen.insert(key(option)))
}
