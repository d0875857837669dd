//! The check of values.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::{CustomField, FieldType, Problems, Schema, plain};

/// Most options that an error names.
const NAMED: usize = 20;

/// Checks values against the fields: those that are not deleted. `null` unsets a value. A required field
/// has to have a value in `given` or, unless it is unset, in `kept`, what the asset has already.
///
/// # Errors
/// What is wrong, by the names of the fields.
pub fn check_values(
    fields: &[CustomField],
    given: &Map<String, Value>,
    kept: &Map<String, Value>,
) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for (name, value) in given {
        let field = fields.iter().find(|field| field.name == *name && !field.deleted);
        let wrong = match field {
            None => "This field does not exist.".to_owned(),
            Some(_) if value.is_null() => continue,
            Some(field) => match field.schema.check(value) {
                Ok(()) => continue,
                Err(wrong) => wrong,
            },
        };
        problems.insert(name.clone(), wrong);
    }
    for field in fields.iter().filter(|field| field.schema.required && !field.deleted) {
        let value = given.get(&field.name).or_else(|| kept.get(&field.name));
        if value.is_none_or(Value::is_null) {
            problems.insert(field.name.clone(), "is required".into());
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

impl Schema {
    /// Checks a value.
    ///
    /// # Errors
    /// What is wrong with it, to be read behind the name of the field.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        match self.field_type {
            FieldType::Text | FieldType::Textarea => self.check_text(value),
            FieldType::Number if !value.is_number() => Err("should be of type number".into()),
            FieldType::Date if as_date(value).is_none() => Err("should be a date in ISO 8601 format".into()),
            FieldType::Number | FieldType::Date => self.check_range(value),
            FieldType::Boolean if !value.is_boolean() => Err("should be of type boolean".into()),
            FieldType::Boolean => Ok(()),
            FieldType::SingleSelect => self.check_option(value),
            FieldType::MultiSelect => self.check_selection(value),
        }
    }

    fn check_text(&self, value: &Value) -> Result<(), String> {
        let text = value.as_str().ok_or("should be of type string")?;
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if let Some(least) = self.min_length.filter(|&least| length < least) {
            return Err(format!("should have at least {least} characters"));
        }
        if let Some(most) = self.max_length.filter(|&most| length > most) {
            return Err(format!("should have at most {most} characters"));
        }
        Ok(())
    }

    fn check_range(&self, value: &Value) -> Result<(), String> {
        if let Some(min) = self.min.as_ref().filter(|min| self.is_above(min, value)) {
            return Err(format!("should be greater than or equal to {}", plain(min)));
        }
        if let Some(max) = self.max.as_ref().filter(|max| self.is_above(value, max)) {
            return Err(format!("should be less than or equal to {}", plain(max)));
        }
        Ok(())
    }

    fn check_option(&self, value: &Value) -> Result<(), String> {
        let options = self.options.as_deref().unwrap_or_default();
        if options.iter().any(|option| key(option) == key(value)) {
            return Ok(());
        }
        Err(self.other_than_options())
    }

    fn check_selection(&self, value: &Value) -> Result<(), String> {
        let values = value.as_array().ok_or("should be an array")?;
        let options: HashSet<_> = self.options.iter().flatten().map(key).collect();
        if values.iter().all(|value| options.contains(&key(value))) {
            Ok(())
        } else {
            Err(self.other_than_options())
        }
    }

    fn other_than_options(&self) -> String {
        let options = self.options.as_deref().unwrap_or_default();
        let mut named: Vec<_> = options.iter().take(NAMED).map(plain).collect();
        if options.len() > NAMED {
            named.push("…".to_owned());
        }
        format!("should be one of {}", named.join(", "))
    }

    /// Whether `one` is greater than `other`, as numbers or as dates.
    pub(super) fn is_above(&self, one: &Value, other: &Value) -> bool {
        match self.field_type {
            FieldType::Date => as_date(one) > as_date(other),
            _ => one.as_f64() > other.as_f64(),
        }
    }
}

/// A date in ISO 8601: a day, a day and a time in UTC, or with a zone.
pub(super) fn as_date(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    let in_utc = |time: DateTime| Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp());
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    match text.parse::<DateTime>() {
        Ok(time) => in_utc(time),
        Err(_) => in_utc(text.parse::<Date>().ok()?.into()),
    }
}

/// A text that two values share when they are the same, so that many can be compared.
pub(super) fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}
