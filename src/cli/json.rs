//! JSON on the command line: as it stands, from a file (`@file`), or from standard input (`-`).

use std::fs;
use std::io::{self, Read};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::frame::Failure;

/// Reads a JSON argument. `option` is what it is called in errors.
///
/// # Errors
///
/// When the file can't be read, or the text is no JSON of this form.
pub(super) fn argument<T: DeserializeOwned>(option: &str, text: &str) -> Result<T, Failure> {
    let unreadable = |error: io::Error| Failure::here(format!("Could not read {option}"), error, "");
    let text = match text.strip_prefix('@') {
        None if text == "-" => {
            let mut read = String::new();
            io::stdin().lock().read_to_string(&mut read).map_err(unreadable)?;
            read
        }
        None => text.to_owned(),
        Some(path) => fs::read_to_string(path).map_err(unreadable)?,
    };
    serde_json::from_str(&text).map_err(|error| {
        Failure::usage(format!("{option}: {error}"), "Give JSON, @file, or - for standard input")
    })
}

/// Custom metadata from `name=value`: the value is JSON where it is some, else text.
///
/// # Errors
///
/// For what has no `=`.
pub(super) fn pairs(option: &str, given: &[String]) -> Result<Map<String, Value>, Failure> {
    given
        .iter()
        .map(|pair| {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                Failure::usage(format!("{option} {pair}: there is no ="), "Write name=value")
            })?;
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
            Ok((name.to_owned(), value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_json_or_text() {
        let given =
            ["price=12.5", "on=true", "name=a = b", "list=[\"x\"]", "quoted=\"12\""].map(str::to_owned);
        let pairs = pairs("--meta", &given).expect("pairs");
        let expected = serde_json::json!(
            { "price": 12.5, "on": true, "name": "a = b", "list": ["x"], "quoted": "12" }
        );
        assert_eq!(Value::Object(pairs), expected);
        assert!(super::pairs("--meta", &["price".to_owned()]).is_err());
    }
}
