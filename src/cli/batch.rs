//! Cases on standard input, one JSON object a line, answered one a line.

use std::io::{self, BufRead};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::frame::{Code, Failure, Out};

/// What the Python SDK would raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    /// The class of the exception.
    kind: String,
    message: String,
}

impl Raised {
    pub(super) fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: kind.into(), message: message.into() }
    }
}

/// Answers each line in order, and at once. A line that can't be read is answered with an error too,
/// and the batch goes on.
///
/// # Errors
///
/// When standard input or output breaks. Errors in lines make the code [`Code::Partial`].
pub(super) fn run<C: DeserializeOwned, T: serde::Serialize>(
    out: Out,
    mut answer: impl FnMut(&C) -> Result<T, Raised>,
) -> Result<Code, Failure> {
    let mut code = Code::Done;
    for line in io::stdin().lock().split(b'\n') {
        let line = line.map_err(|error| Failure::here("Could not read the cases", error, ""))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let case = serde_json::from_slice::<C>(&line)
            .map_err(|error| Raised::new("JSONDecodeError", format!("this line is no case: {error}")));
        let answer = case.and_then(|case| answer(&case));
        let written = match answer {
            Ok(value) => serde_json::to_string(&Answer { value }),
            Err(Raised { kind, message }) => {
                code = Code::Partial;
                Ok(json!({ "error": { "kind": kind, "message": message } }).to_string())
            }
        };
        out.line(written.map_err(|error| Failure::here("Could not write an answer", error, ""))?)?;
    }
    Ok(code)
}

#[derive(serde::Serialize)]
struct Answer<T> {
    value: T,
}

/// What Python takes for false.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}
