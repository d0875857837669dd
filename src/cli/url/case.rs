//! One case of a batch: a call of the Python SDK's `url()` as JSON, with the client that makes it.
//!
//! Values are texts, whole numbers, decimals and booleans, written as Python writes them. What Python
//! would merely print (a list, a dictionary, `None` in a transformation) is an error here.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::cli::auth_params::float;
use crate::cli::batch::Raised;
use crate::model::Secret;
use crate::url::Signer;
use crate::url::classic::{self, Expiry, Options, Position, Step};

/// A call, its client and its time.
#[derive(Debug, Deserialize)]
pub(super) struct Case {
    client: Map<String, Value>,
    options: Map<String, Value>,
    /// Unix seconds.
    now: i64,
}

type Result<T> = std::result::Result<T, Raised>;

impl Case {
    /// Reads a case.
    pub(super) fn read(case: &Value) -> serde_json::Result<Self> {
        Self::deserialize(case)
    }

    /// The URL that the SDK would give.
    pub(super) fn url(&self) -> Result<String> {
        for name in ["private_key", "public_key", "url_endpoint"] {
            if text(&self.client, name)?.is_none_or(|value| value.is_empty()) {
                return Err(refused(
                    "Missing public_key or private_key or url_endpoint during ImageKit initialization",
                ));
            }
        }
        let mut asked = self.client.clone();
        asked.extend(self.options.iter().map(|(name, value)| (snake(name), value.clone())));
        let signer = Signer::new(&Secret::new(text(&asked, "private_key")?.unwrap_or_default()));
        let options = self.options(&asked)?;
        if options.signed.is_some() && options.endpoint.trim_matches('/').is_empty() {
            return Err(Raised::new("IndexError", "string index out of range"));
        }
        Ok(classic::build(&options, &signer))
    }

    fn options(&self, asked: &Map<String, Value>) -> Result<Options> {
        Ok(Options {
            endpoint: text(asked, "url_endpoint")?.unwrap_or_default().to_owned(),
            path: text(asked, "path")?.unwrap_or_default().to_owned(),
            src: text(asked, "src")?.unwrap_or_default().to_owned(),
            steps: steps(asked.get("transformation"))?,
            position: position(asked.get("transformation_position"))?,
            query: query(asked.get("query_parameters"))?,
            signed: self.expiry(asked)?,
        })
    }

    fn expiry(&self, asked: &Map<String, Value>) -> Result<Option<Expiry>> {
        let seconds = match asked.get("expire_seconds") {
            None | Some(Value::Null) => 0,
            Some(Value::String(_)) => {
                return Err(Raised::new("TypeError", "unsupported operand type(s) for +: 'int' and 'str'"));
            }
            Some(value) => {
                value.as_i64().ok_or_else(|| wrong("expire_seconds", "a whole number of seconds"))?
            }
        };
        match asked.get("signed") {
            None | Some(Value::Bool(false)) => Ok(None),
            Some(Value::Bool(true)) if seconds == 0 => Ok(Some(Expiry::Never)),
            Some(Value::Bool(true)) => Ok(Some(Expiry::At(self.now.saturating_add(seconds)))),
            Some(_) => Err(wrong("signed", "true or false")),
        }
    }
}

/// A type that the README of the SDK doesn't name.
pub(super) fn wrong(name: &str, wanted: &'static str) -> Raised {
    Raised::new("TypeError", format!("{name} should be {wanted}"))
}

/// What the SDK refuses, in the form of its exceptions.
fn refused(message: &str) -> Raised {
    Raised::new("ValueError", format!("{{'message': '{message}', 'help': ''}}"))
}

/// What Python says of a method that a value doesn't have.
fn lacks(value: &Value, method: &str) -> Raised {
    Raised::new("AttributeError", format!("'{}' object has no attribute '{method}'", class(value)))
}

fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// `urlEndpoint` as `url_endpoint`, which the SDK takes for the same.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before != '_' && !before.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

fn text<'a>(asked: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>> {
    match asked.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(lacks(other, "strip")),
    }
}

fn position(value: Option<&Value>) -> Result<Position> {
    match value.map(Value::as_str) {
        None | Some(Some("path")) => Ok(Position::Path),
        Some(Some("query")) => Ok(Position::Query),
        Some(_) => Err(refused("Invalid transformationPosition parameter")),
    }
}

fn steps(value: Option<&Value>) -> Result<Vec<Step>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(steps)) => steps.iter().map(step).collect(),
        Some(_) => Err(wrong("transformation", "a list of steps")),
    }
}

fn step(value: &Value) -> Result<Step> {
    let params = match value {
        Value::Object(params) => params,
        Value::String(_) => {
            return Err(Raised::new("TypeError", "string indices must be integers, not 'str'"));
        }
        other => {
            return Err(Raised::new("TypeError", format!("'{}' object is not iterable", class(other))));
        }
    };
    params.iter().map(|(name, value)| Ok((name.clone(), param(name, value)?))).collect()
}

fn param(name: &str, value: &Value) -> Result<String> {
    match (value, classic::code(name).unwrap_or(name)) {
        (Value::Bool(on), _) => Ok(on.to_string()),
        (Value::Number(_), "di" | "oi") => Err(lacks(value, "strip")),
        (Value::Number(_), "raw") => Err(lacks(value, "split")),
        _ => scalar(name, value),
    }
}

fn query(value: Option<&Value>) -> Result<Vec<(String, String)>> {
    let params = match value {
        None => return Ok(Vec::new()),
        Some(value) => value.as_object().ok_or_else(|| lacks(value, "get"))?,
    };
    let pair = |(name, value): (&String, &Value)| {
        let text = scalar(name, value)?;
        // What is false says nothing here, so that `False` stays as Python writes it.
        let is_on = *value != Value::Bool(false);
        Ok((name.clone(), if name == "ik-attachment" && is_on { text.to_lowercase() } else { text }))
    };
    params.iter().map(pair).collect()
}

/// A value as Python's `str()` writes it.
fn scalar(name: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(true) => Ok("True".into()),
        Value::Bool(false) => Ok("False".into()),
        Value::Number(number) if number.is_f64() => Ok(float(number.as_f64().unwrap_or_default())),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(wrong(name, "a text, a number, true or false"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All calls that the SDK was seen to answer. Those whose values are of a type that its README
    /// doesn't name (`pytype`) are errors here, apart from an expiry of `None`.
    #[test]
    fn official_vectors() {
        let file: Value =
            serde_json::from_str(include_str!("../../../tests/vectors/url-4.1.0.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 440, "only {} cases", cases.len());
        for case in cases {
            let (id, note) = (&case["id"], &case["note"]);
            let tagged = |tag: &str| case["tags"].as_array().unwrap().iter().any(|own| own == tag);
            let got = serde_json::from_value::<Case>(case.clone()).unwrap().url();
            match case["expected"].as_str() {
                Some(url) if !tagged("pytype") || id == "sign-005" => {
                    assert_eq!(got.as_deref(), Ok(url), "{id}: {note}")
                }
                Some(_) => assert!(got.is_err(), "{id}: {note} gives {got:?}"),
                None => {
                    let text = |name: &str| case[name].as_str().expect("what is raised");
                    assert_eq!(got, Err(Raised::new(text("raises_type"), text("raises"))), "{id}: {note}");
                }
            }
        }
    }

    #[test]
    fn names_in_both_spellings() {
        assert_eq!(snake("queryParameters"), "query_parameters");
        assert_eq!(snake("SRC"), "src");
        assert_eq!(snake("url_endpoint"), "url_endpoint");
    }
}
