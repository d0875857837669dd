//! The rules of a schema in words.

use super::{FieldType, Schema, plain};

/// Options that are named; the others are counted.
const NAMED: usize = 6;

/// The rules in words: `Number, 1000 to 3000, required, else 1000`.
pub fn rules(schema: &Schema) -> String {
    let mut words = vec![type_words(schema.field_type).to_owned()];
    if let Some(options) = &schema.options {
        let named: Vec<_> = options.iter().take(NAMED).map(plain).collect();
        let more = options.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        words.push(format!("of {}{more}", named.join(" | ")));
    }
    let (min, max) = (schema.min.as_ref().map(plain), schema.max.as_ref().map(plain));
    words.extend(bounds(min, max));
    let length = |length: Option<u64>| length.map(|length| length.to_string());
    let lengths = bounds(length(schema.min_length), length(schema.max_length));
    words.extend(lengths.map(|words| format!("{words} characters")));
    if schema.required {
        words.push("required".to_owned());
    }
    if let Some(default) = &schema.default {
        words.push(format!("else {}", plain(default)));
    }
    words.join(", ")
}

fn bounds(min: Option<String>, max: Option<String>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("{min} or more")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

fn type_words(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Text => "text",
        FieldType::Textarea => "text of several lines",
        FieldType::Number => "number",
        FieldType::Date => "date (2026-03-14 or with a time)",
        FieldType::Boolean => "true or false",
        FieldType::SingleSelect => "one",
        FieldType::MultiSelect => "some",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_read_well() {
        let number = Schema {
            min: Some(json!(1000)),
            max: Some(json!(3000)),
            required: true,
            default: Some(json!(1000)),
            ..Schema::new(FieldType::Number)
        };
        assert_eq!(rules(&number), "number, 1000 to 3000, required, else 1000");
        let text = Schema { max_length: Some(80), ..Schema::new(FieldType::Text) };
        assert_eq!(rules(&text), "text, at most 80 characters");
        let options = Some((0..8).map(|n| json!(n)).collect());
        let some = Schema { options, ..Schema::new(FieldType::MultiSelect) };
        assert_eq!(rules(&some), "some, of 0 | 1 | 2 | 3 | 4 | 5 and 2 more");
    }
}
