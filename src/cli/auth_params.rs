//! `ikt auth-params`: what a browser needs to upload without the private key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::batch::{self, Raised};
use super::frame::{Choice, Code, Failure, Library, Out, With, block_on, choice};
use crate::model::Secret;
use crate::phash::repr;
use crate::url::auth::{LIFETIME, signature};

/// What is signed.
#[derive(Debug, clap::Args)]
pub(super) struct AuthParamsArgs {
    /// A text that is used once [default: a UUID]
    #[arg(long)]
    token: Option<String>,
    /// When they end to be valid, in Unix seconds, at most an hour ahead [default: in half an hour]
    #[arg(long, value_name = "SECONDS")]
    expire: Option<u64>,
    /// Read cases from standard input, {"private_key": …, "args": {"token": …, "expire": …}, "now": …,
    /// "uuid": …} one a line, and answer each with {"value": …} or {"error": {"kind": …, "message": …}};
    /// the exit code is 9 when some are errors
    #[arg(long, conflicts_with_all = ["token", "expire"])]
    batch: bool,
}

/// Writes token, expiry and signature.
///
/// # Errors
///
/// When there is no account.
pub(super) fn run(with: With<AuthParamsArgs>) -> Result<Code, Failure> {
    let With { args, common } = with;
    let out = Out::new(common.json);
    if args.batch {
        return batch::run(out, |case: &Case| case.answer());
    }
    let key = match choice(&common.library)? {
        Choice::Account(account) => account.private_key,
        local => block_on(async move {
            let library = Library::open(local).await?;
            let key = library.account().private_key.clone();
            library.close().await;
            Ok(key)
        })?,
    };
    let token =
        args.token.filter(|token| !token.is_empty()).unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
    let expire = args.expire.filter(|expire| *expire != 0).unwrap_or(now + LIFETIME);
    let parameters = Parameters { signature: signature(&key, &token, &expire.to_string()), token, expire };
    let value = serde_json::to_value(parameters)
        .map_err(|error| Failure::here("Could not write the parameters", error, ""))?;
    out.document(&value)?;
    Ok(Code::Done)
}

#[derive(Serialize)]
struct Parameters<E> {
    token: String,
    expire: E,
    signature: String,
}

/// A case of the SDK's own: what is given, and what stands in for clock and chance.
#[derive(Deserialize)]
struct Case {
    private_key: String,
    #[serde(default)]
    args: Given,
    #[serde(default)]
    now: Option<i64>,
    #[serde(default)]
    uuid: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    token: Value,
    /// As it was written: numbers keep their form.
    expire: Option<Box<RawValue>>,
}

impl Case {
    /// As `get_authentication_parameters(token, expire)` of imagekitio 4.1.0 (imagekit-api.md 6.1).
    fn answer(&self) -> Result<Parameters<Box<RawValue>>, Raised> {
        if self.private_key.is_empty() {
            let message = "{'message': 'Missing public_key or private_key or url_endpoint during ImageKit \
                           initialization', 'help': ''}";
            return Err(Raised::new("ValueError", message));
        }
        let expire = self.expire()?;
        let token = match &self.args.token {
            nothing if batch::is_nothing(nothing) => {
                self.uuid.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string())
            }
            Value::String(token) => token.clone(),
            other => return Err(Raised::new("TypeError", not_added(other))),
        };
        let text =
            in_python(expire.get()).map_err(|error| Raised::new("JSONDecodeError", error.to_string()))?;
        let key = Secret::new(self.private_key.clone());
        Ok(Parameters { signature: signature(&key, &token, &text), token, expire })
    }

    /// The expiry as it was written, or half an hour from now where it says nothing.
    fn expire(&self) -> Result<Box<RawValue>, Raised> {
        let value = |raw: &RawValue| serde_json::from_str::<Value>(raw.get()).ok();
        match &self.args.expire {
            // What is too large for a number here is not nothing in Python.
            Some(raw) if !value(raw).is_some_and(|value| batch::is_nothing(&value)) => Ok(raw.clone()),
            _ => {
                let now = self.now.unwrap_or_else(|| Timestamp::now().as_second());
                let expire = i128::from(now) + i128::from(LIFETIME);
                RawValue::from_string(expire.to_string())
                    .map_err(|error| Raised::new("OverflowError", error.to_string()))
            }
        }
    }
}

/// What Python says of `token + text`.
fn not_added(token: &Value) -> String {
    let class = match token {
        Value::Array(_) => return "can only concatenate list (not \"str\") to list".to_owned(),
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        _ => "dict",
    };
    format!("unsupported operand type(s) for +: '{class}' and 'str'")
}

/// A JSON value as Python's `str` writes it.
fn in_python(raw: &str) -> serde_json::Result<String> {
    match serde_json::from_str::<Value>(raw) {
        Ok(Value::String(text)) => Ok(text),
        Ok(value) => Ok(python_repr(&value, raw)),
        // A number beyond all floats.
        Err(error) if raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            match raw.contains(['.', 'e', 'E']) {
                true => Ok(if raw.starts_with('-') { "-inf" } else { "inf" }.to_owned()),
                false => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn python_repr(value: &Value, raw: &str) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(yes) => if *yes { "True" } else { "False" }.to_owned(),
        // Whole numbers have no limit in Python.
        Value::Number(_) if raw.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) => {
            raw.to_owned()
        }
        Value::Number(number) => number.as_f64().map_or_else(|| raw.to_owned(), float),
        Value::String(text) => repr(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| python_repr(item, &item.to_string())).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                format!("{}: {}", repr(name), python_repr(value, &value.to_string()))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A float as Python writes it: the shortest digits, with an exponent from 1e16 up and below 1e-4.
pub(super) fn float(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || (1e-4..1e16).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
            format!("{digits}e{sign}{exponent:0>2}")
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_vectors() {
        let file: Value =
            serde_json::from_str(include_str!("../../tests/vectors/auth-and-phash.json")).expect("vectors");
        let cases = file["auth"].as_array().expect("cases");
        assert_eq!(cases.len(), 38);
        for vector in cases {
            let case: Case = serde_json::from_str(&vector.to_string()).expect("a case");
            match case.answer() {
                Ok(parameters) => {
                    let value = serde_json::to_string(&parameters).expect("JSON");
                    let value: Value = serde_json::from_str(&value).expect("JSON");
                    assert_eq!(value, vector["expected"], "{vector}");
                }
                Err(raised) => {
                    let text = |name: &str| vector[name].as_str().expect("text").to_owned();
                    assert_eq!(raised, Raised::new(text("raises_type"), text("raises")), "{vector}");
                }
            }
        }
    }

    /// Seen with Python 3.11.
    #[test]
    fn numbers_as_python_writes_them() {
        let floats = [1e16, 1e15, 123_456_789_012_345_680.0, 1e-4, 1e-5, 1.5e300, 5e-324, -2.5e-7];
        let texts = [
            "1e+16",
            "1000000000000000.0",
            "1.2345678901234568e+17",
            "0.0001",
            "1e-05",
            "1.5e+300",
            "5e-324",
            "-2.5e-07",
        ];
        assert_eq!(floats.map(float), texts);
        let python = |raw: &str| in_python(raw).expect("a value");
        assert_eq!(python("99999999999999999999999999"), "99999999999999999999999999");
        assert_eq!(python("1e999"), "inf");
        assert_eq!(python(r#"[1, "a'b", {"k": null}]"#), r#"[1, "a'b", {'k': None}]"#);
    }
}
