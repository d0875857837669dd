//! Values as people type and read them.

use serde_json::{Number, Value};

use super::{FieldType, Schema};

impl Schema {
    /// The value that a typed text means. Choices are written with commas between them, and between
    /// quotation marks where they hold commas themselves.
    ///
    /// # Errors
    /// What is wrong with it, to be read behind the name of the field.
    pub fn read(&self, text: &str) -> Result<Value, String> {
        let trimmed = text.trim();
        let value = match self.field_type {
            FieldType::Text | FieldType::Textarea => Value::from(text),
            FieldType::Number => number(trimmed).ok_or("should be of type number")?,
            FieldType::Date => Value::from(trimmed),
            FieldType::Boolean => match trimmed {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => return Err("should be true or false".to_owned()),
            },
            FieldType::SingleSelect => self.option(trimmed),
            FieldType::MultiSelect => {
                split_list(text).iter().map(|(choice, _)| self.option(choice)).collect()
            }
        };
        self.check(&value)?;
        Ok(value)
    }

    /// The option that reads so; a text that is none stays a text, for the check to refuse.
    fn option(&self, text: &str) -> Value {
        let mut options = self.options.iter().flatten();
        options.find(|option| plain(option) == text).cloned().unwrap_or_else(|| Value::from(text))
    }
}

/// A value without the quotation marks of JSON; choices with commas between them.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The options that a typed list means: numbers, `true` and `false` are what they look like, unless
/// they stand between quotation marks.
pub fn read_options(text: &str) -> Vec<Value> {
    let read = |(word, quoted): (String, bool)| match word.as_str() {
        _ if quoted => Value::from(word),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => number(&word).unwrap_or_else(|| Value::from(word)),
    };
    split_list(text).into_iter().map(read).collect()
}

/// Options as a text that [`read_options`] reads back.
pub fn write_options(options: &[Value]) -> String {
    let write = |option: &Value| match option {
        Value::String(text) if read_options(text) == [option.clone()] => text.clone(),
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => other.to_string(),
    };
    options.iter().map(write).collect::<Vec<_>>().join(", ")
}

/// A number as it is typed.
pub fn number(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    Number::from_f64(text.parse().ok()?).map(Value::Number)
}

/// Words between commas, and whether each stood between quotation marks, of which two within mean
/// one. Empty words without them are left out.
fn split_list(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, quoted, after) = match rest.strip_prefix('"') {
            Some(inside) => {
                let (word, after) = quoted(inside);
                (word, true, after.split_once(',').map_or("", |(_, after)| after))
            }
            None => {
                let (word, after) = rest.split_once(',').unwrap_or((rest, ""));
                (word.trim().to_owned(), false, after)
            }
        };
        if quoted || !word.is_empty() {
            words.push((word, quoted));
        }
        rest = after.trim_start();
    }
    words
}

/// The text up to the closing quotation mark, and what follows.
fn quoted(text: &str) -> (String, &str) {
    let mut word = String::new();
    let mut rest = text;
    loop {
        match rest.split_once('"') {
            None => return (word + rest, ""),
            Some((before, after)) => {
                word.push_str(before);
                match after.strip_prefix('"') {
                    Some(more) => {
                        word.push('"');
                        rest = more;
                    }
                    None => return (word, after),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(FieldType::Text, " as it is ", json!(" as it is "))]
    #[case(FieldType::Number, " 5 ", json!(5))]
    #[case(FieldType::Number, "-0.5", json!(-0.5))]
    #[case(FieldType::Date, " 2024-02-29", json!("2024-02-29"))]
    #[case(FieldType::Boolean, "true", json!(true))]
    #[case(FieldType::SingleSelect, "30", json!(30))]
    #[case(FieldType::MultiSelect, "true, \"a, b\" ,30", json!([true, "a, b", 30]))]
    #[case(FieldType::MultiSelect, "", json!([]))]
    fn what_is_typed_is_read_by_its_type(
        #[case] field_type: FieldType,
        #[case] text: &str,
        #[case] value: Value,
    ) {
        let options = Some(vec![json!("a, b"), json!(30), json!(true)]);
        assert_eq!(Schema { options, ..Schema::new(field_type) }.read(text), Ok(value));
    }

    #[rstest]
    #[case(FieldType::Number, "5 m")]
    #[case(FieldType::Number, "NaN")]
    #[case(FieldType::Date, "tomorrow")]
    #[case(FieldType::Boolean, "perhaps")]
    #[case(FieldType::SingleSelect, "31")]
    #[case(FieldType::MultiSelect, "30, 31")]
    fn what_breaks_a_rule_is_refused(#[case] field_type: FieldType, #[case] text: &str) {
        let schema = Schema { options: Some(vec![json!(30)]), ..Schema::new(field_type) };
        assert!(schema.read(text).is_err());
    }

    #[test]
    fn options_are_written_and_read_back() {
        for options in [
            vec![json!("small"), json!(30), json!(1.5), json!(true)],
            vec![json!("30"), json!("true"), json!("a, b"), json!("say \"hi\""), json!(" x ")],
            vec![],
        ] {
            assert_eq!(read_options(&write_options(&options)), options);
        }
        assert_eq!(read_options(" small,, 30 ,"), [json!("small"), json!(30)]);
    }
}
